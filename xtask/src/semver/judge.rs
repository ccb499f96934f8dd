//! Compiles the program of each old listing with the old and with the new crate, and compares the result with the verdict.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use oaspress::config::Lock;
use oaspress::diff::{Source, Verdict};
use oaspress::disk::{self, Foreign};
use oaspress::surface::Surface;

use super::witness;
use crate::corpus::{self, Check, Command, Document, Workspace};

/// A pair whose verdict is judged.
pub(super) struct Case {
    pub(super) name: String,
    /// The name of the old document, which several pairs may share.
    pub(super) base: String,
    /// The edits that made the new document of the old one, if they are known.
    pub(super) edits: Vec<String>,
    pub(super) old: Version,
    pub(super) new: Version,
    pub(super) verdict: Verdict,
    /// The verdict without the choices of the old version, if it differs.
    pub(super) fresh: Option<Verdict>,
}

/// A version of a crate: its listing and its files.
pub(super) struct Version {
    pub(super) surface: Surface,
    pub(super) crate_: oaspress::internals::rust::Crate,
    /// The choices of the version before it that stay.
    pub(super) lock: Lock,
}

/// How the verdict compares with what the compiler decides about the program of the old listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// The verdict and the compiler agree that nothing breaks.
    BothCompile,
    /// The verdict and the compiler agree that source breaks.
    BothBreak,
    /// Only inference breaks, or source breaks silently: the program decides nothing.
    Undecided,
    /// The verdict is that nothing breaks, but the program does not compile.
    Missed,
    /// The verdict is that source breaks, but the program compiles.
    Exaggerated,
    /// The program does not compile with the old crate, so it proves nothing.
    Unusable,
}

impl Agreement {
    pub(super) const ALL: [Self; 6] =
        [Self::BothCompile, Self::BothBreak, Self::Undecided, Self::Missed, Self::Exaggerated, Self::Unusable];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::BothCompile => "compiles, as judged",
            Self::BothBreak => "breaks, as judged",
            Self::Undecided => "undecided (inference, silent)",
            Self::Missed => "MISSED: breaks, judged as compatible",
            Self::Exaggerated => "EXAGGERATED: compiles, judged as breaking",
            Self::Unusable => "UNUSABLE: the program does not compile with the old crate",
        }
    }

    pub(super) const fn is_fault(self) -> bool {
        matches!(self, Self::Missed | Self::Exaggerated | Self::Unusable)
    }
}

/// The result of a case, with messages of the compiler for faults.
pub(super) struct Judged {
    pub(super) name: String,
    pub(super) edits: Vec<String>,
    pub(super) agreement: Agreement,
    pub(super) messages: Vec<String>,
}

/// Judges all cases, in one workspace.
pub(super) fn judge(cases: &[Case], folder: &Path, jobs: usize) -> Result<Vec<Judged>> {
    let mut checks = BTreeMap::new();
    // Cargo rejects a workspace whose crates have the same name, and needs memory for each; so a few pairs at a time.
    for batch in cases.chunks(BATCH) {
        checks.extend(compile(batch, folder, jobs)?);
    }
    Ok(cases.iter().map(|case| judged(case, &checks)).collect())
}

/// The number of pairs in a workspace.
const BATCH: usize = 40;

fn compile(cases: &[Case], folder: &Path, jobs: usize) -> Result<BTreeMap<String, Check>> {
    let names: BTreeSet<String> = cases.iter().flat_map(packages).collect();
    let names: Vec<String> = names.into_iter().collect();
    let document = |package: &String| Document {
        name: package.clone(),
        package: package.clone(),
        file: folder.to_path_buf(),
        root: folder.to_path_buf(),
    };
    let documents: Vec<Document> = names.iter().map(document).collect();
    let workspace = Workspace::create(folder, &documents)?;
    for case in cases {
        write(case, &workspace).with_context(|| case.name.clone())?;
    }
    workspace.finish(&names)?;
    corpus::compile(&workspace, names.len(), Command::CheckLibrary, jobs)
}

/// Returns the names of the packages of a pair: both crates, and the program with each.
fn packages(case: &Case) -> [String; 4] {
    let (old, new) = (Part::Old, Part::New);
    [crate_package(case, old), program_package(case, old), crate_package(case, new), program_package(case, new)]
}

/// A version of a pair.
#[derive(Debug, Clone, Copy)]
enum Part {
    Old,
    New,
}

fn crate_package(case: &Case, part: Part) -> String {
    match part {
        Part::Old => package(&case.base, "old"),
        Part::New => package(&case.name, "new"),
    }
}

fn program_package(case: &Case, part: Part) -> String {
    match part {
        Part::Old => package(&case.base, "with-old"),
        Part::New => package(&case.name, "with-new"),
    }
}

fn package(name: &str, suffix: &str) -> String {
    format!("{}-{suffix}", name.replace(|character: char| !character.is_ascii_alphanumeric(), "-"))
}

fn write(case: &Case, workspace: &Workspace) -> Result<()> {
    let program = witness::program(&case.old.surface);
    let offered: BTreeSet<&str> = witness::features(&case.new.surface).collect();
    for (part, version) in [(Part::Old, &case.old), (Part::New, &case.new)] {
        let crate_package = crate_package(case, part);
        let mut crate_ = version.crate_.clone();
        crate_.manifest.name.clone_from(&crate_package);
        let files = oaspress::internals::print(&crate_);
        disk::write(&files, &crate_package, &workspace.package(&crate_package), Foreign::Replace)?;
        // A feature that is gone makes cargo reject the workspace, so it is judged without cargo.
        let features =
            witness::features(&case.old.surface).filter(|name| matches!(part, Part::Old) || offered.contains(name));
        let features: Vec<&str> = features.collect();
        let with = program_package(case, part);
        let root = workspace.package(&with);
        fs::create_dir_all(root.join("src"))?;
        fs::write(root.join("src/lib.rs"), &program)?;
        let dependency = witness::DEPENDENCY;
        let manifest = format!(
            "[package]\nname = \"{with}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{EXTERNAL}\
             {dependency} = {{ package = \"{crate_package}\", path = \"../{crate_package}\", features = {features:?} }}\n"
        );
        fs::write(root.join("Cargo.toml"), manifest)?;
    }
    Ok(())
}

/// The packages whose types appear in listings.
const EXTERNAL: &str = "bytes = \"1\"\njiff = { version = \"1\", default-features = false }\nserde_json = \"1\"\n\
                        ureq = { version = \"3\", default-features = false }\n\
                        uuid = { version = \"1\", default-features = false }\n";

fn judged(case: &Case, checks: &BTreeMap<String, Check>) -> Judged {
    let offered: BTreeSet<&str> = witness::features(&case.new.surface).collect();
    let gone: Vec<&str> = witness::features(&case.old.surface).filter(|name| !offered.contains(name)).collect();
    let check = |package: String| checks.get(&package);
    let compiles = |part| check(program_package(case, part)).is_some_and(|check| check.compiles && check.errors == 0);
    let is_breaking = case.verdict.changes.iter().any(|change| change.source == Source::Breaks);
    let worst = case.verdict.changes.iter().map(|change| change.source).max().unwrap_or_default();
    let agreement = match (compiles(Part::New) && gone.is_empty(), is_breaking) {
        _ if !compiles(Part::Old) => Agreement::Unusable,
        (true, false) => Agreement::BothCompile,
        (false, true) => Agreement::BothBreak,
        (true, true) => Agreement::Exaggerated,
        (false, false) if worst >= Source::Inference => Agreement::Undecided,
        (false, false) => Agreement::Missed,
    };
    let part = if agreement == Agreement::Unusable { Part::Old } else { Part::New };
    let said = [crate_package(case, part), program_package(case, part)].into_iter().filter_map(check);
    let mut messages: Vec<String> = said.flat_map(|check| check.messages.iter().cloned()).collect();
    messages.extend(gone.iter().map(|name| format!("the feature `{name}` is gone")));
    Judged { name: case.name.clone(), edits: case.edits.clone(), agreement, messages }
}
