//! Renders diagnostics as a SARIF 2.1.0 log, which code scanning services and editors read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::located;
use crate::diag::{Code, Diagnostic, Severity};
use crate::invisible::escaped_json;
use crate::path::SpecPath;
use crate::source::{Location, Sources};

/// Returns a log with one run: one rule per code that occurs, and one result per diagnostic.
#[must_use]
pub fn sarif(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let located = located(diagnostics, sources);
    let codes: BTreeMap<&str, Code> =
        located.iter().map(|located| (located.diagnostic.code.name(), located.diagnostic.code)).collect();
    let rules: Vec<Value> = codes.values().map(|code| rule(*code)).collect();
    let results: Vec<Value> = located
        .iter()
        .map(|located| {
            let found = located.diagnostic;
            let text = match found.help.as_str() {
                "" => found.message.clone(),
                help => format!("{}\nhelp: {help}", found.message),
            };
            let related = found.related.iter().zip(&located.related).map(|(related, location)| {
                let mut place = self::location(&related.place, location.as_ref(), sources);
                place["message"] = json!({ "text": related.message });
                place
            });
            json!({
                "ruleId": found.code.name(),
                "ruleIndex": codes.keys().position(|name| *name == found.code.name()),
                "level": level(found.severity),
                "message": { "text": text },
                "locations": [location(&found.place, located.place.as_ref(), sources)],
                "relatedLocations": related.collect::<Vec<_>>(),
            })
        })
        .collect();
    log(&json!({ "tool": tool(&rules), "columnKind": "unicodeCodePoints", "results": results }))
}

/// Returns a log with a run that failed before it produced diagnostics.
#[must_use]
pub fn sarif_error(message: &str, help: &str) -> String {
    let text = if help.is_empty() { message.to_owned() } else { format!("{message}\nhelp: {help}") };
    let notification = json!({ "level": "error", "message": { "text": text } });
    let invocation = json!({ "executionSuccessful": false, "toolExecutionNotifications": [notification] });
    log(&json!({ "tool": tool(&[]), "invocations": [invocation], "results": [] }))
}

fn log(run: &Value) -> String {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    format!("{}\n", escaped_json(&log.to_string()))
}

fn tool(rules: &[Value]) -> Value {
    json!({ "driver": { "name": "oaspress", "version": env!("CARGO_PKG_VERSION"), "rules": rules } })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "fullDescription": { "text": code.explain() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn location(path: &SpecPath, location: Option<&Location>, sources: &Sources) -> Value {
    let mut place = json!({ "logicalLocations": [{ "fullyQualifiedName": path.to_string() }] });
    if let Some(source) = sources.get(path.document()) {
        let mut physical = json!({ "artifactLocation": { "uri": uri(&source.name) } });
        if let Some(location) = location {
            let marked = source.text.get(location.bytes.clone()).unwrap_or_default();
            let first = marked.lines().next().unwrap_or_default();
            let (line, column) = (location.position.line, location.position.column);
            // The mark ends with its first line, and is never empty.
            let end = column + first.chars().count().max(1);
            physical["region"] = json!({ "startLine": line, "startColumn": column, "endColumn": end });
        }
        place["physicalLocation"] = physical;
    }
    place
}

/// Returns a path as an RFC 3986 reference: relative, or with the scheme `file` if the path is absolute.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let drive = path.get(1..3) == Some(":/");
    let mut uri = String::from(if drive {
        "file:///"
    } else if path.starts_with('/') {
        "file://"
    } else {
        ""
    });
    for (index, byte) in path.bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) || (drive && index == 1);
        if is_plain {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_uris() {
        let paths = [
            ("api.yaml", "api.yaml"),
            ("specs/über api.yaml", "specs/%C3%BCber%20api.yaml"),
            ("a:b.yaml", "a%3Ab.yaml"),
            ("/home/api.yaml", "file:///home/api.yaml"),
            ("C:\\specs\\api.yaml", "file:///C:/specs/api.yaml"),
        ];
        for (path, expected) in paths {
            assert_eq!(uri(path), expected);
        }
    }
}
