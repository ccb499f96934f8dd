//! Runs the client of an old document against a server that implements a new one: requests are judged by the declarations of the new
//! document, and responses are sampled from them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use oaspress::disk::{self, Foreign};
use oaspress::internals::rust::Crate;
use serde_json::Value;

use super::build::{self, Package};
use super::cases::{self, Case};
use super::judge::{self, Reading, Sent};
use super::schema::{Alternatives, Judge};
use super::server::{Reaction, react};
use super::{driver, run, spec};
use crate::corpus::{self, Document, Files, Workspace};

/// The old and the new document of a pair, and the crate of the old one.
pub(crate) struct Versions<'c> {
    pub(crate) name: String,
    pub(crate) old: PathBuf,
    pub(crate) new: PathBuf,
    pub(crate) crate_: &'c Crate,
}

/// The outcome for an old client.
#[derive(Debug, Default)]
pub(crate) struct Behavior {
    /// The calls that fail, with the reason.
    pub(crate) broken: Vec<String>,
    /// The calls of which the server ignores a part, and the error bodies that are not decoded.
    pub(crate) doubtful: Vec<String>,
    /// The number of requests and responses.
    pub(crate) count: usize,
}

/// Returns the behavior of the old client of each pair, by name. Old documents that are equal share a program.
pub(crate) fn behavior(pairs: &[Versions<'_>], folder: &Path, jobs: usize) -> Result<BTreeMap<String, Behavior>> {
    let mut packages: BTreeMap<Vec<u8>, String> = BTreeMap::new();
    let mut firsts: BTreeMap<String, &Versions<'_>> = BTreeMap::new();
    for pair in pairs {
        let number = packages.len();
        let package = packages.entry(fs::read(&pair.old)?).or_insert_with(|| format!("wire-{number}"));
        firsts.entry(package.clone()).or_insert(pair);
    }
    let document = |(package, pair): (&String, &&Versions<'_>)| Document {
        name: package.clone(),
        package: package.clone(),
        file: pair.old.clone(),
        root: folder.to_path_buf(),
    };
    let documents: Vec<Document> = firsts.iter().map(document).collect();
    let workspace = Workspace::create(folder, &documents)?;
    for (package, pair) in &firsts {
        write(&workspace, package, pair.crate_)?;
    }
    workspace.finish(&firsts.keys().cloned().collect::<Vec<_>>())?;
    let groups = |pair: &&Versions<'_>| pair.crate_.manifest.groups.iter().map(|group| group.name.clone()).collect();
    let list: Vec<Package<'_>> = firsts.iter().map(|(name, pair)| Package { name, groups: groups(pair) }).collect();
    let mut programs: BTreeMap<String, PathBuf> = BTreeMap::new();
    let errors = build::build(&workspace, &list, jobs, |package, program| drop(programs.insert(package, program)))?;
    if let Some((package, error)) = errors.first_key_value() {
        anyhow::bail!("the program of {package} does not compile: {error}");
    }
    let mut found = BTreeMap::new();
    for pair in pairs {
        let package = packages.get(&fs::read(&pair.old)?).context("every document has a package")?;
        let program = programs.get(package).with_context(|| format!("there is no program of {package}"))?;
        let behavior = one(pair, program, &workspace.package(package)).with_context(|| pair.name.clone())?;
        found.insert(pair.name.clone(), behavior);
    }
    Ok(found)
}

/// Writes the crate of an old document and its program.
fn write(workspace: &Workspace, package: &str, crate_: &Crate) -> Result<()> {
    let mut crate_ = crate_.clone();
    package.clone_into(&mut crate_.manifest.name);
    let folder = workspace.package(package);
    disk::write(&oaspress::internals::print(&crate_), package, &folder, Foreign::Replace)?;
    fs::create_dir_all(folder.join("examples"))?;
    let program = driver::program(&crate_, package);
    fs::write(folder.join("examples").join(format!("{}.rs", build::name(package))), program)?;
    Ok(())
}

fn one(pair: &Versions<'_>, program: &Path, folder: &Path) -> Result<Behavior> {
    let read = |file: &Path| -> Result<Files> {
        let mut files = corpus::read(file)?;
        spec::prepare(&mut files);
        Ok(files)
    };
    let (old, new) = (read(&pair.old)?, read(&pair.new)?);
    let mut all = cases::prepare(&old, pair.crate_).cases;
    all.retain(|case| case.request.is_some());
    // The operations of the new document that the old crate has.
    let mut responses = cases::prepare(&new, pair.crate_).cases;
    responses.retain(|case| case.response.is_some());
    all.extend(responses);
    let answers = run::answers(program, folder, &all)?;
    let (old_operations, new_operations) = (spec::operations(&old), spec::operations(&new));
    let (mut old_judge, mut new_judge) = (Judge::new(&old), Judge::new(&new));
    old_judge.alternatives = Alternatives::Any;
    new_judge.alternatives = Alternatives::Any;
    let mut behavior = Behavior::default();
    for (case, answer) in all.iter().zip(&answers) {
        if case.response.is_some() {
            let operation = new_operations.get(case.operation).map(|one| format!("{} {}", one.method, one.path));
            respond(case, answer, &operation.unwrap_or_default(), &mut behavior);
            continue;
        }
        // A client that checks values itself sends nothing.
        let Some(sent) = Sent::from_json(answer) else { continue };
        if react((&old, &mut old_judge), &old_operations, &sent) != Reaction::Accepted {
            continue;
        }
        behavior.count += 1;
        let call = old_operations.get(case.operation).map(|one| format!("{} {}", one.method, one.path));
        let call = format!("{} ({})", call.unwrap_or_default(), case.what);
        match react((&new, &mut new_judge), &new_operations, &sent) {
            Reaction::Accepted => {}
            Reaction::Ignored(what) => behavior.doubtful.push(format!("{call}: {what}")),
            Reaction::Rejected(why) => behavior.broken.push(format!("{call}: {why}")),
        }
    }
    Ok(behavior)
}

/// Judges how the old client decodes a response of the new server.
fn respond(case: &Case, answer: &Value, operation: &str, behavior: &mut Behavior) {
    let Some(response) = &case.response else { return };
    behavior.count += 1;
    if let Reading::Failed(why) = judge::reading(response, answer) {
        let message = format!("{operation} ({}): {why}", case.what);
        // The body of an error is kept if it cannot be decoded.
        let list = if response.status >= 400 { &mut behavior.doubtful } else { &mut behavior.broken };
        list.push(message);
    }
}
