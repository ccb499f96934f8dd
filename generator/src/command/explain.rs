//! Explains the codes of diagnostics; knows nothing of where they occur.

use super::{Console, Exit, MessageFormat, Report};
use crate::diag::Code;
use crate::nearest::suggestion;
use crate::render::Counts;
use serde_json::json;

/// Says what a code means, or lists all of them.
pub fn explain(code: Option<&str>, console: &mut Console<'_>) -> Report {
    let codes: Vec<Code> = match code {
        None => Code::ALL.to_vec(),
        Some(name) => {
            let Ok(code) = name.parse() else {
                let help = suggestion(name, Code::ALL.iter().map(|code| code.name()));
                console.error(&format!("no diagnostic has the code `{name}`"), &help);
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
                let head = console.palette.of(code.severity()).over(&format!("{code:width$}"));
                format!("{head}  {:7}  {}", code.severity().name(), code.explain())
            }
        };
        console.result(&text);
    }
    Report::new(Exit::Done, Counts::default())
}

fn alone(code: Code, console: &Console<'_>) -> String {
    let (severity, kind) = (code.severity(), code.kind());
    let head = console.palette.of(severity).over(&format!("{}[{code}]", severity.name()));
    format!("{head} ({})\n\n{}", kind.name(), code.explain())
}

fn as_json(code: Code) -> String {
    let (severity, kind) = (code.severity().name(), code.kind().name());
    json!({ "type": "code", "code": code.name(), "severity": severity, "kind": kind, "explanation": code.explain() })
        .to_string()
}
