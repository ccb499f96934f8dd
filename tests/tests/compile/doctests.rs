//! The doctests of a crate: the ones that rustdoc finds, and the ones that the generator wrote.

use std::fs;
use std::path::Path;

use oaspress_mutate::documentation::{code_blocks, of_markdown, of_rust};
use serde_json::Value;

/// Returns the source of every doctest that rustdoc found, sorted.
pub(crate) fn found(said: &str) -> Result<Vec<String>, String> {
    let mut sources = Vec::new();
    for line in said.lines().filter(|line| line.starts_with('{')) {
        let all: Value =
            serde_json::from_str(line).map_err(|error| format!("rustdoc says no JSON: {error}: {line}"))?;
        let tests = all.get("doctests").and_then(Value::as_array).ok_or_else(|| format!("no doctests: {line}"))?;
        let source =
            |test: &Value| test.get("original_code").and_then(Value::as_str).map(|code| code.trim().to_owned());
        sources.extend(tests.iter().filter_map(source));
    }
    sources.sort();
    Ok(sources)
}

/// Returns the source of every doctest that the generator wrote, sorted. Each names the crate, and no text of a
/// document does.
pub(crate) fn written(source: &Path, krate: &str) -> Result<Vec<String>, String> {
    let mut files = Vec::new();
    // The README is part of the guide.
    let readme = source.with_file_name("README.md");
    let text = fs::read_to_string(&readme).map_err(|error| format!("{}: {error}", readme.display()))?;
    files.push((readme.display().to_string(), text));
    collect(source, &mut files).map_err(|error| format!("{}: {error}", source.display()))?;
    let mut sources = Vec::new();
    for (path, text) in files {
        let documentation = if Path::new(&path).extension().is_some_and(|end| end == "md") {
            vec![of_markdown(&text)]
        } else {
            of_rust(&text).map_err(|error| format!("{path}: {error}"))?
        };
        let blocks = documentation.iter().flat_map(|item| code_blocks(&item.tested));
        let is_ours = |text: &str| text.contains(krate) || path.contains("/runtime/");
        let is_test = |info: &str| ["", "no_run", "rust", "should_panic", "ignore"].contains(&info);
        let ours = blocks.filter(|code| is_test(&code.info) && is_ours(&code.text));
        sources.extend(ours.map(|code| compiled(&code.text)));
    }
    sources.sort();
    Ok(sources)
}

/// Returns the lines of a doctest in their compiled form. A `#` hides a line in the documentation.
fn compiled(source: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some("") => String::new(),
        Some(rest) => rest.strip_prefix(' ').unwrap_or(line).to_owned(),
        None => line.to_owned(),
    };
    source.lines().map(line).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push((path.display().to_string(), fs::read_to_string(&path)?));
        }
    }
    Ok(())
}
