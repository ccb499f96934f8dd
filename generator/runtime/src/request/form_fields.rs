//! Splits an object into its properties, for bodies that encode each property separately: forms and multipart bodies.

use std::any::Any;
use std::fmt::Display;

use serde_json::{Map, Value};

use super::param_value::Plain;
use super::style::Style;
use crate::runtime::codec::json;
use crate::runtime::codec::sink::{self, Entry, Key, List, Outgoing, Pairs, Sink};
use crate::runtime::codec::traits::{Encode, Failed};
use crate::runtime::error::{InvalidInput, Location};
use crate::runtime::model::checked::InvalidValue;

/// The encoding of a property of a form or of a part of a multipart body, if the API description declares one.
#[derive(Debug, Clone, Copy)]
pub struct Encoding {
    /// The name of the property; `None` means all properties without an encoding of their own.
    property: Option<&'static str>,
    how: How,
}

#[derive(Debug, Clone, Copy)]
enum How {
    Style(Style),
    Json,
    JsonItems,
    Type(&'static str),
}

impl Encoding {
    /// Encodes a property like a parameter with this style.
    #[must_use]
    pub const fn style(property: &'static str, style: Style) -> Self {
        Self { property: Some(property), how: How::Style(style) }
    }

    /// Encodes all other properties of a form like those of an object with this style.
    #[must_use]
    pub const fn others(style: Style) -> Self {
        Self { property: None, how: How::Style(style) }
    }

    /// Encodes a property as JSON, even if it is text or a list.
    #[must_use]
    pub const fn json(property: &'static str) -> Self {
        Self { property: Some(property), how: How::Json }
    }

    /// Encodes each item of a list as JSON, also if it is text.
    #[must_use]
    pub const fn json_items(property: &'static str) -> Self {
        Self { property: Some(property), how: How::JsonItems }
    }

    /// Encodes a property with this media type.
    #[must_use]
    pub const fn media_type(property: &'static str, media_type: &'static str) -> Self {
        Self { property: Some(property), how: How::Type(media_type) }
    }
}

/// The encoded value of a property. A list has one for each item.
#[derive(Clone, Copy)]
pub enum Piece<'a> {
    /// A string, a number or a boolean.
    Text(&'a str),
    /// JSON text of an object or of a property that is encoded as JSON.
    Json(&'a str),
    /// A value that only some bodies support, and the text that other bodies use instead.
    Other(&'a dyn Any, Option<&'a str>),
    /// A property that is encoded with a style: names and values, escaped as in a query.
    Styled(&'a str),
}

/// A callback that receives the name of a property, its media type if the API description declares one, and a piece of
/// its value.
pub type Take<'a> = dyn FnMut(&str, Option<&'static str>, Piece<'_>) -> Result<(), InvalidInput> + 'a;

/// Calls `take` for the pieces of all properties of an object.
///
/// # Errors
/// When the value is not an object, or a part of it breaks a constraint.
pub fn each(value: &dyn Encode, encodings: &[Encoding], take: &mut Take<'_>) -> Result<(), InvalidInput> {
    let mut object = Object { encodings, take, found: None };
    match (value.encode(&mut object), object.found) {
        (_, Some(invalid)) => Err(invalid),
        (Ok(()), None) => Ok(()),
        (Err(Failed), None) => Err(invalid("", "cannot be written")),
    }
}

fn invalid(property: &str, rule: impl Into<std::borrow::Cow<'static, str>>) -> InvalidInput {
    let name = if property.is_empty() { "body".to_owned() } else { format!("body.{property}") };
    InvalidInput::new(name, Location::Body, rule)
}

/// The sink that splits an object into its properties.
struct Object<'a, 'b> {
    encodings: &'a [Encoding],
    take: &'a mut Take<'b>,
    found: Option<InvalidInput>,
}

impl Object<'_, '_> {
    fn property(&mut self, name: &str, value: &dyn Encode) -> Result<(), Failed> {
        self.write(name, value).map_err(|invalid| {
            self.found.get_or_insert(invalid);
            Failed
        })
    }

    fn write(&mut self, name: &str, value: &dyn Encode) -> Result<(), InvalidInput> {
        let (mut media_type, mut are_items_json) = (None, false);
        match self.encodings.iter().find(|encoding| encoding.property == Some(name)).map(|encoding| encoding.how) {
            Some(How::Style(style)) => return self.styled(name, value, |plain, out| style.in_query(name, plain, out)),
            Some(How::Json) => return (self.take)(name, None, Piece::Json(&json_text(name, value)?)),
            Some(How::JsonItems) => are_items_json = true,
            Some(How::Type(named)) => media_type = Some(named),
            None => {
                if let Some(style) = self.others() {
                    return self.styled(name, value, |plain, out| style.as_field(name, plain, out));
                }
            }
        }
        let take = &mut *self.take;
        let mut property = Property { name, value, media_type, are_items_json, in_list: false, take, found: None };
        match (value.encode(&mut property), property.found) {
            (_, Some(invalid)) => Err(invalid),
            (Ok(()), None) => Ok(()),
            (Err(Failed), None) => Err(invalid(name, "cannot be written")),
        }
    }

    /// Returns the style of the properties without an encoding of their own.
    fn others(&self) -> Option<Style> {
        self.encodings.iter().find_map(|encoding| match (encoding.property, encoding.how) {
            (None, How::Style(style)) => Some(style),
            _ => None,
        })
    }

    fn styled(
        &mut self,
        name: &str,
        value: &dyn Encode,
        write: impl FnOnce(&Plain, &mut String) -> Result<(), InvalidValue>,
    ) -> Result<(), InvalidInput> {
        let of = |value| InvalidInput::for_parameter(format!("body.{name}"), Location::Body, &value);
        let mut text = String::new();
        write(&Plain::from_value(&Outgoing(value)).map_err(of)?, &mut text).map_err(of)?;
        if text.is_empty() { Ok(()) } else { (self.take)(name, None, Piece::Styled(&text)) }
    }

    /// Writes the items of a list. They only have names if the style of the other properties provides them.
    fn items<'i>(&mut self, items: impl Iterator<Item = &'i dyn Encode>) -> Result<(), Failed> {
        let Some(style) = self.others() else { return self.none() };
        let mut items = items.enumerate();
        items.try_for_each(|(index, item)| self.property(&style.item_key(index), item))
    }

    fn none(&mut self) -> Result<(), Failed> {
        Err(self.fail("must be an object"))
    }
}

fn json_text(name: &str, value: &dyn Encode) -> Result<String, InvalidInput> {
    let text = json::encode_for_server(value).map_err(|failure| invalid(name, failure.message))?;
    String::from_utf8(text).map_err(|error| invalid(name, error.to_string()))
}

impl Sink for Object<'_, '_> {
    fn bool(&mut self, _: bool) -> Result<(), Failed> {
        self.none()
    }

    fn i64(&mut self, _: i64) -> Result<(), Failed> {
        self.none()
    }

    fn u64(&mut self, _: u64) -> Result<(), Failed> {
        self.none()
    }

    fn f32(&mut self, _: f32) -> Result<(), Failed> {
        self.none()
    }

    fn f64(&mut self, _: f64) -> Result<(), Failed> {
        self.none()
    }

    fn str(&mut self, _: &str) -> Result<(), Failed> {
        self.none()
    }

    fn display(&mut self, _: &dyn Display) -> Result<(), Failed> {
        self.none()
    }

    /// `null` is an object without properties.
    fn null(&mut self) -> Result<(), Failed> {
        Ok(())
    }

    fn list(&mut self, list: &dyn List) -> Result<(), Failed> {
        self.items((0..).map_while(|index| list.item(index)))
    }

    fn record(&mut self, keys: &[Key<'_>], entries: &[Entry<'_>], rest: &[&dyn Pairs]) -> Result<(), Failed> {
        for ((key, _), entry) in keys.iter().zip(entries) {
            if let Entry::Value(value) = entry {
                self.property(key, *value)?;
            }
        }
        for pairs in rest {
            pairs.each(&mut |key, value| if sink::contains(keys, key) { Ok(()) } else { self.property(key, value) })?;
        }
        Ok(())
    }

    fn value(&mut self, value: &Value) -> Result<(), Failed> {
        match value {
            Value::Object(object) => self.object(object),
            Value::Null => Ok(()),
            Value::Array(items) => self.items(items.iter().map(|item| -> &dyn Encode { item })),
            _ => self.none(),
        }
    }

    fn object(&mut self, object: &Map<String, Value>) -> Result<(), Failed> {
        object.iter().try_for_each(|(key, value)| self.property(key, value))
    }

    fn fail(&mut self, message: &str) -> Failed {
        self.found.get_or_insert_with(|| invalid("", message.to_owned()));
        Failed
    }
}

/// A property, or an item of a property that is a list.
struct Property<'a, 'b> {
    name: &'a str,
    value: &'a dyn Encode,
    media_type: Option<&'static str>,
    are_items_json: bool,
    in_list: bool,
    take: &'a mut Take<'b>,
    found: Option<InvalidInput>,
}

impl Property<'_, '_> {
    fn piece(&mut self, piece: Piece<'_>) -> Result<(), Failed> {
        (self.take)(self.name, self.media_type, piece).map_err(|invalid| {
            self.found.get_or_insert(invalid);
            Failed
        })
    }

    fn text(&mut self, value: &dyn Display) -> Result<(), Failed> {
        self.piece(Piece::Text(&value.to_string()))
    }

    fn number(&mut self, value: &dyn Display, is_finite: bool) -> Result<(), Failed> {
        if is_finite { self.text(value) } else { Err(self.fail("must be a finite number")) }
    }

    /// Writes a nested value as JSON.
    fn json(&mut self, value: &dyn Encode) -> Result<(), Failed> {
        match json_text(self.name, value) {
            Ok(text) => self.piece(Piece::Json(&text)),
            Err(invalid) => {
                self.found.get_or_insert(invalid);
                Err(Failed)
            }
        }
    }

    fn item(&mut self, value: &dyn Encode) -> Result<(), Failed> {
        let Self { name, media_type, are_items_json, .. } = *self;
        if are_items_json {
            return self.json(value);
        }
        let take = &mut *self.take;
        let mut item = Property { name, value, media_type, are_items_json, in_list: true, take, found: None };
        let outcome = value.encode(&mut item);
        self.found = item.found.take();
        outcome
    }
}

impl Sink for Property<'_, '_> {
    fn bool(&mut self, value: bool) -> Result<(), Failed> {
        self.text(&value)
    }

    fn i64(&mut self, value: i64) -> Result<(), Failed> {
        self.text(&value)
    }

    fn u64(&mut self, value: u64) -> Result<(), Failed> {
        self.text(&value)
    }

    fn f32(&mut self, value: f32) -> Result<(), Failed> {
        self.number(&value, value.is_finite())
    }

    fn f64(&mut self, value: f64) -> Result<(), Failed> {
        self.number(&value, value.is_finite())
    }

    fn str(&mut self, value: &str) -> Result<(), Failed> {
        self.piece(Piece::Text(value))
    }

    fn display(&mut self, value: &dyn Display) -> Result<(), Failed> {
        self.text(value)
    }

    /// Omits the property, since these bodies cannot represent `null`.
    fn null(&mut self) -> Result<(), Failed> {
        Ok(())
    }

    /// Repeats the property for each item. A nested list is JSON.
    fn list(&mut self, list: &dyn List) -> Result<(), Failed> {
        if self.in_list {
            return self.json(self.value);
        }
        (0..).map_while(|index| list.item(index)).try_for_each(|item| self.item(item))
    }

    fn record(&mut self, _: &[Key<'_>], _: &[Entry<'_>], _: &[&dyn Pairs]) -> Result<(), Failed> {
        self.json(self.value)
    }

    fn value(&mut self, value: &Value) -> Result<(), Failed> {
        match value {
            Value::Null => Ok(()),
            Value::Bool(value) => self.bool(*value),
            Value::Number(value) => self.text(value),
            Value::String(value) => self.str(value),
            Value::Array(items) if !self.in_list => items.iter().try_for_each(|item| self.item(item)),
            Value::Array(_) | Value::Object(_) => self.json(self.value),
        }
    }

    fn object(&mut self, _: &Map<String, Value>) -> Result<(), Failed> {
        self.json(self.value)
    }

    fn other(&mut self, value: &dyn Any, text: Option<&str>) -> Result<(), Failed> {
        self.piece(Piece::Other(value, text))
    }

    fn fail(&mut self, message: &str) -> Failed {
        self.found.get_or_insert_with(|| invalid(self.name, message.to_owned()));
        Failed
    }
}
