//! Creates sample responses: the minimal success that an operation decodes, for examples that run against `testing::Fake`.

use std::cell::Cell;

use serde_json::{Map, Value};

use super::{Scope, responses};
use crate::media_type::MediaKind;
use crate::model::{EnumValues, Presence, Shape, Struct, Type, Union};
use crate::rust::{Decoding, EventData, Operation};

/// A response of the fake server.
pub(super) struct Sample {
    pub status: u16,
    /// The media type and the body; `None` for an empty body.
    pub body: Option<(String, String)>,
}

/// The remaining size of a sample. Types that require each other several times would make it grow without limit.
#[derive(Clone, Copy)]
pub(super) struct Limits<'b> {
    depth: usize,
    values: &'b Cell<usize>,
}

impl<'b> Limits<'b> {
    /// The maximum depth of nesting.
    const DEEPEST: usize = 24;

    /// The maximum number of values.
    pub(super) const MOST_VALUES: usize = 1000;

    /// Returns the number of values that a whole sample may have.
    pub(super) const fn budget() -> Cell<usize> {
        Cell::new(Self::MOST_VALUES)
    }

    /// Creates the limits of a whole sample.
    pub(super) const fn new(values: &'b Cell<usize>) -> Self {
        Self { depth: Self::DEEPEST, values }
    }

    /// Returns the limits within another value; `None` if a limit is reached.
    pub(super) fn deeper(self) -> Option<Self> {
        self.values.set(self.values.get().checked_sub(1)?);
        Some(Self { depth: self.depth.checked_sub(1)?, ..self })
    }
}

/// Returns the minimal JSON of a whole response or event.
fn least(scope: &Scope<'_>, ty: &Type) -> Option<Value> {
    json(scope, ty, Limits::new(&Limits::budget()))
}

/// Returns the response that `send` reads; `None` if it cannot be written.
pub(super) fn whole(scope: &Scope<'_>, operation: &Operation) -> Option<Sample> {
    let status = operation.responses.success;
    let (declared, _) = scope.operation(operation.index)?;
    let Some((content, decoding)) = responses::usual_content(scope, declared) else {
        return Some(Sample { status, body: None });
    };
    let (fallback, body) = match decoding {
        Decoding::Empty => return Some(Sample { status, body: None }),
        Decoding::Json => {
            let mut value = least(scope, &content.ty)?;
            if let Some(last) = declared.pagination.as_ref().and_then(|pages| pages.end.last.as_ref()) {
                set_true(&mut value, last);
            }
            ("application/json", value.to_string())
        }
        Decoding::Scalar => {
            let value = least(scope, &content.ty)?;
            let text = value.as_str().filter(|_| !content.media_type.is_json()).map(str::to_owned);
            ("application/json", text.unwrap_or_else(|| value.to_string()))
        }
        Decoding::Text => ("text/plain", "text".to_owned()),
        Decoding::Bytes => ("application/octet-stream", "bytes".to_owned()),
    };
    let media_type = if content.media_type.is_range() { fallback } else { content.media_type.as_str() };
    Some(Sample { status, body: Some((media_type.to_owned(), body)) })
}

/// Returns the response with one event or line, if the operation has such a response.
pub(super) fn piece(scope: &Scope<'_>, operation: &Operation, kind: MediaKind) -> Option<Sample> {
    let (declared, _) = scope.operation(operation.index)?;
    let content = responses::content_of(declared, kind)?;
    let piece = responses::piece(scope, &content.ty, kind);
    let value = least(scope, &piece)?;
    let text = value.as_str().filter(|_| responses::event_data(scope, &piece) == EventData::Text);
    let body = match (kind, text) {
        (MediaKind::EventStream, Some(text)) => format!("data: {text}\n\n"),
        (MediaKind::EventStream, None) => format!("data: {value}\n\n"),
        _ => format!("{value}\n"),
    };
    Some(Sample { status: 200, body: Some((content.media_type.as_str().to_owned(), body)) })
}

/// Sets a boolean that marks the last page.
fn set_true(value: &mut Value, path: &[String]) {
    let found = path.iter().try_fold(value, |value, name| value.get_mut(name));
    if let Some(found) = found.filter(|found| found.is_boolean()) {
        *found = Value::Bool(true);
    }
}

/// Returns the minimal JSON of a type.
pub(super) fn json(scope: &Scope<'_>, ty: &Type, limits: Limits<'_>) -> Option<Value> {
    let limits = limits.deeper()?;
    let text = |text: &str| Some(Value::from(text));
    match ty {
        Type::Any | Type::Object | Type::Map(_) => Some(Value::Object(Map::new())),
        Type::Boolean => Some(Value::Bool(false)),
        Type::Integer(_) | Type::Number(_) => Some(Value::from(0)),
        Type::String | Type::Base64 | Type::Binary | Type::File => text(""),
        Type::DateTime => text("2026-01-01T00:00:00Z"),
        Type::Date => text("2026-01-01"),
        Type::Time => text("12:00:00Z"),
        Type::Duration => text("PT1H"),
        Type::Uuid => text("00000000-0000-0000-0000-000000000000"),
        Type::Own(own) => super::own_types::sample(scope.config, own, &|ty| json(scope, ty, limits)),
        Type::Array(_) => Some(Value::Array(Vec::new())),
        Type::Tuple(items) => {
            items.iter().map(|item| json(scope, item, limits)).collect::<Option<_>>().map(Value::Array)
        }
        Type::Nullable(_) => Some(Value::Null),
        Type::Named(id) => match &scope.api.schema(*id)?.shape {
            Shape::Struct(fields) => object(scope, fields, limits),
            Shape::Enumeration(list) => match &list.values {
                EnumValues::Strings(values) => values.first().map(|first| Value::from(first.value.as_str())),
                EnumValues::Integers(values) => values.first().map(|first| Value::from(first.value)),
            },
            Shape::Union(union) => one_of(scope, union, limits),
            Shape::CheckedString(rules) => super::rule_texts::text(rules, "").map(Value::from),
            Shape::Alias(inner) => json(scope, inner, limits),
        },
    }
}

/// Returns an object with its required properties.
fn object(scope: &Scope<'_>, fields: &Struct, limits: Limits<'_>) -> Option<Value> {
    let mut object = Map::new();
    for property in &fields.properties {
        let value = match (&property.constant, property.presence) {
            (_, Presence::Optional | Presence::OptionalNullable) => continue,
            (Some(constant), _) => constant.value.clone(),
            (None, Presence::RequiredNullable) => Value::Null,
            (None, Presence::Required) => json(scope, &property.ty, limits)?,
        };
        object.insert(property.name.clone(), value);
    }
    Some(Value::Object(object))
}

/// Returns the first variant that can be written, with its discriminator.
fn one_of(scope: &Scope<'_>, union: &Union, limits: Limits<'_>) -> Option<Value> {
    union.tagging.alternatives.iter().find_map(|alternative| {
        let mut sample = json(scope, &union.variants.get(alternative.variant)?.ty, limits)?;
        if let (Some(tag), Some(value)) = (&union.tagging.tag, alternative.tags.first()) {
            sample.as_object_mut()?.insert(tag.clone(), value.clone());
        }
        Some(sample)
    })
}
