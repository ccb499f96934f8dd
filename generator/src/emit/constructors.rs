//! The functions that create a client or a configuration: from arguments, from the environment, or with the builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::scope::Scope;
use crate::rust::{
    BaseUrl, Client, ClientConstructor, ClientParameter, ItemId, RequiredUrl, Scheme, SchemeKind, symbol,
};

/// Returns the call of the function that creates a configuration without credentials.
pub(super) fn bare_config() -> TokenStream {
    quote! { crate::client::bare_config() }
}

/// Emits the function that creates a configuration without credentials, and without a base URL if the API description declares none. It
/// sets the user agent to that of the crate, which the runtime does not know.
fn bare_config_function(scope: &Scope<'_>, item: &Client) -> TokenStream {
    let config = scope.runtime(symbol::CLIENT_CONFIG);
    let made = match &item.base_url {
        BaseUrl::Known(_) => {
            let url = scope.item(ItemId::BaseUrl);
            quote! { at(#url) }
        }
        BaseUrl::Required(RequiredUrl { variable, path, .. }) => quote! { without_server(#variable, #path) },
    };
    quote! {
        pub(crate) fn bare_config() -> #config {
            #config::#made.user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
        }
    }
}

/// The constructor `new` of a client.
pub(super) struct Constructor {
    pub docs: TokenStream,
    pub parameters: TokenStream,
    pub config: TokenStream,
}

/// Returns the constructor of a client that its arguments describe completely.
pub(super) fn constructor(scope: &Scope<'_>, item: &Client) -> Option<Constructor> {
    let constructor = item.constructor.as_ref()?;
    let (parameters, names) = parameters(scope, item, constructor);
    let config = quote! { crate::client::client_config(#names) };
    Some(Constructor { docs: docs(&constructor.docs), parameters, config })
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

/// Emits the constructor `from_env` of a client, which uses the configuration from this expression.
pub(super) fn from_env(scope: &Scope<'_>, item: &Client, config: &TokenStream) -> Option<TokenStream> {
    let text = docs(&item.environment.as_ref()?.docs);
    let (error, builder) = (scope.item(ItemId::Error), scope.item(ItemId::ClientBuilder));
    Some(quote! {
        #text
        pub fn from_env() -> Result<Self, #error> {
            #builder::<Self>::at(#config?).build()
        }
    })
}

/// Emits the functions that create the configuration of a request.
pub(super) fn configs(scope: &Scope<'_>, item: &Client) -> Vec<TokenStream> {
    let functions =
        [Some(bare_config_function(scope, item)), client_config(scope, item), client_config_from_env(scope, item)];
    functions.into_iter().flatten().collect()
}

fn client_config(scope: &Scope<'_>, item: &Client) -> Option<TokenStream> {
    let constructor = item.constructor.as_ref()?;
    let (parameters, _) = parameters(scope, item, constructor);
    let (text, config) = (docs(&constructor.config_docs), scope.runtime(symbol::CLIENT_CONFIG));
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
        pub fn client_config(#parameters) -> #config {
            bare_config() #(#settings)*
        }
    })
}

fn client_config_from_env(scope: &Scope<'_>, item: &Client) -> Option<TokenStream> {
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
    let text = docs(&environment.config_docs);
    let (error, config) = (scope.item(ItemId::Error), scope.runtime(symbol::CLIENT_CONFIG));
    Some(quote! {
        #text
        pub fn client_config_from_env() -> Result<#config, #error> {
            Ok(bare_config() #url #credentials)
        }
    })
}

/// Returns the parameters by which a caller passes a credential, and their names.
pub(super) fn credential_parameters(scope: &Scope<'_>, scheme: &Scheme) -> (TokenStream, TokenStream) {
    if scheme.kind == SchemeKind::Basic {
        let secret = scope.runtime(symbol::SECRET);
        (quote! { user: impl Into<String>, password: impl Into<#secret> }, quote! { user, password })
    } else {
        let credential = scope.runtime(symbol::CREDENTIAL);
        (quote! { token: impl Into<#credential> }, quote! { token })
    }
}

/// Returns the expression that creates the credential from these parameters.
pub(super) fn credential(scope: &Scope<'_>, scheme: &Scheme) -> TokenStream {
    if scheme.kind == SchemeKind::Basic {
        let credential = scope.runtime(symbol::CREDENTIAL);
        quote! { #credential::login(user, password) }
    } else {
        quote! { token }
    }
}
