//! Reads the declarations of a document from its original files: operations, parameters, bodies, responses. The judges
//! compare with them, so no code is shared with the stages of the generator.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::media::Media;
use super::styles::Style;
use crate::validate::{Files, RawPlace};

mod nulls;
mod swagger;

pub use swagger::FORM;

/// Rewrites constructs of a version or of document generators to their common form.
pub fn prepare(files: &mut Files) {
    swagger::prepare(files);
    nulls::prepare(files);
}

/// An operation and everything that it declares.
#[derive(Debug)]
pub struct Operation<'f> {
    /// The Operation Object.
    pub declared: RawPlace<'f>,
    /// The Path Item Object that contains it.
    pub item: RawPlace<'f>,
    /// The HTTP method in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The parameters outside of the body, without those that the specification ignores.
    pub parameters: Vec<Parameter<'f>>,
    /// The request bodies, by media type.
    pub bodies: Vec<Content<'f>>,
    /// True if the body is required.
    pub needs_body: bool,
    /// The responses, in the order of the document.
    pub responses: Vec<Response<'f>>,
    /// True if the operation or its path has its own servers.
    pub own_server: bool,
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum In {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// A parameter outside of the body.
#[derive(Debug, Clone)]
pub struct Parameter<'f> {
    /// The Parameter Object.
    pub declared: RawPlace<'f>,
    /// The location of the parameter.
    pub place: In,
    /// The name of the parameter.
    pub name: String,
    /// True if the parameter is required.
    pub required: bool,
    /// The style; `None` for the JSON of `content`.
    pub style: Option<Style>,
    /// The value of `explode`, or its default.
    pub explode: bool,
    /// The schema of the parameter.
    pub schema: Option<RawPlace<'f>>,
}

/// A body of one media type.
#[derive(Debug, Clone)]
pub struct Content<'f> {
    /// The media type, verbatim.
    pub media_type: String,
    /// The schema of the body.
    pub schema: Option<RawPlace<'f>>,
    /// The declared encodings of properties.
    pub encoding: BTreeMap<String, Encoding>,
}

/// The encoding of a property of a form.
#[derive(Debug, Clone, Default)]
pub struct Encoding {
    /// True if `contentType` is JSON.
    pub is_json: bool,
    /// The style and `explode`, if the style applies.
    pub style: Option<(Style, bool)>,
}

/// A response that an operation declares.
#[derive(Debug)]
pub struct Response<'f> {
    /// The Response Object.
    pub declared: RawPlace<'f>,
    /// The status code, a range such as `4XX`, or `default`.
    pub status: String,
    /// The bodies, by media type.
    pub contents: Vec<Content<'f>>,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Header parameters that the specification ignores.
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Returns the OpenAPI version of a document, such as `3.0`.
#[must_use]
pub fn version(files: &Files) -> String {
    let root = files.root();
    let version = root.child("openapi").or_else(|| root.child("swagger"));
    let text = version.map(|place| place.value.as_str().map_or_else(|| place.value.to_string(), str::to_owned));
    text.unwrap_or_default().trim_start_matches('v').split('.').take(2).collect::<Vec<_>>().join(".")
}

/// Returns all operations, in order.
#[must_use]
pub fn operations(files: &Files) -> Vec<Operation<'_>> {
    let root = files.root();
    let is_swagger = root.child("swagger").is_some();
    let mut list = Vec::new();
    let Some(paths) = root.child("paths").and_then(|paths| files.follow(paths)) else { return list };
    for (path, item) in paths.object().into_iter().flatten().filter(|(path, _)| !path.starts_with("x-")) {
        let Some(item) = files.follow(paths.with(item)) else { continue };
        for method in METHODS {
            // A reference in place of an operation is not valid, but it is unambiguous.
            let place = item.child(method).and_then(|place| files.follow(place));
            let Some(place) = place.filter(|place| place.value.is_object()) else { continue };
            let mut operation = Operation {
                declared: place,
                item,
                method: method.to_uppercase(),
                path: path.clone(),
                parameters: Vec::new(),
                bodies: Vec::new(),
                needs_body: false,
                responses: Vec::new(),
                own_server: item.child("servers").or_else(|| place.child("servers")).is_some(),
            };
            let parameters = merged(files, &item, &place);
            let all = parameters.iter().filter_map(|place| parameter(files, *place, is_swagger));
            operation.parameters = all.filter(|parameter| has_place(parameter, path)).collect();
            if is_swagger {
                swagger::bodies(&root, &place, &parameters, &mut operation);
            } else if let Some(body) = place.child("requestBody").and_then(|body| files.follow(body)) {
                operation.bodies = contents(files, &body);
                operation.needs_body = flag(&body, "required").unwrap_or(false);
            }
            operation.responses = responses(files, &root, &place, is_swagger);
            list.push(operation);
        }
    }
    list
}

/// Returns true if a parameter can be sent. A path parameter cannot if the path template does not contain it in any
/// spelling.
fn has_place(parameter: &Parameter<'_>, path: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    parameter.place != In::Path || letters(path).contains(&letters(&parameter.name))
}

/// Returns the parameters of a path item and of its operation. The latter take precedence.
fn merged<'f>(files: &'f Files, item: &RawPlace<'f>, operation: &RawPlace<'f>) -> Vec<RawPlace<'f>> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for owner in [operation, item] {
        let Some(list) = owner.child("parameters") else { continue };
        for parameter in list.value.as_array().into_iter().flatten() {
            let Some(place) = files.follow(list.with(parameter)) else { continue };
            if seen.insert((text(&place, "in"), text(&place, "name"))) {
                all.push(place);
            }
        }
    }
    all
}

fn parameter<'f>(files: &'f Files, place: RawPlace<'f>, is_swagger: bool) -> Option<Parameter<'f>> {
    let name = text(&place, "name")?.to_owned();
    let location = match text(&place, "in")? {
        "path" => In::Path,
        "query" => In::Query,
        "header" if IGNORED_HEADERS.contains(&name.to_lowercase().as_str()) => return None,
        "header" => In::Header,
        "cookie" => In::Cookie,
        _ => return None,
    };
    let required = location == In::Path || flag(&place, "required").unwrap_or(false);
    if is_swagger {
        let (style, explode) = swagger::collection_format(&place, location);
        let (style, schema) = (Some(style), Some(place));
        return Some(Parameter { declared: place, place: location, name, required, style, explode, schema });
    }
    let first = |content: RawPlace<'f>| content.object()?.values().next().map(|media| content.with(media));
    if let Some(media) = place.child("content").and_then(first).filter(|_| place.child("schema").is_none()) {
        let schema = files.follow(media).and_then(|media| media.child("schema"));
        let (style, explode) = (None, false);
        return Some(Parameter { declared: place, place: location, name, required, style, explode, schema });
    }
    let usual = if matches!(location, In::Path | In::Header) { Style::Simple } else { Style::Form };
    let style = text(&place, "style").and_then(style).unwrap_or(usual);
    let explode = flag(&place, "explode").unwrap_or(style == Style::Form);
    let (style, schema) = (Some(style), place.child("schema"));
    Some(Parameter { declared: place, place: location, name, required, style, explode, schema })
}

fn style(name: &str) -> Option<Style> {
    Some(match name {
        "matrix" => Style::Matrix,
        "label" => Style::Label,
        "simple" => Style::Simple,
        "form" => Style::Form,
        "spaceDelimited" => Style::Space,
        "pipeDelimited" => Style::Pipe,
        "deepObject" => Style::Deep,
        _ => return None,
    })
}

fn contents<'f>(files: &'f Files, owner: &RawPlace<'f>) -> Vec<Content<'f>> {
    let Some(all) = owner.child("content") else { return Vec::new() };
    let one = |(media_type, media): (&String, &'f Value)| {
        let media = files.follow(all.with(media))?;
        let encoding = media.child("encoding").map(|place| encodings(&place)).unwrap_or_default();
        Some(Content { media_type: media_type.clone(), schema: media.child("schema"), encoding })
    };
    all.object().into_iter().flatten().filter_map(one).collect()
}

fn encodings(place: &RawPlace<'_>) -> BTreeMap<String, Encoding> {
    let one = |(name, value): (&String, &Value)| {
        let written = place.with(value);
        let is_styled = ["style", "explode", "allowReserved"].iter().any(|key| written.child(key).is_some());
        let named = text(&written, "style").and_then(style).unwrap_or(Style::Form);
        let explode = flag(&written, "explode").unwrap_or(named == Style::Form);
        let is_json = text(&written, "contentType").is_some_and(|media_type| Media::parse(media_type) == Media::Json);
        (name.clone(), Encoding { is_json, style: is_styled.then_some((named, explode)) })
    };
    place.object().into_iter().flatten().map(one).collect()
}

fn responses<'f>(files: &'f Files, root: &RawPlace<'f>, place: &RawPlace<'f>, is_swagger: bool) -> Vec<Response<'f>> {
    let Some(all) = place.child("responses") else { return Vec::new() };
    let one = |(status, response): (&String, &'f Value)| {
        let response = files.follow(all.with(response))?;
        let contents = if is_swagger { swagger::produced(root, place, &response) } else { contents(files, &response) };
        Some(Response { declared: response, status: status.clone(), contents })
    };
    all.object().into_iter().flatten().filter(|(status, _)| !status.starts_with("x-")).filter_map(one).collect()
}

fn text<'f>(place: &RawPlace<'f>, key: &str) -> Option<&'f str> {
    place.child(key)?.value.as_str()
}

fn flag(place: &RawPlace<'_>, key: &str) -> Option<bool> {
    place.child(key)?.value.as_bool()
}
