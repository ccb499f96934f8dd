//! Generates and compiles several documents in one workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::Named;
use super::signature::{Signature, Stage};
use crate::corpus::{self, Check, Command, Document, Ending, Entry, Program, Workspace};

/// The settings for a batch of documents.
#[derive(Debug, Clone)]
pub(super) struct Batch<'a> {
    /// The folder for documents and crates.
    pub(super) root: &'a Path,
    /// Number of crates to compile concurrently.
    pub(super) jobs: usize,
    /// The commands that check the crates.
    pub(super) commands: Vec<Command>,
}

/// A document that shows a defect.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) name: String,
    pub(super) document: Value,
    pub(super) signature: Signature,
    pub(super) message: String,
}

impl Batch<'_> {
    /// Returns the failures, one per class and document.
    pub(super) fn run(&self, documents: &[Named]) -> Result<Vec<Failure>> {
        let mut failures = Vec::new();
        let entries = self.generate(documents)?;
        let generated: Vec<String> = entries
            .iter()
            .filter(|entry| entry.ending == Ending::Generated)
            .map(|entry| entry.package.clone())
            .collect();
        for (entry, named) in entries.iter().zip(documents) {
            if let Some(message) = complaint(entry) {
                push(&mut failures, named, Stage::Generate, message);
            }
        }
        if generated.is_empty() {
            return Ok(failures);
        }
        let workspace = self.workspace(&self.slots(documents))?;
        workspace.finish(&generated)?;
        for &command in &self.commands {
            let checks = match corpus::compile(&workspace, generated.len(), command, self.jobs) {
                Ok(checks) => checks,
                // Cargo rejects the whole workspace if one manifest is invalid.
                Err(_) if documents.len() > 1 => return self.run_apart(documents),
                Err(error) => {
                    push(&mut failures, &documents[0], Stage::Compile(command), error.to_string());
                    break;
                }
            };
            for (entry, named) in entries.iter().zip(documents) {
                note(&checks, entry, named, command, &mut failures);
            }
        }
        Ok(failures)
    }

    /// Returns the failures, with a separate workspace for each document.
    fn run_apart(&self, documents: &[Named]) -> Result<Vec<Failure>> {
        let mut failures = Vec::new();
        for document in documents {
            failures.extend(self.run(std::slice::from_ref(document))?);
        }
        Ok(failures)
    }

    /// Returns the indices of the documents that still show this class of failure, in order.
    pub(super) fn fails(&self, documents: &[Named], signature: &Signature) -> Result<Vec<usize>> {
        let entries = self.generate(documents)?;
        let is_same = |stage, message: &str| Signature::new(stage, message) == *signature;
        let Stage::Compile(command) = signature.stage else {
            let shows = |entry: &Entry| complaint(entry).is_some_and(|message| is_same(Stage::Generate, &message));
            return Ok((0..entries.len()).filter(|&index| shows(&entries[index])).collect());
        };
        let generated: Vec<String> = entries
            .iter()
            .filter(|entry| entry.ending == Ending::Generated)
            .map(|entry| entry.package.clone())
            .collect();
        if generated.is_empty() {
            return Ok(Vec::new());
        }
        let workspace = self.workspace(&self.slots(documents))?;
        workspace.finish(&generated)?;
        let checks = corpus::compile(&workspace, generated.len(), command, self.jobs)?;
        let shows = |entry: &Entry| {
            let messages = checks.get(&entry.package).into_iter().flat_map(|check| &check.messages);
            messages.into_iter().any(|message| is_same(signature.stage, message))
        };
        Ok((0..entries.len()).filter(|&index| shows(&entries[index])).collect())
    }

    /// Writes the documents as files. Package names are the same in every batch, so that the build artifacts of the
    /// last batch are replaced and the folder does not grow.
    fn slots(&self, documents: &[Named]) -> Vec<Document> {
        let root = self.root.join("documents");
        let slot = |(index, (name, _)): (usize, &Named)| Document {
            name: name.clone(),
            package: format!("corpus-random-{index}"),
            file: root.join(format!("{name}.json")),
            root: root.clone(),
        };
        documents.iter().enumerate().map(slot).collect()
    }

    fn workspace(&self, documents: &[Document]) -> Result<Workspace> {
        Workspace::create(&self.root.join("crates"), documents)
    }

    fn generate(&self, documents: &[Named]) -> Result<Vec<Entry>> {
        let slots = self.slots(documents);
        fs::create_dir_all(self.root.join("documents"))?;
        for (slot, (_, document)) in slots.iter().zip(documents) {
            fs::write(&slot.file, format!("{document:#}"))
                .with_context(|| format!("cannot write {}", slot.file.display()))?;
        }
        corpus::generate_all(&self.workspace(&slots)?, &slots, self.jobs, Program::None)
    }
}

/// Returns the reason why a valid document has no crate.
fn complaint(entry: &Entry) -> Option<String> {
    let said = entry.complaint.clone().unwrap_or_default();
    match entry.ending {
        Ending::Generated => None,
        Ending::Refused => Some(format!("rejected: {said}")),
        Ending::Panicked => Some(format!("panicked: {said}")),
        Ending::TimedOut => Some("timed out".to_owned()),
    }
}

fn note(checks: &BTreeMap<String, Check>, entry: &Entry, named: &Named, command: Command, failures: &mut Vec<Failure>) {
    let Some(check) = checks.get(&entry.package) else { return };
    let stage = Stage::Compile(command);
    for message in &check.messages {
        push(failures, named, stage, message.clone());
    }
    if check.messages.is_empty() && !check.compiles && entry.ending == Ending::Generated {
        push(failures, named, stage, "error: the crate does not compile, and no message has a place".to_owned());
    }
}

fn push(failures: &mut Vec<Failure>, (name, document): &Named, stage: Stage, message: String) {
    let signature = Signature::new(stage, &message);
    let is_known = |failure: &Failure| failure.name == *name && failure.signature == signature;
    if !failures.iter().any(is_known) {
        failures.push(Failure { name: name.clone(), document: document.clone(), signature, message });
    }
}
