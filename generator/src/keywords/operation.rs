//! The keywords of paths, operations, parameters, bodies and responses.

use super::{Holds, Keyword, Kind, beside, essential, required, silent, unused, used};
use crate::version::Version::{OpenApi30, OpenApi31, OpenApi32};

pub(super) const PATH_ITEM: &[Keyword] = &[
    beside("$ref", Holds::String),
    beside("additionalOperations", Holds::Map(Kind::Operation)).since(OpenApi32),
    used("delete", Holds::One(Kind::Operation)),
    used("description", Holds::String),
    used("get", Holds::One(Kind::Operation)),
    used("head", Holds::One(Kind::Operation)),
    used("options", Holds::One(Kind::Operation)),
    beside("parameters", Holds::Many(Kind::Parameter)),
    used("patch", Holds::One(Kind::Operation)),
    used("post", Holds::One(Kind::Operation)),
    used("put", Holds::One(Kind::Operation)),
    beside("query", Holds::One(Kind::Operation)).since(OpenApi32),
    beside("servers", Holds::Many(Kind::Server)),
    used("summary", Holds::String),
    used("trace", Holds::One(Kind::Operation)),
];

pub(super) const OPERATION: &[Keyword] = &[
    unused("callbacks", Holds::Map(Kind::Callback)),
    used("deprecated", Holds::Boolean),
    used("description", Holds::String),
    beside("externalDocs", Holds::One(Kind::ExternalDocs)),
    used("operationId", Holds::String),
    used("parameters", Holds::Many(Kind::Parameter)),
    used("requestBody", Holds::One(Kind::RequestBody)),
    required("responses", Holds::One(Kind::Responses)).asked_until(OpenApi30),
    beside("security", Holds::Many(Kind::SecurityRequirement)),
    beside("servers", Holds::Many(Kind::Server)),
    used("summary", Holds::String),
    used("tags", Holds::Strings),
];

pub(super) const PARAMETER: &[Keyword] = &[
    unused("allowEmptyValue", Holds::Boolean),
    used("allowReserved", Holds::Boolean),
    used("content", Holds::Map(Kind::MediaType)),
    used("deprecated", Holds::Boolean),
    used("description", Holds::String),
    used("example", Holds::Any),
    used("examples", Holds::Map(Kind::Example)),
    used("explode", Holds::Boolean),
    essential("in", Holds::String),
    essential("name", Holds::String),
    used("required", Holds::Boolean),
    used("schema", Holds::One(Kind::Schema)),
    beside("style", Holds::String),
];

pub(super) const REQUEST_BODY: &[Keyword] = &[
    required("content", Holds::Map(Kind::MediaType)),
    used("description", Holds::String),
    used("required", Holds::Boolean),
];

pub(super) const MEDIA_TYPE: &[Keyword] = &[
    used("encoding", Holds::Map(Kind::Encoding)),
    used("example", Holds::Any),
    used("examples", Holds::Map(Kind::Example)),
    unused("itemEncoding", Holds::One(Kind::Encoding)).since(OpenApi32),
    beside("itemSchema", Holds::One(Kind::Schema)).since(OpenApi32),
    unused("prefixEncoding", Holds::Many(Kind::Encoding)).since(OpenApi32),
    used("schema", Holds::One(Kind::Schema)),
];

pub(super) const ENCODING: &[Keyword] = &[
    used("allowReserved", Holds::Boolean),
    used("contentType", Holds::String),
    unused("encoding", Holds::Map(Kind::Encoding)).since(OpenApi32),
    used("explode", Holds::Boolean),
    used("headers", Holds::Map(Kind::Header)),
    unused("itemEncoding", Holds::One(Kind::Encoding)).since(OpenApi32),
    unused("prefixEncoding", Holds::Many(Kind::Encoding)).since(OpenApi32),
    beside("style", Holds::String),
];

pub(super) const RESPONSE: &[Keyword] = &[
    used("content", Holds::Map(Kind::MediaType)),
    required("description", Holds::String).asked_until(OpenApi31),
    used("headers", Holds::Map(Kind::Header)),
    unused("links", Holds::Map(Kind::Link)),
    beside("summary", Holds::String).since(OpenApi32),
];

pub(super) const HEADER: &[Keyword] = &[
    silent("allowEmptyValue", Holds::Boolean),
    silent("allowReserved", Holds::Boolean),
    used("content", Holds::Map(Kind::MediaType)),
    used("deprecated", Holds::Boolean),
    used("description", Holds::String),
    used("example", Holds::Any),
    used("examples", Holds::Map(Kind::Example)),
    used("explode", Holds::Boolean),
    used("required", Holds::Boolean),
    used("schema", Holds::One(Kind::Schema)),
    beside("style", Holds::String),
];

pub(super) const EXAMPLE: &[Keyword] = &[
    used("dataValue", Holds::Any).since(OpenApi32),
    silent("description", Holds::String),
    silent("externalValue", Holds::String),
    silent("serializedValue", Holds::String).since(OpenApi32),
    silent("summary", Holds::String),
    used("value", Holds::Any),
];

pub(super) const LINK: &[Keyword] = &[
    silent("description", Holds::String),
    silent("operationId", Holds::String),
    silent("operationRef", Holds::String),
    silent("parameters", Holds::Any),
    silent("requestBody", Holds::Any),
    silent("server", Holds::One(Kind::Server)),
];
