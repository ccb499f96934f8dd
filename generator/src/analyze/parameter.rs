//! Reads parameters: their location, style and type.

use std::collections::HashMap;

use openapiv3::ParameterData;
use serde_json::{Map, Value};

use super::context::Context;
use super::schema::{self, SchemaRef};
use super::{described_value, node, query_string, secrets, text};
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::model::{Location, Parameter, Reserved, Style};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// The keyword that marks a parameter that `dialect` converted to a request body.
const TAKEN_AS_BODY: &str = "x-oaspress-body";

/// Reads the `parameters` of the path or operation at `owner`.
pub(super) fn parameters(cx: &mut Context<'_>, owner: &SpecPath) -> Vec<Parameter> {
    let Some(raw) = cx.document.tree.get(owner).and_then(Value::as_object) else { return Vec::new() };
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut known: HashMap<(Location, String), SpecPath> = HashMap::new();
    for (_, place) in node::children(&cx.document.tree, owner, raw, "parameters") {
        if cx.findings.is_exhausted() {
            break;
        }
        let Some(parameter) = parameter(cx, &place) else { continue };
        if let Some(earlier) = known.get(&identity(&parameter)) {
            let message =
                format!("the parameter `{}` is listed more than once; only the first is used", parameter.name);
            let found = Diagnostic::new(Code::DuplicateParameter, &place, message);
            cx.findings.report_once(found.related(earlier, "the first one is here"));
        } else {
            known.insert(identity(&parameter), parameter.path.clone());
            parameters.push(parameter);
        }
    }
    parameters
}

/// Returns the identity of a parameter: its location and name. Names of headers are not case-sensitive.
pub(super) fn identity(parameter: &Parameter) -> (Location, String) {
    let name = match parameter.location {
        Location::Header => parameter.name.to_ascii_lowercase(),
        _ => parameter.name.clone(),
    };
    (parameter.location, name)
}

fn parameter(cx: &mut Context<'_>, place: &SpecPath) -> Option<Parameter> {
    let found = cx.follow(place).filter(|found| cx.findings.spend_object(place, found.value))?;
    let location = location(cx, &found.path, found.value)?;
    let node = match node::read::<ParameterData>(&cx.document.tree, ObjectKind::Parameter, &found.path, found.value) {
        Ok(node) => node,
        Err(error) => {
            cx.findings.report_unreadable(Code::UnsupportedParameter, &found.path, "this parameter", &error);
            return None;
        }
    };
    let data = node.typed;
    if !check_name(cx, &found.path, &data.name, location) {
        return None;
    }
    if location == Location::Path && DocumentTree::member(node.raw, "required") == Some(&Value::Bool(false)) {
        let message = format!("the path parameter `{}` is not marked as required; treating it as required", data.name);
        cx.findings
            .report_once(Diagnostic::new(Code::PathParameter, &found.path, message).help("write `required: true`"));
    }
    let (value, query) = if location == Location::QueryString {
        query_string::described_value(cx, &node.path, node.raw).map(|(value, query)| (value, Some(query)))?
    } else {
        (described_value::read(cx, &node.path, node.raw), None)
    };
    let style = style(cx, &node.path, node.raw, location);
    let reserved = reserved_characters(cx, &node.path, node.raw, location);
    let secret =
        secrets::is_described(&cx.document.tree, &node.path, node.raw) || secrets::is_named(&data.name, location);
    Some(Parameter {
        secret,
        docs: described_value::docs(cx, node.raw, data.description, &value),
        path: node.path,
        name: data.name,
        location,
        required: data.required || location == Location::Path,
        ty: value.ty,
        style,
        explode: data.explode.unwrap_or(matches!(style, Style::Form | Style::Cookie)),
        delimiter: described_value::delimiter(node.raw),
        reserved,
        nesting: None,
        content: value.content,
        query,
        default: value
            .schema
            .and_then(|place| {
                schema::access_and_default(&cx.document.tree, &cx.document.annotations, &[SchemaRef::whole(&place)]).1
            })
            .map(|(_, value)| value),
        constant: None,
        initial: None,
    })
}

/// Reports a name that its location does not allow. Returns false if the parameter has to be left out.
fn check_name(cx: &mut Context<'_>, place: &SpecPath, name: &str, location: Location) -> bool {
    if location == Location::Header && !is_header(name) {
        let message = format!("`{}` is not a valid header name; the parameter is left out", name.escape_debug());
        cx.findings.report_once(Diagnostic::new(Code::UnsupportedParameter, place, message));
        return false;
    }
    if location == Location::Cookie && !is_header(name) {
        let message = format!("`{}` is not a valid cookie name; it is sent percent-encoded", name.escape_debug());
        cx.findings.report_once(Diagnostic::new(Code::UnsupportedParameter, place, message));
    }
    if location == Location::Header && reserved(name) {
        let help = "the media types of bodies, the credentials and the transport determine its value";
        cx.findings.report_named(Code::ReservedHeader, name, place, help.to_owned());
        return false;
    }
    true
}

/// Returns `in`, ignoring case. A missing `in` was already reported.
fn location(cx: &mut Context<'_>, place: &SpecPath, value: &Value) -> Option<Location> {
    let declared = value.get("in")?.as_str()?;
    let known = [
        ("query", Location::Query),
        ("header", Location::Header),
        ("path", Location::Path),
        ("cookie", Location::Cookie),
        ("querystring", Location::QueryString),
    ];
    let found = known.into_iter().find(|(name, _)| declared.eq_ignore_ascii_case(name));
    let taken = value.get(TAKEN_AS_BODY).is_some();
    let message = match found {
        None if taken => {
            format!("`in: {declared}` is only allowed in Swagger 2.0; treating the parameter as the request body")
        }
        Some((name, _)) if name == declared => return found.map(|(_, location)| location),
        Some((name, _)) => format!("`in: {declared}` is not allowed; treating it as `in: {name}`"),
        None => format!("`in: {declared}` is not allowed; the parameter is left out"),
    };
    let help = if taken {
        "write a `requestBody`"
    } else if found.is_none() {
        "use `query`, `querystring`, `header`, `path` or `cookie`"
    } else {
        ""
    };
    cx.findings.report_once(Diagnostic::new(Code::UnsupportedParameter, &place.child("in"), message).help(help));
    found.map(|(_, location)| location)
}

/// Returns true for headers that a parameter cannot declare. The specification forbids the first three, which media
/// types and security schemes determine. The others are set by the transport.
fn reserved(name: &str) -> bool {
    const RESERVED: &[&str] = &[
        "accept",
        "content-type",
        "authorization",
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    RESERVED.iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}

/// Returns the value of `allowReserved`. Header values are never escaped.
fn reserved_characters(
    cx: &mut Context<'_>,
    place: &SpecPath,
    raw: &Map<String, Value>,
    location: Location,
) -> Reserved {
    if DocumentTree::member(raw, "allowReserved") != Some(&Value::Bool(true)) {
        return Reserved::Escaped;
    }
    if location == Location::Header {
        let message = "`allowReserved` has no effect on headers, in which every character is sent unchanged";
        cx.findings.report_once(Diagnostic::new(Code::Unused, &place.child("allowReserved"), message));
    }
    match location {
        Location::Path | Location::Query | Location::Cookie => Reserved::Allowed,
        Location::Header | Location::QueryString => Reserved::Escaped,
    }
}

/// Returns true if HTTP allows a header or cookie with this name.
fn is_header(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// Returns `style`, read from the raw document: `openapiv3` would reject the whole parameter for a style that its
/// location does not allow.
fn style(cx: &mut Context<'_>, place: &SpecPath, raw: &Map<String, Value>, location: Location) -> Style {
    let usual = match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie | Location::QueryString => Style::Form,
    };
    let Some(name) = text::string(raw, "style") else { return usual };
    let style = match name.as_str() {
        "simple" => Style::Simple,
        "label" => Style::Label,
        "matrix" => Style::Matrix,
        "form" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        "cookie" => Style::Cookie,
        _ => return wrong_style(cx, place, &name, (location, usual)),
    };
    let allowed = match location {
        Location::Path => matches!(style, Style::Simple | Style::Label | Style::Matrix),
        Location::Query => {
            matches!(style, Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject)
        }
        Location::Header => style == Style::Simple,
        Location::Cookie => matches!(style, Style::Form | Style::Cookie),
        // The media type determines the serialization.
        Location::QueryString => false,
    };
    if allowed { style } else { wrong_style(cx, place, &name, (location, usual)) }
}

fn wrong_style(cx: &mut Context<'_>, place: &SpecPath, name: &str, (location, usual): (Location, Style)) -> Style {
    let (kind, allowed) = match location {
        Location::Path => ("path", "use `simple`, `label` or `matrix`"),
        Location::Query => ("query", "use `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`"),
        Location::Header => ("header", "remove it, or write `simple`"),
        Location::Cookie => ("cookie", "use `form` or `cookie`"),
        Location::QueryString => {
            ("querystring", "remove it; the media type of the parameter defines its serialization")
        }
    };
    let message =
        format!("`style: {name}` is not allowed for {kind} parameters; using the default, `{}`", usual.name());
    cx.findings.report_once(Diagnostic::new(Code::UnsupportedParameter, &place.child("style"), message).help(allowed));
    usual
}
