//! Removes the operations and schemas that the configuration excludes, and the components that become unused. It works
//! on the whole tree before validation, so that errors in removed parts are not reported.

mod inline;
mod operations;
mod parts;
mod pattern;
mod reach;
mod schemas;
mod supplement;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::config::{self, Config, FilterTable};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::identity;
use crate::source_map::SourceMap;

use operations::Listed;
use pattern::{Names, Patterns};

pub(crate) use supplement::supplement;

/// The operations and schemas that were removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// The operations in document order, such as `GET /pets`.
    pub operations: Vec<String>,
    /// Total number of operations in the document.
    pub all_operations: usize,
    /// The names of the component schemas, in document order.
    pub schemas: Vec<String>,
    /// The operations by the module of their document, which is empty if the crate has one document, as listings name them.
    pub(crate) identities: BTreeSet<(String, String)>,
    /// Total number of component schemas in the document.
    pub all_schemas: usize,
}

impl Removed {
    /// Adds what the filters removed from the document of a module.
    pub(crate) fn add(&mut self, module: &str, other: Self) {
        self.identities.extend(other.identities.into_iter().map(|(_, identity)| (module.to_owned(), identity)));
        self.operations.extend(other.operations);
        self.all_operations += other.all_operations;
        self.schemas.extend(other.schemas);
        self.all_schemas += other.all_schemas;
    }

    /// Returns true if the configuration has no filters.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.all_operations == 0 && self.all_schemas == 0
    }
}

/// Applies the filters of a configuration to a merged document.
///
/// The second part maps the places of copied parts to the places where they are written.
pub(crate) fn apply(document: &mut Value, config: &Config, diagnostics: &mut Diagnostics) -> (Removed, SourceMap) {
    if config.include.is_empty() && config.exclude.is_empty() {
        return (Removed::default(), SourceMap::default());
    }
    let include = Patterns::new(&config.include, FilterTable::Include, diagnostics);
    let exclude = Patterns::new(&config.exclude, FilterTable::Exclude, diagnostics);
    let listed = operations::list(document);
    let names = schemas::names(document);
    let (media_types, schemes) = (parts::media_types(document), parts::schemes(document));
    let known = Names { operations: &listed, schemas: &names, media_types: &media_types, schemes: &schemes };
    include.check(&known, diagnostics);
    exclude.check(&known, diagnostics);
    if config.exclude.deprecated && !listed.iter().any(|operation| operation.deprecated) {
        let place = config::key_path(&["exclude", "deprecated"]);
        let found = config::not_applicable(&place, "operation that is", "deprecated", []);
        diagnostics.push(found.help("remove the key"));
    }
    let is_kept = |operation: &Listed| {
        let excluded = exclude.selects(operation) || (config.exclude.deprecated && operation.deprecated);
        !excluded && (!include.selects_operations() || include.selects(operation))
    };
    let originals = inline::Originals::of(document);
    let (kept, removed): (Vec<Listed>, Vec<Listed>) = listed.into_iter().partition(is_kept);
    let all_operations = kept.len() + removed.len();
    operations::remove(document, &removed);
    parts::exclude_media_types(document, &exclude);
    parts::exclude_schemes(document, &exclude);
    let source_map = inline::inline(document, &originals);
    schemas::exclude(document, |name| exclude.selects_schema(name));
    reach::prune(document, |name| include.selects_schema(name));
    let remaining = schemas::names(document);
    let removed_schemas = names.iter().filter(|name| !remaining.contains(*name)).cloned().collect();
    if kept.is_empty() && !removed.is_empty() {
        let place = config::key_path(&[if config.include.is_empty() { "exclude" } else { "include" }]);
        let message = "the filters leave out all operations, so the crate calls nothing";
        diagnostics.push(Diagnostic::new(Code::NoOperations, &place, message).help("select some operations"));
    }
    let operations: Vec<String> = removed.iter().map(Listed::title).collect();
    let identities = operations.iter().map(|operation| (String::new(), identity::bounded(operation.clone()))).collect();
    let all_schemas = names.len();
    (Removed { operations, all_operations, schemas: removed_schemas, all_schemas, identities }, source_map)
}

#[cfg(test)]
mod tests;
