//! The configuration `oaspress.toml` as plain data: the decisions that an API description cannot contain. It knows nothing of the
//! API description. [`check_applied`] checks whether a key applies to it, once it is known.

mod applied;
mod changes;
mod dependency;
mod derive;
mod documents;
mod edit;
mod filters;
mod json_schema;
mod keys;
mod lock;
mod manifest;
mod nesting;
mod pages;
mod presence;
mod read;
mod runtime;
mod rust_type;
mod section;
mod types;
mod value;
mod webhooks;

use std::collections::BTreeMap;

use crate::diag::Code;
use crate::path::SpecPath;

pub use applied::{Applicable, check_allowed, check_applied, not_applicable};
pub use changes::Changes;
pub use dependency::Dependency;
pub use derive::{Derive, DeriveTrait};
pub use documents::Document;
pub use edit::{with_version, without_accepted};
pub use filters::{Filter, FilterTable};
pub use json_schema::json_schema;
pub use keys::{KEYS, Key, KeyValue};
pub use lock::{Lock, parse_lock};
pub use manifest::{FurtherManifest, Manifest};
pub use nesting::{Nesting, Requests};
pub use pages::{PageEnd, PageStep, Pages, Pagination};
pub use presence::{AbsentAndNull, Presence, PresenceLists, is_presence_pattern};
pub use read::parse;
pub use runtime::{Runtime, RuntimeSource};
pub use rust_type::{RustType, parse as parse_rust_type};
pub use types::{INTEGERS_AS_STRINGS, LibraryType, OwnType, TypeChoice, Types};
pub use value::{CRATE_NAME_RULE, is_crate_name, is_module_name};
pub use webhooks::{Signature, Webhooks};

/// The configuration. [`key_path`] returns the path of a key in the file, so the values need not contain it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// `[crate]`: the manifest of the generated crate.
    pub manifest: Manifest,
    /// `[client]`: the defaults of the client.
    pub client: Client,
    /// `[security.SCHEME]`, by the name of the scheme in the API description.
    pub security: BTreeMap<String, Security>,
    /// `[operations.OPERATION_ID]`, by the `operationId`, or by method and path template (`[operations."GET /pets/{id}"]`) if the
    /// operation declares none.
    pub operations: BTreeMap<String, Operation>,
    /// `[requests]`: how requests are written.
    pub requests: Requests,
    /// `[presence]`: the presence of properties, if the API description declares it wrongly.
    pub presence: Presence,
    /// `[responses]`, `absent-and-null`: whether models that are only received distinguish a missing property from `null`.
    pub absent_and_null: AbsentAndNull,
    /// `[error]`: the paths of facts in the error body that operations share.
    pub error: ErrorPaths,
    /// `[changes]`: how changes since the last release are judged.
    pub changes: Changes,
    /// `[webhooks]`: the requests that the server sends on its own initiative.
    pub webhooks: Webhooks,
    /// `[names]`: Rust names by the JSON pointer of the named item, as in `#/components/schemas/Pet` or, in another file,
    /// `pets.yaml#/Pet`; those of operations also by method and path, as in `GET /pets`.
    pub names: BTreeMap<String, String>,
    /// `strip-prefix` of `[names]`: the prefix that the names of schemas lose.
    pub strip_prefix: Option<String>,
    /// `[types]`: the Rust types of formats, schemas and properties.
    pub types: Types,
    /// `[derive]`: traits and methods that models have only if they are listed.
    pub derive: Derive,
    /// `[files]`: the files that the API description may refer to although they have an unusual name.
    pub files: FileAccess,
    /// `[lint]`: the findings with another severity than the default.
    pub lint: Lint,
    /// `[include]`: the operations and schemas of the crate; all of them by default.
    pub include: Filter,
    /// `[exclude]`: the operations and schemas that the crate omits.
    pub exclude: Filter,
    /// `overlays`: the overlays to apply, in order, as paths relative to the configuration.
    pub overlays: Vec<String>,
    /// `[[documents]]`: the API descriptions of the crate, if it has several.
    pub documents: Vec<Document>,
    /// The module of the crate that contains the code of this document, if the crate has several documents. It is not a key of the
    /// top level.
    pub module: Option<String>,
    /// The choices of an earlier version of the crate that stay. They are in a file of their own, `oaspress.lock`.
    pub lock: Lock,
}

/// `[client]`: the defaults of the client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// `base-url`: the base URL, if the API description declares none or a wrong one.
    pub base_url: Option<String>,
    /// `base-url-environment`: the environment variable that contains the base URL.
    pub base_url_environment: Option<String>,
    /// `server`: the declared server that is the default, by its URL, name or description.
    pub server: Option<String>,
}

/// `[security.SCHEME]`: where the credential of a security scheme comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Security {
    /// `environment`: the environment variable that contains the credential.
    pub environment: Option<String>,
    /// `optional`: if the credential is not set, operations that require it are sent without it.
    pub optional: bool,
    /// How the credential is sent, if the API description does not declare the scheme.
    pub added: Option<AddedScheme>,
}

/// A security scheme that the API description does not declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddedScheme {
    /// `scheme`: the scheme of the header `Authorization`, such as `bearer` or `basic`.
    Http(String),
    /// `header`: a header of this name.
    Header(String),
    /// `query`: a query parameter of this name.
    Query(String),
    /// `cookie`: a cookie of this name.
    Cookie(String),
}

/// `[operations.OPERATION_ID]`: the settings of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// `method`: the name of its method within its group.
    pub method: Option<String>,
    /// `pagination`: how the results are paginated; detected if it is `None`.
    pub pagination: Option<Pagination>,
    /// `allow-empty-path`: the path parameters whose value may be empty.
    pub allow_empty_path: Vec<String>,
    /// `stream`: whether the result is a stream of JSON values; detected if it is `None`.
    pub stream: Option<Stream>,
    /// `redirects`: whether redirects are followed.
    pub redirects: Redirects,
    /// `idempotent`: repeating the request has no further effect, although its method does not guarantee that.
    pub idempotent: bool,
    /// `[operations.OPERATION_ID.parameters.NAME]`, `nested`: how lists and objects in the items of a parameter are written.
    pub parameters: BTreeMap<String, Nesting>,
    /// `[operations.OPERATION_ID.body]`, `nested`: how lists and objects in the fields of a form are written.
    pub body: Option<Nesting>,
}

/// The value of `stream`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// `false`: the response is a single value, whatever is detected.
    Off,
    /// `"json"`: the response is a stream of JSON values.
    Json,
}

/// The value of `redirects`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Redirects {
    /// `true`: redirects are followed if that is safe.
    #[default]
    Follow,
    /// `false`: a redirect is returned as the response.
    Stop,
}

/// `[error]`: the paths of facts in the error body, or in the JSON of an error response that is not declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorPaths {
    /// `code`: the error code to branch on.
    pub code: Option<PropertyPath>,
    /// `message`: the text to show to users.
    pub message: Option<PropertyPath>,
    /// `kind`: the class of error.
    pub kind: Option<PropertyPath>,
    /// `param`: the invalid parameter.
    pub param: Option<PropertyPath>,
    /// `request-id`: the request id, for support.
    pub request_id: Option<PropertyPath>,
    /// `in-progress`: the error codes of 409 responses that report that the same call is still in progress.
    pub in_progress: Vec<String>,
}

/// Names of properties from the outside in, separated by dots: `error.code`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyPath(String);

impl PropertyPath {
    /// Returns the path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split('.')
    }
}

/// `[files]`: the files that may be referred to besides visible `.yaml`, `.yml` and `.json` files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileAccess {
    /// `allow`: the paths of files, and of folders with all of their contents, within the root folder.
    pub allow: Vec<String>,
    /// Further paths, from the command line.
    pub allow_also: Vec<String>,
}

impl FileAccess {
    /// Returns all paths that are allowed.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.allow.iter().chain(&self.allow_also).map(String::as_str)
    }
}

/// `[lint]`: the findings with another severity than the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lint {
    /// `deny`: these are errors.
    pub deny: Vec<Code>,
    /// `allow`: these are not reported.
    pub allow: Vec<Code>,
}

/// Returns the path of a key in the configuration, outermost key first.
#[must_use]
pub fn key_path(keys: &[&str]) -> SpecPath {
    keys.iter().fold(SpecPath::config(), |path, key| path.child(key))
}

impl Config {
    /// Returns the configuration of a document of the crate.
    #[must_use]
    pub fn of_document(&self, document: &Document) -> Self {
        let lock = self.lock.documents.get(&document.module).cloned().unwrap_or_default();
        Self { manifest: self.manifest.clone(), lock, ..document.config.clone() }
    }

    /// Returns the configured name of the crate.
    #[must_use]
    pub fn crate_name(&self) -> Option<&str> {
        self.manifest.name.as_deref()
    }

    /// Returns the version of the crate.
    #[must_use]
    pub fn crate_version(&self) -> Option<&str> {
        self.manifest.version.as_deref()
    }

    /// Returns the description of the crate.
    #[must_use]
    pub fn crate_description(&self) -> Option<&str> {
        self.manifest.description.as_deref()
    }

    /// Returns the repository of the crate.
    #[must_use]
    pub fn crate_repository(&self) -> Option<&str> {
        self.manifest.repository.as_deref()
    }

    /// Returns the license of the crate.
    #[must_use]
    pub fn crate_license(&self) -> Option<&str> {
        self.manifest.license.as_deref()
    }

    /// Returns the base URL, which replaces a missing or wrong declaration.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        self.client.base_url.as_deref()
    }

    /// Returns the environment variable that contains the base URL.
    #[must_use]
    pub fn base_url_environment(&self) -> Option<&str> {
        self.client.base_url_environment.as_deref()
    }

    /// Returns the environment variable that contains the credential of a security scheme.
    #[must_use]
    pub fn environment_of(&self, scheme: &str) -> Option<&str> {
        self.security.get(scheme)?.environment.as_deref()
    }

    /// Returns true if operations that require a security scheme are sent without its credential if that is not set.
    #[must_use]
    pub fn is_optional(&self, scheme: &str) -> bool {
        self.security.get(scheme).is_some_and(|security| security.optional)
    }

    /// Returns the path parameters of an operation whose value may be empty.
    #[must_use]
    pub fn empty_path_of(&self, operation_id: &str) -> &[String] {
        self.operations.get(operation_id).map_or(&[], |operation| &operation.allow_empty_path)
    }

    /// Returns the configured name of the method of an operation.
    #[must_use]
    pub fn method_of(&self, operation_id: &str) -> Option<&str> {
        self.operations.get(operation_id)?.method.as_deref()
    }

    /// Returns the configured pagination of an operation.
    #[must_use]
    pub fn pagination_of(&self, operation_id: &str) -> Option<&Pagination> {
        self.operations.get(operation_id)?.pagination.as_ref()
    }

    /// Returns the configured kind of stream that an operation returns.
    #[must_use]
    pub fn stream_of(&self, operation_id: &str) -> Option<Stream> {
        self.operations.get(operation_id)?.stream
    }

    /// Returns how a parameter of an operation writes the lists and objects in its items.
    #[must_use]
    pub fn nesting_of(&self, operation_id: &str, parameter: &str) -> Option<Nesting> {
        self.operations.get(operation_id)?.parameters.get(parameter).copied()
    }

    /// Returns true if an operation follows redirects.
    #[must_use]
    pub fn follows_redirects(&self, operation_id: &str) -> bool {
        self.operations.get(operation_id).is_none_or(|operation| operation.redirects == Redirects::Follow)
    }

    /// Returns true if an operation is declared as idempotent.
    #[must_use]
    pub fn is_idempotent(&self, operation_id: &str) -> bool {
        self.operations.get(operation_id).is_some_and(|operation| operation.idempotent)
    }

    /// Returns the configured Rust name of the item at a place, which is written as in `#/components/schemas/Pet` or
    /// `pets.yaml#/Pet`.
    #[must_use]
    pub fn name_of(&self, pointer: &str) -> Option<&str> {
        self.names.get(pointer).map(String::as_str)
    }

    /// Returns how webhooks are signed.
    #[must_use]
    pub fn webhook_signature(&self) -> Option<&Signature> {
        self.webhooks.signature.as_ref()
    }

    /// Returns the path of a fact in `[error]` by its key.
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

    /// Returns true if the configuration adds the package of a crate.
    #[must_use]
    pub fn has_package(&self, krate: &str) -> bool {
        let types = self.types.choices.values().filter_map(|choice| match choice {
            TypeChoice::Own(own) => own.package.as_ref().map(|(name, _)| name),
            TypeChoice::Library(_) | TypeChoice::String => None,
        });
        self.manifest.dependencies.keys().chain(types).any(|name| name.replace('-', "_") == krate)
    }

    /// Returns true if `format: date-time` is a `String`.
    #[must_use]
    pub fn date_time_is_string(&self) -> bool {
        self.types.choice("date-time") == Some(&TypeChoice::String)
    }
}
