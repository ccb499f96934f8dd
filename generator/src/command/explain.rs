//! Explains the codes of diagnostics, the rules of changes, and the keys and tables of the configuration.

use super::{Console, Exit, MessageFormat, Report};
use crate::config::{KEYS, Key};
use crate::diag::{Code, Explanation, Severity};
use crate::diff::Rule;
use crate::nearest::suggestion;
use crate::render::Counts;
use serde_json::json;

/// Explains a code, a rule, a key or a table, or lists all codes and rules.
pub fn explain(name: Option<&str>, console: &mut Console<'_>) -> Report {
    let is_json = console.format == MessageFormat::Json;
    let text = match name {
        None => all(console),
        Some(name) => {
            if let Ok(rule) = name.parse::<Rule>() {
                if is_json { rule_as_json(rule) } else { rule_in_words(rule, console) }
            } else if let Ok(code) = name.parse::<Code>() {
                if is_json { code_as_json(code) } else { code_in_words(code, console) }
            } else if let Some(key) = key(name) {
                if is_json { key_as_json(key) } else { key_in_words(key, console) }
            } else if let Some(keys) = table(name) {
                let keys = keys.iter();
                if is_json { lines(keys.map(|key| key_as_json(key))) } else { table_in_words(name, keys, console) }
            } else {
                return unknown(name, console);
            }
        }
    };
    console.result(&text);
    Report::new(Exit::Done, Counts::default())
}

/// Reports a name that nothing has.
fn unknown(name: &str, console: &mut Console<'_>) -> Report {
    let known = Code::ALL.iter().map(|code| code.name()).chain(Rule::ALL.iter().map(|rule| rule.name()));
    let tables = KEYS.iter().filter_map(|key| Some(key.path.split_once('.')?.0));
    let help = suggestion(name, known.chain(KEYS.iter().map(|key| key.path)).chain(tables));
    console.error(&format!("no diagnostic, change, key or table is called `{name}`"), &help);
    Report::new(Exit::Usage, Counts::default())
}

/// Lists all codes and rules, one a line.
fn all(console: &Console<'_>) -> String {
    if console.format == MessageFormat::Json {
        let codes = Code::ALL.iter().map(|code| code_as_json(*code));
        return lines(codes.chain(Rule::ALL.iter().map(|rule| rule_as_json(*rule))));
    }
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let codes = Code::ALL.iter().map(|code| {
        let head = console.palette.severity(code.severity()).over(&format!("{code:width$}"));
        format!("{head}  {:7}  {}", code.severity().name(), code.explain())
    });
    let rules = Rule::ALL.iter().map(|rule| {
        let head = console.palette.note.over(&format!("{rule:width$}"));
        format!("{head}  {:7}  {}", "change", rule.explain())
    });
    lines(codes.chain(rules))
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the key with this path. Names of an API description can be in the place of the names in capitals, and tables in
/// brackets.
fn key(name: &str) -> Option<&'static Key> {
    let name = name.replace(['[', ']'], "");
    let keys: Vec<&str> = name.split('.').collect();
    let exact = KEYS.iter().find(|key| key.path == name);
    exact.or_else(|| KEYS.iter().find(|key| keys.len() > 1 && key.is_at(&keys)))
}

/// Returns the keys of a table, or else those whose path contains a name, such as `pagination`.
fn table(name: &str) -> Option<Vec<&'static Key>> {
    let name = name.replace(['[', ']'], "");
    let tables: Vec<&str> = name.split('.').collect();
    let of_table: Vec<&Key> = KEYS.iter().filter(|key| key.is_within(&tables)).collect();
    let keys = if of_table.is_empty() {
        KEYS.iter().filter(|key| key.parts().any(|part| part == name)).collect()
    } else {
        of_table
    };
    (!keys.is_empty()).then_some(keys)
}

/// Lists the keys of a table, one a line.
fn table_in_words<'k>(name: &str, keys: impl Iterator<Item = &'k &'static Key>, console: &Console<'_>) -> String {
    let keys: Vec<&Key> = keys.copied().collect();
    let width = keys.iter().map(|key| key.path.len()).max().unwrap_or_default();
    let head = console.palette.note.over(&format!("table[{}]", name.replace(['[', ']'], "")));
    let keys = keys.iter().map(|key| format!("{:width$}  {}", key.path, key.meaning));
    format!("{head}\n\n{}\n\n`oaspress explain KEY` has the default and an example of a key.", lines(keys))
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

fn code_in_words(code: Code, console: &Console<'_>) -> String {
    let (severity, kind) = (code.severity(), code.kind());
    let head = console.palette.severity(severity).over(&format!("{}[{code}]", severity.name()));
    let Explanation { source, message, fix } = code.explanation();
    let source = if source.is_empty() { String::new() } else { format!("    {source}\n") };
    let level = match severity {
        Severity::Error => "It is an error, which cannot be allowed.".to_owned(),
        Severity::Warning | Severity::Note => format!(
            "In the configuration, `lint.allow = [\"{code}\"]` hides it, and `lint.deny = [\"{code}\"]` makes it an error."
        ),
    };
    format!(
        "{head} ({})\n\n{}\n\nExample:\n{source}    {message}\n\nhelp: {fix}\n\n{level}",
        kind.name(),
        code.explain()
    )
}

fn code_as_json(code: Code) -> String {
    let (severity, kind) = (code.severity().name(), code.kind().name());
    let Explanation { source, message, fix } = code.explanation();
    json!({
        "type": "code", "code": code.name(), "severity": severity, "kind": kind, "explanation": code.explain(),
        "example": { "source": source, "message": message }, "help": fix,
    })
    .to_string()
}
