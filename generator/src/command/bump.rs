//! Raises the version in the configuration as far as the changes since the last release require.

use std::path::{Path, PathBuf};

use super::verdict::Judged;
use super::{Console, SpecOptions};
use crate::config::{self, Config};
use crate::disk::{self, DiskError};

/// A version to raise.
pub(super) struct Bump {
    /// The configuration file; `None` if there is no place for it.
    path: Option<PathBuf>,
    /// The versions before and after.
    versions: Option<(String, String)>,
}

/// A configuration file with another version.
pub(super) struct Edit {
    path: PathBuf,
    text: String,
    versions: (String, String),
}

impl Bump {
    pub(super) fn new(options: &SpecOptions) -> Self {
        let new = Some(options.config_place()).filter(|_| !options.is_standard_input());
        Self { path: options.config_path().or(new), versions: None }
    }

    /// Returns the configuration with a higher version.
    pub(super) fn raised(&mut self, version: String, config: &Config) -> Config {
        let mut raised = config.clone();
        let old = raised.manifest.version.replace(version.clone());
        self.versions = Some((old.unwrap_or_default(), version));
        raised
    }

    /// Prepares the new text of the configuration file; `None` if the version is high enough.
    pub(super) fn edit(self, judged: &Judged) -> Result<Option<Edit>, (String, String)> {
        if !judged.is_released() {
            let message = "no release is recorded, so it is unknown which version the changes require";
            return Err((
                message.to_owned(),
                "record the version that is published with `oaspress release`".to_owned(),
            ));
        }
        let Some(versions) = self.versions else { return Ok(None) };
        let by_hand = format!("write `version = \"{}\"` under `[crate]`", versions.1);
        let path =
            self.path.ok_or(("there is no configuration to write the version to".to_owned(), by_hand.clone()))?;
        let text = if disk::is_file(&path) {
            let input = disk::read_input(&path).map_err(|error| (error.to_string(), error.help()))?;
            String::from_utf8(input.bytes).ok()
        } else {
            Some(String::new())
        };
        let text = text.and_then(|text| config::with_version(&text, &versions.1));
        let text = text.ok_or((format!("the version in {} cannot be edited", path.display()), by_hand))?;
        Ok(Some(Edit { path, text, versions }))
    }
}

impl Edit {
    /// Writes the file, and suggests the next step for crates that depend on the old version.
    pub(super) fn write(self, out: &Path, console: &mut Console<'_>) -> Result<(), DiskError> {
        disk::write_file(&self.path, &self.text)?;
        console.raised(&self.path, &self.versions);
        let (old, new) = &self.versions;
        if !is_compatible(old, new) {
            console.next(&format!(
                "`cargo add --path {}` again in the crates that call the API: their requirement of {old} does not match {new}",
                out.display()
            ));
        }
        Ok(())
    }
}

/// Returns true if a requirement of the old version, as `cargo add` writes it, matches the new one.
fn is_compatible(old: &str, new: &str) -> bool {
    let requirement = semver::VersionReq::parse(old).ok();
    let version = semver::Version::parse(new).ok();
    requirement.zip(version).is_none_or(|(requirement, version)| requirement.matches(&version))
}
