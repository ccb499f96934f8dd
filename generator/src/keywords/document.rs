//! The keywords of the objects around the operations: document, info, servers, tags, components, security.

use super::{Holds, Keyword, ObjectKind, beside, essential, required, silent, unused, used};
use crate::version::Version::{OpenApi30, OpenApi31, OpenApi32};

pub(super) const DOCUMENT: &[Keyword] = &[
    silent("$self", Holds::String).since(OpenApi32),
    used("components", Holds::One(ObjectKind::Components)),
    used("externalDocs", Holds::One(ObjectKind::ExternalDocs)),
    required("info", Holds::One(ObjectKind::Info)),
    silent("jsonSchemaDialect", Holds::String).since(OpenApi31),
    silent("openapi", Holds::String),
    required("paths", Holds::One(ObjectKind::Paths)).asked_until(OpenApi30),
    used("security", Holds::Many(ObjectKind::SecurityRequirement)),
    used("servers", Holds::Many(ObjectKind::Server)),
    used("tags", Holds::Many(ObjectKind::Tag)),
    used("webhooks", Holds::Map(ObjectKind::PathItem)).since(OpenApi31),
];

pub(super) const INFO: &[Keyword] = &[
    used("contact", Holds::One(ObjectKind::Contact)),
    used("description", Holds::String),
    used("license", Holds::One(ObjectKind::License)),
    beside("summary", Holds::String).since(OpenApi31),
    used("termsOfService", Holds::String),
    required("title", Holds::String),
    required("version", Holds::String),
];

pub(super) const CONTACT: &[Keyword] =
    &[used("email", Holds::String), used("name", Holds::String), used("url", Holds::String)];

pub(super) const LICENSE: &[Keyword] = &[
    silent("identifier", Holds::String).since(OpenApi31),
    required("name", Holds::String),
    used("url", Holds::String),
];

pub(super) const SERVER: &[Keyword] = &[
    used("description", Holds::String),
    beside("name", Holds::String).since(OpenApi32),
    essential("url", Holds::String),
    used("variables", Holds::Map(ObjectKind::ServerVariable)),
];

pub(super) const SERVER_VARIABLE: &[Keyword] =
    &[required("default", Holds::String), used("description", Holds::String), used("enum", Holds::Strings)];

pub(super) const EXTERNAL_DOCS: &[Keyword] = &[used("description", Holds::String), required("url", Holds::String)];

pub(super) const TAG: &[Keyword] = &[
    used("description", Holds::String),
    beside("externalDocs", Holds::One(ObjectKind::ExternalDocs)),
    unused("kind", Holds::String).since(OpenApi32),
    essential("name", Holds::String),
    unused("parent", Holds::String).since(OpenApi32),
    beside("summary", Holds::String).since(OpenApi32),
];

pub(super) const COMPONENTS: &[Keyword] = &[
    unused("callbacks", Holds::Map(ObjectKind::Callback)),
    silent("examples", Holds::Map(ObjectKind::Example)),
    used("headers", Holds::Map(ObjectKind::Header)),
    unused("links", Holds::Map(ObjectKind::Link)),
    used("mediaTypes", Holds::Map(ObjectKind::MediaType)).since(OpenApi32),
    used("parameters", Holds::Map(ObjectKind::Parameter)),
    used("pathItems", Holds::Map(ObjectKind::PathItem)).since(OpenApi31),
    used("requestBodies", Holds::Map(ObjectKind::RequestBody)),
    used("responses", Holds::Map(ObjectKind::Response)),
    used("schemas", Holds::Map(ObjectKind::Schema)),
    used("securitySchemes", Holds::Map(ObjectKind::SecurityScheme)),
];

pub(super) const SECURITY_SCHEME: &[Keyword] = &[
    silent("bearerFormat", Holds::String),
    beside("deprecated", Holds::Boolean).since(OpenApi32),
    used("description", Holds::String),
    used("flows", Holds::One(ObjectKind::OauthFlows)),
    used("in", Holds::String),
    used("name", Holds::String),
    used("oauth2MetadataUrl", Holds::String).since(OpenApi32),
    used("openIdConnectUrl", Holds::String),
    used("scheme", Holds::String),
    essential("type", Holds::String),
];

pub(super) const OAUTH_FLOWS: &[Keyword] = &[
    used("authorizationCode", Holds::One(ObjectKind::OauthFlow)),
    used("clientCredentials", Holds::One(ObjectKind::OauthFlow)),
    used("deviceAuthorization", Holds::One(ObjectKind::OauthFlow)).since(OpenApi32),
    silent("implicit", Holds::One(ObjectKind::OauthFlow)),
    silent("password", Holds::One(ObjectKind::OauthFlow)),
];

pub(super) const OAUTH_FLOW: &[Keyword] = &[
    used("authorizationUrl", Holds::String),
    used("deviceAuthorizationUrl", Holds::String).since(OpenApi32),
    used("refreshUrl", Holds::String),
    used("scopes", Holds::StringMap),
    used("tokenUrl", Holds::String),
];
