//! `[derive]`: traits and methods that models have only if the configuration lists the models.

use std::collections::BTreeMap;

use super::read;
use super::section::Section;
use super::value;
use crate::diag::Diagnostics;

/// `[derive]`: the models with further traits and methods, by the names of their types. `*` matches any text, and a pattern after
/// `!` excludes models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derive {
    /// `PartialEq = false`: models are not compared, unless a trait that they have requires it.
    pub incomparable: bool,
    /// The patterns of each trait that is listed.
    pub traits: BTreeMap<DeriveTrait, Vec<String>>,
    /// `schemars`: the models with a JSON Schema.
    pub schemars: Vec<String>,
    /// `strum`: the enumerations with the traits for their declared values.
    pub strum: Vec<String>,
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

/// The crates whose traits models cannot have, with the reasons and the alternatives.
const UNSUPPORTED: [(&str, &str, &str); 2] = [
    (
        "utoipa",
        "models cannot be `utoipa::ToSchema`: its derive macro describes what serde's derive macros read and write, and models are \
         read and written by other code",
        "list the models in `schemars`: a JSON Schema is a schema of OpenAPI 3.1 as well",
    ),
    (
        "proptest",
        "models cannot be `proptest::arbitrary::Arbitrary`: `proptest_derive` has no values for the types of dates, UUIDs and JSON, and \
         its strings and numbers would break the rules of the API description",
        "write a strategy in the test that calls the constructors of the models, or use `sample()`",
    ),
];

pub(super) fn read(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Derive {
    let incomparable = table.get("PartialEq").is_some_and(|entry| value::only_false(&entry, diagnostics));
    let mut traits = BTreeMap::new();
    for derived in DeriveTrait::ALL {
        let patterns = read::patterns(&mut table, derived.name(), |_| true, diagnostics);
        if !patterns.is_empty() {
            traits.insert(derived, patterns);
        }
    }
    let schemars = read::patterns(&mut table, "schemars", |_| true, diagnostics);
    let strum = read::patterns(&mut table, "strum", |_| true, diagnostics);
    for (key, reason, help) in UNSUPPORTED {
        if table.has(key) {
            table.know(key);
            value::invalid(&table.path().child(key), reason, help, diagnostics);
        }
    }
    let accessors = read::patterns(&mut table, "accessors", |_| true, diagnostics);
    table.finish(diagnostics);
    Derive { incomparable, traits, schemars, strum, accessors }
}
