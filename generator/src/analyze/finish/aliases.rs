//! Names for names that lead back to themselves: no type can be written for them, so one step of the circle holds
//! anything.

use super::types;
use crate::analyze::context::Context;
use crate::analyze::schema::Draft;
use crate::diag::{Code, Diagnostic};
use crate::model::{SchemaId, Shape, Type};

/// Breaks every circle of aliases.
pub(super) fn break_circles(cx: &mut Context<'_>) {
    let mut state = vec![State::New; cx.drafts.len()];
    for start in 0..cx.drafts.len() {
        let mut way = Vec::new();
        let mut at = Some(start);
        while let Some(index) = at {
            match state.get(index) {
                Some(State::New) => {}
                Some(State::OnTheWay) => {
                    broken(cx, index);
                    break;
                }
                Some(State::Done) | None => break,
            }
            mark(&mut state, index, State::OnTheWay);
            way.push(index);
            at = cx.drafts.get(index).and_then(next);
        }
        for index in way {
            mark(&mut state, index, State::Done);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnTheWay,
    Done,
}

fn mark(state: &mut [State], index: usize, new: State) {
    if let Some(state) = state.get_mut(index) {
        *state = new;
    }
}

/// The schema that an alias leads to.
fn next(draft: &Draft) -> Option<usize> {
    match &draft.shape {
        Shape::Alias(ty) => types::named(ty).map(SchemaId::index),
        _ => None,
    }
}

fn broken(cx: &mut Context<'_>, index: usize) {
    let Some(draft) = cx.drafts.get_mut(index) else { return };
    let path = draft.path.clone();
    let Shape::Alias(ty) = &mut draft.shape else { return };
    let reported = *ty == Type::Any;
    types::within(ty, &mut |inner| {
        if matches!(inner, Type::Named(_)) {
            *inner = Type::Any;
        }
    });
    if !reported {
        let message = "this schema holds itself and is no object, which has no Rust type here";
        cx.report_once(
            Diagnostic::new(Code::UnsupportedSchema, &path, message).help("inside of itself it holds any JSON value"),
        );
    }
}
