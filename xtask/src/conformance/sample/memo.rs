//! Caches the results that are computed once per schema.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::{Value, json};

use super::Sampler;
use super::merge::Merged;
use crate::conformance::schema::{Direction, address};
use crate::corpus::RawPlace;

/// Results keyed by the addresses of schemas.
#[derive(Default)]
pub(super) struct Memo<'f> {
    merged: HashMap<(Vec<usize>, Direction), Rc<Merged<'f>>>,
    nullable: HashMap<usize, bool>,
    /// Strings keyed by pattern and minimum length.
    pub(super) texts: HashMap<(String, usize), Option<String>>,
}

impl<'f> Sampler<'f> {
    /// Merges schemas. The result is cached if no choice was made for it.
    pub(super) fn merged(&mut self, schemas: &[RawPlace<'f>]) -> Rc<Merged<'f>> {
        let key = (schemas.iter().map(|schema| address(schema.value)).collect(), self.direction);
        if let Some(known) = self.memo.merged.get(&key) {
            return Rc::clone(known);
        }
        let choices = self.choices;
        let was_open = std::mem::replace(&mut self.is_open, false);
        let merged = Rc::new(Merged::new(self, schemas));
        if self.choices == choices && !self.is_open {
            self.memo.merged.insert(key, Rc::clone(&merged));
        }
        self.is_open |= was_open;
        merged
    }

    /// Returns true if a schema allows `null` and other values.
    pub(super) fn is_nullable(&mut self, schema: RawPlace<'f>) -> bool {
        let says = |place: RawPlace<'f>| {
            let names = place.value.get("type").and_then(Value::as_array);
            let flag = |key| place.value.get(key) == Some(&json!(true));
            flag("nullable") || flag("x-nullable") || names.is_some_and(|names| names.contains(&json!("null")))
        };
        let files = self.files;
        let known = self.memo.nullable.entry(address(schema.value));
        *known.or_insert_with(|| says(schema) || files.follow(schema).is_some_and(says))
    }
}
