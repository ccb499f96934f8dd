//! The tables of keywords of OpenAPI 3.x and Swagger 2.0. `lint` derives its findings from them, `dialect` the kinds of objects,
//! and the typed nodes of `analyze` the properties to read. They know nothing of a concrete document.

mod coerce;
mod document;
pub(crate) mod leniency;
mod operation;
mod schema;
mod swagger;
mod unchecked;

pub(crate) use coerce::{Coercion, coerce};
pub(crate) use unchecked::UNCHECKED;
pub use unchecked::Unchecked;

use crate::version::Version;

/// The kinds of objects that OpenAPI defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum ObjectKind {
    /// The document itself.
    Document,
    /// `info`.
    Info,
    /// `info.contact`.
    Contact,
    /// `info.license`.
    License,
    /// An entry of `servers`.
    Server,
    /// An entry of `variables` of a server.
    ServerVariable,
    /// `externalDocs`.
    ExternalDocs,
    /// An entry of `tags`.
    Tag,
    /// `components`.
    Components,
    /// `paths`.
    Paths,
    /// An entry of `paths`.
    PathItem,
    /// A method of a path.
    Operation,
    /// A parameter.
    Parameter,
    /// A request body.
    RequestBody,
    /// An entry of `content`.
    MediaType,
    /// An entry of `encoding`.
    Encoding,
    /// `responses`.
    Responses,
    /// An entry of `responses`.
    Response,
    /// A header of a response.
    Header,
    /// An entry of `examples`.
    Example,
    /// An entry of `links`.
    Link,
    /// An entry of `callbacks`.
    Callback,
    /// A schema.
    Schema,
    /// `discriminator`.
    Discriminator,
    /// `xml`.
    Xml,
    /// A security scheme.
    SecurityScheme,
    /// `flows`.
    OauthFlows,
    /// An entry of `flows`.
    OauthFlow,
    /// An entry of `security`.
    SecurityRequirement,
    /// A document of Swagger 2.0. The kinds below are its objects that differ from those of OpenAPI 3.0.
    SwaggerDocument,
    /// `paths`.
    SwaggerPaths,
    /// An entry of `paths`.
    SwaggerPathItem,
    /// A method of a path.
    SwaggerOperation,
    /// A parameter, the body, or a field of a form.
    SwaggerParameter,
    /// `items` of a parameter or header.
    SwaggerItems,
    /// `responses`.
    SwaggerResponses,
    /// An entry of `responses`.
    SwaggerResponse,
    /// A header of a response.
    SwaggerHeader,
    /// A schema.
    SwaggerSchema,
    /// An entry of `securityDefinitions`.
    SwaggerSecurityScheme,
}

/// The layout of an object of a kind.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Layout {
    /// A fixed set of keywords.
    Keywords(&'static [Keyword]),
    /// User-defined keys with values of this kind. Keys of the form `x-…` are extensions.
    Entries(ObjectKind),
    /// User-defined keys with lists of strings.
    StringLists,
}

/// A keyword of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keyword {
    /// The name.
    pub name: &'static str,
    /// The type of the value.
    pub holds: Holds,
    /// How the keyword is handled.
    pub role: Role,
    /// The first version with the keyword.
    pub since: Version,
    /// The last version with the keyword.
    pub until: Version,
    /// The last version that requires the keyword.
    pub asked_until: Version,
}

/// The type of a keyword's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A string.
    String,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A non-negative integer.
    Count,
    /// A list of strings.
    Strings,
    /// A list of any values.
    List,
    /// A map of strings.
    StringMap,
    /// Any value.
    Any,
    /// The name of a JSON type.
    Type,
    /// A boolean that makes a bound exclusive or, since JSON Schema 2020, the exclusive bound itself.
    Exclusive,
    /// One or several names of JSON types, or `file`, as in Swagger 2.0.
    TypeOrFile,
    /// An object of a kind, or a boolean.
    OneOrBoolean(ObjectKind),
    /// An object of a kind.
    One(ObjectKind),
    /// A list of objects of a kind.
    Many(ObjectKind),
    /// A map of objects of a kind.
    Map(ObjectKind),
}

/// How a keyword is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It is used.
    Used,
    /// It is required and used. Without it the object is still usable.
    Required,
    /// It is required and used. Without it the object is unusable.
    Essential,
    /// It is used, but read from the document itself, since the typed object does not contain it.
    Beside,
    /// It is irrelevant to a client, so it is ignored without a finding.
    Silent,
    /// It is valid, but not used, which is reported as a note.
    Unused,
}

impl ObjectKind {
    /// Returns the layout of an object of this kind.
    #[must_use]
    pub(crate) fn layout(self) -> Layout {
        match self {
            Self::Document => Layout::Keywords(document::DOCUMENT),
            Self::Info => Layout::Keywords(document::INFO),
            Self::Contact => Layout::Keywords(document::CONTACT),
            Self::License => Layout::Keywords(document::LICENSE),
            Self::Server => Layout::Keywords(document::SERVER),
            Self::ServerVariable => Layout::Keywords(document::SERVER_VARIABLE),
            Self::ExternalDocs => Layout::Keywords(document::EXTERNAL_DOCS),
            Self::Tag => Layout::Keywords(document::TAG),
            Self::Components => Layout::Keywords(document::COMPONENTS),
            Self::SecurityScheme => Layout::Keywords(document::SECURITY_SCHEME),
            Self::OauthFlows => Layout::Keywords(document::OAUTH_FLOWS),
            Self::OauthFlow => Layout::Keywords(document::OAUTH_FLOW),
            Self::PathItem => Layout::Keywords(operation::PATH_ITEM),
            Self::Operation => Layout::Keywords(operation::OPERATION),
            Self::Parameter => Layout::Keywords(operation::PARAMETER),
            Self::RequestBody => Layout::Keywords(operation::REQUEST_BODY),
            Self::MediaType => Layout::Keywords(operation::MEDIA_TYPE),
            Self::Encoding => Layout::Keywords(operation::ENCODING),
            Self::Response => Layout::Keywords(operation::RESPONSE),
            Self::Header => Layout::Keywords(operation::HEADER),
            Self::Example => Layout::Keywords(operation::EXAMPLE),
            Self::Link => Layout::Keywords(operation::LINK),
            Self::Schema => Layout::Keywords(schema::SCHEMA),
            Self::Discriminator => Layout::Keywords(schema::DISCRIMINATOR),
            Self::Xml => Layout::Keywords(schema::XML),
            Self::SwaggerDocument => Layout::Keywords(swagger::DOCUMENT),
            Self::SwaggerPathItem => Layout::Keywords(swagger::PATH_ITEM),
            Self::SwaggerOperation => Layout::Keywords(swagger::OPERATION),
            Self::SwaggerParameter => Layout::Keywords(swagger::PARAMETER),
            Self::SwaggerItems => Layout::Keywords(swagger::ITEMS),
            Self::SwaggerResponse => Layout::Keywords(swagger::RESPONSE),
            Self::SwaggerHeader => Layout::Keywords(swagger::HEADER),
            Self::SwaggerSchema => Layout::Keywords(swagger::SCHEMA),
            Self::SwaggerSecurityScheme => Layout::Keywords(swagger::SECURITY_SCHEME),
            Self::SwaggerPaths => Layout::Entries(Self::SwaggerPathItem),
            Self::SwaggerResponses => Layout::Entries(Self::SwaggerResponse),
            Self::Paths | Self::Callback => Layout::Entries(Self::PathItem),
            Self::Responses => Layout::Entries(Self::Response),
            Self::SecurityRequirement => Layout::StringLists,
        }
    }

    /// Returns the keyword with this name, if an object of this kind has one.
    #[must_use]
    pub(crate) fn keyword(self, name: &str) -> Option<&'static Keyword> {
        let Layout::Keywords(keywords) = self.layout() else { return None };
        let at = keywords.binary_search_by(|keyword| keyword.name.cmp(name)).ok()?;
        keywords.get(at)
    }

    /// Returns true if `$ref` may replace an object of this kind.
    #[must_use]
    pub(crate) fn referable(self) -> bool {
        matches!(
            self,
            Self::PathItem
                | Self::Parameter
                | Self::RequestBody
                | Self::Response
                | Self::Header
                | Self::Example
                | Self::Link
                | Self::Callback
                | Self::Schema
                | Self::SecurityScheme
                | Self::SwaggerPathItem
                | Self::SwaggerParameter
                | Self::SwaggerResponse
                | Self::SwaggerSchema
        )
    }

    /// Returns true for a schema of any version.
    #[must_use]
    pub(crate) fn is_schema(self) -> bool {
        matches!(self, Self::Schema | Self::SwaggerSchema)
    }

    /// Returns the noun for an object of this kind in messages.
    #[must_use]
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Document | Self::SwaggerDocument => "the document",
            Self::Info => "`info`",
            Self::Contact => "a contact",
            Self::License => "a license",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::ExternalDocs => "`externalDocs`",
            Self::Tag => "a tag",
            Self::Components => "`components`",
            Self::Paths | Self::SwaggerPaths => "`paths`",
            Self::PathItem | Self::SwaggerPathItem => "a path",
            Self::Operation | Self::SwaggerOperation => "an operation",
            Self::Parameter | Self::SwaggerParameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Responses | Self::SwaggerResponses => "`responses`",
            Self::Response | Self::SwaggerResponse => "a response",
            Self::Header | Self::SwaggerHeader => "a header",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Callback => "a callback",
            Self::Schema | Self::SwaggerSchema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::Xml => "`xml`",
            Self::SecurityScheme | Self::SwaggerSecurityScheme => "a security scheme",
            Self::OauthFlows => "`flows`",
            Self::OauthFlow => "a flow",
            Self::SecurityRequirement => "a security requirement",
            Self::SwaggerItems => "`items` of a parameter",
        }
    }
}

impl Keyword {
    /// Returns true if a version has this keyword.
    #[must_use]
    pub(crate) fn is_in(&self, version: Version) -> bool {
        (self.since..=self.until).contains(&version)
    }

    /// Returns true if a version requires this keyword.
    #[must_use]
    pub(crate) fn must_be_in(&self, version: Version) -> bool {
        matches!(self.role, Role::Required | Role::Essential) && version <= self.asked_until && self.is_in(version)
    }

    const fn new(name: &'static str, holds: Holds, role: Role) -> Self {
        let last = Version::OpenApi32;
        Self { name, holds, role, since: Version::Swagger20, until: last, asked_until: last }
    }

    const fn since(mut self, version: Version) -> Self {
        self.since = version;
        self
    }

    const fn until(mut self, version: Version) -> Self {
        self.until = version;
        self
    }

    const fn asked_until(mut self, version: Version) -> Self {
        self.asked_until = version;
        self
    }
}

const fn used(name: &'static str, holds: Holds) -> Keyword {
    Keyword::new(name, holds, Role::Used)
}

const fn required(name: &'static str, holds: Holds) -> Keyword {
    Keyword::new(name, holds, Role::Required)
}

const fn essential(name: &'static str, holds: Holds) -> Keyword {
    Keyword::new(name, holds, Role::Essential)
}

const fn beside(name: &'static str, holds: Holds) -> Keyword {
    Keyword::new(name, holds, Role::Beside)
}

const fn silent(name: &'static str, holds: Holds) -> Keyword {
    Keyword::new(name, holds, Role::Silent)
}

const fn unused(name: &'static str, holds: Holds) -> Keyword {
    Keyword::new(name, holds, Role::Unused)
}

#[cfg(test)]
mod tests;
