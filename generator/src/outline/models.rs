//! Structs and unions.

use super::scalars;
use super::writer::{Writer, deprecated, flag, hidden, quoted, words};
use crate::rust::{
    Accessor, Alternative, Bundle, Constant, Constructor, Field, Fill, Holder, JsonType, Presence, Rest, Sample,
    Setter, SetterValue, Struct, Tagging, Union, Variant,
};

pub(super) fn structure(writer: &mut Writer<'_>, item: &Struct) {
    let Struct { id: _, docs, name, sent_as, fields, rest, constructor, sample, default, derives, deprecated: old } =
        item;
    let sent_as = sent_as.as_ref().map(|schema| format!("sent as {}", quoted(schema))).unwrap_or_default();
    let derived = scalars::derived(writer, derives);
    let head =
        words([&format!("struct {name}"), flag(*default, "default"), &sent_as, &derived, &deprecated(old.as_ref())]);
    writer.described(&head, docs);
    writer.inside(|writer| {
        let bundle = constructor.as_ref().and_then(|constructor| constructor.bundle.as_ref());
        for item in fields {
            field(writer, item, bundle.is_some());
        }
        if let Some(Rest { docs, name, ty, hidden: is_hidden }) = rest {
            let ty = writer.ty(ty);
            writer.described(&words(["rest", hidden(*is_hidden), &format!("{name}: {ty}")]), docs);
        }
        if let Some(Constructor { docs, bundle }) = constructor {
            writer.described("new", docs);
            writer.inside(|writer| self::bundle(writer, bundle.as_ref()));
        }
        if let Some(Sample { docs, json }) = sample {
            writer.described(&format!("sample {json}"), docs);
        }
    });
}

/// Writes the struct of named arguments.
pub(super) fn bundle(writer: &mut Writer<'_>, bundle: Option<&Bundle>) {
    if let Some(Bundle { docs, name, argument }) = bundle {
        writer.described(&format!("{argument}: {name}"), docs);
    }
}

fn field(writer: &mut Writer<'_>, field: &Field, is_bundled: bool) {
    let Field { docs, name, ty, key, presence, hidden: is_hidden, fill, setters, deprecated: old } = field;
    let key = if key == name { String::new() } else { quoted(key) };
    let line = words([
        presence_word(*presence),
        hidden(*is_hidden),
        &key,
        &format!("{name}: {}", writer.ty(ty)),
        &fill_text(writer, fill),
        &deprecated(old.as_ref()),
    ]);
    writer.described(&line, docs);
    writer.inside(|writer| {
        if let (Fill::Argument(_, docs), true) = (fill, is_bundled) {
            writer.described("argument", docs);
        }
        for setter in setters {
            self::setter(writer, setter);
        }
    });
}

/// Returns the keyword of `record!`.
const fn presence_word(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Nullable => "nullable",
        Presence::Optional => "optional",
        Presence::Tristate => "tristate",
        Presence::Any => "any",
        Presence::ReadOnly => "read_only",
        Presence::ReadOnlyAny => "read_only_any",
    }
}

/// Returns the initial value of a field, unless it is `None`.
pub(super) fn fill_text(writer: &Writer<'_>, fill: &Fill) -> String {
    match fill {
        Fill::Argument(passing, _) => format!("= argument {passing:?}"),
        Fill::Nothing => String::new(),
        Fill::Some(inner) => format!("= Some({})", fill_text(writer, inner).trim_start_matches("= ")),
        Fill::Variant(path, variant) => format!("= {}::{variant}", writer.path(*path)),
        Fill::Text(text) => format!("= {}", quoted(text)),
        Fill::Boolean(value) => format!("= {value}"),
        Fill::Integer(value) => format!("= {value}"),
        Fill::Number(value) => format!("= {value:?}"),
    }
}

/// Writes a method that sets a field.
pub(super) fn setter(writer: &mut Writer<'_>, setter: &Setter) {
    let Setter { docs, name, ty, passing, value, deprecated: old } = setter;
    let argument = match value {
        SetterValue::Null => String::new(),
        SetterValue::Some | SetterValue::SomeSome | SetterValue::Value => writer.passed(*passing, ty),
    };
    let line = words([&format!("set {name}({argument}) = {value:?}"), &deprecated(old.as_ref())]);
    writer.described(&line, docs);
}

pub(super) fn union(writer: &mut Writer<'_>, item: &Union) {
    let Union { id: _, docs, name, variants, unknown, tagging, derives, accessors, deprecated: old } = item;
    let Tagging { tag, alternatives } = tagging;
    let by = tag.as_ref().map(|tag| format!("by {}", quoted(tag))).unwrap_or_default();
    writer.described(
        &words([&format!("union {name}"), &by, &scalars::derived(writer, derives), &deprecated(old.as_ref())]),
        docs,
    );
    writer.inside(|writer| {
        for item in variants {
            variant(writer, item);
        }
        scalars::unknown(writer, unknown);
        for item in accessors {
            accessor(writer, item);
        }
        for item in alternatives {
            alternative(writer, item);
        }
    });
}

/// Writes the methods that return the value of a variant.
fn accessor(writer: &mut Writer<'_>, accessor: &Accessor) {
    let Accessor { name, borrow_docs, take_docs } = accessor;
    writer.described(&format!("as {name}"), borrow_docs);
    writer.described(&format!("into {name}"), take_docs);
}

/// Writes a variant with a value.
pub(super) fn variant(writer: &mut Writer<'_>, variant: &Variant) {
    let Variant { docs, name, ty, holder, from, deprecated: old } = variant;
    let line = words([
        &format!("{name}({})", writer.ty(ty)),
        holder_word(*holder),
        flag(*from, "from"),
        &deprecated(old.as_ref()),
    ]);
    writer.described(&line, docs);
}

/// Returns the word for the box around a value.
pub(super) const fn holder_word(holder: Option<Holder>) -> &'static str {
    match holder {
        None => "",
        Some(Holder::Box) => "boxed",
        Some(Holder::Nested) => "nested",
    }
}

fn alternative(writer: &mut Writer<'_>, alternative: &Alternative) {
    let Alternative { variant, types, tags, otherwise, constants } = alternative;
    let types: Vec<&str> = types.iter().map(|ty| json_type(*ty)).collect();
    let tags = if tags.is_empty() { String::new() } else { format!("tagged {}", list(tags)) };
    let constants: Vec<String> =
        constants.iter().map(|(key, values)| format!("{} = {}", quoted(key), list(values))).collect();
    let constants = if constants.is_empty() { String::new() } else { format!("where {}", constants.join(", ")) };
    let line = words([
        &format!("read {variant} from {}", types.join(" or ")),
        &tags,
        flag(*otherwise, "otherwise"),
        &constants,
    ]);
    writer.line(&line);
}

const fn json_type(ty: JsonType) -> &'static str {
    match ty {
        JsonType::Null => "null",
        JsonType::Boolean => "boolean",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}

fn list(constants: &[Constant]) -> String {
    let text = |constant: &Constant| match constant {
        Constant::Text(text) => quoted(text),
        Constant::Integer(value) => value.to_string(),
        Constant::Number(value) => format!("{value:?}"),
        Constant::Boolean(value) => value.to_string(),
        Constant::Null => "null".to_owned(),
    };
    constants.iter().map(text).collect::<Vec<_>>().join(" | ")
}
