//! Pairs of random edits: a document of the fixtures, and the same document after two edits of the kinds that vendors make.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use oaspress::Input;
use oaspress::config::Lock;
use oaspress::diag::Diagnostics;
use oaspress::diff::diff;
use oaspress::internals::load;
use oaspress::surface;
use oaspress_mutate::{Choices, add_rival, edit};
use serde_json::Value;

use super::judge::Case;
use super::version;

/// Number of edits between the versions of a pair.
const EDITS: usize = 2;

/// Returns as many pairs as requested. The seed determines them. Edits that make a document invalid are left out.
pub(super) fn pairs(count: usize, seed: u64) -> Result<Vec<Case>> {
    let documents = documents(&crate::shell::root().join("tests/fixtures"))?;
    let mut cases = Vec::new();
    let mut attempt = seed;
    while cases.len() < count {
        let mut choices = Choices::seeded(attempt);
        let (name, document) = choices.one_of(&documents).context("there are no fixtures")?;
        cases.extend(pair(name, document, attempt, &mut choices));
        attempt += 1;
    }
    // Pairs of the same document are judged together, since they share the old crate.
    cases.sort_by(|left, right| left.base.cmp(&right.base));
    Ok(cases)
}

fn pair(name: &str, document: &Value, seed: u64, choices: &mut Choices<'_>) -> Option<Case> {
    let mut edited = document.clone();
    let mut said: Vec<String> = (0..EDITS).filter_map(|_| edit(&mut edited, choices)).collect();
    // Every other pair has a new part that wants the name of an old one.
    if seed.is_multiple_of(2) {
        said.extend(add_rival(&mut edited, choices));
    }
    if said.is_empty() {
        return None;
    }
    let read = |document: &Value, lock| version("openapi.json", document.to_string().into_bytes(), lock);
    let old = read(document, Lock::default())?;
    let new = read(&edited, surface::choices(&old.surface))?;
    let verdict = diff(&old.surface, &new.surface);
    Some(Case { name: format!("{name}-{seed}"), base: name.to_owned(), edits: said, old, new, verdict, fresh: None })
}

/// Returns the documents of the fixtures that consist of one file, by name.
fn documents(folder: &Path) -> Result<Vec<(String, Value)>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        paths.extend(
            ["openapi.yaml", "openapi.json"].map(|name| path.join(name)).into_iter().find(|path| path.is_file()),
        );
    }
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let name = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        let input = Input { name: name.clone(), bytes: fs::read(&path)? };
        documents.extend(load(&input, &mut Diagnostics::default()).map(|value| (name, value)));
    }
    Ok(documents)
}
