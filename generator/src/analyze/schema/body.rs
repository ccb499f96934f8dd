//! The properties of a struct, read when its id is already known.

use serde_json::Value;

use crate::analyze::context::Context;
use crate::diag::{Code, Diagnostic};
use crate::model::{Additional, Constant, Docs, Origin, Presence, Property, SchemaId, Shape, Struct, Type};
use crate::nearest::nearest;
use crate::path::SpecPath;
use crate::resolve::Tree;

use super::annotations::{self, Strings};
use super::facts::{Facts, Others};
use super::places::{Part, Position, type_of};

/// A struct whose properties are still to be read.
#[derive(Debug)]
pub(in crate::analyze) struct Work {
    pub(super) id: SchemaId,
    pub(super) facts: Box<Facts>,
}

/// Reads the properties of every struct that waits for it, and of those that turn up on the way.
pub(in crate::analyze) fn fill(cx: &mut Context<'_>) {
    while let Some(work) = cx.work.pop_front() {
        let Some(origin) = cx.draft(work.id).map(|draft| draft.origin.clone()) else { continue };
        let body = read(cx, &work.facts, &origin);
        if let Some(draft) = cx.drafts.get_mut(work.id.index()) {
            draft.shape = Shape::Struct(body);
        }
    }
}

fn read(cx: &mut Context<'_>, facts: &Facts, origin: &Origin) -> Struct {
    let mut properties: Vec<Property> =
        facts.properties.iter().map(|(name, parts)| property(cx, facts, origin, name, parts)).collect();
    properties.extend(undeclared(cx, facts));
    let additional = match &facts.others {
        Others::Unsaid => Additional::Unsaid,
        Others::Denied => Additional::Denied,
        Others::Any => Additional::Kept(Type::Any),
        Others::Schema(parts) => Additional::Kept(inner(cx, parts, &step(origin, "value")).folded()),
    };
    let additional_secret = matches!(&facts.others, Others::Schema(parts) if annotations::is_secret(&cx.tree, parts));
    Struct { properties, additional, additional_secret }
}

fn step(origin: &Origin, word: &str) -> Origin {
    let mut origin = origin.clone();
    origin.way.push(word.to_owned());
    origin
}

/// The type of what is inside of a struct. One schema alone is called after its place, several are called after the
/// struct.
fn inner(cx: &mut Context<'_>, parts: &[Part], origin: &Origin) -> super::Typed {
    let origin = (parts.len() > 1).then(|| origin.clone());
    type_of(cx, Position::of(parts.to_vec(), origin))
}

fn property(cx: &mut Context<'_>, facts: &Facts, origin: &Origin, name: &str, parts: &[Part]) -> Property {
    let typed = inner(cx, parts, &step(origin, name));
    let checked = matches!(&typed.ty, Type::Named(id) if cx.draft(*id).is_some_and(|draft| matches!(draft.shape, Shape::CheckedString(_))));
    let strings = if checked { Strings::Expressed } else { Strings::InWords };
    let (access, default) = annotations::access_and_default(cx, parts);
    Property {
        path: parts.last().map_or_else(|| facts.path(), |part| part.path.clone()),
        name: name.to_owned(),
        docs: annotations::docs(&cx.tree, parts, strings),
        ty: typed.ty,
        presence: presence(facts.required.contains(name), typed.nullable),
        access,
        secret: annotations::is_secret(&cx.tree, parts),
        default: default.map(|(_, value)| value),
        constant: only_value(cx, parts).map(|value| Constant { value }),
    }
}

/// Finds the only boolean, number or `null` that a property can have. Strings and integers are enumerations, which
/// `finish/constant.rs` looks at.
fn only_value(cx: &Context<'_>, parts: &[Part]) -> Option<Value> {
    let values = parts.iter().find_map(|part| {
        let raw = cx.tree.follow(&part.path).ok()?.value.as_object()?;
        Tree::member(raw, "enum")?.as_array()
    });
    match values?.as_slice() {
        [value] if !value.is_string() && !value.is_i64() && !value.is_array() && !value.is_object() => {
            Some(value.clone())
        }
        _ => None,
    }
}

fn presence(required: bool, nullable: bool) -> Presence {
    match (required, nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::RequiredNullable,
        (false, false) => Presence::Optional,
        (false, true) => Presence::OptionalNullable,
    }
}

/// Names in `required` that no property has. They may be sent and read, but a document that says no more of them is
/// more likely wrong than right, so their absence is no error.
fn undeclared(cx: &mut Context<'_>, facts: &Facts) -> Vec<Property> {
    let missing: Vec<&String> =
        facts.required.iter().filter(|name| !facts.properties.iter().any(|(known, _)| known == *name)).collect();
    let mut properties = Vec::new();
    for name in missing {
        let place = facts.path();
        let known = facts.properties.iter().map(|(name, _)| name.as_str());
        let message = format!("`required` names `{name}`, which is no property");
        let found = Diagnostic::new(Code::RequiredProperty, &place, message);
        let near = nearest(name, known);
        if let Some(nearest) = near.filter(|nearest| is_slip(name, nearest)) {
            cx.report_once(found.help(format!("did you mean `{nearest}`?")));
            continue;
        }
        let help = match near {
            Some(near) => {
                format!("declare it under `properties` (it is optional and any value until then), or write `{near}`")
            }
            None => "declare it under `properties`; until then it is optional and any value".to_owned(),
        };
        cx.report_once(found.help(help));
        if facts.others == Others::Unsaid {
            properties.push(anything(&place, name));
        }
    }
    properties
}

/// Returns true if two names differ in case, or in the order of two letters. Names that differ in other characters, as `line-1`,
/// `line_1` and `line-2` do, can each be a property.
fn is_slip(left: &str, right: &str) -> bool {
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    let sorted = |text: &str| {
        let mut chars: Vec<char> = text.chars().collect();
        chars.sort_unstable();
        chars
    };
    let others = |text: &str| text.chars().filter(|char| !char.is_alphabetic()).collect::<String>();
    sorted(&left) == sorted(&right)
        && others(&left) == others(&right)
        && strsim::damerau_levenshtein(&left, &right) <= 1
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
    }
}
