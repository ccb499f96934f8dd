//! How arguments are passed.

/// How an argument is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// By value.
    Plain,
    /// `impl Into<T>`.
    Into,
    /// `impl IntoIterator<Item = impl Into<T>>`, for a list of `T`.
    Each,
    /// `impl Argument<T>`, which is validated when the operation is sent.
    Checked,
}
