//! Parameters with constraints: the error of a broken constraint ([`InvalidValue`]), values that can be passed
//! ([`Argument`]), and how an operation stores them until it is sent ([`Checked`]).

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

use serde::ser::{Error as _, Serialize, Serializer};

/// The error of a value that breaks a constraint of the API description.
///
/// It contains the constraint and never the value, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidValue {
    rule: Cow<'static, str>,
}

impl InvalidValue {
    /// Creates the error of a constraint, worded so that it can follow the name of the value: "must not be empty".
    #[must_use]
    pub fn new(rule: impl Into<Cow<'static, str>>) -> Self {
        Self { rule: rule.into() }
    }

    /// Returns the constraint, as in "must have at most 200 characters".
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

/// A value that can be passed where an operation takes a `T`: a `T`, or a type that can be converted to it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed where the API takes a `{T}`",
    label = "not a `{T}`, and cannot be converted to one",
    note = "pass a `{T}`, or a string or number that it can be parsed from; for an optional parameter, pass the value itself \
            instead of an `Option`"
)]
pub trait Argument<T> {
    /// Converts the value and checks its constraints.
    ///
    /// # Errors
    /// Returns the constraint that the value breaks.
    fn check(self) -> Result<T, InvalidValue>;
}

#[diagnostic::do_not_recommend]
impl<T, V> Argument<T> for V
where
    V: TryInto<T>,
    V::Error: Into<InvalidValue>,
{
    fn check(self) -> Result<T, InvalidValue> {
        self.try_into().map_err(Into::into)
    }
}

/// A string with constraints that a server has returned. It is sent back unchanged: the server knows its own strings better than the API
/// description does.
pub trait Received {
    /// Creates the value without checking the constraints.
    fn received(text: String) -> Self;
}

/// A parameter as an operation stores it: a valid value, or the constraint that it breaks, which is reported when the
/// operation is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T>(Result<T, InvalidValue>);

impl<T> Checked<T> {
    /// Checks a parameter and keeps the result.
    pub fn new(argument: impl Argument<T>) -> Self {
        Self(argument.check())
    }

    /// Keeps a string that a server has returned, such as the cursor of the next page.
    #[must_use]
    pub fn received(text: String) -> Self
    where
        T: Received,
    {
        Self(Ok(T::received(text)))
    }

    /// Returns the value.
    ///
    /// # Errors
    /// Returns the constraint that the value broke.
    pub fn get(&self) -> Result<&T, &InvalidValue> {
        self.0.as_ref()
    }
}

impl<'a, T> From<&'a str> for Checked<T>
where
    &'a str: Argument<T>,
{
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}

impl<T> From<String> for Checked<T>
where
    String: Argument<T>,
{
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// Writes the value. For an invalid one, it fails with the constraint as the message.
impl<T: Serialize> Serialize for Checked<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ok(value) => value.serialize(serializer),
            Err(invalid) => Err(S::Error::custom(invalid)),
        }
    }
}
