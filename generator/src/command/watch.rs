//! Generates a crate again whenever one of the files changes that it was generated from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use super::{Console, GenerateOptions, Report, SpecOptions, generate};
use crate::disk::{self, FileState};

/// The files that a crate was generated from, as they were then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The states; `None` for a file that does not exist.
    files: BTreeMap<PathBuf, Option<FileState>>,
    /// The time before the files were read.
    started: SystemTime,
}

/// Generates a crate because these files changed, and returns the files to watch: document, configuration, overlays and the files
/// that references lead to, also if they do not exist yet.
pub fn generate_watched(
    options: &GenerateOptions,
    changed: &[PathBuf],
    console: &mut Console<'_>,
) -> (Report, Watched) {
    let started = SystemTime::now();
    console.changed(changed);
    let report = generate(options, console);
    let watched = Watched::new(&options.spec, &report, started);
    console.watching(watched.files.len());
    (report, watched)
}

impl Watched {
    fn new(options: &SpecOptions, report: &Report, started: SystemTime) -> Self {
        let document = options.document().map(Path::to_owned);
        let named = document.into_iter().chain([options.config_place()]).chain(options.overlays.iter().cloned());
        let paths = named.chain(report.inputs.iter().cloned());
        Self { files: paths.map(|path| (path.clone(), disk::state(&path))).collect(), started }
    }

    /// Waits until files change, and returns them. It looks at the files at this interval. An editor may write a file in several
    /// steps, so the changes have to be at least an interval old.
    #[must_use]
    pub fn wait(&self, interval: Duration) -> Vec<PathBuf> {
        loop {
            thread::sleep(interval);
            if !self.changed().is_empty() {
                thread::sleep(interval);
                return self.changed();
            }
        }
    }

    /// Returns the files that have changed.
    #[must_use]
    pub fn changed(&self) -> Vec<PathBuf> {
        let changed = self.files.iter().filter(|(path, then)| self.is_changed(path, **then));
        changed.map(|(path, _)| path.clone()).collect()
    }

    fn is_changed(&self, path: &Path, then: Option<FileState>) -> bool {
        let now = disk::state(path);
        // A file that was written while the crate was generated may have been read before. A time in the future proves nothing.
        let is_later = now.is_some_and(|(time, _)| time > self.started && time <= SystemTime::now());
        now != then || is_later
    }
}
