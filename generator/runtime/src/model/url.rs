//! `url::Url` for `format: uri`. Only crates whose configuration chooses it contain this module.

crate::runtime::by_text!(url::Url: "a URL");
