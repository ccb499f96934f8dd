//! Decides which strings with constraints get a checked type. Only strings that callers send do. Strings in responses
//! are plain strings with documented constraints, since responses are not validated.

use std::collections::HashMap;

use super::types;
use crate::analyze::schema::Draft;
use crate::model::{Constraint, Operation, SchemaId, Shape, Type, Usage};

/// Decides for every string with constraints. Parameters are always checked, with a separate type if necessary.
pub(super) fn settle(drafts: &mut Vec<Draft>, operations: &mut [Operation], mut usage: Vec<Usage>) -> Vec<Usage> {
    let plain: Vec<bool> = drafts
        .iter()
        .zip(&usage)
        .map(|(draft, usage)| draft.is_checked_string() && (usage.response || !usage.request))
        .collect();
    let is_plain = |ty: &Type| matches!(ty, Type::Named(id) if plain.get(id.index()) == Some(&true));
    let mut twins: HashMap<SchemaId, SchemaId> = HashMap::new();
    for operation in operations.iter_mut() {
        for parameter in &mut operation.parameters {
            if let Some(twin) =
                Some(&parameter.ty).filter(|ty| is_plain(ty)).and_then(|ty| twin(drafts, &mut twins, ty))
            {
                parameter.ty = Type::Named(twin);
            }
        }
    }
    usage.resize(drafts.len(), Usage { request: true, response: false });
    let rules: Vec<Vec<Constraint>> = drafts.iter().map(rules).collect();
    let component: Vec<bool> = drafts.iter().map(|draft| draft.component).collect();
    for (index, draft) in drafts.iter_mut().enumerate() {
        if plain.get(index) == Some(&true) {
            draft.shape = Shape::Alias(Type::String);
            draft.docs.constraints.extend(rules.get(index).cloned().unwrap_or_default());
        } else {
            document(draft, &plain, &component, &rules);
        }
    }
    let mut unnamed = |ty: &mut Type| types::visit(ty, &mut |ty| unname(ty, &plain, &component));
    for draft in drafts.iter_mut() {
        types::in_shape(&mut draft.shape, &mut unnamed);
    }
    for operation in operations {
        types::in_operation(operation, &mut unnamed);
    }
    usage
}

fn rules(draft: &Draft) -> Vec<Constraint> {
    match &draft.shape {
        Shape::CheckedString(rules) => rules.constraints(),
        _ => Vec::new(),
    }
}

/// Returns the checked copy of a string that responses contain, for use in parameters.
fn twin(drafts: &mut Vec<Draft>, twins: &mut HashMap<SchemaId, SchemaId>, ty: &Type) -> Option<SchemaId> {
    let Type::Named(id) = ty else { return None };
    if let Some(twin) = twins.get(id) {
        return Some(*twin);
    }
    let mut copy = drafts.get(id.index())?.clone();
    copy.component = false;
    copy.name_hint.way.push("input".to_owned());
    drafts.push(copy);
    let twin = SchemaId::new(drafts.len() - 1);
    twins.insert(*id, twin);
    Some(twin)
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
fn unname(ty: &mut Type, plain: &[bool], component: &[bool]) {
    let Type::Named(id) = ty else { return };
    if plain.get(id.index()) == Some(&true) && component.get(id.index()) != Some(&true) {
        *ty = Type::String;
    }
}
