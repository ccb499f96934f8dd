//! Detects the OpenAPI version of a document. This module does not depend on the differences between versions.

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::foreign;
use crate::nearest::nearest;
use crate::path::SpecPath;
use crate::version::Version;

/// Returns the version that the document declares. Reports a missing, unknown or malformed version.
#[must_use]
pub fn detect(document: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let root = SpecPath::root();
    let Value::Object(members) = document else {
        let message = format!("the document is {}, not an object", kind_of(document));
        let help = "an OpenAPI document begins with `openapi: 3.0.3`";
        diagnostics.push(Diagnostic::new(Code::Version, &root, message).help(help));
        return None;
    };
    for keyword in ["openapi", "swagger"] {
        if let Some(version) = members.get(keyword) {
            return of_version(keyword, version, diagnostics);
        }
    }
    diagnostics.push(missing(document, members, &root));
    None
}

fn of_version(keyword: &str, written: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let place = SpecPath::root().child(keyword);
    let Some(text) = version_text(written) else {
        let message = format!("`{keyword}` is {}, not a version", kind_of(written));
        let help = "write it as a string: `openapi: 3.0.3`";
        diagnostics.push(Diagnostic::new(Code::Version, &place, message).help(help));
        return None;
    };
    let version = match (keyword, text.split('.').collect::<Vec<_>>().as_slice()) {
        ("openapi", ["3", "0", ..]) => Version::OpenApi30,
        ("openapi", ["3", "1", ..]) => Version::OpenApi31,
        ("openapi", ["3", "2", ..]) => Version::OpenApi32,
        ("swagger" | "openapi", ["2", "0"] | ["2"]) => Version::Swagger20,
        _ => {
            let message = format!("`{keyword}: {text}` is not a supported version");
            let help = "write the document in OpenAPI 3.0, 3.1 or 3.2, or in Swagger 2.0";
            diagnostics.push(Diagnostic::new(Code::Version, &place, message).help(help));
            return None;
        }
    };
    let well_formed = written.is_string() && well_formed(keyword, &text);
    if !well_formed {
        let (message, wanted) = (format!("`{keyword}` is written as `{written}`"), well_written(version));
        let help = format!("write `{wanted}`; it was read as {version}");
        diagnostics.push(Diagnostic::new(Code::OddVersion, &place, message).help(help));
    }
    Some(version)
}

/// Returns the version as text. `3.0` without quotes is a number in YAML, but its meaning is clear.
fn version_text(version: &Value) -> Option<String> {
    match version {
        Value::String(text) => Some(text.trim().trim_start_matches('v').to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn well_formed(keyword: &str, text: &str) -> bool {
    let numbers = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match keyword {
        "swagger" => text == "2.0",
        _ => text.split('.').count() == 3 && text.split('.').all(numbers),
    }
}

fn well_written(version: Version) -> &'static str {
    match version {
        Version::Swagger20 => "swagger: \"2.0\"",
        Version::OpenApi30 => "openapi: 3.0.3",
        Version::OpenApi31 => "openapi: 3.1.1",
        Version::OpenApi32 => "openapi: 3.2.0",
    }
}

fn missing(document: &Value, members: &Map<String, Value>, root: &SpecPath) -> Diagnostic {
    if let Some(found) = foreign::of_document(document) {
        let message = format!("this is {}, not an OpenAPI document", found.what);
        let keyword = ["asyncapi", "arazzo", "overlay"].into_iter().find(|keyword| members.contains_key(*keyword));
        let place = keyword.map_or_else(|| root.clone(), |keyword| root.child(keyword));
        return Diagnostic::new(Code::Version, &place, message).help(found.help);
    }
    let near = |key: &&String| nearest(key, ["openapi", "swagger"]).is_some();
    let message = "the document has no `openapi` keyword, which declares its version";
    if let Some(key) = members.keys().find(near) {
        let help = format!("`{key}` is probably meant to be `openapi`");
        return Diagnostic::new(Code::Version, &root.child(key), message).help(help);
    }
    Diagnostic::new(Code::Version, root, message).help("an OpenAPI document begins with `openapi: 3.0.3`")
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
