//! The functions that create a client or a target: from arguments, from the environment, or with the builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::{credential, credential_parameters};
use super::docs;
use super::scope::Scope;
use crate::rust::{BaseUrl, Client, ClientConstructor, ClientParameter, ItemId, RequiredUrl, symbol};

/// Returns the call of the function that creates a target without credentials.
pub(super) fn bare_target() -> TokenStream {
    quote! { crate::client::bare_target() }
}

/// Emits the function that creates a target without credentials, and without a base URL if the API description declares none. It
/// sets the user agent to that of the crate, which the runtime does not know.
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

/// Returns the constructor of a client that its arguments describe completely.
pub(super) fn constructor(scope: &Scope<'_>, item: &Client) -> Option<Constructor> {
    let constructor = item.constructor.as_ref()?;
    let (parameters, names) = parameters(scope, item, constructor);
    let target = quote! { crate::client::target(#names) };
    Some(Constructor { docs: docs(&constructor.docs), parameters, target })
}

/// Returns the parameters of a constructor, and their names.
fn parameters(scope: &Scope<'_>, item: &Client, constructor: &ClientConstructor) -> (TokenStream, TokenStream) {
    let written = constructor.parameters.iter().filter_map(|parameter| match parameter {
        ClientParameter::BaseUrl => Some((quote! { base_url: impl AsRef<str> }, quote! { base_url })),
        ClientParameter::Credential(id) => item.scheme(*id).map(|scheme| credential_parameters(scope, scheme)),
    });
    let (parameters, names): (Vec<TokenStream>, Vec<TokenStream>) = written.unzip();
    (quote! { #(#parameters),* }, quote! { #(#names),* })
}

/// Emits the constructor `from_env` of a client, which uses the target from this expression.
pub(super) fn from_env(scope: &Scope<'_>, item: &Client, target: &TokenStream) -> Option<TokenStream> {
    let text = docs(&item.environment.as_ref()?.docs);
    let (error, builder) = (scope.item(ItemId::Error), scope.item(ItemId::ClientBuilder));
    Some(quote! {
        #text
        pub fn from_env() -> Result<Self, #error> {
            #builder::<Self>::at(#target?).build()
        }
    })
}

/// Emits the functions that create the target of a request.
pub(super) fn targets(scope: &Scope<'_>, item: &Client) -> Vec<TokenStream> {
    let functions = [Some(bare_target_function(scope, item)), target(scope, item), target_from_env(scope, item)];
    functions.into_iter().flatten().collect()
}

fn target(scope: &Scope<'_>, item: &Client) -> Option<TokenStream> {
    let constructor = item.constructor.as_ref()?;
    let (parameters, _) = parameters(scope, item, constructor);
    let (text, target) = (docs(&constructor.target_docs), scope.runtime(symbol::TARGET));
    let settings = constructor.parameters.iter().filter_map(|parameter| match parameter {
        ClientParameter::BaseUrl => Some(quote! { .api_url(base_url.as_ref()) }),
        ClientParameter::Credential(id) => item.scheme(*id).map(|scheme| {
            let (constant, credential) = (scope.item(ItemId::Scheme(scheme.id)), credential(scope, scheme));
            quote! { .credential(&#constant, #credential) }
        }),
    });
    Some(quote! {
        #text
        #[must_use]
        pub fn target(#parameters) -> #target {
            bare_target() #(#settings)*
        }
    })
}

fn target_from_env(scope: &Scope<'_>, item: &Client) -> Option<TokenStream> {
    let environment = item.environment.as_ref()?;
    let url = match &item.base_url {
        BaseUrl::Known(known) => known.variable.as_ref().map(|name| quote! { .base_url_from_env(#name) }),
        BaseUrl::Required(RequiredUrl { variable, .. }) => Some(quote! { .require_base_url_from_env(#variable)? }),
    };
    let listed: Vec<_> = environment.schemes.iter().map(|id| scope.item(ItemId::Scheme(*id))).collect();
    let credentials = match (listed.is_empty(), environment.requires_credential) {
        (true, _) => None,
        (false, true) => Some(quote! { .require_credential_from_env(&[#(&#listed),*])? }),
        (false, false) => Some(quote! { .credentials_from_env(&[#(&#listed),*]) }),
    };
    let text = docs(&environment.target_docs);
    let (error, target) = (scope.item(ItemId::Error), scope.runtime(symbol::TARGET));
    Some(quote! {
        #text
        pub fn target_from_env() -> Result<#target, #error> {
            Ok(bare_target() #url #credentials)
        }
    })
}
