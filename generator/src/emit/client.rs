//! The client, its builder's credentials, and the groups of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::constructors::{self, Constructor, bare_target, builder_docs, constructor, is_default};
use super::functions::argument;
use super::{Piece, deprecated, docs, ident};
use crate::comment::Comment;
use crate::rust::{BaseUrl, Client, ClientGroup, Group, GroupMethod, Scheme, SchemeKind};

/// What the documentation of both clients ends with.
pub(super) const CHEAP_TO_CLONE: &str = "It is cheap to clone: the clones share their connections.";

/// The operations of a tag.
pub(super) fn group(item: &Group) -> Vec<Piece> {
    let (text, name) = (docs(&item.docs), ident(&item.name));
    let methods = item.methods.iter().map(|method| {
        begin(method, &docs(&method.docs), &quote! { C }, &quote! { self.client.clone() }, &TokenStream::new())
    });
    let definition = quote! {
        #text
        #[derive(Debug, Clone)]
        pub struct #name<C = Client> { client: C }
    };
    let methods = quote! {
        impl<C: Clone> #name<C> {
            pub(crate) fn on(client: C) -> Self {
                Self { client }
            }
            #(#methods)*
        }
    };
    vec![Piece::Tokens(definition), Piece::Tokens(methods)]
}

/// A method that begins an operation on a client of this type, which this expression gives; the path leads to the module of
/// the operation's type.
pub(super) fn begin(
    method: &GroupMethod,
    text: &TokenStream,
    client_type: &TokenStream,
    client: &TokenStream,
    path: &TokenStream,
) -> TokenStream {
    let (name, operation) = (ident(&method.name), ident(&method.operation));
    let old = deprecated(method.deprecated.as_ref());
    let (list, names) = if let Some(bundle) = &method.bundle {
        let bundle = ident(bundle);
        (quote! { required: #path #bundle }, quote! { required })
    } else {
        let list = method.arguments.iter().map(argument);
        let names = method.arguments.iter().map(|argument| ident(&argument.name));
        (quote! { #(#list),* }, quote! { #(#names),* })
    };
    quote! {
        #text
        #old
        pub fn #name(&self, #list) -> #path #operation<#client_type> {
            #path #operation::on(Call::new(#client), #names)
        }
    }
}

/// The client.
pub(super) fn client(item: &Client) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = item.schemes.iter().map(|scheme| Piece::Tokens(self::scheme(scheme))).collect();
    if let BaseUrl::Known(known) = &item.base_url {
        let text = Comment::from("The default base URL.").and_block(known.docs.clone());
        let (url, text) = (&known.url, docs(&text));
        pieces.push(Piece::Tokens(quote! {
            #text
            pub const BASE_URL: &str = #url;
        }));
    }
    let summary = docs(&item.docs.clone().and_block(CHEAP_TO_CLONE));
    pieces.push(Piece::Tokens(quote! {
        #summary
        #[derive(Debug, Clone)]
        pub struct Client { core: Core }
    }));
    pieces.push(Piece::Tokens(inherent(item)));
    if is_default(item) {
        pieces.push(Piece::Tokens(quote! { impl Default for Client { fn default() -> Self { Self::new() } } }));
    }
    pieces.push(Piece::Tokens(constructors::target(item)));
    pieces.extend(builder(item));
    pieces
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let (constant, setter, name) = (ident(&scheme.constant), scheme.setter.trim_start_matches("r#"), &scheme.name);
    let without = if scheme.optional { " Operations are sent without it if it is not set." } else { "" };
    let text = docs(&Comment::fill("The security scheme {}.", [Comment::code(&scheme.name)]).and(without));
    let made = match &scheme.kind {
        SchemeKind::Bearer => quote! { Scheme::bearer(#name) },
        SchemeKind::Basic => quote! { Scheme::basic(#name) },
        SchemeKind::Header(header) => quote! { Scheme::api_key_header(#name, #header) },
        SchemeKind::Query(key) => quote! { Scheme::api_key_query(#name, #key) },
        SchemeKind::Cookie(key) => quote! { Scheme::api_key_cookie(#name, #key) },
        SchemeKind::Other(word) => quote! { Scheme::authorization(#name, #word) },
    };
    let environment = scheme.environment.as_ref().map(|variable| quote! { .env(#variable) });
    let optional = scheme.optional.then(|| quote! { .optional() });
    quote! {
        #text
        pub static #constant: Scheme = #made.setter(#setter)#environment #optional;
    }
}

/// What is asked for in order to fill a scheme: parameters and the credential that they become.
pub(super) fn credential(scheme: &Scheme) -> (TokenStream, TokenStream, TokenStream) {
    match scheme.kind {
        SchemeKind::Basic => (
            quote! { user: impl Into<String>, password: impl Into<Secret> },
            quote! { user, password },
            quote! { Credential::login(user, password) },
        ),
        _ => (quote! { token: impl Into<Credential> }, quote! { token }, quote! { token }),
    }
}

fn inherent(item: &Client) -> TokenStream {
    let new = constructor(item, "A client").map(|Constructor { docs, parameters, target }| {
        quote! {
            #docs
            #[must_use]
            pub fn new(#parameters) -> Self {
                Self { core: Core::new(#target) }
            }
        }
    });
    let from_env = constructors::from_env(item);
    let (bare, text) = (bare_target(item), docs(&builder_docs(item)));
    let groups = item.groups.iter().map(|group| group_method(group, &TokenStream::new()));
    let methods = item.methods.iter().map(|method| {
        begin(method, &docs(&method.docs), &quote! { Client }, &quote! { self.clone() }, &quote! { operations:: })
    });
    quote! {
        impl Client {
            #new
            #from_env

            #text
            pub fn builder() -> ClientBuilder {
                ClientBuilder::at(#bare)
            }

            /// Returns the part of the client that sends requests: settings, credentials, connections.
            #[must_use]
            pub fn core(&self) -> &Core {
                &self.core
            }
            #(#groups)*
            #(#methods)*
        }
    }
}

/// The method that gives the operations of a tag, with the type of the client where that is not the usual one.
pub(super) fn group_method(group: &ClientGroup, client: &TokenStream) -> TokenStream {
    let (text, method, name, feature) = (docs(&group.docs), ident(&group.method), ident(&group.name), &group.feature);
    quote! {
        #text
        #[cfg(feature = #feature)]
        #[must_use]
        pub fn #method(&self) -> crate::operations::#name #client {
            crate::operations::#name::on(self.clone())
        }
    }
}

/// The builder of the client: the credentials; what all builders have in common comes from the runtime.
fn builder(item: &Client) -> Vec<Piece> {
    let setters = item.schemes.iter().map(|scheme| {
        let (list, _, credential) = credential(scheme);
        let (setter, constant) = (ident(&scheme.setter), ident(&scheme.constant));
        let what =
            if scheme.kind == SchemeKind::Bearer { ": a token, or a [`Credential::source`] of tokens" } else { "" };
        let text = Comment::fill("Sets the credential of {}{}.", [Comment::code(&scheme.name), what.into()]);
        let text = docs(&text.and_block(scheme.docs.clone()));
        quote! {
            #text
            pub fn #setter(mut self, #list) -> Self {
                self.core = self.core.target(|target| target.credential(&#constant, #credential));
                self
            }
        }
    });
    let choice = (item.schemes.len() > 1).then(|| {
        quote! {
            ///
            /// If an operation accepts one of several credentials, the first one that is set is sent, in the order of the API
            /// description.
        }
    });
    let definition = quote! {
        /// The builder of a [`Client`], or of a blocking one.
        #choice
        #[derive(Debug, Clone)]
        #[must_use = "a builder does nothing until it is built"]
        pub struct ClientBuilder<C = Client> {
            pub(crate) core: CoreBuilder,
            builds: PhantomData<fn() -> C>,
        }
    };
    let methods = quote! {
        impl<C> ClientBuilder<C> {
            pub(crate) fn at(target: Target) -> Self {
                Self { core: CoreBuilder::new(target), builds: PhantomData }
            }
            #(#setters)*
        }

        impl ClientBuilder {
            /// Builds the asynchronous client.
            ///
            /// # Errors
            ///
            /// [`Error::Configuration`] if the base URL or another setting is invalid.
            pub fn build(self) -> Result<Client, Error> {
                CoreBuilder::check(&self.core)?;
                Ok(Client { core: self.core.build() })
            }
        }
    };
    let options =
        Piece::Table { head: "client_options!(ClientBuilder);".to_owned(), rows: Vec::new(), tail: String::new() };
    vec![Piece::Tokens(definition), Piece::Tokens(methods), options]
}
