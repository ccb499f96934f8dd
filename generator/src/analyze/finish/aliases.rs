//! Breaks cycles of aliases and unions, for which no type can be written. Cycles through a list, a map or an object are
//! valid types and are kept.

use std::collections::HashMap;

use crate::analyze::context::Context;
use crate::analyze::schema::Draft;
use crate::diag::{Code, Diagnostic};
use crate::model::{Shape, Type};

/// Breaks every cycle of aliases and unions.
pub(super) fn break_cycles(cx: &mut Context<'_>) {
    let mut done = vec![false; cx.schemas.drafts.len()];
    for start in 0..cx.schemas.drafts.len() {
        while let Some(cycle) = cycle_from(&cx.schemas.drafts, start, &mut done) {
            cut(cx, &cycle);
        }
    }
}

/// A schema on the path, with the index of the branch that is followed next.
#[derive(Debug, Clone, Copy)]
struct CycleStep {
    at: usize,
    branch: usize,
}

/// The target of a branch.
#[derive(Debug, Clone, Copy)]
enum Branch {
    /// Another schema.
    Schema(usize),
    /// A type without a schema, or with schemas only in a list, a map or an object.
    Type,
    /// There are no more branches.
    End,
}

/// Returns the first cycle that is reachable from `start`. Schemas that are marked as done do not lead into a cycle.
fn cycle_from(drafts: &[Draft], start: usize, done: &mut [bool]) -> Option<Vec<CycleStep>> {
    let is_done = |done: &[bool], at: usize| done.get(at).copied().unwrap_or(true);
    let mut way = vec![CycleStep { at: start, branch: 0 }];
    let mut on_way: HashMap<usize, usize> = HashMap::from([(start, 0)]);
    while let Some(CycleStep { at, branch }) = way.last().copied() {
        let target = if is_done(done, at) { Branch::End } else { target(drafts, at, branch) };
        match target {
            Branch::Schema(next) if !is_done(done, next) => {
                if let Some(&from) = on_way.get(&next) {
                    return Some(way.split_off(from));
                }
                on_way.insert(next, way.len());
                way.push(CycleStep { at: next, branch: 0 });
                continue;
            }
            Branch::End => {
                done.get_mut(at).into_iter().for_each(|done| *done = true);
                way.pop();
                on_way.remove(&at);
            }
            Branch::Schema(_) | Branch::Type => {}
        }
        way.last_mut().into_iter().for_each(|step| step.branch += 1);
    }
    None
}

/// Returns the target of a branch of an alias or a union.
fn target(drafts: &[Draft], at: usize, branch: usize) -> Branch {
    let ty = match drafts.get(at).map(|draft| &draft.shape) {
        Some(Shape::Alias(ty)) if branch == 0 => Some(ty),
        Some(Shape::Union(union)) => union.variants.get(branch).map(|variant| &variant.ty),
        _ => None,
    };
    match ty.map(Type::without_null) {
        None => Branch::End,
        Some(Type::Named(id)) => Branch::Schema(id.index()),
        Some(_) => Branch::Type,
    }
}

/// Breaks a cycle. Prefers to remove an alternative from the last union in it, which keeps the other alternatives.
/// Without a union, replaces the target of the last alias by any value.
fn cut(cx: &mut Context<'_>, cycle: &[CycleStep]) {
    let is_union =
        |step: &&CycleStep| cx.schemas.drafts.get(step.at).is_some_and(|draft| matches!(draft.shape, Shape::Union(_)));
    let Some(step) = cycle.iter().rfind(is_union).or_else(|| cycle.last()).copied() else { return };
    let Some(draft) = cx.schemas.drafts.get_mut(step.at) else { return };
    let found = match &mut draft.shape {
        Shape::Union(union) if step.branch < union.variants.len() => {
            let variant = union.variants.remove(step.branch);
            leave_out(draft, step.branch);
            let message = "this alternative is the schema that contains it; it is left out";
            Diagnostic::new(Code::UnsupportedSchema, &variant.path, message).help("remove it")
        }
        Shape::Alias(ty) => {
            *ty = Type::Any;
            let message = "this schema contains itself and is not an object, which has no Rust type";
            Diagnostic::new(Code::UnsupportedSchema, &draft.path, message).help("it accepts any JSON value")
        }
        _ => return,
    };
    cx.findings.report_once(found);
}

/// Updates the discriminator of a union after an alternative was removed. If only one alternative remains, makes the
/// union an alias of it.
fn leave_out(draft: &mut Draft, branch: usize) {
    if let Some(discriminator) = &mut draft.discriminator {
        discriminator.variants.retain(|(_, variant)| *variant != branch);
        for (_, variant) in &mut discriminator.variants {
            *variant -= usize::from(*variant > branch);
        }
    }
    let Shape::Union(union) = &draft.shape else { return };
    if union.variants.len() <= 1 {
        let only = union.variants.first().map_or(Type::Any, |variant| variant.ty.clone());
        draft.shape = Shape::Alias(only);
        draft.discriminator = None;
    }
}
