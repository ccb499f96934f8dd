//! The rule for `null` and missing keys where a list or a map is required, and the errors that name the configuration
//! key to change it.
//!
//! Some servers write an empty list as `null` or omit it. Both are read as empty if no information is lost by that:
//!
//! * `null` is read as empty if the object is only received. If the object is also sent, `null` would be sent back as
//!   `[]`, which could clear data on the server.
//! * A missing key is read as empty if, in addition, the schema declares every key of the object. `{"code": -1021}` is
//!   an error that the server sends with status 200, not a list without items.
//! * While the variants of a union are attempted, neither is read as empty, since any variant would match.

use std::fmt;

use serde_json::{Map, Value};

use super::buffered::Buffered;
use super::decode_path::DecodePath;
use super::source::{Elements, Entries, Keys, Parse, Presence, Rest, SentAs, Slot, Source, ValuePlace};
use super::traits::Failed;

/// How `null` is read where a list or a map is required.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NullList {
    /// As an empty value.
    #[default]
    Empty,
    /// As an error.
    Rejected,
    /// As an error that names this property.
    RejectedAt {
        /// The name of the schema in the configuration.
        schema: &'static str,
        /// The key of the property.
        key: &'static str,
    },
}

impl NullList {
    /// Returns the rule for values within a list or a map with this rule.
    #[must_use]
    pub const fn inside(self) -> Self {
        match self {
            Self::Empty => Self::Empty,
            Self::Rejected | Self::RejectedAt { .. } => Self::Rejected,
        }
    }

    /// Returns the rule for values within a record with this rule.
    pub(super) fn inside_record(self, sent: SentAs, keys: Keys, rest: &[&mut dyn Entries]) -> Self {
        match sent {
            [] if is_map(keys, rest) => self.inside(),
            [] => Self::Empty,
            _ => Self::Rejected,
        }
    }

    /// Reads `null` where a value of this kind is required, as in `a list`.
    ///
    /// # Errors
    /// Returns the message, or `None` if the types are sufficient to describe the problem.
    pub fn read(self, kind: &str) -> Result<(), Option<String>> {
        match self {
            Self::Empty => Ok(()),
            Self::Rejected => Err(None),
            Self::RejectedAt { schema, key } => Err(Some(format!(
                "`null` where {kind} is required; if the server sends it, add `{}` to `[presence] nullable` in \
                 oaspress.toml",
                entry(schema, key)
            ))),
        }
    }
}

/// Returns the name of a property in the configuration: `Pet.tags`, or a JSON pointer if the schema has no name.
fn entry(schema: &str, key: &str) -> String {
    if schema.contains('#') {
        format!("{schema}/properties/{}", key.replace('~', "~0").replace('/', "~1"))
    } else {
        format!("{schema}.{key}")
    }
}

/// Reads `null` where a record is required. It is read as an empty map if no information is lost by that.
///
/// # Errors
/// Returns the message, or `None` if the types are sufficient to describe the problem.
pub(super) fn null_record(
    path: &DecodePath,
    sent: SentAs,
    keys: Keys,
    rest: &[&mut dyn Entries],
) -> Result<(), Option<String>> {
    let rejected = !is_map(keys, rest) || !sent.is_empty() && path.null_list() == NullList::Empty;
    if rejected { Err(None) } else { path.read_null("an object") }
}

/// Handles the required keys that an object does not have.
///
/// # Errors
/// Returns the message; the path leads to the key.
pub(crate) fn finish(
    slots: &mut [Slot<'_>],
    keys: Keys,
    path: &mut DecodePath,
    sent: SentAs,
    has_unknown: bool,
) -> Result<(), String> {
    for (slot, key) in slots.iter_mut().zip(keys) {
        match slot.presence {
            Presence::Required => {
                if let Err(message) = missing(&mut *slot.place, path, sent, key, has_unknown) {
                    path.key(key);
                    return Err(message);
                }
            }
            // The missing key would be written as `null`.
            Presence::Expected => path.speculation.reworded(),
            Presence::Plain | Presence::Nullable => {}
        }
    }
    Ok(())
}

/// Handles a missing required key. It is read as an empty list or map if no information is lost by that.
///
/// # Errors
/// Returns the message.
fn missing(
    place: &mut dyn ValuePlace,
    path: &mut DecodePath,
    sent: SentAs,
    key: &'static str,
    has_unknown: bool,
) -> Result<(), String> {
    // Only lists and maps can be read from an absent value, so `read` also decides whether the type has an empty value.
    if path.speculation.is_active() || place.read(&mut Absent { path }).is_err() {
        return Err(format!("missing field `{key}`"));
    }
    match sent.first() {
        Some(schema) => Err(format!(
            "missing field `{key}`; if the server omits it, add `{}` to `[presence] optional` in oaspress.toml",
            entry(schema, key)
        )),
        None if has_unknown => {
            Err(format!("missing field `{key}`; the object has keys that the API description does not declare"))
        }
        None => Ok(()),
    }
}

/// A missing value. Only a list or a map can be read from it, which is empty.
struct Absent<'t> {
    path: &'t mut DecodePath,
}

impl Source for Absent<'_> {
    fn bool(&mut self) -> Result<bool, Failed> {
        Err(Failed)
    }

    fn i64(&mut self) -> Result<i64, Failed> {
        Err(Failed)
    }

    fn u64(&mut self) -> Result<u64, Failed> {
        Err(Failed)
    }

    fn f32(&mut self) -> Result<f32, Failed> {
        Err(Failed)
    }

    fn f64(&mut self) -> Result<f64, Failed> {
        Err(Failed)
    }

    fn string(&mut self) -> Result<String, Failed> {
        Err(Failed)
    }

    fn text(&mut self, _: &'static str, _: Parse<'_>) -> Result<(), Failed> {
        Err(Failed)
    }

    fn scalar(&mut self, _: Parse<'_>) -> Result<(), Failed> {
        Err(Failed)
    }

    fn option(&mut self, _: &mut dyn ValuePlace) -> Result<(), Failed> {
        Err(Failed)
    }

    fn list(&mut self, _: &mut dyn Elements) -> Result<(), Failed> {
        Ok(())
    }

    fn record(&mut self, sent: SentAs, keys: Keys, _: &mut [Slot<'_>], rest: Rest<'_, '_>) -> Result<(), Failed> {
        if is_map(keys, rest) && sent.is_empty() { Ok(()) } else { Err(Failed) }
    }

    fn value(&mut self) -> Result<Value, Failed> {
        Err(Failed)
    }

    fn object(&mut self) -> Result<Map<String, Value>, Failed> {
        Ok(Map::new())
    }

    fn buffered(&mut self, _: &mut dyn FnMut(&mut Buffered<'_, '_>) -> Result<(), Failed>) -> Result<(), Failed> {
        Err(Failed)
    }

    fn fail(&mut self, _: &dyn fmt::Display) -> Failed {
        Failed
    }

    fn path(&mut self) -> &mut DecodePath {
        self.path
    }
}

/// Returns true if a record is a map: it has no known keys and accepts all others.
pub(super) fn is_map(keys: Keys, rest: &[&mut dyn Entries]) -> bool {
    keys.is_empty() && !rest.is_empty()
}
