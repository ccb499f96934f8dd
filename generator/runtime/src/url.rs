//! `url::Url` for `format: uri`. Only crates whose configuration chooses it contain this module.

super::by_text!(url::Url: "a URL");
