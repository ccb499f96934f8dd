//! The generated crate as Rust items, with every decision made: plain data that `lower` creates and `emit` prints. It knows
//! nothing of OpenAPI beyond the documentation texts.

mod bare;
mod client;
mod constructor;
mod deprecated;
mod deprecations;
mod derives;
mod directory;
mod documents;
mod encoding;
mod error;
mod header;
mod model;
mod module;
mod oauth;
mod operation;
mod package;
mod packages;
mod paging;
mod passing;
mod path;
mod references;
mod response;
mod server;
mod ty;
mod union;
mod webhook;

pub use client::{
    Client, ClientConstructor, ClientDocs, ClientGroup, ClientParameter, Environment, Scheme, SchemeKind,
};
pub use constructor::{Bundle, Constructor, Fill};
pub use deprecated::Deprecated;
pub use derives::{Derives, ForeignTrait, ModelSchema, ModelSchemaKind, SchemaNode, SchemaProperty};
pub use directory::Directory;
pub use documents::{Package, Shared};
pub use encoding::{Delimiter, Encoding, Items, Nesting, ParameterPlacement, Reserved, Style, ValueStyle, Written};
pub use error::{EnvelopePaths, ErrorBody, ErrorDocs, ErrorFact, ErrorVariant, FieldPath, TextKind, VariantDocs};
pub use header::{HeaderMethod, HeaderReading, Headers};
pub use model::{
    Alias, Argument, CheckedString, Enumeration, Field, Literal, OwnCodecs, Pattern, PatternPiece, Presence, Rest,
    Sample, Setter, SetterValue, Struct, Unknown, Value, Wrapper,
};
pub use module::{Child, Item, Module};
pub use oauth::{OAUTH_EXPORTS, OAuthFunction, OAuthGrant, OAuthScope, OAuthServer, OAuthUrls};
pub use operation::{
    BodyChoice, BodyStep, BodyWriting, EncodeStep, Group, GroupMethod, Input, Operation, PathStep, QueryWriting,
    Replay, Role, Writing, WritingCall,
};
pub use package::{
    Chapter, Crate, Export, Form, GroupFeature, Manifest, OAUTH, RUNTIME_VERSION, Runtime, RuntimeModule,
    WEBHOOK_PAYLOADS, WEBHOOK_SIGNATURES,
};
pub use packages::{features, packages};
pub use paging::{CursorField, CursorKind, FieldChain, PageEnd, PageStep, Paging, PagingDocs};
pub use passing::Passing;
pub use path::{EXPORTED, External, ItemId, Path, Std, Symbol, symbol};
pub use response::{
    Decoding, EventData, FailureArm, FailureVariant, Framing, Outcome, OutcomeVariant, Responses, Sending, SendingKind,
    StatusArm, StatusMatch, Wrapping,
};
pub use server::{BaseUrl, KnownUrl, OwnServer, RequiredUrl, Server, ServerVariable};
pub use ty::Ty;
pub use union::{Accessor, Alternative, Constant, Holder, JsonType, Tagging, Union, Variant};
pub use webhook::{Payloads, Signature, WebhookArm, Webhooks};
