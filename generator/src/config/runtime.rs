//! `[crate] runtime`: whether the generated crate contains a copy of the runtime, or depends on it.

use toml::de::DeValue;

use super::section::{Entry, Section};
use super::value;
use crate::diag::Diagnostics;

/// `runtime`: where the generated crate gets its runtime.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Runtime {
    /// `"vendored"`: the crate contains a copy.
    #[default]
    Vendored,
    /// `"crate"`, or a table: the crate depends on the package.
    Crate(RuntimeSource),
}

/// The source of the package: a path, a repository, or else the registry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuntimeSource {
    /// `version`: the version requirement.
    pub version: Option<String>,
    /// `path`: the directory, relative to the generated crate.
    pub path: Option<String>,
    /// `git`: the repository.
    pub git: Option<String>,
}

/// Reads the value of the key `runtime`.
pub(super) fn read(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> Option<Runtime> {
    match entry.value {
        DeValue::String(text) if text == "vendored" => Some(Runtime::Vendored),
        DeValue::String(text) if text == "crate" => Some(Runtime::Crate(RuntimeSource::default())),
        DeValue::String(text) => {
            let message = format!("`{} = {text:?}` is not a source of the runtime", entry.place);
            value::invalid(&entry.place, message, HELP, diagnostics);
            None
        }
        DeValue::Table(_) => source(entry.table(diagnostics)?, diagnostics).map(Runtime::Crate),
        _ => {
            entry.wrong_type("a string or a table", diagnostics);
            None
        }
    }
}

const HELP: &str = "write `\"vendored\"`, `\"crate\"`, or a table with `version`, `path` or `git`";

fn source(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Option<RuntimeSource> {
    let place = table.path().clone();
    let mut string = |key, check: fn(value::PlacedText<'_>, &mut Diagnostics) -> Option<String>| {
        table.string(key, diagnostics).and_then(|found| check(found, diagnostics))
    };
    let source = RuntimeSource {
        version: string("version", value::version_requirement),
        path: string("path", value::text),
        git: string("git", value::text),
    };
    let (is_empty, is_ambiguous) =
        (!["version", "path", "git"].iter().any(|key| table.has(key)), table.has("path") && table.has("git"));
    table.finish(diagnostics);
    if is_empty || is_ambiguous {
        let wrong = if is_empty { "has no source" } else { "has two sources, `path` and `git`" };
        value::invalid(&place, format!("`{place}` {wrong}"), HELP, diagnostics);
        return None;
    }
    Some(source)
}
