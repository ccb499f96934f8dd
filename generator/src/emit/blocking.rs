//! The client for threads that wait, and the methods by which it sends operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::answers::method;
use super::client::{CHEAP_TO_CLONE, begin, group_method};
use super::constructors::{
    Constructor, bare_target, builder_docs, constructor, environment_errors, is_default, reads_environment,
};
use super::{Piece, docs, text, ty_text};
use crate::comment::Comment;
use crate::rust::{Client, Operation, Sending, SendingKind, Ty};

/// The client.
pub(super) fn client(item: &Client) -> Vec<Piece> {
    let summary = docs(&item.docs.clone().and_block(CHEAP_TO_CLONE));
    let exports = quote! {
        pub use crate::runtime::blocking::{BodyReader, Items, Iter, Pages, UreqTransport, wait_for};
    };
    let definition = quote! {
        #summary
        #[derive(Debug, Clone)]
        pub struct Client { core: Core }
    };
    let default = is_default(item).then(|| {
        quote! { impl Default for Client { fn default() -> Self { Self::new() } } }
    });
    let pieces = [Some(exports), Some(definition), Some(inherent(item)), default, Some(builder())];
    pieces.into_iter().flatten().map(Piece::Tokens).collect()
}

fn inherent(item: &Client) -> TokenStream {
    let (new, from_env) = (new(item), from_env(item));
    let (bare, text) = (bare_target(item), docs(&builder_docs(item)));
    let groups = item.groups.iter().map(|group| group_method(group, &quote! { <Self> }));
    let methods = item.methods.iter().map(|method| {
        let name = Comment::name(method.name.trim_start_matches("r#"));
        let text = docs(&Comment::fill("As `{}` of an asynchronous client.", [name]));
        begin(method, &text, &quote! { Self }, &quote! { self.clone() }, &quote! { operations:: })
    });
    quote! {
        impl Client {
            #new
            #from_env

            #text
            pub fn builder() -> ClientBuilder<Self> {
                ClientBuilder::at(#bare)
            }

            /// Returns the part of the client that sends requests: settings, credentials, connections. Its methods are
            /// asynchronous: [`wait_for`] runs them.
            #[must_use]
            pub fn core(&self) -> &Core {
                &self.core
            }
            #(#groups)*
            #(#methods)*
        }
    }
}

fn new(item: &Client) -> Option<TokenStream> {
    constructor(item, "A client").map(|Constructor { docs, parameters, target }| {
        quote! {
            #docs
            #[must_use]
            pub fn new(#parameters) -> Self {
                Self { core: CoreBuilder::new(#target).build_blocking() }
            }
        }
    })
}

fn from_env(item: &Client) -> Option<TokenStream> {
    let errors = docs(&Comment::from(environment_errors(item)));
    reads_environment(item).then(|| {
        quote! {
            /// Creates a client with the settings of the environment; see [`crate::Client::from_env`].
            ///
            /// # Errors
            ///
            #errors
            pub fn from_env() -> Result<Self, Error> {
                ClientBuilder::<Self>::at(Target::from_env()?).build()
            }
        }
    })
}

fn builder() -> TokenStream {
    quote! {
        /// Methods of the builder of the blocking client.
        impl ClientBuilder<Client> {
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
            pub fn build(self) -> Result<Client, Error> {
                CoreBuilder::check(&self.core)?;
                Ok(Client { core: self.core.build_blocking() })
            }
        }
    }
}

/// The methods by which a blocking client sends an operation: one line each for a macro of the runtime, which makes nothing of
/// them where there is no blocking client.
pub(super) fn sends(item: &Operation) -> Piece {
    let pages = item.paging.iter().map(|_| "pages: pages;".to_owned());
    Piece::Table {
        head: format!("blocking_sends!({} {{", item.name),
        rows: item.answers.sends.iter().map(send).chain(pages).collect(),
        tail: "});".to_owned(),
    }
}

fn send(item: &Sending) -> String {
    let (name, output) = (&item.name, ty_text(&item.output));
    match &item.kind {
        SendingKind::Whole => format!("{name}: whole -> {output};"),
        SendingKind::Raw => format!("{name}: raw;"),
        SendingKind::As { accept, decoding, optional } => {
            format!("{name}: read({}, {}) -> {output};", text(accept), method(*decoding, *optional))
        }
        SendingKind::Stream => format!("{name}: stream;"),
        SendingKind::Events(data) => format!("{name}: events({}) -> {output};", data.name()),
        SendingKind::Follow(data) => format!("{name}: follow({}) -> {};", data.name(), piece(&item.output)),
        SendingKind::Download { accept } => format!("{name}: download({});", text(accept)),
        SendingKind::Lines { accept, framing } => {
            format!("{name}: lines({}, {}) -> {output};", text(accept), framing.name())
        }
    }
}

/// What an event holds, of the type of a source of events.
fn piece(source: &Ty) -> String {
    match source {
        Ty::Generic(_, arguments) => arguments.last().map(ty_text).unwrap_or_default(),
        other => ty_text(other),
    }
}
