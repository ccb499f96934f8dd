//! Where references may stand in a document of any version, as tables: which keyword holds an object of which kind. Knows
//! no document.

use crate::keywords::is_method;

/// What an object is, as far as it matters for what may stand in it and where it may be put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
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
    /// Something small that is no component, such as `info` or a server.
    Other,
    /// A description, which can be a text file of its own.
    Text,
    /// An example. What looks like a reference in it is one if there is such a file.
    Data,
}

/// What stands somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Holds {
    /// An object of a kind.
    One(Kind),
    /// A list of objects of a kind.
    List(Kind),
    /// An object of a kind for each key.
    Map(Kind),
    /// The same, where the key is the name of a component.
    Components(Kind),
    /// An object of a kind, or a list of them.
    OneOrList(Kind),
}

use Holds::{List, Map, One, OneOrList};

impl Kind {
    /// What the member `key` of an object of this kind holds, where references may stand in it.
    pub(super) fn member(self, key: &str) -> Option<Holds> {
        match (self, key) {
            (Self::Callback, _) => (!key.starts_with("x-")).then_some(One(Self::PathItem)),
            (Self::Text, _) => None,
            (Self::Data | Self::Other, _) => Some(One(self)),
            (_, "example") | (Self::Example, "value") => Some(One(Self::Data)),
            (_, "description") if self != Self::Schema => Some(One(Self::Text)),
            (_, "servers" | "tags") => Some(List(Self::Other)),
            (Self::Document, _) => document(key),
            (Self::Components, _) => components(key),
            (Self::PathItem | Self::Operation, "parameters") => Some(List(Self::Parameter)),
            (Self::PathItem, "additionalOperations") => Some(Map(Self::Operation)),
            (Self::PathItem, _) => is_method(key).then_some(One(Self::Operation)),
            (Self::Operation, "requestBody") => Some(One(Self::RequestBody)),
            (Self::Operation, "responses") => Some(Map(Self::Response)),
            (Self::Operation, "callbacks") => Some(Map(Self::Callback)),
            (Self::Schema, _) => schema(key),
            (Self::Response | Self::Encoding, "headers") => Some(Map(Self::Header)),
            (Self::Response, "links") => Some(Map(Self::Link)),
            // A header of Swagger 2.0 is its own schema, and so is a parameter that is not the body.
            (Self::Parameter | Self::Header, "schema" | "items")
            | (Self::Response, "schema")
            | (Self::MediaType, "schema" | "itemSchema") => Some(One(Self::Schema)),
            (Self::Parameter | Self::Header | Self::RequestBody | Self::Response, "content") => {
                Some(Map(Self::MediaType))
            }
            (Self::Parameter | Self::Header | Self::MediaType, "examples") => Some(Map(Self::Example)),
            (Self::MediaType | Self::Encoding, "encoding") => Some(Map(Self::Encoding)),
            (Self::MediaType | Self::Encoding, "prefixEncoding") => Some(List(Self::Encoding)),
            (Self::MediaType | Self::Encoding, "itemEncoding") => Some(One(Self::Encoding)),
            _ => None,
        }
    }

    /// The keyword of `components` for objects of this kind: in Swagger 2.0 it stands in the document itself.
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

fn document(key: &str) -> Option<Holds> {
    Some(match key {
        "info" | "externalDocs" => One(Kind::Other),
        "components" => One(Kind::Components),
        "paths" | "webhooks" => Map(Kind::PathItem),
        "definitions" => Holds::Components(Kind::Schema),
        "parameters" => Holds::Components(Kind::Parameter),
        "responses" => Holds::Components(Kind::Response),
        "securityDefinitions" => Holds::Components(Kind::SecurityScheme),
        _ => return None,
    })
}

fn components(key: &str) -> Option<Holds> {
    Some(Holds::Components(match key {
        "schemas" => Kind::Schema,
        "parameters" => Kind::Parameter,
        "responses" => Kind::Response,
        "headers" => Kind::Header,
        "requestBodies" => Kind::RequestBody,
        "examples" => Kind::Example,
        "links" => Kind::Link,
        "callbacks" => Kind::Callback,
        "securitySchemes" => Kind::SecurityScheme,
        "pathItems" => Kind::PathItem,
        "mediaTypes" => Kind::MediaType,
        _ => return None,
    }))
}

fn schema(key: &str) -> Option<Holds> {
    Some(match key {
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => Map(Kind::Schema),
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => List(Kind::Schema),
        "items" => OneOrList(Kind::Schema),
        "additionalProperties"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "additionalItems"
        | "propertyNames"
        | "contains"
        | "contentSchema"
        | "not"
        | "if"
        | "then"
        | "else" => One(Kind::Schema),
        "description" => One(Kind::Text),
        "examples" => One(Kind::Data),
        _ => return None,
    })
}
