//! The modules of a crate, and the items in them.

use super::{
    Alias, BodyChoice, CheckedString, Client, Enumeration, ErrorBody, Group, Headers, OAuthServer, Operation,
    OwnCodecs, Server, Struct, Symbol, Union, Webhooks, Wrapper,
};
use crate::comment::Comment;

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
    /// The features of which any one enables it, sorted. It is always compiled if there are none.
    pub features: Vec<String>,
    /// The document whose module declares it, if documents of the crate share it. Its parent only re-exports the names.
    pub shared: Option<String>,
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
    /// Re-exports of items of the runtime.
    Exports(Vec<Symbol>),
    /// An authorization server.
    OAuthServer(Box<OAuthServer>),
    /// The client.
    Client(Box<Client>),
    /// The blocking client.
    BlockingClient(Box<Client>),
    /// A server that the caller can select.
    Server(Box<Server>),
    /// The error types of the crate.
    ErrorBody(Box<ErrorBody>),
}
