//! The source of the runtime, which is embedded from the package `oaspress-runtime`.

use crate::rust::Package;

include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// The modules of the runtime that are written only if the crate uses them.
const PARTS: &[(&str, Package)] = &[
    ("byte_range", Package::Download),
    ("download", Package::Download),
    ("event_parser", Package::Events),
    ("event_source", Package::Events),
    ("events", Package::Events),
    ("incoming", Package::Incoming),
    ("json_framing", Package::Lines),
    ("lines", Package::Lines),
    ("multipart", Package::Multipart),
    ("nested", Package::Nested),
    ("tuples", Package::Tuples),
    ("uuid", Package::Uuid),
    ("webhook", Package::Webhook),
];

/// Returns the files of the runtime for a crate that uses these optional modules.
pub(super) fn files(packages: &[Package]) -> impl Iterator<Item = (String, String)> {
    let absent: Vec<&str> =
        PARTS.iter().filter(|(_, package)| !packages.contains(package)).map(|(part, _)| *part).collect();
    RUNTIME_FILES.iter().filter_map(move |(path, text)| {
        let part = path.strip_suffix(".rs").unwrap_or(path);
        if absent.contains(&part) {
            return None;
        }
        let text = if *path == "mod.rs" { without(&absent, text) } else { (*text).to_owned() };
        Some((format!("src/runtime/{path}"), text))
    })
}

/// Returns the root of the runtime without the declarations of the absent modules.
fn without(absent: &[&str], text: &str) -> String {
    let declares = |line: &&str| {
        let is_module =
            |part: &&str| line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ") == Some(&format!("{part};"));
        !absent.iter().any(|part| is_module(part) || line.starts_with(&format!("pub use {part}::")))
    };
    text.lines().filter(declares).collect::<Vec<_>>().join("\n") + "\n"
}
