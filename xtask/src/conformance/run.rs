//! Compiles and runs the programs of a batch of documents, and passes their results to the judge.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::build::{self, Package};
use super::cases::{Case, Prepared};
use super::judge::{self, Counts, DefectKind, Fault};
use super::report::Entry;
use super::schema::{Alternatives, Judge};
use super::spec::Operation;
use super::{CASES, PREPARED, reduce, spec};
use crate::corpus::{self, Document, Files, Workspace};

/// The maximum run time of a program.
const PATIENCE: Duration = Duration::from_secs(900);

/// The maximum number of faults per document whose cases are reduced.
const REDUCED: usize = 40;

/// The maximum number of crashes of a program. A document with more crashes is not judged.
const DEATHS: usize = 20;

/// Compiles, runs and judges a batch of documents.
pub(super) fn batch(workspace: &Workspace, documents: &[&Document], jobs: usize) -> Result<Vec<Entry>> {
    let mut packages = Vec::new();
    for document in documents {
        let groups = prepared(workspace, document)?.groups;
        packages.push(Package { name: &document.package, groups });
    }
    let (sender, receiver) = channel::<(String, PathBuf)>();
    let receiver = Mutex::new(receiver);
    let entries = Mutex::new(Vec::new());
    let errors = std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| work(workspace, documents, &receiver, &entries));
        }
        let errors = build::build(workspace, &packages, jobs, |package, program| {
            let _ = sender.send((package, program));
        });
        drop(sender);
        errors
    })?;
    let mut entries = entries.into_inner().unwrap_or_else(PoisonError::into_inner);
    for document in documents {
        if let Some(error) = errors.get(&document.package) {
            let problem = Some(format!("the program does not compile: {error}"));
            entries.push(Entry { name: document.name.clone(), problem, ..Entry::default() });
        }
    }
    Ok(entries)
}

fn prepared(workspace: &Workspace, document: &Document) -> Result<Prepared> {
    let file = workspace.package(&document.package).join(PREPARED);
    let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(serde_json::from_slice(&bytes)?)
}

fn work(
    workspace: &Workspace,
    documents: &[&Document],
    receiver: &Mutex<Receiver<(String, PathBuf)>>,
    entries: &Mutex<Vec<Entry>>,
) {
    loop {
        let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((package, program)) = next else { break };
        let Some(document) = documents.iter().find(|document| document.package == package) else { continue };
        let entry = document_entry(workspace, document, &program).unwrap_or_else(|error| Entry {
            name: document.name.clone(),
            problem: Some(format!("{error:#}")),
            ..Entry::default()
        });
        eprintln!(
            "{}: {} requests, {} responses, {} faults",
            entry.name,
            entry.counts.requests,
            entry.counts.responses,
            entry.faults.len()
        );
        let _ = fs::remove_file(&program);
        entries.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }
}

fn document_entry(workspace: &Workspace, document: &Document, program: &Path) -> Result<Entry> {
    let prepared = prepared(workspace, document)?;
    let folder = workspace.package(&document.package);
    let text = fs::read_to_string(folder.join(CASES))?;
    let cases = text.lines().map(serde_json::from_str).collect::<Result<Vec<Case>, _>>()?;
    let answers = answers(program, &folder, &cases)?;

    let mut files = corpus::read(&document.file)?;
    spec::prepare(&mut files);
    let operations = spec::operations(&files);
    let mut judge = Judge::new(&files);
    judge.alternatives = Alternatives::Any;
    let mut entry = Entry { name: document.name.clone(), version: prepared.version.clone(), ..Entry::default() };
    let mut called = BTreeSet::new();
    let mut found = RunFindings::default();
    for (case, answer) in cases.iter().zip(&answers) {
        let Some(operation) = operations.get(case.operation) else { continue };
        if answer.get("url").is_some() {
            called.insert(case.operation);
        }
        if let Some(fault) = judge::case(&mut judge, operation, case, answer, &mut entry.counts) {
            found.note(fault, Some(case));
        }
    }
    for (fault, case) in found.faults.values_mut().take(REDUCED) {
        let Some(start) = case.take() else { continue };
        let Some(operation) = operations.get(start.operation) else { continue };
        let rerun = |cases: &[Case]| self::answers(program, &folder, cases).unwrap_or_default();
        *fault = reduced(&mut judge, &files, operation, fault, start, rerun);
    }
    let uncovered: BTreeSet<&str> = prepared.uncovered.iter().map(|(operation, _)| operation.as_str()).collect();
    for (operation, why) in &prepared.uncovered {
        found.note(Fault::uncovered(operation, why), None);
    }
    for operation in &prepared.unsatisfiable {
        found.note(Fault::unsatisfiable(operation), None);
    }
    entry.counts.operations = prepared.operations;
    entry.counts.covered = called
        .iter()
        .filter_map(|index| operations.get(*index))
        .filter(|operation| !uncovered.contains(format!("{} {}", operation.method, operation.path).as_str()))
        .count();
    entry.faults = found.faults.into_values().map(|(fault, _)| fault).collect();
    Ok(entry)
}

/// Returns the fault with the smallest case that reproduces it.
fn reduced<'f>(
    judge: &mut Judge<'f>,
    files: &'f Files,
    operation: &Operation<'f>,
    fault: &Fault,
    start: Case,
    mut rerun: impl FnMut(&[Case]) -> Vec<Value>,
) -> Fault {
    let mut smallest = fault.clone();
    let mut own = Judge::new(files);
    own.alternatives = Alternatives::Any;
    reduce::reduce(judge, operation, start, |candidates| {
        let mut verdicts = Vec::new();
        for (case, answer) in candidates.iter().zip(&rerun(candidates)) {
            let smaller = judge::case(&mut own, operation, case, answer, &mut Counts::default());
            let smaller = smaller.filter(|smaller| like(smaller) == like(fault));
            let has_it = smaller.is_some();
            if let Some(smaller) = smaller.filter(|_| !verdicts.contains(&true)) {
                smallest = Fault { count: fault.count, ..smaller };
            }
            verdicts.push(has_it);
        }
        verdicts
    });
    smallest
}

/// Faults without duplicates, each with its smallest case.
#[derive(Default)]
struct RunFindings {
    faults: BTreeMap<(DefectKind, String), (Fault, Option<Case>)>,
}

impl RunFindings {
    fn note(&mut self, fault: Fault, case: Option<&Case>) {
        let size = |fault: &Fault| fault.given.to_string().len();
        match self.faults.get_mut(&like(&fault)) {
            None => drop(self.faults.insert(like(&fault), (fault, case.cloned()))),
            Some((known, smallest)) => {
                let count = known.count + 1;
                if size(&fault) < size(known) {
                    *known = fault;
                    *smallest = case.cloned();
                }
                known.count = count;
            }
        }
    }
}

/// Returns the class of a fault: its kind and message, without digits and quoted text.
fn like(fault: &Fault) -> (DefectKind, String) {
    let quoted = fault.message.split('`').enumerate().map(|(index, part)| if index % 2 == 0 { part } else { "_" });
    let letters = quoted.collect::<String>();
    (fault.kind, letters.chars().filter(|letter| !letter.is_ascii_digit()).take(120).collect())
}

/// Returns the result that the program reports for each case. If a case crashes the program, its result is the error,
/// and the program is restarted with the remaining cases.
pub(super) fn answers(program: &Path, folder: &Path, cases: &[Case]) -> Result<Vec<Value>> {
    let mut answers: Vec<Value> = Vec::with_capacity(cases.len());
    let (input, output) = (folder.join("examples/open.jsonl"), folder.join("examples/answers.jsonl"));
    for _ in 0..DEATHS {
        let Some(open) = cases.get(answers.len()..).filter(|open| !open.is_empty()) else { break };
        let lines = open.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
        fs::write(&input, lines.join("\n"))?;
        let complaint = once(program, &input, &output)?;
        let text = fs::read_to_string(&output)?;
        // After a crash, the last line may be incomplete.
        answers.extend(text.lines().map_while(|line| serde_json::from_str::<Value>(line).ok()));
        if answers.len() < cases.len() {
            answers.push(json!({ "error": format!("the program dies: {complaint}") }));
        }
    }
    if answers.len() < cases.len() {
        bail!("the program dies too often");
    }
    Ok(answers)
}

fn once(program: &Path, input: &Path, output: &Path) -> Result<String> {
    let errors = output.with_extension("stderr");
    let mut child = Command::new(program)
        .arg(input)
        .stdin(Stdio::null())
        .stdout(fs::File::create(output)?)
        .stderr(fs::File::create(&errors)?)
        .spawn()
        .context("a program cannot be started")?;
    let begun = Instant::now();
    while child.try_wait()?.is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(format!("it is not done after {} s", PATIENCE.as_secs()));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let text = fs::read_to_string(&errors).unwrap_or_default();
    Ok(text.chars().take(300).collect())
}
