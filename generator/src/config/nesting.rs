//! `nested = …`: the conventions for lists and objects in the items of a parameter or in the fields of a form.

use super::section::Section;
use super::value;
use crate::diag::Diagnostics;
use crate::nearest::suggestion;

/// `[requests]`: how requests are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requests {
    /// `nested`: the convention of all parameters and forms that declare no other one.
    pub nested: Option<Nesting>,
}

/// A convention for nested values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nesting {
    /// `"spring"`: `a.b=1`, `a=1&a=2`, `a[0].b=1`.
    Spring,
    /// `"aspnet"`: the same.
    Aspnet,
    /// `"rails"`: `a[b]=1`, `a[]=1`, `a[][b]=1`.
    Rails,
    /// `"qs"`: `a[b]=1`, `a[0]=1`, `a[0][b]=1`.
    Qs,
    /// `"json"`: JSON text.
    Json,
}

impl Nesting {
    /// All conventions.
    pub const ALL: [Self; 5] = [Self::Spring, Self::Aspnet, Self::Rails, Self::Qs, Self::Json];

    /// Returns the value of the key.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spring => "spring",
            Self::Aspnet => "aspnet",
            Self::Rails => "rails",
            Self::Qs => "qs",
            Self::Json => "json",
        }
    }
}

/// Reads the key `nested` of a table that has other keys as well.
pub(super) fn nested(table: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Option<Nesting> {
    let (text, place) = table.string("nested", diagnostics)?;
    let found = Nesting::ALL.into_iter().find(|nesting| nesting.name() == text);
    if found.is_none() {
        let message = format!("`{place} = {text:?}` is not a convention for nested values");
        let help = suggestion(text, Nesting::ALL.map(Nesting::name));
        value::invalid(&place, message, &help, diagnostics);
    }
    found
}

/// Reads a table that has only the key `nested`.
pub(super) fn table(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Option<Nesting> {
    let found = nested(&mut table, diagnostics);
    table.finish(diagnostics);
    found
}
