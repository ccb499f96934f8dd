//! Lists the source files of the runtime, so that they are embedded in the generator as they are, and its public items, so that
//! the generator refers to them by constants.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("runtime/src/runtime");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &root, &mut files)?;
    files.sort();
    let mut list = String::from("const RUNTIME_FILES: &[(&str, &str)] = &[\n");
    for (name, path) in &files {
        let _ = writeln!(list, "    ({name:?}, include_str!({:?})),", path.display().to_string());
    }
    list.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("runtime_files.rs"), list)?;
    fs::write(out.join("symbols.rs"), symbols(&files)?)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, path));
        }
    }
    Ok(())
}

/// A constant for every public item of the runtime's root and of its modules, each module's in a module of the same name.
fn symbols(files: &[(String, PathBuf)]) -> io::Result<String> {
    let mut text = String::from("/// The public items of the runtime.\npub mod symbol {\n    use super::Symbol;\n");
    for (file, path) in files.iter().filter(|(file, _)| !file.contains('/')) {
        let source = fs::read_to_string(path)?;
        let names = public(&source);
        let module = file.trim_end_matches(".rs");
        if module == "mod" {
            text.push_str(&constants(&names, "crate::runtime"));
        } else if !names.is_empty() {
            let constants = constants(&names, &format!("crate::runtime::{module}"));
            let _ = write!(
                text,
                "\n    /// The public items of the module `{module}`.\n    pub mod {module} {{\n        use super::Symbol;\n{constants}    }}\n"
            );
        }
    }
    text.push_str("}\n");
    Ok(text)
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
        if let Some(name) = declared.and_then(|item| item.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next())
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
