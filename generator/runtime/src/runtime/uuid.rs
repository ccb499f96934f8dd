//! `format: uuid`: only in crates whose document uses it.

super::by_text!(uuid::Uuid: "a UUID string");
