//! The source of the runtime, which is embedded from the package `oaspress-runtime`.

use crate::rust::RuntimeModule;

include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// The modules of the runtime that are written only if the crate uses them, with their paths.
const PARTS: &[(&str, RuntimeModule)] = &[
    ("credentials/oauth", RuntimeModule::OAuth),
    ("model/chrono", RuntimeModule::Chrono),
    ("model/decimal", RuntimeModule::Decimal),
    ("model/integer_string", RuntimeModule::IntegerStrings),
    ("model/nested", RuntimeModule::Nested),
    ("model/own_type", RuntimeModule::OwnTypes),
    ("model/time_crate", RuntimeModule::Time),
    ("model/tuples", RuntimeModule::Tuples),
    ("model/url", RuntimeModule::Url),
    ("model/uuid", RuntimeModule::Uuid),
    ("request/multipart", RuntimeModule::Multipart),
    ("response/byte_range", RuntimeModule::Download),
    ("response/download", RuntimeModule::Download),
    ("stream/event_parser", RuntimeModule::Events),
    ("stream/event_source", RuntimeModule::Events),
    ("stream/events", RuntimeModule::Events),
    ("stream/json_framing", RuntimeModule::Lines),
    ("stream/lines", RuntimeModule::Lines),
    ("webhook/verifier", RuntimeModule::Webhook),
    ("webhook/webhook_payload", RuntimeModule::Incoming),
];

/// Returns the files of the runtime for a crate that uses these optional modules.
pub(super) fn files(needed: &[RuntimeModule]) -> impl Iterator<Item = (String, String)> {
    let absent: Vec<&str> =
        PARTS.iter().filter(|(_, module)| !needed.contains(module)).map(|(part, _)| *part).collect();
    let absent = with_empty_parents(absent);
    RUNTIME_FILES.iter().filter_map(move |(path, text)| {
        let module = path.strip_suffix(".rs").unwrap_or(path);
        if absent.iter().any(|part| is_within(module, part)) {
            return None;
        }
        let module = if *path == "mod.rs" { "" } else { module };
        Some((format!("src/runtime/{path}"), without(&absent, module, text)))
    })
}

/// Returns true for a module and the modules in it.
fn is_within(module: &str, part: &str) -> bool {
    module.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Adds the modules whose files only declare absent modules.
fn with_empty_parents(mut absent: Vec<&'static str>) -> Vec<&'static str> {
    let parents: Vec<&str> = RUNTIME_FILES
        .iter()
        .filter_map(|(path, text)| Some((path.strip_suffix(".rs")?, text)))
        .filter(|(module, text)| {
            let mut declared = text.lines().filter_map(declared_module).peekable();
            declared.peek().is_some() && declared.all(|child| absent.contains(&join(module, child).as_str()))
        })
        .map(|(module, _)| module)
        .collect();
    absent.extend(parents);
    absent
}

/// Returns the text of a module without the declarations and the re-exports of its absent modules. The root exports no macro of an
/// absent module.
fn without(absent: &[&str], module: &str, text: &str) -> String {
    let is_absent = |path: &str| absent.contains(&path);
    let is_kept = |line: &&str| {
        let declared = declared_module(line).is_some_and(|child| is_absent(&join(module, child)));
        let exported = line
            .strip_prefix("pub use ")
            .and_then(|path| path.trim_end_matches(';').rsplit_once("::"))
            .is_some_and(|(path, _)| is_absent(&join(module, path).replace("::", "/")));
        !declared && !exported
    };
    let kept: String = text.split_inclusive('\n').filter(is_kept).collect();
    if !module.is_empty() {
        return kept;
    }
    macros(absent).fold(kept, |text, name| text.replace(&format!(", {name}"), ""))
}

/// Returns the macros that these modules export.
fn macros<'a>(modules: &'a [&str]) -> impl Iterator<Item = &'static str> + 'a {
    let files = RUNTIME_FILES.iter().filter(|(path, _)| modules.contains(&path.strip_suffix(".rs").unwrap_or(path)));
    let exported = files.flat_map(|(_, text)| text.split("#[macro_export]\nmacro_rules! ").skip(1));
    exported.filter_map(|rest| rest.split(' ').next())
}

/// Returns the name of the module that a line declares.
fn declared_module(line: &str) -> Option<&str> {
    let item = ["pub ", "pub(crate) "].iter().find_map(|word| line.strip_prefix(word)).unwrap_or(line);
    item.strip_prefix("mod ")?.trim_end().strip_suffix(';')
}

/// Returns the path of a module's child. The path of the root is empty.
fn join(module: &str, child: &str) -> String {
    if module.is_empty() { child.to_owned() } else { format!("{module}/{child}") }
}
