//! Strings with rules: types of their own where only callers send them, plain strings with the rules in words where
//! answers hold them, since an answer is read as it comes.

use std::collections::HashMap;

use super::types;
use crate::analyze::schema::{Draft, rules_in_words};
use crate::model::{Operation, SchemaId, Shape, Type, Usage};

/// Settles every string with rules. A parameter keeps its check in any case, with a type of its own if it has to.
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
    let words: Vec<Vec<String>> = drafts.iter().map(words).collect();
    let component: Vec<bool> = drafts.iter().map(|draft| draft.component).collect();
    for (index, draft) in drafts.iter_mut().enumerate() {
        if plain.get(index) == Some(&true) {
            draft.shape = Shape::Alias(Type::String);
            draft.docs.constraints.extend(words.get(index).cloned().unwrap_or_default());
        } else {
            say(draft, &plain, &component, &words);
        }
    }
    let mut unnamed = |ty: &mut Type| types::within(ty, &mut |ty| unname(ty, &plain, &component));
    for draft in drafts.iter_mut() {
        types::in_shape(&mut draft.shape, &mut unnamed);
    }
    for operation in operations {
        types::in_operation(operation, &mut unnamed);
    }
    usage
}

fn words(draft: &Draft) -> Vec<String> {
    match &draft.shape {
        Shape::CheckedString(rules) => rules_in_words(rules),
        _ => Vec::new(),
    }
}

/// The checked form of a string that answers hold, for parameters.
fn twin(drafts: &mut Vec<Draft>, twins: &mut HashMap<SchemaId, SchemaId>, ty: &Type) -> Option<SchemaId> {
    let Type::Named(id) = ty else { return None };
    if let Some(twin) = twins.get(id) {
        return Some(*twin);
    }
    let mut copy = drafts.get(id.index())?.clone();
    copy.component = false;
    copy.origin.way.push("input".to_owned());
    drafts.push(copy);
    let twin = SchemaId::new(drafts.len() - 1);
    twins.insert(*id, twin);
    Some(twin)
}

/// Puts the rules of strings that lose their type into the words of the properties that hold them.
fn say(draft: &mut Draft, plain: &[bool], component: &[bool], words: &[Vec<String>]) {
    let Shape::Struct(body) = &mut draft.shape else { return };
    for property in &mut body.properties {
        let named = types::named(&property.ty);
        let [id] = named.as_slice() else { continue };
        if plain.get(id.index()) != Some(&true) || component.get(id.index()) == Some(&true) {
            continue;
        }
        let words = words.get(id.index()).map(Vec::as_slice).unwrap_or_default();
        match &property.ty {
            Type::Array(_) => property.docs.constraints.extend(words.iter().map(|words| format!("each item {words}"))),
            Type::Map(_) => property.docs.constraints.extend(words.iter().map(|words| format!("each value {words}"))),
            _ => property.docs.constraints.extend(words.iter().cloned()),
        }
    }
}

/// A string that is no component needs no name once it has lost its check.
fn unname(ty: &mut Type, plain: &[bool], component: &[bool]) {
    let Type::Named(id) = ty else { return };
    if plain.get(id.index()) == Some(&true) && component.get(id.index()) != Some(&true) {
        *ty = Type::String;
    }
}
