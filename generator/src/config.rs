//! What a document cannot say about the crate that is made of it: `oaspress.toml` as plain data. It knows nothing of
//! the document; whether a key applies to one is checked by [`check_applied`], once the document is known.

mod applied;
mod changes;
mod edit;
mod filters;
mod nesting;
mod pages;
mod read;
mod runtime;
mod section;
mod value;
mod webhooks;

use std::collections::BTreeMap;

use crate::diag::Code;
use crate::path::SpecPath;

pub use applied::{Applicable, check_allowed, check_applied, not_applicable};
pub use changes::Changes;
pub use edit::{with_version, without_accepted};
pub use filters::{Filter, FilterTable};
pub use nesting::{Nesting, Requests};
pub use pages::{PageEnd, PageStep, Pages, Pagination};
pub use read::parse;
pub use runtime::{Runtime, RuntimeSource};
pub use value::{CRATE_NAME_RULE, is_crate_name};
pub use webhooks::{Signature, Webhooks};

/// The configuration. Where a key stands in the file is said by [`place`]; nothing here has to carry it along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// `[crate]`: the manifest of the generated crate.
    pub manifest: Manifest,
    /// `[client]`: what the client does by itself.
    pub client: Client,
    /// `[security.SCHEME]`, by the name of the scheme in the document.
    pub security: BTreeMap<String, Security>,
    /// `[operations.OPERATION_ID]`, by the `operationId`, or by method and path template (`[operations."GET /pets/{id}"]`) where the
    /// operation has none of its own.
    pub operations: BTreeMap<String, Operation>,
    /// `[requests]`: how requests are written.
    pub requests: Requests,
    /// `[presence]`: which properties are `null` or missing although the document says otherwise.
    pub presence: Presence,
    /// `[error]`: where things are in the error envelope that operations share.
    pub error: ErrorPaths,
    /// `[changes]`: how changes since the last release are judged.
    pub changes: Changes,
    /// `[webhooks]`: what the server sends of its own accord.
    pub webhooks: Webhooks,
    /// `[names]`: Rust names, by the JSON pointer of what is to have them, as in `#/components/schemas/Pet`, or, in a further
    /// file, `pets.yaml#/Pet`.
    pub names: BTreeMap<String, String>,
    /// `[types]`: which Rust types stand for formats.
    pub types: Types,
    /// `[files]`: which files the document may refer to beside those that are called as documents are.
    pub files: FileAccess,
    /// `[lint]`: which findings matter more or less than usual.
    pub lint: Lint,
    /// `[include]`: the operations and schemas that become part of the crate; all of them without it.
    pub include: Filter,
    /// `[exclude]`: the operations and schemas that do not become part of the crate.
    pub exclude: Filter,
    /// `overlays`: the overlays to apply to the document, in their order, as paths relative to the configuration.
    pub overlays: Vec<String>,
}

/// `[crate]`: the manifest of the generated crate. What is missing is taken from the document or left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// `name`.
    pub name: Option<String>,
    /// `version`.
    pub version: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `repository`.
    pub repository: Option<String>,
    /// `license`.
    pub license: Option<String>,
    /// `runtime`.
    pub runtime: Runtime,
}

/// `[client]`: what the client does by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// `base-url`: the base URL that the document does not declare, or declares wrongly.
    pub base_url: Option<String>,
    /// `base-url-environment`: the environment variable that contains the base URL.
    pub base_url_environment: Option<String>,
}

/// `[security.SCHEME]`: where the credential of a security scheme comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Security {
    /// `environment`: the environment variable that holds it.
    pub environment: Option<String>,
    /// `optional`: operations that require it are sent without it where it is not set.
    pub optional: bool,
}

/// `[operations.OPERATION_ID]`: how an operation is offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// `method`: the name of its method within its group.
    pub method: Option<String>,
    /// `pagination`: how its results are read page by page; `None` leaves that to what the document suggests.
    pub pagination: Option<Pagination>,
    /// `allow-empty-path`: the path parameters whose value may be empty.
    pub allow_empty_path: Vec<String>,
    /// `stream`: whether its result is read as JSON values without an end; `None` leaves that to what the document suggests.
    pub stream: Option<Stream>,
    /// `redirects`: whether redirects are followed.
    pub redirects: Redirects,
    /// `idempotent`: a request that is sent twice does what one does, although its method does not say so.
    pub idempotent: bool,
    /// `[operations.OPERATION_ID.parameters.NAME]`, `nested`: how lists and objects in the items of a parameter are written.
    pub parameters: BTreeMap<String, Nesting>,
    /// `[operations.OPERATION_ID.body]`, `nested`: how lists and objects in the fields of a form are written.
    pub body: Option<Nesting>,
}

/// `[presence]`: which properties are `null` or missing although the document says otherwise. Each is named by its schema and its
/// key, as in `Pet.tags`, or by its JSON pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// `nullable`: these may be `null`.
    pub nullable: Vec<String>,
    /// `optional`: these may be missing.
    pub optional: Vec<String>,
}

/// `stream = …`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// `false`: the response is a single value, whatever the document suggests.
    Off,
    /// `"json"`: the response is JSON values, one after the other.
    Json,
}

/// `redirects = …`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Redirects {
    /// `true`: redirects are followed where that is safe.
    #[default]
    Follow,
    /// `false`: a redirect is the response.
    Stop,
}

/// `[error]`: where things are in the error body, or in the JSON of an error response beyond what is declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorPaths {
    /// `code`: what programs tell errors apart by.
    pub code: Option<PropertyPath>,
    /// `message`: what people read.
    pub message: Option<PropertyPath>,
    /// `kind`: the family of the error.
    pub kind: Option<PropertyPath>,
    /// `param`: the parameter that is to blame.
    pub param: Option<PropertyPath>,
    /// `request-id`: what support asks for.
    pub request_id: Option<PropertyPath>,
    /// `in-progress`: the codes of 409 answers which say that the same call is still being worked on.
    pub in_progress: Vec<String>,
}

/// Names of properties from the outside in, separated by dots: `error.code`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyPath(String);

impl PropertyPath {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names one by one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split('.')
    }
}

/// `[types]`: which Rust types stand for formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Types {
    /// `date-time`.
    pub date_time: DateTime,
}

/// What `format: date-time` and its relatives become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateTime {
    /// `"jiff"`: the types of the crate `jiff`.
    #[default]
    Jiff,
    /// `"string"`: strings as they come.
    String,
}

/// `[files]`: which files the document may refer to beside `.yaml`, `.yml` and `.json` that are not hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileAccess {
    /// `allow`: the paths of files, and of folders with all that is in them, below the root folder.
    pub allow: Vec<String>,
    /// More paths, which are not from the configuration file but from the command line.
    pub allow_also: Vec<String>,
}

impl FileAccess {
    /// Returns all paths that are allowed.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.allow.iter().chain(&self.allow_also).map(String::as_str)
    }
}

/// `[lint]`: which findings matter more or less than usual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lint {
    /// `deny`: these are errors.
    pub deny: Vec<Code>,
    /// `allow`: these are not reported.
    pub allow: Vec<Code>,
}

/// Where a key stands in the configuration, key by key from the outside in.
#[must_use]
pub fn place(keys: &[&str]) -> SpecPath {
    keys.iter().fold(SpecPath::config(), |path, key| path.child(key))
}

impl Config {
    /// The name that the user wants for the crate.
    #[must_use]
    pub fn crate_name(&self) -> Option<&str> {
        self.manifest.name.as_deref()
    }

    /// The version of the crate.
    #[must_use]
    pub fn crate_version(&self) -> Option<&str> {
        self.manifest.version.as_deref()
    }

    /// The description of the crate.
    #[must_use]
    pub fn crate_description(&self) -> Option<&str> {
        self.manifest.description.as_deref()
    }

    /// The repository of the crate.
    #[must_use]
    pub fn crate_repository(&self) -> Option<&str> {
        self.manifest.repository.as_deref()
    }

    /// The licence of the crate.
    #[must_use]
    pub fn crate_license(&self) -> Option<&str> {
        self.manifest.license.as_deref()
    }

    /// The base URL that the document does not declare, or declares wrongly.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        self.client.base_url.as_deref()
    }

    /// The environment variable that contains the base URL.
    #[must_use]
    pub fn base_url_environment(&self) -> Option<&str> {
        self.client.base_url_environment.as_deref()
    }

    /// The environment variable that holds the credential of a security scheme.
    #[must_use]
    pub fn environment_of(&self, scheme: &str) -> Option<&str> {
        self.security.get(scheme)?.environment.as_deref()
    }

    /// Whether operations that require a security scheme are sent without its credential where it is not set.
    #[must_use]
    pub fn is_optional(&self, scheme: &str) -> bool {
        self.security.get(scheme).is_some_and(|security| security.optional)
    }

    /// The path parameters of an operation whose value may be empty.
    #[must_use]
    pub fn empty_path_of(&self, operation_id: &str) -> &[String] {
        self.operations.get(operation_id).map_or(&[], |operation| &operation.allow_empty_path)
    }

    /// The method name that the user wants for an operation.
    #[must_use]
    pub fn method_of(&self, operation_id: &str) -> Option<&str> {
        self.operations.get(operation_id)?.method.as_deref()
    }

    /// What the user says about the pages of an operation.
    #[must_use]
    pub fn pagination_of(&self, operation_id: &str) -> Option<&Pagination> {
        self.operations.get(operation_id)?.pagination.as_ref()
    }

    /// What the user says about whether an operation gives a stream.
    #[must_use]
    pub fn stream_of(&self, operation_id: &str) -> Option<Stream> {
        self.operations.get(operation_id)?.stream
    }

    /// How a parameter of an operation writes the lists and objects in its items.
    #[must_use]
    pub fn nesting_of(&self, operation_id: &str, parameter: &str) -> Option<Nesting> {
        self.operations.get(operation_id)?.parameters.get(parameter).copied()
    }

    /// Whether an operation follows redirects.
    #[must_use]
    pub fn follows_redirects(&self, operation_id: &str) -> bool {
        self.operations.get(operation_id).is_none_or(|operation| operation.redirects == Redirects::Follow)
    }

    /// Whether the user says that an operation is idempotent.
    #[must_use]
    pub fn is_idempotent(&self, operation_id: &str) -> bool {
        self.operations.get(operation_id).is_some_and(|operation| operation.idempotent)
    }

    /// The Rust name that the user wants for what is at a place, written as in `#/components/schemas/Pet` or `pets.yaml#/Pet`.
    #[must_use]
    pub fn name_of(&self, pointer: &str) -> Option<&str> {
        self.names.get(pointer).map(String::as_str)
    }

    /// How webhooks are signed.
    #[must_use]
    pub fn webhook_signature(&self) -> Option<&Signature> {
        self.webhooks.signature.as_ref()
    }

    /// Where one of the things named in `[error]` is, by its key there.
    #[must_use]
    pub fn error_path(&self, key: &str) -> Option<&str> {
        let paths = &self.error;
        let path = match key {
            "code" => &paths.code,
            "message" => &paths.message,
            "kind" => &paths.kind,
            "param" => &paths.param,
            "request-id" => &paths.request_id,
            _ => return None,
        };
        path.as_ref().map(PropertyPath::as_str)
    }

    /// Whether `format: date-time` stays a string.
    #[must_use]
    pub fn date_time_is_string(&self) -> bool {
        self.types.date_time == DateTime::String
    }
}
