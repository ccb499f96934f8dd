//! A dependency of the generated crate: its version requirement or source, and its features.

use std::collections::BTreeMap;
use std::fmt;

use toml::de::DeValue;

use super::section::{Entry, Section};
use super::{read, value};
use crate::diag::Diagnostics;

/// A dependency of the generated crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependency {
    /// `version`: the version requirement.
    pub version: Option<String>,
    /// `path`: the folder of the package, relative to the crate.
    pub path: Option<String>,
    /// `git`: the repository of the package.
    pub git: Option<String>,
    /// `features`: the features that the crate requires.
    pub features: Vec<String>,
    /// `default-features = false`: the default features are not required.
    pub no_default_features: bool,
    /// `optional`: only a feature of the crate enables it.
    pub optional: bool,
}

/// Writes the value of a dependency in `Cargo.toml`.
impl fmt::Display for Dependency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        if let Self {
            version: Some(version), path: None, git: None, no_default_features: false, optional: false, ..
        } = self
            && self.features.is_empty()
        {
            return formatter.write_str(&quoted(version));
        }
        let source = [("version", &self.version), ("path", &self.path), ("git", &self.git)];
        let source = source.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}", quoted(value.as_ref()?))));
        let mut parts: Vec<String> = source.collect();
        if self.no_default_features {
            parts.push("default-features = false".to_owned());
        }
        if !self.features.is_empty() {
            let features: Vec<String> = self.features.iter().map(|feature| quoted(feature)).collect();
            parts.push(format!("features = [{}]", features.join(", ")));
        }
        if self.optional {
            parts.push("optional = true".to_owned());
        }
        write!(formatter, "{{ {} }}", parts.join(", "))
    }
}

/// Reads a table of dependencies, by the names of their packages.
pub(super) fn table(table: &Section<'_>, diagnostics: &mut Diagnostics) -> BTreeMap<String, Dependency> {
    let mut all = BTreeMap::new();
    for (name, entry) in table.entries() {
        let is_name = value::crate_name((name, entry.place.clone()), diagnostics).is_some();
        if let Some(dependency) = read(&entry, diagnostics).filter(|_| is_name) {
            all.insert(name.to_owned(), dependency);
        }
    }
    all
}

/// Reads the package of a type: a dependency, and the name of the package if it differs from that of its crate.
pub(super) fn package(entry: &Entry<'_>, krate: &str, diagnostics: &mut Diagnostics) -> Option<(String, Dependency)> {
    let DeValue::Table(_) = entry.value else {
        return read(entry, diagnostics).map(|dependency| (krate.to_owned(), dependency));
    };
    let mut table = entry.table(diagnostics)?;
    let name = match table.string("name", diagnostics) {
        Some(found) => value::crate_name(found, diagnostics)?,
        None => krate.to_owned(),
    };
    if name.replace('-', "_") != krate {
        let message = format!("the package `{name}` does not define the crate `{krate}`");
        value::invalid(&entry.place, message, "they differ only in `-` and `_`", diagnostics);
        return None;
    }
    // Models use the type, so the package cannot be optional.
    of_table(table, Optional::Never, diagnostics).map(|dependency| (name, dependency))
}

fn read(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> Option<Dependency> {
    if let DeValue::String(text) = entry.value {
        let version = value::version_requirement((text, entry.place.clone()), diagnostics)?;
        return Some(Dependency { version: Some(version), ..Dependency::default() });
    }
    if !matches!(entry.value, DeValue::Table(_)) {
        entry.wrong_type("a version requirement or a table", diagnostics);
        return None;
    }
    of_table(entry.table(diagnostics)?, Optional::Allowed, diagnostics)
}

/// True if a feature may enable a dependency.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Optional {
    Allowed,
    Never,
}

fn of_table(mut table: Section<'_>, optional: Optional, diagnostics: &mut Diagnostics) -> Option<Dependency> {
    let place = table.path().clone();
    let mut string = |key, check: fn(value::PlacedText<'_>, &mut Diagnostics) -> Option<String>| {
        table.string(key, diagnostics).and_then(|found| check(found, diagnostics))
    };
    let (version, path, git) =
        (string("version", value::version_requirement), string("path", value::text), string("git", value::text));
    let has_source = ["version", "path", "git"].iter().any(|key| table.has(key));
    let features = read::strings(&mut table, "features", diagnostics);
    let no_default_features = table.get("default-features").is_some_and(|entry| value::only_false(&entry, diagnostics));
    let optional = optional == Optional::Allowed
        && table.get("optional").is_some_and(|entry| value::only_true(&entry, diagnostics));
    table.finish(diagnostics);
    if !has_source {
        let help = "write `version = \"…\"`, or where the package is: `path` or `git`";
        value::invalid(&place, format!("`{place}` has no source"), help, diagnostics);
        return None;
    }
    Some(Dependency { version, path, git, features, no_default_features, optional })
}
