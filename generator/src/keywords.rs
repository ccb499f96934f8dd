//! What may stand where in a document of OpenAPI 3.x or Swagger 2.0, as tables: they tell `lint` what to report, `dialect` what is of
//! which kind and the typed nodes of `analyze` what to read. Knows nothing of any document.

pub mod borrowed;
mod document;
mod judge;
mod operation;
mod schema;
mod swagger;
mod unchecked;

pub use judge::{Verdict, judge};
pub use unchecked::{UNCHECKED, Unchecked};

use crate::version::Version;

/// The kinds of objects that OpenAPI defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
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
    /// A document of Swagger 2.0; below are those objects of it that are not as those of OpenAPI 3.0.
    SwaggerDocument,
    /// `paths`.
    SwaggerPaths,
    /// An entry of `paths`.
    SwaggerPathItem,
    /// A method of a path.
    SwaggerOperation,
    /// A parameter, or the body, or a field of a form.
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

/// How an object of a kind is laid out.
#[derive(Debug, Clone, Copy)]
pub enum Layout {
    /// It has keywords of its own.
    Keywords(&'static [Keyword]),
    /// Its keys are the author's, each value is an object of this kind; `x-…` are extensions.
    Entries(Kind),
    /// Its keys are the author's, each value is a list of strings.
    StringLists,
}

/// A keyword of an object.
#[derive(Debug, Clone, Copy)]
pub struct Keyword {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What becomes of it.
    pub role: Role,
    /// The version that it came with.
    pub since: Version,
    /// The last version that has it.
    pub until: Version,
    /// The last version in which it must be there.
    pub asked_until: Version,
}

/// What a keyword holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A string.
    String,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A number from 0 without a fraction.
    Count,
    /// A list of strings.
    Strings,
    /// A list of anything.
    List,
    /// A string for each key.
    StringMap,
    /// Anything.
    Any,
    /// The name of a JSON type.
    Type,
    /// A number in its place as a bound, or (as from JSON Schema 2020) in place of it.
    Exclusive,
    /// The name of a JSON type, several of them, or `file`, as in Swagger 2.0.
    TypeOrFile,
    /// An object of a kind, or `true` or `false`.
    OneOrBoolean(Kind),
    /// An object of a kind.
    One(Kind),
    /// A list of objects of a kind.
    Many(Kind),
    /// An object of a kind for each key.
    Map(Kind),
}

/// What becomes of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is read.
    Used,
    /// It must be there, and is read. Without it the object still means something.
    Required,
    /// It must be there, and is read. Without it the object means nothing.
    Essential,
    /// It is read from the document itself, since the typed object need not carry it.
    Beside,
    /// It has no bearing on a client, so it is passed over without a word.
    Silent,
    /// It is valid and not used, which is worth a note.
    Unused,
}

impl Kind {
    /// How an object of this kind is laid out.
    #[must_use]
    pub fn layout(self) -> Layout {
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

    /// The keyword of this name, where an object of this kind has one.
    #[must_use]
    pub fn keyword(self, name: &str) -> Option<&'static Keyword> {
        let Layout::Keywords(keywords) = self.layout() else { return None };
        let at = keywords.binary_search_by(|keyword| keyword.name.cmp(name)).ok()?;
        keywords.get(at)
    }

    /// Whether `$ref` may stand in place of an object of this kind.
    #[must_use]
    pub fn referable(self) -> bool {
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

    /// Whether it is a schema, of whatever version.
    #[must_use]
    pub fn is_schema(self) -> bool {
        matches!(self, Self::Schema | Self::SwaggerSchema)
    }

    /// What an object of this kind is called in a message.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Document | Self::SwaggerDocument => "the document",
            Self::Info => "`info`",
            Self::Contact => "a contact",
            Self::License => "a licence",
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

/// The keywords of a path item that hold an operation, in the order of the specification.
pub const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Returns true if a path item has an operation under this keyword.
#[must_use]
pub fn is_method(name: &str) -> bool {
    METHODS.contains(&name)
}

impl Keyword {
    /// Whether a version has this keyword.
    #[must_use]
    pub fn is_in(&self, version: Version) -> bool {
        (self.since..=self.until).contains(&version)
    }

    /// Whether it must be there in a version.
    #[must_use]
    pub fn must_be_in(&self, version: Version) -> bool {
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
