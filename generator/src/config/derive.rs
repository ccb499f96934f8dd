//! `[derive]`: traits and methods that models have only if the configuration lists the models.

use std::collections::BTreeMap;

use super::read;
use super::section::Section;
use crate::diag::Diagnostics;

/// `[derive]`: the models with further traits and methods, by the names of their types. `*` matches any text, and a pattern after
/// `!` excludes models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derive {
    /// The patterns of each trait that is listed.
    pub traits: BTreeMap<DeriveTrait, Vec<String>>,
    /// `accessors`: the unions with a method per variant.
    pub accessors: Vec<String>,
}

/// A trait that can be derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeriveTrait {
    /// `Copy`.
    Copy,
    /// `Eq`.
    Eq,
    /// `PartialOrd`.
    PartialOrd,
    /// `Ord`, which includes `PartialOrd` and `Eq`.
    Ord,
    /// `Hash`.
    Hash,
}

impl DeriveTrait {
    /// All traits, in the order in which they are written.
    pub const ALL: [Self; 5] = [Self::Copy, Self::Eq, Self::PartialOrd, Self::Ord, Self::Hash];

    /// Returns the name of the trait, which is its key.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Copy => "Copy",
            Self::Eq => "Eq",
            Self::PartialOrd => "PartialOrd",
            Self::Ord => "Ord",
            Self::Hash => "Hash",
        }
    }
}

pub(super) fn read(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Derive {
    let mut traits = BTreeMap::new();
    for derived in DeriveTrait::ALL {
        let patterns = read::strings(&mut table, derived.name(), diagnostics);
        if !patterns.is_empty() {
            traits.insert(derived, patterns);
        }
    }
    let accessors = read::strings(&mut table, "accessors", diagnostics);
    table.finish(diagnostics);
    Derive { traits, accessors }
}
