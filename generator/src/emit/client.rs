//! The client, its builder's credentials, and the groups of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::functions::argument;
use super::{Piece, deprecated, docs, ident};
use crate::comment::Comment;
use crate::rust::{Client, ClientGroup, Group, GroupMethod, Scheme, SchemeKind};

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
    let base_url = &item.base_url;
    pieces.push(Piece::Tokens(quote! {
        /// Where requests go unless a client is told otherwise.
        pub const BASE_URL: &str = #base_url;
    }));
    let summary = docs(&item.docs.clone().and_block(CHEAP_TO_CLONE));
    pieces.push(Piece::Tokens(quote! {
        #summary
        #[derive(Debug, Clone)]
        pub struct Client { core: Core }
    }));
    pieces.push(Piece::Tokens(inherent(item)));
    if item.schemes.is_empty() {
        pieces.push(Piece::Tokens(quote! { impl Default for Client { fn default() -> Self { Self::new() } } }));
    }
    pieces.push(Piece::Tokens(target(item)));
    pieces.extend(builder(item));
    pieces
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let (constant, setter, name) = (ident(&scheme.constant), scheme.setter.trim_start_matches("r#"), &scheme.name);
    let text = docs(&Comment::fill("The security scheme {}.", [Comment::code(&scheme.name)]));
    let made = match &scheme.kind {
        SchemeKind::Bearer => quote! { Scheme::bearer(#name) },
        SchemeKind::Basic => quote! { Scheme::basic(#name) },
        SchemeKind::Header(header) => quote! { Scheme::api_key_header(#name, #header) },
        SchemeKind::Query(key) => quote! { Scheme::api_key_query(#name, #key) },
        SchemeKind::Cookie(key) => quote! { Scheme::api_key_cookie(#name, #key) },
        SchemeKind::Other(word) => quote! { Scheme::authorization(#name, #word) },
    };
    let environment = scheme.environment.as_ref().map(|variable| quote! { .env(#variable) });
    quote! {
        #text
        pub static #constant: Scheme = #made.setter(#setter)#environment;
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
    let new = match item.schemes.as_slice() {
        [] => quote! {
            /// A client with the usual settings.
            #[must_use]
            pub fn new() -> Self {
                Self { core: Core::new(Target::at(BASE_URL)) }
            }
        },
        [scheme] => {
            let (list, names, _) = credential(scheme);
            let text = Comment::from("A client with this credential and the usual settings.");
            let text = docs(&text.and_block(scheme.docs.clone()));
            quote! {
                #text
                #[must_use]
                pub fn new(#list) -> Self {
                    Self { core: Core::new(Target::new(#names)) }
                }
            }
        }
        _ => TokenStream::new(),
    };
    let from_env = from_env(item);
    let groups = item.groups.iter().map(|group| group_method(group, &TokenStream::new()));
    let methods = item.methods.iter().map(|method| {
        begin(method, &docs(&method.docs), &quote! { Client }, &quote! { self.clone() }, &quote! { operations:: })
    });
    quote! {
        impl Client {
            #new
            #from_env

            /// Makes a client step by step.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::at(Target::at(BASE_URL))
            }

            /// What sends the requests: settings, credentials, connections.
            #[must_use]
            pub fn core(&self) -> &Core {
                &self.core
            }
            #(#groups)*
            #(#methods)*
        }
    }
}

fn from_env(item: &Client) -> Option<TokenStream> {
    let variables: Vec<String> = item.schemes.iter().filter_map(|scheme| scheme.environment.clone()).collect();
    if variables.is_empty() && item.base_url_environment.is_none() {
        return None;
    }
    let listed = variables.iter().map(|variable| Comment::fill("`{}`", [Comment::name(variable)]));
    let base = item
        .base_url_environment
        .as_ref()
        .map(|variable| Comment::fill(" `{}`, where it is set, is the base URL.", [Comment::name(variable)]));
    let text = docs(&Comment::fill(
        "A client as the environment describes it: the credential is in {}.{}\n\n# Errors\n\nWhen no credential is set, or the base URL is none.",
        [Comment::joined(listed, " or "), base.unwrap_or_default()],
    ));
    Some(quote! {
        #text
        pub fn from_env() -> Result<Self, Error> {
            ClientBuilder::<Self>::at(Target::from_env()?).build()
        }
    })
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

/// What the crate knows of the target of a request.
fn target(item: &Client) -> TokenStream {
    let new = match item.schemes.as_slice() {
        [scheme] => {
            let (list, _, credential) = credential(scheme);
            let constant = ident(&scheme.constant);
            Some(quote! {
                /// The API's server, with this credential.
                #[must_use]
                pub fn new(#list) -> Self {
                    Self::at(BASE_URL).credential(&#constant, #credential)
                }
            })
        }
        _ => None,
    };
    let schemes = item
        .schemes
        .iter()
        .filter(|scheme| scheme.environment.is_some())
        .map(|scheme| ident(&scheme.constant))
        .collect::<Vec<_>>();
    let from_env = (!schemes.is_empty() || item.base_url_environment.is_some()).then(|| {
        let overridden = item.base_url_environment.as_ref().map(|variable| quote! { .base_url_from_env(#variable) });
        let base = quote! { Self::at(BASE_URL) #overridden };
        let filled = if schemes.is_empty() {
            quote! { Ok(#base) }
        } else {
            quote! { Ok(#base.require_credential_from_env(&[#(&#schemes),*])?) }
        };
        quote! {
            /// The target that the environment describes; see [`Client::from_env`].
            ///
            /// # Errors
            ///
            /// When no credential is set.
            pub fn from_env() -> Result<Self, Error> {
                #filled
            }
        }
    });
    if new.is_none() && from_env.is_none() {
        return TokenStream::new();
    }
    quote! {
        impl Target {
            #new
            #from_env
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
            /// An operation that takes one credential or another gets the first of the document's that is set.
        }
    });
    let definition = quote! {
        /// Makes a [`Client`] step by step, or a blocking one.
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
            /// The client.
            ///
            /// # Errors
            ///
            /// When the base URL or another setting cannot be used.
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
