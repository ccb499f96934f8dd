//! Constraints that types cannot express and that are only documented. The text for them is written in `lower`.

use serde_json::{Number, Value};

pub use crate::keywords::Unchecked;

/// A constraint that types cannot express.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// The bounds of a number, of which at least one is declared.
    Range {
        /// The lower bound.
        least: Option<Bound>,
        /// The upper bound.
        most: Option<Bound>,
    },
    /// The number that each value is a multiple of.
    MultipleOf(Number),
    /// The bounds of a count, of which at least one is declared. A lower bound is greater than zero.
    Count {
        /// The counted parts.
        of: Counted,
        /// The lower bound.
        least: Option<u64>,
        /// The upper bound.
        most: Option<u64>,
    },
    /// The pattern of a string.
    Pattern(String),
    /// No two items are equal.
    UniqueItems,
    /// The allowed values, at least one.
    Values(Vec<Value>),
    /// A format without a type of its own.
    Format(String),
    /// A constraint that OpenAPI 3.0 has no keyword for.
    Unchecked(Unchecked),
    /// A constraint on each item of a list.
    EachItem(Box<Self>),
    /// A constraint on each value of a map.
    EachValue(Box<Self>),
}

/// A bound of a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// Its value.
    pub value: Number,
    /// True if the value itself is not allowed.
    pub exclusive: bool,
}

/// The parts of a value that a constraint counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The characters of a string.
    Characters,
    /// The items of a list.
    Items,
    /// The keys of a map.
    Keys,
}

impl Constraint {
    /// Returns the bounds of a count, unless they allow everything.
    #[must_use]
    pub fn count(of: Counted, least: Option<u64>, most: Option<u64>) -> Option<Self> {
        let least = least.filter(|&least| least > 0);
        (least.is_some() || most.is_some()).then_some(Self::Count { of, least, most })
    }

    /// Returns the texts of the document that the constraint contains.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Range { .. } | Self::MultipleOf(_) | Self::Count { .. } | Self::UniqueItems => Vec::new(),
            Self::Pattern(text) | Self::Format(text) => vec![text],
            Self::Values(values) => values.iter().filter_map(Value::as_str).collect(),
            Self::EachItem(inner) | Self::EachValue(inner) => inner.texts(),
            Self::Unchecked(constraint) => match constraint {
                Unchecked::Conditional => Vec::new(),
                Unchecked::With(text)
                | Unchecked::Encoding(text)
                | Unchecked::Content(text)
                | Unchecked::KeysMatch(text)
                | Unchecked::KeysOf(text) => vec![text],
                Unchecked::Requires(key, required) => {
                    std::iter::once(key).chain(required).map(String::as_str).collect()
                }
                Unchecked::Keys(keys) => keys.iter().map(String::as_str).collect(),
                Unchecked::InOrder(names) => names.iter().flatten().map(String::as_str).collect(),
            },
        }
    }

    /// Returns the lower bound of a number.
    #[must_use]
    pub const fn lower_bound(&self) -> Option<&Bound> {
        match self {
            Self::Range { least, .. } => least.as_ref(),
            _ => None,
        }
    }
}
