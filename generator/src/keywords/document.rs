//! The keywords of the objects around the operations: document, info, servers, tags, components, security.

use super::{Holds, Keyword, Kind, beside, essential, required, silent, unused, used};
use crate::version::Version::{OpenApi30, OpenApi31, OpenApi32};

pub(super) const DOCUMENT: &[Keyword] = &[
    silent("$self", Holds::String).since(OpenApi32),
    used("components", Holds::One(Kind::Components)),
    used("externalDocs", Holds::One(Kind::ExternalDocs)),
    required("info", Holds::One(Kind::Info)),
    silent("jsonSchemaDialect", Holds::String).since(OpenApi31),
    silent("openapi", Holds::String),
    required("paths", Holds::One(Kind::Paths)).asked_until(OpenApi30),
    used("security", Holds::Many(Kind::SecurityRequirement)),
    used("servers", Holds::Many(Kind::Server)),
    used("tags", Holds::Many(Kind::Tag)),
    used("webhooks", Holds::Map(Kind::PathItem)).since(OpenApi31),
];

pub(super) const INFO: &[Keyword] = &[
    used("contact", Holds::One(Kind::Contact)),
    used("description", Holds::String),
    used("license", Holds::One(Kind::License)),
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
    used("variables", Holds::Map(Kind::ServerVariable)),
];

pub(super) const SERVER_VARIABLE: &[Keyword] =
    &[required("default", Holds::String), used("description", Holds::String), used("enum", Holds::Strings)];

pub(super) const EXTERNAL_DOCS: &[Keyword] = &[used("description", Holds::String), required("url", Holds::String)];

pub(super) const TAG: &[Keyword] = &[
    used("description", Holds::String),
    beside("externalDocs", Holds::One(Kind::ExternalDocs)),
    unused("kind", Holds::String).since(OpenApi32),
    essential("name", Holds::String),
    unused("parent", Holds::String).since(OpenApi32),
    beside("summary", Holds::String).since(OpenApi32),
];

pub(super) const COMPONENTS: &[Keyword] = &[
    unused("callbacks", Holds::Map(Kind::Callback)),
    silent("examples", Holds::Map(Kind::Example)),
    used("headers", Holds::Map(Kind::Header)),
    unused("links", Holds::Map(Kind::Link)),
    used("mediaTypes", Holds::Map(Kind::MediaType)).since(OpenApi32),
    used("parameters", Holds::Map(Kind::Parameter)),
    used("pathItems", Holds::Map(Kind::PathItem)).since(OpenApi31),
    used("requestBodies", Holds::Map(Kind::RequestBody)),
    used("responses", Holds::Map(Kind::Response)),
    used("schemas", Holds::Map(Kind::Schema)),
    used("securitySchemes", Holds::Map(Kind::SecurityScheme)),
];

pub(super) const SECURITY_SCHEME: &[Keyword] = &[
    silent("bearerFormat", Holds::String),
    beside("deprecated", Holds::Boolean).since(OpenApi32),
    used("description", Holds::String),
    used("flows", Holds::One(Kind::OauthFlows)),
    used("in", Holds::String),
    used("name", Holds::String),
    silent("oauth2MetadataUrl", Holds::String).since(OpenApi32),
    used("openIdConnectUrl", Holds::String),
    used("scheme", Holds::String),
    essential("type", Holds::String),
];

pub(super) const OAUTH_FLOWS: &[Keyword] = &[
    silent("authorizationCode", Holds::One(Kind::OauthFlow)),
    silent("clientCredentials", Holds::One(Kind::OauthFlow)),
    silent("deviceAuthorization", Holds::One(Kind::OauthFlow)).since(OpenApi32),
    silent("implicit", Holds::One(Kind::OauthFlow)),
    silent("password", Holds::One(Kind::OauthFlow)),
];

pub(super) const OAUTH_FLOW: &[Keyword] = &[
    silent("authorizationUrl", Holds::String),
    silent("deviceAuthorizationUrl", Holds::String).since(OpenApi32),
    silent("refreshUrl", Holds::String),
    silent("scopes", Holds::StringMap),
    silent("tokenUrl", Holds::String),
];
