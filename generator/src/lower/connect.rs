//! How examples make a client: with the credentials that a call needs, the base URL where that is required, or the environment.

use super::{Scope, client, security};
use crate::model::SchemeId;
use crate::rust::{BaseUrl, Scheme, SchemeKind};

/// A client in an example, as an expression; `path` is that of its type, and the credentials are those of a call.
pub(super) fn client(scope: &Scope<'_>, path: &str, credentials: &[SchemeId]) -> String {
    let schemes = client::schemes(scope);
    if reads_environment(scope, &schemes, credentials) {
        return format!("{path}::from_env()?");
    }
    let url = required_url(scope);
    let told = told(scope, &schemes, credentials);
    if let Some(told) = told.filter(|_| !is_plain_http(scope)) {
        let arguments: Vec<String> = url.map(|url| format!("{url:?}")).into_iter().chain(told).collect();
        return format!("{path}::new({})", arguments.join(", "));
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
    let schemes = client::schemes(scope);
    let url = required_url(scope).map(|url| format!("{url:?}"));
    let allowed = if is_plain_http(scope) { ".allow_plain_http()" } else { "" };
    match (credentials, told(scope, &schemes, credentials)) {
        ([], _) if schemes.is_empty() => format!("{krate}::target({}){allowed}", url.unwrap_or_default()),
        ([], _) => format!("{krate}::Target::at({}){allowed}", url.unwrap_or_else(|| format!("{krate}::BASE_URL"))),
        (_, Some(told)) => {
            let arguments: Vec<String> = url.into_iter().chain(told).collect();
            format!("{krate}::target({}){allowed}", arguments.join(", "))
        }
        _ => format!("{}.build()?.core().target().clone()", builder(scope, &format!("{krate}::Client"), credentials)),
    }
}

/// The credential that the constructors take, if it is the one that a call needs.
fn told(scope: &Scope<'_>, schemes: &[Scheme], credentials: &[SchemeId]) -> Option<Vec<String>> {
    let usual = security::usual(scope).and_then(|usual| schemes.get(usual.0));
    match usual {
        None if schemes.is_empty() => Some(Vec::new()),
        Some(usual) if schemes.len() == 1 || credentials == [usual.id] => Some(vec![arguments(usual).to_owned()]),
        _ => None,
    }
}

/// The base URL that examples show, where the document declares none.
pub(super) fn required_url(scope: &Scope<'_>) -> Option<String> {
    match &scope.base_url {
        BaseUrl::Known(_) => None,
        BaseUrl::Required(required) => Some(format!("https://api.example.com{}", required.path)),
    }
}

/// Whether the environment can give all of it, and somebody decided that it should.
fn reads_environment(scope: &Scope<'_>, schemes: &[Scheme], credentials: &[SchemeId]) -> bool {
    let is_listed = |id: &SchemeId| schemes.get(id.0).is_some_and(|scheme| scheme.environment.is_some());
    let decided = schemes.iter().any(|scheme| scheme.environment.is_some())
        || (scope.base_url.is_required() && scope.config.base_url_environment().is_some());
    decided && credentials.iter().all(is_listed) && !is_plain_http(scope)
}

fn is_plain_http(scope: &Scope<'_>) -> bool {
    matches!(&scope.base_url, BaseUrl::Known(known) if known.is_plain_http)
}

/// The calls of setters.
fn settings(scope: &Scope<'_>, credentials: &[SchemeId]) -> Vec<String> {
    let schemes = client::schemes(scope);
    let url = required_url(scope).map(|url| format!(".base_url({url:?})"));
    let allowed = is_plain_http(scope).then(|| ".allow_plain_http()".to_owned());
    let given = credentials.iter().filter_map(|id| schemes.get(id.0));
    let given = given.map(|scheme| format!(".{}({})", scheme.setter, arguments(scheme)));
    url.into_iter().chain(allowed).chain(given).collect()
}

/// The credential of a scheme.
const fn arguments(scheme: &Scheme) -> &'static str {
    match scheme.kind {
        SchemeKind::Bearer => "\"your-token\"",
        SchemeKind::Basic => "\"user\", \"password\"",
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => "\"your-key\"",
        SchemeKind::Other(_) => "\"your-credentials\"",
    }
}
