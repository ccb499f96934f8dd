//! Raises the version in the configuration as far as the changes since the last release require.

use std::path::PathBuf;

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
    pub(super) fn write(self, console: &mut Console<'_>) -> Result<(), DiskError> {
        disk::write_file(&self.path, &self.text)?;
        console.raised(&self.path, &self.versions);
        Ok(())
    }
}
