//! Writes the findings and results of a command, as text or in a machine-readable format.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::folders::by_folder;
use super::verdict::Judged;
use super::{CONFIG_FILE, GenerateOptions, Mode, Report, Verbosity};
use crate::diag::Diagnostic;
use crate::disk::{Change, Difference, Written};
use crate::filter::Removed;
use crate::input::Input;
use crate::invisible::escaped_json;
use crate::render::{Counts, Paint, Palette, github, github_error, human, json_lines, plain, sarif, sarif_error};
use crate::source::Sources;

/// The output of a command. Errors in writing it are ignored, since they cannot be reported.
pub struct Console<'a> {
    /// The stream for messages: findings and the outcome.
    pub messages: &'a mut dyn Write,
    /// The stream for results: the written files, the difference, an explanation.
    pub results: &'a mut dyn Write,
    /// The format of the output.
    pub format: MessageFormat,
    /// The colors of the output.
    pub palette: Palette,
}

/// The format of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MessageFormat {
    /// Text for terminals.
    #[default]
    Human,
    /// One line of JSON per diagnostic, file and outcome, all in the results.
    Json,
    /// Workflow commands of GitHub Actions in the results, which annotate a pull request.
    Github,
    /// A SARIF 2.1.0 log in the results, for code scanning services and editors.
    Sarif,
}

impl fmt::Debug for Console<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").field("format", &self.format).finish_non_exhaustive()
    }
}

impl Console<'_> {
    pub(super) fn diagnostics(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        match self.format {
            MessageFormat::Human => {
                let text = human(diagnostics, sources, &self.palette);
                let _ = self.messages.write_all(text.as_bytes());
            }
            MessageFormat::Json => self.all_results(&json_lines(diagnostics, sources)),
            MessageFormat::Github => self.all_results(&github(diagnostics, sources)),
            MessageFormat::Sarif => self.all_results(&sarif(diagnostics, sources)),
        }
    }

    fn all_results(&mut self, text: &str) {
        let _ = self.results.write_all(text.as_bytes());
    }

    /// Lists the further files that were read, or their number if there are many.
    pub(super) fn further_files(&mut self, inputs: &[Input]) {
        const FEW: usize = 5;
        match self.format {
            MessageFormat::Json => {
                for input in inputs {
                    self.record(&json!({ "type": "input", "path": input.name }));
                }
            }
            MessageFormat::Human | MessageFormat::Github | MessageFormat::Sarif => {
                let mut names: Vec<String> = inputs.iter().map(|input| plain(&input.name)).take(FEW).collect();
                if inputs.len() > names.len() {
                    names.truncate(FEW - 1);
                    names.push(format!("{} more", inputs.len() - names.len()));
                }
                if let Some(last) = names.pop() {
                    let and = if names.is_empty() { "" } else { " and " };
                    self.say(&format!("also read {}{and}{last}", names.join(", ")));
                }
            }
        }
    }

    /// Reports how many operations and schemas the filters removed, and lists them if verbose.
    pub(super) fn removed(&mut self, removed: &Removed, verbosity: Verbosity) {
        if removed.is_nothing() {
            return;
        }
        let lists = [("operation", &removed.operations), ("schema", &removed.schemas)];
        for (kind, names) in lists {
            for name in names {
                match self.format {
                    MessageFormat::Json => {
                        self.record(&json!({ "type": "left-out", "kind": kind, "name": name }));
                    }
                    _ if verbosity == Verbosity::Verbose => {
                        self.say(&format!("left out {kind} {}", plain(name)));
                    }
                    _ => {}
                }
            }
        }
        if self.format != MessageFormat::Json {
            let (operations, schemas) = (removed.operations.len(), removed.schemas.len());
            let of = (removed.all_operations, removed.all_schemas);
            self.say(&format!("left out {operations} of {} operations and {schemas} of {} schemas", of.0, of.1));
        }
    }

    /// Reports the configuration file, if the command reads one, or the one that it does not read.
    pub(super) fn configuration(&mut self, used: Option<&Path>, ignored: Option<&Path>) {
        if self.format == MessageFormat::Json {
            let path = used.map(|path| path.display().to_string());
            self.record(&json!({ "type": "configuration", "path": path }));
            return;
        }
        let reason = match (used, ignored) {
            (Some(path), _) => path.display().to_string(),
            (None, Some(path)) => format!("none ({0} is not used; `--config {0}` uses it)", path.display()),
            (None, None) => format!("none (the folder of the document has no `{CONFIG_FILE}`)"),
        };
        self.say(&format!("configuration: {}", plain(&reason)));
    }

    /// Reports the effects of the new version on users of the old one.
    pub(super) fn verdict(&mut self, judged: &Judged, options: &GenerateOptions) {
        if self.format == MessageFormat::Json {
            if let Some(verdict) = judged.as_json() {
                self.record(&verdict);
            }
            return;
        }
        for line in judged.lines(options) {
            self.note("api", &line);
        }
    }

    /// Reports something about a part of the output, after its name.
    pub(super) fn note(&mut self, part: &str, text: &str) {
        let head = self.palette.note.over(part);
        self.say(&format!("{head}: {}", plain(text)));
    }

    /// Reports a recorded release.
    pub(super) fn released(&mut self, path: &Path, version: &str, counts: Counts) {
        let path = path.display().to_string();
        if self.format == MessageFormat::Json {
            self.record(&json!({ "type": "release", "path": path, "version": version }));
        }
        self.summary(counts, &format!("recorded the release of {version} in {path}"));
    }

    /// Reports a version that was raised in the configuration.
    pub(super) fn raised(&mut self, path: &Path, (old, new): &(String, String)) {
        let path = path.display().to_string();
        if self.format == MessageFormat::Json {
            self.record(&json!({ "type": "version", "path": path, "old": old, "new": new }));
        }
        let from = if old.is_empty() { String::new() } else { format!(" from {old}") };
        self.say(&format!("raised `[crate] version` in {}{from} to {new}", plain(&path)));
    }

    pub(super) fn error(&mut self, message: &str, help: &str) {
        match self.format {
            MessageFormat::Json => {
                self.record(&json!({ "type": "error", "message": message, "help": help }));
            }
            MessageFormat::Github => self.all_results(&github_error(message, help)),
            // The diagnostics are in the only run of the log.
            MessageFormat::Sarif | MessageFormat::Human => {}
        }
        let head = self.palette.error.over("error");
        self.say(&format!("{head}: {}", self.palette.strong.over(&plain(message))));
        if !help.is_empty() {
            self.say(&format!("  {} help: {}", self.palette.faint.over("="), plain(help)));
        }
    }

    /// Reports an error that occurs before the document is read, and so before any diagnostic.
    pub(super) fn unread(&mut self, message: &str, help: &str) {
        self.error(message, help);
        if self.format == MessageFormat::Sarif {
            self.all_results(&sarif_error(message, help));
        }
    }

    /// Writes the outcome of the command as the last result, in machine-readable formats.
    pub(super) fn outcome(&mut self, report: &Report) {
        if self.format != MessageFormat::Json {
            return;
        }
        let numbers = |written: &Written| {
            json!({
                "created": written.created.len(),
                "changed": written.changed.len(),
                "deleted": written.deleted.len(),
                "unchanged": written.unchanged.len(),
            })
        };
        let (written, planned) = (report.written.as_ref().map(numbers), report.planned.as_ref().map(numbers));
        let mut summary = json!({
            "type": "summary",
            "exit": report.exit.code(),
            "errors": report.counts.errors,
            "warnings": report.counts.warnings,
            "notes": report.counts.notes,
            "written": written,
            "differing": report.difference.as_ref().map(|difference| difference.files.len()),
        });
        // Only a dry run plans.
        if let Some(planned) = planned {
            summary["planned"] = planned;
        }
        self.record(&summary);
    }

    pub(super) fn summary(&mut self, counts: Counts, ending: &str) {
        let found = counts.to_string();
        match (found.is_empty(), ending.is_empty()) {
            (true, true) => self.say("nothing to report"),
            (true, false) => self.say(ending),
            (false, true) => self.say(&found),
            (false, false) => self.say(&format!("{found}; {ending}")),
        }
    }

    pub(super) fn written(&mut self, options: &GenerateOptions, written: &Written, counts: Counts) {
        let is_planned = options.mode == Mode::DryRun;
        let words = if is_planned { ["create", "change", "delete"] } else { ["created", "changed", "deleted"] };
        let changes = [
            (words[0], &written.created, self.palette.added.clone()),
            (words[1], &written.changed, self.palette.warning.clone()),
            (words[2], &written.deleted, self.palette.removed.clone()),
        ];
        for (word, files, paint) in &changes {
            if self.format == MessageFormat::Json || options.spec.verbosity == Verbosity::Verbose {
                self.files(word, files.iter().map(String::as_str), paint);
            } else {
                let lines = by_folder(files);
                self.files(word, lines.iter().map(String::as_str), paint);
            }
        }
        let out = options.out.display();
        if written.is_nothing() {
            let all = written.unchanged.len();
            self.summary(counts, &format!("{out} is up to date ({all} files)"));
            return;
        }
        let parts: Vec<_> = changes
            .iter()
            .map(|(word, files, _)| (*word, files.len()))
            .chain([(if is_planned { "keep" } else { "unchanged" }, written.unchanged.len())])
            .filter(|(_, count)| *count > 0)
            .map(|(word, count)| if is_planned { format!("{word} {count}") } else { format!("{count} {word}") })
            .collect();
        let parts = parts.join(", ");
        if is_planned {
            self.summary(counts, &format!("dry run: would write {out} ({parts})"));
            return;
        }
        self.summary(counts, &format!("wrote {out} ({parts})"));
    }

    /// Suggests how to use a package, by its name, or a module that was created.
    pub(super) fn next_step(&mut self, options: &GenerateOptions, written: &Written, package: &str) {
        let out = options.out.display();
        if written.created.iter().any(|file| file == "Cargo.toml") {
            let library = package.replace('-', "_");
            self.next(&format!(
                "`cargo add --path {out}` in the crate that calls the API, which imports the package `{package}` with `use {library}::…`"
            ));
        }
        if written.created.iter().any(|file| file == "mod.rs") {
            let name = options.out.file_name().unwrap_or_default().to_string_lossy();
            let lists = format!("{} lists", options.out.join("mod.rs").display());
            self.next(&format!(
                "add the dependencies that {lists}, and `#[rustfmt::skip] mod {name};` to the module around it"
            ));
        }
    }

    /// Reports the files whose change is the reason to generate again.
    pub(super) fn changed(&mut self, files: &[PathBuf]) {
        if files.is_empty() {
            return;
        }
        let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        if self.format == MessageFormat::Json {
            self.record(&json!({ "type": "changed", "paths": names }));
        }
        self.say(&format!("changed: {}", plain(&names.join(", "))));
    }

    /// Reports that the command waits for changes of this many files.
    pub(super) fn watching(&mut self, files: usize) {
        if self.format == MessageFormat::Json {
            self.record(&json!({ "type": "watching", "files": files }));
        }
        let files = if files == 1 { "one file".to_owned() } else { format!("{files} files") };
        self.say(&format!("watching {files}; Ctrl-C ends"));
    }

    /// Suggests the next step.
    pub(super) fn next(&mut self, step: &str) {
        if self.format == MessageFormat::Human {
            self.say(&format!("next: {}", plain(step)));
        }
    }

    pub(super) fn difference(&mut self, options: &GenerateOptions, difference: &Difference, counts: Counts) {
        let out = options.out.display();
        if difference.is_empty() {
            self.summary(counts, &format!("{out} is up to date"));
            return;
        }
        match self.format {
            MessageFormat::Human | MessageFormat::Github => self.all_results(&difference.unified(&self.palette)),
            MessageFormat::Sarif => {}
            MessageFormat::Json => {
                for (path, change) in &difference.files {
                    let word = match change {
                        Change::Added { .. } => "created",
                        Change::Changed { .. } => "changed",
                        Change::Removed => "deleted",
                    };
                    self.files(word, [path.as_str()], &Paint::default());
                }
            }
        }
        let count = difference.files.len();
        let files = if count == 1 { "one file differs" } else { "files differ" };
        let number = if count == 1 { String::new() } else { format!("{count} ") };
        let edited = difference.edited.join(", ");
        let help = match (options.remedy.as_str(), edited.is_empty()) {
            ("", true) => String::new(),
            ("", false) => format!("edits of generated files are lost when they are generated again: {edited}"),
            (remedy, true) => format!("run `{remedy}`"),
            (remedy, false) => format!("run `{remedy} --force`, which discards the edits of {edited}"),
        };
        self.error(&format!("{out} is not what would be generated: {number}{files}"), &help);
    }

    /// Writes an object as one line of JSON.
    pub(super) fn record(&mut self, object: &Value) {
        self.result(&escaped_json(&object.to_string()));
    }

    pub(super) fn result(&mut self, text: &str) {
        let _ = writeln!(self.results, "{text}");
    }

    fn files<'f>(&mut self, word: &str, files: impl IntoIterator<Item = &'f str>, paint: &Paint) {
        for file in files {
            match self.format {
                MessageFormat::Sarif => {}
                MessageFormat::Human | MessageFormat::Github => {
                    self.result(&format!("{} {}", paint.over(word), plain(file)));
                }
                MessageFormat::Json => {
                    self.record(&json!({ "type": "file", "change": word, "path": file }));
                }
            }
        }
    }

    pub(super) fn say(&mut self, text: &str) {
        let _ = writeln!(self.messages, "{text}");
    }
}
