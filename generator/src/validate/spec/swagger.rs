//! Reads the constructs that only OpenAPI 2.0 has: body and form parameters, `consumes`, `produces`,
//! `collectionFormat`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Content, Encoding, In, METHODS, Operation, flag, merged, text};
use crate::validate::styles::Style;
use crate::validate::{Files, RawPlace};

/// The keyword where `prepare` stores the schema of a form.
pub const FORM: &str = "x-oaspress-form";

/// Stores a schema for the form of every operation, since 2.0 declares form fields as parameters.
pub(in crate::validate) fn prepare(files: &mut Files) {
    if files.root().child("swagger").is_none() {
        return;
    }
    let mut forms = Vec::new();
    {
        let root = files.root();
        let Some(paths) = root.child("paths") else { return };
        for (path, item) in paths.object().into_iter().flatten() {
            let Some(item) = files.follow(paths.with(item)) else { continue };
            for method in METHODS {
                let Some(place) = item.child(method) else { continue };
                let parameters = merged(files, &item, &place);
                let fields = parameters.iter().filter(|parameter| text(parameter, "in") == Some("formData"));
                if let Some(schema) = form(fields) {
                    forms.push((path.clone(), method, schema));
                }
            }
        }
    }
    for (path, method, schema) in forms {
        if let Some(Value::Object(operation)) =
            files.root_mut().pointer_mut("/paths").and_then(|paths| paths.get_mut(&path)?.get_mut(method))
        {
            operation.insert(FORM.to_owned(), schema);
        }
    }
}

fn form<'p>(fields: impl Iterator<Item = &'p RawPlace<'p>>) -> Option<Value> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        let name = text(field, "name")?.to_owned();
        if flag(field, "required") == Some(true) {
            required.push(name.clone());
        }
        properties.insert(name, field.value.clone());
    }
    (!properties.is_empty()).then(|| json!({ "type": "object", "properties": properties, "required": required }))
}

/// Adds the request bodies of an operation.
pub(super) fn bodies<'f>(
    root: &RawPlace<'f>,
    place: &RawPlace<'f>,
    parameters: &[RawPlace<'f>],
    operation: &mut Operation<'f>,
) {
    let consumed = media_types(root, place, "consumes");
    let is_form = |media_type: &str| media_type.starts_with("multipart/") || media_type.contains("form-urlencoded");
    if let Some(body) = parameters.iter().find(|parameter| text(parameter, "in") == Some("body")) {
        operation.needs_body = flag(body, "required").unwrap_or(false);
        let mut list: Vec<String> = consumed.into_iter().filter(|media_type| !is_form(media_type)).collect();
        if list.is_empty() {
            list.push("application/json".to_owned());
        }
        operation.bodies = list.into_iter().map(|media_type| content(media_type, body.child("schema"))).collect();
    } else if let Some(form) = place.child(FORM) {
        let fields = form.value.pointer("/properties").and_then(Value::as_object);
        let has_file =
            fields.is_some_and(|fields| fields.values().any(|field| field.get("type") == Some(&json!("file"))));
        let mut list: Vec<String> = consumed.into_iter().filter(|media_type| is_form(media_type)).collect();
        list.retain(|media_type| !has_file || media_type.starts_with("multipart/"));
        if list.is_empty() {
            let usual = if has_file { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
            list.push(usual.to_owned());
        }
        operation.needs_body = form.value.pointer("/required/0").is_some();
        let encoding: BTreeMap<String, Encoding> =
            fields.into_iter().flatten().filter_map(|(name, field)| Some((name.clone(), encoding(field)?))).collect();
        let whole = |media_type| Content { media_type, schema: Some(form), encoding: encoding.clone() };
        operation.bodies = list.into_iter().map(whole).collect();
    }
}

/// Returns the encoding of an array in a form.
fn encoding(field: &Value) -> Option<Encoding> {
    let is_list = field.get("type").and_then(Value::as_str) == Some("array");
    let style = format(field.get("collectionFormat").and_then(Value::as_str));
    is_list.then_some(Encoding { is_json: false, style: Some(style) })
}

/// Returns the bodies of a response.
pub(super) fn produced<'f>(root: &RawPlace<'f>, place: &RawPlace<'f>, response: &RawPlace<'f>) -> Vec<Content<'f>> {
    let Some(schema) = response.child("schema") else { return Vec::new() };
    let mut list = media_types(root, place, "produces");
    if list.is_empty() {
        list.push("application/json".to_owned());
    }
    list.into_iter().map(|media_type| content(media_type, Some(schema))).collect()
}

fn content(media_type: String, schema: Option<RawPlace<'_>>) -> Content<'_> {
    Content { media_type, schema, encoding: BTreeMap::new() }
}

fn media_types(root: &RawPlace<'_>, place: &RawPlace<'_>, key: &str) -> Vec<String> {
    let list = place.child(key).or_else(|| root.child(key));
    let list = list.and_then(|list| list.value.as_array()).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Returns the style of a parameter.
pub(super) fn collection_format(place: &RawPlace<'_>, location: In) -> (Style, bool) {
    let usual = if matches!(location, In::Path | In::Header) { Style::Simple } else { Style::Form };
    match format(text(place, "collectionFormat")) {
        (Style::Form, false) => (usual, false),
        // `multi` is only valid in queries and forms; elsewhere it is an error in the document.
        (Style::Form, true) if usual == Style::Simple => (usual, false),
        other => other,
    }
}

fn format(name: Option<&str>) -> (Style, bool) {
    match name {
        Some("ssv") => (Style::Space, false),
        Some("tsv") => (Style::Tab, false),
        Some("pipes") => (Style::Pipe, false),
        Some("multi") => (Style::Form, true),
        _ => (Style::Form, false),
    }
}
