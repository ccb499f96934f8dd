//! Operations as the API means them.

use serde_json::Value;

use super::{Docs, Nesting, Pagination, Reserved, Security, Server, Style, Type};
use crate::media_type::{MediaKind, MediaType};
use crate::path::SpecPath;

/// One method of one path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it stands.
    pub path: SpecPath,
    /// `operationId` as written; `None` where it is missing, empty, or the same as an earlier one (which was reported).
    pub id: Option<String>,
    /// The method.
    pub method: Method,
    /// The path template as written, for documentation and traces.
    pub template: String,
    /// The template in pieces.
    pub pieces: Vec<PathPiece>,
    /// The tags, in document order.
    pub tags: Vec<String>,
    /// What the document says of it.
    pub docs: Docs,
    /// The parameters: those of the path item first unless overridden, in document order. `Accept`, `Content-Type` and
    /// `Authorization` headers are left out, as the specification says.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// The responses, in document order.
    pub responses: Vec<Response>,
    /// What it asks of a caller: its own `security`, else the document's.
    pub security: Security,
    /// Its own servers, or its path's; empty where the document's hold.
    pub servers: Vec<Server>,
    /// What a call does with redirects.
    pub redirects: Redirects,
    /// How its result is read page by page.
    pub pagination: Option<Pagination>,
}

impl Operation {
    /// Returns the name by which the configuration refers to the operation: its `operationId`, or its method and path template
    /// where it has none of its own, as in `GET /pets/{id}`.
    #[must_use]
    pub fn config_key(&self) -> String {
        self.id.clone().unwrap_or_else(|| format!("{} {}", self.method.as_str(), self.template))
    }
}

/// What a call does with redirects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Redirects {
    /// It follows those that are safe to follow.
    #[default]
    Follow,
    /// It returns the redirect itself.
    Stop,
}

/// A piece of a path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPiece {
    /// Text, sent as it is.
    Literal(String),
    /// The parameter with this index in [`Operation::parameters`].
    Parameter(usize),
}

/// A method.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
    /// QUERY
    Query,
    /// Any other one, with the capitalization in which it is sent.
    Other(String),
}

impl Method {
    /// Returns the method that is sent as `token`: `GET`.
    #[must_use]
    pub fn of(token: &str) -> Self {
        match token {
            "GET" => Self::Get,
            "PUT" => Self::Put,
            "POST" => Self::Post,
            "DELETE" => Self::Delete,
            "OPTIONS" => Self::Options,
            "HEAD" => Self::Head,
            "PATCH" => Self::Patch,
            "TRACE" => Self::Trace,
            "QUERY" => Self::Query,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The method as it is sent: `GET`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(token) => token,
        }
    }

    /// Whether the client follows a redirect of a request with this method as one that only reads.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Query)
    }
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Where it stands.
    pub path: SpecPath,
    /// Its name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: Location,
    /// Whether it must be given. Always true in a path.
    pub required: bool,
    /// The type of its value.
    pub ty: Type,
    /// How its value is written.
    pub style: Style,
    /// `explode`, or the default of the style.
    pub explode: bool,
    /// What stands between the items of a list, where the style does not say it.
    pub delimiter: Option<char>,
    /// Which reserved characters stay as they are.
    pub reserved: Reserved,
    /// How lists and objects in its items are written, where its style does not define it.
    pub nesting: Option<Nesting>,
    /// The media type of `content`, where the parameter has `content` instead of a schema: its value is written so
    /// (JSON).
    pub content: Option<String>,
    /// What the query consists of, where the parameter is the whole query.
    pub query: Option<Content>,
    /// What the document says of it.
    pub docs: Docs,
    /// `default`, where it satisfies the schema.
    pub default: Option<Value>,
    /// The only value that is allowed, where there is just one: never asked of a user if the parameter is required.
    pub constant: Option<Value>,
    /// Whether its value is a secret: a password, or a credential by its name.
    pub secret: bool,
}

impl Parameter {
    /// Whether it is the key by which a server knows a call again, as an Internet draft and most APIs name it.
    #[must_use]
    pub fn is_idempotency_key(&self) -> bool {
        let names = ["idempotency-key", "x-idempotency-key"];
        self.location == Location::Header && names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// It is the whole query.
    QueryString,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// Where it stands.
    pub path: SpecPath,
    /// What the document says of it.
    pub docs: Docs,
    /// Whether it must be sent.
    pub required: bool,
    /// The media types, in document order.
    pub contents: Vec<Content>,
    /// The ways to write it that make a difference to a caller, the usual one first.
    pub choices: Vec<Choice>,
    /// Whether it is a secret as a whole: a password, or a list or map of passwords.
    pub secret: bool,
}

/// A way to write a request body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// How it is written.
    pub form: BodyForm,
    /// The media types that make no difference, as indices into [`RequestBody::contents`]; the first is the usual one.
    pub contents: Vec<usize>,
}

/// How a request body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyForm {
    /// As JSON.
    Json,
    /// `application/merge-patch+json`.
    MergePatch,
    /// `application/json-patch+json`.
    JsonPatch,
    /// A JSON value per line.
    Lines,
    /// As the fields of a form.
    Form,
    /// In parts, one for each property of the type.
    Multipart,
    /// In parts that the document does not name.
    Parts,
    /// XML, which a caller writes.
    Xml,
    /// As text.
    Text,
    /// As bytes.
    Bytes,
}

/// A body of one media type.
#[derive(Debug, Clone)]
pub struct Content {
    /// Where it stands.
    pub path: SpecPath,
    /// The media type.
    pub media_type: MediaType,
    /// What kind it is.
    pub kind: MediaKind,
    /// The type of the body; [`Type::Any`] where the document says nothing.
    pub ty: Type,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
    /// How its parts are written, in document order; only of multipart and form bodies.
    pub encodings: Vec<Encoding>,
    /// How lists and objects in the fields of a form are written that have no encoding; JSON for objects without it.
    pub nesting: Option<Nesting>,
}

/// How one part of a multipart or form body is written.
#[derive(Debug, Clone)]
pub struct Encoding {
    /// Where it stands.
    pub path: SpecPath,
    /// The property of the body that is the part.
    pub property: String,
    /// `contentType`: the media types that the part may have, wildcards among them; empty where the type of the
    /// property decides.
    pub content_types: Vec<MediaType>,
    /// `style`, where it is said.
    pub style: Option<Style>,
    /// `explode`, where it is said.
    pub explode: Option<bool>,
    /// What stands between the items of a list, where no style says so.
    pub delimiter: Option<char>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// How lists and objects in its items are written, where its style does not define it.
    pub nesting: Option<Nesting>,
    /// The headers of the part, in document order.
    pub headers: Vec<Header>,
}

impl Encoding {
    /// The style and `explode` of a part that is written like a parameter.
    #[must_use]
    pub fn style(&self, kind: MediaKind) -> Option<(Style, bool)> {
        let is_styled = self.style.is_some() || self.explode.is_some() || self.delimiter.is_some();
        let style = self.style.unwrap_or(Style::Form);
        (is_styled || self.allows_reserved(kind)).then(|| (style, self.explode.unwrap_or(style == Style::Form)))
    }

    /// Returns true if reserved characters stay as they are, which are not escaped in multipart bodies anyway.
    #[must_use]
    pub fn allows_reserved(&self, kind: MediaKind) -> bool {
        self.allow_reserved && kind != MediaKind::Multipart
    }
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Where it stands.
    pub path: SpecPath,
    /// The status codes that it stands for.
    pub status: StatusPattern,
    /// What it means to a caller.
    pub meaning: Meaning,
    /// `description`, Markdown.
    pub description: String,
    /// The media types, in document order; none means no body.
    pub contents: Vec<Content>,
    /// The headers, in document order.
    pub headers: Vec<Header>,
}

/// What a response means to a caller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Meaning {
    /// The call did what it was made for.
    Success,
    /// It did not.
    Failure,
    /// Neither: a provisional answer, or a redirect beside a success.
    #[default]
    Neither,
}

/// The status codes that a response stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPattern {
    /// One code.
    Code(u16),
    /// `2XX`: the hundred.
    Range(u16),
    /// `default`: all the others.
    Default,
}

impl StatusPattern {
    /// Whether a response with this status can have a body.
    #[must_use]
    pub fn may_have_body(self) -> bool {
        !matches!(self, Self::Code(100..=199 | 204 | 205 | 304) | Self::Range(1))
    }
}

/// A header of a response.
#[derive(Debug, Clone)]
pub struct Header {
    /// Where it stands.
    pub path: SpecPath,
    /// Its name.
    pub name: String,
    /// `required`.
    pub required: bool,
    /// The type of its value.
    pub ty: Type,
    /// What the document says of it.
    pub docs: Docs,
}
