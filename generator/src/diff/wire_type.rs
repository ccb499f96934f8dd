//! Types of the wire, as a listing writes them.

/// A type of the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WireType {
    /// Any value.
    Any,
    /// Any object.
    Object,
    /// A scalar and its format: `integer` and `int64`.
    Scalar(String, String),
    /// An array.
    List(Box<WireType>),
    /// An array with a type for each item.
    Tuple(Vec<WireType>),
    /// An object whose values have one type.
    Map(Box<WireType>),
    /// The type, or `null`.
    Nullable(Box<WireType>),
    /// The type with this path in the crate.
    Model(String),
}

impl WireType {
    /// Parses a type. Text that is not one is a scalar of this name.
    pub(super) fn parse(text: &str) -> Self {
        if let Some(inner) = text.strip_suffix('?') {
            return Self::Nullable(Box::new(Self::parse(inner)));
        }
        let inside = |open: char, close: char| text.strip_prefix(open)?.strip_suffix(close);
        if let Some(item) = inside('[', ']') {
            return Self::List(Box::new(Self::parse(item)));
        }
        if let Some(value) = inside('{', '}') {
            return Self::Map(Box::new(Self::parse(value)));
        }
        if let Some(items) = inside('(', ')') {
            return Self::Tuple(crate::text::top_level(items).map(Self::parse).collect());
        }
        match text {
            "any" => Self::Any,
            "object" => Self::Object,
            _ if text.contains("::") => Self::Model(text.to_owned()),
            _ => {
                let (name, format) = text.split_once('(').unwrap_or((text, ""));
                Self::Scalar(name.to_owned(), format.trim_end_matches(')').to_owned())
            }
        }
    }

    /// Returns the models in the type.
    pub(super) fn models(&self) -> Vec<&str> {
        match self {
            Self::Any | Self::Object | Self::Scalar(..) => Vec::new(),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.models(),
            Self::Tuple(items) => items.iter().flat_map(Self::models).collect(),
            Self::Model(path) => vec![path],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::WireType::{self, List, Map, Model, Nullable, Scalar, Tuple};

    #[test]
    fn types_nest() {
        let scalar = |name: &str, format: &str| Scalar(name.to_owned(), format.to_owned());
        let pet = || Box::new(Model("models::Pet".to_owned()));
        assert_eq!(WireType::parse("[{models::Pet?}]"), List(Box::new(Map(Box::new(Nullable(pet()))))));
        assert_eq!(
            WireType::parse("(string,integer(int64))"),
            Tuple(vec![scalar("string", ""), scalar("integer", "int64")])
        );
        assert_eq!(WireType::parse("[([models::Pet],models::Dog?)]").models(), ["models::Pet", "models::Dog"]);
    }
}
