//! Reports the values that the document lists for headers and cookies and that none can contain, since every call with one is
//! rejected.

use std::collections::BTreeSet;

use crate::analyze::context::Context;
use crate::analyze::schema::Draft;
use crate::diag::{Code, Diagnostic};
use crate::model::{EnumValues, Location, Operation, Parameter, SchemaId, Shape, Style, Type};

/// Reports them for all operations.
pub(super) fn report(cx: &mut Context<'_>, operations: &[Operation]) {
    for parameter in operations.iter().flat_map(|operation| &operation.parameters) {
        if parameter.content.is_some() || !matches!(parameter.location, Location::Header | Location::Cookie) {
            continue;
        }
        let mut search = Search { drafts: &cx.drafts, seen: BTreeSet::new(), found: Vec::new() };
        match &parameter.constant {
            Some(constant) => search.found.extend(constant.as_str().map(|text| (text.to_owned(), false))),
            None => search.enter(&parameter.ty, false),
        }
        let found = search.found;
        for (value, is_item) in found {
            if let Some(why) = problem(parameter, &value, is_item) {
                let message = format!(
                    "the value `{}` of `{}` {why}: calls with it are rejected",
                    value.escape_debug(),
                    parameter.name
                );
                cx.report_once(Diagnostic::new(Code::UnsupportedParameter, &parameter.path, message));
            }
        }
    }
}

/// Returns why a value cannot be sent.
fn problem(parameter: &Parameter, value: &str, is_item: bool) -> Option<&'static str> {
    let is_octet = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    match parameter.location {
        Location::Cookie if parameter.style == Style::Cookie && !value.bytes().all(is_octet) => {
            Some("has characters that a cookie cannot contain")
        }
        Location::Header if value.chars().any(char::is_control) => Some("has characters that a header cannot contain"),
        Location::Header if value.trim() != value => {
            Some("begins or ends with white space, which a header cannot contain")
        }
        Location::Header if is_item && value.contains(parameter.delimiter.unwrap_or(',')) => {
            Some("contains the character between the items of the header")
        }
        _ => None,
    }
}

/// Collects the listed strings of a type, each with whether it is an item of a list.
struct Search<'a> {
    drafts: &'a [Draft],
    seen: BTreeSet<SchemaId>,
    found: Vec<(String, bool)>,
}

impl Search<'_> {
    fn enter(&mut self, ty: &Type, is_item: bool) {
        match ty {
            Type::Nullable(inner) => self.enter(inner, is_item),
            Type::Array(item) => self.enter(item, true),
            Type::Named(id) => {
                let Some(draft) = self.drafts.get(id.index()).filter(|_| self.seen.insert(*id)) else { return };
                match &draft.shape {
                    Shape::Enumeration(list) => {
                        let EnumValues::Strings(values) = &list.values else { return };
                        self.found.extend(values.iter().map(|value| (value.value.clone(), is_item)));
                    }
                    Shape::Union(union) => union.variants.iter().for_each(|variant| self.enter(&variant.ty, is_item)),
                    Shape::Alias(inner) => self.enter(inner, is_item),
                    Shape::Struct(_) | Shape::CheckedString(_) => {}
                }
            }
            _ => {}
        }
    }
}
