//! Finds the documents of a folder: those listed in its `manifest.json`, or otherwise every file that looks like a
//! document.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A document and the name of its crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// The name of the document.
    pub(crate) name: String,
    /// The name of its crate. It is unique, and differs from the packages that a crate depends on.
    pub(crate) package: String,
    /// The path of the document's first file.
    pub(crate) file: PathBuf,
    /// The folder that contains all of its files.
    pub(crate) root: PathBuf,
}

/// A document before its crate has a name: its own name, its file, the folder of all its files.
type Unnamed = (String, PathBuf, PathBuf);

/// An entry of a manifest.
#[derive(Debug, Deserialize)]
struct Listed {
    name: String,
    root_file: String,
    /// The parent folder of the document's folder.
    #[serde(default)]
    split: Option<String>,
}

/// The keys that identify a file as a document.
#[derive(Debug, Deserialize)]
struct Head {
    openapi: Option<IgnoredAny>,
    swagger: Option<IgnoredAny>,
}

/// Returns the documents of a folder whose names match one of the patterns, sorted by name. Without patterns, all
/// documents match.
pub(crate) fn documents(folder: &Path, only: &[glob::Pattern]) -> Result<Vec<Document>> {
    let manifest = folder.join("manifest.json");
    let mut found = if manifest.is_file() { listed(folder, &manifest)? } else { walked(folder)? };
    found.retain(|(name, ..)| only.is_empty() || only.iter().any(|pattern| pattern.matches(name)));
    found.sort();
    let mut packages = BTreeSet::new();
    Ok(found
        .into_iter()
        .map(|(name, file, root)| {
            let mut package = package(&name);
            while !packages.insert(package.clone()) {
                package.push_str("-again");
            }
            Document { name, package, file, root }
        })
        .collect())
}

fn listed(folder: &Path, manifest: &Path) -> Result<Vec<Unnamed>> {
    let text = fs::read_to_string(manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let list: Vec<Listed> = serde_json::from_str(&text).with_context(|| format!("in {}", manifest.display()))?;
    let document = |listed: Listed| {
        let split = listed.split.as_deref().map_or_else(|| folder.to_owned(), |split| folder.join(split));
        let root = split.join(&listed.name);
        (listed.name, root.join(&listed.root_file), root)
    };
    // A manifest may list documents that are missing, so that a run needs only a part of them.
    Ok(list.into_iter().map(document).filter(|(_, file, _)| file.is_file()).collect())
}

fn walked(folder: &Path) -> Result<Vec<Unnamed>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = fs::read_dir(&next).with_context(|| format!("cannot list {}", next.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if is_document(&path) {
                let inner = path.strip_prefix(folder).unwrap_or(&path).with_extension("");
                let name = inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>();
                found.push((name.join("-"), path, folder.to_owned()));
            }
        }
    }
    Ok(found)
}

/// Returns true if a file is JSON or YAML with `openapi` or `swagger` at its root.
fn is_document(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let Ok(text) = fs::read_to_string(path) else { return false };
    match extension {
        "json" => serde_json::from_str::<Head>(&text).is_ok_and(|head| head.openapi.or(head.swagger).is_some()),
        "yaml" | "yml" => text.lines().any(|line| {
            let key = line.split(':').next().unwrap_or_default().trim_end().trim_matches(['"', '\'']);
            line.contains(':') && (key == "openapi" || key == "swagger")
        }),
        _ => false,
    }
}

/// Converts a name to a valid package name with the prefix `corpus-`.
fn package(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("corpus-{}", name.chars().map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::documents;

    fn write(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    }

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("oaspress-discover-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn any_file_that_says_its_version_is_a_document() {
        let folder = scratch("walk");
        write(&folder, "one.yaml", "# pets\nopenapi: 3.0.3\n");
        write(&folder, "deep/two.json", r#"{"info": {}, "swagger": "2.0"}"#);
        write(&folder, "deep/part.yaml", "type: object\nproperties: { openapi: {} }\n");
        write(&folder, "deep/part.json", r#"{"x": {"openapi": 1}}"#);
        write(&folder, "readme.md", "openapi: no\n");
        let found = documents(&folder, &[]).expect("documents");
        let names: Vec<_> = found.iter().map(|document| document.name.as_str()).collect();
        assert_eq!(names, ["deep-two", "one"]);
        fs::remove_dir_all(folder).expect("the folder is removed");
    }

    #[test]
    fn a_manifest_names_the_file_to_begin_with() {
        let folder = scratch("manifest");
        let manifest = r#"[{"name": "A.b", "root_file": "x/api.yaml", "split": "dev"},
            {"name": "a-b", "root_file": "api.json"}, {"name": "gone", "root_file": "api.json"}]"#;
        write(&folder, "manifest.json", manifest);
        write(&folder, "dev/A.b/x/api.yaml", "");
        write(&folder, "a-b/api.json", "");
        let found = documents(&folder, &[]).expect("documents");
        let packages: Vec<_> = found.iter().map(|document| document.package.as_str()).collect();
        assert_eq!(packages, ["corpus-a-b", "corpus-a-b-again"]);
        assert_eq!(found[0].file, folder.join("dev/A.b/x/api.yaml"));
        let pattern = glob::Pattern::new("a-*").expect("a pattern");
        assert_eq!(documents(&folder, &[pattern]).expect("documents").len(), 1);
        fs::remove_dir_all(folder).expect("the folder is removed");
    }
}
