//! Decides which strings with constraints get a checked type. Only strings that callers send do. Strings in responses
//! are plain strings with documented constraints, since responses are not validated.

use std::collections::HashMap;

use super::types;
use crate::analyze::schema::Draft;
use crate::model::{Constraint, Operation, SchemaId, Shape, Type, Usage};

/// Decides for every string with constraints. Parameters are always checked, with a separate type if necessary.
///
/// Returns the usage of all schemas, including the copies that this adds.
pub(super) fn settle(drafts: &mut Vec<Draft>, operations: &mut [Operation], mut usage: Vec<Usage>) -> Vec<Usage> {
    let plain: Vec<bool> = drafts
        .iter()
        .zip(&usage)
        .map(|(draft, usage)| draft.is_checked_string() && (usage.response || !usage.request))
        .collect();
    // First, while the plain strings still have their constraints, which the copies take over. The copies are at the
    // end of the list, so `plain` has no entries for them and they stay checked.
    check_parameters(drafts, operations, &plain);
    usage.resize(drafts.len(), Usage { request: true, response: false });
    document_and_strip(drafts, &plain);
    // Last, since the constraints were documented where properties refer to the schemas by name.
    let is_unnamed: Vec<bool> =
        drafts.iter().zip(&plain).map(|(draft, is_plain)| *is_plain && !draft.component).collect();
    let mut unname = |ty: &mut Type| types::visit(ty, &mut |ty| unname(ty, &is_unnamed));
    for draft in drafts.iter_mut() {
        types::in_shape(&mut draft.shape, &mut unname);
    }
    for operation in operations {
        types::in_operation(operation, &mut unname);
    }
    usage
}

/// Gives parameters checked copies of the strings that lose their check. Nested strings of parameters become plain.
fn check_parameters(drafts: &mut Vec<Draft>, operations: &mut [Operation], plain: &[bool]) {
    let mut copies: HashMap<SchemaId, SchemaId> = HashMap::new();
    for parameter in operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        let Type::Named(id) = parameter.ty else { continue };
        if plain.get(id.index()) != Some(&true) {
            continue;
        }
        // All parameters with the same string share one copy.
        let copy = copies.get(&id).copied().or_else(|| checked_copy(drafts, id));
        if let Some(copy) = copy {
            copies.insert(id, copy);
            parameter.ty = Type::Named(copy);
        }
    }
}

/// Adds a checked copy of a string that responses contain, for use in parameters.
fn checked_copy(drafts: &mut Vec<Draft>, id: SchemaId) -> Option<SchemaId> {
    let mut copy = drafts.get(id.index())?.clone();
    copy.component = false;
    copy.name_hint.way.push("input".to_owned());
    drafts.push(copy);
    Some(SchemaId::new(drafts.len() - 1))
}

/// Makes the strings that lose their check aliases of `string`, and documents their constraints: at the schema itself,
/// and at the properties that contain one without a name.
fn document_and_strip(drafts: &mut [Draft], plain: &[bool]) {
    // Collected before the shapes are replaced.
    let rules: Vec<Vec<Constraint>> = drafts.iter().map(rules).collect();
    let component: Vec<bool> = drafts.iter().map(|draft| draft.component).collect();
    for (index, draft) in drafts.iter_mut().enumerate() {
        if plain.get(index) == Some(&true) {
            draft.shape = Shape::Alias(Type::String);
            draft.docs.constraints.extend(rules.get(index).cloned().unwrap_or_default());
        } else {
            document(draft, plain, &component, &rules);
        }
    }
}

fn rules(draft: &Draft) -> Vec<Constraint> {
    match &draft.shape {
        Shape::CheckedString(rules) => rules.constraints(),
        _ => Vec::new(),
    }
}

/// Documents the constraints of strings that lose their type at the properties that contain them.
fn document(draft: &mut Draft, plain: &[bool], component: &[bool], rules: &[Vec<Constraint>]) {
    let Shape::Struct(body) = &mut draft.shape else { return };
    for property in &mut body.properties {
        let named = types::named(&property.ty);
        let [id] = named.as_slice() else { continue };
        if plain.get(id.index()) != Some(&true) || component.get(id.index()) == Some(&true) {
            continue;
        }
        let rules = rules.get(id.index()).cloned().unwrap_or_default().into_iter();
        match &property.ty {
            Type::Array(_) => property.docs.constraints.extend(rules.map(|rule| Constraint::EachItem(Box::new(rule)))),
            Type::Map(_) => property.docs.constraints.extend(rules.map(|rule| Constraint::EachValue(Box::new(rule)))),
            _ => property.docs.constraints.extend(rules),
        }
    }
}

/// Replaces a string that has lost its check by `string`, unless it is a component and needs its name.
fn unname(ty: &mut Type, is_unnamed: &[bool]) {
    if matches!(ty, Type::Named(id) if is_unnamed.get(id.index()) == Some(&true)) {
        *ty = Type::String;
    }
}
