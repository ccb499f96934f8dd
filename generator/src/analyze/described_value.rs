//! Reads the value of a parameter or header: its `schema`, or the only entry of its `content`.

use serde_json::{Map, Value};

use super::context::Context;
use super::schema::{self, SchemaContext, SchemaRef};
use super::{node, text};
use crate::diag::{Code, Diagnostic};
use crate::media_type::MediaType;
use crate::model::{Docs, Type};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// The keyword with the separator between the items of a list. `dialect` writes it for versions that can declare one.
const DELIMITER: &str = "x-oaspress-delimiter";

/// The value of a parameter or header.
pub(super) struct DescribedValue {
    /// The type of the value.
    pub(super) ty: Type,
    /// The media type, if the value has `content`.
    pub(super) content: Option<String>,
    /// The place of the schema.
    pub(super) schema: Option<SpecPath>,
}

/// Reads `schema` or the only entry of `content` of the parameter or header at `place`.
pub(super) fn read(cx: &mut Context<'_>, place: &SpecPath, raw: &Map<String, Value>) -> DescribedValue {
    if DocumentTree::member(raw, "schema").is_some_and(Value::is_object) {
        let schema = place.child("schema");
        let ty = schema::type_at(cx, &schema).ty;
        return DescribedValue { ty, content: None, schema: Some(schema) };
    }
    let contents = node::children(&cx.document.tree, place, raw, "content");
    let Some((media_type, entry)) = contents.into_iter().next() else {
        return DescribedValue { ty: Type::String, content: None, schema: None };
    };
    // The entry may be a reference to a component.
    let entry = cx.follow(&entry).map_or(entry, |found| found.path);
    let schema = entry.child("schema");
    if !MediaType::new(media_type.as_str()).is_json() {
        let message = format!(
            "values of the type `{media_type}` are not serialized; the value is a string that is sent unchanged"
        );
        cx.findings.report_once(
            Diagnostic::new(Code::UnsupportedParameter, &entry, message).help("only JSON values are serialized"),
        );
        return DescribedValue { ty: Type::String, content: None, schema: None };
    }
    let ty = if cx.document.tree.get(&schema).is_some() {
        schema::type_of(cx, SchemaContext::at(&schema).unchecked()).ty
    } else {
        Type::Any
    };
    DescribedValue { ty, content: Some(media_type), schema: Some(schema) }
}

/// Returns the documentation of a parameter or header, with the constraints of its schema.
pub(super) fn docs(
    cx: &Context<'_>,
    raw: &Map<String, Value>,
    description: Option<String>,
    value: &DescribedValue,
) -> Docs {
    let strings = cx.schemas.rules_of(&value.ty);
    let schema = value
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

/// Returns the separator between the items of a list, if no style defines it.
pub(super) fn delimiter(raw: &Map<String, Value>) -> Option<char> {
    DocumentTree::member(raw, DELIMITER)?.as_str()?.chars().next()
}
