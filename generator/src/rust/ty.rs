//! Types, whose names are references to items.

use super::{Path, Std};

/// A type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ty {
    /// A type without generic arguments.
    Path(Path),
    /// A type with generic arguments: `Option<…>`.
    Generic(Path, Vec<Ty>),
    /// `(A, B)`.
    Tuple(Vec<Ty>),
    /// `()`.
    Unit,
    /// A type of another crate that serde reads and writes, as source.
    Own(String),
}

impl Ty {
    /// Creates a type without generic arguments.
    #[must_use]
    pub fn path(path: impl Into<Path>) -> Self {
        Self::Path(path.into())
    }

    /// Returns `Option<self>`.
    #[must_use]
    pub fn optional(self) -> Self {
        self.inside(Std::Option)
    }

    /// Returns `outer<self>`.
    #[must_use]
    pub fn inside(self, outer: impl Into<Path>) -> Self {
        Self::Generic(outer.into(), vec![self])
    }

    /// Returns the type and all types within it.
    pub fn parts(&self) -> impl Iterator<Item = &Self> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            if let Self::Generic(_, inner) | Self::Tuple(inner) = next {
                open.extend(inner.iter().rev());
            }
            Some(next)
        })
    }

    /// Returns the paths within the type.
    pub fn paths(&self) -> impl Iterator<Item = Path> {
        self.parts().filter_map(|part| match part {
            Self::Path(path) | Self::Generic(path, _) => Some(*path),
            Self::Tuple(_) | Self::Unit | Self::Own(_) => None,
        })
    }
}
