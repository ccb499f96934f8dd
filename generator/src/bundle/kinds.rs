//! A table of the places where references are allowed, for documents of all versions.

use crate::keywords::{self, Layout};

/// The kind of an object, which determines the references that it may contain and where it can be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum PartKind {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Example,
    Link,
    Callback,
    SecurityScheme,
    Schema,
    /// A small object that is not a component, such as `info` or a server.
    Other,
    /// A description, which can be in a separate text file.
    Text,
    /// An example. A `$ref` in it counts as a reference only if the file exists.
    Data,
}

/// The content at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Expected {
    /// An object of a kind.
    One(PartKind),
    /// An array of objects of a kind.
    List(PartKind),
    /// An object of a kind for each key.
    Map(PartKind),
    /// The same, but the keys are names of components.
    Components(PartKind),
    /// An object of a kind, or an array of them.
    OneOrList(PartKind),
}

use Expected::{List, Map, One, OneOrList};

impl PartKind {
    /// Returns the content of the member `key` of an object of this kind, if it may contain references.
    pub(super) fn member(self, key: &str) -> Option<Expected> {
        match (self, key) {
            (Self::Callback, _) => (!key.starts_with("x-")).then_some(One(Self::PathItem)),
            (Self::Text, _) => None,
            (Self::Data | Self::Other, _) => Some(One(self)),
            (_, "example") | (Self::Example, "value") | (Self::Schema, "examples") => Some(One(Self::Data)),
            (_, "description") => Some(One(Self::Text)),
            (_, "servers" | "tags") => Some(List(Self::Other)),
            (Self::Document, "info" | "externalDocs") => Some(One(Self::Other)),
            (Self::Schema, "items") => Some(OneOrList(Self::Schema)),
            _ => self.tables().iter().find_map(|table| self.holds(table.keyword(key)?.holds)),
        }
    }

    /// Returns the kinds of the keyword tables that correspond to this kind.
    fn tables(self) -> &'static [keywords::ObjectKind] {
        use keywords::ObjectKind as Table;
        match self {
            Self::Document => &[Table::Document, Table::SwaggerDocument],
            Self::Components => &[Table::Components],
            Self::PathItem => &[Table::PathItem, Table::SwaggerPathItem],
            Self::Operation => &[Table::Operation, Table::SwaggerOperation],
            Self::Parameter => &[Table::Parameter, Table::SwaggerParameter],
            Self::Header => &[Table::Header, Table::SwaggerHeader],
            Self::RequestBody => &[Table::RequestBody],
            Self::Response => &[Table::Response, Table::SwaggerResponse],
            Self::MediaType => &[Table::MediaType],
            Self::Encoding => &[Table::Encoding],
            Self::Example => &[Table::Example],
            Self::Link => &[Table::Link],
            Self::Callback => &[Table::Callback],
            Self::SecurityScheme => &[Table::SecurityScheme, Table::SwaggerSecurityScheme],
            // `items` of a Swagger 2.0 parameter is treated as a schema.
            Self::Schema => &[Table::Schema, Table::SwaggerSchema, Table::SwaggerItems],
            Self::Other | Self::Text | Self::Data => &[],
        }
    }

    /// Returns the kind that corresponds to a kind of the keyword tables; `None` for small objects without references.
    fn from_table(table: keywords::ObjectKind) -> Option<Self> {
        const WITH_TABLES: &[PartKind] = &[
            PartKind::Components,
            PartKind::PathItem,
            PartKind::Operation,
            PartKind::Parameter,
            PartKind::Header,
            PartKind::RequestBody,
            PartKind::Response,
            PartKind::MediaType,
            PartKind::Encoding,
            PartKind::Example,
            PartKind::Link,
            PartKind::Callback,
            PartKind::SecurityScheme,
            PartKind::Schema,
        ];
        WITH_TABLES.iter().copied().find(|kind| kind.tables().contains(&table))
    }

    /// Returns the content of a keyword, if it may contain references.
    fn holds(self, holds: keywords::Holds) -> Option<Expected> {
        Some(match holds {
            keywords::Holds::One(table) | keywords::Holds::OneOrBoolean(table) => match table.layout() {
                Layout::Entries(table) => Map(Self::from_table(table)?),
                Layout::Keywords(_) | Layout::StringLists => One(Self::from_table(table)?),
            },
            keywords::Holds::Many(table) => List(Self::from_table(table)?),
            keywords::Holds::Map(table) => match (self, Self::from_table(table)?) {
                // Swagger 2.0 has its components directly in the document.
                (Self::Document, Self::PathItem) => Map(Self::PathItem),
                (Self::Document | Self::Components, kind) => Expected::Components(kind),
                (_, kind) => Map(kind),
            },
            _ => return None,
        })
    }

    /// Returns the path of the components of this kind.
    pub(super) fn container(self, swagger: bool) -> Option<&'static [&'static str]> {
        match (self, swagger) {
            (Self::Schema, true) => Some(&["definitions"]),
            (Self::Parameter, true) => Some(&["parameters"]),
            (Self::Response, true) => Some(&["responses"]),
            (_, true) => None,
            (Self::Schema, _) => Some(&["components", "schemas"]),
            (Self::Parameter, _) => Some(&["components", "parameters"]),
            (Self::Response, _) => Some(&["components", "responses"]),
            (Self::Header, _) => Some(&["components", "headers"]),
            (Self::RequestBody, _) => Some(&["components", "requestBodies"]),
            (Self::Example, _) => Some(&["components", "examples"]),
            (Self::Link, _) => Some(&["components", "links"]),
            (Self::Callback, _) => Some(&["components", "callbacks"]),
            (Self::SecurityScheme, _) => Some(&["components", "securitySchemes"]),
            (Self::MediaType, _) => Some(&["components", "mediaTypes"]),
            _ => None,
        }
    }
}
