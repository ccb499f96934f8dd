//! `[presence]` and `[responses]`: which properties may be missing or `null` although the API description declares otherwise.

use super::read;
use super::section::Section;
use super::value;
use crate::diag::Diagnostics;
use crate::nearest::suggestion;

/// `[presence]`: the presence of properties, if the API description declares it wrongly. `[presence.requests]` and
/// `[presence.responses]` apply only to schemas that are sent or received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// The lists of the table itself.
    pub all: PresenceLists,
    /// `[presence.requests]`.
    pub requests: PresenceLists,
    /// `[presence.responses]`.
    pub responses: PresenceLists,
}

/// The properties with another presence. Each is named by its schema and its key, as in `Pet.tags`, or by its JSON pointer. `*`
/// matches any text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PresenceLists {
    /// `nullable`: these may be `null`.
    pub nullable: Vec<String>,
    /// `optional`: these may be missing.
    pub optional: Vec<String>,
    /// `required`: these are never missing.
    pub required: Vec<String>,
}

/// The value of `absent-and-null` in `[responses]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AbsentAndNull {
    /// `"same"`: a missing property and `null` are both `None` in models that are only received.
    #[default]
    Same,
    /// `"distinct"`: `null` is `Some(None)` in every model.
    Distinct,
}

impl Presence {
    /// Returns the lists with the keys of their tables.
    #[must_use]
    pub fn tables(&self) -> [(&'static [&'static str], &PresenceLists); 3] {
        [
            (&["presence"], &self.all),
            (&["presence", "requests"], &self.requests),
            (&["presence", "responses"], &self.responses),
        ]
    }
}

/// Reads `[presence]`.
pub(super) fn read(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Presence {
    let all = lists(&mut table, diagnostics);
    let mut side = |key| {
        let Some(mut side) = table.table(key, diagnostics) else { return PresenceLists::default() };
        let lists = lists(&mut side, diagnostics);
        side.finish(diagnostics);
        lists
    };
    let (requests, responses) = (side("requests"), side("responses"));
    table.finish(diagnostics);
    Presence { all, requests, responses }
}

/// Returns true if an entry of `[presence]` is a pattern, and not the name of one property.
#[must_use]
pub fn is_presence_pattern(text: &str) -> bool {
    text.contains(['*', '?'])
}

fn lists(table: &mut Section<'_>, diagnostics: &mut Diagnostics) -> PresenceLists {
    PresenceLists {
        nullable: read::patterns(table, "nullable", is_presence_pattern, diagnostics),
        optional: read::patterns(table, "optional", is_presence_pattern, diagnostics),
        required: read::patterns(table, "required", is_presence_pattern, diagnostics),
    }
}

/// Reads `[responses]`.
pub(super) fn responses(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> AbsentAndNull {
    let value = match table.string("absent-and-null", diagnostics) {
        None | Some(("same", _)) => AbsentAndNull::Same,
        Some(("distinct", _)) => AbsentAndNull::Distinct,
        Some((other, place)) => {
            let message = format!("`{place} = {other:?}` is not a known value");
            value::invalid(&place, message, &suggestion(other, ["distinct", "same"]), diagnostics);
            AbsentAndNull::Same
        }
    };
    table.finish(diagnostics);
    value
}
