//! Lists operations: the methods that begin, set and send them, and their requests and responses.

use std::collections::HashSet;

use super::rules::rules;
use super::{Item, ItemKind, Scope, models};
use crate::identity::location;
use crate::media_type::MediaKind;
use crate::model::{self, Content, OperationId, PageStep, Parameter, ResponseClass, StatusPattern, Type};
use crate::path::SpecPath;
use crate::rust::{BodyChoice, Bundle, Group, GroupMethod, Input, ItemId, Operation, Role, Sending, SendingKind};

/// The operations of a tag.
pub(super) fn group(scope: &Scope<'_>, item: &Group) -> Vec<Item> {
    let path = scope.path(ItemId::Group(item.index).into());
    let own = Item::new(ItemKind::Struct, &path, "<C = Client>").mark("derive(Clone, Debug)");
    let own = own.at(&scope.tag(item.index));
    let methods = item.methods.iter().map(|method| begin(scope, &path, method, "C"));
    std::iter::once(own).chain(methods).collect()
}

/// A method that begins an operation on a client of this type.
pub(super) fn begin(scope: &Scope<'_>, path: &str, method: &GroupMethod, client: &str) -> Item {
    let mut arguments = vec!["&self".to_owned()];
    arguments.extend(Some(scope.listed(&method.arguments)).filter(|listed| !listed.is_empty()));
    let bundle = scope.path(ItemId::OperationArguments(method.operation).into());
    arguments.extend(method.bundle.as_ref().map(|argument| format!("{argument}: {bundle}")));
    let arguments = arguments.join(", ");
    let operation = scope.path(ItemId::Operation(method.operation).into());
    let signature = format!("({arguments}) -> {operation}<{client}>");
    let item = Item::new(ItemKind::Begin, format!("{path}::{}", method.name), signature);
    item.mark_if(method.deprecated.is_some(), "deprecated").at(&identity(scope, method.operation))
}

fn identity(scope: &Scope<'_>, id: OperationId) -> String {
    scope.api.operations.get(id.0).map(|operation| scope.identities.operation(operation)).unwrap_or_default()
}

/// An operation.
pub(super) fn operation(scope: &Scope<'_>, item: &Operation) -> Vec<Item> {
    let Some(declared) = scope.api.operations.get(item.index.0) else { return Vec::new() };
    let path = scope.path(ItemId::Operation(item.index).into());
    let identity = scope.identities.operation(declared);
    let mut items = vec![own(scope, item, &path, declared)];
    items.extend(constructor(scope, item, &path, &identity));
    for input in &item.inputs {
        items.push(self::input(scope, input, &path, declared));
    }
    let indices = item.inputs.iter().filter_map(|input| input.parameter);
    let inputs: HashSet<&SpecPath> =
        indices.filter_map(|index| declared.parameters.get(index)).map(|parameter| &parameter.path).collect();
    for parameter in &declared.parameters {
        if !inputs.contains(&parameter.path) {
            let fixed = Item::new(ItemKind::Fixed, format!("{path}[{}]", parameter.name), "");
            items.push(on_wire(scope, fixed, declared, parameter));
        }
    }
    items.extend(item.responses.sends.iter().map(|send| sending(scope, send, &path, &identity)));
    items.push(
        Item::new(ItemKind::Assoc, format!("{path}::Output"), format!(": {}", scope.ty(&item.responses.output)))
            .at(&identity),
    );
    if let Some(paging) = &item.paging {
        let methods = [
            ("pages", "(self) -> Pages<Self>"),
            ("items", "(self) -> Items<Self>"),
            ("resume", "(self, cursor: impl Into<String>) -> Self"),
        ];
        let methods = methods.map(|(name, signature)| Item::new(ItemKind::Send, format!("{path}::{name}"), signature));
        let assoc = Item::new(ItemKind::Assoc, format!("{path}::Item"), format!(": {}", scope.ty(&paging.item)));
        items.extend(methods.into_iter().chain([assoc]).map(|item| item.at(&identity)));
    }
    items.extend(outcome(scope, item, &identity));
    for response in &declared.responses {
        let status = status(response.status);
        let own = Item::new(ItemKind::Response, format!("{path}[{status}]"), "");
        let own = own.at(&scope.identities.part(&identity, &status, &response.path));
        let meaning = match response.class {
            ResponseClass::Success => "success",
            ResponseClass::Failure => "error",
            ResponseClass::Neither => "neither",
        };
        items.push(own.wire("meaning", meaning).wires(contents(scope, &response.contents)));
    }
    items
}

/// The type of an operation.
fn own(scope: &Scope<'_>, item: &Operation, path: &str, declared: &model::Operation) -> Item {
    let is_keyed = item.inputs.iter().any(|input| input.is_idempotency_key);
    let mut own = Item::new(ItemKind::Struct, path, "<C = ()>")
        .mark(models::derives(item.traits()))
        .mark_if(item.hides(), "impl(Debug)")
        .mark_if(item.requires_nothing(), "impl(Default)")
        .mark_if(item.responses.usual().is_some(), "impl(IntoFuture)")
        .mark(if is_keyed { "options(keyed)" } else { "options(call)" })
        .mark_if(item.is_conditional(), "options(conditional)")
        .mark_if(item.deprecated.is_some(), "deprecated")
        .at(&scope.identities.operation(declared))
        .wire("method", declared.method.as_str())
        .wire("path", &declared.template);
    let alternatives: Vec<String> = declared.security.iter().map(|schemes| security(scope, schemes)).collect();
    if !alternatives.is_empty() {
        own = own.wire("security", alternatives.join("|"));
    }
    if let Some(server) = &item.server {
        own = own.wire("server", &server.url);
    }
    if item.responses.success != 200 {
        own = own.wire("success", item.responses.success.to_string());
    }
    if item.idempotency.is_some() {
        own = own.wire("idempotency", "key");
    }
    // Without `paging`, the crate does not follow the pages.
    if let (Some(_), Some(declared)) = (&item.paging, &declared.pagination) {
        own = own.wire("pages", pages(&declared.step));
    }
    own
}

/// How the next page is requested, with the keys of the configuration: `cursor(after,next:meta.next)`.
fn pages(step: &PageStep) -> String {
    match step {
        PageStep::Cursor { parameter, next } => format!("cursor({parameter},next:{})", next.join(".")),
        PageStep::LastItem { parameter, id } => format!("cursor({parameter},id:{})", id.join(".")),
        PageStep::Page { parameter, first } => format!("page({parameter},first:{first})"),
        PageStep::Offset { parameter, first } => format!("offset({parameter},first:{first})"),
        PageStep::Url { next } => format!("url({})", next.join(".")),
        PageStep::Link => "link".to_owned(),
    }
}

fn security(scope: &Scope<'_>, schemes: &[model::SchemeId]) -> String {
    if schemes.is_empty() {
        return "none".to_owned();
    }
    let names = schemes.iter().filter_map(|id| scope.api.security_schemes.get(id.0));
    names.map(|scheme| scheme.name.as_str()).collect::<Vec<_>>().join("+")
}

fn constructor(scope: &Scope<'_>, item: &Operation, path: &str, identity: &str) -> Vec<Item> {
    let arguments = item.arguments();
    let listed = scope.arguments(arguments.iter().map(|one| (one.name.as_str(), &one.ty, one.passing)));
    let new = |list: &str| Item::new(ItemKind::New, format!("{path}::new"), format!("({list}) -> Self")).at(identity);
    let Some(Bundle { argument, .. }) = &item.bundle else { return vec![new(&listed)] };
    let bundle = scope.path(ItemId::OperationArguments(item.index).into());
    let fields = item.named().map(|argument| (argument.name.as_str(), &argument.field));
    let separator = if listed.is_empty() { "" } else { ", " };
    let mut items = vec![new(&format!("{listed}{separator}{argument}: {bundle}"))];
    items.extend(models::bundle(scope, &bundle, identity, item.argument_traits(), fields));
    items
}

/// A parameter or the body.
fn input(scope: &Scope<'_>, input: &Input, path: &str, declared: &model::Operation) -> Item {
    let item = match &input.role {
        Role::Positional(_) | Role::Named => {
            let ty = format!(": {}", scope.passed(&input.ty, input.passing));
            Item::new(ItemKind::Argument, format!("{path}[{}]", input.name), ty)
        }
        Role::Optional(setter) => {
            Item::new(ItemKind::Set, format!("{path}::{}", setter.name), scope.setter(&input.name, setter))
                .mark_if(setter.deprecated.is_some(), "deprecated")
        }
    };
    match input.parameter.and_then(|index| declared.parameters.get(index)) {
        Some(parameter) => on_wire(scope, item, declared, parameter),
        None => match &declared.body {
            Some(body) => {
                let identity = scope.identities.operation(declared);
                let item = item.at(&scope.identities.part(&identity, "body", &body.path));
                let item = item.wire("presence", if body.required { "required" } else { "optional" });
                item.wires(contents(scope, &body.contents))
            }
            None => item,
        },
    }
}

/// Adds how a parameter is written.
fn on_wire(scope: &Scope<'_>, item: Item, operation: &model::Operation, parameter: &Parameter) -> Item {
    let mut item = item
        .at(&scope.identities.parameter(operation, parameter))
        .wire("in", location(parameter.location))
        .wire("name", &parameter.name)
        .wire("presence", if parameter.required { "required" } else { "optional" });
    item = match &parameter.content {
        Some(content) => item.wire("content", content),
        None => item.wire("style", style(parameter)),
    };
    item = item.wire("type", scope.wire(&parameter.ty)).wires(rules(scope.document, &parameter.path.child("schema")));
    if let Some(default) = &parameter.default {
        item = item.wire("default", default.to_string());
    }
    if let Some(constant) = &parameter.constant {
        item = item.wire("const", constant.to_string());
    }
    item
}

/// The style of a parameter, with everything that changes how its value is written.
fn style(parameter: &Parameter) -> String {
    let mut words = vec![parameter.style.name().to_owned()];
    if parameter.explode {
        words.push("explode".to_owned());
    }
    if let Some(delimiter) = parameter.delimiter {
        words.push(format!("U+{:04X}", u32::from(delimiter)));
    }
    words.extend(match parameter.reserved {
        model::Reserved::Escaped => None,
        model::Reserved::Allowed => Some("reserved".to_owned()),
        model::Reserved::AllowedWithSlash => Some("segments".to_owned()),
    });
    words.extend(parameter.nesting.map(|nesting| format!("{nesting:?}").to_lowercase()));
    words.join(",")
}

/// The types of a body by media type.
fn contents(scope: &Scope<'_>, contents: &[Content]) -> Vec<(String, String)> {
    // Versions of OpenAPI describe bytes in different ways, with and without a schema.
    let ty = |content: &Content| match content.kind {
        MediaKind::Binary => scope.wire(&Type::Binary),
        _ => scope.wire(&content.ty),
    };
    contents.iter().map(|content| (content.media_type.as_str().to_owned(), ty(content))).collect()
}

fn status(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Range(hundred) => format!("{hundred}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

/// A method that sends an operation. Its error is that of the crate.
fn sending(scope: &Scope<'_>, send: &Sending, path: &str, identity: &str) -> Item {
    let output = scope.ty(&send.output);
    let output = match &send.kind {
        SendingKind::Raw | SendingKind::Follow(_) | SendingKind::Download { .. } => output,
        _ => format!("Response<{output}>"),
    };
    Item::new(ItemKind::Send, format!("{path}::{}", send.name), format!("(self) -> {output}")).at(identity)
}

/// The enum of the successes.
fn outcome(scope: &Scope<'_>, item: &Operation, identity: &str) -> Vec<Item> {
    let Some(outcome) = &item.responses.outcome else { return Vec::new() };
    let path = scope.path(ItemId::Outcome(item.index).into());
    let identity = format!("{identity} output");
    let derives = models::derives(outcome.traits());
    let own = Item::new(ItemKind::Enum, &path, "").mark(derives).mark("non_exhaustive");
    let variants = outcome.variants.iter().map(|variant| {
        let body = variant.ty.as_ref().map(|ty| format!("({})", scope.ty(ty))).unwrap_or_default();
        Item::new(ItemKind::Variant, format!("{path}::{}", variant.name), body)
            .at(&format!("{identity} {}", variant.name))
    });
    std::iter::once(own.at(&identity)).chain(variants).collect()
}

/// The enum of the ways to write a body.
pub(super) fn body_choice(scope: &Scope<'_>, item: &BodyChoice) -> Vec<Item> {
    let path = scope.path(ItemId::BodyChoice(item.operation).into());
    let identity = format!("{} body choice", identity(scope, item.operation));
    let mut own = Item::new(ItemKind::Enum, &path, "").mark("derive(Clone, Debug)");
    own.marks.extend(models::from(scope, &item.variants));
    let variants = item.variants.iter().map(|variant| {
        Item::new(ItemKind::Variant, format!("{path}::{}", variant.name), format!("({})", scope.ty(&variant.ty)))
            .at(&format!("{identity} {}", variant.name))
    });
    std::iter::once(own.mark("non_exhaustive").at(&identity)).chain(variants).collect()
}
