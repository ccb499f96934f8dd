//! A document as it was found, as plain data; knows nothing of where documents come from.

/// A document as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What to call it when something in it is reported: its path, as the user wrote it.
    pub name: String,
    /// What it consists of: JSON or YAML, in UTF-8 or UTF-16.
    pub bytes: Vec<u8>,
}
