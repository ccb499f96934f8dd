//! Locates keys and elements in a JSON text. It knows no other syntax.

use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::locator::{Key, Locator};

/// Records the locations of the requested keys and elements.
///
/// It parses only the values that lead to them and skips all others as raw text.
pub(super) fn scan(text: &str, locator: &mut Locator) -> serde_json::Result<()> {
    let whole = text.trim_start();
    locator.see(Locator::ROOT, range(text, &whole[..whole.len().min(1)]));
    walk(text, text, Locator::ROOT, locator)
}

fn walk(text: &str, part: &str, key: Key, locator: &mut Locator) -> serde_json::Result<()> {
    let mut deserializer = serde_json::Deserializer::from_str(part);
    Inside { text, key, locator }.deserialize(&mut deserializer)?;
    deserializer.end()
}

/// Returns the range of `part`, which is a slice of `text`.
fn range(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + part.len()
}

struct Inside<'a> {
    text: &'a str,
    key: Key,
    locator: &'a mut Locator,
}

impl Inside<'_> {
    fn found<E: Error>(&mut self, key: Key, shown: &str, value: &str) -> Result<(), E> {
        self.locator.see(key, range(self.text, shown));
        if value.starts_with(['{', '[']) && self.locator.has_children(key) {
            walk(self.text, value, key, self.locator).map_err(E::custom)?;
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Inside<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inside<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<(), A::Error> {
        while let Some(raw) = access.next_key::<&RawValue>()? {
            let raw = raw.get();
            let key = match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                Some(plain) if !plain.contains('\\') => self.locator.child(self.key, plain),
                _ => {
                    let key: String = serde_json::from_str(raw).map_err(Error::custom)?;
                    self.locator.child(self.key, &key)
                }
            };
            match key {
                Some(key) => {
                    let value = access.next_value::<&RawValue>()?;
                    self.found(key, raw, value.get())?;
                }
                None => {
                    access.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<(), A::Error> {
        for index in 0_usize.. {
            match self.locator.child(self.key, &index.to_string()) {
                Some(key) => {
                    let Some(value) = access.next_element::<&RawValue>()? else {
                        break;
                    };
                    let value = value.get();
                    let shown = if value.starts_with(['{', '[']) { &value[..1] } else { value };
                    self.found(key, shown, value)?;
                }
                None => {
                    if access.next_element::<IgnoredAny>()?.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}
