//! The runtime, whose source is embedded as it stands in the folder `runtime`.

include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// The files of the runtime.
pub(super) fn files() -> impl Iterator<Item = (String, String)> {
    RUNTIME_FILES.iter().map(|(path, text)| (format!("src/runtime/{path}"), (*text).to_owned()))
}
