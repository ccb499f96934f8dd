//! The lock `oaspress.lock`: the choices of an earlier version of the crate that a new API description would change. It has only
//! the choices that differ from the ones without a history.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::section::{Entry, Section};
use super::value;
use crate::diag::{Code, Diagnostic, Diagnostics, Spot};
use crate::invisible::is_invisible;
use crate::path::SpecPath;
use crate::text;

/// The choices of an earlier version, by the part of the API as in the listing: `#/components/schemas/Pet`, `GET /pets`,
/// `GET /pets query:limit`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// `[names]`: the names of types, fields, variants, parameters, groups, headers and credentials.
    pub names: BTreeMap<String, String>,
    /// `[methods]`: the names of the methods that begin operations.
    pub methods: BTreeMap<String, String>,
    /// `[constants]`: the values of required parameters and properties that had one allowed value. They are sent unless the caller
    /// sets another one.
    pub constants: BTreeMap<String, Value>,
    /// `[shared]`: the schemas that define the types of inline schemas. A schema that defines its own type has its own place.
    pub shared: BTreeMap<String, String>,
    /// True if `shared` has every inline schema of the earlier version. The file has only those that differ.
    pub is_whole: bool,
    /// `[documents.MODULE]`: the choices of the documents of a crate with several, by module.
    pub documents: BTreeMap<String, Lock>,
}

impl Lock {
    /// Returns true if nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of choices.
    #[must_use]
    pub fn len(&self) -> usize {
        let of_documents: usize = self.documents.values().map(Self::len).sum();
        self.names.len() + self.methods.len() + self.constants.len() + self.shared.len() + of_documents
    }

    /// Adds the choices that are not known yet.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        for (key, name) in other.names {
            self.names.entry(key).or_insert(name);
        }
        for (key, name) in other.methods {
            self.methods.entry(key).or_insert(name);
        }
        for (key, value) in other.constants {
            self.constants.entry(key).or_insert(value);
        }
        for (key, owner) in other.shared {
            self.shared.entry(key).or_insert(owner);
        }
        self.is_whole |= other.is_whole;
        for (module, lock) in other.documents {
            let own = self.documents.remove(&module).unwrap_or_default();
            self.documents.insert(module, own.or(lock));
        }
        self
    }

    /// Leaves out the names of other parts of the API than these.
    #[must_use]
    pub fn with_names_of(mut self, parts: &BTreeSet<String>) -> Self {
        self.names.retain(|key, _| parts.contains(key));
        self.methods.retain(|key, _| parts.contains(key));
        self
    }

    /// Returns the choices that another lock does not have, as lines of the file.
    #[must_use]
    pub fn without(&self, other: &Self) -> Vec<String> {
        let known = other.lines();
        self.lines().into_iter().filter(|line| !known.contains(line)).map(|(_, line)| line).collect()
    }

    /// Returns the lines of the file, each with its table.
    fn lines(&self) -> Vec<(String, String)> {
        let line = |key: &str, value: &str| format!("{} = {value}", quoted(key));
        let names = self.names.iter().map(|(key, name)| ("names", line(key, &quoted(name))));
        let methods = self.methods.iter().map(|(key, name)| ("methods", line(key, &quoted(name))));
        let constants = self.constants.iter().map(|(key, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), quoted);
            ("constants", line(key, &value))
        });
        let shared = self.shared.iter().map(|(key, owner)| ("shared", line(key, &quoted(owner))));
        let own = names.chain(methods).chain(constants).chain(shared).map(|(table, line)| (table.to_owned(), line));
        let of_documents = self.documents.iter().flat_map(|(module, lock)| {
            lock.lines().into_iter().map(move |(table, line)| (format!("documents.{module}.{table}"), line))
        });
        own.chain(of_documents).collect()
    }
}

const HEADER: &str = "\
# The choices of earlier versions of the crate that stay although the API description would lead to others now.
# `oaspress generate` rewrites this file: commit it. `oaspress generate --fresh` drops it.
";

/// Writes the text of the file.
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEADER)?;
        let mut before = String::new();
        for (table, line) in self.lines() {
            if table != before {
                writeln!(f, "\n[{table}]")?;
            }
            writeln!(f, "{line}")?;
            before = table;
        }
        Ok(())
    }
}

/// Returns a string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() || is_invisible(char) => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(char));
            }
            char => quoted.push(char),
        }
    }
    quoted + "\""
}

/// Parses the text of a lock. Everything that `oaspress generate` would not write is an error.
#[must_use]
pub fn parse_lock(text: &str, diagnostics: &mut Diagnostics) -> Lock {
    if let Some(offset) = conflict(text) {
        let spot = text::positions(text, &[offset]).first().map_or(Spot::Path, |at| Spot::At(*at));
        let message = "the lock has the markers of a merge conflict";
        let help = "keep the entries of both sides and remove the markers, or restore one side; then generate the crate again, \
                    which removes the entries that are not needed";
        diagnostics.push(Diagnostic::new(Code::Syntax, &SpecPath::lock(), message).help(help).at(spot));
        return Lock::default();
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let offset = error.span().map_or(text.len(), |span| span.start);
        let spot = text::positions(text, &[offset]).first().map_or(Spot::Path, |at| Spot::At(*at));
        let help = "restore the lock from version control, or delete it and generate the crate again";
        diagnostics.push(Diagnostic::new(Code::Syntax, &SpecPath::lock(), error.message()).help(help).at(spot));
    }
    let mut root = Section::new(table.get_ref(), SpecPath::lock());
    let documents = root.table("documents", diagnostics);
    let mut lock = tables(root, diagnostics);
    for (module, entry) in documents.iter().flat_map(Section::entries) {
        if let Some(table) = entry.table(diagnostics) {
            lock.documents.insert(module.to_owned(), tables(table, diagnostics));
        }
    }
    lock
}

/// Reads the choices of a document.
fn tables(mut root: Section<'_>, diagnostics: &mut Diagnostics) -> Lock {
    let lock = Lock {
        names: choices(&mut root, "names", diagnostics, name),
        methods: choices(&mut root, "methods", diagnostics, name),
        constants: choices(&mut root, "constants", diagnostics, constant),
        shared: choices(&mut root, "shared", diagnostics, owner),
        is_whole: false,
        documents: BTreeMap::new(),
    };
    root.finish(diagnostics);
    lock
}

/// Returns the offset of the first marker of a merge conflict.
fn conflict(text: &str) -> Option<usize> {
    const MARKERS: &[&str] = &["<<<<<<< ", "|||||||", "=======", ">>>>>>> "];
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if MARKERS.iter().any(|marker| line.starts_with(marker)) {
            return Some(offset);
        }
        offset += line.len();
    }
    None
}

/// Reads a table of choices.
fn choices<T>(
    root: &mut Section<'_>,
    table: &'static str,
    diagnostics: &mut Diagnostics,
    read: fn(&Entry<'_>, &mut Diagnostics) -> Option<T>,
) -> BTreeMap<String, T> {
    let table = root.table(table, diagnostics);
    let entries = table.iter().flat_map(Section::entries);
    entries.filter_map(|(key, entry)| Some((key.to_owned(), read(&entry, diagnostics)?))).collect()
}

fn name(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let found = entry.string(diagnostics)?;
    value::rust_name((found, entry.place.clone()), diagnostics)
}

fn owner(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    entry.string(diagnostics).map(str::to_owned)
}

fn constant(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> Option<Value> {
    match entry.value {
        DeValue::String(text) => Some(Value::from(&**text)),
        DeValue::Boolean(value) => Some(Value::from(*value)),
        DeValue::Integer(number) => {
            let (text, radix) = (number.as_str(), number.radix());
            let signed = i64::from_str_radix(text, radix).map(Value::from);
            let found = signed.or_else(|_| u64::from_str_radix(text, radix).map(Value::from)).ok();
            if found.is_none() {
                let message = format!("`{} = {text}` is not an integer of 64 bits", entry.place);
                let help = "restore the lock from version control, or delete it and generate the crate again";
                value::invalid(&entry.place, message, help, diagnostics);
            }
            found
        }
        _ => {
            entry.wrong_type("a string, an integer or a boolean", diagnostics);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Lock, parse_lock};
    use crate::diag::Diagnostics;

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let lock = Lock {
            names: [("#/components/schemas/a\"\\\u{200b}\u{7f}\u{e0041}b".to_owned(), "r#type".to_owned())].into(),
            methods: [("GET /pets/{id}".to_owned(), "get".to_owned())].into(),
            constants: [
                ("GET /pets query:u".to_owned(), json!(true)),
                ("GET /pets query:v".to_owned(), json!("2")),
                ("GET /pets query:w".to_owned(), json!(-7)),
                ("GET /pets query:x".to_owned(), json!(u64::MAX)),
            ]
            .into(),
            shared: [("GET /pets query:a \"b\"".to_owned(), "#/components/schemas/A".to_owned())].into(),
            is_whole: false,
            documents: [(
                "billing".to_owned(),
                Lock { names: [("#/a".to_owned(), "A".to_owned())].into(), ..Lock::default() },
            )]
            .into(),
        };
        let mut found = Diagnostics::new();
        assert_eq!(parse_lock(&lock.to_string(), &mut found), lock);
        assert!(found.into_vec().is_empty());
    }

    #[test]
    fn an_integer_that_no_crate_can_send_is_an_error() {
        let mut found = Diagnostics::new();
        let lock = parse_lock("[constants]\n\"GET /pets query:v\" = 18446744073709551616\n", &mut found);
        assert!(lock.is_empty());
        let found: Vec<String> = found.into_vec().into_iter().map(|found| found.message).collect();
        let place = "constants.\"GET /pets query:v\"";
        assert_eq!(found, [format!("`{place} = 18446744073709551616` is not an integer of 64 bits")]);
    }

    #[test]
    fn only_choices_that_differ_are_counted() {
        let of = |name: &str| Lock { names: [("#/a".to_owned(), name.to_owned())].into(), ..Lock::default() };
        assert_eq!(of("A").or(of("B")), of("A"));
        assert_eq!(of("A").without(&of("B")), ["\"#/a\" = \"A\""]);
        assert!(of("A").without(&of("A")).is_empty());
    }
}
