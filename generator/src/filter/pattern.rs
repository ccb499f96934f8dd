//! The patterns of `[include]` and `[exclude]`, and the check that each of them selects something.

use std::collections::{BTreeSet, HashMap, HashSet};

use glob::{MatchOptions, Pattern};

use super::operations::Listed;
use crate::config::{self, Filter, FilterTable};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::nearest::suggestion;
use crate::path::SpecPath;

/// `*` does not match `/`. Case is significant, and a leading dot is an ordinary character.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

/// The patterns of one table.
pub(super) struct Patterns {
    entries: Vec<Entry>,
    /// The indices of the patterns by the text before their first wildcard, with which everything that they match begins.
    by_beginning: HashMap<String, Vec<usize>>,
    /// The lengths of these texts.
    lengths: BTreeSet<usize>,
}

/// The names in a document that patterns select from.
pub(super) struct Names<'a> {
    pub(super) operations: &'a [Listed],
    pub(super) schemas: &'a [String],
    pub(super) media_types: &'a [String],
    pub(super) schemes: &'a [String],
}

impl Names<'_> {
    /// Returns the names that the patterns of a key select from, unless it selects operations.
    fn of(&self, key: &str) -> Option<&[String]> {
        match key {
            "schemas" => Some(self.schemas),
            "media-types" => Some(self.media_types),
            "security" => Some(self.schemes),
            _ => None,
        }
    }
}

/// The keys whose patterns select operations.
const OF_OPERATIONS: [&str; 3] = ["tags", "operations", "paths"];

/// A pattern, and the place where it is written.
struct Entry {
    key: &'static str,
    text: String,
    place: SpecPath,
    pattern: Pattern,
    /// The method after the `#` of a path, in upper case.
    method: Option<String>,
}

impl Patterns {
    /// Parses the patterns of a table. An invalid pattern is an error.
    pub(super) fn new(filter: &Filter, table: FilterTable, diagnostics: &mut Diagnostics) -> Self {
        let mut entries = Vec::new();
        for (key, list) in filter.lists() {
            for (index, text) in list.iter().enumerate() {
                let place = config::key_path(&[table.name(), key]).index(index);
                let (path, method) = match text.rsplit_once('#').filter(|_| key == "paths") {
                    Some((path, method)) => (path, Some(method.to_ascii_uppercase())),
                    None => (text.as_str(), None),
                };
                match Pattern::new(path) {
                    Ok(pattern) => entries.push(Entry { key, text: text.clone(), place, pattern, method }),
                    Err(error) => {
                        let message = format!("`{text}` is not a pattern: {}", error.msg);
                        let help = "write `**` only as a whole segment; `[`, `]`, `*` and `?` themselves go into brackets, as in `[*]`";
                        diagnostics.push(Diagnostic::new(Code::ConfigInvalidValue, &place, message).help(help));
                    }
                }
            }
        }
        let mut by_beginning: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, entry) in entries.iter().enumerate() {
            by_beginning.entry(beginning(entry.pattern.as_str()).to_owned()).or_default().push(index);
        }
        let lengths = by_beginning.keys().map(String::len).collect();
        Self { entries, by_beginning, lengths }
    }

    /// Returns the patterns that can match a text, or the text and a slash, and their indices.
    fn near(&self, text: &str) -> impl Iterator<Item = (usize, &Entry)> {
        let text = format!("{text}/");
        let longest = text.len();
        let lists =
            self.lengths.range(..=longest).filter_map(move |length| self.by_beginning.get(text.get(..*length)?));
        lists.flatten().filter_map(|index| Some((*index, self.entries.get(*index)?)))
    }

    /// Returns true if there are patterns for operations.
    pub(super) fn selects_operations(&self) -> bool {
        self.entries.iter().any(|entry| OF_OPERATIONS.contains(&entry.key))
    }

    /// Returns true if an operation is selected.
    pub(super) fn selects(&self, operation: &Listed) -> bool {
        operation.texts().any(|text| self.near(text).any(|(_, entry)| entry.selects(operation)))
    }

    /// Returns true if a component schema is selected.
    pub(super) fn selects_schema(&self, name: &str) -> bool {
        self.selects_named("schemas", name)
    }

    /// Returns true if the patterns of a key select a name.
    pub(super) fn selects_named(&self, key: &str, name: &str) -> bool {
        self.near(name).any(|(_, entry)| entry.key == key && entry.matches(name))
    }

    /// Returns the indices of the patterns that select something.
    fn used(&self, known: &Names<'_>) -> HashSet<usize> {
        let mut used = HashSet::new();
        for key in ["schemas", "media-types", "security"] {
            for name in known.of(key).unwrap_or_default() {
                let selecting = self.near(name).filter(|(_, entry)| entry.key == key && entry.matches(name));
                used.extend(selecting.map(|(index, _)| index));
            }
        }
        for operation in known.operations {
            for text in operation.texts() {
                used.extend(self.near(text).filter(|(_, entry)| entry.selects(operation)).map(|(index, _)| index));
            }
        }
        used
    }

    /// Reports every pattern that selects nothing.
    pub(super) fn check(&self, known: &Names<'_>, diagnostics: &mut Diagnostics) {
        let used = self.used(known);
        for (index, entry) in self.entries.iter().enumerate() {
            if !used.contains(&index) {
                let message = format!("`{}` selects nothing in `{}`", entry.text, entry.key);
                let found = Diagnostic::new(Code::ConfigNotApplicable, &entry.place, message);
                diagnostics.push(found.help(entry.nearest(known)));
            }
        }
    }
}

/// Returns the text before the first wildcard of a pattern.
fn beginning(pattern: &str) -> &str {
    pattern.split(['*', '?', '[']).next().unwrap_or_default()
}

impl Entry {
    fn matches(&self, text: &str) -> bool {
        // The `/` of a media type separates nothing: `*` is any media type.
        let options = MatchOptions { require_literal_separator: self.key != "media-types", ..OPTIONS };
        self.pattern.matches_with(text, options)
    }

    fn selects(&self, operation: &Listed) -> bool {
        let matches = |text: &str| self.matches(text);
        match self.key {
            "tags" => operation.tags.iter().any(|tag| matches(tag)),
            "operations" => operation.id.as_deref().is_some_and(matches),
            "paths" => {
                // `/pets/**` selects `/pets` as well.
                let is_below = self.pattern.as_str().ends_with("/**");
                let selects = |path: &str| matches(path) || (is_below && matches(&format!("{path}/")));
                operation.path.as_deref().is_some_and(selects)
                    && self.method.as_deref().is_none_or(|method| method == operation.method)
            }
            _ => false,
        }
    }

    fn nearest(&self, known: &Names<'_>) -> String {
        let operations = known.operations;
        let mut names: Vec<&str> = match self.key {
            "tags" => operations.iter().flat_map(|operation| &operation.tags).map(String::as_str).collect(),
            "operations" => operations.iter().filter_map(|operation| operation.id.as_deref()).collect(),
            "paths" => operations.iter().filter_map(|operation| operation.path.as_deref()).collect(),
            key => known.of(key).unwrap_or_default().iter().map(String::as_str).collect(),
        };
        names.sort_unstable();
        names.dedup();
        let text = self.text.split('#').next().filter(|_| self.key == "paths").unwrap_or(&self.text);
        suggestion(text, names.iter().copied())
    }
}
