//! Names parts of further files as components, after their key or file. A name depends only on the place of the part,
//! and not on the number of other parts.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::path::SpecPath;
use crate::source_map::SourceMap;

/// A part that needs a name.
#[derive(Debug)]
pub(super) struct Wish {
    /// The path of the components that will contain it.
    pub(super) container: SpecPath,
    /// The candidates for its name, the shortest first. The last one is unique.
    pub(super) names: Vec<String>,
    /// The place in its file.
    pub(super) place: SpecPath,
}

/// Parts with the same preferred name.
#[derive(Debug)]
pub(super) struct Clash {
    name: String,
    /// True if Rust types are named after the parts.
    matters: bool,
    /// The component that already has the name, if there is one.
    keeper: Option<SpecPath>,
    /// The places of the parts that get another name.
    moved: Vec<SpecPath>,
}

/// The assigned names.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// The new place of each part.
    pub(super) named: Vec<(SpecPath, SpecPath)>,
    /// The parts that did not get their preferred name.
    pub(super) clashes: Vec<Clash>,
}

/// Assigns a unique name to every part: the shortest candidate that neither another part nor one of `components` has.
/// Names that differ only in case or punctuation count as equal, since they would be the same in Rust.
pub(super) fn distinct(wishes: Vec<Wish>, components: Vec<SpecPath>) -> Given {
    let mut given = Given::default();
    let mut taken: BTreeMap<SpecPath, SpecPath> = BTreeMap::new();
    for place in components {
        taken.entry(folded(&place)).or_insert(place);
    }
    let mut left = wishes;
    let mut level = 0;
    while !left.is_empty() {
        let mut groups: BTreeMap<SpecPath, Vec<Wish>> = BTreeMap::new();
        for wish in left.drain(..) {
            groups.entry(folded(&wish.at(level))).or_default().push(wish);
        }
        for (name, group) in groups {
            let keeper = taken.get(&name).cloned();
            if let (None, [wish]) = (&keeper, group.as_slice()) {
                let destination = wish.at(level);
                given.named.push((wish.place.clone(), destination.clone()));
                taken.insert(name, destination);
                continue;
            }
            if level == 0 {
                let moved = group.iter().map(|wish| wish.place.clone()).collect();
                let name = group.first().and_then(|wish| wish.names.first()).cloned().unwrap_or_default();
                let matters = has_types(&group);
                given.clashes.push(Clash { name, matters, keeper, moved });
            }
            left.extend(group);
        }
        level += 1;
    }
    given
}

/// Returns true if Rust types are named after components of this kind.
fn has_types(group: &[Wish]) -> bool {
    let list = group.first().and_then(|wish| wish.container.last());
    list.is_some_and(|list| matches!(&*list, "schemas" | "definitions" | "responses" | "requestBodies"))
}

/// Returns a place with the key reduced to lower-case letters and digits.
fn folded(place: &SpecPath) -> SpecPath {
    let key = place.last().unwrap_or_default();
    let plain: String = key.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let plain = if plain.is_empty() { key.into_owned() } else { plain };
    place.parent().map_or_else(|| place.clone(), |parent| parent.child(&plain))
}

impl Wish {
    /// Returns the place for the candidate at this level. The last candidate is unique; beyond it, a suffix makes the
    /// name unique.
    fn at(&self, level: usize) -> SpecPath {
        let last = self.names.last().map_or("", String::as_str);
        let beyond = || format!("{last}{}", "x".repeat((level + 1).saturating_sub(self.names.len())));
        self.container.child(&self.names.get(level).cloned().unwrap_or_else(beyond))
    }
}

/// Returns the candidates for the name of the part at `place` in the file at `path`, the shortest first.
pub(super) fn wishes(path: &str, place: &SpecPath) -> Vec<String> {
    let mut folders: Vec<&str> = path.split('/').collect();
    let file = folders.pop().map_or("", stem);
    let mut file = file.to_owned();
    if matches!(file.as_str(), "index" | "_index" | "")
        && let Some(folder) = folders.pop()
    {
        folder.clone_into(&mut file);
    }
    let mut names = Vec::new();
    let (inner, complete) = pointer_name(place);
    if complete {
        names.push(inner.clone());
    }
    let mut name = if inner.is_empty() { file } else { format!("{file} {inner}") };
    names.push(name.clone());
    for folder in folders.iter().rev() {
        name = format!("{folder} {name}");
        names.push(name.clone());
    }
    names.push(format!("{path}#{}", place.pointer()));
    names
}

/// Returns the key of a component. `None` if the place is not directly below a list of components.
pub(super) fn key(place: &SpecPath) -> Option<String> {
    let list = place.parent()?;
    let listed = list.last().is_some_and(|list| CONTAINERS.contains(&&*list));
    place.last().filter(|_| listed).map(std::borrow::Cow::into_owned)
}

fn stem(file: &str) -> &str {
    let end = [".yaml", ".yml", ".json"].into_iter().find_map(|end| file.strip_suffix(end));
    end.filter(|stem| !stem.is_empty()).unwrap_or(file)
}

/// Returns the name for a pointer, and true if it can be used without the file name. The value of a key can. A part of
/// a schema or operation is named after all keys on the path, which is sufficient only if the path includes the name
/// of a component.
fn pointer_name(place: &SpecPath) -> (String, bool) {
    let tokens: Vec<String> = place.tokens().map(std::borrow::Cow::into_owned).collect();
    let is_list = |at: usize, token: &str| match token {
        "definitions" | "$defs" => true,
        _ => CONTAINERS.contains(&token) && (at == 0 || (at == 1 && tokens[0] == "components")),
    };
    let start = (0..tokens.len()).rfind(|&at| is_list(at, &tokens[at])).map_or(0, |at| at + 1);
    let inner = tokens.get(start..).unwrap_or_default();
    let Some(within) = inner.iter().position(|token| WITHIN.contains(&token.as_str())) else {
        return (inner.last().cloned().unwrap_or_default(), !inner.is_empty());
    };
    let leads = |token: &str| WITHIN.contains(&token) || CONTAINERS.contains(&token) || token.contains('/');
    let keys = inner.iter().filter(|token| !leads(token));
    (keys.cloned().collect::<Vec<_>>().join(" "), within == 1 || (start > 0 && within > 0))
}

/// Keywords whose members have user-defined keys.
const CONTAINERS: &[&str] = &[
    "schemas",
    "definitions",
    "$defs",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "examples",
    "links",
    "callbacks",
    "securitySchemes",
    "pathItems",
    "mediaTypes",
];

/// Keywords that lead to parts of an object.
const WITHIN: &[&str] = &[
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "additionalProperties",
    "patternProperties",
    "not",
    "content",
    "schema",
    "requestBody",
];

/// Reports the parts whose names include the name of their file.
pub(super) fn report(clashes: &[Clash], source_map: &SourceMap, diagnostics: &mut Diagnostics) {
    for Clash { name, keeper, moved, .. } in clashes.iter().filter(|clash| clash.matters) {
        let Some((first, others)) = moved.split_first() else { continue };
        let message = match keeper {
            Some(_) => {
                format!("another component of the document is named `{name}`, so this one is also named after its file")
            }
            None => {
                format!("{} parts of files would be named `{name}`, so each is also named after its file", moved.len())
            }
        };
        let key = source_map.key(first);
        let help = format!("to choose another name, write `{key:?} = \"…\"` under `[names]` in the configuration");
        let found = Diagnostic::new(Code::NameClash, first, message).help(help);
        let related = keeper.iter().chain(others.iter().take(3));
        diagnostics.push(related.fold(found, |found, place| found.related(place, "the same name is here")));
    }
}

#[cfg(test)]
mod tests {
    use super::{Wish, distinct, wishes};
    use crate::path::{DocumentId, SpecPath};

    fn path_at(document: u32, pointer: &str) -> SpecPath {
        SpecPath::parse(DocumentId::new(document), pointer).expect("a pointer")
    }

    #[test]
    fn a_part_is_called_after_its_key_or_its_file() {
        let first = |path, pointer| wishes(path, &path_at(1, pointer)).first().cloned().unwrap_or_default();
        assert_eq!(first("schemas/Pet.yaml", ""), "Pet");
        assert_eq!(first("schemas/pet/index.yaml", ""), "pet");
        assert_eq!(first("common.yaml", "/components/schemas/Error"), "Error");
        assert_eq!(first("common.yaml", "/objects/pets/Cat"), "Cat");
        assert_eq!(first("schemas/Pet.yaml", "/properties/owner"), "Pet owner");
        assert_eq!(first("common.yaml", "/definitions/Pet/properties/owner"), "Pet owner");
        assert_eq!(first("pets.yaml", "/get/responses/200/content/application~1json/schema"), "pets get 200");
    }

    #[test]
    fn equal_names_are_told_apart_by_folders_in_any_order() {
        let wish = |document, path: &str| {
            let place = path_at(document, "");
            Wish { container: SpecPath::root().child("schemas"), names: wishes(path, &place), place }
        };
        let named = |wishes| {
            let mut named = distinct(wishes, Vec::new()).named;
            named.sort();
            named
                .into_iter()
                .map(|(_, destination)| destination.last().unwrap_or_default().into_owned())
                .collect::<Vec<_>>()
        };
        let expected = ["a Error", "b Error", "Other"];
        assert_eq!(named(vec![wish(1, "a/Error.yaml"), wish(2, "b/Error.yaml"), wish(3, "b/Other.yaml")]), expected);
        assert_eq!(named(vec![wish(3, "b/Other.yaml"), wish(2, "b/Error.yaml"), wish(1, "a/Error.yaml")]), expected);
        assert_eq!(named(vec![wish(1, "a/error.yaml"), wish(2, "Error.json")]), ["a error", "Error.json#"]);
    }
}
