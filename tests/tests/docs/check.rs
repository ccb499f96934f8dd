//! Checks the pages: each has the members of its type, all members are documented, and all mentioned types have pages.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::pages::{Id, Pages, ids, inner, is_hidden, kind};

/// Returns the problems of a crate's pages, in order.
pub(crate) fn problems(pages: &Pages) -> Vec<String> {
    let mut check = Check { pages, problems: BTreeSet::new() };
    for (id, paths) in &pages.public {
        if let (Some(item), Some(path)) = (pages.item(*id), paths.first()) {
            check.item(item, path);
        }
    }
    check.problems.into_iter().collect()
}

struct Check<'a> {
    pages: &'a Pages,
    problems: BTreeSet<String>,
}

/// The members of a type.
#[derive(Debug, Default)]
struct Members {
    shown: Vec<Id>,
    hidden: usize,
}

impl Check<'_> {
    fn item(&mut self, item: &Value, path: &str) {
        self.documented(item, path);
        let content = inner(item);
        match kind(item) {
            "struct" | "enum" | "union" => {
                self.nameable(&content["generics"], path);
                self.type_(item, path);
            }
            "trait" => {
                self.nameable(&content["generics"], path);
                self.nameable(&content["bounds"], path);
                let members = ids(&content["items"]);
                self.members(&members, path);
            }
            "function" | "type_alias" | "constant" | "static" => self.nameable(content, path),
            _ => {}
        }
    }

    /// Collects a type, its members and the members of its trait implementations.
    fn type_(&mut self, item: &Value, path: &str) {
        let content = inner(item);
        let mut members = Members::default();
        self.sort(&fields(content), &mut members);
        for implementation in ids(&content["impls"]).into_iter().filter_map(|id| self.pages.item(id)) {
            let implementation = inner(implementation);
            if implementation["trait"].is_null() {
                self.sort(&ids(&implementation["items"]), &mut members);
            } else {
                for given in ids(&implementation["items"]).into_iter().filter_map(|id| self.pages.item(id)) {
                    if kind(given) == "assoc_type" {
                        self.nameable(inner(given), path);
                    }
                }
            }
        }
        if members.shown.is_empty() && members.hidden > 0 {
            self.problems.insert(format!("`{path}` has members, and its page shows none of them"));
        }
        self.members(&members.shown, path);
    }

    fn sort(&self, found: &[Id], members: &mut Members) {
        for id in found {
            match self.pages.item(*id) {
                // Members of variants and traits have no visibility of their own.
                Some(item) if !matches!(item["visibility"].as_str(), Some("public" | "default")) => {}
                Some(item) if is_hidden(item) => members.hidden += 1,
                Some(_) => members.shown.push(*id),
                None => {}
            }
        }
    }

    fn members(&mut self, members: &[Id], path: &str) {
        for id in members {
            let Some(item) = self.pages.item(*id).filter(|item| !is_hidden(item)) else { continue };
            let name = self.pages.name(*id);
            let path = format!("{path}::{name}");
            // The documentation of a variant or struct also describes its unnamed fields.
            if name.parse::<u32>().is_err() {
                self.documented(item, &path);
            }
            self.nameable(inner(item), &path);
            if kind(item) == "variant" {
                self.members(&fields(inner(item)), &path);
            }
        }
    }

    fn documented(&mut self, item: &Value, path: &str) {
        if item["docs"].as_str().unwrap_or_default().trim().is_empty() {
            self.problems.insert(format!("`{path}` is not documented"));
        }
    }

    /// Checks every type and trait of this crate in a signature.
    fn nameable(&mut self, signature: &Value, path: &str) {
        let mut mentioned = BTreeSet::new();
        mentions(signature, &mut mentioned);
        for id in mentioned.into_iter().filter(|id| !self.pages.public.contains_key(id)) {
            if let Some(defined) = self.pages.defined(id) {
                self.problems.insert(format!("`{path}` uses `{defined}`, which has no public path"));
            }
        }
    }
}

/// Returns the fields of a struct, the variants of an enum, or the fields of a variant.
fn fields(content: &Value) -> Vec<Id> {
    let kind = &content["kind"];
    let places =
        [&content["variants"], &content["fields"], &kind["plain"]["fields"], &kind["struct"]["fields"], &kind["tuple"]];
    places.into_iter().flat_map(ids).collect()
}

/// Collects the types and traits in a signature: everything that has a path and an id.
fn mentions(signature: &Value, found: &mut BTreeSet<Id>) {
    match signature {
        Value::Array(parts) => parts.iter().for_each(|part| mentions(part, found)),
        Value::Object(parts) => {
            if let (Some(Value::String(_)), Some(id)) = (parts.get("path"), parts.get("id").and_then(Value::as_u64)) {
                found.insert(id);
            }
            parts.values().for_each(|part| mentions(part, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
