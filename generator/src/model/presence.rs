//! Whether a value may be missing or `null`, and who sends it.

/// Who sends a schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// It is part of a request body or a parameter.
    pub request: bool,
    /// It is part of an answer.
    pub response: bool,
}

/// Whether a value may be missing or `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never `null`.
    Required,
    /// Always there, perhaps `null`.
    RequiredNullable,
    /// Perhaps missing, never `null`.
    Optional,
    /// Perhaps missing, perhaps `null`.
    OptionalNullable,
}

impl Presence {
    /// The presence of a value that is required or not, and nullable or not.
    #[must_use]
    pub fn new(is_required: bool, is_nullable: bool) -> Self {
        match (is_required, is_nullable) {
            (true, false) => Self::Required,
            (true, true) => Self::RequiredNullable,
            (false, false) => Self::Optional,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// Returns true if the value is always there.
    #[must_use]
    pub fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::RequiredNullable)
    }

    /// Returns true if the value may be `null`.
    #[must_use]
    pub fn is_nullable(self) -> bool {
        matches!(self, Self::RequiredNullable | Self::OptionalNullable)
    }

    /// The same, perhaps `null`.
    #[must_use]
    pub fn or_null(self) -> Self {
        Self::new(self.is_required(), true)
    }

    /// The same, perhaps missing.
    #[must_use]
    pub fn or_missing(self) -> Self {
        Self::new(false, self.is_nullable())
    }
}

/// Who may send a property.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Access {
    /// Both sides.
    #[default]
    ReadWrite,
    /// `readOnly`: the server alone.
    ReadOnly,
    /// `writeOnly`: the caller alone.
    WriteOnly,
}
