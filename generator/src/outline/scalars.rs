//! Enumerations, aliases, newtypes and strings with constraints.

use super::writer::{Writer, deprecated, flag, hidden, quoted, words};
use crate::rust::{
    Alias, CheckedString, Derives, Enumeration, ItemId, Literal, ModelSchema, ModelSchemaKind, OwnCodecs, Path,
    Pattern, PatternPiece, SchemaNode, SchemaProperty, Unknown, Value, Wrapper,
};

pub(super) fn enumeration(writer: &mut Writer<'_>, item: &Enumeration) {
    let Enumeration { id: _, docs, name, values, unknown, integers, derives, deprecated: old } = item;
    let head = words([
        &format!("enum {name}"),
        flag(*integers, "of integers"),
        &derived(writer, derives),
        &deprecated(old.as_ref()),
    ]);
    writer.described(&head, docs);
    writer.inside(|writer| {
        for Value { docs, name, literal, deprecated: old } in values {
            let literal = match literal {
                Literal::Text(text) => quoted(text),
                Literal::Integer(value) => value.to_string(),
            };
            writer.described(&words([&format!("{name} = {literal}"), &deprecated(old.as_ref())]), docs);
        }
        self::unknown(writer, unknown);
    });
}

/// Returns the words for further traits.
pub(super) fn derived(writer: &Writer<'_>, derives: &Derives) -> String {
    let Derives { incomparable, traits, strum, schema } = derives;
    let traits = if traits.is_empty() { String::new() } else { format!("derive {}", traits.join(" ")) };
    words([
        flag(*incomparable, "incomparable"),
        &traits,
        flag(*strum, "strum"),
        &schema.as_ref().map(|schema| self::schema(writer, schema)).unwrap_or_default(),
    ])
}

/// Returns the words for a JSON Schema.
fn schema(writer: &Writer<'_>, schema: &ModelSchema) -> String {
    let ModelSchema { description, kind } = schema;
    let described = if description.is_some() { "described " } else { "" };
    let list = |nodes: Vec<String>| nodes.join(", ");
    let source = |node: &SchemaNode| node.source(&|id| writer.path(Path::Item(ItemId::Model(id))));
    match kind {
        ModelSchemaKind::Record { properties, rest } => {
            let property = |SchemaProperty { key, required, schema }: &SchemaProperty| {
                format!("{}{}: {}", quoted(key), if *required { "" } else { "?" }, source(schema))
            };
            let rest = rest.as_ref().map(|rest| format!("..: {}", source(rest)));
            let all = properties.iter().map(property).chain(rest).collect();
            format!("schema {described}{{{}}}", list(all))
        }
        ModelSchemaKind::Values(json_type) => format!("schema {described}of values: {json_type}"),
        ModelSchemaKind::Alternatives(alternatives) => {
            let alternatives = alternatives.iter().map(source).collect();
            format!("schema {described}any of {}", list(alternatives))
        }
    }
}

/// Writes the types of other crates that the crate reads and writes itself.
pub(super) fn own_codecs(writer: &mut Writer<'_>, item: &OwnCodecs) {
    let OwnCodecs { types } = item;
    for ty in types {
        writer.line(&format!("codec of {ty}"));
    }
}

/// Writes the variant for all other values.
pub(super) fn unknown(writer: &mut Writer<'_>, unknown: &Unknown) {
    let Unknown { docs, name } = unknown;
    writer.described(&format!("else {name}"), docs);
}

pub(super) fn alias(writer: &mut Writer<'_>, item: &Alias) {
    let Alias { id: _, docs, name, ty, is_shared, deprecated: old } = item;
    let ty = writer.ty(ty);
    let equal = if *is_shared { "equal" } else { "" };
    writer.described(&words([&format!("type {name} = {ty}"), equal, &deprecated(old.as_ref())]), docs);
}

pub(super) fn wrapper(writer: &mut Writer<'_>, item: &Wrapper) {
    let Wrapper { id: _, docs, name, ty, is_compared, deprecated: old } = item;
    let ty = writer.ty(ty);
    writer.described(
        &words([&format!("wrapper {name}({ty})"), flag(!*is_compared, "incomparable"), &deprecated(old.as_ref())]),
        docs,
    );
}

pub(super) fn checked_string(writer: &mut Writer<'_>, item: &CheckedString) {
    let CheckedString {
        id: _,
        docs,
        name,
        digits,
        min_length,
        max_length,
        pattern,
        hidden: is_hidden,
        deprecated: old,
    } = item;
    let head = words([
        &format!("checked string {name}"),
        flag(*digits, "or integer"),
        hidden(*is_hidden),
        &deprecated(old.as_ref()),
    ]);
    writer.described(&head, docs);
    writer.inside(|writer| {
        for (word, length) in [("at least", min_length), ("at most", max_length)] {
            if let Some(length) = length {
                writer.line(&format!("{word} {length} characters"));
            }
        }
        if let Some((text, compiled)) = pattern {
            writer.line(&format!("pattern {} = {}", quoted(text), pattern_text(compiled)));
        }
    });
}

/// Returns the elements of a pattern: each class with the numbers of its repetitions.
fn pattern_text(pattern: &Pattern) -> String {
    let Pattern { from_start, to_end, pieces } = pattern;
    let pieces = pieces.iter().map(|PatternPiece { ranges, negated, min, max }| {
        let ranges: Vec<String> =
            ranges.iter().map(|(first, last)| format!("{}..={}", first.escape_debug(), last.escape_debug())).collect();
        let max = max.map(|max| max.to_string()).unwrap_or_default();
        format!("{}[{}]{{{min},{max}}}", flag(*negated, "not "), ranges.join(" "))
    });
    let pieces = pieces.collect::<Vec<_>>().join(" ");
    words([flag(*from_start, "start"), &pieces, flag(*to_end, "end")])
}
