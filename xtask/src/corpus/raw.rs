//! Counts the content of a document, of any version and in any number of files. It shares no code with the generator,
//! so that it does not repeat the generator's omissions, and is as simple as possible.

mod files;
mod schemas;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use serde_json::{Map, Value};

pub(crate) use self::files::read;
pub(crate) use oaspress::internals::validate::{Files, RawPlace};

/// The content of a document.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Raw {
    /// The OpenAPI version of the document, such as `3.0`.
    pub(super) version: String,
    /// The operations, in order.
    pub(super) operations: Vec<RawOperation>,
    /// Number of named schemas.
    pub(super) named_schemas: usize,
    /// Total number of schemas, without duplicates.
    pub(super) schemas: usize,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RawOperation {
    /// The method and path, such as `GET /pets`.
    pub(super) name: String,
    /// The parameters of the operation and of its path: the location and the name, such as `query limit`. Parameters
    /// in the body are excluded.
    pub(super) parameters: BTreeSet<String>,
}

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Header parameters that the specification ignores.
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

impl Raw {
    /// Counts the content of the document with this root file.
    pub(super) fn read(file: &Path) -> Result<Self> {
        Ok(Self::count(&files::read(file)?))
    }

    fn count(files: &Files) -> Self {
        let root = files.root();
        let paths = root.child("paths").and_then(RawPlace::object);
        let operations = paths.map(|paths| operations(files, &root, paths)).unwrap_or_default();
        let named = [root.child("definitions"), root.child("components").and_then(|place| place.child("schemas"))];
        let named = named.iter().flatten().filter_map(|place| place.value.as_object()).map(Map::len).sum();
        let version = root.child("openapi").or_else(|| root.child("swagger")).map(|place| version(place.value));
        Self { version: version.unwrap_or_default(), operations, named_schemas: named, schemas: schemas::count(files) }
    }

    /// Returns the total number of parameters of all operations.
    pub(super) fn parameters(&self) -> usize {
        self.operations.iter().map(|operation| operation.parameters.len()).sum()
    }
}

/// Returns the first two numbers of the version.
fn version(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.trim_start_matches('v').split('.').take(2).collect::<Vec<_>>().join(".")
}

fn operations(files: &Files, root: &RawPlace<'_>, paths: &Map<String, Value>) -> Vec<RawOperation> {
    let mut list = Vec::new();
    for (path, item) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
        let Some(item) = files.follow(root.with(item)) else { continue };
        let shared = parameters(files, &item);
        for method in METHODS {
            let Some(operation) = item.child(method).filter(|place| place.value.is_object()) else { continue };
            let mut parameters = parameters(files, &operation);
            parameters.extend(shared.iter().cloned());
            list.push(RawOperation { name: format!("{} {path}", method.to_uppercase()), parameters });
        }
        let additional = item.child("additionalOperations");
        for (method, operation) in additional.iter().filter_map(|place| place.value.as_object()).flatten() {
            let mut parameters = parameters(files, &item.with(operation));
            parameters.extend(shared.iter().cloned());
            list.push(RawOperation { name: format!("{method} {path}"), parameters });
        }
    }
    list
}

fn parameters(files: &Files, owner: &RawPlace<'_>) -> BTreeSet<String> {
    let list = owner.child("parameters").and_then(|place| place.value.as_array().map(|list| (place, list)));
    let Some((place, list)) = list else { return BTreeSet::new() };
    let followed = list.iter().filter_map(|parameter| files.follow(place.with(parameter)));
    followed
        .filter_map(|parameter| {
            let text = |key| parameter.value.get(key).and_then(Value::as_str);
            let (name, place) = (text("name")?, text("in")?);
            let ignored = place == "header" && IGNORED_HEADERS.contains(&name.to_lowercase().as_str());
            let counts = ["path", "query", "querystring", "header", "cookie"].contains(&place) && !ignored;
            counts.then(|| format!("{place} {name}"))
        })
        .collect()
}

#[cfg(test)]
mod tests;
