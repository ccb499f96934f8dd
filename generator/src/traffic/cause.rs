//! The ways in which a server can differ from its document, and what was observed of each. Values of the traffic are
//! not kept, except for names and for texts that look like values of an enumeration.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Code;

/// A difference between a document and traffic. With its place, it identifies a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Cause {
    /// A path that no template matches: the method and the path without its values.
    Path(String, String),
    /// A method that the path does not have.
    Method(String),
    /// A status that the operation does not declare.
    Status(u16),
    /// A media type that the request or the response does not declare.
    MediaType(Way, String),
    /// A declared body was not sent.
    NoBody(Way),
    /// A body is not what its media type declares.
    Malformed(Way, String),
    /// A required property is missing.
    Missing(Way, String),
    /// `null`, where the schema does not allow it.
    Null(Way),
    /// A value of another type.
    Type(Way),
    /// A value that `enum` does not list.
    Unlisted(Way),
    /// A property that the schema does not declare.
    Property(Way),
    /// A value that violates another keyword.
    Constraint(Way, String),
    /// A required parameter was not sent.
    MissingParameter(String),
    /// Parameters that the operation does not declare.
    Parameter,
}

/// The direction of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Way {
    /// In requests.
    Request,
    /// In responses.
    Response,
}

impl Way {
    /// Returns the name of the messages.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl Cause {
    /// Returns the code of the finding.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Path(..) => Code::TrafficPath,
            Self::Method(_) => Code::TrafficMethod,
            Self::Status(status) if *status < 400 => Code::TrafficStatus,
            Self::Status(_) => Code::TrafficErrorStatus,
            Self::MediaType(..) => Code::TrafficMediaType,
            Self::NoBody(_) | Self::Malformed(..) => Code::TrafficBody,
            Self::Missing(..) => Code::TrafficMissing,
            Self::Null(_) => Code::TrafficNull,
            Self::Type(_) => Code::TrafficTyped,
            Self::Unlisted(_) => Code::TrafficEnum,
            Self::Property(_) => Code::TrafficProperty,
            Self::Constraint(_, keyword) if keyword == "format" => Code::TrafficFormat,
            Self::Constraint(..) => Code::TrafficConstraint,
            Self::MissingParameter(_) => Code::TrafficMissingParameter,
            Self::Parameter => Code::TrafficParameter,
        }
    }
}

/// The observations of one difference.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    /// The number of exchanges with the difference, by operation and status.
    pub(super) exchanges: BTreeMap<(usize, u16), usize>,
    /// The undeclared names with the types of their values, for properties and parameters.
    pub(super) names: BTreeMap<String, BTreeSet<JsonType>>,
    /// The unlisted values that look like values of an enumeration, with the number of each.
    pub(super) candidates: BTreeMap<String, usize>,
    /// True if there were more names or values than are kept, or some that cannot be shown.
    pub(super) has_others: bool,
    /// The media types of the bodies, for undeclared statuses.
    pub(super) media_types: BTreeSet<String>,
}

/// The number of names and values that are kept for one difference.
const MAX_KEPT: usize = 24;

impl Evidence {
    /// Returns the number of exchanges.
    pub(super) fn count(&self) -> usize {
        self.exchanges.values().sum()
    }

    /// Adds the name of an undeclared property, if it is one that people write.
    pub(super) fn property(&mut self, name: &str, type_: JsonType) {
        self.name(name, type_, is_name);
    }

    /// Adds the name of an undeclared parameter, if it is one that people write.
    pub(super) fn parameter(&mut self, name: &str, type_: JsonType) {
        self.name(name, type_, is_parameter_name);
    }

    fn name(&mut self, name: &str, type_: JsonType, is_name: fn(&str) -> bool) {
        let is_known = self.names.contains_key(name);
        if !is_known && (self.names.len() >= MAX_KEPT || !is_name(name)) {
            self.has_others = true;
            return;
        }
        self.names.entry(name.to_owned()).or_default().insert(type_);
    }

    /// Adds an unlisted value, if it looks like a value of an enumeration.
    pub(super) fn candidate(&mut self, value: &str) {
        let is_known = self.candidates.contains_key(value);
        if !is_known && (self.candidates.len() >= MAX_KEPT || !is_enum_value(value)) {
            self.has_others = true;
            return;
        }
        *self.candidates.entry(value.to_owned()).or_default() += 1;
    }

    /// Forgets all undeclared names, since they are keys of a map and so values.
    pub(super) fn forget_names(&mut self) {
        self.names.clear();
        self.has_others = true;
    }
}

/// Returns true if a name is one that people write, and not data such as an identifier or an address.
fn is_name(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "_-.$@:".contains(c);
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || "_$@".contains(c));
    starts_well
        && name.len() <= 64
        && digits <= 3
        && name.chars().all(is_word)
        && (name.starts_with('@') || !name.contains(['@', '.']))
        && name.matches(':').count() <= 1
        && !is_code(name)
}

/// Returns true if a name is one that people write for a parameter. Its parts may be separated by dots.
fn is_parameter_name(name: &str) -> bool {
    name.split('.').all(is_name)
}

/// Returns true for hexadecimal numbers, such as those of UUIDs and hashes, and for keys in upper case.
fn is_code(name: &str) -> bool {
    let mut plain = name.bytes().filter(|byte| !b"-:".contains(byte));
    let is_hex = name.len() >= 8 && plain.all(|byte| byte.is_ascii_hexdigit());
    let is_upper = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    is_hex || name.len() >= 16 && name.bytes().all(is_upper)
}

/// Returns true if a text looks like a value of an enumeration: short, and a word or a few words.
fn is_enum_value(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "_-./: +".contains(c);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    !text.is_empty() && text.len() <= 40 && digits <= 4 && text.chars().all(is_word) && !text.contains("://")
}

/// The type of a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum JsonType {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any other number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// Returns the type of a value.
    pub(super) fn from_value(value: &serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() && number.as_f64().is_some_and(|number| number.fract() != 0.0) => {
                Self::Number
            }
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    /// Returns the name in schemas.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// Returns the type of the values that a schema without `type` describes.
pub(super) fn implied_type(schema: &serde_json::Value) -> Option<JsonType> {
    let has = |key: &str| schema.get(key).is_some();
    if has("type") || ["enum", "const", "$ref", "allOf", "anyOf", "oneOf"].into_iter().any(has) {
        None
    } else if has("properties") {
        Some(JsonType::Object)
    } else {
        has("items").then_some(JsonType::Array)
    }
}

/// Returns the names of the types that a schema declares.
pub(super) fn declared_types(schema: &serde_json::Value) -> Vec<&str> {
    match schema.get("type") {
        Some(serde_json::Value::String(name)) => vec![name],
        Some(serde_json::Value::Array(names)) => names.iter().filter_map(serde_json::Value::as_str).collect(),
        _ => implied_type(schema).map(JsonType::name).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_enum_value, is_name, is_parameter_name};

    #[test]
    fn names_are_told_from_data() {
        let names = ["created_at", "$schema", "@type", "x-rate-limit", "_links", "ipv4"];
        assert!(names.iter().all(|name| is_name(name)));
        let data = [
            "",
            "4711",
            "a@example.com",
            "cus_9s6XKzkNRiz8i3",
            "https://x",
            "Peter Müller",
            "2026-11-30",
            "deadbeef-cafe-babe-fade-abcdefabcdef",
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "www.example.com",
            "notes.txt",
            "fe80::1",
            "AKIAIOSFODNNEXAMPLE",
        ];
        let shown: Vec<&&str> = data.iter().filter(|name| is_name(name)).collect();
        assert!(shown.is_empty(), "{shown:?}");
        assert!(is_parameter_name("page.size") && !is_parameter_name("a@example.com"));
    }

    #[test]
    fn values_of_enumerations_are_told_from_data() {
        assert!(
            ["open", "in-progress", "Not found", "v1.2", "application/json"].iter().all(|text| is_enum_value(text))
        );
        assert!(
            !["", "a@example.com", "2026-11-30", "eyJhbGciOi.eyJzdWIi.x=", "http://x"]
                .iter()
                .any(|text| is_enum_value(text))
        );
    }
}
