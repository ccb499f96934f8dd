//! Parses the bytes of a document into a tree of JSON values. It supports JSON and YAML, and does not interpret
//! OpenAPI.

mod builder;
mod depth;
mod limits;
mod surrogates;

use std::fmt::Display;

use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_json::error::Category;

use crate::diag::{Code, Diagnostic, Diagnostics, Position, Severity, Spot};
use crate::foreign::{self, Foreign};
pub(crate) use crate::input::Input;
use crate::path::{DocumentId, SpecPath};
use crate::text;

use builder::Reader;
use depth::Refusal;
use limits::Excess;

/// Parses a document. Reports an error if that fails.
///
/// The members of objects keep their order. YAML keys that are not strings become strings as written, merge keys and
/// aliases are resolved, tags are dropped, and infinities and NaN become strings.
#[must_use]
pub fn load(input: &Input, diagnostics: &mut Diagnostics) -> Option<Value> {
    if let Some(found) = foreign::of_bytes(&input.bytes) {
        diagnostics.push(not_openapi(found));
        return None;
    }
    let text = match text::decode(&input.bytes) {
        Ok(text) => text,
        Err(error) if error.is_bytewise => {
            let message = format!("{}; treating it as Latin-1", error.message);
            let found = Diagnostic::new(Code::OddEncoding, &SpecPath::root(), message).at(Spot::At(error.position));
            diagnostics.push(found.help(error.help));
            text::latin(&input.bytes).into()
        }
        Err(error) => {
            diagnostics.push(syntax(error.message, Some(error.position)).help(error.help));
            return None;
        }
    };
    let value = match parse(&text, diagnostics) {
        Ok(value) if value.is_string() && foreign::of_text(&text).is_some() => {
            diagnostics.extend(foreign::of_text(&text).map(not_openapi));
            return None;
        }
        Ok(value) => value,
        Err(diagnostic) => {
            diagnostics.push(foreign::of_text(&text).map_or(*diagnostic, not_openapi));
            return None;
        }
    };
    if let Some(excess) = limits::excess(&value, text.len()) {
        diagnostics.push(too_much(&excess));
        return None;
    }
    if value.is_string() && text.trim_start().starts_with('<') {
        let message = "this is markup, such as HTML or XML, and not JSON or YAML";
        let help = "a web page that displays the document usually links to the document itself";
        diagnostics.push(syntax(message, None).help(help));
        return None;
    }
    Some(value)
}

/// Returns the error for a file in another format.
fn not_openapi(found: Foreign) -> Diagnostic {
    syntax(format!("this is {}, not an OpenAPI document", found.what), None).help(found.help)
}

/// The content that is allowed in a further file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// An object or an array. Files with a single value are rejected, since they may contain a secret.
    Document,
    /// Any value, because the configuration allows the file.
    Any,
}

/// Parses a further file of a document. A text file is returned as one string.
///
/// # Errors
///
/// Returns the position where parsing stopped if the content is not allowed. The error is not reported here, since the
/// document may not need the file. It does not contain text of the file, which may be a secret.
pub(crate) fn load_further(
    input: &Input,
    id: DocumentId,
    content: Content,
    diagnostics: &mut Diagnostics,
) -> Result<Value, Option<Position>> {
    if [".md", ".txt"].iter().any(|end| input.name.ends_with(end)) {
        return Ok(Value::String(String::from_utf8_lossy(&input.bytes).into_owned()));
    }
    let mut found = Diagnostics::new();
    let value = load(input, &mut found);
    match value.filter(|value| content == Content::Any || value.is_object() || value.is_array()) {
        Some(value) => {
            diagnostics.extend(found.into_vec().into_iter().map(|found| found.with_document(id)));
            Ok(value)
        }
        None => {
            Err(found.iter().find(|found| found.severity == Severity::Error).and_then(|broken| match broken.spot {
                Spot::At(position) => Some(position),
                Spot::Path | Spot::Occurrence(_) => None,
            }))
        }
    }
}

/// Parses JSON if the text looks like JSON and is valid, and YAML otherwise. Most malformed JSON is not valid YAML
/// either.
fn parse(text: &str, diagnostics: &mut Diagnostics) -> Result<Value, Box<Diagnostic>> {
    if !text::looks_like_json(text) {
        return yaml(text, diagnostics);
    }
    json(text, diagnostics).or_else(|diagnostic| {
        if diagnostic.message == TOO_DEEP {
            return Err(diagnostic);
        }
        let mut found = Diagnostics::new();
        let flow_style = yaml(text, &mut found).ok();
        diagnostics.extend(found.into_vec().into_iter().filter(|_| flow_style.is_some()));
        flow_style.ok_or(diagnostic)
    })
}

fn json(text: &str, diagnostics: &mut Diagnostics) -> Result<Value, Box<Diagnostic>> {
    whole_json(text, diagnostics).or_else(|broken| repaired(text, whole_json, diagnostics).ok_or(broken))
}

/// Parses a text after replacing unpaired surrogates in escapes, which are reported.
fn repaired(
    text: &str,
    read: fn(&str, &mut Diagnostics) -> Result<Value, Box<Diagnostic>>,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let repaired = surrogates::repaired(text)?;
    let mut found = Diagnostics::new();
    let value = read(&repaired.text, &mut found).ok()?;
    let escape = text.get(repaired.first..repaired.first + 6).unwrap_or_default();
    let others = match repaired.count {
        1 => String::new(),
        2 => ", as is another one".to_owned(),
        count => format!(", as are {} others", count - 1),
    };
    let message = format!("`{escape}` is an unpaired surrogate; treating it as U+FFFD{others}");
    let position = text::positions(text, &[repaired.first]).first().copied();
    let spot = position.map_or(Spot::Path, Spot::At);
    let help = "write both surrogates, or remove the escape";
    diagnostics.push(Diagnostic::new(Code::OddEncoding, &SpecPath::root(), message).at(spot).help(help));
    diagnostics.extend(found.into_vec());
    Some(value)
}

fn whole_json(text: &str, diagnostics: &mut Diagnostics) -> Result<Value, Box<Diagnostic>> {
    let reader = Reader::json();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = reader.root().deserialize(&mut deserializer).and_then(|value| {
        deserializer.end()?;
        Ok(value)
    });
    match value {
        Ok(value) => {
            diagnostics.extend(reader.into_duplicates());
            Ok(value)
        }
        Err(error) => Err(Box::new(json_error(text, &error))),
    }
}

fn yaml(text: &str, diagnostics: &mut Diagnostics) -> Result<Value, Box<Diagnostic>> {
    whole_yaml(text, diagnostics).or_else(|broken| repaired(text, whole_yaml, diagnostics).ok_or(broken))
}

fn whole_yaml(text: &str, diagnostics: &mut Diagnostics) -> Result<Value, Box<Diagnostic>> {
    if let Some((refusal, position)) = depth::refusal(text) {
        return Err(Box::new(match refusal {
            Refusal::Deep => too_deep(Some(position)),
            Refusal::Broken(message) => syntax(message, Some(position)),
        }));
    }
    let reader = Reader::yaml(text);
    match reader.root().deserialize(serde_yaml::Deserializer::from_str(text)) {
        Ok(value) => {
            diagnostics.extend(reader.into_duplicates());
            Ok(value)
        }
        Err(error) => Err(Box::new(yaml_error(text, &error, reader.is_exhausted()))),
    }
}

fn json_error(text: &str, error: &serde_json::Error) -> Diagnostic {
    let (line, column) = (error.line(), error.column());
    let message = without_position(error, line, column);
    // The parser counts columns in bytes, and stops after the unexpected character.
    let start = text::offset(text, Position { line, column: 1 });
    let position = text::positions(text, &[start + column.saturating_sub(1)]).first().copied();
    if message == "recursion limit exceeded" {
        return too_deep(position);
    }
    let help = match (error.classify(), message.as_str()) {
        (Category::Eof, _) => "the text ends too early: is it cut off?",
        (_, "trailing comma") => "JSON allows no comma after the last entry",
        (_, "expected ident") => "a value without quotes can only be a number, `true`, `false` or `null`",
        _ => "",
    };
    syntax(message, position).help(help)
}

fn yaml_error(text: &str, error: &serde_yaml::Error, exhausted: bool) -> Diagnostic {
    let place = error.location().map(|at| Position { line: at.line(), column: at.column() });
    let message = match place {
        Some(at) => without_position(error, at.line, at.column),
        None => error.to_string(),
    };
    if exhausted || message == "repetition limit exceeded" {
        return syntax("the aliases of the document expand it too much", place)
            .help("write repeated parts once, under `components`, and refer to them with `$ref`");
    }
    if message == "recursion limit exceeded" {
        return too_deep(place);
    }
    if message.contains("more than one document") {
        let message = "the file contains more than one YAML document";
        return syntax(message, second_document(text)).help("write each to a separate file");
    }
    if message.contains("control characters are not allowed") {
        return control_character(text).unwrap_or_else(|| syntax(message, place));
    }
    let help = place.map_or("", |at| yaml_help(&message, text, at));
    syntax(message, place).help(help)
}

/// Explains a parser message to the author of the text.
fn yaml_help(message: &str, text: &str, at: Position) -> &'static str {
    let start = text::offset(text, at);
    let line = &text[text::line_at(text, start)];
    let indent = &line[..line.len() - line.trim_start().len()];
    if indent.contains('\t') {
        "indent with spaces: YAML allows no tabs there"
    } else if message.starts_with("mapping values are not allowed") {
        "put text that contains a colon and a space in quotes"
    } else if message.starts_with("found character that cannot start any token") {
        "put text that begins with such a character in quotes"
    } else {
        ""
    }
}

fn syntax(message: impl Into<String>, position: Option<Position>) -> Diagnostic {
    let spot = position.map_or(Spot::Path, Spot::At);
    Diagnostic::new(Code::Syntax, &SpecPath::root(), message).at(spot)
}

const TOO_DEEP: &str = "the document is nested more than 128 levels deep";

fn too_deep(position: Option<Position>) -> Diagnostic {
    syntax(TOO_DEEP, position).help("give inner schemas a name under `components` and refer to them with `$ref`")
}

fn too_much(excess: &Excess) -> Diagnostic {
    match excess {
        Excess::Key(begin) => {
            let message = format!("the key that begins with `{begin}` has more than {} bytes", limits::LONGEST_KEY);
            syntax(message, None).help("give it a shorter name")
        }
        Excess::Places => syntax("the keys of the document are too long for their nested content", None)
            .help("move content below long keys to `components`, and refer to it with `$ref`"),
    }
}

/// Removes the position from a parser message, since the finding already shows it.
fn without_position(error: &dyn Display, line: usize, column: usize) -> String {
    error.to_string().replacen(&format!(" at line {line} column {column}"), "", 1)
}

fn second_document(text: &str) -> Option<Position> {
    let marker = |line: &str| line.trim_end() == "---" || line.starts_with("--- ");
    let is_content = |line: &&str| !line.trim().is_empty() && !line.starts_with(['#', '%']);
    let (first, _) = text.lines().enumerate().find(|(_, line)| is_content(line))?;
    let (second, _) = text.lines().enumerate().skip(first + 1).find(|(_, line)| marker(line))?;
    Some(Position { line: second + 1, column: 1 })
}

fn control_character(text: &str) -> Option<Diagnostic> {
    let forbidden =
        |char: char| (char.is_control() && !"\t\n\r\u{85}".contains(char)) || "\u{fffe}\u{ffff}".contains(char);
    let (offset, char) = text.char_indices().find(|&(_, char)| forbidden(char))?;
    let message = format!("the character U+{:04X} is not allowed in YAML", u32::from(char));
    let help = format!("remove it, or write it as `\\u{:04x}` in double quotes", u32::from(char));
    let position = text::positions(text, &[offset]).first().copied();
    Some(syntax(message, position).help(help))
}
