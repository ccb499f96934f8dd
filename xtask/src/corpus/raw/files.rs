//! Reads the files of a document from the disk.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use oaspress::Input;
use oaspress::diag::Diagnostics;
use oaspress::internals::validate::{Files, beside, tidy};
use serde_json::Value;

/// Reads a file and the files that it refers to, directly or indirectly. Missing and unreadable files are left
/// out.
pub(crate) fn read(file: &Path) -> Result<Files> {
    let root = tidy(file);
    let mut values = BTreeMap::new();
    values.insert(root.clone(), value(&root)?);
    let mut open = vec![root.clone()];
    while let Some(file) = open.pop() {
        let mut targets = Vec::new();
        files_named(&values[&file], &mut targets);
        for target in targets {
            let path = beside(&file, &target);
            if values.contains_key(&path) || !path.is_file() {
                continue;
            }
            if let Ok(value) = value(&path) {
                values.insert(path.clone(), value);
                open.push(path);
            }
        }
    }
    Ok(Files::new(root, values))
}

fn value(file: &Path) -> Result<Value> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let input = Input { name: file.display().to_string(), bytes };
    oaspress::internals::load(&input, &mut Diagnostics::new())
        .with_context(|| format!("cannot read {}", file.display()))
}

/// Collects the files in the references of a value.
fn files_named(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let file = members.get("$ref").and_then(Value::as_str).and_then(|text| text.split('#').next());
            found.extend(file.filter(|file| !file.is_empty() && !file.contains("://")).map(str::to_owned));
            members.values().for_each(|member| files_named(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| files_named(item, found)),
        _ => {}
    }
}
