//! Finds the folder in which runs of the command are remembered, by the environment.

use std::env;
use std::path::PathBuf;

use crate::command::Cache;

/// The variable that names the folder. If it is empty, no run is remembered.
const VARIABLE: &str = "OASPRESS_CACHE";

/// Returns the place where runs are remembered; `None` if there is no folder for it.
pub(super) fn cache() -> Option<Cache> {
    let folder = match env::var_os(VARIABLE) {
        Some(folder) => Some(PathBuf::from(folder)).filter(|folder| !folder.as_os_str().is_empty()),
        None => folder_of_user().map(|folder| folder.join("oaspress")),
    };
    folder.zip(env::current_exe().ok()).map(|(folder, program)| Cache { folder, program })
}

/// Returns the folder in which programs keep caches of the user. Variables with relative paths are ignored.
fn folder_of_user() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    if cfg!(windows) {
        return folder("LOCALAPPDATA");
    }
    let home = folder("HOME");
    if cfg!(target_os = "macos") {
        return home.map(|home| home.join("Library/Caches"));
    }
    folder("XDG_CACHE_HOME").or_else(|| home.map(|home| home.join(".cache")))
}
