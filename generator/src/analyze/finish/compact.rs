//! Removes schemas that nothing refers to, and renumbers the others.

use super::types::{self, named};
use super::usage::names;
use crate::analyze::schema::Draft;
use crate::model::{Operation, Schema, SchemaId, Type, Usage};

/// Returns the schemas of the model.
pub(super) fn compact(drafts: Vec<Draft>, operations: &mut [Operation], usage: &[Usage]) -> Vec<Schema> {
    let kept = kept(&drafts, operations);
    let mut numbers = Vec::with_capacity(kept.len());
    let mut count = 0;
    for kept in &kept {
        numbers.push(SchemaId::new(count));
        count += usize::from(*kept);
    }
    let mut renumber = |ty: &mut Type| types::visit(ty, &mut |ty| renumbered(ty, &numbers));
    for operation in operations {
        types::in_operation(operation, &mut renumber);
    }
    let mut schemas = Vec::with_capacity(count);
    for (index, mut draft) in drafts.into_iter().enumerate() {
        if kept.get(index) == Some(&true) {
            types::in_shape(&mut draft.shape, &mut renumber);
            let usage = usage.get(index).copied().unwrap_or_default();
            let Draft { path, name_hint, docs, shape, nullable, .. } = draft;
            schemas.push(Schema { path, name_hint, docs, shape, nullable, usage });
        }
    }
    schemas
}

fn renumbered(ty: &mut Type, numbers: &[SchemaId]) {
    if let Type::Named(id) = ty
        && let Some(number) = numbers.get(id.index())
    {
        *id = *number;
    }
}

/// Returns which schemas are kept: the components, the schemas that operations refer to, and all that those refer to.
fn kept(drafts: &[Draft], operations: &mut [Operation]) -> Vec<bool> {
    let mut next: Vec<SchemaId> = (0..drafts.len())
        .filter(|&index| drafts.get(index).is_some_and(|draft| draft.component))
        .map(SchemaId::new)
        .collect();
    for operation in operations {
        types::in_operation(operation, &mut |ty| next.extend(named(ty)));
    }
    let mut kept = vec![false; drafts.len()];
    while let Some(id) = next.pop() {
        let Some(mark) = kept.get_mut(id.index()).filter(|mark| !**mark) else { continue };
        *mark = true;
        if let Some(draft) = drafts.get(id.index()) {
            next.extend(names(&draft.shape, |_| true));
        }
    }
    kept
}
