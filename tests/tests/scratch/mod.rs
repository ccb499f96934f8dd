//! What tests share that run cargo on workspaces of their own.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// What the manifest of such a workspace ends with.
pub(crate) const PROFILE: &str = r#"resolver = "3"

[profile.dev]
debug = false
incremental = false
"#;

/// Where all of these workspaces compile, those of `cargo xtask` too: they share what they depend on.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("scratch")
}

/// Writes a `rustdoc` that has the abilities of nightly. Cargo and the build scripts do not get the variable for it: with it,
/// everything would be compiled again.
pub(crate) fn rustdoc(folder: &Path, arguments: &str) -> Result<PathBuf, String> {
    let file = folder.join("rustdoc.sh");
    let script = format!("#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\" {arguments}\n");
    let written = fs::write(&file, script).and_then(|()| fs::set_permissions(&file, Permissions::from_mode(0o755)));
    written.map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    Ok(file)
}
