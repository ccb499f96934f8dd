//! Recognises operations whose result comes page by page with a cursor, and checks what the configuration says about
//! it.

use super::meaning::success;
use crate::analyze::context::Context;
use crate::analyze::schema::{Draft, resolved};
use crate::config::{self, Pagination};
use crate::diag::{Code, Diagnostic};
use crate::model::{CursorPagination, Location, MediaKind, Method, Operation, Property, Shape, Struct, Type};
use crate::path::SpecPath;

/// Names of parameters that take a cursor, without case and separators, the likeliest first.
const CURSORS: &[&str] = &[
    "cursor",
    "pagetoken",
    "nexttoken",
    "pagecursor",
    "nextcursor",
    "nextpagetoken",
    "continuationtoken",
    "startcursor",
    "startingafter",
    "after",
    "marker",
];

/// Names of properties that hold the next cursor.
const NEXTS: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextpagecursor",
    "endcursor",
    "continuationtoken",
    "nextcontinuationtoken",
    "nextmarker",
    "cursor",
    "after",
];

/// Names of properties that say whether there is more.
const MORES: &[&str] = &["hasmore", "hasnext", "hasnextpage", "more", "hasmoreitems", "hasmoreresults"];

/// Finds out for every operation: what the configuration says, else what the document suggests.
pub(super) fn find(cx: &mut Context<'_>, operations: &mut [Operation]) {
    for operation in operations {
        let said = operation.id.as_deref().and_then(|id| cx.config.pagination_of(id));
        operation.pagination = match said {
            None => recognised(&cx.drafts, operation),
            Some(Pagination::Off) => None,
            Some(Pagination::Cursor(said)) => configured(cx, operation, said),
        };
    }
}

/// What the configuration says, if the operation has all of it.
fn configured(
    cx: &mut Context<'_>,
    operation: &Operation,
    said: &config::CursorPagination,
) -> Option<CursorPagination> {
    let id = operation.id.as_deref()?;
    let place = |key: &str| config::place(&["operations", id, "pagination", key]);
    let mut missing = Vec::new();
    let names: Vec<&str> = operation.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    if !names.contains(&said.cursor.as_str()) {
        missing.push(config::not_applicable(&place("cursor"), "parameter", &said.cursor, names));
    }
    let content =
        success(operation).and_then(|answer| answer.contents.iter().find(|content| content.kind == MediaKind::Json));
    let page = content.and_then(|content| body(&cx.drafts, &content.ty));
    let is_next = |ty: &Type| matches!(ty, Type::Integer(_)) || is_text(&cx.drafts, ty);
    missing.extend(absent(&cx.drafts, page, &said.next, &place("next"), is_next));
    let is_list = |ty: &Type| matches!(ty, Type::Array(_));
    missing.extend(absent(&cx.drafts, page, &said.items, &place("items"), is_list));
    if let Some(more) = &said.more {
        missing.extend(absent(&cx.drafts, page, more, &place("more"), |ty| *ty == Type::Boolean));
    }
    let complete = missing.is_empty();
    for diagnostic in missing {
        cx.report(diagnostic);
    }
    let names = |path: &config::PropertyPath| path.names().map(str::to_owned).collect();
    complete.then(|| CursorPagination {
        cursor: said.cursor.clone(),
        next: names(&said.next),
        more: said.more.as_ref().map(names),
        items: names(&said.items),
    })
}

/// The finding that a page has no property at `path`, or none of the kind that is needed.
fn absent(
    drafts: &[Draft],
    page: Option<&Struct>,
    path: &config::PropertyPath,
    place: &SpecPath,
    needed: impl Fn(&Type) -> bool,
) -> Option<Diagnostic> {
    let mut at = page;
    let mut ty = None;
    for name in path.names() {
        let properties = at.iter().flat_map(|body| &body.properties);
        let known: Vec<&str> = properties.map(|property| property.name.as_str()).collect();
        let Some(property) = at.and_then(|body| body.properties.iter().find(|property| property.name == name)) else {
            return Some(config::not_applicable(place, "property of a page called", path.as_str(), known));
        };
        ty = Some(resolved(drafts, &property.ty));
        at = body(drafts, &property.ty);
    }
    let fits = ty.is_some_and(needed);
    let message = format!("the property `{}` of a page is of a type that cannot be used for this", path.as_str());
    (!fits).then(|| Diagnostic::new(Code::ConfigNotApplicable, place, message))
}

fn recognised(drafts: &[Draft], operation: &Operation) -> Option<CursorPagination> {
    if operation.method != Method::Get {
        return None;
    }
    let cursor = CURSORS.iter().find_map(|name| {
        let takes = |parameter: &&crate::model::Parameter| {
            parameter.location == Location::Query && folded(&parameter.name) == *name && is_text(drafts, &parameter.ty)
        };
        operation.parameters.iter().find(takes)
    })?;
    let content = success(operation)?.contents.iter().find(|content| content.kind == MediaKind::Json)?;
    let page = body(drafts, &content.ty)?;
    let items = only(page.properties.iter().filter(|property| is_list_of_objects(drafts, &property.ty)))?;
    let (inner, next) = nested(drafts, page, |property| is_text(drafts, &property.ty), NEXTS)?;
    let more = nested(drafts, page, |property| *resolved(drafts, &property.ty) == Type::Boolean, MORES);
    let path = |inner: Option<&Property>, property: &Property| {
        inner.into_iter().chain([property]).map(|property| property.name.clone()).collect()
    };
    Some(CursorPagination {
        cursor: cursor.name.clone(),
        next: path(inner, next),
        more: more.map(|(inner, more)| path(inner, more)),
        items: vec![items.name.clone()],
    })
}

/// A property with one of these names, in a page or in an object one step down.
fn nested<'d>(
    drafts: &'d [Draft],
    page: &'d Struct,
    fits: impl Fn(&Property) -> bool,
    names: &[&str],
) -> Option<(Option<&'d Property>, &'d Property)> {
    let within = |body: &'d Struct| {
        names
            .iter()
            .find_map(|name| body.properties.iter().find(|property| folded(&property.name) == *name && fits(property)))
    };
    if let Some(property) = within(page) {
        return Some((None, property));
    }
    page.properties.iter().find_map(|outer| {
        let property = within(body(drafts, &outer.ty)?)?;
        Some((Some(outer), property))
    })
}

fn only<'p>(mut properties: impl Iterator<Item = &'p Property>) -> Option<&'p Property> {
    let first = properties.next()?;
    properties.next().is_none().then_some(first)
}

fn folded(name: &str) -> String {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn body<'d>(drafts: &'d [Draft], ty: &'d Type) -> Option<&'d Struct> {
    let Type::Named(id) = resolved(drafts, ty) else { return None };
    match &drafts.get(id.index())?.shape {
        Shape::Struct(body) => Some(body),
        _ => None,
    }
}

fn is_text(drafts: &[Draft], ty: &Type) -> bool {
    match resolved(drafts, ty) {
        Type::String => true,
        Type::Named(id) => drafts.get(id.index()).is_some_and(|draft| matches!(draft.shape, Shape::CheckedString(_))),
        _ => false,
    }
}

fn is_list_of_objects(drafts: &[Draft], ty: &Type) -> bool {
    let Type::Array(item) = resolved(drafts, ty) else { return false };
    match resolved(drafts, item) {
        Type::Object => true,
        Type::Named(id) => {
            drafts.get(id.index()).is_some_and(|draft| matches!(draft.shape, Shape::Struct(_) | Shape::Union(_)))
        }
        _ => false,
    }
}
