//! Writes how examples create a client: from the environment, or with the credentials of a call and the base URL.

use super::Scope;
use crate::model::SchemeId;
use crate::rust::{BaseUrl, ClientConstructor, ClientParameter, Scheme, SchemeKind};

/// Returns an expression that creates a client in an example. `path` is that of its type, and `credentials` are those of the
/// call.
pub(super) fn client(scope: &Scope<'_>, path: &str, credentials: &[SchemeId]) -> String {
    if reads_environment(scope, credentials) {
        return format!("{path}::from_env()?");
    }
    if let Some(constructor) = constructor(scope, credentials).filter(|_| !is_plain_http(scope)) {
        return format!("{path}::new({})", arguments(scope, constructor));
    }
    let settings = settings(scope, credentials);
    let line = format!("{path}::builder(){}.build()?", settings.concat());
    if settings.len() <= 1 && line.len() <= 80 {
        return line;
    }
    format!("{path}::builder()\n    {}\n    .build()?", settings.join("\n    "))
}

/// Returns an expression that creates a builder in an example, with the settings that every client needs and these credentials.
pub(super) fn builder(scope: &Scope<'_>, path: &str, credentials: &[SchemeId]) -> String {
    format!("{path}::builder(){}", settings(scope, credentials).concat())
}

/// Returns an expression that creates a configuration in an example, with these credentials.
pub(super) fn client_config(scope: &Scope<'_>, credentials: &[SchemeId]) -> String {
    let krate = scope.krate();
    let allowed = if is_plain_http(scope) { ".allow_plain_http()" } else { "" };
    let takes_none = |constructor: &&ClientConstructor| constructor.credential().is_none();
    let constructor = constructor(scope, credentials);
    if let Some(constructor) = constructor.filter(|constructor| !credentials.is_empty() || takes_none(constructor)) {
        return format!("{krate}::client_config({}){allowed}", arguments(scope, constructor));
    }
    if credentials.is_empty() {
        let url = required_url(scope).map_or_else(|| format!("{krate}::BASE_URL"), |url| format!("{url:?}"));
        return format!("{krate}::ClientConfig::at({url}){allowed}");
    }
    format!("{}.build()?.core().config().clone()", builder(scope, &format!("{krate}::Client"), credentials))
}

/// Returns the functions with arguments, unless the call needs other credentials.
fn constructor<'a>(scope: &'a Scope<'_>, credentials: &[SchemeId]) -> Option<&'a ClientConstructor> {
    let is_only = scope.access.schemes.len() == 1;
    let fits = |usual: SchemeId| is_only || credentials == [usual];
    scope.access.constructor.as_ref().filter(|constructor| constructor.credential().is_none_or(fits))
}

/// Returns the base URL in examples, if the API description declares none.
pub(super) fn required_url(scope: &Scope<'_>) -> Option<String> {
    match &scope.base_url {
        BaseUrl::Known(_) => None,
        BaseUrl::Required(required) => Some(format!("https://api.example.com{}", required.path)),
    }
}

/// Returns true if environment variables can supply everything, and at least one of them is configured.
fn reads_environment(scope: &Scope<'_>, credentials: &[SchemeId]) -> bool {
    let Some(environment) = &scope.access.environment else { return false };
    let decided = !environment.schemes.is_empty()
        || (scope.base_url.is_required() && scope.config.base_url_environment().is_some());
    decided && credentials.iter().all(|id| environment.schemes.contains(id)) && !is_plain_http(scope)
}

/// Returns the arguments of the functions that create a client or a configuration.
fn arguments(scope: &Scope<'_>, constructor: &ClientConstructor) -> String {
    let argument = |parameter: &ClientParameter| match parameter {
        ClientParameter::BaseUrl => required_url(scope).map(|url| format!("{url:?}")),
        ClientParameter::Credential(id) => scope.access.schemes.get(id.0).map(|scheme| credential(scheme).to_owned()),
    };
    constructor.parameters.iter().filter_map(argument).collect::<Vec<_>>().join(", ")
}

fn is_plain_http(scope: &Scope<'_>) -> bool {
    matches!(&scope.base_url, BaseUrl::Known(known) if known.is_plain_http)
}

/// Returns the calls of the builder's setters.
fn settings(scope: &Scope<'_>, credentials: &[SchemeId]) -> Vec<String> {
    let url = required_url(scope).map(|url| format!(".base_url({url:?})"));
    let allowed = is_plain_http(scope).then(|| ".allow_plain_http()".to_owned());
    let given = credentials.iter().filter_map(|id| scope.access.schemes.get(id.0));
    let given = given.map(|scheme| format!(".{}({})", scheme.setter, credential(scheme)));
    url.into_iter().chain(allowed).chain(given).collect()
}

/// Returns the example value of a credential.
const fn credential(scheme: &Scheme) -> &'static str {
    match scheme.kind {
        SchemeKind::Bearer => "\"your-token\"",
        SchemeKind::Basic => "\"user\", \"password\"",
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => "\"your-key\"",
        SchemeKind::Other(_) => "\"your-credentials\"",
    }
}
