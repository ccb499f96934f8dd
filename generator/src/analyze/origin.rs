//! What an item is called after: told from where it stands in the document alone, so that nothing else can change it.

use std::borrow::Cow;

use serde_json::Value;

use super::document::Document;
use super::text;
use super::variant_words::variant_word;
use crate::model::{Origin, OriginRoot};
use crate::path::SpecPath;

/// What the schema at `path` is called after.
pub(super) fn origin_of(document: &Document<'_>, path: &SpecPath) -> Origin {
    let tokens: Vec<Cow<'_, str>> = path.tokens().collect();
    let mut walk = Walk { document, at: SpecPath::root(), way: Vec::new() };
    let (root, rest) = walk.root(&tokens);
    walk.steps(rest);
    Origin { root, way: walk.way }
}

/// A way from the root of the document to a schema, while it is gone.
struct Walk<'w, 'd> {
    document: &'w Document<'d>,
    at: SpecPath,
    way: Vec<String>,
}

impl Walk<'_, '_> {
    fn go(&mut self, token: &str) {
        self.at = self.at.child(token);
    }

    /// The component or operation that a place is in, and the rest of the way.
    fn root<'t, 'p>(&mut self, tokens: &'t [Cow<'p, str>]) -> (OriginRoot, &'t [Cow<'p, str>]) {
        let Some((first, _)) = tokens.split_first() else {
            return (OriginRoot::Component("document".to_owned()), tokens);
        };
        let in_path = first == "paths" || tokens.get(1).is_some_and(|kind| kind == "pathItems");
        if let Some(found) = self.operation(tokens).filter(|_| in_path) {
            return found;
        }
        if first == "x-stream-definitions" {
            // Its keys are the names of the schemas that the results of the streams have.
            self.way.extend(["stream", "result"].map(str::to_owned));
        }
        let depth = if first == "components" { 3 } else { 2 };
        let (head, rest) = tokens.split_at(depth.min(tokens.len()));
        for token in head {
            self.go(token);
        }
        let name = head.last().map(ToString::to_string).unwrap_or_default();
        (OriginRoot::Component(name), rest)
    }

    /// The operation that a place is in, or the path item where it is declared for all operations of a path.
    fn operation<'t, 'p>(&mut self, tokens: &'t [Cow<'p, str>]) -> Option<(OriginRoot, &'t [Cow<'p, str>])> {
        let mut at = SpecPath::root();
        let mut found = None;
        for (index, token) in tokens.iter().enumerate() {
            at = at.child(token);
            let root = match self.document.operations.get(&at) {
                Some(&operation) => Some(OriginRoot::Operation(operation)),
                None if first_is_paths(tokens) => self.document.path_items.get(&at).cloned().map(OriginRoot::PathItem),
                None => None,
            };
            if let Some(root) = root {
                self.at = at.clone();
                found = Some((root, tokens.get(index + 1..).unwrap_or_default()));
            }
        }
        found
    }

    /// Goes the rest of the way and takes down the words.
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

    /// Takes down a word that stands for one token.
    fn single(&mut self, word: &str) -> usize {
        self.way.push(word.to_owned());
        1
    }

    /// Takes down a word that stands for two tokens.
    fn word(&mut self, word: String) -> usize {
        self.way.push(word);
        2
    }

    /// Takes down the title of an item of a tuple, or its number.
    fn position(&mut self, index: &str) -> usize {
        let place = self.at.child("prefixItems").child(index);
        let raw = self.document.tree.get(&place).and_then(Value::as_object);
        let number = || format!("item {}", index.parse::<usize>().map_or(0, |index| index + 1));
        self.word(raw.and_then(|raw| text::string(raw, "title")).unwrap_or_else(number))
    }

    fn variant(&mut self, keyword: &str, index: &str) -> usize {
        let owner = self.at.clone();
        let word = variant_word(self.document, &owner, keyword, &owner.child(keyword).child(index));
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

    /// The lowest success needs no number: an operation has one in most cases.
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

    /// The first media type needs no name.
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

/// Whether a place is right in `paths`, where its path is its own.
fn first_is_paths(tokens: &[Cow<'_, str>]) -> bool {
    tokens.first().is_some_and(|first| first == "paths")
}
