//! Classifies `oneOf` and `anyOf`. Alternatives that are `null`, duplicates, or only require keys do not count.

use serde_json::Value;

use crate::analyze::document::Document;
use crate::analyze::findings::Findings;
use crate::analyze::variant_names::variant_name;
use crate::diag::{Code, Diagnostic};
use crate::model::Type;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use super::class::{Choice, Class, Classified, OneOf};
use super::merged_enumeration;
use crate::analyze::schema::read::{
    Alternatives, MergedSchema, SchemaRef, Unions, json_types, only_demands, only_null,
};

/// The maximum number of combinations if there are several lists of alternatives.
const MAX_COMBINATIONS: usize = 128;

/// Classifies a schema by its alternatives, and removes them from `merged`. Returns `None` if they do not differ in
/// type, so that the other keywords determine the class. Makes `merged` nullable if `null` is an alternative.
pub(super) fn classify(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    merged: &mut MergedSchema,
    around: &[SchemaRef],
) -> Option<Classified> {
    let mut choices: Vec<Combination> = Vec::new();
    for alternatives in std::mem::take(&mut merged.unions) {
        let (places, has_null) = worthwhile(document, findings, &alternatives, around);
        merged.nullable |= has_null;
        if places.is_empty() {
            continue;
        }
        choices = multiplied(document, choices, &alternatives, &places);
        if choices.len() > MAX_COMBINATIONS && places.len() < choices.len() {
            let message = format!(
                "{} combinations of alternatives are too many to generate; accepting any JSON value",
                choices.len()
            );
            findings.report_once(Diagnostic::new(Code::UnsupportedSchema, &merged.path(), message));
            return Some(Class::Type(Type::Any).into());
        }
    }
    if choices.is_empty() {
        return None;
    }
    if findings.has_merged_too_much() {
        let message = "alternatives multiply through references and are too many to generate; accepting any JSON value";
        findings.report_once(Diagnostic::new(Code::UnsupportedSchema, &merged.path(), message));
        return Some(Class::Type(Type::Any).into());
    }
    let choice = |combination| choice(document, findings, merged, combination);
    let mut choices: Vec<Choice> = choices.into_iter().filter_map(choice).collect();
    if let Some(enumeration) = merged_enumeration::classify(document, findings, merged, &choices) {
        return Some(enumeration);
    }
    if choices.len() == 1 {
        return choices.pop().map(|choice| Class::Only(merged.path(), choice.parts).into());
    }
    Some(Class::OneOf(OneOf { choices, discriminator: merged.discriminator.clone() }).into())
}

/// Returns the alternatives that declare something about the type, and whether `null` is one of them. If the
/// alternatives differ only in the keys that they require, none is returned.
fn worthwhile(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    alternatives: &Alternatives,
    around: &[SchemaRef],
) -> (Vec<SpecPath>, bool) {
    let mut null = false;
    let mut places = Vec::new();
    let mut demands = true;
    for place in &alternatives.places {
        let Some(found) = findings.follow(&document.tree, place) else {
            demands = false;
            places.push(place.clone());
            continue;
        };
        if around.iter().any(|part| part.path == found.path) {
            continue;
        }
        if found.value.as_object().map_or_else(|| found.value.is_null(), only_null) {
            null = true;
            continue;
        }
        demands &= only_demands(found.value);
        places.push(place.clone());
    }
    if demands && !places.is_empty() {
        places.clear();
        let place = alternatives.owner.child(alternatives.keyword);
        let message = "which keys are required together is not checked";
        findings.report_once(Diagnostic::new(Code::NotChecked, &place, message));
    }
    (places, null)
}

/// One alternative of each list, with its name.
type Combination = Vec<(SpecPath, String)>;

/// Combines every combination of the previous lists with every alternative of a further list.
fn multiplied(
    document: &Document<'_>,
    before: Vec<Combination>,
    alternatives: &Alternatives,
    places: &[SpecPath],
) -> Vec<Combination> {
    let before = if before.is_empty() { vec![Combination::new()] } else { before };
    let mut all = Vec::new();
    for combination in &before {
        for place in places {
            let word = variant_name(document, &alternatives.owner, alternatives.keyword, place);
            all.push(combination.iter().cloned().chain([(place.clone(), word)]).collect());
        }
        if all.len() > MAX_COMBINATIONS * 8 {
            break;
        }
    }
    all
}

fn choice(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    merged: &MergedSchema,
    combination: Combination,
) -> Option<Choice> {
    let (places, words): (Vec<SpecPath>, Vec<String>) = combination.into_iter().unzip();
    let parts = parts_of(document, findings, merged, &places);
    Some(Choice { lists: places.len(), place: places.into_iter().next_back()?, words, parts })
}

/// Returns the schemas that apply if a choice is taken: the alternative, together with the schema around it if that
/// declares something about the type.
fn parts_of(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    merged: &MergedSchema,
    places: &[SpecPath],
) -> Vec<SchemaRef> {
    let chosen = places.iter().map(SchemaRef::whole);
    let self_contained = |place: &SpecPath| {
        let raw = document.tree.get(place).and_then(Value::as_object);
        merged.types.is_empty()
            || raw.is_some_and(|raw| {
                DocumentTree::member(raw, "$ref").is_some()
                    || !json_types(raw).is_empty()
                    || DocumentTree::member(raw, "allOf").is_some()
            })
    };
    if !declares_beside_type(merged) && places.iter().all(self_contained) {
        return chosen.collect();
    }
    if places.iter().any(|place| descends(document, merged, place)) {
        return chosen.collect();
    }
    findings.spend_merged();
    let base = merged.parts.iter().map(|part| SchemaRef { path: part.path.clone(), unions: Unions::LeftOut });
    base.chain(chosen).collect()
}

/// Returns true if an alternative contains all schemas around it in its own `allOf`.
fn descends(document: &Document<'_>, merged: &MergedSchema, place: &SpecPath) -> bool {
    let Ok(found) = document.tree.follow(place) else { return false };
    merged.parts.iter().all(|part| document.inheritance.descends(&found.path, &part.path))
}

fn declares_beside_type(merged: &MergedSchema) -> bool {
    merged.declares_object()
        || merged.values.is_some()
        || !merged.items.is_empty()
        || merged.format.is_some()
        || !merged.rules.is_empty()
}
