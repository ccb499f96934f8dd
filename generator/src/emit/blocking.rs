//! The client for threads that wait, and the methods by which it sends operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::answers::{event_shape, framing_name, method};
use super::client::{CHEAP_TO_CLONE, begin, group_method};
use super::constructors::{
    Constructor, bare_target, builder_docs, constructor, environment_errors, is_default, reads_environment,
};
use super::scope::Scope;
use super::{Piece, docs, text};
use crate::comment::Comment;
use crate::rust::{Client, ItemId, Operation, Sending, SendingKind, Ty, symbol};

/// The client.
pub(super) fn client(scope: &Scope<'_>, item: &Client) -> Vec<Piece> {
    use symbol::blocking::{BODY_READER, ITEMS, ITER, PAGES, UREQ_TRANSPORT, WAIT_FOR};
    let exported = scope.exported([BODY_READER, ITEMS, ITER, PAGES, UREQ_TRANSPORT, WAIT_FOR]);
    let core = scope.runtime(symbol::CORE);
    let summary = docs(&item.docs.clone().and_block(CHEAP_TO_CLONE));
    let exports = quote! {
        pub use crate::runtime::blocking::{#(#exported),*};
    };
    let definition = quote! {
        #summary
        #[derive(Debug, Clone)]
        pub struct Client { core: #core }
    };
    let default = is_default(item).then(|| {
        quote! { impl Default for Client { fn default() -> Self { Self::new() } } }
    });
    let pieces = [Some(exports), Some(definition), Some(inherent(scope, item)), default, Some(builder(scope))];
    pieces.into_iter().flatten().map(Piece::Tokens).collect()
}

fn inherent(scope: &Scope<'_>, item: &Client) -> TokenStream {
    let (builder, core) = (scope.item(ItemId::ClientBuilder), scope.runtime(symbol::CORE));
    let (new, from_env) = (new(scope, item), from_env(scope, item));
    let (bare, text) = (bare_target(scope, item), docs(&builder_docs(item)));
    let groups = item.groups.iter().map(|group| group_method(scope, group, &quote! { <Self> }));
    let methods = item.methods.iter().map(|method| {
        let name = Comment::name(method.name.trim_start_matches("r#"));
        let text = docs(&Comment::fill("As `{}` of an asynchronous client.", [name]));
        begin(scope, method, &text, &quote! { Self }, &quote! { self.clone() })
    });
    quote! {
        impl Client {
            #new
            #from_env

            #text
            pub fn builder() -> #builder<Self> {
                #builder::at(#bare)
            }

            /// Returns the part of the client that sends requests: settings, credentials, connections. Its methods are
            /// asynchronous: [`wait_for`] runs them.
            #[must_use]
            pub fn core(&self) -> &#core {
                &self.core
            }
            #(#groups)*
            #(#methods)*
        }
    }
}

fn new(scope: &Scope<'_>, item: &Client) -> Option<TokenStream> {
    constructor(scope, item, "A client").map(|Constructor { docs, parameters, target }| {
        let core = scope.runtime(symbol::CORE_BUILDER);
        quote! {
            #docs
            #[must_use]
            pub fn new(#parameters) -> Self {
                Self { core: #core::new(#target).build_blocking() }
            }
        }
    })
}

fn from_env(scope: &Scope<'_>, item: &Client) -> Option<TokenStream> {
    let errors = docs(&Comment::from(environment_errors(item)));
    reads_environment(item).then(|| {
        let (error, target) = (scope.item(ItemId::Error), scope.runtime(symbol::TARGET));
        let builder = scope.item(ItemId::ClientBuilder);
        quote! {
            /// Creates a client with the settings of the environment; see [`crate::Client::from_env`].
            ///
            /// # Errors
            ///
            #errors
            pub fn from_env() -> Result<Self, #error> {
                #builder::<Self>::at(#target::from_env()?).build()
            }
        }
    })
}

fn builder(scope: &Scope<'_>) -> TokenStream {
    let (builder, error) = (scope.item(ItemId::ClientBuilder), scope.item(ItemId::Error));
    let core = scope.runtime(symbol::CORE_BUILDER);
    quote! {
        /// Methods of the builder of the blocking client.
        impl #builder<Client> {
            /// Sends requests through an agent of `ureq` of your own.
            ///
            /// Build it with `max_redirects(0)` and `max_redirects_will_error(false)`, so that a redirect to another origin gets
            /// no credentials.
            pub fn ureq_agent(self, agent: ::ureq::Agent) -> Self {
                self.transport(UreqTransport::from(agent))
            }

            /// Builds the blocking client.
            ///
            /// # Errors
            ///
            /// [`Error::Configuration`] if the base URL or another setting is invalid.
            pub fn build(self) -> Result<Client, #error> {
                #core::check(&self.core)?;
                Ok(Client { core: self.core.build_blocking() })
            }
        }
    }
}

/// The methods by which a blocking client sends an operation: one line each for a macro of the runtime, which makes nothing of
/// them where there is no blocking client.
pub(super) fn sends(scope: &Scope<'_>, item: &Operation) -> Piece {
    let pages = item.paging.iter().map(|_| "pages: pages;".to_owned());
    Piece::Table {
        head: format!("{}!({} {{", scope.macro_text(symbol::BLOCKING_SENDS), item.name),
        rows: item.answers.sends.iter().map(|one| send(scope, one)).chain(pages).collect(),
        tail: "});".to_owned(),
    }
}

fn send(scope: &Scope<'_>, item: &Sending) -> String {
    let (name, output) = (&item.name, scope.ty_text(&item.output));
    match &item.kind {
        SendingKind::Whole => format!("{name}: whole -> {output};"),
        SendingKind::Raw => format!("{name}: raw;"),
        SendingKind::As { accept, decoding, optional } => {
            format!("{name}: read({}, {}) -> {output};", text(accept), method(*decoding, *optional))
        }
        SendingKind::Stream => format!("{name}: stream;"),
        SendingKind::Events(data) => format!("{name}: events({}) -> {output};", event_shape(*data)),
        SendingKind::Follow(data) => {
            format!("{name}: follow({}) -> {};", event_shape(*data), piece(scope, &item.output))
        }
        SendingKind::Download { accept } => format!("{name}: download({});", text(accept)),
        SendingKind::Lines { accept, framing } => {
            format!("{name}: lines({}, {}) -> {output};", text(accept), framing_name(*framing))
        }
    }
}

/// What an event holds, of the type of a source of events.
fn piece(scope: &Scope<'_>, source: &Ty) -> String {
    match source {
        Ty::Generic(_, arguments) => arguments.last().map_or_else(String::new, |ty| scope.ty_text(ty)),
        other => scope.ty_text(other),
    }
}
