//! Finds the deprecated items that a crate uses itself.

use super::{Crate, Item};

impl Crate {
    /// Returns true if the crate has a deprecated type, field or variant, which its own code encodes and decodes.
    #[must_use]
    pub fn uses_deprecated(&self) -> bool {
        self.modules.iter().flat_map(|module| &module.items).any(is_used_and_deprecated)
    }
}

fn is_used_and_deprecated(item: &Item) -> bool {
    match item {
        Item::Struct(item) => item.deprecated.is_some() || item.fields.iter().any(|field| field.deprecated.is_some()),
        Item::Enumeration(item) => {
            item.deprecated.is_some() || item.values.iter().any(|value| value.deprecated.is_some())
        }
        Item::Union(item) => {
            item.deprecated.is_some() || item.variants.iter().any(|variant| variant.deprecated.is_some())
        }
        Item::Alias(item) => item.deprecated.is_some(),
        Item::Wrapper(item) => item.deprecated.is_some(),
        Item::CheckedString(item) => item.deprecated.is_some(),
        Item::Group(_)
        | Item::Operation(_)
        | Item::BodyChoice(_)
        | Item::OwnCodecs(_)
        | Item::Headers(_)
        | Item::Webhooks(_)
        | Item::Exports(_)
        | Item::OAuthServer(_)
        | Item::Client(_)
        | Item::BlockingClient(_)
        | Item::Server(_)
        | Item::ErrorBody(_) => false,
    }
}
