//! Arguments that break a rule of the API's document.

use std::borrow::Cow;
use std::fmt;

use crate::runtime::checked::InvalidValue;

/// Where in a request an argument goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Location {
    /// Into the path of the URL.
    Path,
    /// Into the query of the URL.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
    /// Into the body.
    Body,
    /// Into the URL, together with others.
    Url,
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
            Self::Url => "URL",
        })
    }
}

/// An argument breaks a rule; nothing was sent.
///
/// It names the argument and the rule, never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidInput {
    parameter: Cow<'static, str>,
    location: Location,
    rule: Cow<'static, str>,
}

impl InvalidInput {
    /// An argument that breaks `rule`, which is said so that it can follow a name: "must not be empty".
    #[must_use]
    pub fn new(
        parameter: impl Into<Cow<'static, str>>,
        location: Location,
        rule: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { parameter: parameter.into(), location, rule: rule.into() }
    }

    /// An argument that breaks the rule of a value.
    pub(in crate::runtime) fn of(
        parameter: impl Into<Cow<'static, str>>,
        location: Location,
        value: &InvalidValue,
    ) -> Self {
        Self::new(parameter, location, value.rule().to_owned())
    }

    /// The name of the parameter, as it is in the API's document.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// Where the parameter goes.
    #[must_use]
    pub const fn location(&self) -> Location {
        self.location
    }

    /// The rule, as in "must not be empty".
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.location {
            Location::Body | Location::Url => write!(formatter, "{}: {}", self.parameter, self.rule),
            location => write!(formatter, "{location} `{}` {}", self.parameter, self.rule),
        }
    }
}

impl std::error::Error for InvalidInput {}
