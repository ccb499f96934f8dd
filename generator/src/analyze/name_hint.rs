//! Derives the origin of a name from the place of a schema in the document. No other part of the document affects it.

use std::borrow::Cow;

use serde_json::Value;

use super::document::Document;
use super::text;
use super::variant_names::variant_name;
use crate::model::{HintRoot, NameHint};
use crate::path::SpecPath;

/// Returns the origin of the name of the schema at `path`.
pub(super) fn name_hint_of(document: &Document<'_>, path: &SpecPath) -> NameHint {
    let tokens: Vec<Cow<'_, str>> = path.tokens().collect();
    let mut walk = NameHintWalk { document, at: SpecPath::root(), way: Vec::new() };
    let (root, rest) = walk.root(&tokens);
    walk.steps(rest);
    NameHint { root, way: walk.way }
}

/// The state of a walk from the root of the document to a schema.
struct NameHintWalk<'w, 'd> {
    document: &'w Document<'d>,
    at: SpecPath,
    way: Vec<String>,
}

impl NameHintWalk<'_, '_> {
    fn go(&mut self, token: &str) {
        self.at = self.at.child(token);
    }

    /// Returns the component or operation that contains the place, and the rest of the path.
    fn root<'t, 'p>(&mut self, tokens: &'t [Cow<'p, str>]) -> (HintRoot, &'t [Cow<'p, str>]) {
        let Some((first, _)) = tokens.split_first() else {
            return (HintRoot::Component("document".to_owned()), tokens);
        };
        let in_path = first == "paths" || tokens.get(1).is_some_and(|kind| kind == "pathItems");
        if let Some(found) = self.operation(tokens).filter(|_| in_path) {
            return found;
        }
        if first == "x-stream-definitions" {
            // Its keys are the names of the result schemas of streams.
            self.way.extend(["stream", "result"].map(str::to_owned));
        }
        let depth = if first == "components" { 3 } else { 2 };
        let (head, rest) = tokens.split_at(depth.min(tokens.len()));
        for token in head {
            self.go(token);
        }
        let name = head.last().map(ToString::to_string).unwrap_or_default();
        (HintRoot::Component(name), rest)
    }

    /// Returns the operation that contains the place, or the path item for declarations that apply to all operations of
    /// a path.
    fn operation<'t, 'p>(&mut self, tokens: &'t [Cow<'p, str>]) -> Option<(HintRoot, &'t [Cow<'p, str>])> {
        let mut at = SpecPath::root();
        let mut found = None;
        for (index, token) in tokens.iter().enumerate() {
            at = at.child(token);
            let root = match self.document.operations.get(&at) {
                Some(&operation) => Some(HintRoot::Operation(operation)),
                None if first_is_paths(tokens) => self.document.path_items.get(&at).cloned().map(HintRoot::PathItem),
                None => None,
            };
            if let Some(root) = root {
                self.at = at.clone();
                found = Some((root, tokens.get(index + 1..).unwrap_or_default()));
            }
        }
        found
    }

    /// Walks the rest of the path and collects the names along it.
    fn steps(&mut self, tokens: &[Cow<'_, str>]) {
        let mut rest = tokens;
        while let Some((token, tail)) = rest.split_first() {
            let next = tail.first().map(Cow::as_ref);
            let taken = match (token.as_ref(), next) {
                ("properties" | "headers" | "$defs" | "definitions", Some(name)) => self.word(name.to_owned()),
                ("prefixItems", Some(index)) => self.position(index),
                ("oneOf" | "anyOf", Some(_)) => self.variant(token, next.unwrap_or_default()),
                ("parameters", Some(index)) => self.parameter(index),
                ("responses", Some(status)) => self.response(status),
                ("content", Some(media_type)) => self.content(media_type),
                ("allOf", Some(_)) => 2,
                ("schema" | "itemSchema", _) => 1,
                ("requestBody", _) => self.single("body"),
                ("items", _) => self.single("item"),
                ("additionalProperties", _) => self.single("value"),
                (other, _) => self.single(other),
            };
            for token in rest.iter().take(taken) {
                self.go(token);
            }
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    /// Adds a name for one token.
    fn single(&mut self, word: &str) -> usize {
        self.way.push(word.to_owned());
        1
    }

    /// Adds a name for two tokens.
    fn word(&mut self, word: String) -> usize {
        self.way.push(word);
        2
    }

    /// Adds the title of an item of a tuple, or its number.
    fn position(&mut self, index: &str) -> usize {
        let place = self.at.child("prefixItems").child(index);
        let raw = self.document.tree.get(&place).and_then(Value::as_object);
        let number = || format!("item {}", index.parse::<usize>().map_or(0, |index| index + 1));
        self.word(raw.and_then(|raw| text::string(raw, "title")).unwrap_or_else(number))
    }

    fn variant(&mut self, keyword: &str, index: &str) -> usize {
        let owner = self.at.clone();
        let word = variant_name(self.document, &owner, keyword, &owner.child(keyword).child(index));
        if !word.is_empty() {
            self.way.push(word);
        }
        2
    }

    fn parameter(&mut self, index: &str) -> usize {
        let place = self.at.child("parameters").child(index);
        let raw = self.document.tree.get(&place).and_then(Value::as_object);
        let name = raw.and_then(|raw| text::string(raw, "name")).unwrap_or_else(|| format!("parameter {index}"));
        self.word(name)
    }

    /// Adds the status of a response. The lowest success has no number, since most operations have only one.
    fn response(&mut self, status: &str) -> usize {
        self.way.push("response".to_owned());
        let place = self.at.child("responses");
        let raw = self.document.tree.get(&place).and_then(Value::as_object);
        let lowest = raw.and_then(|raw| raw.keys().filter(|status| status.starts_with('2')).min());
        if lowest.is_none_or(|lowest| lowest != status) {
            self.way.push(status.to_owned());
        }
        2
    }

    /// Adds a media type. The first one has no name.
    fn content(&mut self, media_type: &str) -> usize {
        let place = self.at.child("content");
        let raw = self.document.tree.get(&place).and_then(Value::as_object);
        let first = raw.and_then(|raw| raw.keys().next());
        if first.is_none_or(|first| first != media_type) {
            self.way.push(media_type.to_owned());
        }
        2
    }
}

/// Returns true if a place is directly under `paths`, so that its path item is not shared.
fn first_is_paths(tokens: &[Cow<'_, str>]) -> bool {
    tokens.first().is_some_and(|first| first == "paths")
}
