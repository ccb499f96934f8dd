//! The JSON output of `rustdoc` for a crate: items, and the public paths to them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use serde_json::Value;

/// The supported versions of the format.
const FORMATS: RangeInclusive<u64> = 57..=57;

/// The id of an item.
pub(crate) type Id = u64;

/// The JSON output of `rustdoc` for a crate.
#[derive(Debug)]
pub(crate) struct Pages {
    json: Value,
    /// The items that have pages, each with its public paths.
    pub(crate) public: BTreeMap<Id, BTreeSet<String>>,
}

impl Pages {
    /// Parses the JSON; `None` if its version is not supported.
    pub(crate) fn read(bytes: &[u8]) -> Result<Option<Self>, String> {
        let json: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let format = json["format_version"].as_u64().unwrap_or_default();
        if !FORMATS.contains(&format) {
            eprintln!("skipped: rustdoc writes version {format} of its JSON, and {FORMATS:?} are known");
            return Ok(None);
        }
        let mut pages = Self { json, public: BTreeMap::new() };
        let root = pages.json["root"].as_u64().ok_or("there is no root")?;
        let name = pages.name(root).to_owned();
        pages.visit(root, &name, &mut BTreeSet::new());
        Ok(Some(pages))
    }

    /// Returns an item of this crate.
    pub(crate) fn item(&self, id: Id) -> Option<&Value> {
        self.json["index"].get(id.to_string())
    }

    pub(crate) fn name(&self, id: Id) -> &str {
        self.item(id).and_then(|item| item["name"].as_str()).unwrap_or_default()
    }

    /// Returns the path where an item of this crate is defined; `None` for items of other crates.
    pub(crate) fn defined(&self, id: Id) -> Option<String> {
        let entry = self.json["paths"].get(id.to_string()).filter(|entry| entry["crate_id"] == 0)?;
        let names: Vec<&str> = entry["path"].as_array()?.iter().filter_map(Value::as_str).collect();
        Some(names.join("::"))
    }

    /// Collects the items of a module and its submodules.
    fn visit(&mut self, module: Id, path: &str, visited: &mut BTreeSet<(Id, String)>) {
        if !visited.insert((module, path.to_owned())) {
            return;
        }
        let children: Vec<Id> = self.item(module).map(|item| ids(&inner(item)["items"])).unwrap_or_default();
        for child in children {
            let Some(item) = self.item(child).filter(|item| item["visibility"] == "public" && !is_hidden(item)) else {
                continue;
            };
            let (id, name) = match (kind(item), inner(item)) {
                ("use", import) if import["is_glob"] == true => {
                    let id = import["id"].as_u64().unwrap_or_default();
                    self.visit(id, path, visited);
                    continue;
                }
                ("use", import) => (import["id"].as_u64().unwrap_or_default(), import["name"].as_str()),
                _ => (child, item["name"].as_str()),
            };
            let Some(target) = self.item(id).filter(|item| !is_hidden(item)) else { continue };
            let is_module = kind(target) == "module";
            let path = format!("{path}::{}", name.unwrap_or_default());
            self.public.entry(id).or_default().insert(path.clone());
            if is_module {
                self.visit(id, &path, visited);
            }
        }
    }
}

/// Returns the kind of an item, such as `struct`.
pub(crate) fn kind(item: &Value) -> &str {
    item["inner"].as_object().and_then(|inner| inner.keys().next()).map_or("", String::as_str)
}

/// Returns the content that depends on the kind of item.
pub(crate) fn inner(item: &Value) -> &Value {
    &item["inner"][kind(item)]
}

/// Returns true if the item is hidden.
pub(crate) fn is_hidden(item: &Value) -> bool {
    item["attrs"]
        .as_array()
        .is_some_and(|attributes| attributes.iter().any(|attribute| attribute.to_string().contains("doc(hidden)")))
}

/// Returns the ids in a list. Stripped items are `null`.
pub(crate) fn ids(list: &Value) -> Vec<Id> {
    list.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}
