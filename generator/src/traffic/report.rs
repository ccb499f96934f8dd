//! Describes the differences between a document and traffic as findings with their places in the document.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Checked;
use super::cause::{Cause, Evidence, JsonType, Way, declared_types};
use super::tally::Finding;
use crate::Effective;
use crate::diag::Diagnostic;

/// The number of names and values that a finding lists.
const FEW: usize = 8;

/// Returns a finding for each difference, with its place in the original files.
#[must_use]
pub fn diagnostics(checked: &Checked, effective: &Effective) -> Vec<Diagnostic> {
    let map = &effective.source_map;
    let diagnostic = |finding: &Finding| {
        let message = format!("{}, {}", difference(finding, &effective.document), occurrences(finding, checked));
        let found = Diagnostic::new(finding.cause.code(), &finding.place, message).help(help(&finding.cause));
        found.relocated(|place| map.original(place), |place| map.key(place))
    };
    checked.findings.iter().map(diagnostic).collect()
}

/// Describes a difference without the values of the traffic, for the description of its repair.
pub(super) fn description(finding: &Finding, checked: &Checked, document: &Value) -> String {
    format!("Observed: {}, {}.", difference(finding, document), occurrences(finding, checked))
}

/// Describes a difference, such as "`name` is missing".
fn difference(finding: &Finding, document: &Value) -> String {
    let evidence = &finding.evidence;
    match &finding.cause {
        Cause::Path(method, path) => format!("no path matches `{method} {path}`"),
        Cause::Method(method) => format!("the path has no `{method}`"),
        Cause::Status(status) => format!("status {status} is not described"),
        Cause::MediaType(_, media_type) => format!("a body of type `{}` is not described", plain_type(media_type)),
        Cause::NoBody(way) => format!("the {} has no body", way.noun()),
        Cause::Malformed(way, media_type) => {
            format!("the body of the {} is not valid `{}`", way.noun(), plain_type(media_type))
        }
        Cause::Missing(_, name) => format!("`{name}` is required, and missing"),
        Cause::Null(_) => "the value is `null`".to_owned(),
        Cause::Type(_) => typed(finding, document),
        Cause::Unlisted(_) if evidence.candidates.is_empty() => {
            "`enum` does not list values that may be confidential, so they are not shown".to_owned()
        }
        Cause::Unlisted(_) => {
            let values = listed(evidence.candidates.keys(), evidence.has_others);
            format!("`enum` does not list {values}")
        }
        Cause::Property(_) if evidence.names.is_empty() => {
            "the schema does not declare properties whose names look like data".to_owned()
        }
        Cause::Property(_) => {
            let names = listed(evidence.names.keys(), evidence.has_others);
            format!("the schema does not declare the {} {names}", plural(&evidence.names, "property", "properties"))
        }
        Cause::Constraint(_, keyword) => format!("the value does not satisfy `{keyword}`"),
        Cause::MissingParameter(name) => format!("the parameter `{name}` is required, and missing"),
        Cause::Parameter if evidence.names.is_empty() => {
            "the operation does not declare query parameters whose names look like data or credentials".to_owned()
        }
        Cause::Parameter => {
            let names = listed(evidence.names.keys(), evidence.has_others);
            format!(
                "the operation does not declare the query {} {names}",
                plural(&evidence.names, "parameter", "parameters")
            )
        }
    }
}

fn plural<'w, T>(names: &std::collections::BTreeMap<String, T>, one: &'w str, several: &'w str) -> &'w str {
    if names.len() == 1 { one } else { several }
}

/// Describes another type, such as "the value is an integer, and `string` is declared".
fn typed(finding: &Finding, document: &Value) -> String {
    let names: Vec<&str> = document.pointer(finding.place.pointer()).map(declared_types).unwrap_or_default();
    let others: BTreeSet<&str> = undeclared_types(finding, &names).into_iter().map(JsonType::name).collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let others: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
    let instead = if quoted.is_empty() { String::new() } else { format!(" instead of {}", quoted.join(" or ")) };
    format!("the value is {}{instead}", others.join(" or "))
}

/// Returns the observed types that are not among the declared ones.
pub(super) fn undeclared_types(finding: &Finding, declared: &[&str]) -> Vec<JsonType> {
    let is_declared = |type_: JsonType| {
        declared.contains(&type_.name()) || type_ == JsonType::Integer && declared.contains(&"number")
    };
    finding.types.iter().copied().filter(|type_| *type_ != JsonType::Null && !is_declared(*type_)).collect()
}

/// Lists names or values.
fn listed<'n>(names: impl ExactSizeIterator<Item = &'n String>, has_others: bool) -> String {
    let count = names.len();
    let mut shown: Vec<String> = names.take(FEW).map(|name| format!("`{name}`")).collect();
    match (count.saturating_sub(FEW), has_others) {
        (0, false) => {}
        (0, true) => shown.push("others".to_owned()),
        (more, _) => shown.push(format!("{more} more")),
    }
    let last = shown.pop().unwrap_or_default();
    if shown.is_empty() { last } else { format!("{} and {last}", shown.join(", ")) }
}

/// Returns a media type, or a placeholder if it is not well-formed.
fn plain_type(media_type: &str) -> &str {
    let is_plain = media_type.len() <= 80
        && media_type.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/+-._()* ".contains(&byte));
    if is_plain { media_type } else { "(malformed)" }
}

/// Describes how often a difference occurred, such as "in 3 of 12 responses of `GET /pets` (200)".
fn occurrences(finding: &Finding, checked: &Checked) -> String {
    let Evidence { exchanges, .. } = &finding.evidence;
    let count = finding.evidence.count();
    let way = match &finding.cause {
        Cause::Path(..) | Cause::Method(_) => {
            return format!("in {count} {}", if count == 1 { "exchange" } else { "exchanges" });
        }
        Cause::Status(_) => Way::Response,
        Cause::Parameter | Cause::MissingParameter(_) => Way::Request,
        Cause::MediaType(way, _)
        | Cause::NoBody(way)
        | Cause::Malformed(way, _)
        | Cause::Missing(way, _)
        | Cause::Null(way)
        | Cause::Type(way)
        | Cause::Unlisted(way)
        | Cause::Property(way)
        | Cause::Constraint(way, _) => *way,
    };
    let numbers: BTreeSet<usize> = exchanges.keys().map(|(number, _)| *number).collect();
    let operations: Vec<&(String, usize)> =
        numbers.iter().filter_map(|number| checked.operations.get(*number)).collect();
    let all: usize = operations.iter().map(|(_, count)| count).sum();
    let names: Vec<String> = operations.iter().map(|(name, _)| name.clone()).collect();
    let names = listed(names.iter(), false);
    let statuses: BTreeSet<String> = exchanges.keys().map(|(_, status)| status.to_string()).collect();
    let statuses = statuses.into_iter().collect::<Vec<_>>().join(", ");
    format!("in {count} of {all} {}s of {names} ({statuses})", way.noun())
}

fn help(cause: &Cause) -> &'static str {
    match cause {
        Cause::Path(..) => "describe the path, or pass `--server URL` if it does not belong to the API",
        Cause::Method(_) => "describe the operation",
        Cause::Status(_) => "describe the response",
        Cause::MediaType(..) => "describe the body",
        Cause::NoBody(_) => "describe it without a body",
        Cause::Malformed(..) => "describe another media type",
        Cause::Missing(..) => "remove it from `required`",
        Cause::Null(_) => "allow `null`",
        Cause::Type(_) => "declare the observed type",
        Cause::Unlisted(_) => "add the values to `enum`; a repair by `--write-overlay` needs `--accept-values`",
        Cause::Property(_) => "declare them, or allow them with `additionalProperties`",
        Cause::Constraint(_, keyword) if keyword == "format" => "remove `format`",
        Cause::Constraint(..) => "remove the keyword, or adapt it",
        Cause::MissingParameter(_) => "declare it as optional",
        Cause::Parameter => "declare them; if one is a credential, declare a security scheme",
    }
}
