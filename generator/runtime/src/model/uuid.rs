//! `format: uuid`. Only crates whose API description uses it contain this module.

crate::runtime::by_text!(uuid::Uuid: "a UUID string");
