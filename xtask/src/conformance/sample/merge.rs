//! Merges everything that constrains one value: a schema, its references, the parts of `allOf`, and one branch of
//! every choice.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Sampler;
use crate::conformance::schema::{address, is_hidden};
use crate::corpus::RawPlace;

/// The merged constraints of one value.
#[derive(Debug, Default)]
pub(super) struct Merged<'f> {
    /// The allowed types; `None` if no schema declares any.
    pub(super) types: Option<BTreeSet<String>>,
    /// The allowed values.
    pub(super) values: Option<Vec<Value>>,
    /// The address of the allowed values.
    pub(super) values_at: usize,
    /// The properties in order, each with all schemas that apply to it.
    pub(super) properties: Vec<(&'f str, Vec<RawPlace<'f>>)>,
    /// The properties that are not sent in this direction.
    pub(super) hidden: BTreeSet<String>,
    /// The required properties.
    pub(super) required: BTreeSet<String>,
    /// The schemas of additional properties.
    pub(super) more: Vec<RawPlace<'f>>,
    /// True if at least one part does not allow additional properties, or does not declare them.
    pub(super) is_closed: bool,
    /// True if there are `patternProperties`.
    pub(super) has_patterns: bool,
    /// The schemas of the items of an array.
    pub(super) items: Vec<RawPlace<'f>>,
    /// The schemas of `prefixItems`.
    pub(super) first: Vec<RawPlace<'f>>,
    /// The discriminator properties and their values.
    pub(super) tags: Vec<(String, Value)>,
    /// Other keywords. The first schema that has one takes precedence.
    pub(super) rest: Map<String, Value>,
    /// The values that `not` excludes.
    excluded: Vec<Value>,
    /// The addresses of the merged schemas.
    seen: BTreeSet<usize>,
}

/// The keywords kept in [`Merged::rest`].
const REST: [&str; 17] = [
    "pattern",
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "example",
    "examples",
    "default",
    "contentMediaType",
];

impl<'f> Merged<'f> {
    /// Merges schemas that all apply to the same value.
    pub(super) fn new(sampler: &mut Sampler<'f>, schemas: &[RawPlace<'f>]) -> Self {
        let mut merged = Self::default();
        for schema in schemas {
            merged.add(sampler, *schema, None);
        }
        if let Some(values) = &mut merged.values {
            values.retain(|value| !merged.excluded.contains(value));
        }
        merged
    }

    /// Returns a keyword as a number.
    pub(super) fn number(&self, key: &str) -> Option<f64> {
        self.rest.get(key)?.as_f64()
    }

    /// Returns a keyword as a count.
    pub(super) fn count(&self, key: &str) -> Option<usize> {
        self.rest.get(key)?.as_u64().and_then(|count| usize::try_from(count).ok())
    }

    /// Returns true if a type is allowed, or no schema declares a type.
    pub(super) fn may_be(&self, name: &str) -> bool {
        self.types.as_ref().is_none_or(|types| types.contains(name))
    }

    /// Adds a schema. `child` is the schema that includes it by `allOf`, and selects the subtype.
    fn add(&mut self, sampler: &mut Sampler<'f>, schema: RawPlace<'f>, child: Option<RawPlace<'f>>) {
        if !self.seen.insert(address(schema.value)) || self.seen.len() > 200 {
            return;
        }
        if schema.value.get("$ref").is_some_and(Value::is_string) {
            if let Some(target) = sampler.files.step(schema) {
                self.add(sampler, target, child);
            }
            if !sampler.siblings_count {
                return;
            }
        }
        self.keywords(sampler, schema);
        for part in list(&schema, "allOf") {
            self.add(sampler, part, child.or(Some(schema)));
        }
        let mut is_chosen = false;
        for key in ["oneOf", "anyOf"] {
            let branches = list(&schema, key);
            let Some(first) = branches.first() else { continue };
            let at = schema.child(key).map_or(0, |place| address(place.value));
            // Branches that only declare `required` are merged as well.
            let chosen = sampler.choose(at, branches.len());
            let branch = branches.get(chosen).filter(|branch| self.admits(sampler, branch));
            let branch =
                branch.or_else(|| branches.iter().find(|branch| self.admits(sampler, branch))).unwrap_or(first);
            self.tag_of_branch(sampler, &schema, branch);
            sampler.is_open |= is_open(sampler, &branches, branch);
            // The selected subtype is the branch, not the union.
            self.add(sampler, *branch, None);
            is_chosen = true;
        }
        if !is_chosen {
            self.family(sampler, schema, child);
        }
    }

    /// Returns false if the values that a branch lists are all excluded by what was merged before.
    fn admits(&self, sampler: &Sampler<'f>, branch: &RawPlace<'f>) -> bool {
        let (Some(before), Some(branch)) = (&self.values, sampler.files.follow(*branch)) else { return true };
        let constant = branch.value.get("const").is_none_or(|constant| before.contains(constant));
        let listed = branch.value.get("enum").and_then(Value::as_array);
        constant && listed.is_none_or(|values| values.iter().any(|value| before.contains(value)))
    }

    /// Leaves of the allowed values only these.
    fn narrow<'v>(&mut self, values: impl Iterator<Item = &'v Value>) {
        let is_allowed = |value: &&Value| self.values.as_ref().is_none_or(|before| before.contains(value));
        self.values = Some(values.filter(is_allowed).cloned().collect());
    }

    fn keywords(&mut self, sampler: &Sampler<'f>, schema: RawPlace<'f>) {
        self.take_types(&schema);
        if is_only_null(&schema) {
            self.values = Some(vec![Value::Null]);
        }
        if let Some(constant) = schema.child("const") {
            self.narrow([constant.value].into_iter());
        }
        if let Some(values) =
            schema.child("enum").filter(|place| place.value.as_array().is_some_and(|list| !list.is_empty()))
        {
            self.narrow(values.value.as_array().into_iter().flatten());
            self.values_at = address(values.value);
        }
        let excluded = schema.child("not").and_then(|not| sampler.files.follow(not));
        if let Some(excluded) = excluded {
            self.excluded.extend(excluded.value.get("const").cloned());
            self.excluded.extend(excluded.value.get("enum").and_then(Value::as_array).into_iter().flatten().cloned());
        }
        let hidden = |place| is_hidden(sampler.files, place, sampler.direction);
        if let Some(properties) = schema.child("properties") {
            for (name, property) in properties.object().into_iter().flatten() {
                let property = properties.with(property);
                match self.properties.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, schemas)) => schemas.push(property),
                    None => self.properties.push((name, vec![property])),
                }
                if hidden(property) {
                    self.required.remove(name);
                    self.hidden.insert(name.clone());
                }
            }
        }
        for name in schema.value.get("required").and_then(Value::as_array).into_iter().flatten() {
            let Some(name) = name.as_str() else { continue };
            let known = self.properties.iter().find(|(known, _)| *known == name);
            if !known.is_some_and(|(_, schemas)| schemas.iter().any(|schema| hidden(*schema))) {
                self.required.insert(name.to_owned());
            }
        }
        self.has_patterns |= schema.child("patternProperties").is_some();
        match schema.child("additionalProperties") {
            Some(more) if more.value.is_object() => self.more.push(more),
            Some(more) if more.value == &Value::Bool(false) => self.is_closed = true,
            _ => {}
        }
        self.items.extend(schema.child("items").filter(|items| items.value.is_object()));
        if self.first.is_empty() {
            self.first = list(&schema, "prefixItems");
        }
        for key in REST {
            if let Some(value) = schema.value.get(key) {
                self.rest.entry(key).or_insert_with(|| value.clone());
            }
        }
    }

    fn take_types(&mut self, schema: &RawPlace<'f>) {
        let mut types: BTreeSet<String> = match schema.value.get("type") {
            Some(Value::String(name)) => BTreeSet::from([name.clone()]),
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => return,
        };
        if types.contains("number") {
            types.insert("integer".to_owned());
        }
        self.types = Some(match self.types.take() {
            Some(before) => before.intersection(&types).cloned().collect(),
            None => types,
        });
    }

    /// Adds the tag of a branch of a union.
    fn tag_of_branch(&mut self, sampler: &mut Sampler<'f>, union: &RawPlace<'f>, branch: &RawPlace<'f>) {
        let Some(property) = discriminator(union) else { return };
        match tag(sampler, union, branch) {
            Some(tag) => self.tags.push((property.to_owned(), json!(tag))),
            // A branch without a name has no tag.
            None => sampler.is_open = true,
        }
    }

    /// Selects a subtype of `head`, which has a discriminator, and adds its tag.
    fn family(&mut self, sampler: &mut Sampler<'f>, head: RawPlace<'f>, child: Option<RawPlace<'f>>) {
        let Some(property) = discriminator(&head).map(str::to_owned) else { return };
        if self.tags.iter().any(|(known, _)| *known == property) {
            return;
        }
        // The discriminator may be in an unnamed part of a named schema.
        let (base, child) = if sampler.name(&head).is_none() { (child.unwrap_or(head), None) } else { (head, child) };
        if let Some(child) = child {
            let is_mapped = mapped(sampler, &head, &child).is_some();
            match tag(sampler, &head, &child) {
                // If the subtype has a discriminator, that one selects the value, since its subtypes are more
                // specific.
                Some(_) if !is_mapped && !mapping(&head).is_empty() && is_head(&child) => {}
                Some(tag) => self.tags.push((property, json!(tag))),
                None => sampler.is_open = true,
            }
            return;
        }
        let mut members: Vec<(String, RawPlace<'f>)> = Vec::new();
        for (key, target) in mapping(&head) {
            if let Some(target) = sampler.named(&head, target) {
                members.push((key.to_owned(), target));
            }
        }
        let heirs = if members.is_empty() { sampler.heirs(&base) } else { Vec::new() };
        for heir in heirs {
            let is_known = members.iter().any(|(_, known)| address(known.value) == address(heir.1.value));
            if !is_known {
                members.push(heir);
            }
        }
        let at = address(head.value) + 2;
        let chosen = if members.is_empty() { 0 } else { sampler.choose(at, members.len()) };
        match members.into_iter().nth(chosen) {
            Some((tag, member)) => {
                self.tags.push((property, json!(tag)));
                self.add(sampler, member, Some(head));
            }
            None => {
                if let Some(name) = sampler.name(&base) {
                    self.tags.push((property, json!(name)));
                }
            }
        }
    }
}

/// Returns true if a schema is the encoding of the type `null` in 3.0: a nullable object without properties. It never
/// allows an object.
fn is_only_null(schema: &RawPlace<'_>) -> bool {
    let is = |key: &str, value: &Value| schema.value.get(key) == Some(value);
    let has = |key: &str| schema.child(key).is_some();
    is("nullable", &json!(true))
        && is("type", &json!("object"))
        && is("additionalProperties", &json!(false))
        && !["properties", "patternProperties", "allOf", "oneOf", "anyOf"].into_iter().any(has)
}

/// Returns true if a branch allows any string, and another branch lists strings.
fn is_open<'f>(sampler: &Sampler<'f>, branches: &[RawPlace<'f>], chosen: &RawPlace<'f>) -> bool {
    let names =
        |branch: &RawPlace<'f>| sampler.files.follow(*branch).is_some_and(|place| place.value.get("enum").is_some());
    !names(chosen) && branches.iter().any(names)
}

/// Returns the items of an array of schemas.
fn list<'f>(schema: &RawPlace<'f>, key: &str) -> Vec<RawPlace<'f>> {
    let Some(place) = schema.child(key) else { return Vec::new() };
    place.value.as_array().into_iter().flatten().map(|part| place.with(part)).collect()
}

/// Returns the discriminator property.
pub(super) fn discriminator<'f>(schema: &RawPlace<'f>) -> Option<&'f str> {
    let place = schema.child("discriminator")?;
    place.value.as_str().or_else(|| place.value.get("propertyName")?.as_str())
}

/// Returns the mapping of the discriminator: tags and references or names.
fn mapping<'f>(schema: &RawPlace<'f>) -> Vec<(&'f str, &'f str)> {
    let mapping = schema.value.pointer("/discriminator/mapping").and_then(Value::as_object);
    mapping.into_iter().flatten().filter_map(|(key, target)| Some((key.as_str(), target.as_str()?))).collect()
}

/// Returns the tag of a subtype: the key in the mapping, or the name of the subtype.
pub(super) fn tag(sampler: &Sampler<'_>, head: &RawPlace<'_>, member: &RawPlace<'_>) -> Option<String> {
    let name = || sampler.name(&sampler.files.follow(*member).unwrap_or(*member));
    mapped(sampler, head, member).or_else(name)
}

/// Returns the tag that the mapping assigns to a subtype.
fn mapped(sampler: &Sampler<'_>, head: &RawPlace<'_>, member: &RawPlace<'_>) -> Option<String> {
    let target = sampler.files.follow(*member).unwrap_or(*member);
    let is_it =
        |name: &str| sampler.named(head, name).is_some_and(|place| address(place.value) == address(target.value));
    mapping(head).into_iter().find(|(_, name)| is_it(name)).map(|(key, _)| key.to_owned())
}

/// Returns true if a schema, or a part of it, has a discriminator.
fn is_head(schema: &RawPlace<'_>) -> bool {
    discriminator(schema).is_some() || list(schema, "allOf").iter().any(|part| discriminator(part).is_some())
}
