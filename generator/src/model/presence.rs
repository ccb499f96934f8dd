//! The presence of values, and the sides that send them.

/// The messages that contain a schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// A request body or parameter contains it.
    pub request: bool,
    /// A response contains it.
    pub response: bool,
}

/// The presence of a value: it may be missing or `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Required, not nullable.
    Required,
    /// Required and nullable.
    RequiredNullable,
    /// Optional, not nullable.
    Optional,
    /// Optional and nullable.
    OptionalNullable,
}

impl Presence {
    /// Creates the presence from the two properties.
    #[must_use]
    pub fn new(is_required: bool, is_nullable: bool) -> Self {
        match (is_required, is_nullable) {
            (true, false) => Self::Required,
            (true, true) => Self::RequiredNullable,
            (false, false) => Self::Optional,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// Returns true if the value is required.
    #[must_use]
    pub fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::RequiredNullable)
    }

    /// Returns true if the value may be `null`.
    #[must_use]
    pub fn is_nullable(self) -> bool {
        matches!(self, Self::RequiredNullable | Self::OptionalNullable)
    }

    /// Returns the same presence, but nullable.
    #[must_use]
    pub fn or_null(self) -> Self {
        Self::new(self.is_required(), true)
    }

    /// Returns the same presence, but optional.
    #[must_use]
    pub fn or_missing(self) -> Self {
        Self::new(false, self.is_nullable())
    }
}

/// Which side may send a property.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Access {
    /// Client and server.
    #[default]
    ReadWrite,
    /// `readOnly`: only the server.
    ReadOnly,
    /// `writeOnly`: only the client.
    WriteOnly,
}
