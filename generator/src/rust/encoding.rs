//! How parameters, and the properties of form and multipart bodies, are written.

pub use crate::model::{Nesting, Reserved, Style};

/// Where a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterPlacement {
    /// The query.
    Query,
    /// A header.
    Header,
    /// A header whose value is a secret.
    SecretHeader,
    /// A header with a secret value.
    Cookie,
    /// The header with the idempotency key. The client creates the key if the caller sets none.
    IdempotencyKey,
}

/// How the value of a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// In a style.
    Style(ValueStyle),
    /// As JSON.
    Json,
}

/// A style, and what differs from its defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueStyle {
    /// The style.
    pub style: Style,
    /// Whether items and properties are exploded or joined, if that differs from the default of the style.
    pub items: Option<Items>,
    /// The separator of items, if it differs from the default of the style.
    pub delimiter: Option<Delimiter>,
    /// Which reserved characters are not percent-encoded.
    pub reserved: Reserved,
    /// How nested values are written, if the style does not define it.
    pub nesting: Option<Nesting>,
    /// Whether an empty value is allowed in a path parameter, where it removes a segment of the path.
    pub allows_empty: bool,
}

/// How the items and properties of a value are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// Separately, as with `explode: true`.
    Exploded,
    /// Joined into one value, as with `explode: false`.
    Joined,
}

/// The separator of the items of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// A space.
    Space,
    /// A tab.
    Tab,
    /// `|`.
    Pipe,
}

/// How a property of a form or multipart body is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encoding {
    /// The property with this name, in a style.
    Style(String, ValueStyle),
    /// The property with this name, as JSON.
    Json(String),
    /// The list with this name, each item as JSON.
    JsonItems(String),
    /// The property with this name, as a part with this media type.
    MediaType(String, String),
    /// Every property without an encoding of its own.
    Others(ValueStyle),
}

impl ValueStyle {
    /// Creates the style with its defaults.
    #[must_use]
    pub const fn new(style: Style) -> Self {
        Self { style, items: None, delimiter: None, reserved: Reserved::Escaped, nesting: None, allows_empty: false }
    }
}
