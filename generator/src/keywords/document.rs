//! The keywords of the objects around the operations: document, info, servers, tags, components, security.

use super::{Holds, Keyword, Kind, beside, essential, required, silent, unused, used};

pub(super) const DOCUMENT: &[Keyword] = &[
    used("components", Holds::One(Kind::Components)),
    used("externalDocs", Holds::One(Kind::ExternalDocs)),
    required("info", Holds::One(Kind::Info)),
    silent("openapi", Holds::String),
    required("paths", Holds::One(Kind::Paths)),
    used("security", Holds::Many(Kind::SecurityRequirement)),
    used("servers", Holds::Many(Kind::Server)),
    used("tags", Holds::Many(Kind::Tag)),
    unused("webhooks", Holds::Any),
];

pub(super) const INFO: &[Keyword] = &[
    used("contact", Holds::One(Kind::Contact)),
    used("description", Holds::String),
    used("license", Holds::One(Kind::License)),
    silent("summary", Holds::String),
    used("termsOfService", Holds::String),
    required("title", Holds::String),
    required("version", Holds::String),
];

pub(super) const CONTACT: &[Keyword] =
    &[used("email", Holds::String), used("name", Holds::String), used("url", Holds::String)];

pub(super) const LICENSE: &[Keyword] =
    &[silent("identifier", Holds::String), required("name", Holds::String), used("url", Holds::String)];

pub(super) const SERVER: &[Keyword] = &[
    used("description", Holds::String),
    silent("name", Holds::String),
    essential("url", Holds::String),
    used("variables", Holds::Map(Kind::ServerVariable)),
];

pub(super) const SERVER_VARIABLE: &[Keyword] =
    &[required("default", Holds::String), used("description", Holds::String), used("enum", Holds::Strings)];

pub(super) const EXTERNAL_DOCS: &[Keyword] = &[used("description", Holds::String), required("url", Holds::String)];

pub(super) const TAG: &[Keyword] = &[
    used("description", Holds::String),
    beside("externalDocs", Holds::One(Kind::ExternalDocs)),
    essential("name", Holds::String),
];

pub(super) const COMPONENTS: &[Keyword] = &[
    unused("callbacks", Holds::Map(Kind::Callback)),
    silent("examples", Holds::Map(Kind::Example)),
    used("headers", Holds::Map(Kind::Header)),
    unused("links", Holds::Map(Kind::Link)),
    used("parameters", Holds::Map(Kind::Parameter)),
    used("pathItems", Holds::Map(Kind::PathItem)),
    used("requestBodies", Holds::Map(Kind::RequestBody)),
    used("responses", Holds::Map(Kind::Response)),
    used("schemas", Holds::Map(Kind::Schema)),
    used("securitySchemes", Holds::Map(Kind::SecurityScheme)),
];

pub(super) const SECURITY_SCHEME: &[Keyword] = &[
    silent("bearerFormat", Holds::String),
    used("description", Holds::String),
    used("flows", Holds::One(Kind::OauthFlows)),
    used("in", Holds::String),
    used("name", Holds::String),
    used("openIdConnectUrl", Holds::String),
    used("scheme", Holds::String),
    essential("type", Holds::String),
];

pub(super) const OAUTH_FLOWS: &[Keyword] = &[
    silent("authorizationCode", Holds::One(Kind::OauthFlow)),
    silent("clientCredentials", Holds::One(Kind::OauthFlow)),
    silent("implicit", Holds::One(Kind::OauthFlow)),
    silent("password", Holds::One(Kind::OauthFlow)),
];

pub(super) const OAUTH_FLOW: &[Keyword] = &[
    silent("authorizationUrl", Holds::String),
    silent("refreshUrl", Holds::String),
    silent("scopes", Holds::StringMap),
    silent("tokenUrl", Holds::String),
];
