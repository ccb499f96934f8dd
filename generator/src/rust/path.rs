//! The identities by which types and items are referred to. `emit` decides how a reference is written.

use crate::model::{OperationId, SchemaId, SchemeId};

/// A named item that code can refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Path {
    /// An item of the generated crate.
    Item(ItemId),
    /// An item of the runtime.
    Runtime(Symbol),
    /// An item of the generated crate, by its public name at the root, or in `models`.
    Exported(ItemId),
    /// An item of the runtime, by its public name at the root of the crate.
    Public(Symbol),
    /// A type that the language or the standard library declares.
    Std(Std),
    /// An item of a dependency.
    External(External),
}

/// An item of the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemId {
    /// The type of a schema.
    Model(SchemaId),
    /// The struct with the required fields of a model.
    ModelArguments(SchemaId),
    /// The group of a tag's operations, by its index.
    Group(usize),
    /// An operation.
    Operation(OperationId),
    /// The struct with the arguments of an operation.
    OperationArguments(OperationId),
    /// The enum of an operation's successful responses, if it has one.
    Outcome(OperationId),
    /// The enum of the alternative encodings of an operation's body.
    BodyChoice(OperationId),
    /// A server, by its index.
    Server(usize),
    /// The values of a server variable, by the indices of the server and the variable.
    ServerValues(usize, usize),
    /// The client.
    Client,
    /// The blocking client.
    BlockingClient,
    /// The builder of the client.
    ClientBuilder,
    /// The constant with the base URL.
    BaseUrl,
    /// The constant of a security scheme.
    Scheme(SchemeId),
    /// The type of the authorization server of a security scheme.
    OAuthServer(SchemeId),
    /// The error of the crate.
    Error,
    /// The error response.
    ApiError,
    /// The body of an error response.
    ErrorBody,
    /// The typed view of response headers.
    Headers,
}

impl ItemId {
    /// Returns the name of the root module that exports the item.
    #[must_use]
    pub const fn module(self) -> &'static str {
        match self {
            Self::Model(_) | Self::ModelArguments(_) => "models",
            Self::Group(_)
            | Self::Operation(_)
            | Self::OperationArguments(_)
            | Self::Outcome(_)
            | Self::BodyChoice(_) => "operations",
            Self::Server(_) | Self::ServerValues(..) => "servers",
            Self::Client | Self::ClientBuilder | Self::BaseUrl | Self::Scheme(_) => "client",
            Self::BlockingClient => "blocking",
            Self::Error | Self::ApiError | Self::ErrorBody => "error",
            Self::Headers => "headers",
            Self::OAuthServer(_) => "oauth",
        }
    }

    /// Returns true if the crate root exports the item directly.
    #[must_use]
    pub const fn is_at_root(self) -> bool {
        matches!(
            self,
            Self::Client
                | Self::ClientBuilder
                | Self::BaseUrl
                | Self::Error
                | Self::ApiError
                | Self::ErrorBody
                | Self::Headers
        )
    }
}

/// A public item of the runtime. The constants in [`symbol`] are generated from its source, so a reference to a missing item does
/// not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    module: &'static str,
    name: &'static str,
}

impl Symbol {
    /// Returns the path of its module within the generated crate.
    #[must_use]
    pub const fn module(self) -> &'static str {
        self.module
    }

    /// Returns the name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

include!(concat!(env!("OUT_DIR"), "/symbols.rs"));

/// A type of the language or of the standard library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Std {
    /// `bool`.
    Bool,
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
    /// `Self`.
    SelfType,
    /// `String`.
    String,
    /// `Vec`.
    Vec,
    /// `Option`.
    Option,
    /// `Box`.
    Box,
    /// `BTreeMap`.
    BTreeMap,
    /// `PhantomData`.
    PhantomData,
}

impl Std {
    /// Returns the name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::SelfType => "Self",
            Self::String => "String",
            Self::Vec => "Vec",
            Self::Option => "Option",
            Self::Box => "Box",
            Self::BTreeMap => "BTreeMap",
            Self::PhantomData => "PhantomData",
        }
    }

    /// Returns the module; `None` for a primitive type and `Self`.
    #[must_use]
    pub const fn module(self) -> Option<&'static str> {
        match self {
            Self::String => Some("std::string"),
            Self::Vec => Some("std::vec"),
            Self::Option => Some("std::option"),
            Self::Box => Some("std::boxed"),
            Self::BTreeMap => Some("std::collections"),
            Self::PhantomData => Some("std::marker"),
            _ => None,
        }
    }

    /// Returns true if the name needs no import.
    #[must_use]
    pub const fn is_in_prelude(self) -> bool {
        !matches!(self, Self::BTreeMap | Self::PhantomData)
    }

    /// Returns true if it is an integer type.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        matches!(self, Self::I8 | Self::I16 | Self::I32 | Self::I64 | Self::U8 | Self::U16 | Self::U32 | Self::U64)
    }
}

/// An item of a dependency of the generated crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum External {
    /// `serde_json::Value`.
    JsonValue,
    /// `serde_json::Map`.
    JsonMap,
    /// `jiff::Timestamp`.
    Timestamp,
    /// `jiff::civil::Date`.
    Date,
    /// `uuid::Uuid`.
    Uuid,
    /// `chrono::DateTime`.
    ChronoDateTime,
    /// `chrono::Utc`.
    ChronoUtc,
    /// `chrono::NaiveDate`.
    ChronoDate,
    /// `time::OffsetDateTime`.
    TimeDateTime,
    /// `time::Date`.
    TimeDate,
    /// `rust_decimal::Decimal`.
    Decimal,
    /// `url::Url`.
    Url,
    /// `bytes::Bytes`.
    Bytes,
    /// `http::Method`.
    Method,
}

impl External {
    /// Returns the module and the name.
    #[must_use]
    pub const fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::JsonValue => ("serde_json", "Value"),
            Self::JsonMap => ("serde_json", "Map"),
            Self::Timestamp => ("jiff", "Timestamp"),
            Self::Date => ("jiff::civil", "Date"),
            Self::Uuid => ("uuid", "Uuid"),
            Self::ChronoDateTime => ("chrono", "DateTime"),
            Self::ChronoUtc => ("chrono", "Utc"),
            Self::ChronoDate => ("chrono", "NaiveDate"),
            Self::TimeDateTime => ("time", "OffsetDateTime"),
            Self::TimeDate => ("time", "Date"),
            Self::Decimal => ("rust_decimal", "Decimal"),
            Self::Url => ("url", "Url"),
            Self::Bytes => ("bytes", "Bytes"),
            Self::Method => ("http", "Method"),
        }
    }
}

impl From<ItemId> for Path {
    fn from(item: ItemId) -> Self {
        Self::Item(item)
    }
}

impl From<SchemaId> for Path {
    fn from(model: SchemaId) -> Self {
        Self::Item(ItemId::Model(model))
    }
}

impl From<Std> for Path {
    fn from(std: Std) -> Self {
        Self::Std(std)
    }
}

impl From<External> for Path {
    fn from(external: External) -> Self {
        Self::External(external)
    }
}
