//! How parameters, and the properties of form and multipart bodies, are written.

pub use crate::model::{Nesting, Reserved, Style};

/// Where a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The query.
    Query,
    /// A header.
    Header,
    /// A header whose value is a secret.
    SecretHeader,
    /// A cookie.
    Cookie,
    /// The header with the idempotency key, which the client makes if the caller sets none.
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
    /// Which one.
    pub style: Style,
    /// Whether items and properties are written one by one or joined, if that is not the default of the style.
    pub items: Option<Items>,
    /// What separates items, if that is not the default of the style.
    pub delimiter: Option<Delimiter>,
    /// Which reserved characters are written as they are.
    pub reserved: Reserved,
    /// How nested values are written, if the style does not define it.
    pub nesting: Option<Nesting>,
    /// Whether a value without text is allowed where it would remove a segment of the path.
    pub allows_empty: bool,
}

/// How the items and properties of a value are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// One by one.
    Exploded,
    /// As one value.
    Joined,
}

/// What separates the items of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// A space.
    Space,
    /// A tab.
    Tab,
    /// `|`.
    Pipe,
}

/// How properties of a form or multipart body are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encoding {
    /// A property, in a style.
    Style(String, ValueStyle),
    /// A property, as JSON.
    Json(String),
    /// A part with this media type.
    MediaType(String, String),
    /// All properties without an encoding of their own.
    Others(ValueStyle),
}

impl ValueStyle {
    /// A style as it is by default.
    #[must_use]
    pub const fn new(style: Style) -> Self {
        Self { style, items: None, delimiter: None, reserved: Reserved::Escaped, nesting: None, allows_empty: false }
    }
}
