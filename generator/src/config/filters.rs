//! `[include]` and `[exclude]`: the operations and schemas that become part of the crate.

use super::section::Section;
use super::{read, value};
use crate::diag::Diagnostics;
use crate::nearest::suggestion;

/// `[include]` or `[exclude]`. Names and paths are patterns: `*` matches any text without `/`, `**` any number of path segments,
/// `?` one character, `[ab]` one of several characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// `tags`: the operations with one of these tags.
    pub tags: Vec<String>,
    /// `operations`: the operations with one of these `operationId`s.
    pub operations: Vec<String>,
    /// `paths`: the operations with one of these path templates, as in `/repos/**` or, with a method, `/repos/**#GET`.
    pub paths: Vec<String>,
    /// `schemas`: component schemas. Those of `[include]` are generated even if no operation uses them. Those of `[exclude]` are
    /// replaced by any JSON value where they are used.
    pub schemas: Vec<String>,
    /// `media-types`: the media types of bodies. Only in `[exclude]`.
    pub media_types: Vec<String>,
    /// `security`: the security schemes. Only in `[exclude]`.
    pub security: Vec<String>,
    /// `deprecated`: deprecated operations. Only in `[exclude]`.
    pub deprecated: bool,
}

/// The table of a filter.
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

/// The kinds of patterns on the command line, with their keys in the table.
const KINDS: &[(&str, &str)] =
    &[("tag", "tags"), ("operation", "operations"), ("path", "paths"), ("schema", "schemas")];

/// The kinds that only `--exclude` has.
const EXCLUDED_KINDS: [&str; 3] = ["media-type", "security", "deprecated"];

impl Filter {
    /// Returns true if nothing is filtered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds a pattern from the command line: `tag:issues`, `operation:list*`, `path:/repos/**#GET`, `schema:Pet`, `deprecated`.
    ///
    /// # Errors
    ///
    /// If the pattern is invalid. The error consists of a message and a help text.
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
            "media-type" if table == FilterTable::Exclude => &mut self.media_types,
            "security" if table == FilterTable::Exclude => &mut self.security,
            _ => {
                let excluded: &[&str] = if table == FilterTable::Exclude { &EXCLUDED_KINDS } else { &[] };
                let kinds = KINDS.iter().map(|(kind, _)| *kind).chain(excluded.iter().copied());
                let message = format!("`--{} {argument}` is not a filter", table.name());
                return Err((message, suggestion(kind, kinds)));
            }
        };
        if pattern.is_empty() {
            let message = format!("`--{} {argument}` has no pattern", table.name());
            return Err((message, format!("write it after a colon, as in `{kind}:*`")));
        }
        list.push(pattern.to_owned());
        Ok(())
    }

    /// Returns the lists of patterns with their keys.
    pub(crate) fn lists(&self) -> [(&'static str, &[String]); 6] {
        [
            ("tags", &self.tags),
            ("operations", &self.operations),
            ("paths", &self.paths),
            ("schemas", &self.schemas),
            ("media-types", &self.media_types),
            ("security", &self.security),
        ]
    }
}

pub(super) fn read(mut table: Section<'_>, which: FilterTable, diagnostics: &mut Diagnostics) -> Filter {
    let mut list = |key| read::strings(&mut table, key, diagnostics);
    let mut filter = Filter {
        tags: list("tags"),
        operations: list("operations"),
        paths: list("paths"),
        schemas: list("schemas"),
        ..Filter::default()
    };
    if which == FilterTable::Exclude {
        filter.media_types = read::strings(&mut table, "media-types", diagnostics);
        filter.security = read::strings(&mut table, "security", diagnostics);
        filter.deprecated = table.get("deprecated").is_some_and(|entry| value::only_true(&entry, diagnostics));
    }
    table.finish(diagnostics);
    filter
}
