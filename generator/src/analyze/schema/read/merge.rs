//! Merges the schemas that apply to one position. `allOf` and references are resolved, the tightest constraint wins,
//! and contradictions are reported. It does not decide the type.

use std::collections::HashSet;

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr};
use serde_json::{Map, Value};

use crate::analyze::findings::Findings;
use crate::analyze::node::{self, Node};
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::model::JsonType;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use super::json_types::{json_types, nullable, nullable_beside, says_something};
use super::merged::{Alternatives, MergedSchema, Null, OtherKeys};
use super::schema_ref::{MAX_DEPTH, SchemaRef, Unions};

/// Merges all declarations of `parts`.
pub(in crate::analyze::schema) fn merge(
    tree: &DocumentTree<'_>,
    findings: &mut Findings<'_>,
    parts: &[SchemaRef],
) -> MergedSchema {
    let mut merge = Merge { tree, findings, merged: MergedSchema::new(parts), seen: HashSet::new() };
    for part in parts {
        merge.visit(part, 0);
    }
    let mut merged = merge.merged;
    merged.nullable |= merged.branches == Null::InAll;
    merged
}

/// The state of a merge.
struct Merge<'m, 't, 'f> {
    tree: &'m DocumentTree<'t>,
    findings: &'m mut Findings<'f>,
    merged: MergedSchema,
    /// The visited places.
    seen: HashSet<SpecPath>,
}

impl Merge<'_, '_, '_> {
    fn visit(&mut self, part: &SchemaRef, depth: usize) {
        if depth > MAX_DEPTH {
            let diagnostic = Diagnostic::new(
                Code::TooDeep,
                &part.path,
                "`allOf` is nested too deeply; the inner schemas are left out",
            );
            return self.findings.report_once(diagnostic);
        }
        // Repeated visits count, too: schemas that all list each other take cubic time, although each is only read
        // once.
        if !self.findings.spend(&part.path, 1) {
            return;
        }
        self.merged.nullable |= depth == 0 && nullable_beside(self.tree, &part.path);
        let Some(found) = self.findings.follow(self.tree, &part.path) else { return };
        if !self.seen.insert(found.path.clone()) {
            return;
        }
        let Some(raw) = found.value.as_object() else { return };
        if !self.findings.spend(&found.path, cost(raw)) {
            return;
        }
        let node = match node::read::<AnySchema>(self.tree, ObjectKind::Schema, &found.path, found.value) {
            Ok(node) => node,
            Err(error) => {
                self.findings.report_unreadable(Code::UnsupportedSchema, &found.path, "this schema", &error);
                return;
            }
        };
        self.absorb(&node, depth);
        if part.unions == Unions::Kept {
            self.alternatives(&node);
        }
        for (_, place) in node::children(self.tree, &node.path, raw, "allOf") {
            self.visit(&SchemaRef { path: place, unions: part.unions }, depth + 1);
        }
        // After `allOf`, so that the properties of the base come first.
        self.objects(&node);
    }

    /// Adds the declarations of one schema itself.
    fn absorb(&mut self, node: &Node<'_, AnySchema>, depth: usize) {
        let null = nullable(node.raw) || json_types(node.raw).contains(&JsonType::Null);
        self.merged.nullable |= depth == 0 && null;
        if says_something(node.raw) {
            self.merged.branches = match (self.merged.branches, null) {
                (Null::Unspecified | Null::InAll, true) => Null::InAll,
                _ => Null::NotInAll,
            };
        }
        self.types(node);
        self.values(node);
        self.scalars(node);
        if let Some(items) = &node.typed.items {
            self.merged.items.extend(part_of(items));
        }
        self.tuple(node);
        if self.merged.discriminator.is_none()
            && DocumentTree::member(node.raw, "discriminator").is_some_and(Value::is_object)
        {
            self.merged.discriminator = Some(node.path.clone());
        }
        if node.typed.not.is_some() {
            let diagnostic = Diagnostic::new(Code::NotChecked, &node.path.child("not"), "`not` is not checked");
            self.findings.report_once(diagnostic);
        }
    }

    /// Adds the schemas of the items if each has its own. `dialect` marks such arrays.
    fn tuple(&mut self, node: &Node<'_, AnySchema>) {
        if DocumentTree::member(node.raw, "x-oaspress-tuple").is_none() {
            return;
        }
        let places = node::children(self.tree, &node.path, node.raw, "prefixItems");
        let parts = places.into_iter().map(|(_, path)| SchemaRef { path, unions: Unions::Kept });
        match &mut self.merged.tuple {
            None => self.merged.tuple = Some(parts.map(|part| vec![part]).collect()),
            // If tuples differ in length, the first one wins.
            Some(tuple) if tuple.len() == parts.len() => {
                tuple.iter_mut().zip(parts).for_each(|(item, part)| item.push(part));
            }
            Some(_) => {}
        }
    }

    fn types(&mut self, node: &Node<'_, AnySchema>) {
        let mut types = json_types(node.raw);
        if types != [JsonType::Null] {
            types.retain(|ty| *ty != JsonType::Null);
        }
        if types.is_empty() {
            return;
        }
        if self.merged.types.is_empty() {
            self.merged.types = types;
            return;
        }
        let narrow = |left: JsonType, right: JsonType| match (left, right) {
            (left, right) if left == right => Some(left),
            (JsonType::Integer, JsonType::Number) | (JsonType::Number, JsonType::Integer) => Some(JsonType::Integer),
            _ => None,
        };
        let both: Vec<JsonType> =
            self.merged.types.iter().filter_map(|&left| types.iter().find_map(|&right| narrow(left, right))).collect();
        if both.is_empty() {
            let message = "this type contradicts another type that also applies; the first one is used";
            let diagnostic = Diagnostic::new(Code::Contradiction, &node.path, message)
                .related(&self.merged.path(), "both apply here");
            return self.findings.report_once(diagnostic.help("remove one of the types"));
        }
        self.merged.types = both;
    }

    fn values(&mut self, node: &Node<'_, AnySchema>) {
        let values = match (DocumentTree::member(node.raw, "enum"), DocumentTree::member(node.raw, "const")) {
            (Some(Value::Array(values)), _) => values.clone(),
            (_, Some(value)) => vec![value.clone()],
            _ => return,
        };
        let null = values.iter().any(Value::is_null);
        self.merged.nullable |= null;
        let Some(before) = &self.merged.values else {
            self.merged.values = Some(values);
            self.merged.values_at = Some(node.path.clone());
            return;
        };
        let other: HashSet<&Value> = values.iter().collect();
        let both: Vec<Value> = before.iter().filter(|value| other.contains(value)).cloned().collect();
        if both.is_empty() {
            let related = self.merged.values_at.clone().unwrap_or_else(|| self.merged.path());
            let diagnostic = Diagnostic::new(
                Code::Contradiction,
                &node.path,
                "this `enum` has no value in common with another one that also applies; it is ignored",
            );
            return self.findings.report_once(diagnostic.related(&related, "the other one"));
        }
        self.merged.values = Some(both);
    }

    /// Adds the constraints of strings and numbers. The tightest one wins.
    fn scalars(&mut self, node: &Node<'_, AnySchema>) {
        let schema = &node.typed;
        if self.merged.format.is_none() {
            self.merged.format.clone_from(&schema.format);
        }
        let count = |value: Option<usize>| value.and_then(|value| u64::try_from(value).ok());
        self.merged.rules.min_length = self.merged.rules.min_length.max(count(schema.min_length));
        self.merged.rules.max_length = least(self.merged.rules.max_length, count(schema.max_length));
        if self.merged.rules.pattern.is_none() {
            self.merged.rules.pattern.clone_from(&schema.pattern);
        }
        // `openapiv3` stores these as `f64`, which is inexact above 2^53.
        if let Some(Value::Number(minimum)) = DocumentTree::member(node.raw, "minimum") {
            self.merged.minimum.get_or_insert_with(|| minimum.clone());
        }
        if let Some(Value::Number(maximum)) = DocumentTree::member(node.raw, "maximum") {
            self.merged.maximum.get_or_insert_with(|| maximum.clone());
        }
        let step = DocumentTree::member(node.raw, "multipleOf").and_then(Value::as_f64);
        self.merged.is_whole |= step.is_some_and(|step| step >= 1.0 && step.fract() == 0.0);
    }

    fn objects(&mut self, node: &Node<'_, AnySchema>) {
        let schema = &node.typed;
        for (name, property) in &schema.properties {
            if let Some(part) = part_of(property) {
                if required_by_itself(self.tree, &part.path) {
                    self.merged.required.insert(name.clone());
                }
                self.merged.property(name, part);
            }
        }
        self.merged.required.extend(schema.required.iter().cloned());
        let others = match &schema.additional_properties {
            None => return,
            Some(AdditionalProperties::Any(true)) => OtherKeys::Any,
            Some(AdditionalProperties::Any(false)) => OtherKeys::Denied,
            Some(AdditionalProperties::Schema(schema)) => match part_of(schema) {
                Some(part) if is_anything(self.tree, &part.path) => OtherKeys::Any,
                Some(part) => OtherKeys::Schema(vec![part]),
                None => return,
            },
        };
        self.merged.other_keys =
            tightest(std::mem::replace(&mut self.merged.other_keys, OtherKeys::Unspecified), others);
    }

    /// Adds the alternatives of one schema. If an alternative was visited before, this is a parent that lists its
    /// children, and the merged schema is one of the children. Then there is no choice.
    fn alternatives(&mut self, node: &Node<'_, AnySchema>) {
        for keyword in ["oneOf", "anyOf"] {
            if DocumentTree::member(node.raw, keyword).is_none() {
                continue;
            }
            let places = || -> Vec<SpecPath> {
                node::children(self.tree, &node.path, node.raw, keyword).into_iter().map(|(_, place)| place).collect()
            };
            // A parent is visited for each of its children, so its list must not be read each time.
            if self.seen.len() > 1 {
                let targets = self.tree.targets(&node.path.child(keyword), places);
                let is_other = |place: &&SpecPath| **place != node.path;
                let is_parent = if self.seen.len() < targets.len() {
                    self.seen.iter().filter(is_other).any(|seen| targets.contains(seen))
                } else {
                    targets.iter().filter(is_other).any(|target| self.seen.contains(target))
                };
                if is_parent {
                    continue;
                }
            }
            let places = places();
            if !places.is_empty() && self.findings.spend(&node.path, places.len()) {
                self.merged.unions.push(Alternatives { owner: node.path.clone(), keyword, places });
            }
        }
    }
}

/// Returns the cost of reading a schema, in values of the document: the length of its longest list. The keywords of a usual schema
/// are not counted.
fn cost(raw: &Map<String, Value>) -> usize {
    const USUAL: usize = 32;
    let length = |keyword| match DocumentTree::member(raw, keyword) {
        Some(Value::Object(members)) => members.len(),
        Some(Value::Array(items)) => items.len(),
        _ => 0,
    };
    let lists = ["properties", "required", "enum", "prefixItems"].map(length);
    lists.into_iter().chain([raw.len().saturating_sub(USUAL)]).max().unwrap_or_default()
}

fn least(left: Option<u64>, right: Option<u64>) -> Option<u64> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}

/// Returns true for `required: true` in a property, as other formats write it.
fn required_by_itself(tree: &DocumentTree<'_>, place: &SpecPath) -> bool {
    let raw = tree.get(place).and_then(Value::as_object);
    raw.and_then(|raw| DocumentTree::member(raw, "required")) == Some(&Value::Bool(true))
}

/// Returns true for the schema `{}`, optionally with a description.
fn is_anything(tree: &DocumentTree<'_>, place: &SpecPath) -> bool {
    let raw = tree.get(place).and_then(Value::as_object);
    raw.is_some_and(|raw| !says_something(raw) && DocumentTree::member(raw, "$ref").is_none())
}

/// Merges two declarations about other keys. A branch with `additionalProperties: false` does not know the properties
/// of the other branches, so the properties of all branches are allowed.
fn tightest(before: OtherKeys, new: OtherKeys) -> OtherKeys {
    match (before, new) {
        (OtherKeys::Unspecified | OtherKeys::Any, new) => new,
        (before, OtherKeys::Unspecified | OtherKeys::Any) => before,
        (OtherKeys::Schema(mut left), OtherKeys::Schema(right)) => {
            left.extend(right);
            OtherKeys::Schema(left)
        }
        (OtherKeys::Denied, _) | (_, OtherKeys::Denied) => OtherKeys::Denied,
    }
}

/// Returns the target of a reference in a typed node.
fn part_of<T>(reference: &ReferenceOr<T>) -> Option<SchemaRef> {
    let ReferenceOr::Reference { reference } = reference else { return None };
    SpecPath::parse(crate::path::DocumentId::ROOT, reference).map(|path| SchemaRef { path, unions: Unions::Kept })
}
