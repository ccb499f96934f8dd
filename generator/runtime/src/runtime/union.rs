//! One of several types: `union!` implements an enum of them, [`Rules`] say which alternatives a value can be, and [`read`]
//! finds the one that it is.

use std::ptr;

use serde_json::{Map, Value};

use super::buffered::Buffered;
use super::codec::{Encode, Failed};
use super::sink::Sink;
use super::source::Source;
use super::speculation::{Decision, Losses};

/// What is known of the alternatives of a union without reading them.
#[derive(Debug)]
pub struct Rules {
    /// The property whose value names the alternative.
    pub tag: Option<&'static str>,
    /// The alternatives, in the order in which they are attempted.
    pub alternatives: &'static [Alternative],
}

/// What is known of an alternative without reading it.
#[derive(Debug)]
pub struct Alternative {
    /// The JSON types of its values.
    pub types: &'static [Type],
    /// The values of the tag that name it.
    pub tags: &'static [Constant],
    /// Properties that can have only these values in it.
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

/// A value that a property has in every value of an alternative.
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
    /// Every value that no other alternative names, and none at all.
    Other,
}

impl Constant {
    /// Returns true if a value is this constant. A number or boolean that is sent in place of a text counts as the text.
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
    pub(super) fn to_value(self) -> Value {
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

/// Which alternatives a value can be.
enum Choice {
    /// None of them.
    None,
    /// This one for sure: what is wrong with it is wrong with the whole.
    Certain(usize),
    /// One of those that the rules allow, if any.
    Attempts,
}

impl Rules {
    /// Narrows the alternatives down by the JSON type, the tag and the constants of a value.
    fn choose(&self, value: &Value) -> Choice {
        let object = value.as_object();
        let tag = self.tag.and_then(|tag| object?.get(tag));
        let mut allowed = (0..self.alternatives.len()).filter(|&index| self.allows(index, value));
        match (allowed.next(), allowed.next()) {
            (None, _) => self.otherwise().filter(|_| object.is_some()).map_or(Choice::None, Choice::Certain),
            (Some(only), None) if value.is_array() || (object.is_some() && self.tag.is_some() == tag.is_some()) => {
                Choice::Certain(only)
            }
            _ => match self.otherwise() {
                Some(otherwise) if object.is_some() && tag.is_none() => Choice::Certain(otherwise),
                _ => Choice::Attempts,
            },
        }
    }

    /// Returns the alternative for objects that no tag tells.
    fn otherwise(&self) -> Option<usize> {
        self.alternatives.iter().position(|alternative| alternative.tags.contains(&Constant::Other))
    }

    /// Returns true if nothing that is known of an alternative speaks against a value.
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

/// Reads the alternative that a value is: by `alternative`, which reads the one of an index and keeps it. Returns the value itself if
/// it is none of them.
///
/// The JSON type decides first, then the tag and the constants of the alternatives. A list or an object that can only be of one
/// alternative then is read as that: what is wrong with it is an error with its place. Everything else is attempted, and the first
/// alternative counts that keeps all of the value. Where each loses something that another one keeps, scalars of another JSON type
/// are coerced, and an alternative counts if it is the only one that keeps all of the value then. Otherwise the value is returned
/// whole.
///
/// # Errors
/// When the value can only be of one alternative, and is of another shape.
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
                source.trail().speculation.unlisted();
                Found::None
            }
            Choice::Attempts => find(source, rules, alternative),
        };
        unknown = match found {
            Found::Alternative => None,
            Found::Decision => Some(Value::Null),
            Found::None => Some(source.get().clone()),
        };
        source.trail().speculation.finish();
        Ok(())
    })?;
    Ok(unknown)
}

/// What attempts find.
enum Found {
    /// The alternative, which is read.
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
) -> Found {
    let question = (ptr::from_ref(source.get()).addr(), ptr::from_ref(rules).addr());
    let known = source.trail().speculation.decision(question).map(|decision| (decision, false));
    let (decision, is_read) = known.unwrap_or_else(|| {
        let nested = source.trail().speculation.is_active();
        let before = source.trail().speculation.set_dry(nested);
        let coerces = source.trail().speculation.set_lenient(false);
        let (mut decision, is_last) = decide(source, rules, alternative);
        if decision.index.is_none() {
            decision = decide_leniently(source, rules, alternative).unwrap_or(decision);
        }
        source.trail().speculation.set_lenient(coerces);
        source.trail().speculation.set_dry(before);
        source.trail().speculation.keep(question, &decision);
        (decision, is_last && !nested)
    });
    let Decision { index, losses, lenient } = decision;
    match index {
        Some(index) if !is_read && !source.trail().speculation.is_dry() => {
            let before = source.trail().speculation.set_lenient(lenient);
            let (is_read, losses) = attempt(source, index, alternative);
            source.trail().speculation.set_lenient(before);
            source.trail().speculation.adopt(losses);
            if is_read { Found::Alternative } else { Found::None }
        }
        index => {
            source.trail().speculation.adopt(losses);
            match index {
                _ if source.trail().speculation.is_dry() => Found::Decision,
                Some(_) => Found::Alternative,
                None => Found::None,
            }
        }
    }
}

/// Finds the alternative that loses least. Returns whether it is the one that was read last, too.
fn decide(
    source: &mut Buffered<'_, '_>,
    rules: &'static Rules,
    alternative: &mut dyn FnMut(usize, &mut dyn Source) -> Result<(), Failed>,
) -> (Decision, bool) {
    let value = source.get();
    let mut all: Vec<(usize, bool, Losses)> = Vec::new();
    for index in (0..rules.alternatives.len()).filter(|&index| rules.allows(index, value)) {
        let (is_read, losses) = attempt(source, index, alternative);
        if is_read && losses.is_empty() {
            return (Decision { index: Some(index), losses, lenient: false }, true);
        }
        all.push((index, is_read, losses));
    }
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

/// Finds the only alternative that keeps all of the value once numbers and booleans may be sent as texts, and integers in place
/// of texts. With several of them the JSON types were what told them apart, so there is no decision.
fn decide_leniently(
    source: &mut Buffered<'_, '_>,
    rules: &'static Rules,
    alternative: &mut dyn FnMut(usize, &mut dyn Source) -> Result<(), Failed>,
) -> Option<Decision> {
    let value = source.get();
    let allowed: Vec<usize> = (0..rules.alternatives.len()).filter(|&index| rules.allows(index, value)).collect();
    source.trail().speculation.set_lenient(true);
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
    source.trail().speculation.set_lenient(false);
    fitting.filter(|_| is_only)
}

/// Reads a value as one alternative. Returns whether it is of its shape, and what is lost.
fn attempt(
    source: &mut Buffered<'_, '_>,
    index: usize,
    alternative: &mut dyn FnMut(usize, &mut dyn Source) -> Result<(), Failed>,
) -> (bool, Losses) {
    let null_list = source.trail().null_list();
    let before = source.trail().speculation.begin();
    let is_read = alternative(index, source).is_ok();
    if !is_read {
        source.trail().forget();
        source.trail().set_null_list(null_list);
    }
    (is_read, source.trail().speculation.end(before))
}
