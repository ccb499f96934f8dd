//! Arguments that have to obey rules of the document: how a rule is broken ([`InvalidValue`]), what can be passed
//! ([`Argument`]), and how an operation holds what it was given until it is sent ([`Checked`]).

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

use serde::ser::{Error as _, Serialize, Serializer};

/// A value breaks a rule of the API's document.
///
/// It names the rule and never the value, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidValue {
    rule: Cow<'static, str>,
}

impl InvalidValue {
    /// A value that breaks a rule, said so that it can follow the value's name: "must not be empty".
    #[must_use]
    pub fn new(rule: impl Into<Cow<'static, str>>) -> Self {
        Self { rule: rule.into() }
    }

    /// The rule, as in "must have at most 200 characters".
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.rule)
    }
}

impl std::error::Error for InvalidValue {}

impl From<Infallible> for InvalidValue {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// What can be passed where an operation takes a `T`: a `T`, or anything that may turn into one.
pub trait Argument<T> {
    /// The value, if it obeys the rules.
    ///
    /// # Errors
    /// Names the rule that the value breaks.
    fn check(self) -> Result<T, InvalidValue>;
}

impl<T, V> Argument<T> for V
where
    V: TryInto<T>,
    V::Error: Into<InvalidValue>,
{
    fn check(self) -> Result<T, InvalidValue> {
        self.try_into().map_err(Into::into)
    }
}

/// An argument as an operation holds it: valid, or the rule that it breaks, which sending the operation will report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T>(Result<T, InvalidValue>);

impl<T> Checked<T> {
    /// Checks an argument and keeps the outcome.
    pub fn new(argument: impl Argument<T>) -> Self {
        Self(argument.check())
    }

    /// The value.
    ///
    /// # Errors
    /// Names the rule that the argument broke.
    pub fn get(&self) -> Result<&T, &InvalidValue> {
        self.0.as_ref()
    }
}

/// Writes the value; an invalid one is an error whose message is the rule.
impl<T: Serialize> Serialize for Checked<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ok(value) => value.serialize(serializer),
            Err(invalid) => Err(S::Error::custom(invalid)),
        }
    }
}
