//! Reads security schemes, and the credentials that operations require.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use openapiv3::{APIKeyLocation, SecurityScheme as Typed};
use serde_json::Value;

use super::context::Context;
use super::node;
use super::oauth;
use super::path_item::Listed;
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::model::{Location, SchemeId, Security, SecurityKind, SecurityScheme};
use crate::nearest::suggestion;
use crate::path::SpecPath;
use crate::resolve::{DocumentTree, LocatedValue};

/// Registered and other common HTTP schemes that compute a value for each request.
const COMPUTED: &[&str] = &[
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hawk",
    "hoba",
    "kerberos",
    "mutual",
    "negotiate",
    "ntlm",
    "privatetoken",
    "vapid",
];

/// The prefixes of the names of such schemes.
const COMPUTED_PREFIXES: &[&str] = &["aws4", "oauth", "scram-"];

/// Reads `components.securitySchemes`.
pub(super) fn schemes(cx: &mut Context<'_>) -> Vec<SecurityScheme> {
    let components = SpecPath::root().child("components");
    let Some(raw) = cx.document.tree.get(&components).and_then(Value::as_object) else { return Vec::new() };
    let places = node::children(&cx.document.tree, &components, raw, "securitySchemes");
    places.iter().filter_map(|(name, place)| scheme(cx, name, place)).collect()
}

fn scheme(cx: &mut Context<'_>, name: &str, place: &SpecPath) -> Option<SecurityScheme> {
    let found = cx.follow(place)?;
    let declared = found.value.get("type").and_then(Value::as_str).unwrap_or_default();
    if declared == "mutualTLS" {
        let message = format!(
            "`{name}` requires a client certificate, which is a setting of the transport: the client sends requests without it unless it is set"
        );
        let help = "pass the certificate and its key to `client_certificate` of the client's builder";
        cx.findings.report_once(Diagnostic::new(Code::UnsupportedSecurity, &found.path, message).help(help));
        return None;
    }
    if let Some(Meant { kind, keyword, words }) = meant(declared, found.value) {
        let odd = if found.value.get(keyword).is_some() { found.path.child(keyword) } else { found.path.clone() };
        let message = format!("the security scheme `{name}` does not follow OpenAPI; treating it as {words}");
        cx.findings.report_once(Diagnostic::new(Code::UnsupportedSecurity, &odd, message));
        let description = found.value.get("description").and_then(Value::as_str).map(str::to_owned);
        report_http(cx, name, &kind, &found);
        return Some(described(cx, name, place, &found, (kind, description)));
    }
    let typed = match node::read::<Typed>(&cx.document.tree, ObjectKind::SecurityScheme, &found.path, found.value) {
        Ok(node) => node.typed,
        Err(error) => {
            let what = format!("the security scheme `{name}`");
            cx.findings.report_unreadable(Code::UnsupportedSecurity, &found.path, &what, &error);
            return None;
        }
    };
    let mut oauth = None;
    let (kind, description) = match typed {
        Typed::APIKey { location, name, description, .. } => (key(&location, name), description),
        Typed::HTTP { scheme, description, .. } => {
            let kind = http(&scheme);
            report_http(cx, name, &kind, &found);
            (kind, description)
        }
        Typed::OAuth2 { description, .. } => {
            oauth = oauth::oauth2(cx, name, &found);
            (SecurityKind::Bearer, description)
        }
        Typed::OpenIDConnect { description, .. } => {
            oauth = oauth::openid(cx, name, &found);
            (SecurityKind::Bearer, description)
        }
    };
    Some(SecurityScheme { oauth, ..described(cx, name, place, &found, (kind, description)) })
}

fn described(
    cx: &Context<'_>,
    name: &str,
    place: &SpecPath,
    found: &LocatedValue<'_>,
    (kind, description): (SecurityKind, Option<String>),
) -> SecurityScheme {
    SecurityScheme {
        path: place.clone(),
        name: name.to_owned(),
        // A transport may compute credentials that the client cannot.
        optional: kind == SecurityKind::Signed || cx.config.is_optional(name),
        kind,
        description: super::text::filled(description),
        deprecated: found.value.as_object().is_some_and(|raw| super::text::flag(raw, "deprecated")),
        oauth: None,
    }
}

/// Reports an `http` scheme whose credentials the client cannot compute.
fn report_http(cx: &mut Context<'_>, name: &str, kind: &SecurityKind, found: &LocatedValue<'_>) {
    let word = found.value.get("scheme").and_then(Value::as_str).unwrap_or_default().trim();
    let (message, help) = match kind {
        SecurityKind::Signed => (
            format!(
                "the client cannot compute the `{word}` credentials that `{name}` requires: operations are sent without them, unless \
                 the caller sets the whole value of `Authorization`"
            ),
            "add the header in a transport of your own, or set the value if it is the same for all requests",
        ),
        SecurityKind::Other(_) => (
            format!(
                "the scheme `{word}` of `{name}` is unknown: the credential is sent unchanged, as `Authorization: {word} …`"
            ),
            "to set the whole value instead, declare `type: apiKey`, `in: header` and `name: Authorization`",
        ),
        _ => return,
    };
    cx.findings.report_once(Diagnostic::new(Code::HttpScheme, &found.path.child("scheme"), message).help(help));
}

/// The intended meaning of a scheme that deviates from OpenAPI.
struct Meant {
    kind: SecurityKind,
    /// The keyword that deviates.
    keyword: &'static str,
    /// A description of the scheme that is used instead.
    words: &'static str,
}

/// Recognizes types that are written in another case or come from elsewhere, and schemes that omit a keyword with a
/// usual value.
fn meant(declared: &str, scheme: &Value) -> Option<Meant> {
    let text = |keyword| scheme.get(keyword).and_then(Value::as_str);
    let one = |kind, keyword, words| Some(Meant { kind, keyword, words });
    match declared.to_ascii_lowercase().as_str() {
        "basic" => one(SecurityKind::Basic, "type", "`type: http` with `scheme: basic`"),
        "oauth2" | "openidconnect" if matches!(declared, "oauth2" | "openIdConnect") => None,
        "bearer" | "jwt" | "oauth" | "oauth2" | "openidconnect" => {
            one(SecurityKind::Bearer, "type", "`type: http` with `scheme: bearer`")
        }
        "http" if text("scheme").is_none() => one(SecurityKind::Bearer, "scheme", "`type: http` with `scheme: bearer`"),
        "http" if declared != "http" => one(http(text("scheme")?), "type", "`type: http`"),
        "apikey" | "api_key" | "api-key" => {
            let name = text("name")?.to_owned();
            let keyword = if declared == "apiKey" { "in" } else { "type" };
            match text("in") {
                Some("query" | "header" | "cookie") if declared == "apiKey" => None,
                Some(place) if place.eq_ignore_ascii_case("query") => {
                    one(SecurityKind::QueryKey(name), keyword, "`type: apiKey` with `in: query`")
                }
                Some(place) if place.eq_ignore_ascii_case("cookie") => {
                    one(SecurityKind::CookieKey(name), keyword, "`type: apiKey` with `in: cookie`")
                }
                _ => one(SecurityKind::HeaderKey(name), keyword, "`type: apiKey` with `in: header`"),
            }
        }
        _ => None,
    }
}

fn key(location: &APIKeyLocation, name: String) -> SecurityKind {
    match location {
        APIKeyLocation::Query => SecurityKind::QueryKey(name),
        APIKeyLocation::Header => SecurityKind::HeaderKey(name),
        APIKeyLocation::Cookie => SecurityKind::CookieKey(name),
    }
}

/// Returns the kind of credential that an HTTP scheme sends in `Authorization`.
fn http(scheme: &str) -> SecurityKind {
    let scheme = scheme.trim();
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" | "" => SecurityKind::Bearer,
        "basic" => SecurityKind::Basic,
        lower if is_computed(lower) || !is_token(scheme) => SecurityKind::Signed,
        _ => SecurityKind::Other(scheme.to_owned()),
    }
}

/// Returns true if the value of a scheme depends on the request or on a challenge of the server.
fn is_computed(scheme: &str) -> bool {
    COMPUTED.contains(&scheme)
        || COMPUTED_PREFIXES.iter().any(|prefix| scheme.starts_with(prefix))
        || ["hmac", "sign", "sigv4"].iter().any(|part| scheme.contains(part))
}

/// Returns true if a text can be the name of a scheme in a header (RFC 9110, 5.6.2).
fn is_token(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The security schemes of a document, with indices by name and place.
pub(super) struct Schemes<'a> {
    all: &'a [SecurityScheme],
    by_name: HashMap<&'a str, usize>,
    by_path: HashMap<&'a SpecPath, usize>,
    /// The headers (in lower case), query parameters and cookies that contain keys.
    keys: HashSet<(Location, Cow<'a, str>)>,
}

impl<'a> Schemes<'a> {
    /// Indexes the schemes by name and place. The first of several equal ones counts.
    pub(super) fn new(all: &'a [SecurityScheme]) -> Self {
        let each = || all.iter().enumerate().rev();
        Self {
            all,
            by_name: each().map(|(index, scheme)| (scheme.name.as_str(), index)).collect(),
            by_path: each().map(|(index, scheme)| (&scheme.path, index)).collect(),
            keys: all.iter().filter_map(key_place).collect(),
        }
    }

    /// Returns true if a scheme sends its key in the parameter with this name.
    pub(super) fn has_key(&self, location: Location, name: &str) -> bool {
        let name = if location == Location::Header { Cow::Owned(name.to_ascii_lowercase()) } else { name.into() };
        self.keys.contains(&(location, name))
    }
}

/// Returns the parameter in which a scheme sends its key.
fn key_place(scheme: &SecurityScheme) -> Option<(Location, Cow<'_, str>)> {
    match &scheme.kind {
        SecurityKind::HeaderKey(name) => Some((Location::Header, name.to_ascii_lowercase().into())),
        SecurityKind::QueryKey(name) => Some((Location::Query, name.into())),
        SecurityKind::CookieKey(name) => Some((Location::Cookie, name.into())),
        _ => None,
    }
}

/// Reads the document's `security`. If there are schemes, but neither the document nor any operation has `security`,
/// every operation accepts any scheme or none: a declared scheme is meant to be used.
pub(super) fn of_document(cx: &mut Context<'_>, listed: &[Listed], schemes: &Schemes<'_>) -> Security {
    if let Some(declared) = security(cx, &SpecPath::root(), schemes) {
        return declared;
    }
    let declares =
        |place: &SpecPath| cx.document.tree.get(place).is_some_and(|operation| operation.get("security").is_some());
    let Some(first) = schemes.all.first() else { return Security::new() };
    if listed.is_empty() || listed.iter().any(|operation| declares(&operation.place)) {
        return Security::new();
    }
    let message =
        "no operation declares which security schemes it accepts; each is sent with the first credential that is set";
    cx.findings.report_once(
        Diagnostic::new(Code::MissingSecurity, &first.path, message)
            .help("write `security` at the root of the document, or `security: []` if no credential is required"),
    );
    (0..schemes.all.len()).map(|index| vec![SchemeId(index)]).chain([Vec::new()]).collect()
}

/// Reads the `security` at `owner`. Returns `None` if it is not declared.
pub(super) fn security(cx: &mut Context<'_>, owner: &SpecPath, schemes: &Schemes<'_>) -> Option<Security> {
    let raw = cx.document.tree.get(owner)?.as_object()?;
    DocumentTree::member(raw, "security")?.as_array()?;
    let places = node::children(&cx.document.tree, owner, raw, "security");
    Some(places.iter().filter_map(|(_, place)| requirement(cx, place, schemes)).collect())
}

/// Returns the scheme that a requirement names, by its key among the components or by a reference.
fn declared(cx: &Context<'_>, name: &str, schemes: &Schemes<'_>) -> Option<usize> {
    if let Some(&index) = schemes.by_name.get(name) {
        return Some(index);
    }
    let target = cx.document.tree.target(&SpecPath::root(), name).ok().filter(|_| name.starts_with('#'))?;
    schemes.by_path.get(&target.path).copied()
}

/// Reads one alternative, without the schemes that the user must handle. Returns `None` if it names only schemes that
/// are not declared.
fn requirement(cx: &mut Context<'_>, place: &SpecPath, schemes: &Schemes<'_>) -> Option<Vec<SchemeId>> {
    let raw = cx.document.tree.get(place)?.as_object()?;
    let mut needed = Vec::new();
    let mut undeclared = 0;
    for name in raw.keys() {
        let Some(index) = declared(cx, name, schemes) else {
            let declared = SpecPath::root().child("components").child("securitySchemes").child(name);
            // A scheme that exists but cannot be read was already reported.
            if cx.document.tree.get(&declared).is_none() {
                let names = schemes.all.iter().map(|scheme| scheme.name.as_str());
                cx.findings.report_named(Code::UndeclaredSecurity, name, &place.child(name), suggestion(name, names));
                undeclared += 1;
            }
            continue;
        };
        needed.push(SchemeId(index));
    }
    (!needed.is_empty() || undeclared == 0).then_some(needed)
}
