//! How examples make a client: with the credentials that a call needs, the base URL where that is required, or the environment.

use super::Scope;
use crate::model::SchemeId;
use crate::rust::{BaseUrl, ClientConstructor, ClientParameter, Scheme, SchemeKind};

/// A client in an example, as an expression; `path` is that of its type, and the credentials are those of a call.
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

/// A builder in an example that has what every client needs; the credentials are those of a call.
pub(super) fn builder(scope: &Scope<'_>, path: &str, credentials: &[SchemeId]) -> String {
    format!("{path}::builder(){}", settings(scope, credentials).concat())
}

/// A target in an example that has what a call needs.
pub(super) fn target(scope: &Scope<'_>, credentials: &[SchemeId]) -> String {
    let krate = scope.crate_name.replace('-', "_");
    let allowed = if is_plain_http(scope) { ".allow_plain_http()" } else { "" };
    let takes_none = |constructor: &&ClientConstructor| constructor.credential().is_none();
    let constructor = constructor(scope, credentials);
    if let Some(constructor) = constructor.filter(|constructor| !credentials.is_empty() || takes_none(constructor)) {
        return format!("{krate}::target({}){allowed}", arguments(scope, constructor));
    }
    if credentials.is_empty() {
        let url = required_url(scope).map_or_else(|| format!("{krate}::BASE_URL"), |url| format!("{url:?}"));
        return format!("{krate}::Target::at({url}){allowed}");
    }
    format!("{}.build()?.core().target().clone()", builder(scope, &format!("{krate}::Client"), credentials))
}

/// The functions that take arguments, unless a call needs other credentials.
fn constructor<'a>(scope: &'a Scope<'_>, credentials: &[SchemeId]) -> Option<&'a ClientConstructor> {
    let is_only = scope.access.schemes.len() == 1;
    let fits = |usual: SchemeId| is_only || credentials == [usual];
    scope.access.constructor.as_ref().filter(|constructor| constructor.credential().is_none_or(fits))
}

/// The base URL that examples show, where the document declares none.
pub(super) fn required_url(scope: &Scope<'_>) -> Option<String> {
    match &scope.base_url {
        BaseUrl::Known(_) => None,
        BaseUrl::Required(required) => Some(format!("https://api.example.com{}", required.path)),
    }
}

/// Whether the environment can give all of it, and somebody decided that it should.
fn reads_environment(scope: &Scope<'_>, credentials: &[SchemeId]) -> bool {
    let Some(environment) = &scope.access.environment else { return false };
    let decided = !environment.schemes.is_empty()
        || (scope.base_url.is_required() && scope.config.base_url_environment().is_some());
    decided && credentials.iter().all(|id| environment.schemes.contains(id)) && !is_plain_http(scope)
}

/// The arguments of the functions that create a client or a target.
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

/// The calls of setters.
fn settings(scope: &Scope<'_>, credentials: &[SchemeId]) -> Vec<String> {
    let url = required_url(scope).map(|url| format!(".base_url({url:?})"));
    let allowed = is_plain_http(scope).then(|| ".allow_plain_http()".to_owned());
    let given = credentials.iter().filter_map(|id| scope.access.schemes.get(id.0));
    let given = given.map(|scheme| format!(".{}({})", scheme.setter, credential(scheme)));
    url.into_iter().chain(allowed).chain(given).collect()
}

/// The credential of a scheme.
const fn credential(scheme: &Scheme) -> &'static str {
    match scheme.kind {
        SchemeKind::Bearer => "\"your-token\"",
        SchemeKind::Basic => "\"user\", \"password\"",
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => "\"your-key\"",
        SchemeKind::Other(_) => "\"your-credentials\"",
    }
}
