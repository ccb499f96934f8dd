//! The blocking client.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::{begin, group_method, invocation};
use super::constructors::{Constructor, bare_config, constructor, from_env};
use super::scope::Scope;
use super::{Piece, docs};
use crate::rust::{Client, ItemId, symbol};

/// Emits the blocking client.
pub(super) fn client(scope: &Scope<'_>, item: &Client) -> Vec<Piece> {
    use symbol::blocking::{BODY_READER, ITEMS, ITER, PAGES, UREQ_TRANSPORT, WAIT_FOR};
    let exported = scope.exported([BODY_READER, ITEMS, ITER, PAGES, UREQ_TRANSPORT, WAIT_FOR]);
    let core = scope.runtime(symbol::CORE);
    let summary = docs(&item.docs.client);
    let exports = quote! {
        pub use crate::runtime::blocking::{#(#exported),*};
    };
    let definition = quote! {
        #summary
        #[derive(Debug, Clone)]
        pub struct Client { core: #core }
    };
    let default = item.has_default().then(|| {
        quote! { impl Default for Client { fn default() -> Self { Self::new() } } }
    });
    let pieces = [Some(exports), Some(definition), Some(inherent(scope, item)), default, Some(builder(scope, item))];
    let dispatch = invocation(scope, symbol::DISPATCH_BLOCKING, "Client");
    pieces.into_iter().flatten().map(Piece::Tokens).chain([dispatch]).collect()
}

fn inherent(scope: &Scope<'_>, item: &Client) -> TokenStream {
    let (builder, core) = (scope.item(ItemId::ClientBuilder), scope.runtime(symbol::CORE));
    let config = quote! { crate::client::client_config_from_env() };
    let (new, from_env) = (new(scope, item), from_env(scope, item, &config));
    let (bare, of_builder, of_core) = (bare_config(), docs(&item.docs.builder), docs(&item.docs.core));
    let groups = item.groups.iter().map(|group| group_method(scope, group, &quote! { <Self> }));
    let methods = item
        .methods
        .iter()
        .map(|method| begin(scope, method, &scope.docs(&method.docs), &quote! { Self }, &quote! { self.clone() }));
    quote! {
        impl Client {
            #new
            #from_env

            #of_builder
            pub fn builder() -> #builder<Self> {
                #builder::at(#bare)
            }

            #of_core
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
    constructor(scope, item).map(|Constructor { docs, parameters, config }| {
        let builder = scope.item(ItemId::ClientBuilder);
        quote! {
            #docs
            #[must_use]
            pub fn new(#parameters) -> Self {
                Self { core: #builder::<Self>::at(#config).core.build_blocking() }
            }
        }
    })
}

fn builder(scope: &Scope<'_>, item: &Client) -> TokenStream {
    let text = &item.docs;
    let (summary, of_agent, of_build) = (docs(&text.builder_type), docs(&text.ureq_agent), docs(&text.build));
    let (builder, error) = (scope.item(ItemId::ClientBuilder), scope.item(ItemId::Error));
    let core = scope.runtime(symbol::CORE_BUILDER);
    quote! {
        #summary
        impl #builder<Client> {
            #of_agent
            pub fn ureq_agent(self, agent: crate::runtime::ureq::Agent) -> Self {
                self.transport(UreqTransport::from(agent))
            }

            #of_build
            pub fn build(self) -> Result<Client, #error> {
                #core::check(&self.core)?;
                Ok(Client { core: self.core.build_blocking() })
            }
        }
    }
}
