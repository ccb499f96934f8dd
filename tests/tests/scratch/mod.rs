//! Helpers for tests that run cargo in scratch workspaces.

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
