//! The lock beside the configuration: reads it, adds the choices of the crate in the output folder, and writes the ones that differ.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Console, GenerateOptions, MessageFormat, Mode, SpecOptions};
use crate::config::{Config, Lock, parse_lock};
use crate::diag::Diagnostics;
use crate::disk::{self, DiskError};
use crate::path::DocumentId;
use crate::source::Sources;
use crate::surface::{self, Surface};

/// The name of the lock of a document without a configuration.
const LOCK_FILE: &str = "oaspress.lock";

/// Returns the path of the lock: the configuration with the extension `lock`. A document from standard input has none.
pub(super) fn path_of(options: &SpecOptions) -> Option<PathBuf> {
    match options.config_path() {
        Some(config) => Some(config.with_extension("lock")),
        None => Some(options.beside(LOCK_FILE)).filter(|_| !options.is_standard_input()),
    }
}

/// Reads the lock, if there is one and it is not ignored.
pub(super) fn read(
    options: &SpecOptions,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Lock, DiskError> {
    let Some(path) = path_of(options).filter(|path| !options.fresh && disk::is_file(path)) else {
        return Ok(Lock::default());
    };
    let file = disk::read_input(&path)?;
    sources.insert(DocumentId::LOCK, &file.name, &file.bytes);
    let text = sources.get(DocumentId::LOCK).map_or("", |source| &source.text);
    Ok(parse_lock(text, diagnostics))
}

/// Returns the configuration with the choices of the crate in the output folder, unless they are ignored.
pub(super) fn with_history(options: &GenerateOptions, config: &Config) -> Config {
    let mut config = config.clone();
    let listing = options.out.join(surface::FILE);
    if options.spec.fresh || path_of(&options.spec).is_none() || !disk::is_file(&listing) {
        return config;
    }
    let old = disk::read_input(&listing).ok().and_then(|input| String::from_utf8(input.bytes).ok());
    if let Some(Ok(old)) = old.map(|text| text.parse::<Surface>()) {
        config.lock = config.lock.or(surface::choices(&old));
    }
    config
}

/// The lock on disk, and the one that belongs to the generated crate.
pub(super) struct LockFile {
    path: Option<PathBuf>,
    text: String,
    old: Lock,
    new: Lock,
}

impl LockFile {
    pub(super) fn new(options: &SpecOptions, new: Lock) -> Self {
        let path = path_of(options);
        let file = path.as_deref().filter(|path| disk::is_file(path)).and_then(|path| disk::read_input(path).ok());
        let text = file.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default();
        // Errors in it have been reported, unless it is ignored.
        let old = parse_lock(&text, &mut Diagnostics::new());
        Self { path, text, old, new }
    }

    /// Returns the number of choices that stay.
    pub(super) fn len(&self) -> usize {
        self.new.len()
    }

    /// Returns the new text; empty if the file is not needed.
    fn new_text(&self) -> String {
        if self.new.is_empty() { String::new() } else { self.new.to_string() }
    }

    /// Returns the path of the file, if its text changes.
    fn changed(&self) -> Option<&Path> {
        self.path.as_deref().filter(|_| self.text != self.new_text())
    }

    /// Returns true if the text of the file changes.
    pub(super) fn is_changed(&self) -> bool {
        self.changed().is_some()
    }

    /// Returns the error of a check, with its help, if the file would change.
    pub(super) fn error(&self, options: &GenerateOptions) -> Option<(String, String)> {
        let path = self.changed()?.display();
        let (added, removed) = (self.new.without(&self.old), self.old.without(&self.new));
        let mut parts = Vec::new();
        parts.extend((!added.is_empty()).then(|| format!("it lacks {}", few(&added))));
        parts.extend((!removed.is_empty()).then(|| format!("it does not need {}", few(&removed))));
        parts.extend(
            (added.is_empty() && removed.is_empty()).then(|| "its entries are formatted differently".to_owned()),
        );
        let help = match options.remedy.as_str() {
            "" => String::new(),
            remedy => format!("run `{remedy}`, and commit the file"),
        };
        Some((format!("{path} is not what would be generated: {}", parts.join(", and ")), help))
    }

    /// Writes the file or deletes it, and reports the choices that are new in it or removed from it.
    pub(super) fn write(&self, console: &mut Console<'_>) -> Result<(), DiskError> {
        let Some(path) = self.changed() else { return Ok(()) };
        match self.new_text() {
            text if text.is_empty() => disk::remove_file(path)?,
            text => disk::write_file(path, &text)?,
        }
        let shown = path.display().to_string();
        let (added, removed) = (self.new.without(&self.old), self.old.without(&self.new));
        if console.format == MessageFormat::Json {
            console.record(&json!({ "type": "lock", "path": shown, "added": added, "removed": removed }));
            return Ok(());
        }
        if !added.is_empty() {
            console.note("lock", &format!("{shown} keeps {} of the earlier version; commit it", few(&added)));
        }
        if !removed.is_empty() {
            console.note("lock", &format!("{shown} does not need {} any more", few(&removed)));
        }
        Ok(())
    }

    /// Returns the offer to drop the choices at a step that breaks source.
    pub(super) fn offer(&self, options: &GenerateOptions) -> Option<String> {
        let path = self.path.as_deref()?.display();
        let choices = match self.len() {
            0 => return None,
            1 => "the choice".to_owned(),
            count => format!("the {count} choices"),
        };
        let command = match options.remedy.as_str() {
            "" => "`oaspress generate --fresh`".to_owned(),
            remedy => format!("`{remedy} --fresh`"),
        };
        let is_written = options.mode == Mode::Write && !options.spec.fresh;
        is_written.then(|| format!("this step breaks source anyway: {command} would drop {choices} in {path}"))
    }
}

/// Joins the first lines of a list, and adds the number of the others.
fn few(lines: &[String]) -> String {
    const FEW: usize = 3;
    let shown: Vec<String> = lines.iter().take(FEW).map(|line| format!("`{line}`")).collect();
    match lines.len().saturating_sub(FEW) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
