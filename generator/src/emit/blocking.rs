//! The blocking client.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::{CHEAP_TO_CLONE, begin, group_method, invocation};
use super::constructors::{Constructor, bare_target, builder_docs, constructor, environment_errors, is_default};
use super::scope::Scope;
use super::{Piece, docs};
use crate::comment::Comment;
use crate::rust::{Client, ItemId, symbol};

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
    let dispatch = invocation(scope, symbol::DISPATCH_BLOCKING, "Client");
    pieces.into_iter().flatten().map(Piece::Tokens).chain([dispatch]).collect()
}

fn inherent(scope: &Scope<'_>, item: &Client) -> TokenStream {
    let (builder, core) = (scope.item(ItemId::ClientBuilder), scope.runtime(symbol::CORE));
    let (new, from_env) = (new(scope, item), from_env(scope, item));
    let (bare, text) = (bare_target(), docs(&builder_docs(item)));
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
        let builder = scope.item(ItemId::ClientBuilder);
        quote! {
            #docs
            #[must_use]
            pub fn new(#parameters) -> Self {
                Self { core: #builder::<Self>::at(#target).core.build_blocking() }
            }
        }
    })
}

fn from_env(scope: &Scope<'_>, item: &Client) -> Option<TokenStream> {
    let errors = docs(&Comment::from(environment_errors(item)));
    item.reads_environment().then(|| {
        let error = scope.item(ItemId::Error);
        let builder = scope.item(ItemId::ClientBuilder);
        quote! {
            /// Creates a client with the settings of the environment; see [`crate::Client::from_env`].
            ///
            /// # Errors
            ///
            #errors
            pub fn from_env() -> Result<Self, #error> {
                #builder::<Self>::at(crate::client::target_from_env()?).build()
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
            pub fn ureq_agent(self, agent: crate::runtime::ureq::Agent) -> Self {
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
