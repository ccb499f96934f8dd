//! Remembers a run that left the folder up to date. A run that depends on the same things repeats its output, and generates nothing.
//!
//! A run depends on the generator, the options, the documents with their overlays, the configuration, the files that references lead to,
//! the lock, the recorded release and the output folder. All of them are compared by their bytes. Remembered runs are a cache outside
//! of the project: they differ between machines, and deleting them only costs time.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::opened::Outcomes;
use super::transcript::Transcript;
use super::verdict::Judged;
use super::{Console, Exit, GenerateOptions, Generated, Mode, Prepared, Report, crate_name, lock};
use crate::disk::{self, Difference, Foreign, Written};
use crate::input::Files as _;
use crate::path::DocumentId;
use crate::render::Counts;
use crate::surface;

/// The things that a run depends on, except the files that references lead to and the generated files.
pub(super) struct Dependencies {
    /// The file in which a run with these options is remembered.
    file: PathBuf,
    /// The fingerprint of everything that is read before the crate is generated.
    inputs: String,
    /// The fingerprint of the lock and the recorded release, which are also read later.
    beside: String,
}

/// A run that left the folder up to date.
struct LastRun {
    dependencies: [String; 2],
    /// The files that were opened for each document.
    opened: Vec<Outcomes>,
    /// The fingerprint of the manifest, which has the hashes of all generated files.
    manifest: String,
    counts: Counts,
    findings: Transcript,
    /// The verdict of the next run. It depends on the new files, if no release is recorded.
    verdict: Transcript,
}

impl Dependencies {
    /// Returns the dependencies of a run; `None` if it is not to be remembered. The options that discard something, and the one that edits
    /// the configuration, always generate.
    pub(super) fn new(options: &GenerateOptions, prepared: &Prepared, console: &Console<'_>) -> Option<Self> {
        let cache = options.cache.as_ref()?;
        if options.bump || options.spec.fresh || options.foreign == Foreign::Replace {
            return None;
        }
        // A run without changes has the same findings in every mode.
        let settings = GenerateOptions { mode: Mode::default(), ..options.clone() };
        let out = std::path::absolute(&options.out).ok()?;
        let settings = format!("{} {settings:?} {:?} {:?}", out.display(), console.format, console.palette);
        let settings = disk::fingerprint(settings.as_bytes());
        let mut inputs = format!("{} {settings}\n", disk::fingerprint(&disk::read_input(&cache.program).ok()?.bytes));
        let mut add = |kind: &str, name: &str, bytes: &[u8]| {
            // Writing into a string cannot fail.
            let _ = writeln!(inputs, "{kind} {} {name:?}", disk::fingerprint(bytes));
        };
        if let Some(config) = prepared.sources.get(DocumentId::CONFIG) {
            add("configuration", &config.name, config.text.as_bytes());
        }
        for (document, files) in &prepared.read.documents {
            add("document", &document.name, &document.bytes);
            add("path", files.document(), b"");
            for overlay in files.overlays() {
                add("overlay", &overlay.name, &overlay.bytes);
            }
        }
        let file = cache.folder.join(format!("{settings}.json"));
        Some(Self { file, inputs: disk::fingerprint(inputs.as_bytes()), beside: beside(options) })
    }

    /// Repeats the output of the last run, if it depends on the same things and the folder is up to date.
    pub(super) fn repeat(
        &self,
        options: &GenerateOptions,
        prepared: &Prepared,
        console: &mut Console<'_>,
    ) -> Option<Report> {
        let last = LastRun::parse(&disk::read_input(&self.file).ok()?.bytes)?;
        let documents = &prepared.read.documents;
        let is_same = last.dependencies == [&*self.inputs, &*self.beside]
            && last.opened.len() == documents.len()
            && documents.iter().zip(&last.opened).all(|((_, files), opened)| files.repeats(opened));
        let unchanged = is_same.then(|| disk::unchanged(&options.out, &last.manifest)).flatten()?;
        last.findings.print(console);
        let mut report = Report::new(Exit::Done, last.counts);
        if options.mode == Mode::Check {
            let difference = Difference::default();
            console.difference(options, &difference, last.counts);
            report.difference = Some(difference);
        } else {
            let written = Written { unchanged, ..Written::default() };
            console.written(options, &written, last.counts);
            let place = if options.mode == Mode::Write { &mut report.written } else { &mut report.planned };
            *place = Some(written);
        }
        last.verdict.print(console);
        Some(Report { inputs: prepared.read.paths(&last.opened), ..report })
    }

    /// Remembers a run that left the folder up to date, unless its output depends on the mode.
    pub(super) fn remember(
        self,
        options: &GenerateOptions,
        generated: &Generated,
        (counts, opened, findings): (Counts, Vec<Outcomes>, Transcript),
        console: &Console<'_>,
    ) {
        let Generated { files, judged, lock } = generated;
        let offers_to_drop = judged.breaks_source() && lock.len() > 0;
        if lock.is_changed() || offers_to_drop || judged.version_error(options).is_some() {
            return;
        }
        let of_itself;
        let next = if judged.is_released() {
            judged
        } else {
            of_itself = Judged::of_itself(files.get(surface::FILE).unwrap_or_default());
            &of_itself
        };
        let ((), verdict) = Transcript::of(console, |console| console.verdict(next, options));
        let dependencies = [self.inputs, beside(options)];
        if dependencies[1] != self.beside {
            return;
        }
        let manifest = disk::manifest_fingerprint(files, crate_name(files));
        let run = LastRun { dependencies, opened, manifest, counts, findings, verdict };
        // A cache that cannot be written is not used.
        let _ = disk::write_file_in_folder(&self.file, &run.to_json().to_string());
    }
}

/// Returns the fingerprint of the lock and of the recorded release.
fn beside(options: &GenerateOptions) -> String {
    let released = options.out.join(surface::RELEASED_FILE);
    let paths = lock::path_of(&options.spec).into_iter().chain([released]);
    let states = paths.map(|path| match disk::read_input(&path) {
        Ok(input) => disk::fingerprint(&input.bytes),
        Err(_) if disk::exists(&path) => "unreadable".to_owned(),
        Err(_) => "missing".to_owned(),
    });
    states.collect::<Vec<_>>().join(" ")
}

impl LastRun {
    fn to_json(&self) -> Value {
        let Self { dependencies, opened, manifest, counts, findings, verdict } = self;
        let transcript = |transcript: &Transcript| json!([transcript.messages, transcript.results]);
        json!({
            "dependencies": dependencies,
            "opened": opened,
            "manifest": manifest,
            "counts": [counts.errors, counts.warnings, counts.notes],
            "findings": transcript(findings),
            "verdict": transcript(verdict),
        })
    }

    /// Parses what `to_json` returns; `None` for anything else.
    fn parse(text: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(text).ok()?;
        let strings = |key: &str| -> Option<[String; 2]> { serde_json::from_value(value.get(key)?.clone()).ok() };
        let transcript = |key: &str| strings(key).map(|[messages, results]| Transcript { messages, results });
        let [errors, warnings, notes] = serde_json::from_value(value.get("counts")?.clone()).ok()?;
        Some(Self {
            dependencies: strings("dependencies")?,
            opened: serde_json::from_value(value.get("opened")?.clone()).ok()?,
            manifest: value.get("manifest")?.as_str()?.to_owned(),
            counts: Counts { errors, warnings, notes },
            findings: transcript("findings")?,
            verdict: transcript("verdict")?,
        })
    }
}
