//! Constraints without a keyword in OpenAPI 3.0. `dialect` writes them to the document under [`UNCHECKED`], `analyze` reads them,
//! and only the documentation mentions them.

use serde_json::{Value, json};

/// The keyword that contains them: a list.
pub(crate) const UNCHECKED: &str = "x-oaspress-unchecked";

/// A constraint without a keyword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unchecked {
    /// Further constraints apply under a condition (`if`).
    Conditional,
    /// Further constraints apply if this key is present (`dependentSchemas`).
    With(String),
    /// Further keys are required if a key is present (`dependentRequired`).
    Requires(String, Vec<String>),
    /// The encoding of a string (`contentEncoding`).
    Encoding(String),
    /// The media type of the content of a string (`contentMediaType`).
    Content(String),
    /// Keys match a pattern (`patternProperties`, `propertyNames`).
    KeysMatch(String),
    /// The allowed keys (`propertyNames`).
    Keys(Vec<String>),
    /// The name of the schema of the keys (`propertyNames`).
    KeysOf(String),
    /// The items have a fixed order (`prefixItems`): the name of each item, if it has one.
    InOrder(Vec<Option<String>>),
}

impl Unchecked {
    /// Returns the entry of the keyword.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Self::Conditional => json!({ "conditional": true }),
            Self::With(key) => json!({ "with": key }),
            Self::Requires(key, required) => json!({ "requires": [key, required] }),
            Self::Encoding(encoding) => json!({ "encoding": encoding }),
            Self::Content(media_type) => json!({ "content": media_type }),
            Self::KeysMatch(pattern) => json!({ "keysMatch": pattern }),
            Self::Keys(keys) => json!({ "keys": keys }),
            Self::KeysOf(schema) => json!({ "keysOf": schema }),
            Self::InOrder(names) => json!({ "inOrder": names }),
        }
    }

    /// Reads an entry of the keyword; `None` if it is invalid.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        let (kind, value) = value.as_object()?.iter().next()?;
        let text = || value.as_str().map(str::to_owned);
        let texts = |value: &Value| -> Option<Vec<String>> {
            value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
        };
        match kind.as_str() {
            "conditional" => Some(Self::Conditional),
            "with" => text().map(Self::With),
            "requires" => Some(Self::Requires(value.get(0)?.as_str()?.to_owned(), texts(value.get(1)?)?)),
            "encoding" => text().map(Self::Encoding),
            "content" => text().map(Self::Content),
            "keysMatch" => text().map(Self::KeysMatch),
            "keys" => texts(value).map(Self::Keys),
            "keysOf" => text().map(Self::KeysOf),
            "inOrder" => {
                Some(Self::InOrder(value.as_array()?.iter().map(|name| name.as_str().map(str::to_owned)).collect()))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Unchecked;

    #[test]
    fn every_constraint_is_read_as_it_was_written() {
        let text = || "a b".to_owned();
        for constraint in [
            Unchecked::Conditional,
            Unchecked::With(text()),
            Unchecked::Requires(text(), vec![text(), text()]),
            Unchecked::Encoding(text()),
            Unchecked::Content(text()),
            Unchecked::KeysMatch(text()),
            Unchecked::Keys(vec![text()]),
            Unchecked::KeysOf(text()),
            Unchecked::InOrder(vec![Some(text()), None]),
        ] {
            assert_eq!(Unchecked::from_value(&constraint.to_value()), Some(constraint));
        }
        assert_eq!(Unchecked::from_value(&serde_json::json!({ "encoding": 1 })), None);
    }
}
