//! The generated crate as Rust items with every decision taken: plain data that `lower` makes and `emit` prints.
//! It knows nothing of OpenAPI beyond the words in the documentation.

mod answer;
mod client;
mod constructor;
mod deprecated;
mod directory;
mod encoding;
mod error;
mod header;
mod model;
mod operation;
mod paging;
mod path;
mod references;
mod server;
mod ty;
mod union;
mod webhook;

use crate::comment::Comment;

pub use answer::{
    Answers, Decoding, EventData, FailureArm, FailureVariant, Framing, Outcome, OutcomeVariant, Sending, SendingKind,
    StatusArm, StatusMatch, Wrapping,
};
pub use client::{
    Client, ClientConstructor, ClientDocs, ClientGroup, ClientParameter, Environment, Scheme, SchemeKind,
};
pub use constructor::{Bundle, Constructor, Fill};
pub use deprecated::Deprecated;
pub use directory::Directory;
pub use encoding::{Delimiter, Encoding, Items, Nesting, Place, Reserved, Style, ValueStyle, Written};
pub use error::{EnvelopePaths, ErrorBody, ErrorDocs, ErrorFact, ErrorVariant, FieldPath, TextKind, VariantDocs};
pub use header::{HeaderMethod, HeaderReading, Headers};
pub use model::{
    Alias, Argument, CheckedString, Enumeration, Field, Literal, Passing, Pattern, PatternPiece, Presence, Rest,
    Sample, Setter, SetterValue, Struct, Unknown, Value, Wrapper,
};
pub use operation::{
    BodyChoice, BodyStep, BodyWriting, EncodeStep, Group, GroupMethod, Input, Method, Operation, PathStep,
    QueryWriting, Replay, Role, Writing, WritingCall,
};
pub use paging::{CursorField, CursorKind, Paging, PagingDocs, PagingEnd, PagingEndKind, PagingStep, Way};
pub use path::{EXPORTED, External, ItemId, Path, Std, Symbol, symbol};
pub use server::{BaseUrl, KnownUrl, OwnServer, RequiredUrl, Server, ServerVariable};
pub use ty::Ty;
pub use union::{Alternative, Constant, Holder, JsonType, Tagging, Union, Variant};
pub use webhook::{Payloads, Signature, WebhookArm, Webhooks};

/// A whole crate.
#[derive(Debug, Clone)]
pub struct Crate {
    /// What `Cargo.toml` says.
    pub manifest: Manifest,
    /// The front page of the documentation, Markdown.
    pub docs: Comment,
    /// `README.md`.
    pub readme: Comment,
    /// The guide, in the order of reading.
    pub guide: Vec<Chapter>,
    /// The modules, in the order of their declaration.
    pub modules: Vec<Module>,
    /// What the root of the crate names besides modules.
    pub exports: Vec<Export>,
}

/// A chapter of the guide.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Its module: `errors`.
    pub name: String,
    /// One line, Markdown.
    pub title: &'static str,
    /// Markdown.
    pub text: Comment,
}

/// `pub use PATH::{NAMES};` at the root of the crate.
#[derive(Debug, Clone)]
pub struct Export {
    /// The module, as a path from the root.
    pub module: String,
    /// The names.
    pub names: Vec<String>,
}

/// The feature of what only webhooks bring.
pub const WEBHOOK_PAYLOADS: &str = "webhook-payloads";

/// The feature of what checks the signatures of webhooks.
pub const WEBHOOK_SIGNATURES: &str = "webhook-signatures";

/// What `Cargo.toml` says.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// Package name.
    pub name: String,
    /// Package version.
    pub version: String,
    /// One line.
    pub description: String,
    /// SPDX expression.
    pub license: Option<String>,
    /// The URL of the API's documentation.
    pub homepage: Option<String>,
    /// URL.
    pub repository: Option<String>,
    /// One feature per group of operations.
    pub groups: Vec<String>,
    /// Whether what webhooks bring has types, which have a feature of their own.
    pub webhook_payloads: bool,
    /// Optional packages that some type of the crate needs.
    pub packages: Vec<Package>,
    /// Where the runtime is.
    pub runtime: Runtime,
}

/// Where the runtime of a crate is. Its path within the crate is `crate::runtime` in both cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Runtime {
    /// In the crate, as a module.
    #[default]
    Vendored,
    /// In the package `oaspress-runtime`.
    Crate {
        /// The version requirement, unless a path or a repository without one was configured.
        version: Option<String>,
        /// The path of the package, relative to the crate.
        path: Option<String>,
        /// The repository of the package.
        git: Option<String>,
    },
}

/// The version of the runtime that this generator writes crates for.
pub const RUNTIME_VERSION: &str = env!("OASPRESS_RUNTIME_VERSION");

/// A package that is needed only where the document uses a type of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Package {
    /// `uuid`, for `format: uuid`.
    Uuid,
    /// None but the standard ones, for webhooks whose payloads are described.
    Incoming,
    /// `hmac` and `sha2`, for webhooks that are signed.
    Webhook,
    /// None but the standard ones, for answers that are written away.
    Download,
    /// None but the standard ones, for streams of events.
    Events,
    /// None but the standard ones, for JSON line by line.
    Lines,
    /// None but the standard ones, for multipart bodies.
    Multipart,
    /// None but the standard ones, for types that are nested deeply.
    Nested,
    /// None but the standard ones, for lists whose items have a type each.
    Tuples,
}

/// A module: one file.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its path from the root, `["models", "contact"]`.
    pub path: Vec<String>,
    /// Its documentation, Markdown.
    pub docs: Comment,
    /// Its items, in order.
    pub items: Vec<Item>,
    /// The modules below it that it declares and whose public names it shows as its own.
    pub children: Vec<Child>,
}

/// A module declared in its parent.
#[derive(Debug, Clone)]
pub struct Child {
    /// Its name.
    pub name: String,
    /// The public names that the parent shows as its own.
    pub names: Vec<String>,
    /// The feature that it needs.
    pub feature: Option<String>,
}

/// An item of a module.
#[derive(Debug, Clone)]
pub enum Item {
    /// A record with named fields.
    Struct(Box<Struct>),
    /// A list of values, open to new ones.
    Enumeration(Box<Enumeration>),
    /// One of several types.
    Union(Box<Union>),
    /// Another name for a type.
    Alias(Box<Alias>),
    /// A type around another one, where an alias would never end.
    Wrapper(Box<Wrapper>),
    /// A string that is checked when it is made.
    CheckedString(Box<CheckedString>),
    /// The operations of a tag, bound to a client.
    Group(Box<Group>),
    /// An operation.
    Operation(Box<Operation>),
    /// The ways to write the body of an operation.
    BodyChoice(Box<BodyChoice>),
    /// The headers of answers.
    Headers(Box<Headers>),
    /// What the server sends of its own accord.
    Webhooks(Box<Webhooks>),
    /// The client.
    Client(Box<Client>),
    /// The same for threads that wait.
    BlockingClient(Box<Client>),
    /// A server to choose.
    Server(Box<Server>),
    /// The aliases of the error types and what they read from the envelope.
    ErrorBody(Box<ErrorBody>),
}
