//! The client, its builder's credentials, and the groups of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::constructors::{self, Constructor, bare_config, constructor, credential, credential_parameters};
use super::functions::argument;
use super::scope::Scope;
use super::tokens::CLIENT;
use super::{Piece, deprecated, docs, ident};
use crate::rust::{BaseUrl, Client, ClientGroup, Group, GroupMethod, ItemId, Scheme, SchemeKind, Std, Symbol, symbol};

/// Emits the group of a tag's operations.
pub(super) fn group(scope: &Scope<'_>, item: &Group) -> Vec<Piece> {
    let (client, usual) = (scope.own(CLIENT), scope.item(ItemId::Client));
    let (text, name) = (scope.docs(&item.docs), ident(&item.name));
    let methods = item.methods.iter().map(|method| {
        begin(scope, method, &scope.docs(&method.docs), &quote! { #client }, &quote! { self.client.clone() })
    });
    let definition = quote! {
        #text
        #[derive(Debug, Clone)]
        pub struct #name<#client = #usual> { client: #client }
    };
    let methods = quote! {
        impl<#client: Clone> #name<#client> {
            pub(crate) fn on(client: #client) -> Self {
                Self { client }
            }
            #(#methods)*
        }
    };
    vec![Piece::Tokens(definition), Piece::Tokens(methods)]
}

/// Emits a method that creates an operation on a client of type `client_type`, with the client that the expression `client`
/// returns.
pub(super) fn begin(
    scope: &Scope<'_>,
    method: &GroupMethod,
    text: &TokenStream,
    client_type: &TokenStream,
    client: &TokenStream,
) -> TokenStream {
    let (name, operation) = (ident(&method.name), scope.item(ItemId::Operation(method.operation)));
    let call = scope.runtime(symbol::CALL);
    let old = deprecated(method.deprecated.as_ref());
    let arguments = &method.arguments;
    let mut list: Vec<_> = arguments.iter().map(|one| argument(scope, &one.name, &one.ty, one.passing)).collect();
    let mut names: Vec<_> = arguments.iter().map(|argument| ident(&argument.name)).collect();
    if let Some(bundle) = &method.bundle {
        let (argument, ty) = (ident(bundle), scope.item(ItemId::OperationArguments(method.operation)));
        list.push(quote! { #argument: #ty });
        names.push(argument);
    }
    quote! {
        #text
        #old
        pub fn #name(&self, #(#list),*) -> #operation<#client_type> {
            #operation::on(#call::new(#client), #(#names),*)
        }
    }
}

/// Emits the client.
pub(super) fn client(scope: &Scope<'_>, item: &Client) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = item.schemes.iter().map(|scheme| Piece::Tokens(self::scheme(scope, scheme))).collect();
    if let BaseUrl::Known(known) = &item.base_url {
        let (url, text) = (&known.url, docs(&known.constant_docs));
        pieces.push(Piece::Tokens(quote! {
            #text
            pub const BASE_URL: &str = #url;
        }));
    }
    let summary = docs(&item.docs.client);
    let core = scope.runtime(symbol::CORE);
    pieces.push(Piece::Tokens(quote! {
        #summary
        #[derive(Debug, Clone)]
        pub struct Client { core: #core }
    }));
    pieces.push(Piece::Tokens(inherent(scope, item)));
    if item.has_default() {
        pieces.push(Piece::Tokens(quote! { impl Default for Client { fn default() -> Self { Self::new() } } }));
    }
    pieces.extend(constructors::configs(scope, item).into_iter().map(Piece::Tokens));
    pieces.push(invocation(scope, symbol::DISPATCH_ASYNC, "Client"));
    pieces.extend(builder(scope, item));
    pieces
}

/// Emits the invocation of a macro of the runtime for a type.
pub(super) fn invocation(scope: &Scope<'_>, symbol: Symbol, of: &str) -> Piece {
    let head = format!("{}!({of});", scope.macro_text(symbol));
    Piece::Table { head, rows: Vec::new(), tail: String::new() }
}

fn scheme(scope: &Scope<'_>, scheme: &Scheme) -> TokenStream {
    let ty = scope.runtime(symbol::SCHEME);
    let (constant, setter, name) = (ident(&scheme.constant), scheme.setter.trim_start_matches("r#"), &scheme.name);
    let text = docs(&scheme.constant_docs);
    let made = match &scheme.kind {
        SchemeKind::Bearer => quote! { #ty::bearer(#name) },
        SchemeKind::Basic => quote! { #ty::basic(#name) },
        SchemeKind::Header(header) => quote! { #ty::api_key_header(#name, #header) },
        SchemeKind::Query(key) => quote! { #ty::api_key_query(#name, #key) },
        SchemeKind::Cookie(key) => quote! { #ty::api_key_cookie(#name, #key) },
        SchemeKind::Other(word) => quote! { #ty::authorization(#name, #word) },
    };
    let environment = scheme.environment.as_ref().map(|variable| quote! { .env(#variable) });
    let optional = scheme.optional.then(|| quote! { .optional() });
    quote! {
        #text
        pub static #constant: #ty = #made.setter(#setter)#environment #optional;
    }
}

fn inherent(scope: &Scope<'_>, item: &Client) -> TokenStream {
    let core = scope.runtime(symbol::CORE);
    let new = constructor(scope, item).map(|Constructor { docs, parameters, config }| {
        quote! {
            #docs
            #[must_use]
            pub fn new(#parameters) -> Self {
                Self { core: ClientBuilder::<Self>::at(#config).core.build() }
            }
        }
    });
    let from_env = constructors::from_env(scope, item, &quote! { client_config_from_env() });
    let (bare, of_builder, of_core) = (bare_config(), docs(&item.docs.builder), docs(&item.docs.core));
    let groups = item.groups.iter().map(|group| group_method(scope, group, &TokenStream::new()));
    let methods = item
        .methods
        .iter()
        .map(|method| begin(scope, method, &scope.docs(&method.docs), &quote! { Client }, &quote! { self.clone() }));
    quote! {
        impl Client {
            #new
            #from_env

            #of_builder
            pub fn builder() -> ClientBuilder {
                ClientBuilder::at(#bare)
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

/// Emits the method that returns a group of operations, with the generic argument `client` unless that is the default.
pub(super) fn group_method(scope: &Scope<'_>, group: &ClientGroup, client: &TokenStream) -> TokenStream {
    let (text, method, gate) = (scope.docs(&group.docs), ident(&group.method), scope.gate(&group.feature));
    let name = scope.item(ItemId::Group(group.index));
    quote! {
        #text
        #gate
        #[must_use]
        pub fn #method(&self) -> #name #client {
            #name::on(self.clone())
        }
    }
}

/// Emits the method of the builder that sets the credential of a scheme.
fn credential_setter(scope: &Scope<'_>, scheme: &Scheme) -> TokenStream {
    let ((list, _), credential) = (credential_parameters(scope, scheme), credential(scope, scheme));
    let (setter, constant) = (ident(&scheme.setter), ident(&scheme.constant));
    let text = docs(&scheme.setter_docs);
    quote! {
        #text
        pub fn #setter(mut self, #list) -> Self {
            self.core = self.core.config(|config| config.credential(&#constant, #credential));
            self
        }
    }
}

/// Emits the builder of the client with its credentials. The settings that all builders have come from a macro of the runtime.
fn builder(scope: &Scope<'_>, item: &Client) -> Vec<Piece> {
    let setters = item.schemes.iter().map(|scheme| credential_setter(scope, scheme));
    let (text, of_build, unused) = (docs(&item.docs.builder_type), docs(&item.docs.build), item.docs.unused_builder);
    let (parameter, phantom) = (scope.own(CLIENT), scope.path(Std::PhantomData));
    let (core, config) = (scope.runtime(symbol::CORE_BUILDER), scope.runtime(symbol::CLIENT_CONFIG));
    let error = scope.item(ItemId::Error);
    let tls = if scope.is_crate() {
        quote! { preferred(cfg!(feature = "rustls"), cfg!(feature = "native-tls")) }
    } else {
        quote! { of_features() }
    };
    let definition = quote! {
        #text
        #[derive(Debug, Clone)]
        #[must_use = #unused]
        pub struct ClientBuilder<#parameter = Client> {
            pub(crate) core: #core,
            builds: #phantom<fn() -> #parameter>,
        }
    };
    let methods = quote! {
        impl<#parameter> ClientBuilder<#parameter> {
            pub(crate) fn at(config: #config) -> Self {
                let tls = crate::runtime::transport::tls::Tls::#tls;
                Self { core: #core::new(config).tls(tls), builds: #phantom }
            }
            #(#setters)*
        }

        impl ClientBuilder {
            #of_build
            pub fn build(self) -> Result<Client, #error> {
                #core::check(&self.core)?;
                Ok(Client { core: self.core.build() })
            }
        }
    };
    let options = invocation(scope, symbol::CLIENT_OPTIONS, "ClientBuilder");
    // The condition is on the crate's own feature, which differs from the runtime's.
    let of_feature = |(feature, condition): &(&str, &str)| {
        let head = format!("#[cfg({condition})]\ncrate::runtime::{feature}_options!(ClientBuilder);");
        Piece::Table { head, rows: Vec::new(), tail: String::new() }
    };
    // A module has no features, and the runtime that it depends on has neither of these.
    let features: &[(&str, &str)] = if scope.is_crate() { &OPTIONS_OF_FEATURES } else { &[] };
    let of_features = features.iter().map(of_feature);
    [Piece::Tokens(definition), Piece::Tokens(methods), options].into_iter().chain(of_features).collect()
}

/// The features with options of the builder, and the conditions under which the runtime has them.
const OPTIONS_OF_FEATURES: [(&str, &str); 2] =
    [("har", "feature = \"har\""), ("reqwest", "all(feature = \"reqwest\", not(target_family = \"wasm\"))")];
