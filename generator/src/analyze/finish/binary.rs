//! Raw bytes exist only outside of JSON: inside they are read and written as the string that stands there.

use super::types::{self, named};
use super::usage::names;
use crate::analyze::schema::Draft;
use crate::model::{Content, MediaKind, Operation, SchemaId, Type};

/// Makes strings of the raw bytes that stand in JSON.
pub(super) fn settle(drafts: &mut [Draft], operations: &[Operation]) {
    let mut in_parts = Vec::new();
    for operation in operations {
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        let answers = operation.responses.iter().flat_map(|response| &response.contents);
        in_parts.extend(
            bodies.chain(answers).filter(|content| in_parts_of(content)).filter_map(|content| named(&content.ty)),
        );
    }
    let raw = reached(drafts, in_parts);
    for (draft, raw) in drafts.iter_mut().zip(raw) {
        if !raw && !is_bytes(draft) {
            types::in_shape(&mut draft.shape, &mut |ty| types::within(ty, &mut plain));
        }
    }
}

fn in_parts_of(content: &Content) -> bool {
    matches!(content.kind, MediaKind::Multipart | MediaKind::Form)
}

/// A name for raw bytes is a body in itself.
fn is_bytes(draft: &Draft) -> bool {
    matches!(draft.shape, crate::model::Shape::Alias(Type::Binary))
}

fn plain(ty: &mut Type) {
    if *ty == Type::Binary {
        *ty = Type::String;
    }
}

fn reached(drafts: &[Draft], starts: Vec<SchemaId>) -> Vec<bool> {
    let mut seen = vec![false; drafts.len()];
    let mut next = starts;
    while let Some(id) = next.pop() {
        let Some(mark) = seen.get_mut(id.index()).filter(|mark| !**mark) else { continue };
        *mark = true;
        if let Some(draft) = drafts.get(id.index()) {
            next.extend(names(&draft.shape, |_| true));
        }
    }
    seen
}
