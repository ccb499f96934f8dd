//! `[include]` and `[exclude]`: which operations and schemas of the document become part of the crate.

use super::section::Section;
use super::{read, value};
use crate::diag::Diagnostics;
use crate::nearest::suggestion;

/// `[include]` or `[exclude]`. Names and paths are patterns: `*` stands for any text without `/`, `**` for any number of segments of a
/// path, `?` for one character, `[ab]` for one of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// `tags`: operations with one of these tags.
    pub tags: Vec<String>,
    /// `operations`: operations with one of these `operationId`s.
    pub operations: Vec<String>,
    /// `paths`: operations at one of these path templates, as in `/repos/**` or, with a method, `/repos/**#GET`.
    pub paths: Vec<String>,
    /// `schemas`: component schemas. Those of `[include]` stay although no operation uses them, those of `[exclude]` become any
    /// JSON value where they are used.
    pub schemas: Vec<String>,
    /// `deprecated`: operations that are deprecated. Only in `[exclude]`.
    pub deprecated: bool,
}

/// Which of the two tables a filter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterTable {
    /// `[include]`.
    Include,
    /// `[exclude]`.
    Exclude,
}

impl FilterTable {
    /// Returns the name of the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Include => "include",
            Self::Exclude => "exclude",
        }
    }
}

/// The kinds of patterns on the command line, with the keys of the table.
const KINDS: &[(&str, &str)] =
    &[("tag", "tags"), ("operation", "operations"), ("path", "paths"), ("schema", "schemas")];

impl Filter {
    /// Returns true if nothing is filtered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds a pattern as the command line has it: `tag:issues`, `operation:list*`, `path:/repos/**#GET`, `schema:Pet`, `deprecated`.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and what to write instead.
    pub fn add(&mut self, argument: &str, table: FilterTable) -> Result<(), (String, String)> {
        if argument == "deprecated" && table == FilterTable::Exclude {
            self.deprecated = true;
            return Ok(());
        }
        let (kind, pattern) = argument.split_once(':').unwrap_or((argument, ""));
        let list = match kind {
            "tag" => &mut self.tags,
            "operation" => &mut self.operations,
            "path" => &mut self.paths,
            "schema" => &mut self.schemas,
            _ => {
                let kinds = KINDS.iter().map(|(kind, _)| *kind).chain(["deprecated"]);
                let message = format!("`--{} {argument}` is not a filter", table.name());
                return Err((message, suggestion(kind, kinds)));
            }
        };
        if pattern.is_empty() {
            let message = format!("`--{} {argument}` has no pattern", table.name());
            return Err((message, format!("write it behind a colon, as in `{kind}:*`")));
        }
        list.push(pattern.to_owned());
        Ok(())
    }

    /// Returns every list of patterns with its key.
    pub(crate) fn lists(&self) -> [(&'static str, &[String]); 4] {
        [("tags", &self.tags), ("operations", &self.operations), ("paths", &self.paths), ("schemas", &self.schemas)]
    }
}

pub(super) fn read(mut table: Section<'_>, which: FilterTable, diagnostics: &mut Diagnostics) -> Filter {
    let mut list = |key| read::strings(&mut table, key, diagnostics);
    let mut filter = Filter {
        tags: list("tags"),
        operations: list("operations"),
        paths: list("paths"),
        schemas: list("schemas"),
        deprecated: false,
    };
    if which == FilterTable::Exclude {
        filter.deprecated = table.get("deprecated").is_some_and(|entry| value::only_true(&entry, diagnostics));
    }
    table.finish(diagnostics);
    filter
}
