//! Reads the properties of structs, whose ids are already known.

use serde_json::Value;

use crate::analyze::context::Context;
use crate::analyze::schema::read::{MergedSchema, OtherKeys, SchemaRef, access_and_default, docs, is_secret};
use crate::diag::{Code, Diagnostic};
use crate::model::{Additional, Constant, Docs, NameHint, Presence, Property, Shape, Struct, Type};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use super::resolve_type::type_of;
use super::schema_context::SchemaContext;
use super::slips::Slips;
use super::store::Resolved;

/// Reads the properties of every pending struct, including those that are added while reading.
pub(in crate::analyze) fn fill(cx: &mut Context<'_>) {
    while let Some(pending) = cx.schemas.pending.pop_front() {
        let Some(name_hint) = cx.schemas.get(pending.id).map(|draft| draft.name_hint.clone()) else { continue };
        let body = read(cx, &pending.merged, &name_hint);
        if let Some(draft) = cx.schemas.drafts.get_mut(pending.id.index()) {
            draft.shape = Shape::Struct(body);
        }
    }
}

fn read(cx: &mut Context<'_>, merged: &MergedSchema, name_hint: &NameHint) -> Struct {
    let mut properties: Vec<Property> =
        merged.properties.iter().map(|(name, parts)| property(cx, merged, name_hint, name, parts)).collect();
    properties.extend(undeclared(cx, merged));
    let additional = match &merged.other_keys {
        OtherKeys::Unspecified => Additional::Unspecified,
        OtherKeys::Denied => Additional::Denied,
        OtherKeys::Any => Additional::Kept(Type::Any),
        OtherKeys::Schema(parts) => Additional::Kept(inner(cx, parts, &step(name_hint, "value")).folded()),
    };
    let additional_secret =
        matches!(&merged.other_keys, OtherKeys::Schema(parts) if is_secret(&cx.document.tree, parts));
    Struct { properties, additional, additional_secret }
}

fn step(name_hint: &NameHint, word: &str) -> NameHint {
    let mut name_hint = name_hint.clone();
    name_hint.way.push(word.to_owned());
    name_hint
}

/// Returns the type of a property or of the other values of a struct. A single schema is named after its own place;
/// several are named after the struct.
fn inner(cx: &mut Context<'_>, parts: &[SchemaRef], name_hint: &NameHint) -> Resolved {
    let name_hint = (parts.len() > 1).then(|| name_hint.clone());
    type_of(cx, SchemaContext::new(parts.to_vec(), name_hint))
}

fn property(
    cx: &mut Context<'_>,
    merged: &MergedSchema,
    name_hint: &NameHint,
    name: &str,
    parts: &[SchemaRef],
) -> Property {
    let typed = inner(cx, parts, &step(name_hint, name));
    let strings = cx.schemas.rules_of(&typed.ty);
    let (access, default) = access_and_default(&cx.document.tree, &cx.document.annotations, parts);
    Property {
        path: parts.last().map_or_else(|| merged.path(), |part| part.path.clone()),
        name: name.to_owned(),
        docs: docs(&cx.document.tree, parts, strings),
        ty: typed.ty,
        presence: Presence::new(merged.required.contains(name), typed.nullable),
        access,
        secret: is_secret(&cx.document.tree, parts),
        default: default.map(|(_, value)| value),
        constant: only_value(cx, parts).map(|value| Constant { value, is_tag: false }),
        initial: None,
    }
}

/// Returns the only boolean, number or `null` that a property can have. Strings and integers are enumerations, which
/// `finish/constant.rs` handles.
fn only_value(cx: &Context<'_>, parts: &[SchemaRef]) -> Option<Value> {
    let values = parts.iter().find_map(|part| {
        let raw = cx.document.tree.follow(&part.path).ok()?.value.as_object()?;
        DocumentTree::member(raw, "enum")?.as_array()
    });
    match values?.as_slice() {
        [value] if !value.is_string() && !value.is_i64() && !value.is_array() && !value.is_object() => {
            Some(value.clone())
        }
        _ => None,
    }
}

/// Returns properties for the names in `required` that are not declared. They can be sent and received. A missing one
/// is not an error, since the document is probably wrong.
fn undeclared(cx: &mut Context<'_>, merged: &MergedSchema) -> Vec<Property> {
    let missing: Vec<&String> = merged.required.iter().filter(|name| !merged.has_property(name)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let known = || merged.properties.iter().map(|(name, _)| name.as_str());
    let slips = Slips::new(known());
    let mut properties = Vec::new();
    for name in missing {
        let place = merged.path();
        let message = format!("`required` lists `{name}`, which is not declared as a property");
        let found = Diagnostic::new(Code::RequiredProperty, &place, message);
        if let Some(meant) = slips.meant(name) {
            cx.findings.report_once(found.help(format!("did you mean `{meant}`?")));
            continue;
        }
        let near = cx.document.tree.nearest_of(name, merged.properties.len(), known());
        let help = match near {
            Some(near) => {
                format!(
                    "declare it under `properties` (until then, it is optional and accepts any value), or write `{near}`"
                )
            }
            None => "declare it under `properties`; until then, it is optional and accepts any value".to_owned(),
        };
        cx.findings.report_once(found.help(help));
        if merged.other_keys == OtherKeys::Unspecified {
            properties.push(anything(&place, name));
        }
    }
    properties
}

fn anything(place: &SpecPath, name: &str) -> Property {
    Property {
        path: place.clone(),
        name: name.to_owned(),
        docs: Docs::default(),
        ty: Type::Any,
        presence: Presence::Optional,
        access: crate::model::Access::ReadWrite,
        secret: false,
        default: None,
        constant: None,
        initial: None,
    }
}
