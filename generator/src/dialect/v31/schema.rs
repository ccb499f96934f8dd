//! A schema that is being rewritten, with the operations of the rewrites.

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dialect::walk::ObjectPlace;
use crate::keywords::{UNCHECKED, Unchecked};
use crate::path::SpecPath;
use crate::source_map::SourceMap;
use crate::version::Version;

/// A schema that is being rewritten.
pub(super) struct Schema<'a> {
    pub(super) raw: &'a mut Map<String, Value>,
    pub(super) place: &'a ObjectPlace<'a>,
    pub(super) source_map: &'a mut SourceMap,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) version: Version,
}

impl Schema<'_> {
    /// Returns the place of the schema.
    pub(super) fn path(&self) -> SpecPath {
        self.place.path()
    }

    /// Removes a keyword and returns its value.
    pub(super) fn take(&mut self, keyword: &str) -> Option<Value> {
        self.raw.shift_remove(keyword)
    }

    /// Returns the value of a keyword, if it is a list that is not empty.
    pub(super) fn list(&self, keyword: &str) -> Option<&Vec<Value>> {
        self.raw.get(keyword).and_then(Value::as_array).filter(|list| !list.is_empty())
    }

    /// Sets a keyword to the value that was at `before`.
    pub(super) fn put(&mut self, keyword: &str, value: Value, before: &SpecPath) {
        self.raw.insert(keyword.to_owned(), value);
        let now = self.path().child(keyword);
        self.source_map.moved(before, &now);
    }

    /// Adds the schema that was at `before` to `allOf`.
    pub(super) fn add_to_all_of(&mut self, inner: Value, before: &SpecPath) {
        let all = self.raw.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
        if !all.is_array() {
            *all = Value::Array(Vec::new());
        }
        let Value::Array(all) = all else { return };
        all.push(inner);
        let now = self.place.path().child("allOf").index(all.len() - 1);
        self.source_map.moved(before, &now);
    }

    /// Allows `null`.
    pub(super) fn allow_null(&mut self) {
        self.raw.insert("nullable".to_owned(), Value::Bool(true));
    }

    /// Adds a constraint that 3.0 has no keyword for.
    pub(super) fn constrain(&mut self, constraint: &Unchecked) {
        if let Value::Array(list) = self.raw.entry(UNCHECKED).or_insert_with(|| Value::Array(Vec::new())) {
            list.push(constraint.to_value());
        }
    }

    /// Adds a finding about a keyword.
    pub(super) fn report(&mut self, code: Code, keyword: &str, message: &str) {
        let place = self.source_map.original(&self.path().child(keyword));
        self.diagnostics.push(Diagnostic::new(code, &place, message));
    }
}
