//! Compares recorded traffic with a document, and writes an overlay that makes the traffic valid.

use std::path::PathBuf;

use serde_json::json;

use super::{Console, Exit, MessageFormat, Ran, Report, TrafficFailOn, TrafficOptions, Wanted, failed, run};
use crate::config::{Config, Lint};
use crate::diag::{CodeKind, Diagnostic, Diagnostics, Severity};
use crate::disk::{self, DiskError};
use crate::input::NoFile;
use crate::render::{Counts, plain};
use crate::traffic::{self, Accept, Checked, End, Exchange, Recorded, Summary, Unusable};
use crate::{Described, Diagnosis, Effective, Files, Input};

/// The maximum number of rounds in which differences are repaired. A repair can reveal further differences.
const MAX_ROUNDS: usize = 8;

/// Compares recorded traffic with a document.
pub fn check_traffic(options: &TrafficOptions, console: &mut Console<'_>) -> Report {
    let report = check(options, console);
    console.outcome(&report);
    report
}

/// The result of the comparison.
struct Outcome {
    summary: Summary,
    /// The differences that a client may not decode, and all others.
    warnings: usize,
    notes: usize,
    overlay: Option<Overlay>,
}

/// An overlay that makes the traffic valid.
struct Overlay {
    text: String,
    actions: usize,
    /// The differences that remain when it is applied.
    left: Vec<Diagnostic>,
    /// The findings in it that the configuration makes errors.
    denied: Vec<Diagnostic>,
}

fn check(options: &TrafficOptions, console: &mut Console<'_>) -> Report {
    if let Some(out) = options.overlay.as_ref().filter(|out| disk::exists(out)) {
        let message = format!("{} exists already", out.display());
        console.unread(&message, "name another file, or remove it first; it may contain repairs of earlier traffic");
        return Report::new(Exit::Usage, Counts::default());
    }
    if let Some(Err(error)) = options.traffic.iter().map(|path| disk::open(path)).find(Result::is_err) {
        console.unread(&error.to_string(), &error.help());
        return Report::new(Exit::Failed, Counts::default());
    }
    let recorded = RecordedFiles { paths: &options.traffic, ends: std::sync::Mutex::default() };
    let mut outcome = None;
    let work = |documents: &[Described<'_>], config: &Config| {
        let [one] = documents else { return (None, Diagnosis::default()) };
        let (found, diagnosis) = compare(options, &recorded, (one.input, one.files, config));
        outcome = found;
        (outcome.is_some().then_some(()), diagnosis)
    };
    let Ran { counts, result: done, .. } = match run((&options.spec, Wanted::One), None, console, work) {
        Ok(ran) => ran,
        Err(report) => return *report,
    };
    for (path, reason) in recorded.broken() {
        console.say(&format!("{}: only the part before an error was used: {}", plain(&path), plain(&reason)));
    }
    match outcome {
        None => {
            console.summary(counts, "");
            Report::new(Exit::Failed, counts)
        }
        Some(Err(Unusable { message, help })) => {
            console.error(&message, &help);
            Report::new(Exit::Failed, counts)
        }
        Some(Ok(outcome)) => {
            // Denied findings do not prevent their repair.
            let is_denied = done.is_none();
            let report = finish(options, &outcome, counts, console);
            if is_denied { Report { exit: Exit::Failed, ..report } } else { report }
        }
    }
}

/// Compares the traffic with the document, and repairs the document in memory until no further repair is possible.
/// `None` if the document has errors.
fn compare(
    options: &TrafficOptions,
    recorded: &RecordedFiles<'_>,
    (input, files, config): (&Input, &dyn Files, &Config),
) -> (Option<Result<Outcome, Unusable>>, Diagnosis) {
    let (effective, mut diagnosis) = crate::effective(input, files, config);
    let Some(effective) = effective else { return (None, diagnosis) };
    let server = options.server.as_deref();
    let checked = match traffic::check(&effective, recorded, server, config) {
        Ok(checked) => checked,
        Err(unusable) => return (Some(Err(unusable)), diagnosis),
    };
    let found = leveled(traffic::diagnostics(&checked, &effective), config);
    let count = |severity| found.iter().filter(|found| found.severity == severity).count();
    let (warnings, notes) = (count(Severity::Warning) + count(Severity::Error), count(Severity::Note));
    diagnosis.diagnostics.extend(found);
    let summary = checked.summary.clone();
    let overlay = match &options.overlay {
        None => Ok(None),
        Some(_) => repaired(options, recorded, (input, files, config), (effective, checked)).map(Some),
    };
    let outcome = overlay.map(|overlay| Outcome { summary, warnings, notes, overlay });
    (Some(outcome), diagnosis)
}

/// Applies the levels of the configuration.
fn leveled(found: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let mut all = Diagnostics::new();
    all.extend(found);
    all.apply_levels(&config.lint.deny, &config.lint.allow);
    all.into_vec()
}

fn repaired(
    options: &TrafficOptions,
    recorded: &RecordedFiles<'_>,
    (input, files, config): (&Input, &dyn Files, &Config),
    (mut effective, mut checked): (Effective, Checked),
) -> Result<Overlay, Unusable> {
    let accept = if options.accept_values { Accept::Values } else { Accept::Nothing };
    let broken = |reason: &str| Unusable {
        message: format!("the overlay is not valid, which is an error of oaspress: {reason}"),
        help: "report it with this message; without `--write-overlay`, the differences are listed".to_owned(),
    };
    // Findings that the configuration makes errors do not prevent the comparison.
    let lenient = Config { lint: Lint { deny: Vec::new(), ..config.lint.clone() }, ..config.clone() };
    let mut changes = Vec::new();
    let mut text = String::new();
    for _ in 0..MAX_ROUNDS {
        let repairs = traffic::repair(&checked, &effective, accept, &config.lint.allow);
        if repairs.is_empty() {
            break;
        }
        changes.extend(repairs);
        text = traffic::overlay(&changes).map_err(|error| broken(&error))?;
        let (next, diagnosis) = crate::effective(input, &WithOverlays::new(files, &text), &lenient);
        let reason = diagnosis.diagnostics.iter().find(|found| found.severity == Severity::Error);
        effective = next.ok_or_else(|| broken(reason.map_or("", |found| &found.message)))?;
        checked = traffic::check(&effective, recorded, options.server.as_deref(), config)?;
    }
    let actions = changes.iter().map(|change| change.removed.len() + usize::from(change.update.is_some())).sum();
    let denied = if changes.is_empty() || config.lint.deny.is_empty() {
        Vec::new()
    } else {
        let (_, diagnosis) = crate::effective(input, &WithOverlays::new(files, &text), config);
        diagnosis.diagnostics.into_iter().filter(|found| found.severity == Severity::Error).collect()
    };
    Ok(Overlay { text, actions, left: leveled(traffic::diagnostics(&checked, &effective), config), denied })
}

fn finish(options: &TrafficOptions, outcome: &Outcome, counts: Counts, console: &mut Console<'_>) -> Report {
    console.traffic(&outcome.summary);
    let exit = match options.fail_on {
        Some(TrafficFailOn::Warnings) if outcome.warnings > 0 => Exit::Failed,
        Some(TrafficFailOn::Notes) if outcome.warnings + outcome.notes > 0 => Exit::Failed,
        _ => Exit::Done,
    };
    let Some((path, overlay)) = options.overlay.as_ref().zip(outcome.overlay.as_ref()) else {
        console.summary(counts, "");
        if outcome.warnings + outcome.notes > 0 {
            console.next("`--write-overlay fixes.overlay.yaml` writes an overlay that makes the traffic valid");
        }
        return Report::new(exit, counts);
    };
    for found in &overlay.left {
        let place = if found.code.kind() == CodeKind::Traffic { found.place.to_string() } else { String::new() };
        console.say(&format!("without a repair: {} [{}] {}", plain(&found.message), found.code.name(), plain(&place)));
    }
    for found in &overlay.denied {
        let (message, code) = (plain(&found.message), found.code.name());
        console.say(&format!("with the overlay, the configuration denies: {message} [{code}]"));
    }
    if overlay.actions == 0 {
        console.summary(counts, "there is nothing to repair, so no overlay is written");
        return Report::new(exit, counts);
    }
    if let Err(error) = disk::write_file(path, &overlay.text) {
        return failed(&error, counts, console);
    }
    let out = path.display();
    let actions = counted(overlay.actions, "action", "actions");
    let left = counted(overlay.left.len(), "difference", "differences");
    if console.format == MessageFormat::Json {
        let (actions, left) = (overlay.actions, overlay.left.len());
        console.record(&json!({ "type": "overlay", "path": out.to_string(), "actions": actions, "left": left }));
    }
    console.summary(counts, &format!("wrote {out} ({actions}); {left} without a repair"));
    console.next(&format!("review {out}, then add it to `overlays` in the configuration or pass `--overlay {out}`"));
    Report::new(exit, counts)
}

/// Writes a number with its noun.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// The files with recorded traffic.
struct RecordedFiles<'o> {
    paths: &'o [PathBuf],
    /// The ends of the files, as far as they were read.
    ends: std::sync::Mutex<Vec<(String, End)>>,
}

impl RecordedFiles<'_> {
    /// Returns the files that end early, with the reasons.
    fn broken(&self) -> Vec<(String, String)> {
        let ends = self.ends.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let reason = |(path, end): &(String, End)| match end {
            End::Complete => None,
            End::Broken(reason) => Some((path.clone(), reason.clone())),
        };
        ends.iter().filter_map(reason).collect()
    }
}

impl Recorded for RecordedFiles<'_> {
    fn read(&self, sink: &mut dyn FnMut(Exchange)) -> Result<(), Unusable> {
        let mut ends = Vec::new();
        for path in self.paths {
            let name = path.display().to_string();
            let file = disk::open(path);
            let file = file.map_err(|error: DiskError| Unusable { message: error.to_string(), help: error.help() })?;
            let end = traffic::read(file, &mut |entry| {
                if let Some(exchange) = Exchange::parse(&entry) {
                    sink(exchange);
                }
            });
            let end = end.map_err(|Unusable { message, help }| Unusable {
                message: format!("{name} cannot be used: {message}"),
                help,
            })?;
            ends.push((name, end));
        }
        *self.ends.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = ends;
        Ok(())
    }
}

/// The files of a document with further overlays.
struct WithOverlays<'f> {
    files: &'f dyn Files,
    overlays: Vec<Input>,
}

impl<'f> WithOverlays<'f> {
    /// Adds an overlay with this text after those of the document.
    fn new(files: &'f dyn Files, text: &str) -> Self {
        let last = Input { name: "the new overlay".to_owned(), bytes: text.to_owned().into_bytes() };
        Self { files, overlays: files.overlays().iter().cloned().chain([last]).collect() }
    }
}

impl Files for WithOverlays<'_> {
    fn document(&self) -> &str {
        self.files.document()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, NoFile> {
        self.files.read(path)
    }

    fn overlays(&self) -> &[Input] {
        &self.overlays
    }

    fn name(&self, path: &str) -> String {
        self.files.name(path)
    }
}

impl Console<'_> {
    /// Reports the numbers of exchanges.
    fn traffic(&mut self, summary: &Summary) {
        if self.format == MessageFormat::Json {
            self.record(&json!({
                "type": "traffic",
                "exchanges": summary.exchanges,
                "checked": summary.checked,
                "origins": summary.origins,
                "other-origins": summary.others,
                "unrecorded-bodies": summary.unrecorded,
                "called-operations": summary.called,
                "operations": summary.operations,
            }));
            return;
        }
        let Summary { exchanges, checked, called, operations, .. } = summary;
        let origins: Vec<String> = summary.origins.keys().map(|origin| plain(origin)).collect();
        let origins = origins.join(", ");
        self.say(&format!("checked {checked} of {exchanges} exchanges: those that call the API at {origins}"));
        let others: usize = summary.others.values().sum();
        if others > 0 {
            let names: Vec<String> = summary.others.keys().take(3).map(|origin| plain(origin)).collect();
            let names = names.join(", ");
            let exchanges = counted(others, "exchange", "exchanges");
            self.say(&format!("left out {exchanges} with other origins ({names}); `--server URL` selects one"));
        }
        if summary.unrecorded > 0 {
            let bodies = counted(summary.unrecorded, "body", "bodies");
            self.say(&format!("not checked, since not recorded: {bodies}"));
        }
        self.say(&format!("the traffic calls {called} of {operations} operations"));
    }
}
