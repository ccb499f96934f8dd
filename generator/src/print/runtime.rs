//! The source of the runtime, which is embedded from the package `oaspress-runtime`.

use crate::rust::RuntimeModule;

include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// The modules of the runtime that are written only if the crate uses them.
const PARTS: &[(&str, RuntimeModule)] = &[
    ("byte_range", RuntimeModule::Download),
    ("chrono", RuntimeModule::Chrono),
    ("decimal", RuntimeModule::Decimal),
    ("download", RuntimeModule::Download),
    ("event_parser", RuntimeModule::Events),
    ("event_source", RuntimeModule::Events),
    ("events", RuntimeModule::Events),
    ("incoming", RuntimeModule::Incoming),
    ("json_framing", RuntimeModule::Lines),
    ("lines", RuntimeModule::Lines),
    ("multipart", RuntimeModule::Multipart),
    ("nested", RuntimeModule::Nested),
    ("own_type", RuntimeModule::OwnTypes),
    ("tuples", RuntimeModule::Tuples),
    ("url", RuntimeModule::Url),
    ("uuid", RuntimeModule::Uuid),
    ("webhook", RuntimeModule::Webhook),
];

/// Returns the files of the runtime for a crate that uses these optional modules.
pub(super) fn files(needed: &[RuntimeModule]) -> impl Iterator<Item = (String, String)> {
    let absent: Vec<&str> =
        PARTS.iter().filter(|(_, module)| !needed.contains(module)).map(|(part, _)| *part).collect();
    RUNTIME_FILES.iter().filter_map(move |(path, text)| {
        let part = path.strip_suffix(".rs").unwrap_or(path);
        if absent.contains(&part) {
            return None;
        }
        let text = if *path == "mod.rs" { without(&absent, text) } else { (*text).to_owned() };
        Some((format!("src/runtime/{path}"), text))
    })
}

/// Returns the root of the runtime without the declarations and macros of the absent modules.
fn without(absent: &[&str], text: &str) -> String {
    let declares = |line: &&str| {
        let is_module =
            |part: &&str| line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ") == Some(&format!("{part};"));
        !absent.iter().any(|part| is_module(part) || line.starts_with(&format!("pub use {part}::")))
    };
    let kept = text.lines().filter(declares).collect::<Vec<_>>().join("\n") + "\n";
    macros(absent).fold(kept, |text, name| text.replace(&format!(", {name}"), ""))
}

/// Returns the macros that these modules export.
fn macros<'a>(modules: &'a [&str]) -> impl Iterator<Item = &'static str> + 'a {
    let files = RUNTIME_FILES.iter().filter(|(path, _)| modules.contains(&path.strip_suffix(".rs").unwrap_or(path)));
    let exported = files.flat_map(|(_, text)| text.split("#[macro_export]\nmacro_rules! ").skip(1));
    exported.filter_map(|rest| rest.split(' ').next())
}
