//! Embeds the source files of the runtime in the generator; lists its public items, so that the generator refers to them by
//! constants; and lists the names that a document's types and methods do not get. The sources come from the runtime's package,
//! which is a build dependency: so a packed generator embeds the runtime that it was resolved with.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use oaspress_runtime::sources;

fn main() -> io::Result<()> {
    let mut list = String::from("const RUNTIME_FILES: &[(&str, &str)] = &[\n");
    let _ = writeln!(list, "    (\"mod.rs\", {:?}),", sources::root_module());
    for (name, text) in sources::MODULES {
        let _ = writeln!(list, "    ({name:?}, {:?}),", sources::copied(text));
    }
    list.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("runtime_files.rs"), list)?;
    fs::write(out.join("secret_names.rs"), included("transport/secret_names.rs")?)?;
    println!("cargo::rustc-env=OASPRESS_RUNTIME_VERSION={}", sources::VERSION);
    let mut modules = modules();
    let mut items = public(sources::ROOT);
    items.extend(sources::macros().into_iter().map(|name| (constant(name), name.to_owned())));
    modules.insert(ROOT.to_owned(), items);
    fs::write(out.join("symbols.rs"), symbols(&modules) + &exported(sources::ROOT))?;
    fs::write(out.join("reserved.rs"), reserved(&modules)?)
}

/// Returns a file of the runtime for `include!`, which does not accept the documentation of a module.
fn included(file: &str) -> io::Result<String> {
    let found = sources::MODULES.iter().find(|(name, _)| *name == file);
    let (_, text) = found.ok_or_else(|| io::Error::other(format!("the runtime has no file {file}")))?;
    Ok(text.lines().filter(|line| !line.starts_with("//!")).flat_map(|line| [line, "\n"]).collect())
}

/// The key of the root in [`Modules`].
const ROOT: &str = "mod";

/// The names in each module of the runtime by the constants for them.
type Modules = BTreeMap<String, BTreeMap<String, String>>;

fn modules() -> Modules {
    let public_modules = sources::MODULES.iter().filter(|(file, _)| is_public(file));
    public_modules.map(|(file, text)| (file.trim_end_matches(".rs").replace('/', "::"), public(text))).collect()
}

/// Returns true if a file is a public module, and all modules around it are.
fn is_public(file: &str) -> bool {
    let path = file.trim_end_matches(".rs");
    let (parent, name) = path.rsplit_once('/').map_or((None, path), |(parent, name)| (Some(parent), name));
    let text = match parent {
        None => Some(sources::ROOT),
        Some(parent) if is_public(parent) => {
            let file = format!("{parent}.rs");
            sources::MODULES.iter().find(|(name, _)| *name == file).map(|(_, text)| *text)
        }
        Some(_) => None,
    };
    let declaration = format!("pub mod {name};");
    text.is_some_and(|text| text.lines().any(|line| line == declaration))
}

/// A constant for every public item of the runtime's root and of its modules, each module's in a module of the same path.
fn symbols(modules: &Modules) -> String {
    let mut text = String::from("/// The public items of the runtime.\npub mod symbol {\n    use super::Symbol;\n");
    if let Some(names) = modules.get(ROOT) {
        text.push_str(&constants(names, "crate::runtime"));
    }
    for module in modules.keys().filter(|module| *module != ROOT && !module.contains("::")) {
        text.push_str(&symbols_of(module, modules));
    }
    text.push_str("}\n");
    text
}

/// A module with the constants of a module of the runtime and of the modules in it.
fn symbols_of(path: &str, modules: &Modules) -> String {
    let names = modules.get(path).filter(|names| !names.is_empty());
    let within = format!("{path}::");
    let is_child = |other: &&String| other.strip_prefix(&within).is_some_and(|name| !name.contains("::"));
    let children: String = modules.keys().filter(is_child).map(|child| symbols_of(child, modules)).collect();
    if names.is_none() && children.is_empty() {
        return String::new();
    }
    let constants = names.map_or_else(String::new, |names| {
        format!("use crate::rust::Symbol;\n{}", constants(names, &format!("crate::runtime::{path}")))
    });
    let name = path.rsplit("::").next().unwrap_or(path);
    format!(
        "\n    /// The public items of the module `{path}`.\n    pub mod {name} {{\n        {constants}{children}    }}\n"
    )
}

/// What the root of the runtime exports in every build, with the modules that declare it.
fn exported(source: &str) -> String {
    let mut text = String::from(
        "/// What the root of the runtime exports, with the modules that declare it.\npub const EXPORTED: &[(&str, Symbol)] = &[\n",
    );
    for uses in source.split("\npub use ").skip(1) {
        let before = source.split(uses).next().unwrap_or_default().trim_end_matches("\npub use ");
        let is_optional = before.lines().last().is_some_and(|line| line.starts_with("#[cfg("));
        let Some((path, _)) = uses.split_once(';').filter(|_| !is_optional) else { continue };
        let Some((module, list)) = path.rsplit_once("::") else { continue };
        for name in list.trim_matches(['{', '}']).split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let constant = constant(name.rsplit(" as ").next().unwrap_or(name));
            let _ = writeln!(text, "    ({module:?}, symbol::{constant}),");
        }
    }
    text.push_str("];\n");
    text
}

/// The names that generated code has from the runtime, in four lists.
fn reserved(modules: &Modules) -> io::Result<String> {
    let source = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("src");
    let mut lowering = String::new();
    rust_files(&source.join("lower"), &mut lowering)?;
    let mut emitter = String::new();
    for file in ["bodies", "functions", "operations", "paging", "responses", "styles"] {
        let path = source.join("emit").join(file).with_extension("rs");
        println!("cargo::rerun-if-changed={}", path.display());
        emitter.push_str(&fs::read_to_string(path)?);
    }
    let methods = |file: &str| sources::MODULES.iter().find(|(name, _)| *name == file).map(|(_, text)| methods(text));
    let options = |file: &str| methods(file).ok_or_else(|| io::Error::other(format!("the runtime has no file {file}")));
    Ok([
        list(
            "TYPES_OF_THE_RUNTIME",
            "The items of the runtime that types refer to.",
            &named(&lowering, "Path::Runtime(symbol::", modules),
        ),
        list(
            "WRITTEN_FOR_OPERATIONS",
            "The items of the runtime that the emitter writes for operations.",
            &named(&emitter, "symbol::", modules),
        ),
        list("CALL_OPTIONS", "The methods that the runtime's macros give operations.", &options("call/options.rs")?),
        list(
            "CLIENT_OPTIONS",
            "The methods that the runtime's macro gives the builder of a client.",
            &options("client/settings.rs")?,
        ),
    ]
    .concat())
}

fn rust_files(folder: &Path, text: &mut String) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, text)?;
        } else {
            text.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The names of the types and traits whose constants follow these words.
fn named(source: &str, words: &str, modules: &Modules) -> BTreeSet<String> {
    let paths = source.split(words).skip(1);
    let name = |text: &str| {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
        let path = text.get(..end)?.trim_end_matches(':');
        let (module, constant) = path.rsplit_once("::").unwrap_or((ROOT, path));
        modules.get(module)?.get(constant).filter(|name| name.starts_with(|first: char| first.is_ascii_uppercase()))
    };
    paths.filter_map(name).cloned().collect()
}

/// The methods in the macros of a file.
fn methods(source: &str) -> BTreeSet<String> {
    let lines = source.split("macro_rules!").skip(1).flat_map(str::lines);
    let methods = lines.filter_map(|line| line.trim_start().strip_prefix("pub fn "));
    let names = methods.filter_map(|method| method.split(['(', '<']).next());
    names.filter(|name| !name.starts_with('$')).map(str::to_owned).collect()
}

fn list(constant: &str, docs: &str, names: &BTreeSet<String>) -> String {
    format!("/// {docs}\nconst {constant}: &[&str] = &{:?};\n", names.iter().collect::<Vec<_>>())
}

fn constants(names: &BTreeMap<String, String>, module: &str) -> String {
    names.iter().fold(String::new(), |mut text, (constant, name)| {
        let _ = writeln!(
            text,
            "\n    /// `{module}::{name}`.\n    pub const {constant}: Symbol = Symbol {{ module: {module:?}, name: {name:?} }};"
        );
        text
    })
}

/// The names that a module declares or exports for others, by the constants for them.
fn public(source: &str) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut add = |name: &str| names.insert(constant(name), name.to_owned());
    for line in source.lines() {
        let Some(item) = line.strip_prefix("pub ") else { continue };
        let words = ["struct ", "enum ", "trait ", "type ", "const fn ", "async fn ", "fn "];
        let declared = words.iter().find_map(|word| item.strip_prefix(word));
        if let Some(name) =
            declared.and_then(|item| item.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next())
        {
            add(name);
        }
    }
    let uses = ["\npub use ", "\npub(crate) use "].into_iter().flat_map(|word| source.split(word).skip(1));
    for uses in uses {
        let Some((path, _)) = uses.split_once(';') else { continue };
        let list = path.rsplit_once('{').map_or_else(|| path.rsplit("::").next().unwrap_or(path), |(_, list)| list);
        for name in list.trim_end_matches('}').split(',').map(str::trim).filter(|name| !name.is_empty()) {
            add(name.rsplit(" as ").next().unwrap_or(name));
        }
    }
    names
}

/// `RawResponse` and `raw_response` as `RAW_RESPONSE`.
fn constant(name: &str) -> String {
    let mut constant = String::new();
    let mut before = '_';
    for c in name.chars() {
        if c.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            constant.push('_');
        }
        constant.push(c.to_ascii_uppercase());
        before = c;
    }
    constant
}
