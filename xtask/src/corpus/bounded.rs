//! Generates documents in separate processes with limits on time and memory.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result};
use indicatif::{ProgressBar, ProgressStyle};
use wait4::Wait4 as _;

use super::discover::Document;
use super::document::{Program, REFUSED, TIMED_OUT};
use super::report::{DocumentFindings, Ending, Entry};
use super::usage::mebibytes;
use super::workspace::Workspace;

/// Generates all documents, `jobs` of them concurrently. The result is in the order of the documents.
pub(crate) fn generate_all(
    workspace: &Workspace,
    documents: &[Document],
    jobs: usize,
    program: Program,
) -> Result<Vec<Entry>> {
    let bar = bar(documents.len(), "generating");
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(document) = documents.get(index) else { break };
                    bar.set_message(document.name.clone());
                    let entry = generate(workspace, document, program);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((index, entry));
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, entry)| entry).collect()
}

/// Returns a progress bar that is only shown on a terminal.
pub(crate) fn bar(count: usize, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len} {elapsed} {msg}");
    let bar = ProgressBar::new(count as u64).with_prefix(what);
    style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
}

fn generate(workspace: &Workspace, document: &Document, program: Program) -> Result<Entry> {
    let found_file = workspace.found(&document.package);
    let _ = fs::remove_file(&found_file);
    let errors = found_file.with_extension("stderr");
    let mut child = Command::new(std::env::current_exe().context("this program has no path")?)
        .arg("corpus-document")
        .arg(&document.file)
        .args(["--package", &document.package])
        .arg("--root")
        .arg(&document.root)
        .arg("--out")
        .arg(workspace.package(&document.package))
        .arg("--found")
        .arg(&found_file)
        .args(["--program", program.name()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&errors)?)
        .spawn()
        .context("cannot start a process")?;
    let used = child.wait4()?;
    let ending = match used.status.code() {
        Some(0) => Ending::Generated,
        Some(REFUSED) => Ending::Refused,
        Some(TIMED_OUT) => Ending::TimedOut,
        _ => Ending::Panicked,
    };
    let mut found: DocumentFindings =
        fs::read(&found_file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    if found.peak_mebibytes == 0.0 {
        found.peak_mebibytes = mebibytes(used.rusage.maxrss);
    }
    if ending != Ending::Generated {
        let _ = fs::remove_dir_all(workspace.package(&document.package));
    }
    let complaint = match ending {
        Ending::Generated => None,
        Ending::Refused => found.errors.first().cloned(),
        Ending::Panicked | Ending::TimedOut => Some(head(&fs::read_to_string(&errors).unwrap_or_default())),
    };
    Ok(Entry {
        name: document.name.clone(),
        package: document.package.clone(),
        ending,
        complaint,
        found,
        check: None,
        examples: None,
        doctests: None,
    })
}

/// Returns the first lines that a process printed before it failed.
fn head(text: &str) -> String {
    text.lines().take(6).collect::<Vec<_>>().join("\n")
}
