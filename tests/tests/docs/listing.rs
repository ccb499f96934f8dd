//! Compares `api.txt` with the pages: it lists all public items outside of the runtime, and no others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use oaspress::surface::{Item, ItemKind, Surface};
use serde_json::Value;

use crate::pages::{Id, Pages, ids, inner, is_hidden, kind};

/// Returns the paths that only one of the two contains.
pub(crate) fn problems(pages: &Pages, listing: &str) -> Vec<String> {
    let surface: Surface = listing.parse().unwrap_or_else(|error| panic!("{error}"));
    let listed = listed(&surface);
    let shown = shown(pages);
    let missing = shown.difference(&listed).map(|path| format!("`{path}` is not listed"));
    let extra = listed.difference(&shown).map(|path| format!("`{path}` is listed and has no page"));
    missing.chain(extra).collect()
}

/// Returns the paths of the listing, including the methods that the runtime's macros implement.
fn listed(surface: &Surface) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for item in &surface.items {
        if matches!(
            item.kind,
            ItemKind::Feature | ItemKind::Argument | ItemKind::Fixed | ItemKind::Response | ItemKind::Assoc
        ) {
            continue;
        }
        paths.insert(item.path.replace("r#", ""));
        paths.extend(item.marked("impl").map(|name| implementation(name, &item.path)));
        paths.extend(options(item).into_iter().map(|name| format!("{}::{name}", item.path)));
        if item.kind == ItemKind::Struct && item.signature.starts_with('(') {
            paths.insert(format!("{}::0", item.path));
        }
    }
    paths
}

/// The traits whose implementations are listed, unless they are derived.
const LISTED_TRAITS: [&str; 3] = ["Debug", "Default", "IntoFuture"];

fn implementation(name: &str, path: &str) -> String {
    format!("{path} as {name}")
}

/// Returns the trait of an implementation by hand or by a macro that is not derived, if it is listed.
fn listed_trait(item: &Value) -> Option<&str> {
    let is_derived = item["attrs"]
        .as_array()
        .is_some_and(|attributes| attributes.iter().any(|one| one.to_string().contains("derived")));
    let name = inner(item)["trait"]["path"].as_str()?.rsplit("::").next()?;
    let is_listed = LISTED_TRAITS.contains(&name) && !is_derived && inner(item)["blanket_impl"].is_null();
    is_listed.then_some(name)
}

/// Returns the methods that a macro of the runtime implements for an item.
fn options(item: &Item) -> Vec<String> {
    item.marked("options").flat_map(methods_of).collect()
}

/// Returns the methods that a macro of the runtime implements, by the mark for it.
fn methods_of(kind: &str) -> Vec<String> {
    let (file, without) = match kind {
        "call" => ("call/options.rs", ""),
        "keyed" => ("call/options.rs", "idempotency_key"),
        "conditional" => ("call/conditional.rs", ""),
        "client" => ("client/settings.rs", ""),
        _ => return Vec::new(),
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/runtime/src").join(file);
    let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = source.split("macro_rules!").skip(1).flat_map(str::lines);
    let methods = lines.filter_map(|line| line.trim_start().strip_prefix("pub fn ")?.split(['(', '<']).next());
    methods.filter(|name| *name != without).map(str::to_owned).collect()
}

/// Returns the paths of the items that the crate itself defines.
fn shown(pages: &Pages) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for (id, public) in &pages.public {
        let Some(item) = pages.item(*id) else { continue };
        let without_crate = |path: &String| path.split_once("::").map(|(_, path)| path.to_owned()).unwrap_or_default();
        let Some(path) = public.iter().map(without_crate).min_by_key(String::len) else { continue };
        if path.split("::").next() == Some("guide") {
            continue;
        }
        if !is_of_runtime(item) {
            paths.insert(path.clone());
            paths.extend(members(pages, item, &path));
        }
        for implementation in ids(&inner(item)["impls"]).into_iter().filter_map(|id| pages.item(id)) {
            if let (false, Some(name)) = (is_of_runtime(item), listed_trait(implementation)) {
                paths.insert(self::implementation(name, &path));
            }
            let is_inherent = inner(implementation)["trait"].is_null();
            if is_inherent && !is_of_runtime(implementation) {
                paths.extend(public_names(pages, &ids(&inner(implementation)["items"]), &path));
            }
        }
    }
    paths
}

/// Returns the fields and variants of a type.
fn members(pages: &Pages, item: &Value, path: &str) -> Vec<String> {
    let content = inner(item);
    let structure = &content["kind"];
    let lists = match kind(item) {
        "struct" => [&structure["plain"]["fields"], &structure["tuple"]],
        "enum" => [&content["variants"], &Value::Null],
        _ => return Vec::new(),
    };
    lists.into_iter().flat_map(|list| public_names(pages, &ids(list), path)).collect()
}

fn public_names(pages: &Pages, members: &[Id], path: &str) -> Vec<String> {
    let items = members.iter().filter_map(|id| pages.item(*id));
    let public =
        items.filter(|item| matches!(item["visibility"].as_str(), Some("public" | "default")) && !is_hidden(item));
    public.map(|item| format!("{path}::{}", item["name"].as_str().unwrap_or_default())).collect()
}

fn is_of_runtime(item: &Value) -> bool {
    item["span"]["filename"].as_str().is_some_and(|file| file.contains("src/runtime"))
}
