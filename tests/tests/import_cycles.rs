//! Detects files of the generator that import each other, directly or through others. An import refers to the file that
//! defines the name: re-exports are followed, and so are imports of a parent, whose children can use them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The path of a module below the root of the crate.
type Module = Vec<String>;

/// The folders of `generator/src` without cycles.
const FREE: &[&str] = &[
    "analyze", "cli", "diag", "dialect", "diff", "emit", "filter", "input", "lint", "load", "lower", "model", "name",
    "outline", "resolve", "rust", "source", "surface", "unify",
];

#[test]
fn no_files_import_each_other() {
    let sources = Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src"));
    for folder in FREE {
        let inside: BTreeSet<&Module> = sources.modules.keys().filter(|module| module[0] == *folder).collect();
        assert!(!inside.is_empty(), "`{folder}` is not where it was");
        let imports = inside.iter().map(|module| (*module, sources.imports(module))).collect();
        if let Some(cycle) = cycle(&imports) {
            let names: Vec<String> = cycle.iter().map(|module| module.join("/")).collect();
            panic!("these files import each other: {}", names.join(" -> "));
        }
    }
}

#[test]
fn names_lead_to_the_file_that_defines_them() {
    let module = |name: &str| -> Module { name.split('/').map(str::to_owned).collect() };
    let modules = [
        ("a", "mod b;\nmod c;\npub(super) use b::{B, other as O};\nuse c::C;"),
        ("a/b", "use super::c;\npub struct B;\nfn f() { c::g() }"),
        ("a/c", "use super::{B,\n    b::X};\npub struct C;"),
        ("a/d", "use super::C;"),
    ];
    let modules = modules.map(|(name, code)| (module(name), code.to_owned())).into();
    let sources = Sources { modules };
    assert_eq!(sources.imports(&module("a/b")), [module("a/c")].into());
    assert_eq!(sources.imports(&module("a/c")), [module("a/b")].into());
    assert_eq!(sources.imports(&module("a/d")), [module("a/c")].into());
    let imports = sources.modules.keys().map(|module| (module, sources.imports(module))).collect();
    assert!(cycle(&imports).is_some());
}

/// The code of every module.
struct Sources {
    modules: BTreeMap<Module, String>,
}

impl Sources {
    fn read(root: &Path) -> Self {
        let mut files = Vec::new();
        collect(root, &mut files);
        let module = |file: &PathBuf| -> Module {
            let inner = file.strip_prefix(root).expect("it was listed there").with_extension("");
            inner.iter().map(|part| part.to_string_lossy().into_owned()).collect()
        };
        let code = |file: &PathBuf| {
            let text = fs::read_to_string(file).expect("the file was listed");
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            lines.map(without_strings).collect::<Vec<_>>().join("\n")
        };
        Self { modules: files.iter().map(|file| (module(file), code(file))).collect() }
    }

    /// Returns the modules that define the names that a module uses.
    fn imports(&self, module: &[String]) -> BTreeSet<Module> {
        let mut bound: BTreeMap<String, Module> = BTreeMap::new();
        let mut named: Vec<Module> = Vec::new();
        for (is_reexport, path) in uses(&self.modules[module]) {
            let Some(path) = self.absolute(module, &path) else { continue };
            bound.extend(path.last().map(|last| (last.clone(), path.clone())));
            named.extend((!is_reexport && !self.modules.contains_key(&path)).then_some(path));
        }
        for path in paths(&self.modules[module]) {
            let [first, rest @ ..] = path.as_slice() else { continue };
            let bound = bound.get(first).map(|path| [path, rest].concat());
            let path = bound.or_else(|| self.absolute(module, &path));
            named.extend(path.filter(|path| !self.modules.contains_key(path)));
        }
        named.iter().filter_map(|path| self.home(path, 0)).filter(|home| home.as_slice() != module).collect()
    }

    /// Returns a path from the root of the crate; `None` for a path to another crate.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([module, rest].concat()),
            "super" => {
                let supers = path.iter().take_while(|part| *part == "super").count();
                let outer = module.get(..module.len().checked_sub(supers)?)?;
                Some([outer, &path[supers..]].concat())
            }
            _ => {
                let child = [module, std::slice::from_ref(first)].concat();
                self.modules.contains_key(&child).then(|| [&child, rest].concat())
            }
        }
    }

    /// Returns the module that defines the item at a path.
    fn home(&self, path: &[String], depth: usize) -> Option<Module> {
        if self.modules.contains_key(path) {
            return Some(path.to_vec());
        }
        let (last, outer) = path.split_last()?;
        let Some(code) = self.modules.get(outer).filter(|_| depth < 10) else { return self.home(outer, depth + 1) };
        let imports = uses(code).into_iter().filter(|(_, path)| path.last() == Some(last));
        let mut targets = imports.filter_map(|(_, path)| self.absolute(outer, &path));
        targets.find_map(|target| self.home(&target, depth + 1)).or_else(|| Some(outer.to_vec()))
    }
}

/// Returns a line without the contents of its string literals, which can contain paths of generated code.
fn without_strings(line: &str) -> String {
    let line = line.replace("'\"'", "").replace("\\\"", "");
    line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources can be listed") {
        let path = entry.expect("the sources can be listed").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Returns every path of a `use`, and true if the `use` is a re-export.
fn uses(code: &str) -> Vec<(bool, Vec<String>)> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(start) = rest.find("use ") {
        let before = rest[..start].rsplit('\n').next().unwrap_or_default().trim();
        rest = &rest[start + 4..];
        if before.is_empty() || before.starts_with("pub") {
            let end = rest.find(';').unwrap_or(rest.len());
            found.extend(expand(&rest[..end]).into_iter().map(|path| (!before.is_empty(), path)));
        }
    }
    found
}

/// Expands the tree of a `use` into its paths.
fn expand(tree: &str) -> Vec<Vec<String>> {
    let parts =
        |path: &str| path.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let Some((head, list)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![parts(path)].into_iter().filter(|path: &Vec<String>| !path.is_empty()).collect();
    };
    let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
    let (mut depth, mut start, mut entries) = (0_usize, 0, Vec::new());
    for (at, char) in list.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                entries.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    entries.push(&list[start..]);
    let head: Vec<String> = parts(head);
    entries.into_iter().flat_map(expand).map(|path| [head.clone(), path].concat()).collect()
}

/// Returns every path with `::` in the code.
fn paths(code: &str) -> Vec<Vec<String>> {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | ':');
    let tokens = code.split(|char| !is_part(char)).filter(|token| token.contains("::"));
    tokens.map(|token| token.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect()).collect()
}

/// Returns the modules of a cycle of imports.
fn cycle<'m>(imports: &BTreeMap<&'m Module, BTreeSet<Module>>) -> Option<Vec<&'m Module>> {
    let mut left: BTreeMap<&Module, BTreeSet<&Module>> =
        imports.iter().map(|(module, targets)| (*module, targets.iter().collect())).collect();
    loop {
        let ends: Vec<&Module> = left
            .iter()
            .filter(|(_, targets)| !targets.iter().any(|target| left.contains_key(target)))
            .map(|(module, _)| *module)
            .collect();
        if ends.is_empty() {
            // Every remaining module is part of a cycle, or leads to one.
            return (!left.is_empty()).then(|| left.into_keys().collect());
        }
        for module in ends {
            left.remove(module);
        }
    }
}
