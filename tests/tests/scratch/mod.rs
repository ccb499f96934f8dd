//! Helpers for tests that run cargo in scratch workspaces.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// The end of a scratch workspace's manifest.
pub(crate) const PROFILE: &str = r#"resolver = "3"

[profile.dev]
debug = false
incremental = false
"#;

/// Returns the target folder of all scratch workspaces, including those of `cargo xtask`. They share their compiled
/// dependencies.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("scratch")
}

/// Writes a `rustdoc` with nightly features and returns its path. Only this script sets the variable that enables
/// them, since cargo and build scripts would recompile everything because of it.
pub(crate) fn rustdoc(folder: &Path, arguments: &str) -> Result<PathBuf, String> {
    let file = folder.join("rustdoc.sh");
    let script = format!("#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\" {arguments}\n");
    let written = fs::write(&file, script).and_then(|()| fs::set_permissions(&file, Permissions::from_mode(0o755)));
    written.map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    Ok(file)
}
