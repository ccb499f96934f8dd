//! Creates values that satisfy a schema: a minimal one, a full one, and one for each value of an enumeration, branch
//! of a union and `null`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};

pub(super) use self::collect::Seen;
use self::extent::{Extent, ExtentStep};
use self::memo::Memo;
use self::merge::Merged;
use super::schema::{Direction, address};
use super::spec;
use crate::corpus::{Files, RawPlace};

mod collect;
mod extent;
mod memo;
mod merge;
mod names;
mod text;

/// A value and its purpose.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    /// `minimal`, `full`, `choice` or `unknown key`.
    pub(super) what: &'static str,
    pub(super) value: Value,
    /// True if the value contains a string that an open enumeration does not list.
    pub(super) is_open: bool,
}

/// Creates values that satisfy schemas.
pub(super) struct Sampler<'f> {
    files: &'f Files,
    siblings_count: bool,
    direction: Direction,
    extent: Extent<'f>,
    /// The path from the root value to the current value.
    trail: Vec<ExtentStep<'f>>,
    /// The string for schemas without constraints.
    plain: &'static str,
    chosen: BTreeMap<usize, usize>,
    met: Vec<Met<'f>>,
    /// The addresses of those choices.
    met_at: HashSet<usize>,
    /// How often each choice was made on the path to the current value.
    within: HashMap<usize, usize>,
    /// The choices made for the current value itself.
    made: Vec<usize>,
    /// Total number of choices made.
    choices: usize,
    memo: Memo<'f>,
    is_open: bool,
    /// The keys of the last samples that no schema declares.
    pub(super) undeclared: BTreeSet<String>,
    names: HashMap<usize, String>,
    heirs: HashMap<usize, Vec<(String, RawPlace<'f>)>>,
}

/// A choice that was made for a value.
#[derive(Debug)]
struct Met<'f> {
    /// The address of the choice in the document.
    at: usize,
    /// The number of branches.
    count: usize,
    /// The path to the value where the choice was made first.
    trail: Vec<ExtentStep<'f>>,
}

/// The maximum nesting depth of a value.
const TOO_DEEP: usize = 14;

/// The string for schemas without constraints, with characters that need escaping in many places.
pub(super) const PLAIN: &str = "Zoë & co/1+1=2?";

/// The same for headers and cookies, where many characters are not allowed.
pub(super) const PLAIN_ASCII: &str = "abc-1";

/// A key that no document declares.
pub(super) const UNKNOWN_KEY: &str = "zz-unheard-of";

impl<'f> Sampler<'f> {
    /// Creates a sampler for the schemas of these files.
    pub(super) fn new(files: &'f Files) -> Self {
        let root = files.root();
        let mut sampler = Self {
            files,
            siblings_count: spec::version(files).as_str() >= "3.1",
            direction: Direction::Request,
            extent: Extent::Most,
            trail: Vec::new(),
            plain: PLAIN,
            chosen: BTreeMap::new(),
            met: Vec::new(),
            met_at: HashSet::new(),
            within: HashMap::new(),
            made: Vec::new(),
            choices: 0,
            memo: Memo::default(),
            is_open: false,
            undeclared: BTreeSet::new(),
            names: HashMap::new(),
            heirs: HashMap::new(),
        };
        for owner in [root.child("definitions"), root.child("components").and_then(|place| place.child("schemas"))] {
            let Some(owner) = owner else { continue };
            for (name, schema) in owner.object().into_iter().flatten() {
                let place = owner.with(schema);
                sampler.names.insert(address(schema), name.clone());
                let parts = schema.get("allOf").and_then(Value::as_array);
                for part in parts.into_iter().flatten() {
                    if let Some(head) = files.follow(place.with(part)).filter(|_| part.get("$ref").is_some()) {
                        sampler.heirs.entry(address(head.value)).or_default().push((name.clone(), place));
                    }
                }
            }
        }
        sampler
    }

    /// Creates a value. Returns it, and true if it contains a string that an open enumeration does not list.
    fn make(
        &mut self,
        schema: RawPlace<'f>,
        extent: Extent<'f>,
        chosen: BTreeMap<usize, usize>,
    ) -> Option<(Value, bool)> {
        self.extent = extent;
        self.chosen = chosen;
        self.trail.clear();
        self.met.clear();
        self.met_at.clear();
        self.is_open = false;
        let value = self.value(&[schema], 0)?;
        Some((value, self.is_open))
    }

    /// Chooses one of `count` branches. `at` identifies the choice.
    fn choose(&mut self, at: usize, count: usize) -> usize {
        self.choices += 1;
        if self.met_at.insert(at) {
            self.met.push(Met { at, count, trail: self.trail.clone() });
        }
        // A nested occurrence of a choice takes the next branch, so that cycles terminate.
        let above = self.within.get(&at).copied().unwrap_or(0);
        self.made.push(at);
        (self.chosen.get(&at).copied().unwrap_or(0) + above) % count.max(1)
    }

    /// Creates the value of a member or item. `depth` is the depth of the current value.
    fn part(&mut self, step: ExtentStep<'f>, schemas: &[RawPlace<'f>], depth: usize) -> Option<Value> {
        self.trail.push(step);
        let value = self.value(schemas, depth + 1);
        self.trail.pop();
        value
    }

    fn value(&mut self, schemas: &[RawPlace<'f>], depth: usize) -> Option<Value> {
        let outer = std::mem::take(&mut self.made);
        let value = self.value_within(schemas, depth);
        self.made = outer;
        value
    }

    fn value_within(&mut self, schemas: &[RawPlace<'f>], depth: usize) -> Option<Value> {
        if depth > TOO_DEEP {
            return None;
        }
        if schemas.iter().any(|schema| self.is_nullable(*schema)) {
            let at = schemas.first().map_or(0, |schema| address(schema.value) + 1);
            if depth > 0 && self.choose(at, 2) == 1 {
                return Some(Value::Null);
            }
        }
        let merged = self.merged(schemas);
        if let Some(values) = &merged.values {
            let chosen = self.choose(merged.values_at, values.len());
            return values.get(chosen).or(values.first()).cloned();
        }
        let made = std::mem::take(&mut self.made);
        for at in &made {
            *self.within.entry(*at).or_default() += 1;
        }
        let value = self.of_type(&merged, depth);
        for at in made {
            self.within.entry(at).and_modify(|count| *count -= 1);
        }
        value
    }

    fn of_type(&mut self, merged: &Merged<'f>, depth: usize) -> Option<Value> {
        if merged.types.as_ref().is_some_and(BTreeSet::is_empty) {
            return None;
        }
        let names_keys = !merged.properties.is_empty() || !merged.more.is_empty() || merged.has_patterns;
        if merged.may_be("object") && (merged.types.is_some() || names_keys || !merged.required.is_empty()) {
            return self.object(merged, depth);
        }
        if merged.may_be("array") && (merged.types.is_some() || !merged.items.is_empty()) {
            return self.array(merged, depth);
        }
        if merged.may_be("string") {
            return Some(json!(text::text(merged, self.plain, &mut self.memo.texts)));
        }
        if merged.may_be("integer") || merged.may_be("number") {
            let format = merged.rest.get("format").and_then(Value::as_str);
            let is_integer = !merged.may_be("number")
                || format.is_some_and(|format| format.trim_start_matches('u').starts_with("int"));
            return Some(text::number(merged, is_integer));
        }
        Some(if merged.may_be("boolean") { json!(true) } else { Value::Null })
    }

    fn object(&mut self, merged: &Merged<'f>, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        for (name, schemas) in &merged.properties {
            let is_required = merged.required.contains(*name);
            let step = ExtentStep::Property(name);
            if merged.hidden.contains(*name) || !(is_required || self.extent.includes(&self.trail, step)) {
                continue;
            }
            match self.part(step, schemas, depth) {
                Some(value) => drop(members.insert((*name).to_owned(), value)),
                None if is_required => return None,
                None => {}
            }
        }
        for (property, tag) in &merged.tags {
            let named = merged.properties.iter().find(|(name, _)| name == property);
            // If the schema of the property allows only other values, those take precedence over the tag.
            let is_fixed = named.is_some_and(|(_, schemas)| {
                let inner = self.merged(schemas);
                inner.values.as_ref().is_some_and(|values| !values.contains(tag))
            });
            if !is_fixed {
                members.insert(property.clone(), tag.clone());
            }
        }
        for name in merged.required.iter().filter(|name| !merged.properties.iter().any(|(known, _)| known == name)) {
            if !members.contains_key(name) {
                let value = self.more(merged, name, depth)?;
                members.insert(name.clone(), value);
            }
        }
        let least = merged.count("minProperties").unwrap_or(0);
        let more = usize::from(!merged.more.is_empty() && self.extent.includes(&self.trail, ExtentStep::Key));
        let mut number = 0;
        while !merged.is_closed && number < 20 && (number < more || members.len() < least) {
            number += 1;
            let name = format!("key{number}");
            let Some(value) = self.more(merged, &name, depth) else { break };
            members.insert(name, value);
        }
        Some(Value::Object(members))
    }

    /// Creates the value of an additional property.
    fn more(&mut self, merged: &Merged<'f>, name: &str, depth: usize) -> Option<Value> {
        if merged.more.is_empty() {
            self.undeclared.insert(name.to_owned());
            return Some(json!("x"));
        }
        self.part(ExtentStep::Key, &merged.more, depth)
    }

    fn array(&mut self, merged: &Merged<'f>, depth: usize) -> Option<Value> {
        let least = merged.count("minItems").unwrap_or(0).min(64);
        let most = merged.count("maxItems").unwrap_or(usize::MAX);
        let is_unique = merged.rest.get("uniqueItems") == Some(&json!(true));
        let usual = if self.extent.includes(&self.trail, ExtentStep::Item) { self.extent.items(is_unique) } else { 0 };
        let count = usual.max(least).max(usize::from(depth == 0)).min(most);
        let mut items = Vec::new();
        for index in 0..count {
            let schemas = merged.first.get(index).map_or_else(|| merged.items.clone(), |first| vec![*first]);
            let value =
                if schemas.is_empty() { Some(json!("x")) } else { self.part(ExtentStep::Item, &schemas, depth) };
            match value {
                Some(value) => items.push(if is_unique && index > 0 { varied(value, index) } else { value }),
                None if index < least => return None,
                None => break,
            }
        }
        Some(Value::Array(items))
    }
}

/// Returns a different value of the same type.
fn varied(value: Value, index: usize) -> Value {
    match value {
        // A string that contains a number still contains one.
        Value::String(text) => match text.parse::<usize>() {
            Ok(number) if number.to_string() == text => json!(number.saturating_add(index).to_string()),
            _ => json!(format!("{text}{index}")),
        },
        Value::Number(number) => number.as_i64().map_or(Value::Number(number), |number| json!(number + 1)),
        other => other,
    }
}

/// Returns the example of a schema.
fn example(files: &Files, schema: RawPlace<'_>) -> Option<Value> {
    let schema = files.follow(schema)?;
    let first = schema.child("examples").and_then(|examples| examples.value.get(0));
    schema.child("example").map(|place| place.value).or(first).cloned()
}

#[cfg(test)]
mod tests;
