//! Reads a table of a TOML text and reports unknown keys. It knows nothing of what the keys mean.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::nearest::suggestion;
use crate::path::{DocumentId, SpecPath};

/// A table that is being read. Every key that the code reads is a known key, and the table of keys lists those of the configuration.
pub(super) struct Section<'a> {
    table: &'a DeTable<'a>,
    place: SpecPath,
    asked: Vec<&'a str>,
}

/// A value and its place.
pub(super) struct Entry<'a> {
    pub(super) value: &'a DeValue<'a>,
    pub(super) place: SpecPath,
}

impl<'a> Section<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, place: SpecPath) -> Self {
        Self { table, place, asked: Vec::new() }
    }

    pub(super) fn path(&self) -> &SpecPath {
        &self.place
    }

    /// Returns true if there is a value for a key, which need not be known.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Declares that a key is known, although it is not one of the code's.
    pub(super) fn know(&mut self, key: &'a str) {
        self.asked.push(key);
    }

    /// Returns true if the table of keys has a key. The lock is no configuration: its keys are not in the table.
    fn lists(&self, key: &str) -> bool {
        if self.place.document() != DocumentId::CONFIG {
            return true;
        }
        let place = self.place.child(key);
        let keys: Vec<_> = place.tokens().collect();
        let keys: Vec<&str> = keys.iter().map(|key| &**key).collect();
        match keys.as_slice() {
            // An entry of `[[documents]]` has keys of its own, and keys of the top level.
            ["documents", _, rest @ ..] => keys::is_known(rest) || keys::is_known(&[&["documents"], rest].concat()),
            keys => keys::is_known(keys),
        }
    }

    /// Returns the value of a known key.
    pub(super) fn get(&mut self, key: &'static str) -> Option<Entry<'a>> {
        debug_assert!(self.lists(key), "`{}` is not in the table of keys", self.place.child(key));
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        let value = self.table.get(key)?.get_ref();
        Some(Entry { value, place: self.place.child(key) })
    }

    pub(super) fn string(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<(&'a str, SpecPath)> {
        let entry = self.get(key)?;
        entry.string(diagnostics).map(|text| (text, entry.place))
    }

    pub(super) fn table(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Section<'a>> {
        self.get(key)?.table(diagnostics)
    }

    /// Returns the entries of a table whose keys are user-defined, in their order in the text.
    pub(super) fn entries(&self) -> Vec<(&'a str, Entry<'a>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let entry = |(key, value): (&'a Spanned<_>, &'a Spanned<_>)| {
            let key: &std::borrow::Cow<'a, str> = key.get_ref();
            (&**key, Entry { value: value.get_ref(), place: self.place.child(key) })
        };
        entries.into_iter().map(entry).collect()
    }

    /// Reports the unknown keys.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for (key, entry) in self.entries() {
            if !self.asked.contains(&key) {
                let message = match self.place.last() {
                    Some(index) if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                        let list = self.place.parent().and_then(|list| list.last().map(Cow::into_owned));
                        format!("an entry of `{}` has no key `{key}`", list.unwrap_or_default())
                    }
                    Some(table) => format!("`{table}` has no key `{key}`"),
                    None => format!("there is no key or table `{key}`"),
                };
                let help = suggestion(key, self.asked.iter().copied());
                let unknown = Diagnostic::new(Code::ConfigUnknownKey, &entry.place, message);
                diagnostics.push(unknown.help(help));
            }
        }
    }
}

impl<'a> Entry<'a> {
    pub(super) fn string(&self, diagnostics: &mut Diagnostics) -> Option<&'a str> {
        let text = self.value.as_str();
        if text.is_none() {
            self.wrong_type("a string", diagnostics);
        }
        text
    }

    pub(super) fn table(&self, diagnostics: &mut Diagnostics) -> Option<Section<'a>> {
        let table = self.value.as_table();
        if table.is_none() {
            self.wrong_type("a table", diagnostics);
        }
        table.map(|table| Section::new(table, self.place.clone()))
    }

    pub(super) fn strings(&self, diagnostics: &mut Diagnostics) -> Vec<(&'a str, SpecPath)> {
        let Some(elements) = self.value.as_array() else {
            self.wrong_type("an array of strings", diagnostics);
            return Vec::new();
        };
        let entry = |(index, value): (usize, &'a Spanned<DeValue<'a>>)| Entry {
            value: value.get_ref(),
            place: self.place.index(index),
        };
        let mut strings = Vec::new();
        for entry in elements.iter().enumerate().map(entry) {
            if let Some(text) = entry.value.as_str() {
                strings.push((text, entry.place));
            } else {
                let message = format!("`{}` may contain only strings, but contains {}", self.place, entry.kind());
                diagnostics.push(Diagnostic::new(Code::ConfigWrongType, &entry.place, message));
            }
        }
        strings
    }

    pub(super) fn wrong_type(&self, wanted: &str, diagnostics: &mut Diagnostics) {
        let message = format!("`{}` has to be {wanted}, but is {}", self.place, self.kind());
        diagnostics.push(Diagnostic::new(Code::ConfigWrongType, &self.place, message));
    }

    fn kind(&self) -> &'static str {
        match self.value {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a float",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        }
    }
}
