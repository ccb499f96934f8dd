//! The items that an item defines and refers to.

use super::{Derives, Fill, GroupMethod, HeaderReading, Item, ItemId, ModelSchema, Operation, Path, Ty};

impl Item {
    /// Returns the names that the item adds to its module, each with its identity.
    #[must_use]
    pub fn definitions(&self) -> Vec<(ItemId, &str)> {
        match self {
            Self::Struct(item) => {
                let bundle = item.constructor.as_ref().and_then(|constructor| constructor.bundle.as_ref());
                let bundle = bundle.map(|bundle| (ItemId::ModelArguments(item.id), bundle.name.as_str()));
                std::iter::once((ItemId::Model(item.id), item.name.as_str())).chain(bundle).collect()
            }
            Self::Enumeration(item) => vec![(item.id, &item.name)],
            Self::Union(item) => vec![(ItemId::Model(item.id), &item.name)],
            Self::Alias(item) => vec![(ItemId::Model(item.id), &item.name)],
            Self::Wrapper(item) => vec![(ItemId::Model(item.id), &item.name)],
            Self::CheckedString(item) => vec![(ItemId::Model(item.id), &item.name)],
            Self::Group(item) => vec![(ItemId::Group(item.index), &item.name)],
            Self::BodyChoice(item) => vec![(ItemId::BodyChoice(item.operation), &item.name)],
            Self::Operation(item) => {
                let bundle = item.bundle.as_ref();
                let bundle = bundle.map(|bundle| (ItemId::OperationArguments(item.index), bundle.name.as_str()));
                let outcome = item.responses.outcome.as_ref();
                let outcome = outcome.map(|outcome| (ItemId::Outcome(item.index), outcome.name.as_str()));
                let operation = (ItemId::Operation(item.index), item.name.as_str());
                std::iter::once(operation).chain(bundle).chain(outcome).collect()
            }
            Self::Server(item) if item.variables.is_empty() => Vec::new(),
            Self::Server(item) => vec![(ItemId::Server(item.index), &item.name)],
            Self::Client(item) => {
                let schemes = item.schemes.iter().map(|scheme| (ItemId::Scheme(scheme.id), scheme.constant.as_str()));
                let url = (!item.base_url.is_required()).then_some((ItemId::BaseUrl, "BASE_URL"));
                let types = [(ItemId::Client, "Client"), (ItemId::ClientBuilder, "ClientBuilder")];
                types.into_iter().chain(url).chain(schemes).collect()
            }
            Self::BlockingClient(_) => vec![(ItemId::BlockingClient, "Client")],
            Self::ErrorBody(_) => {
                vec![(ItemId::Error, "Error"), (ItemId::ApiError, "ApiError"), (ItemId::ErrorBody, "ErrorBody")]
            }
            Self::Headers(_) => vec![(ItemId::Headers, "Headers")],
            Self::OAuthServer(item) => vec![(ItemId::OAuthServer(item.id), &item.name)],
            Self::Webhooks(_) | Self::OwnCodecs(_) | Self::Exports(_) => Vec::new(),
        }
    }

    /// Returns the types in the item.
    #[must_use]
    pub fn types(&self) -> Vec<&Ty> {
        match self {
            Self::Struct(item) => {
                item.fields.iter().map(|field| &field.ty).chain(item.rest.as_ref().map(|rest| &rest.ty)).collect()
            }
            Self::Union(item) => item.variants.iter().map(|variant| &variant.ty).collect(),
            Self::BodyChoice(item) => item.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Alias(item) => vec![&item.ty],
            Self::Wrapper(item) => vec![&item.ty],
            Self::Group(item) => arguments(&item.methods),
            Self::Client(item) | Self::BlockingClient(item) => arguments(&item.methods),
            Self::Operation(item) => of_operation(item),
            Self::Headers(item) => {
                let read = item.methods.iter().filter_map(|method| match &method.reading {
                    HeaderReading::Value(ty) | HeaderReading::List(ty) => Some(ty),
                    HeaderReading::Text | HeaderReading::Texts | HeaderReading::Time => None,
                });
                read.collect()
            }
            Self::Webhooks(item) => item.payloads.iter().map(|payloads| &payloads.ty).collect(),
            Self::ErrorBody(item) => item.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Enumeration(_)
            | Self::CheckedString(_)
            | Self::OwnCodecs(_)
            | Self::Server(_)
            | Self::Exports(_)
            | Self::OAuthServer(_) => Vec::new(),
        }
    }

    /// Returns the traits that the configuration lists for the item, if it is a model that can have some.
    #[must_use]
    pub fn derives(&self) -> Option<&Derives> {
        match self {
            Self::Struct(item) => Some(&item.derives),
            Self::Enumeration(item) => Some(&item.derives),
            Self::Union(item) => Some(&item.derives),
            _ => None,
        }
    }

    /// Returns the paths to which the item refers, in its types and elsewhere.
    pub fn references(&self) -> impl Iterator<Item = Path> {
        let mut beside: Vec<Path> = Vec::new();
        match self {
            Self::Struct(item) => {
                // A constant is a variant of the enumeration, even if the type of the field is an alias of the enumeration.
                beside.extend(item.fields.iter().filter_map(|field| match &field.fill {
                    Fill::Variant(enumeration, _) => Some(*enumeration),
                    _ => None,
                }));
            }
            Self::Union(item) => {
                beside.extend(item.variants.iter().filter_map(|variant| Some(variant.holder?.path())));
            }
            _ => {}
        }
        // A schema names the models behind aliases.
        let schema = self.derives().and_then(|derives| derives.schema.as_ref());
        let named = schema.map(ModelSchema::models).unwrap_or_default();
        beside.extend(named.into_iter().map(|model| Path::Exported(ItemId::Model(model))));
        beside.into_iter().chain(self.types().into_iter().flat_map(Ty::paths))
    }
}

fn arguments(methods: &[GroupMethod]) -> Vec<&Ty> {
    methods.iter().flat_map(|method| method.arguments.iter().map(|argument| &argument.ty)).collect()
}

fn of_operation(item: &Operation) -> Vec<&Ty> {
    let variants = item.responses.outcome.iter().flat_map(|outcome| &outcome.variants);
    item.inputs
        .iter()
        .map(|input| &input.field)
        .chain(item.paging.iter().map(|paging| &paging.item))
        .chain(std::iter::once(&item.responses.output))
        .chain(variants.filter_map(|variant| variant.ty.as_ref()))
        .chain(item.responses.sends.iter().map(|send| &send.output))
        .collect()
}
