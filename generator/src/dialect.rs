//! Tells which version of OpenAPI a document is written in; knows nothing of what the versions say.

use std::fmt;

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::nearest::nearest;
use crate::path::SpecPath;

/// A version of OpenAPI, as far as versions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Swagger 2.0.
    Swagger20,
    /// `OpenAPI` 3.0.x.
    OpenApi30,
    /// `OpenAPI` 3.1.x.
    OpenApi31,
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Swagger20 => "Swagger 2.0",
            Self::OpenApi30 => "OpenAPI 3.0",
            Self::OpenApi31 => "OpenAPI 3.1",
        })
    }
}

/// The version that the document claims, or a diagnostic that says what is odd about its claim.
#[must_use]
pub fn detect(document: &Value, diagnostics: &mut Diagnostics) -> Option<Dialect> {
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
    diagnostics.push(missing(members, &root));
    None
}

/// Rewrites a document of another version into the shape of 3.0, on which everything else works.
#[must_use]
pub fn to_30(document: Value, dialect: Dialect, diagnostics: &mut Diagnostics) -> Option<Value> {
    let keyword = match dialect {
        Dialect::OpenApi30 => return Some(document),
        Dialect::OpenApi31 => "openapi",
        Dialect::Swagger20 => "swagger",
    };
    let message = format!("a document in {dialect} is not read yet");
    let help = "only OpenAPI 3.0.x is; convert the document to it, or wait for a later version";
    let place = SpecPath::root().child(keyword);
    diagnostics.push(Diagnostic::new(Code::Version, &place, message).help(help));
    None
}

fn of_version(keyword: &str, version: &Value, diagnostics: &mut Diagnostics) -> Option<Dialect> {
    let place = SpecPath::root().child(keyword);
    let Some(text) = version_text(version) else {
        let message = format!("`{keyword}` is {}, not a version", kind_of(version));
        let help = "write it as a string: `openapi: 3.0.3`";
        diagnostics.push(Diagnostic::new(Code::Version, &place, message).help(help));
        return None;
    };
    let dialect = match (keyword, text.split('.').collect::<Vec<_>>().as_slice()) {
        ("openapi", ["3", "0", ..]) => Dialect::OpenApi30,
        ("openapi", ["3", "1", ..]) => Dialect::OpenApi31,
        ("swagger" | "openapi", ["2", "0"] | ["2"]) => Dialect::Swagger20,
        _ => {
            let message = format!("`{keyword}: {text}` is no version that is known here");
            let help = "the document has to be in OpenAPI 3.0.x";
            diagnostics.push(Diagnostic::new(Code::Version, &place, message).help(help));
            return None;
        }
    };
    let well_formed = version.is_string() && well_formed(keyword, &text);
    if !well_formed {
        let (message, wanted) = (format!("`{keyword}` is written as `{version}`"), well_written(dialect));
        let help = format!("write `{wanted}`; it was read as {dialect}");
        diagnostics.push(Diagnostic::new(Code::OddVersion, &place, message).help(help));
    }
    Some(dialect)
}

/// `3.0` without quotes is a number in YAML, and what it was meant to be is clear.
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

fn well_written(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Swagger20 => "swagger: \"2.0\"",
        Dialect::OpenApi30 => "openapi: 3.0.3",
        Dialect::OpenApi31 => "openapi: 3.1.1",
    }
}

fn missing(members: &Map<String, Value>, root: &SpecPath) -> Diagnostic {
    let relatives = [("asyncapi", "an AsyncAPI"), ("arazzo", "an Arazzo"), ("overlay", "an Overlay")];
    if let Some((keyword, what)) = relatives.iter().find(|(keyword, _)| members.contains_key(*keyword)) {
        let message = format!("this is {what} document, not an OpenAPI document");
        return Diagnostic::new(Code::Version, &root.child(keyword), message);
    }
    let near = |key: &&String| nearest(key, ["openapi", "swagger"]).is_some();
    let message = "the document has no `openapi` keyword, which says its version";
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
