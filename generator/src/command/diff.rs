//! Compares two versions of an API: documents, crate folders, or listings.

mod annotations;
mod changelog;
mod human;
mod json;
mod load;
mod markdown;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::verdict::unmatched;
use super::{Console, Exit, Report, SpecOptions};
use crate::diag::{Diagnostic, Severity, Spot};
use crate::diff::{Change, Verdict, Version, VersionStep, Wire};
use crate::path::SpecPath;
use crate::render::Counts;
use crate::source::Location;
use load::Loaded;

pub(super) use json::verdict as verdict_as_json;

/// The versions to compare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiffOptions {
    /// The old version: a document, a folder of a crate, or a listing; `-` is standard input.
    pub old: PathBuf,
    /// The new version.
    pub new: PathBuf,
    /// The options to read documents. `spec` is not used.
    pub spec: SpecOptions,
    /// The format of the changes.
    pub format: DiffFormat,
    /// The changes for which the command fails.
    pub fail_on: Option<FailOn>,
}

/// The format of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiffFormat {
    /// Text for terminals.
    #[default]
    Human,
    /// One JSON object per line.
    Json,
    /// Markdown for the text of a pull request.
    Markdown,
    /// Annotations for GitHub Actions.
    Github,
    /// An entry of a changelog, for users of the crate.
    Changelog,
}

/// The changes for which the command fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Changes that break the source of users.
    Major,
    /// Additions, and changes that break the source of users.
    Minor,
    /// Changes that break or may break clients built from the old document.
    Wire,
}

/// A change and its location.
struct Placed<'a> {
    change: &'a Change,
    /// The file, and the location in it.
    place: Option<(String, Location)>,
}

/// Compares two versions and reports the changes.
pub fn diff(options: &DiffOptions, console: &mut Console<'_>) -> Report {
    let (Some(old), Some(new)) = load::load(options, console) else {
        return Report::new(Exit::Failed, Counts::default());
    };
    let mut verdict = crate::diff::diff(&old.surface, &new.surface);
    crate::diff::leave_out(&mut verdict, &new.removed);
    let unmatched = unmatched_accepts(&mut verdict, &new.accept, options.fail_on);
    console.diagnostics(&unmatched, &new.sources);
    let placed = placed(&verdict, &old, &new);
    let text = match options.format {
        DiffFormat::Human => human::text(&verdict, &placed, &console.palette),
        DiffFormat::Json => json::text(&verdict, &placed),
        DiffFormat::Markdown => markdown::text(&verdict, &placed),
        DiffFormat::Github => annotations::text(&verdict, &placed),
        DiffFormat::Changelog => changelog::text(&verdict),
    };
    console.result(text.trim_end());
    let fails = match options.fail_on {
        Some(_) if !unmatched.is_empty() => true,
        None => false,
        Some(FailOn::Major) => verdict.full_step() == VersionStep::Major,
        Some(FailOn::Minor) => verdict.full_step() >= VersionStep::Minor,
        Some(FailOn::Wire) => verdict.wire() >= Wire::MayBreak,
    };
    Report::new(if fails { Exit::Failed } else { Exit::Done }, Counts::default())
}

/// Accepts changes, and returns the findings about entries that match none. They are errors if the exit code depends on the changes.
fn unmatched_accepts(
    verdict: &mut Verdict,
    accept: &BTreeMap<String, String>,
    fail_on: Option<FailOn>,
) -> Vec<Diagnostic> {
    let help = format!(
        "remove the entry, or compare with the version that it is about, such as `{}` of the crate",
        crate::surface::RELEASED_FILE
    );
    let found = verdict.accept(accept).into_iter().map(|fingerprint| {
        let mut finding = unmatched(fingerprint, "between these versions", &help);
        if fail_on.is_none() {
            finding.severity = Severity::Note;
        }
        finding
    });
    found.collect()
}

/// Locates all changes, in one pass over each text.
fn placed<'v>(verdict: &'v Verdict, old: &Loaded, new: &Loaded) -> Vec<Placed<'v>> {
    let find = |loaded: &Loaded, change: &Change| loaded.surface.place(&change.document, &change.identity).cloned();
    let mut placed: Vec<Placed<'v>> = verdict.changes.iter().map(|change| Placed { change, place: None }).collect();
    for (loaded, version) in [(new, Version::New), (old, Version::Old)] {
        let wanted: Vec<(usize, SpecPath)> = placed
            .iter()
            .enumerate()
            .filter(|(_, one)| one.place.is_none())
            .filter(|(_, one)| one.change.version == version || !has_place(one.change, old, new))
            .filter_map(|(at, one)| Some((at, find(loaded, one.change)?)))
            .collect();
        let paths: Vec<(&SpecPath, Spot)> = wanted.iter().map(|(_, path)| (path, Spot::Path)).collect();
        for ((at, place), location) in wanted.iter().zip(loaded.sources.locate(&paths)) {
            let name = loaded.sources.get(place.document()).map(|source| source.name.clone());
            if let (Some(one), Some(found)) = (placed.get_mut(*at), name.zip(location)) {
                one.place = Some(found);
            }
        }
    }
    placed
}

/// Returns true if the location of the changed part is known in its version.
fn has_place(change: &Change, old: &Loaded, new: &Loaded) -> bool {
    let own = if change.version == Version::Old { old } else { new };
    own.surface.place(&change.document, &change.identity).is_some()
}

/// Returns the heading for the effect of a change.
fn word(change: &Change) -> &'static str {
    use crate::diff::Source;
    match (change.wire, change.source) {
        _ if change.accepted.is_some() => "accepted",
        (_, Source::BreaksSilently) => "breaks silently",
        (Wire::Breaks, _) | (_, Source::Breaks) => "breaks",
        (Wire::MayBreak, _) => "may break",
        (Wire::Behaviour, _) => "behavior",
        (_, Source::Inference) => "inference",
        (_, Source::Added) => "added",
        (Wire::None, Source::None) => "compatible",
    }
}

/// Describes the effect on the wire, such as `breaks (request) at GET /pets`.
fn wire(change: &Change) -> String {
    let sides: Vec<&str> = change.sides.iter().map(|side| side.name()).collect();
    let sides = if sides.is_empty() { String::new() } else { format!(" ({})", sides.join(", ")) };
    let operations = if change.wire > Wire::None { listed(&change.operations) } else { String::new() };
    let at = if operations.is_empty() { "" } else { " at " };
    format!("{}{sides}{at}{operations}", change.wire.name())
}

/// Describes the effect on source code, such as `breaks at operations::ListPets::new`.
fn source(change: &Change) -> String {
    let items: Vec<String> = change.items.iter().map(|item| format!("`{item}`")).collect();
    let at = if items.is_empty() { "" } else { " at " };
    format!("{}{at}{}", change.source.name(), listed(&items))
}

/// Joins the first names of a list, and adds the number of the others.
fn listed(names: &[String]) -> String {
    const FEW: usize = 5;
    let shown: Vec<&str> = names.iter().take(FEW).map(String::as_str).collect();
    match names.len().saturating_sub(FEW) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Describes the version step, such as `3 changes of the public API: a minor step from 0.1.0; major from 1.0.0 on`.
pub(super) fn step(verdict: &Verdict) -> String {
    let counted = counted(verdict);
    if verdict.changes.is_empty() {
        return counted;
    }
    format!("{counted}: a {} step from {}{}", verdict.step().name(), verdict.old_version, from_one(verdict))
}

/// Describes the number of changes, such as `3 changes of the public API and 1 accepted one`.
pub(super) fn counted(verdict: &Verdict) -> String {
    let count = verdict.counted().count();
    let changes = match count {
        0 => "no changes".to_owned(),
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    };
    let accepted = match (count, verdict.changes.len() - count) {
        (_, 0) => String::new(),
        (0, accepted) => format!(" except {accepted} accepted"),
        (_, accepted) => format!(" and {accepted} accepted"),
    };
    format!("{changes} of the public API{accepted}")
}

/// Describes the step from version 1.0.0 on, if it is another one.
pub(super) fn from_one(verdict: &Verdict) -> String {
    let full = verdict.full_step();
    if verdict.step() == full { String::new() } else { format!("; {} from 1.0.0 on", full.name()) }
}

/// Describes where clients built from the old document stop working; `None` if they continue to work.
pub(super) fn stops(verdict: &Verdict) -> Option<String> {
    let operations: Vec<String> = verdict.broken_operations().into_iter().map(str::to_owned).collect();
    match verdict.wire() {
        Wire::Breaks if operations.is_empty() => Some("clients built from the old document stop working".to_owned()),
        Wire::Breaks => Some(format!("clients built from the old document stop working at: {}", listed(&operations))),
        _ => None,
    }
}
