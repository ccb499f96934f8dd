//! Checks that a stage of the generator uses its input and its output, but no other stage. Reads `use` lines and
//! paths.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Every stage, with the earlier stages whose types it may use as its input.
const STAGES: &[(&str, &[&str])] = &[
    ("load", &[]),
    ("overlay", &["load"]),
    ("bundle", &["load"]),
    ("filter", &["resolve"]),
    ("dialect", &["resolve"]),
    ("resolve", &["load", "bundle"]),
    ("lint", &["load", "resolve"]),
    ("analyze", &["resolve"]),
    ("name", &[]),
    ("unify", &["name"]),
    ("lower", &["name"]),
    ("share", &[]),
    ("emit", &[]),
    ("print", &["emit"]),
    ("surface", &[]),
    ("outline", &[]),
    ("diff", &["filter", "surface"]),
    ("disk", &["load"]),
];

/// The modules that combine the stages.
const PIPELINE: &[&str] = &["lib", "internals", "effective", "package", "command", "cli", "bin"];

/// Tokens do not cross threads, so the thread that prints an item also emits it.
const EXCEPTIONS: &[(&str, &str)] = &[("print", "emit::{Documentation, Imports, Piece, Place, emit}")];

#[test]
fn stages_do_not_know_one_another() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src");
    let mut files = Vec::new();
    collect(&root, &mut files).expect("the sources can be listed");
    assert!(files.len() > 10, "the sources are not where they were");

    let mut broken = Vec::new();
    for file in files {
        let inner = file.strip_prefix(&root).expect("it was listed there");
        let module = module_of(inner);
        if PIPELINE.contains(&module.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("the file was listed");
        for (line, used) in uses(&text) {
            if !allowed(&module, used) {
                broken.push(format!("{}:{line}: crate::{used}", inner.display()));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "a module uses a stage that it must not know (a stage may name the types of its input, no function of another stage):\n{}",
        broken.join("\n")
    );
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// Returns the top-level module of a file: `lower` for both `lower.rs` and `lower/types.rs`.
fn module_of(file: &Path) -> String {
    let first = file.iter().next().unwrap_or_default();
    Path::new(first).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Returns every path that begins with `crate::`, without this prefix and with its line. Tests at the end of a file
/// are skipped.
fn uses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.match_indices("crate::").map(move |(start, found)| {
        let line = code[..start].lines().count().max(1);
        let path = &code[start + found.len()..];
        let end = path.find(|c: char| !(c.is_alphanumeric() || "_:{}, \n".contains(c))).unwrap_or(path.len());
        (line, path[..end].trim_end())
    })
}

/// Returns true if a module may use a path such as `name::{Names, SchemaName}`.
fn allowed(module: &str, used: &str) -> bool {
    if EXCEPTIONS.contains(&(module, used)) {
        return true;
    }
    let (other, names) = used.split_once("::").unwrap_or((used, ""));
    let is_stage = STAGES.iter().any(|(stage, _)| *stage == other);
    if !is_stage || other == module {
        return true;
    }
    let input = STAGES.iter().any(|(stage, inputs)| *stage == module && inputs.contains(&other));
    input && names_only_types(names)
}

fn names_only_types(names: &str) -> bool {
    let list = names.strip_prefix('{').map_or_else(|| names.split([' ', ':']).next(), |list| list.split('}').next());
    list.unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .all(|name| name.starts_with(|first: char| first.is_uppercase()))
}

#[test]
fn the_rule_tells_types_from_functions() {
    for (module, used, expected) in [
        ("lower", "name::{Names, SchemaName}", true),
        ("lower", "name::Names", true),
        ("lower", "name::words::snake_case", false),
        ("lower", "name::{Names, name}", false),
        ("lower", "analyze::Context", false),
        ("model", "name::Names", false),
        ("emit", "rust::Item", true),
        ("load", "diag::Code", true),
    ] {
        assert_eq!(allowed(module, used), expected, "{module} uses {used}");
    }
}

/// The steps of the analysis of schemas, with the names that they must not use: later steps, and the state that they
/// must not change.
const STEPS: &[(&str, &[&str])] = &[
    ("read", &["schema::classify", "super::classify", "::intern", "Interner", " Context<"]),
    ("classify", &["::intern", "Interner", " Context<"]),
];

#[test]
fn reading_and_classifying_schemas_changes_no_schema() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src/analyze/schema");
    for (step, forbidden) in STEPS {
        let mut files = vec![schema.join(step).with_extension("rs")];
        collect(&schema.join(step), &mut files).expect("the sources can be listed");
        assert!(files.len() > 5, "the sources of `{step}` are not where they were");
        for file in files {
            let text = fs::read_to_string(&file).expect("the file was listed");
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let found = forbidden.iter().find(|name| code.iter().any(|line| line.contains(**name)));
            assert_eq!(found, None, "{} names a later step", file.display());
        }
    }
}

/// The most lines of a file and of a function. Tests are exempt.
const LIMITS: (usize, usize) = (400, 60);

#[test]
fn files_and_functions_are_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (most_lines, most_of_function) = LIMITS;
    let mut large = Vec::new();
    let mut checked = 0;
    for folder in ["generator/src", "generator/runtime/src", "xtask/src"] {
        let mut files = Vec::new();
        collect(&root.join(folder), &mut files).expect("the sources can be listed");
        for file in &files {
            let inner = file.strip_prefix(&root).expect("it was listed there");
            if is_test(inner) {
                continue;
            }
            let text = fs::read_to_string(file).expect("the file was listed");
            let name = inner.display();
            let lines: Vec<&str> = text.lines().collect();
            large.extend((lines.len() > most_lines).then(|| format!("{name} has {} lines", lines.len())));
            for (line, function) in functions(&lines) {
                checked += 1;
                let length = function.len();
                large.extend((length > most_of_function).then(|| format!("{name}:{line}: {length} lines")));
            }
        }
    }
    assert!(checked > 5000, "only {checked} functions were found");
    assert!(
        large.is_empty(),
        "a file has at most {most_lines} lines, and a function {most_of_function}:\n{}",
        large.join("\n")
    );
}

fn is_test(file: &Path) -> bool {
    file.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")))
}

/// Returns the functions with a body, each with the number of its first line. A function ends at the first line that is a brace with
/// its indentation, as `rustfmt` writes it.
fn functions<'l>(lines: &'l [&'l str]) -> impl Iterator<Item = (usize, &'l [&'l str])> {
    let starts = lines.iter().enumerate().filter(|(_, line)| begins_function(line));
    starts.filter_map(move |(start, line)| {
        let indent = line.len() - line.trim_start().len();
        let is_last = |line: &&str| {
            let depth = line.len() - line.trim_start().len();
            depth == indent && line.ends_with(['}', ';'])
        };
        let rest = lines.get(start..).unwrap_or_default();
        let length = rest.iter().position(is_last)? + 1;
        let function = rest.get(..length)?;
        // Functions of traits have no body.
        function.last().is_some_and(|last| last.ends_with('}')).then_some((start + 1, function))
    })
}

fn begins_function(line: &str) -> bool {
    const MODIFIERS: [&str; 8] = ["pub", "pub(crate)", "pub(super)", "const", "async", "unsafe", "default", "extern"];
    // `pub(in path)` has a blank.
    let is_modifier = |word: &&str| MODIFIERS.contains(word) || word.starts_with("pub(in") || word.ends_with(')');
    line.split_whitespace().find(|word| !is_modifier(word)) == Some("fn")
}

#[test]
fn the_lines_of_functions_are_counted() {
    let text = "impl A {\n    pub(in crate::b) const fn one(\n        a: u8,\n    ) -> u8 {\n        a\n    }\n\n    fn two();\n}\nfn three() {}\n";
    let lines: Vec<&str> = text.lines().collect();
    let found: Vec<(usize, usize)> = functions(&lines).map(|(line, function)| (line, function.len())).collect();
    assert_eq!(found, [(2, 5), (10, 1)]);
}
