//! Checks `extends`: the document that an overlay is written for.

use super::read::Rules;
use crate::diag::{Code, Diagnostic, Diagnostics};

/// Warns if an overlay extends another file. URLs are not compared, since a downloaded document has a local file name.
pub(super) fn check(overlay: &Rules, overlay_name: &str, document: &str, diagnostics: &mut Diagnostics) {
    let Some((extends, place)) = &overlay.extends else { return };
    let file = extends.split(['?', '#']).next().unwrap_or_default();
    if file.is_empty() || has_scheme(file) || document.is_empty() || document == "-" {
        return;
    }
    let folder = overlay_name.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
    let path = if file.starts_with('/') { file.to_owned() } else { format!("{folder}/{file}") };
    let named = normal(&path);
    let actual = normal(document);
    // If one path is absolute, only the ends can be compared.
    let same = named == actual || ends_with(&actual, &named) || ends_with(&named, &actual);
    if !same {
        let message = format!("the overlay extends `{extends}`, and is applied to `{document}`");
        let found = Diagnostic::new(Code::OverlayExtends, place, message);
        diagnostics.push(found.help("use the overlay that belongs to this document, or correct `extends`"));
    }
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(scheme, _)| scheme.len() > 1 && scheme.chars().all(|char| char.is_ascii_alphanumeric()))
}

/// Returns the components of a path without `.` and `..`.
fn normal(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

fn ends_with(longer: &[&str], shorter: &[&str]) -> bool {
    let rest: Vec<&&str> = shorter.iter().skip_while(|part| **part == "..").collect();
    longer.len() >= rest.len() && longer.iter().rev().zip(rest.iter().rev()).all(|(left, right)| left == *right)
}
