//! The keywords of paths, operations, parameters, bodies and responses.

use super::{Holds, Keyword, ObjectKind, beside, essential, required, silent, unused, used};
use crate::version::Version::{OpenApi30, OpenApi31, OpenApi32};

pub(super) const PATH_ITEM: &[Keyword] = &[
    beside("$ref", Holds::String),
    beside("additionalOperations", Holds::Map(ObjectKind::Operation)).since(OpenApi32),
    used("delete", Holds::One(ObjectKind::Operation)),
    used("description", Holds::String),
    used("get", Holds::One(ObjectKind::Operation)),
    used("head", Holds::One(ObjectKind::Operation)),
    used("options", Holds::One(ObjectKind::Operation)),
    beside("parameters", Holds::Many(ObjectKind::Parameter)),
    used("patch", Holds::One(ObjectKind::Operation)),
    used("post", Holds::One(ObjectKind::Operation)),
    used("put", Holds::One(ObjectKind::Operation)),
    beside("query", Holds::One(ObjectKind::Operation)).since(OpenApi32),
    beside("servers", Holds::Many(ObjectKind::Server)),
    used("summary", Holds::String),
    used("trace", Holds::One(ObjectKind::Operation)),
];

pub(super) const OPERATION: &[Keyword] = &[
    unused("callbacks", Holds::Map(ObjectKind::Callback)),
    used("deprecated", Holds::Boolean),
    used("description", Holds::String),
    beside("externalDocs", Holds::One(ObjectKind::ExternalDocs)),
    used("operationId", Holds::String),
    used("parameters", Holds::Many(ObjectKind::Parameter)),
    used("requestBody", Holds::One(ObjectKind::RequestBody)),
    required("responses", Holds::One(ObjectKind::Responses)).asked_until(OpenApi30),
    beside("security", Holds::Many(ObjectKind::SecurityRequirement)),
    beside("servers", Holds::Many(ObjectKind::Server)),
    used("summary", Holds::String),
    used("tags", Holds::Strings),
];

pub(super) const PARAMETER: &[Keyword] = &[
    unused("allowEmptyValue", Holds::Boolean),
    used("allowReserved", Holds::Boolean),
    used("content", Holds::Map(ObjectKind::MediaType)),
    used("deprecated", Holds::Boolean),
    used("description", Holds::String),
    used("example", Holds::Any),
    used("examples", Holds::Map(ObjectKind::Example)),
    used("explode", Holds::Boolean),
    essential("in", Holds::String),
    essential("name", Holds::String),
    used("required", Holds::Boolean),
    used("schema", Holds::One(ObjectKind::Schema)),
    beside("style", Holds::String),
];

pub(super) const REQUEST_BODY: &[Keyword] = &[
    required("content", Holds::Map(ObjectKind::MediaType)),
    used("description", Holds::String),
    used("required", Holds::Boolean),
];

pub(super) const MEDIA_TYPE: &[Keyword] = &[
    used("encoding", Holds::Map(ObjectKind::Encoding)),
    used("example", Holds::Any),
    used("examples", Holds::Map(ObjectKind::Example)),
    unused("itemEncoding", Holds::One(ObjectKind::Encoding)).since(OpenApi32),
    beside("itemSchema", Holds::One(ObjectKind::Schema)).since(OpenApi32),
    unused("prefixEncoding", Holds::Many(ObjectKind::Encoding)).since(OpenApi32),
    used("schema", Holds::One(ObjectKind::Schema)),
];

pub(super) const ENCODING: &[Keyword] = &[
    used("allowReserved", Holds::Boolean),
    used("contentType", Holds::String),
    unused("encoding", Holds::Map(ObjectKind::Encoding)).since(OpenApi32),
    used("explode", Holds::Boolean),
    used("headers", Holds::Map(ObjectKind::Header)),
    unused("itemEncoding", Holds::One(ObjectKind::Encoding)).since(OpenApi32),
    unused("prefixEncoding", Holds::Many(ObjectKind::Encoding)).since(OpenApi32),
    beside("style", Holds::String),
];

pub(super) const RESPONSE: &[Keyword] = &[
    used("content", Holds::Map(ObjectKind::MediaType)),
    required("description", Holds::String).asked_until(OpenApi31),
    used("headers", Holds::Map(ObjectKind::Header)),
    unused("links", Holds::Map(ObjectKind::Link)),
    beside("summary", Holds::String).since(OpenApi32),
];

pub(super) const HEADER: &[Keyword] = &[
    silent("allowEmptyValue", Holds::Boolean),
    silent("allowReserved", Holds::Boolean),
    used("content", Holds::Map(ObjectKind::MediaType)),
    used("deprecated", Holds::Boolean),
    used("description", Holds::String),
    used("example", Holds::Any),
    used("examples", Holds::Map(ObjectKind::Example)),
    used("explode", Holds::Boolean),
    used("required", Holds::Boolean),
    used("schema", Holds::One(ObjectKind::Schema)),
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
    silent("server", Holds::One(ObjectKind::Server)),
];
