//! Decides how the result of an operation is paginated. It resolves names of the API description to fields of the crate.

use super::responses::Page;
use super::{Scope, docs, types};
use crate::comment::Comment;
use crate::config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    BodyEncoding, BodyVariant, CursorTarget, Operation, PageEnd, PageStep, Pagination, Presence, SchemaId, Shape, Type,
};
use crate::name::OperationName;
use crate::rust::{self, CursorField, CursorKind, FieldChain, Paging, Passing};

/// Returns the pagination of an operation, if all successes are pages of one type and everything it needs is declared with a
/// supported type.
pub(super) fn lower(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    page: Option<Page>,
    diagnostics: &mut Diagnostics,
) -> Option<Paging> {
    let pagination = operation.pagination.as_ref()?;
    let paging = page.and_then(|page| paging(scope, operation, name, pagination, &page));
    if paging.is_none() && pagination.configured {
        let place = config::key_path(&["operations", &operation.config_key(), "pagination"]);
        let message = "the type of the parameter or the response does not support pagination";
        let help = "every success with a body has to be JSON of one type, and a cursor has to be text or a number";
        diagnostics.push(Diagnostic::new(Code::ConfigInvalidValue, &place, message).help(help));
    }
    paging
}

fn paging(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    pagination: &Pagination,
    page: &Page,
) -> Option<Paging> {
    let output = &page.ty;
    let (items, list) = walk(scope, output, &pagination.items)?;
    let Type::Array(item) = list else { return None };
    let field = |kinds: &[CursorKind]| cursor(scope, operation, name, pagination.step.parameter()?, kinds);
    let any = &[CursorKind::Text, CursorKind::Checked, CursorKind::Number];
    let counter = &[CursorKind::Text, CursorKind::Number];
    let step = match &pagination.step {
        PageStep::Cursor { next, .. } => {
            rust::PageStep::Cursor { parameter: field(any)?, next: text(scope, output, next)? }
        }
        PageStep::LastItem { id, .. } => {
            rust::PageStep::LastItem { parameter: field(any)?, id: text(scope, &item, id)? }
        }
        PageStep::Page { first, .. } => rust::PageStep::Page { parameter: field(counter)?, first: *first },
        PageStep::Offset { first, .. } => rust::PageStep::Offset { parameter: field(counter)?, first: *first },
        PageStep::Url { next } => rust::PageStep::Url { next: text(scope, output, next)? },
        PageStep::Link => rust::PageStep::Link,
    };
    Some(Paging {
        docs: description(pagination),
        methods: docs::operation::of_paging(),
        item: types::ty(scope, &item),
        items,
        step,
        end: end(scope, output, &pagination.end),
        optional: page.optional,
    })
}

/// Returns the fields of a page that mark the end, as far as they can be read.
fn end(scope: &Scope<'_>, output: &Type, end: &PageEnd) -> rust::PageEnd {
    let read = |path: &Option<Vec<String>>, fits: fn(&Type) -> bool| {
        let (at, ty) = walk(scope, output, path.as_ref()?)?;
        fits(&ty).then_some(at)
    };
    let is_truth: fn(&Type) -> bool = |ty| *ty == Type::Boolean;
    let is_number: fn(&Type) -> bool = |ty| matches!(ty, Type::Integer(_));
    PageEnd {
        more: read(&end.more, is_truth),
        last: read(&end.last, is_truth),
        total: read(&end.total, is_number),
        pages: read(&end.pages, is_number),
    }
}

/// Returns the field of the operation that differs between requests for pages, if it is of one of these kinds.
fn cursor(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    target: &CursorTarget,
    kinds: &[CursorKind],
) -> Option<CursorField> {
    let parameter = match target {
        CursorTarget::Parameter(parameter) => parameter,
        CursorTarget::Body(path) => return in_body(scope, operation, name, path, kinds),
    };
    let index = operation.parameters.iter().position(|candidate| candidate.name == *parameter)?;
    let parameter = operation.parameters.get(index)?;
    let ty = scope.resolved(&parameter.ty);
    let kind = match types::passing(scope, ty, types::ArgumentOwner::Operation) {
        Passing::Checked => CursorKind::Checked,
        _ if *ty == Type::String => CursorKind::Text,
        _ if matches!(ty, Type::Integer(_)) => CursorKind::Number,
        _ => return None,
    };
    kinds.contains(&kind).then(|| CursorField {
        outer: FieldChain::default(),
        nullable: false,
        name: name.parameters.get(index).cloned().unwrap_or_default(),
        parameter: parameter.name.clone(),
        optional: !parameter.required,
        kind,
    })
}

/// Returns the field of the body that differs between requests for pages. The body must be JSON in one encoding only, and every
/// object around the field must be required or have a default.
fn in_body(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    path: &[String],
    kinds: &[CursorKind],
) -> Option<CursorField> {
    let body = operation.body.as_ref()?;
    let [BodyVariant { encoding: BodyEncoding::Json, contents }] = body.variants.as_slice() else { return None };
    let mut owner = object(scope, &body.contents.get(*contents.first()?)?.ty)?;
    let mut outer = vec![(name.body_field.clone(), !body.required)];
    let (last, way) = path.split_last()?;
    for key in way {
        let (property, field) = scope.property(owner, key)?;
        let inner = object(scope, &property.ty)?;
        let optional = match property.presence {
            Presence::Required => false,
            Presence::Optional => true,
            Presence::RequiredNullable | Presence::OptionalNullable => return None,
        };
        outer.push((field.to_owned(), optional));
        owner = inner;
    }
    let (property, field) = scope.property(owner, last)?;
    let kind = match scope.resolved(&property.ty) {
        Type::String => CursorKind::Text,
        Type::Integer(_) if property.presence != Presence::OptionalNullable => CursorKind::Number,
        _ => return None,
    };
    let fits = kinds.contains(&kind) && has_defaults(scope, operation, &outer, path);
    fits.then(|| CursorField {
        outer: FieldChain(outer),
        name: field.to_owned(),
        parameter: format!("body.{}", path.join(".")),
        optional: property.presence != Presence::Required,
        nullable: property.presence == Presence::OptionalNullable,
        kind,
    })
}

/// Returns true if every optional object along the path can be default-constructed, i.e. has no required fields.
fn has_defaults(scope: &Scope<'_>, operation: &Operation, outer: &[(String, bool)], path: &[String]) -> bool {
    let body = operation.body.as_ref().and_then(|body| body.contents.get(*body.variants.first()?.contents.first()?));
    let mut owner = body.and_then(|content| object(scope, &content.ty));
    outer.iter().zip(path).all(|((_, optional), key)| {
        let Some(id) = owner else { return false };
        owner = scope.property(id, key).and_then(|(property, _)| object(scope, &property.ty));
        let Some(Shape::Struct(fields)) = scope.api.schema(id).map(|schema| &schema.shape) else { return false };
        let may_miss = |presence| matches!(presence, Presence::Optional | Presence::OptionalNullable);
        !optional || fields.properties.iter().all(|property| may_miss(property.presence))
    })
}

/// Returns the path to a value that can be sent unchanged.
fn text(scope: &Scope<'_>, from: &Type, path: &[String]) -> Option<FieldChain> {
    let (way, ty) = walk(scope, from, path)?;
    matches!(ty, Type::String | Type::Integer(_)).then_some(way)
}

/// Follows a path of property names. Returns the fields, and the type at the end.
fn walk(scope: &Scope<'_>, from: &Type, path: &[String]) -> Option<(FieldChain, Type)> {
    let mut ty = from;
    let mut way = Vec::new();
    for key in path {
        let owner = object(scope, ty)?;
        let (property, field) = scope.property(owner, key)?;
        let sent = scope.api.schema(owner)?.usage.request;
        // The field is an `Option` within an `Option`.
        if sent && property.presence == Presence::OptionalNullable {
            return None;
        }
        way.push((field.to_owned(), property.presence != Presence::Required));
        ty = &property.ty;
    }
    Some((FieldChain(way), scope.resolved(ty).clone()))
}

/// Returns the struct to which a type resolves.
fn object(scope: &Scope<'_>, ty: &Type) -> Option<SchemaId> {
    let Type::Named(id) = scope.resolved(ty) else { return None };
    matches!(scope.api.schema(*id)?.shape, Shape::Struct(_)).then_some(*id)
}

/// Describes how pages are linked.
fn description(pagination: &Pagination) -> Comment {
    let at = |path: &[String]| Comment::code(&path.join("."));
    let parameter = |parameter: &dyn std::fmt::Display| Comment::code(&parameter.to_string());
    let number = |number: &i64| Comment::name(&number.to_string());
    let step = match &pagination.step {
        PageStep::Cursor { parameter: name, next } => {
            Comment::fill("the parameter {} takes the {} of the previous page", [parameter(name), at(next)])
        }
        PageStep::LastItem { parameter: name, id } => Comment::fill(
            "the parameter {} takes the {} of the last item on the previous page",
            [parameter(name), at(id)],
        ),
        PageStep::Page { parameter: name, first } => {
            Comment::fill("the parameter {} is the page number, starting at {}", [parameter(name), number(first)])
        }
        PageStep::Offset { parameter: name, first } => Comment::fill(
            "the parameter {} is the number of the first item, starting at {}",
            [parameter(name), number(first)],
        ),
        PageStep::Url { next } => Comment::fill("{} of a page is the URL of the next one", [at(next)]),
        PageStep::Link => "the header `Link` of a page contains the URL of the next one".into(),
    };
    let end = &pagination.end;
    let told = [
        (&end.more, "; {} is true if more pages follow"),
        (&end.last, "; {} is true on the last page"),
        (&end.total, "; {} is the total number of items"),
        (&end.pages, "; {} is the total number of pages"),
    ];
    let told = told.iter().filter_map(|(path, words)| Some(Comment::fill(words, [at(path.as_ref()?)])));
    Comment::fill("Paginated: use `items` or `pages`. In this API {}{}.", [step, Comment::joined(told, "")])
}
