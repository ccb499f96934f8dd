//! A `rustdoc` with nightly features, for tests that read what it knows of a crate.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Writes a `rustdoc` with nightly features and returns its path. Only this script sets the variable that enables
/// them, since cargo and build scripts would recompile everything because of it.
pub(crate) fn write(folder: &Path, arguments: &str) -> Result<PathBuf, String> {
    let file = folder.join(if cfg!(windows) { "rustdoc.cmd" } else { "rustdoc.sh" });
    let script = if cfg!(windows) {
        format!("@set RUSTC_BOOTSTRAP=1\r\n@rustdoc %* {arguments}\r\n")
    } else {
        format!("#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\" {arguments}\n")
    };
    let written = fs::write(&file, script).and_then(|()| make_executable(&file));
    written.map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    Ok(file)
}

#[cfg(unix)]
fn make_executable(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}
