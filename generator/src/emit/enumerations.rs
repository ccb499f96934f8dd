//! Enumerations: the enum and the table of its values.

use super::scope::Scope;
use super::{Piece, deprecated_line, doc_lines, text};
use crate::rust::{Enumeration, Literal, symbol};

/// Emits an enumeration.
pub(super) fn emit(scope: &Scope<'_>, item: &Enumeration) -> Vec<Piece> {
    let mut members = Vec::new();
    for value in &item.values {
        members.extend(doc_lines(&value.docs).chain(deprecated_line(value.deprecated.as_ref())));
        members.push(format!("{},", value.name));
    }
    let kept = if item.integers { "i64" } else { "String" };
    members.extend(doc_lines(&item.unknown.docs));
    members.push(format!("{}({kept}),", item.unknown.name));
    let head = format!("#[non_exhaustive]\npub enum {}", item.name);
    let definition = super::definition(&item.docs, item.deprecated.as_ref(), &item.traits().join(", "), &head, members);
    let rows = item.values.iter().map(|value| match &value.literal {
        Literal::Text(value_text) => format!("{} = {},", value.name, text(value_text)),
        Literal::Integer(number) => format!("{} = {number},", value.name),
    });
    let table = scope.macro_text(if item.integers { symbol::OPEN_INTEGERS } else { symbol::OPEN_ENUM });
    let table =
        Piece::Table { head: format!("{table}!({} {{", item.name), rows: rows.collect(), tail: "});".to_owned() };
    let mut pieces = vec![definition, table];
    pieces.extend(super::foreign_traits::emit(scope, &item.name, &item.derives));
    pieces
}
