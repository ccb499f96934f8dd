//! The operations of an API.

use serde_json::Value;

use super::{Docs, Method, Nesting, Pagination, Reserved, Security, Server, Style, Type};
use crate::media_type::{MediaKind, MediaType};
use crate::path::SpecPath;

/// One method of one path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The place of the operation in the document.
    pub path: SpecPath,
    /// `operationId` as written. `None` if it is missing, empty, or a duplicate, which is reported.
    pub id: Option<String>,
    /// The method.
    pub method: Method,
    /// The path template as written, for documentation and traces.
    pub template: String,
    /// The template, split into pieces.
    pub pieces: Vec<PathPiece>,
    /// The tags, in document order.
    pub tags: Vec<String>,
    /// The documentation of the operation.
    pub docs: Docs,
    /// The parameters, in document order. Those of the path item come first, unless the operation overrides them. The
    /// headers `Accept`, `Content-Type` and `Authorization` are left out, as the specification requires.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// The responses, in document order.
    pub responses: Vec<Response>,
    /// The credentials that the operation requires: its own `security`, or that of the document.
    pub security: Security,
    /// The servers of the operation, or of its path item. Empty if those of the document apply.
    pub servers: Vec<Server>,
    /// How a call handles redirects.
    pub redirects: Redirects,
    /// How the result is paginated.
    pub pagination: Option<Pagination>,
}

impl Operation {
    /// Returns the key of the operation in the configuration: its `operationId`, or its method and path template if it
    /// has no id of its own, for example `GET /pets/{id}`.
    #[must_use]
    pub fn config_key(&self) -> String {
        self.id.clone().unwrap_or_else(|| format!("{} {}", self.method.as_str(), self.template))
    }
}

/// How a call handles redirects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Redirects {
    /// Follows the redirects that are safe to follow.
    #[default]
    Follow,
    /// Returns the redirect as the response.
    Stop,
}

/// A piece of a path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPiece {
    /// Text that is sent unchanged.
    Literal(String),
    /// The parameter with this index in [`Operation::parameters`].
    Parameter(usize),
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The place of the parameter in the document.
    pub path: SpecPath,
    /// The name on the wire.
    pub name: String,
    /// The part of the request that contains the parameter.
    pub location: Location,
    /// True if a value is required. Always true for path parameters.
    pub required: bool,
    /// The type of the value.
    pub ty: Type,
    /// How the value is serialized.
    pub style: Style,
    /// `explode`, or its default for the style.
    pub explode: bool,
    /// The separator between the items of a list, if the style does not define one.
    pub delimiter: Option<char>,
    /// Which reserved characters are sent unescaped.
    pub reserved: Reserved,
    /// How lists and objects within the items are serialized, if the style does not define it.
    pub nesting: Option<Nesting>,
    /// The media type under `content`, if the parameter has `content` in place of a schema. The value is serialized as
    /// this media type, which is JSON.
    pub content: Option<String>,
    /// The content of the query, if the parameter is the whole query string.
    pub query: Option<Content>,
    /// The documentation of the parameter.
    pub docs: Docs,
    /// `default`, if it satisfies the schema.
    pub default: Option<Value>,
    /// The constant, if the schema allows only one value. A required parameter with a constant is not an argument.
    pub constant: Option<Value>,
    /// The constant of an earlier version of the API description. The parameter is sent with it unless the caller sets another
    /// value, so it is not an argument.
    pub initial: Option<Value>,
    /// True if the value is a secret: a password, or a credential according to its name.
    pub secret: bool,
}

impl Parameter {
    /// Returns true unless the parameter is a part of the path or the whole query string.
    #[must_use]
    pub fn is_beside_path(&self) -> bool {
        !matches!(self.location, Location::Path | Location::QueryString)
    }

    /// Returns true if the parameter is an idempotency key, under the name in the Internet draft or the one that most
    /// APIs use.
    #[must_use]
    pub fn is_idempotency_key(&self) -> bool {
        let names = ["idempotency-key", "x-idempotency-key"];
        self.location == Location::Header && names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// The part of a request that contains a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// The path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The parameter is the whole query string.
    QueryString,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// The place of the request body in the document.
    pub path: SpecPath,
    /// The documentation of the request body.
    pub docs: Docs,
    /// True if a body is required.
    pub required: bool,
    /// The media types, in document order.
    pub contents: Vec<Content>,
    /// The variants that a caller can choose from, the preferred one first.
    pub variants: Vec<BodyVariant>,
    /// True if the whole body is a secret: a password, or a list or map of passwords.
    pub secret: bool,
}

/// A way to write a request body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyVariant {
    /// How the body is serialized.
    pub encoding: BodyEncoding,
    /// The media types that are equivalent for a caller, as indices into [`RequestBody::contents`]; the preferred one
    /// first.
    pub contents: Vec<usize>,
}

/// How a request body is serialized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyEncoding {
    /// JSON.
    Json,
    /// `application/merge-patch+json`.
    MergePatch,
    /// `application/json-patch+json`.
    JsonPatch,
    /// A JSON value per line.
    Lines,
    /// The fields of a form.
    Form,
    /// Parts of a multipart body, one for each property of the type.
    Multipart,
    /// Parts of a multipart body that the document does not name.
    Parts,
    /// XML, which the caller serializes.
    Xml,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A body of one media type.
#[derive(Debug, Clone)]
pub struct Content {
    /// The place of the content in the document.
    pub path: SpecPath,
    /// The media type.
    pub media_type: MediaType,
    /// The kind of body that the media type declares.
    pub kind: MediaKind,
    /// The type of the body. [`Type::Any`] if the document does not declare one.
    pub ty: Type,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
    /// How the parts of a multipart or form body are serialized, in document order.
    pub encodings: Vec<Encoding>,
    /// How lists and objects in form fields without an encoding are serialized. Without it, objects are serialized as
    /// JSON.
    pub nesting: Option<Nesting>,
}

/// How one part of a multipart or form body is serialized.
#[derive(Debug, Clone)]
pub struct Encoding {
    /// The place of the encoding in the document.
    pub path: SpecPath,
    /// The property of the body that becomes the part.
    pub property: String,
    /// `contentType`: the allowed media types of the part, including wildcards. Empty if the type of the property
    /// determines the media type.
    pub content_types: Vec<MediaType>,
    /// `style`, if declared.
    pub style: Option<Style>,
    /// `explode`, if declared.
    pub explode: Option<bool>,
    /// The separator between the items of a list, if no style defines one.
    pub delimiter: Option<char>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// How lists and objects within the items are serialized, if the style does not define it.
    pub nesting: Option<Nesting>,
    /// True if the encoding of a list applies to each of its items, as in OpenAPI 3.2.
    pub applies_to_items: bool,
    /// The headers of the part, in document order.
    pub headers: Vec<Header>,
}

impl Encoding {
    /// Returns the style and `explode` of a part that is serialized like a parameter.
    #[must_use]
    pub fn style(&self, kind: MediaKind) -> Option<(Style, bool)> {
        let is_styled = self.style.is_some() || self.explode.is_some() || self.delimiter.is_some();
        let style = self.style.unwrap_or(Style::Form);
        (is_styled || self.allows_reserved(kind)).then(|| (style, self.explode.unwrap_or(style == Style::Form)))
    }

    /// Returns true if reserved characters are sent unescaped. Multipart bodies never escape them.
    #[must_use]
    pub fn allows_reserved(&self, kind: MediaKind) -> bool {
        self.allow_reserved && kind != MediaKind::Multipart
    }
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// The place of the response in the document.
    pub path: SpecPath,
    /// The status codes of the response.
    pub status: StatusPattern,
    /// The class of the response: success or error.
    pub class: ResponseClass,
    /// `description`, Markdown.
    pub description: String,
    /// The media types, in document order. Empty if the response has no body.
    pub contents: Vec<Content>,
    /// The headers, in document order.
    pub headers: Vec<Header>,
}

/// The class of a response.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ResponseClass {
    /// The operation succeeded.
    Success,
    /// The operation failed.
    Failure,
    /// A provisional response, or a redirect in addition to a success.
    #[default]
    Neither,
}

/// The status codes that a response applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPattern {
    /// One code.
    Code(u16),
    /// `2XX`: all codes of a hundred.
    Range(u16),
    /// `default`: all other codes.
    Default,
}

impl StatusPattern {
    /// Returns true if a response with this status can have a body.
    #[must_use]
    pub fn may_have_body(self) -> bool {
        !matches!(self, Self::Code(100..=199 | 204 | 205 | 304) | Self::Range(1))
    }
}

/// A header of a response.
#[derive(Debug, Clone)]
pub struct Header {
    /// The place of the header in the document.
    pub path: SpecPath,
    /// The name of the header.
    pub name: String,
    /// `required`.
    pub required: bool,
    /// The type of the value.
    pub ty: Type,
    /// The documentation of the header.
    pub docs: Docs,
}
