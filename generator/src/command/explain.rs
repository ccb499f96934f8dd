//! Explains the codes of diagnostics and the rules of changes.

use super::{Console, Exit, MessageFormat, Report};
use crate::config::{KEYS, Key};
use crate::diag::Code;
use crate::diff::Rule;
use crate::nearest::suggestion;
use crate::render::Counts;
use serde_json::json;

/// Explains a code or a rule, or lists all of them.
pub fn explain(code: Option<&str>, console: &mut Console<'_>) -> Report {
    if let Some(rule) = code.and_then(|name| name.parse::<Rule>().ok()) {
        let text =
            if console.format == MessageFormat::Json { rule_as_json(rule) } else { rule_in_words(rule, console) };
        console.result(&text);
        return Report::new(Exit::Done, Counts::default());
    }
    if let Some(key) = code.and_then(key) {
        let text = if console.format == MessageFormat::Json { key_as_json(key) } else { key_in_words(key, console) };
        console.result(&text);
        return Report::new(Exit::Done, Counts::default());
    }
    let list_rules = code.is_none();
    let codes: Vec<Code> = match code {
        None => Code::ALL.to_vec(),
        Some(name) => {
            let Ok(code) = name.parse() else {
                let rules = Rule::ALL.iter().map(|rule| rule.name()).chain(KEYS.iter().map(|key| key.path));
                let help = suggestion(name, Code::ALL.iter().map(|code| code.name()).chain(rules));
                console.error(&format!("no diagnostic, change or key is called `{name}`"), &help);
                return Report::new(Exit::Usage, Counts::default());
            };
            vec![code]
        }
    };
    let width = codes.iter().map(|code| code.name().len()).max().unwrap_or_default();
    for code in &codes {
        let text = match (console.format, codes.len()) {
            (MessageFormat::Json, _) => as_json(*code),
            (_, 1) => alone(*code, console),
            _ => {
                let head = console.palette.severity(code.severity()).over(&format!("{code:width$}"));
                format!("{head}  {:7}  {}", code.severity().name(), code.explain())
            }
        };
        console.result(&text);
    }
    for rule in Rule::ALL.iter().filter(|_| list_rules) {
        let text = if console.format == MessageFormat::Json {
            rule_as_json(*rule)
        } else {
            let head = console.palette.note.over(&format!("{rule:width$}"));
            format!("{head}  {:7}  {}", "change", rule.explain())
        };
        console.result(&text);
    }
    Report::new(Exit::Done, Counts::default())
}

/// Returns the key with this path. Names of an API description can be in the place of the names in capitals, and tables in
/// brackets.
fn key(name: &str) -> Option<&'static Key> {
    let name = name.replace(['[', ']'], "");
    let keys: Vec<&str> = name.split('.').collect();
    let exact = KEYS.iter().find(|key| key.path == name);
    exact.or_else(|| KEYS.iter().find(|key| keys.len() > 1 && key.is_at(&keys)))
}

fn key_in_words(key: &Key, console: &Console<'_>) -> String {
    let head = console.palette.note.over(&format!("key[{}]", key.path));
    let (table, name) = key.path.rsplit_once('.').unwrap_or(("", key.path));
    let table = match table {
        "" => String::new(),
        // The only array of tables.
        "documents" => "    [[documents]]\n".to_owned(),
        table => format!("    [{table}]\n"),
    };
    format!("{head} (default: {})\n\n{}\n\n{table}    {name} = {}", key.default, key.meaning, key.example)
}

fn key_as_json(key: &Key) -> String {
    json!({
        "type": "key", "key": key.path, "default": key.default, "explanation": key.meaning, "example": key.example,
    })
    .to_string()
}

/// Formats a rule with its effects on clients that are built from the old document.
fn rule_in_words(rule: Rule, console: &Console<'_>) -> String {
    let head = console.palette.note.over(&format!("change[{rule}]"));
    let (request, response) = (rule.request().name(), rule.response().name());
    let help = if rule.help().is_empty() { String::new() } else { format!("\n\nhelp: {}", rule.help()) };
    format!("{head} (wire: {request} in requests, {response} in responses)\n\n{}{help}", rule.explain())
}

fn rule_as_json(rule: Rule) -> String {
    let (request, response) = (rule.request().name(), rule.response().name());
    json!({
        "type": "rule", "rule": rule.name(), "request": request, "response": response, "explanation": rule.explain(),
        "help": rule.help(),
    })
    .to_string()
}

fn alone(code: Code, console: &Console<'_>) -> String {
    let (severity, kind) = (code.severity(), code.kind());
    let head = console.palette.severity(severity).over(&format!("{}[{code}]", severity.name()));
    format!("{head} ({})\n\n{}", kind.name(), code.explain())
}

fn as_json(code: Code) -> String {
    let (severity, kind) = (code.severity().name(), code.kind().name());
    json!({ "type": "code", "code": code.name(), "severity": severity, "kind": kind, "explanation": code.explain() })
        .to_string()
}
