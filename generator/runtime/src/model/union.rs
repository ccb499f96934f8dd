//! Unions: `union!` implements an enum of types, [`Rules`] declare which alternatives match a value, and [`read`] finds
//! the best one.

use std::ptr;

use serde_json::{Map, Value};

use crate::runtime::codec::buffered::Buffered;
use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::speculation::{Decision, Losses};
use crate::runtime::codec::traits::{Encode, Failed};

/// The rules for choosing an alternative of a union.
#[derive(Debug)]
pub struct Rules {
    /// The discriminator property, whose value identifies the alternative.
    pub tag: Option<&'static str>,
    /// The alternatives, in the order in which they are attempted.
    pub alternatives: &'static [Alternative],
}

/// The rules for one alternative.
#[derive(Debug)]
pub struct Alternative {
    /// The JSON types of its values.
    pub types: &'static [Type],
    /// The values of the discriminator that identify it.
    pub tags: &'static [Constant],
    /// Properties with a fixed set of values.
    pub constants: &'static [(&'static str, &'static [Constant])],
}

/// A JSON type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// A fixed value of a property in an alternative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant {
    /// A string.
    Text(&'static str),
    /// An integer.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// All values that no other alternative lists, and a missing property.
    Other,
}

impl Constant {
    /// Returns true if a value is this constant. A number or boolean in place of a string is compared by its text.
    fn is(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text(text), Value::String(value)) => text == value,
            (Self::Text(text), Value::Number(number)) => number.to_string() == text,
            (Self::Text(text), Value::Bool(boolean)) => text == if *boolean { "true" } else { "false" },
            (Self::Integer(number), _) if value.is_f64() => {
                value.as_f64().is_some_and(|value| value.to_string() == number.to_string())
            }
            (Self::Integer(number), _) => value.as_i64() == Some(number),
            (Self::Number(number), _) => value.as_f64().is_some_and(|value| value.to_bits() == number.to_bits()),
            (Self::Boolean(boolean), Value::Bool(value)) => boolean == *value,
            (Self::Null, value) => value.is_null(),
            _ => false,
        }
    }

    /// Returns the constant as a JSON value.
    pub(crate) fn to_value(self) -> Value {
        match self {
            Self::Text(text) => Value::from(text),
            Self::Integer(number) => Value::from(number),
            Self::Number(number) => Value::from(number),
            Self::Boolean(boolean) => Value::from(boolean),
            Self::Null | Self::Other => Value::Null,
        }
    }
}

impl Encode for Constant {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        match *self {
            Self::Text(text) => sink.str(text),
            Self::Integer(number) => sink.i64(number),
            Self::Number(number) => sink.f64(number),
            Self::Boolean(boolean) => sink.bool(boolean),
            Self::Null | Self::Other => sink.null(),
        }
    }
}

/// The alternatives that match a value.
enum Choice {
    /// None of them.
    None,
    /// Only this one. An invalid value is an error, not an unknown value.
    Certain(usize),
    /// Some of those that the rules allow, which are attempted.
    Attempts,
}

impl Rules {
    /// Finds the alternatives that match the JSON type, the discriminator and the constants of a value.
    fn choose(&self, value: &Value) -> Choice {
        let object = value.as_object();
        let tag = self.tag.and_then(|tag| object?.get(tag));
        let mut allowed = (0..self.alternatives.len()).filter(|&index| self.allows(index, value));
        match (allowed.next(), allowed.next()) {
            // No alternative lists the value: the default one, if the value is an object.
            (None, _) => self.otherwise().filter(|_| object.is_some()).map_or(Choice::None, Choice::Certain),
            // A single match is certain for lists, and for objects that have the discriminator if there is one. Scalars
            // are always attempted, since an integer may be out of range or a string not in the format.
            (Some(only), None) if value.is_array() || (object.is_some() && self.tag.is_some() == tag.is_some()) => {
                Choice::Certain(only)
            }
            _ => match self.otherwise() {
                // An object without the discriminator.
                Some(otherwise) if object.is_some() && tag.is_none() => Choice::Certain(otherwise),
                _ => Choice::Attempts,
            },
        }
    }

    /// Returns the default alternative, for objects with an unknown discriminator.
    fn otherwise(&self) -> Option<usize> {
        self.alternatives.iter().position(|alternative| alternative.tags.contains(&Constant::Other))
    }

    /// Returns true if the rules of an alternative match a value.
    fn allows(&self, index: usize, value: &Value) -> bool {
        let Some(alternative) = self.alternatives.get(index) else { return false };
        let Value::Object(object) = value else { return self.allows_type(alternative, value) };
        alternative.types.contains(&Type::Object)
            && self.allows_tag(alternative, object)
            && alternative.allows_constants(object)
    }

    fn allows_type(&self, alternative: &Alternative, value: &Value) -> bool {
        let takes = |ty| alternative.types.contains(&ty);
        let any_takes = |ty| self.alternatives.iter().any(|alternative| alternative.types.contains(&ty));
        match value {
            Value::Null => takes(Type::Null),
            Value::Bool(_) => takes(Type::Boolean),
            Value::String(_) => takes(Type::String),
            Value::Array(_) => takes(Type::Array),
            Value::Object(_) => takes(Type::Object),
            Value::Number(number) if number.is_f64() => {
                let whole = number.as_f64().is_some_and(|number| number.fract() == 0.0);
                takes(Type::Number) || (whole && !any_takes(Type::Number) && takes(Type::Integer))
            }
            Value::Number(_) => takes(Type::Integer) || takes(Type::Number),
        }
    }

    fn allows_tag(&self, alternative: &Alternative, object: &Map<String, Value>) -> bool {
        let tag = self.tag.and_then(|tag| object.get(tag));
        tag.is_none_or(|value| alternative.tags.iter().any(|tag| tag.is(value)))
    }
}

impl Alternative {
    fn allows_constants(&self, object: &Map<String, Value>) -> bool {
        self.constants.iter().all(|(key, constants)| {
            object.get(*key).is_none_or(|value| constants.iter().any(|constant| constant.is(value)))
        })
    }
}

/// Reads a value as the best alternative. `alternative` reads the alternative with an index and keeps its value.
/// Returns the value itself if no alternative matches.
///
/// The JSON type decides first, then the discriminator and the constants. If a list or an object can only be one
/// alternative, it is read as that one, and an invalid value is an error with its path. Otherwise the alternatives are
/// attempted, and the first one that keeps the whole value is chosen. If each alternative loses something that another
/// one keeps, scalars of other JSON types are coerced, and an alternative is chosen if it is the only one that then keeps
/// the whole value. Otherwise the value itself is returned.
///
/// # Errors
/// When the value can only be one alternative, and does not match its type.
pub fn read(
    source: &mut dyn Source,
    rules: &'static Rules,
    alternative: &mut dyn FnMut(usize, &mut dyn Source) -> Result<(), Failed>,
) -> Result<Option<Value>, Failed> {
    let mut unknown = None;
    source.buffered(&mut |source| {
        let found = match rules.choose(source.get()) {
            Choice::Certain(only) => return alternative(only, source),
            Choice::None => {
                source.speculation().unlisted();
                UnionMatch::None
            }
            Choice::Attempts => find(source, rules, alternative),
        };
        unknown = match found {
            UnionMatch::Alternative => None,
            UnionMatch::Decision => Some(Value::Null),
            UnionMatch::None => Some(source.get().clone()),
        };
        source.speculation().finish();
        Ok(())
    })?;
    Ok(unknown)
}

/// The result of attempts.
enum UnionMatch {
    /// An alternative, which was read.
    Alternative,
    /// A decision, in a dry attempt.
    Decision,
    /// No alternative.
    None,
}

/// Attempts the alternatives that the rules allow, unless the decision is known, and reads the best one.
fn find(
    source: &mut Buffered<'_, '_>,
    rules: &'static Rules,
    alternative: &mut dyn FnMut(usize, &mut dyn Source) -> Result<(), Failed>,
) -> UnionMatch {
    let (Decision { index, losses, lenient }, is_read) = decision(source, rules, alternative);
    match index {
        // The alternatives were read, but the best one was not read last or only in a dry attempt: read it again for
        // its value.
        Some(index) if !is_read && !source.speculation().is_dry() => {
            let before = source.speculation().set_lenient(lenient);
            let (is_read, losses) = attempt(source, index, alternative);
            source.speculation().set_lenient(before);
            source.speculation().adopt(losses);
            if is_read { UnionMatch::Alternative } else { UnionMatch::None }
        }
        index => {
            source.speculation().adopt(losses);
            match index {
                _ if source.speculation().is_dry() => UnionMatch::Decision,
                Some(_) => UnionMatch::Alternative,
                None => UnionMatch::None,
            }
        }
    }
}

/// Returns the decision about a value, and true if its alternative has just been read for its value.
///
/// A value and the rules identify a decision by their addresses: both stay where they are while the outermost union is read.
fn decision(
    source: &mut Buffered<'_, '_>,
    rules: &'static Rules,
    alternative: &mut dyn FnMut(usize, &mut dyn Source) -> Result<(), Failed>,
) -> (Decision, bool) {
    let question = (ptr::from_ref(source.get()).addr(), ptr::from_ref(rules).addr());
    if let Some(known) = source.speculation().decision(question) {
        return (known, false);
    }
    // Within an attempt only the decision is needed, so the attempts for it are dry.
    let nested = source.speculation().is_active();
    let before = source.speculation().set_dry(nested);
    // First without coercions, since the JSON type distinguishes the alternatives.
    let coerces = source.speculation().set_lenient(false);
    let (mut decision, is_last) = decide(source, rules, alternative);
    if decision.index.is_none() {
        decision = decide_leniently(source, rules, alternative).unwrap_or(decision);
    }
    source.speculation().set_lenient(coerces);
    source.speculation().set_dry(before);
    source.speculation().keep(question, &decision);
    // `alternative` keeps the value that it read last. If that is the best one, it need not be read again.
    (decision, is_last && !nested)
}

/// Finds the alternative with the smallest losses. Returns true if it is also the one that was read last.
fn decide(
    source: &mut Buffered<'_, '_>,
    rules: &'static Rules,
    alternative: &mut dyn FnMut(usize, &mut dyn Source) -> Result<(), Failed>,
) -> (Decision, bool) {
    let value = source.get();
    let mut all: Vec<(usize, bool, Losses)> = Vec::new();
    for index in (0..rules.alternatives.len()).filter(|&index| rules.allows(index, value)) {
        let (is_read, losses) = attempt(source, index, alternative);
        if is_read && losses.is_perfect() {
            return (Decision { index: Some(index), losses, lenient: false }, true);
        }
        all.push((index, is_read, losses));
    }
    // An alternative is a candidate if it loses no key that another one keeps. Among candidates, fewer unlisted values
    // and fewer changed forms are preferred, then fewer `null`s without a field, then the order of the alternatives.
    let keeps_what_others_keep = |(index, is_read, losses): &&(usize, bool, Losses)| {
        *is_read && !all.iter().any(|(other, was_read, others)| other != index && losses.exceed(others, *was_read))
    };
    let best = all.iter().filter(keeps_what_others_keep).min_by_key(|(_, _, losses)| losses.rank());
    match best {
        Some((best, _, losses)) => {
            let is_last = all.last().is_some_and(|(last, ..)| last == best);
            (Decision { index: Some(*best), losses: losses.clone(), lenient: false }, is_last)
        }
        None => (Decision { index: None, losses: Losses::unlisted(), lenient: false }, false),
    }
}

/// Finds the only alternative that keeps the whole value once numbers and booleans may be sent as strings, and integers in
/// place of strings. If there are several, only the JSON types distinguish them, so nothing is decided.
fn decide_leniently(
    source: &mut Buffered<'_, '_>,
    rules: &'static Rules,
    alternative: &mut dyn FnMut(usize, &mut dyn Source) -> Result<(), Failed>,
) -> Option<Decision> {
    let value = source.get();
    let allowed: Vec<usize> = (0..rules.alternatives.len()).filter(|&index| rules.allows(index, value)).collect();
    source.speculation().set_lenient(true);
    let mut fitting = None;
    let mut is_only = true;
    for index in allowed {
        let (is_read, losses) = attempt(source, index, alternative);
        if is_read && losses.is_empty() {
            is_only = fitting.is_none();
            fitting = Some(Decision { index: Some(index), losses, lenient: true });
        }
        if !is_only {
            break;
        }
    }
    source.speculation().set_lenient(false);
    fitting.filter(|_| is_only)
}

/// Reads a value as one alternative. Returns whether it matches, and its losses.
fn attempt(
    source: &mut Buffered<'_, '_>,
    index: usize,
    alternative: &mut dyn FnMut(usize, &mut dyn Source) -> Result<(), Failed>,
) -> (bool, Losses) {
    let null_list = source.path().null_list();
    let before = source.speculation().begin();
    let is_read = alternative(index, source).is_ok();
    if !is_read {
        source.path().forget();
        source.path().set_null_list(null_list);
    }
    (is_read, source.speculation().end(before))
}
