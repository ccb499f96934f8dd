//! The ways to begin a client and a target: with arguments, from the environment, by the builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::{credential, credential_parameters};
use super::docs;
use super::scope::Scope;
use crate::comment::Comment;
use crate::rust::{BaseUrl, Client, ItemId, KnownUrl, RequiredUrl, symbol};

/// Whether a client needs to be told nothing.
pub(super) fn is_default(item: &Client) -> bool {
    item.schemes.is_empty() && !item.base_url.is_required()
}

/// The call of the function that creates a target without credentials.
pub(super) fn bare_target() -> TokenStream {
    quote! { crate::client::bare_target() }
}

/// The function that creates a target without credentials, and without a base URL if the API description declares none. It sets
/// the user agent, which is the crate's and not the runtime's.
fn bare_target_function(scope: &Scope<'_>, item: &Client) -> TokenStream {
    let target = scope.runtime(symbol::TARGET);
    let made = match &item.base_url {
        BaseUrl::Known(_) => {
            let url = scope.item(ItemId::BaseUrl);
            quote! { at(#url) }
        }
        BaseUrl::Required(RequiredUrl { variable, path, .. }) => quote! { without_server(#variable, #path) },
    };
    quote! {
        pub(crate) fn bare_target() -> #target {
            #target::#made.user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
        }
    }
}

/// The constructor `new` of a client.
pub(super) struct Constructor {
    pub docs: TokenStream,
    pub parameters: TokenStream,
    pub target: TokenStream,
}

/// The constructor of a client that is told everything by its arguments; none where one credential is not enough.
pub(super) fn constructor(scope: &Scope<'_>, item: &Client, what: &'static str) -> Option<Constructor> {
    let (parameters, names, of_scheme) = told(scope, item)?;
    let given = match (item.base_url.is_required(), item.schemes.is_empty()) {
        (true, true) => "this base URL and ",
        (true, false) => "this base URL, this credential and ",
        (false, true) => "",
        (false, false) => "this credential and ",
    };
    let text = Comment::fill("{} with {}the usual settings.", [what.into(), given.into()]);
    let choice = item.usual_scheme().filter(|_| item.schemes.len() > 1).map(|usual| {
        let text = "The credential is that of {}. [`builder`](Self::builder) takes the others.";
        Comment::fill(text, [Comment::code(&usual.name)])
    });
    let text = text.and_block(item.base_url.docs()).and_block(choice.unwrap_or_default()).and_block(of_scheme);
    let target = quote! { crate::client::target(#names) };
    Some(Constructor { docs: docs(&text), parameters, target })
}

/// The parameters that tell a client everything, their names, and what the document says of the credential.
fn told(scope: &Scope<'_>, item: &Client) -> Option<(TokenStream, TokenStream, Comment)> {
    let (mut parameters, mut names) = (Vec::new(), Vec::new());
    if item.base_url.is_required() {
        parameters.push(quote! { base_url: impl AsRef<str> });
        names.push(quote! { base_url });
    }
    let of_scheme = match item.usual_scheme() {
        None if item.schemes.is_empty() => Comment::new(),
        None => return None,
        Some(scheme) => {
            let (list, own) = credential_parameters(scope, scheme);
            parameters.push(list);
            names.push(own);
            scheme.docs.clone()
        }
    };
    Some((quote! { #(#parameters),* }, quote! { #(#names),* }, of_scheme))
}

/// What the documentation of `builder` says.
pub(super) fn builder_docs(item: &Client) -> Comment {
    let required = "Returns a builder of a client. It requires `base_url`.";
    match &item.base_url {
        BaseUrl::Known(_) => "Returns a builder of a client.".into(),
        // Without `new`, nothing else says it.
        BaseUrl::Required(url) if !item.has_constructor() => Comment::from(required).and_block(url.docs.clone()),
        BaseUrl::Required(_) => required.into(),
    }
}

/// The variables that contain credentials.
fn variables(item: &Client) -> Vec<Comment> {
    let names = item.schemes.iter().filter_map(|scheme| scheme.environment.as_ref());
    names.map(|name| Comment::fill("`{}`", [Comment::name(name)])).collect()
}

/// Whether the environment has to hold a credential.
fn requires_credential(item: &Client) -> bool {
    item.requires_environment && !variables(item).is_empty()
}

/// What is wrong where the environment does not describe a client.
pub(super) fn environment_errors(item: &Client) -> &'static str {
    match (item.base_url.is_required(), !requires_credential(item)) {
        (true, true) => "[`Error::Configuration`] if the base URL is not set or invalid.",
        (true, false) => {
            "[`Error::MissingCredential`] if no credential is set, [`Error::Configuration`] if the base URL is not set or invalid."
        }
        (false, true) => "[`Error::Configuration`] if the base URL is invalid.",
        (false, false) => {
            "[`Error::MissingCredential`] if no credential is set, [`Error::Configuration`] if the base URL is invalid."
        }
    }
}

pub(super) fn from_env(scope: &Scope<'_>, item: &Client) -> Option<TokenStream> {
    if !item.reads_environment() {
        return None;
    }
    let credentials = match variables(item).as_slice() {
        [] if item.schemes.is_empty() => Comment::new(),
        [] => " It has no credential: set one with the builder.".into(),
        listed => {
            let words = if item.requires_environment {
                " The credential is in {}."
            } else {
                " The credential is in {}, if it is set."
            };
            Comment::fill(words, [Comment::joined(listed.iter().cloned(), " or ")])
        }
    };
    let base = match &item.base_url {
        BaseUrl::Known(KnownUrl { variable: None, .. }) => Comment::new(),
        BaseUrl::Known(KnownUrl { variable: Some(variable), .. }) => {
            Comment::fill(" `{}` is the base URL, if it is set.", [Comment::name(variable)])
        }
        BaseUrl::Required(RequiredUrl { variable, .. }) => {
            Comment::fill(" `{}` is the base URL.", [Comment::name(variable)])
        }
    };
    let text = docs(&Comment::fill(
        "A client with the settings of the environment.{}{}\n\n# Errors\n\n{}",
        [credentials, base, environment_errors(item).into()],
    ));
    let (error, builder) = (scope.item(ItemId::Error), scope.item(ItemId::ClientBuilder));
    Some(quote! {
        #text
        pub fn from_env() -> Result<Self, #error> {
            #builder::<Self>::at(target_from_env()?).build()
        }
    })
}

/// The functions that create the target of a request.
pub(super) fn targets(scope: &Scope<'_>, item: &Client) -> Vec<TokenStream> {
    let functions = [Some(bare_target_function(scope, item)), target(scope, item), target_from_env(scope, item)];
    functions.into_iter().flatten().collect()
}

fn target(scope: &Scope<'_>, item: &Client) -> Option<TokenStream> {
    let (parameters, _, _) = told(scope, item)?;
    let target = scope.runtime(symbol::TARGET);
    let url = item.base_url.is_required().then(|| quote! { .api_url(base_url.as_ref()) });
    let credential = item.usual_scheme().map(|scheme| {
        let (constant, credential) = (scope.item(ItemId::Scheme(scheme.id)), credential(scope, scheme));
        quote! { .credential(&#constant, #credential) }
    });
    let text = match (item.base_url.is_required(), item.schemes.is_empty()) {
        (true, true) => "Creates the target of an operation without a client: the server of the API at this base URL.",
        (true, false) => {
            "Creates the target of an operation without a client: the server of the API at this base URL, with this credential."
        }
        (false, true) => "Creates the target of an operation without a client: the server of the API.",
        (false, false) => {
            "Creates the target of an operation without a client: the server of the API, with this credential."
        }
    };
    let text = docs(&Comment::from(text).and_block(item.base_url.docs()));
    Some(quote! {
        #text
        #[must_use]
        pub fn target(#parameters) -> #target {
            bare_target() #url #credential
        }
    })
}

fn target_from_env(scope: &Scope<'_>, item: &Client) -> Option<TokenStream> {
    if !item.reads_environment() {
        return None;
    }
    let (url, is_fallible) = match &item.base_url {
        BaseUrl::Known(known) => (known.variable.as_ref().map(|name| quote! { .base_url_from_env(#name) }), false),
        BaseUrl::Required(RequiredUrl { variable, .. }) => {
            (Some(quote! { .require_base_url_from_env(#variable)? }), true)
        }
    };
    let listed = item.schemes.iter().filter(|scheme| scheme.environment.is_some());
    let listed: Vec<_> = listed.map(|scheme| scope.item(ItemId::Scheme(scheme.id))).collect();
    let credentials = match (listed.is_empty(), requires_credential(item)) {
        (true, _) => None,
        (false, true) => Some(quote! { .require_credential_from_env(&[#(&#listed),*])? }),
        (false, false) => Some(quote! { .credentials_from_env(&[#(&#listed),*]) }),
    };
    let errors = docs(&Comment::from(match (is_fallible, !requires_credential(item)) {
        (true, true) => "When the base URL is not set.",
        (true, false) => "When the base URL or a credential is not set.",
        (false, true) => "None: an invalid base URL is an error of the client that is built with it.",
        (false, false) => "When no credential is set.",
    }));
    let (error, target) = (scope.item(ItemId::Error), scope.runtime(symbol::TARGET));
    Some(quote! {
        /// Creates the target of an operation with the settings of the environment; see [`Client::from_env`].
        ///
        /// # Errors
        ///
        #errors
        pub fn target_from_env() -> Result<#target, #error> {
            Ok(bare_target() #url #credentials)
        }
    })
}
