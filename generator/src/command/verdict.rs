//! Judges a generated crate by its last release, or by the files in its folder if no release is recorded.

use std::path::Path;

use serde_json::{Value, json};

use super::diff::{self, counted, from_one, stops};
use super::{GenerateOptions, Mode};
use crate::config::{self, Config};
use crate::diag::{Code, Diagnostic};
use crate::diff::{Verdict, VersionCheck, VersionStep};
use crate::disk;
use crate::file_tree::FileTree;
use crate::filter::Removed;
use crate::surface::{self, Surface};

/// The judgment of a generated crate.
#[derive(Debug, Default)]
pub(super) struct Judged {
    baseline: Baseline,
    /// The changes since the baseline; `None` if there is none, or it cannot be compared.
    verdict: Option<Verdict>,
    /// The reason why the baseline cannot be compared.
    unreadable: Option<String>,
    /// The version of the crate, compared with the release.
    version: Option<VersionCheck>,
}

/// The crate to compare with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Baseline {
    /// There is none.
    #[default]
    Nothing,
    /// The last release.
    Release,
    /// The crate in the folder.
    Folder,
}

/// Compares a generated crate with the last release or with the folder. The findings are about accepted changes that have not
/// been made.
pub(super) fn judge(out: &Path, files: &FileTree, removed: &Removed, config: &Config) -> (Judged, Vec<Diagnostic>) {
    let (released, current) = (out.join(surface::RELEASED_FILE), out.join(surface::FILE));
    let (baseline, path) = if disk::is_file(&released) {
        (Baseline::Release, released)
    } else if disk::is_file(&current) {
        (Baseline::Folder, current)
    } else {
        return (Judged::default(), Vec::new());
    };
    let mut judged = Judged { baseline, ..Judged::default() };
    let old = disk::read_input(&path).map_err(|error| error.to_string());
    let old = old.and_then(|input| String::from_utf8(input.bytes).map_err(|error| error.to_string()));
    let old = old.and_then(|text| text.parse::<Surface>().map_err(|error| error.to_string()));
    let old = match old {
        Ok(old) => old,
        Err(error) => {
            judged.unreadable = Some(format!("{} cannot be compared: {error}", path.display()));
            return (judged, Vec::new());
        }
    };
    let Some(Ok(new)) = files.get(surface::FILE).map(str::parse::<Surface>) else { return (judged, Vec::new()) };
    let mut verdict = crate::diff::diff(&old, &new);
    crate::diff::leave_out(&mut verdict, removed);
    let unused = verdict.accept(&config.changes.accept);
    let is_release = baseline == Baseline::Release;
    let unused = unused.into_iter().filter(|_| is_release).map(|fingerprint| {
        let since = format!("since the release of {}", verdict.old_version);
        unmatched(fingerprint, &since, "remove the entry, or accept the fingerprint that `oaspress diff` shows now")
    });
    let unused = unused.collect();
    match verdict.check_version() {
        Ok(check) => judged.version = Some(check).filter(|_| is_release),
        Err(error) => judged.unreadable = Some(format!("the versions cannot be compared: {error}")),
    }
    judged.verdict = Some(verdict);
    (judged, unused)
}

/// Returns the finding about an accepted change that has not been made.
pub(super) fn unmatched(fingerprint: &str, since: &str, help: &str) -> Diagnostic {
    let message = format!("no change {since} has the fingerprint `{fingerprint}`");
    let place = config::key_path(&["changes", "accept", fingerprint]);
    Diagnostic::new(Code::UnmatchedAccept, &place, message).help(help)
}

impl Judged {
    /// Returns the judgment of a crate that is compared with itself, by its listing.
    pub(super) fn of_itself(listing: &str) -> Self {
        let version = listing.parse::<Surface>().map(|surface| surface.version).unwrap_or_default();
        let verdict = Verdict { changes: Vec::new(), old_version: version.clone(), new_version: version };
        Self { baseline: Baseline::Folder, verdict: Some(verdict), ..Self::default() }
    }

    /// Returns true if there is a release to compare with.
    pub(super) fn is_released(&self) -> bool {
        self.baseline == Baseline::Release
    }

    /// Returns true if the source of users breaks.
    pub(super) fn breaks_source(&self) -> bool {
        self.verdict.as_ref().is_some_and(|verdict| verdict.full_step() == VersionStep::Major)
    }

    /// Returns the changes since the last release.
    pub(super) fn since_release(&self) -> Option<&Verdict> {
        self.verdict.as_ref().filter(|_| self.is_released())
    }

    /// Returns the lowest version that is high enough, if the version of the crate is too low.
    pub(super) fn required_version(&self) -> Option<String> {
        match &self.version {
            Some(VersionCheck::TooLow { lowest, .. }) => Some(lowest.to_string()),
            _ => None,
        }
    }

    /// Returns up to four lines; none if nothing changes.
    pub(super) fn lines(&self, options: &GenerateOptions) -> Vec<String> {
        let Some(verdict) = &self.verdict else { return self.unreadable.iter().cloned().collect() };
        if verdict.changes.is_empty() && self.required_version().is_none() {
            return Vec::new();
        }
        let mut lines = vec![self.summary(verdict)];
        lines.extend(stops(verdict));
        // A check reports it as an error.
        if let Some(version) = self.required_version().filter(|_| options.mode != Mode::Check) {
            let bump = if options.remedy.is_empty() { String::new() } else { format!(": `{} --bump`", options.remedy) };
            lines.push(format!("`[crate] version` has to be {version} or higher{bump}"));
        }
        lines.extend(self.unreadable.clone());
        match self.baseline {
            _ if verdict.changes.is_empty() => {}
            Baseline::Release => lines.push(format!("`{}` lists them", diff_command(options))),
            _ => lines.push(format!(
                "`oaspress diff OLD NEW` lists them, with the old `{}` or document as OLD",
                surface::FILE
            )),
        }
        lines
    }

    fn summary(&self, verdict: &Verdict) -> String {
        if !self.is_released() {
            return diff::step(verdict);
        }
        let released = format!("{} since the release of {}", counted(verdict), verdict.old_version);
        if verdict.changes.is_empty() {
            return released;
        }
        format!("{released}: a {} step{}", verdict.step().name(), from_one(verdict))
    }

    /// Returns the error for a version that is too low or cannot be compared, with its help.
    pub(super) fn version_error(&self, options: &GenerateOptions) -> Option<(String, String)> {
        let help = "restore it from version control, or delete it and record the release again with `oaspress release`";
        let unreadable = self.unreadable.clone().filter(|_| self.is_released());
        if let Some(message) = unreadable {
            return Some((message, help.to_owned()));
        }
        let (Some(verdict), Some(VersionCheck::TooLow { step, lowest })) = (&self.verdict, &self.version) else {
            return None;
        };
        let (old, new) = (&verdict.old_version, &verdict.new_version);
        let message = match step {
            None => format!("`[crate] version` is {new}, which is lower than that of the last release, {old}"),
            Some(step) => format!(
                "`[crate] version` is {new}, but the changes since the release of {old} require a {} step: {lowest} or higher",
                step.name()
            ),
        };
        let bump = match options.remedy.as_str() {
            "" => String::new(),
            remedy => format!(", or run `{remedy} --bump`"),
        };
        Some((message, format!("write `version = \"{lowest}\"` under `[crate]` in the configuration{bump}")))
    }

    /// Returns the judgment for programs; `None` if nothing is compared.
    pub(super) fn as_json(&self) -> Option<Value> {
        let verdict = self.verdict.as_ref()?;
        let mut object = diff::verdict_as_json(verdict);
        object["since"] = json!(if self.is_released() { "release" } else { "folder" });
        object["required-version"] = json!(self.required_version());
        Some(object)
    }
}

/// Returns the command that lists the changes since the release.
fn diff_command(options: &GenerateOptions) -> String {
    let config = options.spec.config.as_ref();
    let config = config.map(|path| format!(" --config {}", path.display())).unwrap_or_default();
    let released = options.out.join(surface::RELEASED_FILE);
    // The documents of a crate with several are named by their configuration.
    match options.spec.document() {
        None => format!("oaspress diff {} {}", released.display(), options.spec.config_place().display()),
        Some(document) => format!("oaspress diff {} {}{config}", released.display(), document.display()),
    }
}
