//! How results are paginated.

use super::writer::{Writer, fields_text, flag, quoted, words};
use crate::rust::{CursorField, FieldChain, PageEnd, PageStep, Paging, PagingDocs};

pub(super) fn paging(writer: &mut Writer<'_>, paging: &Paging) {
    let Paging { docs, methods, item, items, step, end, optional } = paging;
    let item = writer.ty(item);
    let head = format!("pages of {item} in {}", chain(items));
    writer.described(&words([&head, flag(*optional, "or None")]), docs);
    writer.inside(|writer| {
        writer.line(&step_text(step));
        let PageEnd { more, last, total, pages } = end;
        for (name, at) in [("more", more), ("last", last), ("total", total), ("pages", pages)] {
            if let Some(at) = at {
                writer.line(&format!("end {name} {}", chain(at)));
            }
        }
        let PagingDocs { pages, items, resume } = methods;
        for (name, docs) in [("pages", pages), ("items", items), ("resume", resume)] {
            writer.described(&format!("fn {name}"), docs);
        }
    });
}

fn step_text(step: &PageStep) -> String {
    match step {
        PageStep::Cursor { parameter, next } => format!("cursor {} = {}", cursor(parameter), chain(next)),
        PageStep::LastItem { parameter, id } => format!("cursor {} = last item {}", cursor(parameter), chain(id)),
        PageStep::Page { parameter, first } => format!("page {} from {first}", cursor(parameter)),
        PageStep::Offset { parameter, first } => format!("offset {} from {first}", cursor(parameter)),
        PageStep::Url { next } => format!("URL {}", chain(next)),
        PageStep::Link => "header Link".to_owned(),
    }
}

fn cursor(field: &CursorField) -> String {
    let CursorField { outer, name, parameter, optional, nullable, kind } = field;
    let outer = if outer.0.is_empty() { String::new() } else { format!("in {}", chain(outer)) };
    words([
        name,
        &quoted(parameter),
        &format!("{kind:?}"),
        flag(*optional, "optional"),
        flag(*nullable, "nullable"),
        &outer,
    ])
}

/// Returns the fields of a path.
fn chain(chain: &FieldChain) -> String {
    if chain.0.is_empty() { "itself".to_owned() } else { fields_text(&chain.0) }
}
