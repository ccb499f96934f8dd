//! Resolves conflicts between the query in a template and the declared query parameters.

use crate::analyze::context::Context;
use crate::diag::{Code, Diagnostic};
use crate::model::{Location, Parameter};
use crate::path::SpecPath;

/// Removes duplicates: a query parameter must not be sent a second time if the template's query already contains it. A
/// required parameter replaces the pair in the template. An optional one is dropped, since the path without the pair is
/// another endpoint.
pub(super) fn without_duplicates(
    cx: &mut Context<'_>,
    operation: &SpecPath,
    sent: &str,
    parameters: &mut Vec<Parameter>,
) -> String {
    let Some((path, query)) = split(sent) else { return sent.to_owned() };
    let mut kept = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let is_declared = |parameter: &Parameter| parameter.location == Location::Query && parameter.name == name;
        let declared = parameters.iter().position(is_declared).filter(|_| !value.contains('{'));
        let Some(parameter) = declared.and_then(|index| parameters.get(index)) else {
            kept.push(pair);
            continue;
        };
        let message = if parameter.required {
            format!("`{pair}` in the path is replaced by the required query parameter `{name}`")
        } else {
            format!("the path always sends `{pair}`, so the optional query parameter `{name}` is dropped")
        };
        cx.findings.report_once(
            Diagnostic::new(Code::PathTemplate, &parameter.path, message).related(operation, "the operation"),
        );
        if !parameter.required {
            kept.push(pair);
            parameters.retain(|parameter| !is_declared(parameter));
        }
    }
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// Splits a template at the `?` that begins its query. A `?` within braces is part of an expression.
fn split(template: &str) -> Option<(&str, &str)> {
    let is_outside = |at: usize| {
        let before = template.get(..at).unwrap_or_default();
        before.matches('{').count() == before.matches('}').count()
    };
    let (at, _) = template.match_indices('?').find(|(at, _)| is_outside(*at))?;
    Some((template.get(..at)?, template.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_query_begins_outside_of_braces() {
        assert_eq!(split("/a?b=c?d"), Some(("/a", "b=c?d")));
        assert_eq!(split("/{a:[0-9]?}?b={b}"), Some(("/{a:[0-9]?}", "b={b}")));
        assert_eq!(split("/a{?b,c}"), None);
        assert_eq!(split("/a"), None);
    }
}
