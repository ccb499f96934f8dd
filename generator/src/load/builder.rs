//! Builds the tree of values from the events of a parser, whatever the format is.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use crate::diag::{Code, Diagnostic, Spot};
use crate::path::SpecPath;

/// The state that is shared while one document is parsed.
pub(super) struct Reader {
    duplicates: RefCell<Vec<Diagnostic>>,
    /// The remaining weight before the document counts as an alias bomb. A text of n bytes weighs at most about 5 n,
    /// unless aliases multiply it.
    budget: Cell<Option<usize>>,
    merge: Merge,
}

/// The meaning of the key `<<`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Merge {
    Ordinary,
    Merges,
}

/// The weight of a value in addition to the bytes of its text: about the length of its shortest spelling.
const VALUE_WEIGHT: usize = 8;

impl Reader {
    pub(super) fn json() -> Self {
        Self::new(usize::MAX, Merge::Ordinary)
    }

    pub(super) fn yaml(text: &str) -> Self {
        Self::new(text.len().saturating_mul(10).saturating_add(10_000_000), Merge::Merges)
    }

    fn new(budget: usize, merge: Merge) -> Self {
        Self { duplicates: RefCell::default(), budget: Cell::new(Some(budget)), merge }
    }

    pub(super) fn root(&self) -> Node<'_> {
        Node { reader: self, place: ValuePath::Root }
    }

    pub(super) fn into_duplicates(self) -> Vec<Diagnostic> {
        self.duplicates.into_inner()
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.budget.get().is_none()
    }

    fn spend<E: Error>(&self, text: &str) -> Result<(), E> {
        let weight = VALUE_WEIGHT + text.len();
        self.budget.set(self.budget.get().and_then(|left| left.checked_sub(weight)));
        if self.is_exhausted() { Err(E::custom("too much")) } else { Ok(()) }
    }
}

/// The path of the current value, as a linked list on the stack.
#[derive(Clone, Copy)]
enum ValuePath<'a> {
    Root,
    Key(&'a ValuePath<'a>, &'a str),
    Index(&'a ValuePath<'a>, usize),
}

impl ValuePath<'_> {
    fn path(&self) -> SpecPath {
        match self {
            Self::Root => SpecPath::root(),
            Self::Key(parent, key) => parent.path().child(key),
            Self::Index(parent, index) => parent.path().index(*index),
        }
    }
}

/// The seed that parses one value.
pub(super) struct Node<'a> {
    reader: &'a Reader,
    place: ValuePath<'a>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.reader.spend("")?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON numbers beyond 64 bits are read as f64 everywhere")]
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON numbers beyond 64 bits are read as f64 everywhere")]
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.reader.spend(value)?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.reader.spend(&value)?;
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let place = ValuePath::Index(&self.place, list.len());
            match access.next_element_seed(Node { reader: self.reader, place })? {
                Some(value) => list.push(value),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut merged = Vec::new();
        let mut repeated = BTreeMap::new();
        while let Some(key) = access.next_key_seed(Key)? {
            self.reader.spend(&key)?;
            let place = ValuePath::Key(&self.place, &key);
            let value = access.next_value_seed(Node { reader: self.reader, place })?;
            if self.reader.merge == Merge::Merges && key == "<<" {
                merged.push(value);
            } else if map.contains_key(&key) {
                *repeated.entry(key.clone()).or_insert(1) += 1;
                map.insert(key, value);
            } else {
                map.insert(key, value);
            }
        }
        for value in merged {
            merge(&mut map, value);
        }
        let found = repeated.iter().map(|(key, &count)| duplicate(&self.place, key, count));
        self.reader.duplicates.borrow_mut().extend(found);
        Ok(Value::Object(map))
    }

    /// Ignores a custom YAML tag and parses the tagged value.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (_, variant) = access.variant::<IgnoredAny>()?;
        variant.newtype_variant_seed(self)
    }
}

/// The seed that parses a key as written. `200` and `true` are ordinary keys.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a plain scalar")
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}

/// Converts a number. JSON has no infinities, so they become strings, which are reported if a number is required.
fn float(value: f64) -> Value {
    Number::from_f64(value).map_or_else(
        || {
            let text = match value {
                f64::INFINITY => ".inf",
                f64::NEG_INFINITY => "-.inf",
                _ => ".nan",
            };
            Value::String(text.to_owned())
        },
        Value::Number,
    )
}

/// Merges entries into a mapping. Its own entries take precedence, then those of the first merged mapping.
fn merge(map: &mut Map<String, Value>, value: Value) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                map.entry(key).or_insert(value);
            }
        }
        Value::Array(values) if values.iter().all(Value::is_object) => {
            for value in values {
                merge(map, value);
            }
        }
        other => {
            map.insert("<<".to_owned(), other);
        }
    }
}

fn duplicate(parent: &ValuePath<'_>, key: &str, count: usize) -> Diagnostic {
    let path = parent.path().child(key);
    let times = if count == 2 { "twice".to_owned() } else { format!("{count} times") };
    let message = format!("the key `{key}` is written {times} in one object; only the last one is used");
    let last = Diagnostic::new(Code::DuplicateKey, &path, message)
        .at(Spot::Occurrence(count - 1))
        .help("remove or rename the others");
    // The number of notes is limited, since a document can repeat a key a million times. The message states the total.
    (0..(count - 1).min(MAX_RELATED))
        .fold(last, |diagnostic, earlier| diagnostic.related_at(&path, Spot::Occurrence(earlier), "is ignored"))
}

/// The maximum number of earlier entries with a duplicate key that are shown.
const MAX_RELATED: usize = 10;
