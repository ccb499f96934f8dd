//! Parameters: where they travel, how they are written, and what they hold.

use std::collections::HashMap;

use openapiv3::ParameterData;
use serde_json::{Map, Value};

use super::context::Context;
use super::query_string;
use super::schema::{self, SchemaContext, SchemaRef, Strings};
use super::{node, secrets, text};
use crate::diag::{Code, Diagnostic};
use crate::keywords::Kind;
use crate::media_type::MediaType;
use crate::model::{Docs, Location, Parameter, Reserved, Shape, Style, Type};
use crate::path::SpecPath;
use crate::resolve::Tree;

/// What stands between the items of a list, where the document is of a version that can say it.
const DELIMITER: &str = "x-oaspress-delimiter";

/// Marks a parameter that the request body was made of.
const TAKEN_AS_BODY: &str = "x-oaspress-body";

/// Reads the `parameters` of the path or operation at `owner`.
pub(super) fn parameters(cx: &mut Context<'_>, owner: &SpecPath) -> Vec<Parameter> {
    let Some(raw) = cx.document.tree.get(owner).and_then(Value::as_object) else { return Vec::new() };
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut known: HashMap<(Location, String), SpecPath> = HashMap::new();
    for (_, place) in node::children(&cx.document.tree, owner, raw, "parameters") {
        if !cx.findings.spend(&place, 1) {
            break;
        }
        let Some(parameter) = parameter(cx, &place) else { continue };
        if let Some(earlier) = known.get(&identity(&parameter)) {
            let message =
                format!("the parameter `{}` is listed more than once, and only the first counts", parameter.name);
            let found = Diagnostic::new(Code::DuplicateParameter, &place, message);
            cx.findings.report_once(found.related(earlier, "the first one is here"));
        } else {
            known.insert(identity(&parameter), parameter.path.clone());
            parameters.push(parameter);
        }
    }
    parameters
}

/// Returns what makes two parameters one: name and place. The names of headers are alike in any case.
pub(super) fn identity(parameter: &Parameter) -> (Location, String) {
    let name = match parameter.location {
        Location::Header => parameter.name.to_ascii_lowercase(),
        _ => parameter.name.clone(),
    };
    (parameter.location, name)
}

fn parameter(cx: &mut Context<'_>, place: &SpecPath) -> Option<Parameter> {
    let found = cx.follow(place)?;
    let location = location(cx, &found.path, found.value)?;
    let node = match node::read::<ParameterData>(&cx.document.tree, Kind::Parameter, &found.path, found.value) {
        Ok(node) => node,
        Err(error) => {
            cx.findings.report_unreadable(Code::UnsupportedParameter, &found.path, "this parameter", &error);
            return None;
        }
    };
    let data = node.typed;
    if location == Location::Header && !is_header(&data.name) {
        let message =
            format!("`{}` is not the name of a header, and the parameter is left out", data.name.escape_debug());
        cx.findings.report_once(Diagnostic::new(Code::UnsupportedParameter, &found.path, message));
        return None;
    }
    if location == Location::Cookie && !is_header(&data.name) {
        let message =
            format!("`{}` is not the name of a cookie, and is sent percent-encoded", data.name.escape_debug());
        cx.findings.report_once(Diagnostic::new(Code::UnsupportedParameter, &found.path, message));
    }
    if location == Location::Header && reserved(&data.name) {
        let help = "the media types of bodies, the client's credentials and the transport set it";
        cx.findings.report_named(Code::ReservedHeader, &data.name, &found.path, help.to_owned());
        return None;
    }
    if location == Location::Path && Tree::member(node.raw, "required") == Some(&Value::Bool(false)) {
        let message =
            format!("the path parameter `{}` is not marked as required, and every path parameter is", data.name);
        cx.findings
            .report_once(Diagnostic::new(Code::PathParameter, &found.path, message).help("write `required: true`"));
    }
    let (held, query) = if location == Location::QueryString {
        query_string::held(cx, &node.path, node.raw).map(|(held, query)| (held, Some(query)))?
    } else {
        (held(cx, &node.path, node.raw), None)
    };
    let style = style(cx, &node.path, node.raw, location);
    let reserved = reserved_characters(cx, &node.path, node.raw, location);
    let secret =
        secrets::is_described(&cx.document.tree, &node.path, node.raw) || secrets::is_named(&data.name, location);
    Some(Parameter {
        secret,
        docs: docs(cx, node.raw, data.description, &held),
        path: node.path,
        name: data.name,
        location,
        required: data.required || location == Location::Path,
        ty: held.ty,
        style,
        explode: data.explode.unwrap_or(matches!(style, Style::Form | Style::Cookie)),
        delimiter: delimiter(node.raw),
        reserved,
        nesting: None,
        content: held.content,
        query,
        default: held
            .schema
            .and_then(|place| schema::access_and_default(&cx.document.tree, &[SchemaRef::whole(&place)]).1)
            .map(|(_, value)| value),
        constant: None,
    })
}

/// `in`, in any case. A parameter without it was reported.
fn location(cx: &mut Context<'_>, place: &SpecPath, value: &Value) -> Option<Location> {
    let said = value.get("in")?.as_str()?;
    let known = [
        ("query", Location::Query),
        ("header", Location::Header),
        ("path", Location::Path),
        ("cookie", Location::Cookie),
        ("querystring", Location::QueryString),
    ];
    let found = known.into_iter().find(|(name, _)| said.eq_ignore_ascii_case(name));
    let taken = value.get(TAKEN_AS_BODY).is_some();
    let message = match found {
        None if taken => format!("`in: {said}` belongs to Swagger 2.0, and is read as the request body"),
        Some((name, _)) if name == said => return found.map(|(_, location)| location),
        Some((name, _)) => format!("`in: {said}` is read as `in: {name}`"),
        None => format!("nothing is `in: {said}`, and the parameter is left out"),
    };
    let help = if taken {
        "write a `requestBody`"
    } else if found.is_none() {
        "it is one of `query`, `querystring`, `header`, `path` and `cookie`"
    } else {
        ""
    };
    cx.findings.report_once(Diagnostic::new(Code::UnsupportedParameter, &place.child("in"), message).help(help));
    found.map(|(_, location)| location)
}

/// Headers that a parameter cannot describe: of the first three the specification says so, since media types and security
/// do; the others belong to whatever carries the request.
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

/// `allowReserved`. The values of headers are never escaped.
fn reserved_characters(
    cx: &mut Context<'_>,
    place: &SpecPath,
    raw: &Map<String, Value>,
    location: Location,
) -> Reserved {
    if Tree::member(raw, "allowReserved") != Some(&Value::Bool(true)) {
        return Reserved::Escaped;
    }
    if location == Location::Header {
        let message = "`allowReserved` has no effect on a header, where every character is sent unchanged";
        cx.findings.report_once(Diagnostic::new(Code::Unused, &place.child("allowReserved"), message));
    }
    match location {
        Location::Path | Location::Query | Location::Cookie => Reserved::Allowed,
        Location::Header | Location::QueryString => Reserved::Escaped,
    }
}

/// Whether HTTP allows a header or a cookie of this name.
fn is_header(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// `style`, read from the document: `openapiv3` would give up the whole parameter for one that does not belong to its
/// location.
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
        _ => return wrong_style(cx, place, &name, usual),
    };
    let allowed = match location {
        Location::Path => matches!(style, Style::Simple | Style::Label | Style::Matrix),
        Location::Query => {
            matches!(style, Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject)
        }
        Location::Header => style == Style::Simple,
        Location::Cookie => matches!(style, Style::Form | Style::Cookie),
        // Its media type says how it is written.
        Location::QueryString => false,
    };
    if allowed { style } else { wrong_style(cx, place, &name, usual) }
}

fn wrong_style(cx: &mut Context<'_>, place: &SpecPath, name: &str, usual: Style) -> Style {
    let message = format!("`style: {name}` is none that a parameter in this place can have");
    cx.findings.report_once(
        Diagnostic::new(Code::UnsupportedParameter, &place.child("style"), message)
            .help("the usual style of its place is used"),
    );
    usual
}

/// What a parameter or header holds.
pub(super) struct Held {
    /// The type of its value.
    pub(super) ty: Type,
    /// The media type, where it has `content`.
    pub(super) content: Option<String>,
    /// Where its schema stands.
    pub(super) schema: Option<SpecPath>,
}

/// Reads `schema`, or the one entry of `content`, of the parameter or header at `place`.
pub(super) fn held(cx: &mut Context<'_>, place: &SpecPath, raw: &Map<String, Value>) -> Held {
    if Tree::member(raw, "schema").is_some_and(Value::is_object) {
        let schema = place.child("schema");
        let ty = schema::type_at(cx, &schema).ty;
        return Held { ty, content: None, schema: Some(schema) };
    }
    let contents = node::children(&cx.document.tree, place, raw, "content");
    let Some((media_type, entry)) = contents.into_iter().next() else {
        return Held { ty: Type::String, content: None, schema: None };
    };
    // A media type can be a reference to a component.
    let entry = cx.follow(&entry).map_or(entry, |found| found.path);
    let schema = entry.child("schema");
    if !MediaType::new(media_type.as_str()).is_json() {
        let message = format!("a value written as `{media_type}` is taken as the string that is sent");
        cx.findings.report_once(
            Diagnostic::new(Code::UnsupportedParameter, &entry, message).help("only JSON is written for you"),
        );
        return Held { ty: Type::String, content: None, schema: None };
    }
    let ty = if cx.document.tree.get(&schema).is_some() {
        schema::type_of(cx, SchemaContext::at(&schema).unchecked()).ty
    } else {
        Type::Any
    };
    Held { ty, content: Some(media_type), schema: Some(schema) }
}

/// The words of a parameter or header, and the constraints of its schema.
pub(super) fn docs(cx: &Context<'_>, raw: &Map<String, Value>, description: Option<String>, held: &Held) -> Docs {
    let checked = matches!(&held.ty, Type::Named(id) if cx.schemas.get(*id).is_some_and(|draft| matches!(draft.shape, Shape::CheckedString(_))));
    let strings = if checked { Strings::Expressed } else { Strings::InWords };
    let schema = held
        .schema
        .as_ref()
        .map(|place| schema::docs(&cx.document.tree, &[SchemaRef::whole(place)], strings))
        .unwrap_or_default();
    Docs {
        title: schema.title,
        description: text::filled(description).or(schema.description),
        example: text::example(&cx.document.tree, raw).or(schema.example),
        deprecated: text::deprecated(raw).or(schema.deprecated),
        external_docs: schema.external_docs,
        constraints: schema.constraints,
    }
}

/// What stands between the items of a list, where no style says so.
pub(super) fn delimiter(raw: &Map<String, Value>) -> Option<char> {
    Tree::member(raw, DELIMITER)?.as_str()?.chars().next()
}
