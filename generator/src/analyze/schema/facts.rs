//! Everything that the schemas which hold at one position say together: `allOf` and references are looked through, the
//! tightest statement wins, and contradictions are reported. Decides nothing about types.

use std::collections::{BTreeSet, HashMap, HashSet};

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr};
use serde_json::{Map, Value};

use crate::analyze::context::Context;
use crate::analyze::node::{self, Node};
use crate::diag::{Code, Diagnostic};
use crate::keywords::Kind;
use crate::model::StringRules;
use crate::path::SpecPath;
use crate::resolve::Tree;

use super::places::{MAX_DEPTH, Part, Unions};
use super::said::{Word, nullable, says_something, words_of};

/// What is said of keys that no property names.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Others {
    Unsaid,
    Denied,
    Any,
    Schema(Vec<Part>),
}

/// One `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub(super) struct Alternatives {
    /// The schema that it is in.
    pub(super) owner: SpecPath,
    /// `oneOf` or `anyOf`.
    pub(super) keyword: &'static str,
    /// Where the alternatives stand.
    pub(super) places: Vec<SpecPath>,
}

/// What the branches say of `null` that say anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Null {
    Unsaid,
    InAll,
    NotInAll,
}

/// Everything that the schemas of one position say together.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// The position that they were gathered for.
    pub(super) parts: Vec<Part>,
    /// The JSON types that are allowed; empty where nothing is said.
    pub(super) words: Vec<Word>,
    /// Whether `null` is allowed.
    pub(super) nullable: bool,
    /// `format`.
    pub(super) format: Option<String>,
    /// `enum`, or `const` as an enumeration of one.
    pub(super) values: Option<Vec<Value>>,
    /// The schema that has `enum`.
    pub(super) values_at: Option<SpecPath>,
    /// The rules for a string.
    pub(super) rules: StringRules,
    /// The lowest number, exact.
    pub(super) minimum: Option<serde_json::Number>,
    /// The highest number, exact.
    pub(super) maximum: Option<serde_json::Number>,
    /// Whether a `multipleOf` excludes fractions.
    pub(super) is_whole: bool,
    /// The properties with all the schemas that hold for each.
    pub(super) properties: Vec<(String, Vec<Part>)>,
    /// The names in `required`.
    pub(super) required: BTreeSet<String>,
    /// `additionalProperties`.
    pub(super) others: Others,
    /// The schemas that hold for the items of an array.
    pub(super) items: Vec<Part>,
    /// The schemas that hold for each item of an array whose items have a schema each.
    pub(super) tuple: Option<Vec<Vec<Part>>>,
    /// The alternatives.
    pub(super) unions: Vec<Alternatives>,
    /// The first schema that has a `discriminator`.
    pub(super) discriminator: Option<SpecPath>,
    by_name: HashMap<String, usize>,
    /// The schemas of the properties that many schemas hold for, with the index of the property.
    of_many: HashSet<(usize, Part)>,
    branches: Null,
}

/// How many schemas of a property are compared one by one with a new one.
const FEW: usize = 8;

impl Facts {
    fn new(parts: &[Part]) -> Self {
        Self {
            parts: parts.to_vec(),
            words: Vec::new(),
            nullable: false,
            format: None,
            values: None,
            values_at: None,
            rules: StringRules::default(),
            minimum: None,
            maximum: None,
            is_whole: false,
            properties: Vec::new(),
            required: BTreeSet::new(),
            others: Others::Unsaid,
            items: Vec::new(),
            tuple: None,
            unions: Vec::new(),
            discriminator: None,
            by_name: HashMap::new(),
            of_many: HashSet::new(),
            branches: Null::Unsaid,
        }
    }

    /// The place that findings about all of it are reported at.
    pub(super) fn path(&self) -> SpecPath {
        self.parts.first().map_or_else(SpecPath::root, |part| part.path.clone())
    }

    /// Whether anything is said about an object beside that it is one.
    pub(super) fn says_object(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || matches!(self.others, Others::Any | Others::Schema(_))
    }

    /// Returns true if a property has this name.
    pub(super) fn has_property(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    fn property(&mut self, name: &str, part: Part) {
        if let Some(&index) = self.by_name.get(name) {
            let Some((_, parts)) = self.properties.get_mut(index) else { return };
            if parts.len() == FEW {
                self.of_many.extend(parts.iter().map(|part| (index, part.clone())));
            }
            let is_known =
                if parts.len() < FEW { parts.contains(&part) } else { !self.of_many.insert((index, part.clone())) };
            if !is_known {
                parts.push(part);
            }
            return;
        }
        self.by_name.insert(name.to_owned(), self.properties.len());
        self.properties.push((name.to_owned(), vec![part]));
    }
}

/// Everything that `parts` say together.
pub(super) fn gather(cx: &mut Context<'_>, parts: &[Part]) -> Facts {
    let mut facts = Facts::new(parts);
    let mut seen = HashSet::new();
    for part in parts {
        visit(cx, &mut facts, part, &mut seen, 0);
    }
    facts.nullable |= facts.branches == Null::InAll;
    facts
}

fn visit(cx: &mut Context<'_>, facts: &mut Facts, part: &Part, seen: &mut HashSet<SpecPath>, depth: usize) {
    if depth > MAX_DEPTH {
        let diagnostic =
            Diagnostic::new(Code::TooDeep, &part.path, "`allOf` is nested too deeply here, the rest is left out");
        return cx.report_once(diagnostic);
    }
    // Also what was seen before is counted: schemas that all list each other take cubic time without being read twice.
    if !cx.spend(&part.path, 1) {
        return;
    }
    let beside = super::annotations::nullable_beside(&cx.tree, &part.path);
    facts.nullable |= depth == 0 && beside;
    let Some(found) = cx.follow(&part.path) else {
        return;
    };
    if !seen.insert(found.path.clone()) {
        return;
    }
    let Some(raw) = found.value.as_object() else {
        return;
    };
    let properties = Tree::member(raw, "properties").and_then(Value::as_object).map_or(0, Map::len);
    if !cx.spend(&found.path, properties) {
        return;
    }
    let node = match node::read::<AnySchema>(&cx.tree, Kind::Schema, &found.path, found.value) {
        Ok(node) => node,
        Err(error) => {
            cx.report_unreadable(Code::UnsupportedSchema, &found.path, "this schema", &error);
            return;
        }
    };
    absorb(cx, facts, &node, depth);
    if part.unions == Unions::Kept {
        alternatives(cx, facts, &node, seen);
    }
    for (_, place) in node::children(&cx.tree, &node.path, raw, "allOf") {
        visit(cx, facts, &Part { path: place, unions: part.unions }, seen, depth + 1);
    }
    // After those of `allOf`: what a schema adds to its base comes behind it.
    objects(cx, facts, &node);
}

/// Adds what one schema says by itself.
fn absorb(cx: &mut Context<'_>, facts: &mut Facts, node: &Node<'_, AnySchema>, depth: usize) {
    let null = nullable(node.raw) || words_of(node.raw).contains(&Word::Null);
    facts.nullable |= depth == 0 && null;
    if says_something(node.raw) {
        facts.branches = match (facts.branches, null) {
            (Null::Unsaid | Null::InAll, true) => Null::InAll,
            _ => Null::NotInAll,
        };
    }
    types(cx, facts, node);
    values(cx, facts, node);
    scalars(facts, node);
    if let Some(items) = &node.typed.items {
        facts.items.extend(part_of(items));
    }
    tuple(cx, facts, node);
    if facts.discriminator.is_none() && Tree::member(node.raw, "discriminator").is_some_and(Value::is_object) {
        facts.discriminator = Some(node.path.clone());
    }
    if node.typed.not.is_some() {
        let diagnostic = Diagnostic::new(Code::NotChecked, &node.path.child("not"), "`not` is not checked");
        cx.report_once(diagnostic);
    }
}

/// Adds the schemas of the items where each has one of its own; `dialect` tells where that is so.
fn tuple(cx: &Context<'_>, facts: &mut Facts, node: &Node<'_, AnySchema>) {
    if Tree::member(node.raw, "x-oaspress-tuple").is_none() {
        return;
    }
    let places = node::children(&cx.tree, &node.path, node.raw, "prefixItems");
    let parts = places.into_iter().map(|(_, path)| Part { path, unions: Unions::Kept });
    match &mut facts.tuple {
        None => facts.tuple = Some(parts.map(|part| vec![part]).collect()),
        // Of tuples that differ in length, the first one is used.
        Some(tuple) if tuple.len() == parts.len() => {
            tuple.iter_mut().zip(parts).for_each(|(item, part)| item.push(part));
        }
        Some(_) => {}
    }
}

fn types(cx: &mut Context<'_>, facts: &mut Facts, node: &Node<'_, AnySchema>) {
    let words = words_of(node.raw);
    let words: Vec<Word> =
        if words == [Word::Null] { words } else { words.into_iter().filter(|word| *word != Word::Null).collect() };
    if words.is_empty() {
        return;
    }
    if facts.words.is_empty() {
        facts.words = words;
        return;
    }
    let narrow = |left: Word, right: Word| match (left, right) {
        (left, right) if left == right => Some(left),
        (Word::Integer, Word::Number) | (Word::Number, Word::Integer) => Some(Word::Integer),
        _ => None,
    };
    let both: Vec<Word> =
        facts.words.iter().filter_map(|&left| words.iter().find_map(|&right| narrow(left, right))).collect();
    if both.is_empty() {
        let message = "no value can be of this type and of the other one that holds here as well";
        let diagnostic =
            Diagnostic::new(Code::Contradiction, &node.path, message).related(&facts.path(), "both hold here");
        return cx.report_once(diagnostic.help("the first type is used"));
    }
    facts.words = both;
}

fn values(cx: &mut Context<'_>, facts: &mut Facts, node: &Node<'_, AnySchema>) {
    let values = match (Tree::member(node.raw, "enum"), Tree::member(node.raw, "const")) {
        (Some(Value::Array(values)), _) => values.clone(),
        (_, Some(value)) => vec![value.clone()],
        _ => return,
    };
    let null = values.iter().any(Value::is_null);
    facts.nullable |= null;
    let Some(before) = &facts.values else {
        facts.values = Some(values);
        facts.values_at = Some(node.path.clone());
        return;
    };
    let other: HashSet<&Value> = values.iter().collect();
    let both: Vec<Value> = before.iter().filter(|value| other.contains(value)).cloned().collect();
    if both.is_empty() {
        let related = facts.values_at.clone().unwrap_or_else(|| facts.path());
        let diagnostic = Diagnostic::new(
            Code::Contradiction,
            &node.path,
            "no value is in this `enum` and in the other one that holds here as well",
        );
        return cx.report_once(diagnostic.related(&related, "the other one, which is used"));
    }
    facts.values = Some(both);
}

/// Bounds of strings and numbers: the tightest wins.
fn scalars(facts: &mut Facts, node: &Node<'_, AnySchema>) {
    let schema = &node.typed;
    if facts.format.is_none() {
        facts.format.clone_from(&schema.format);
    }
    let count = |value: Option<usize>| value.and_then(|value| u64::try_from(value).ok());
    facts.rules.min_length = facts.rules.min_length.max(count(schema.min_length));
    facts.rules.max_length = least(facts.rules.max_length, count(schema.max_length));
    if facts.rules.pattern.is_none() {
        facts.rules.pattern.clone_from(&schema.pattern);
    }
    // `openapiv3` holds these as `f64`, which is not exact beyond 2^53.
    if let Some(Value::Number(minimum)) = Tree::member(node.raw, "minimum") {
        facts.minimum.get_or_insert_with(|| minimum.clone());
    }
    if let Some(Value::Number(maximum)) = Tree::member(node.raw, "maximum") {
        facts.maximum.get_or_insert_with(|| maximum.clone());
    }
    let step = Tree::member(node.raw, "multipleOf").and_then(Value::as_f64);
    facts.is_whole |= step.is_some_and(|step| step >= 1.0 && step.fract() == 0.0);
}

fn least(left: Option<u64>, right: Option<u64>) -> Option<u64> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}

fn objects(cx: &mut Context<'_>, facts: &mut Facts, node: &Node<'_, AnySchema>) {
    let schema = &node.typed;
    for (name, property) in &schema.properties {
        if let Some(part) = part_of(property) {
            if required_by_itself(cx, &part.path) {
                facts.required.insert(name.clone());
            }
            facts.property(name, part);
        }
    }
    facts.required.extend(schema.required.iter().cloned());
    let others = match &schema.additional_properties {
        None => return,
        Some(AdditionalProperties::Any(true)) => Others::Any,
        Some(AdditionalProperties::Any(false)) => Others::Denied,
        Some(AdditionalProperties::Schema(schema)) => match part_of(schema) {
            Some(part) if is_anything(cx, &part.path) => Others::Any,
            Some(part) => Others::Schema(vec![part]),
            None => return,
        },
    };
    facts.others = tightest(std::mem::replace(&mut facts.others, Others::Unsaid), others);
}

/// `required: true` on a property, as other formats write it.
fn required_by_itself(cx: &Context<'_>, place: &SpecPath) -> bool {
    let raw = cx.tree.get(place).and_then(Value::as_object);
    raw.and_then(|raw| Tree::member(raw, "required")) == Some(&Value::Bool(true))
}

/// The schema `{}`, perhaps with a description.
fn is_anything(cx: &Context<'_>, place: &SpecPath) -> bool {
    let raw = cx.tree.get(place).and_then(Value::as_object);
    raw.is_some_and(|raw| !says_something(raw) && Tree::member(raw, "$ref").is_none())
}

/// Of what two schemas say about other keys; a branch that denies them does not see the properties of the other
/// branches, so properties that any branch has are never denied.
fn tightest(before: Others, new: Others) -> Others {
    match (before, new) {
        (Others::Unsaid | Others::Any, new) => new,
        (before, Others::Unsaid | Others::Any) => before,
        (Others::Schema(mut left), Others::Schema(right)) => {
            left.extend(right);
            Others::Schema(left)
        }
        (Others::Denied, _) | (_, Others::Denied) => Others::Denied,
    }
}

/// Adds the alternatives of one schema. A parent that lists its children is no choice for a child that has it in its
/// `allOf`.
fn alternatives(cx: &mut Context<'_>, facts: &mut Facts, node: &Node<'_, AnySchema>, seen: &HashSet<SpecPath>) {
    for keyword in ["oneOf", "anyOf"] {
        let places: Vec<SpecPath> =
            node::children(&cx.tree, &node.path, node.raw, keyword).into_iter().map(|(_, place)| place).collect();
        let mut real = places.iter().filter_map(|place| cx.tree.follow(place).ok());
        if !places.is_empty() && !real.any(|found| found.path != node.path && seen.contains(&found.path)) {
            facts.unions.push(Alternatives { owner: node.path.clone(), keyword, places });
        }
    }
}

/// The place that the reference in a typed node stands for.
fn part_of<T>(reference: &ReferenceOr<T>) -> Option<Part> {
    let ReferenceOr::Reference { reference } = reference else { return None };
    SpecPath::parse(crate::path::DocumentId::ROOT, reference).map(|path| Part { path, unions: Unions::Kept })
}
