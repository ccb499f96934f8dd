//! Renders diagnostics for programs. It knows nothing of the format for people.

use serde_json::{Value, json};

use super::located;
use super::snippet::Snippet;
use crate::diag::Diagnostic;
use crate::invisible::escaped_json;
use crate::path::SpecPath;
use crate::source::{Location, Sources};

/// Returns one JSON object per line and diagnostic, for all diagnostics, in the order of [`human`](super::human).
///
/// The keys are `type` (always `diagnostic`), `code`, `severity`, `kind`, `message`, `help`, `file`, `line`, `column`, `pointer`,
/// `source` (the line of the text, as shown to people) and `related` (a list of `file`, `line`, `column`, `pointer`, `source` and
/// `message`). Unknown values are `null`.
#[must_use]
pub fn json_lines(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for located in located(diagnostics, sources) {
        let found = located.diagnostic;
        let mut object = json!({
            "type": "diagnostic",
            "code": found.code.name(),
            "severity": found.severity.name(),
            "kind": found.code.kind().name(),
            "message": found.message,
            "help": if found.help.is_empty() { Value::Null } else { Value::from(&*found.help) },
        });
        add_place(&mut object, &found.place, located.place.as_ref(), sources);
        let related = found.related.iter().zip(&located.related).map(|(related, location)| {
            let mut object = json!({ "message": related.message });
            add_place(&mut object, &related.place, location.as_ref(), sources);
            object
        });
        object["related"] = related.collect();
        out.push_str(&escaped_json(&object.to_string()));
        out.push('\n');
    }
    out
}

fn add_place(object: &mut Value, path: &SpecPath, location: Option<&Location>, sources: &Sources) {
    let source = sources.get(path.document());
    let line = source.zip(location).map(|(source, location)| Snippet::new(&source.text, location).text);
    object["file"] = source.map(|source| source.name.clone()).into();
    object["line"] = location.map(|location| location.position.line).into();
    object["column"] = location.map(|location| location.position.column).into();
    object["pointer"] = path.to_string().into();
    object["source"] = line.into();
}
