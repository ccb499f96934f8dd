//! Reports listed values that a header or cookie cannot contain, because every call with one of them is rejected.

use std::collections::BTreeSet;

use crate::analyze::context::Context;
use crate::analyze::schema::Draft;
use crate::diag::{Code, Diagnostic};
use crate::model::{EnumValues, Location, Operation, Parameter, Shape, Style, Type};

/// Reports such values for all operations.
pub(super) fn report(cx: &mut Context<'_>, operations: &[Operation]) {
    for parameter in operations.iter().flat_map(|operation| &operation.parameters) {
        if parameter.content.is_some() || !matches!(parameter.location, Location::Header | Location::Cookie) {
            continue;
        }
        let found = match &parameter.constant {
            Some(constant) => constant.as_str().map(|text| (text.to_owned(), false)).into_iter().collect(),
            None => listed(&cx.schemas.drafts, &parameter.ty),
        };
        for (value, is_item) in found {
            if let Some(why) = problem(parameter, &value, is_item) {
                let message = format!(
                    "the value `{}` of `{}` {why}: calls with it are rejected",
                    value.escape_debug(),
                    parameter.name
                );
                cx.findings.report_once(Diagnostic::new(Code::UnsupportedParameter, &parameter.path, message));
            }
        }
    }
}

/// Returns the reason why a value cannot be sent.
fn problem(parameter: &Parameter, value: &str, is_item: bool) -> Option<&'static str> {
    let is_octet = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    match parameter.location {
        Location::Cookie if parameter.style == Style::Cookie && !value.bytes().all(is_octet) => {
            Some("contains characters that are not allowed in a cookie")
        }
        Location::Header if value.chars().any(char::is_control) => {
            Some("contains characters that are not allowed in a header")
        }
        Location::Header if value.trim() != value => {
            Some("begins or ends with white space, which is not allowed in a header")
        }
        Location::Header if is_item && value.contains(parameter.delimiter.unwrap_or(',')) => {
            Some("contains the separator of the items of the header")
        }
        _ => None,
    }
}

/// Returns the listed strings of a type, and for each whether it is an item of a list.
fn listed(drafts: &[Draft], ty: &Type) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut next = vec![(ty, false)];
    while let Some((ty, is_item)) = next.pop() {
        let id = match ty {
            Type::Nullable(inner) => {
                next.push((inner, is_item));
                continue;
            }
            Type::Array(item) => {
                next.push((item, true));
                continue;
            }
            Type::Named(id) => *id,
            _ => continue,
        };
        let Some(draft) = drafts.get(id.index()).filter(|_| seen.insert(id)) else { continue };
        match &draft.shape {
            Shape::Enumeration(list) => {
                if let EnumValues::Strings(values) = &list.values {
                    found.extend(values.iter().map(|value| (value.value.clone(), is_item)));
                }
            }
            Shape::Union(union) => next.extend(union.variants.iter().rev().map(|variant| (&variant.ty, is_item))),
            Shape::Alias(inner) => next.push((inner, is_item)),
            Shape::Struct(_) | Shape::CheckedString(_) => {}
        }
    }
    found
}
