//! The generated crate as Rust items, with every decision made: plain data that `lower` creates and `emit` prints. It knows
//! nothing of OpenAPI beyond the documentation texts.

mod client;
mod constructor;
mod deprecated;
mod directory;
mod encoding;
mod error;
mod header;
mod model;
mod operation;
mod packages;
mod paging;
mod path;
mod references;
mod response;
mod server;
mod ty;
mod union;
mod webhook;

use crate::comment::Comment;

pub use client::{
    Client, ClientConstructor, ClientDocs, ClientGroup, ClientParameter, Environment, Scheme, SchemeKind,
};
pub use constructor::{Bundle, Constructor, Fill};
pub use deprecated::Deprecated;
pub use directory::Directory;
pub use encoding::{Delimiter, Encoding, Items, Nesting, ParameterPlacement, Reserved, Style, ValueStyle, Written};
pub use error::{EnvelopePaths, ErrorBody, ErrorDocs, ErrorFact, ErrorVariant, FieldPath, TextKind, VariantDocs};
pub use header::{HeaderMethod, HeaderReading, Headers};
pub use model::{
    Alias, Argument, CheckedString, Enumeration, Field, Literal, OwnCodecs, Passing, Pattern, PatternPiece, Presence,
    Rest, Sample, Setter, SetterValue, Struct, Unknown, Value, Wrapper,
};
pub use operation::{
    BodyChoice, BodyStep, BodyWriting, EncodeStep, Group, GroupMethod, Input, Method, Operation, PathStep,
    QueryWriting, Replay, Role, Writing, WritingCall,
};
pub use packages::{features, packages};
pub use paging::{CursorField, CursorKind, FieldChain, Paging, PagingDocs, PagingEnd, PagingEndKind, PagingStep};
pub use path::{EXPORTED, External, ItemId, Path, Std, Symbol, symbol};
pub use response::{
    Decoding, EventData, FailureArm, FailureVariant, Framing, Outcome, OutcomeVariant, Responses, Sending, SendingKind,
    StatusArm, StatusMatch, Wrapping,
};
pub use server::{BaseUrl, KnownUrl, OwnServer, RequiredUrl, Server, ServerVariable};
pub use ty::Ty;
pub use union::{Accessor, Alternative, Constant, Holder, JsonType, Tagging, Union, Variant};
pub use webhook::{Payloads, Signature, WebhookArm, Webhooks};

/// A whole crate.
#[derive(Debug, Clone)]
pub struct Crate {
    /// The contents of `Cargo.toml`.
    pub manifest: Manifest,
    /// The front page of the documentation, in Markdown.
    pub docs: Comment,
    /// `README.md`.
    pub readme: Comment,
    /// The chapters of the guide, in reading order.
    pub guide: Vec<Chapter>,
    /// The modules, in the order of their declaration.
    pub modules: Vec<Module>,
    /// The exports of the crate root besides modules.
    pub exports: Vec<Export>,
}

/// A chapter of the guide.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// The name of its module: `errors`.
    pub name: String,
    /// The title: one line of Markdown.
    pub title: &'static str,
    /// The text, in Markdown.
    pub text: Comment,
}

/// `pub use PATH::{NAMES};` at the root of the crate.
#[derive(Debug, Clone)]
pub struct Export {
    /// The path of the module from the root.
    pub module: String,
    /// The exported names.
    pub names: Vec<String>,
}

/// The feature that enables the payload types of webhooks.
pub const WEBHOOK_PAYLOADS: &str = "webhook-payloads";

/// The feature that enables the verification of webhook signatures.
pub const WEBHOOK_SIGNATURES: &str = "webhook-signatures";

/// The contents of `Cargo.toml`.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The package name.
    pub name: String,
    /// The package version.
    pub version: String,
    /// The description: one line.
    pub description: String,
    /// The license, as an SPDX expression.
    pub license: Option<String>,
    /// The URL of the API's documentation.
    pub homepage: Option<String>,
    /// The URL of the repository.
    pub repository: Option<String>,
    /// One feature per group of operations.
    pub groups: Vec<String>,
    /// Whether the webhooks have payload types, which are behind a feature.
    pub webhook_payloads: bool,
    /// The optional modules of the runtime that the crate uses.
    pub runtime_modules: Vec<RuntimeModule>,
    /// Where the runtime comes from.
    pub runtime: Runtime,
    /// Further dependencies: the name of the package, and its requirement as TOML.
    pub dependencies: Vec<(String, String)>,
    /// Further features, with the features that each of them enables.
    pub features: Vec<(String, Vec<String>)>,
    /// The authors.
    pub authors: Vec<String>,
    /// The keywords for the registry.
    pub keywords: Vec<String>,
    /// The categories of the registry.
    pub categories: Vec<String>,
    /// True if the crate is not published.
    pub private: bool,
    /// True if a method returns a whole model as an error.
    pub returns_models_as_errors: bool,
    /// Further lines of `[package]`, as TOML.
    pub package_lines: String,
    /// Further tables, as TOML.
    pub tables: String,
}

/// Where the runtime of a crate comes from. Its path within the crate is `crate::runtime` in both cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Runtime {
    /// A module of the crate.
    #[default]
    Vendored,
    /// The package `oaspress-runtime`.
    Crate {
        /// The version requirement, unless a path or a repository without one was configured.
        version: Option<String>,
        /// The path of the package, relative to the crate.
        path: Option<String>,
        /// The repository of the package.
        git: Option<String>,
    },
}

/// The version of the runtime that generated crates require.
pub const RUNTIME_VERSION: &str = env!("OASPRESS_RUNTIME_VERSION");

/// A part of the runtime that only some crates need, with the packages that it adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuntimeModule {
    /// Support for `format: uuid`, with the package `uuid`.
    Uuid,
    /// Support for the types of `chrono`.
    Chrono,
    /// Support for `rust_decimal::Decimal`.
    Decimal,
    /// Support for `url::Url`.
    Url,
    /// Support for types that serde reads and writes.
    OwnTypes,
    /// Payloads of webhooks.
    Incoming,
    /// Verification of webhook signatures, with the packages `hmac` and `sha2`.
    Webhook,
    /// Downloads: response bodies that are written to a file.
    Download,
    /// Streams of events.
    Events,
    /// Streams of JSON values.
    Lines,
    /// Multipart bodies.
    Multipart,
    /// `Nested`, the box for deeply nested types.
    Nested,
    /// Tuples: lists with one type per item.
    Tuples,
}

/// A module, which is one file.
#[derive(Debug, Clone)]
pub struct Module {
    /// The path from the root: `["models", "contact"]`.
    pub path: Vec<String>,
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// The items, in order.
    pub items: Vec<Item>,
    /// The child modules that it declares and whose public names it re-exports.
    pub children: Vec<Child>,
}

/// A module that its parent declares.
#[derive(Debug, Clone)]
pub struct Child {
    /// The name of the module.
    pub name: String,
    /// The public names that the parent re-exports.
    pub names: Vec<String>,
    /// The feature that enables it.
    pub feature: Option<String>,
}

/// An item of a module.
#[derive(Debug, Clone)]
pub enum Item {
    /// A struct with named fields.
    Struct(Box<Struct>),
    /// An open enumeration, which keeps unknown values.
    Enumeration(Box<Enumeration>),
    /// A union of several types.
    Union(Box<Union>),
    /// A type alias.
    Alias(Box<Alias>),
    /// A newtype, where a type alias would be infinitely recursive.
    Wrapper(Box<Wrapper>),
    /// A string that is validated on construction.
    CheckedString(Box<CheckedString>),
    /// Reading and writing of types of other crates.
    OwnCodecs(Box<OwnCodecs>),
    /// The operations of a tag, bound to a client.
    Group(Box<Group>),
    /// An operation.
    Operation(Box<Operation>),
    /// The encodings of the body of an operation, as an enum.
    BodyChoice(Box<BodyChoice>),
    /// The typed headers of responses.
    Headers(Box<Headers>),
    /// The webhooks: requests that the server sends on its own initiative.
    Webhooks(Box<Webhooks>),
    /// The client.
    Client(Box<Client>),
    /// The blocking client.
    BlockingClient(Box<Client>),
    /// A server that the caller can select.
    Server(Box<Server>),
    /// The error types of the crate.
    ErrorBody(Box<ErrorBody>),
}
