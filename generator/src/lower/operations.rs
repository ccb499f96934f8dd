//! Decides the operations: a type for each, and a group for each tag.

use std::collections::BTreeMap;

use super::arguments::{Arrangement, arrange};
use super::docs::operation as operation_docs;
use super::input::Input;
use super::styles::written;
use super::types;
use super::{
    Scope, bodies, docs, encodings, examples, idempotency, paging, path, request_index, responses, servers, structs,
};
use crate::comment::Comment;
use crate::diag::Diagnostics;
use crate::media_type::MediaKind;
use crate::model::{self, BodyEncoding, Content, Location, OperationId, Parameter, Shape, StringRules, Type};
use crate::name::OperationName;
use crate::rust::{
    self, Argument, BodyChoice, Child, EncodeStep, Fill, Group, GroupMethod, Item, Module, Operation,
    ParameterPlacement, Passing, Path, QueryWriting, Role, Setter, SetterValue, symbol,
};

/// Returns the module `operations` and its children.
pub(super) fn modules(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Module> {
    let groups = scope.names.groups.len();
    let mut items: Vec<Vec<Operation>> = vec![Vec::new(); groups + 1];
    let mut choices: BTreeMap<OperationId, BodyChoice> = BTreeMap::new();
    for (index, (operation, name)) in scope.api.operations.iter().zip(&scope.names.operations).enumerate() {
        let (lowered, choice) = lower(scope, OperationId(index), operation, name, diagnostics);
        choices.extend(choice.map(|choice| (lowered.index, choice)));
        if let Some(slot) = items.get_mut(name.group.unwrap_or(groups)) {
            slot.push(lowered);
        }
    }
    let mut modules = Vec::new();
    let mut children = Vec::new();
    for (index, mut operations) in items.into_iter().enumerate() {
        if operations.is_empty() {
            continue;
        }
        let (module, group) = match scope.names.groups.get(index) {
            Some(group) => (group.module.clone(), Some(self::group(scope, index, &operations))),
            None => (scope.names.untagged.clone(), None),
        };
        let feature = scope.names.groups.get(index).map(|group| group.feature.clone());
        for operation in &mut operations {
            let example = examples::section(scope, operation);
            operation.docs.push_block(example);
        }
        let docs = group.as_ref().map_or_else(|| "The operations without a tag.".into(), |group| group.docs.clone());
        let items: Vec<Item> = group
            .map(|group| Item::Group(Box::new(group)))
            .into_iter()
            .chain(operations.into_iter().flat_map(|operation| {
                let choice = choices.remove(&operation.index).map(|choice| Item::BodyChoice(Box::new(choice)));
                std::iter::once(Item::Operation(Box::new(operation))).chain(choice)
            }))
            .collect();
        children.push(Child {
            name: module.clone(),
            names: super::modules::public_names(&items),
            features: feature.into_iter().collect(),
            shared: None,
        });
        modules.push(Module { path: vec!["operations".to_owned(), module], docs, items, children: Vec::new() });
    }
    let docs = Comment::from(
        "The operations of the API. Each is a plain value that builds its request and decodes the response.",
    );
    let docs = docs.and_block(request_index::index(scope));
    modules.insert(0, Module { path: vec!["operations".to_owned()], docs, items: Vec::new(), children });
    modules
}

fn group(scope: &Scope<'_>, index: usize, operations: &[Operation]) -> Group {
    let tags = scope.names.groups.get(index).map(|group| group.tags.clone()).unwrap_or_default();
    let tag = tags.first().and_then(|&tag| scope.api.tags.get(tag));
    let title = tag.map(|tag| tag.name.clone()).unwrap_or_default();
    let mut text = Comment::fill("The operations tagged {}.", [Comment::code(&title)]);
    if let Some(description) =
        tag.and_then(|tag| tag.description.as_deref()).map(str::trim).filter(|text| !text.is_empty())
    {
        text.push_block(super::markdown::block(description));
    }
    Group {
        index,
        docs: text,
        name: scope.names.groups.get(index).map(|group| group.name.clone()).unwrap_or_default(),
        methods: operations.iter().map(|operation| method(scope, operation)).collect(),
    }
}

/// Returns the method that creates an operation.
pub(super) fn method(scope: &Scope<'_>, operation: &Operation) -> GroupMethod {
    let name = scope.operation(operation.index).map(|(_, name)| name.method.clone()).unwrap_or_default();
    GroupMethod {
        docs: operation.method_docs.clone(),
        name,
        operation: operation.index,
        arguments: operation.arguments().into_iter().map(argument).collect(),
        bundle: operation.bundle.as_ref().map(|bundle| bundle.argument.clone()),
        deprecated: operation.deprecated.clone(),
    }
}

fn argument(input: &rust::Input) -> Argument {
    Argument { name: input.name.clone(), ty: input.ty.clone(), passing: input.passing }
}

/// Returns the methods of the client for the operations without a group.
pub(super) fn untagged(scope: &Scope<'_>, modules: &[Module]) -> Vec<GroupMethod> {
    let is_untagged =
        |operation: &Operation| scope.operation(operation.index).is_some_and(|(_, name)| name.group.is_none());
    modules
        .iter()
        .flat_map(|module| &module.items)
        .filter_map(|item| match item {
            Item::Operation(operation) if is_untagged(operation) => Some(method(scope, operation)),
            _ => None,
        })
        .collect()
}

fn lower(
    scope: &Scope<'_>,
    index: OperationId,
    operation: &model::Operation,
    name: &OperationName,
    diagnostics: &mut Diagnostics,
) -> (Operation, Option<BodyChoice>) {
    let mut inputs: Vec<Input> = Vec::new();
    let mut steps = Vec::new();
    for (index, (parameter, field)) in operation.parameters.iter().zip(&name.parameters).enumerate() {
        if let Some(step) = constant_step(parameter) {
            steps.push(step);
            continue;
        }
        inputs.push(parameter_input(scope, (index, parameter), field));
        match &parameter.query {
            Some(query) => steps.push(query_step(scope, parameter, query, field, diagnostics)),
            None if parameter.location != Location::Path => steps.push(parameter_step(scope, parameter, field)),
            None => {}
        }
    }
    let body = operation.body.as_ref().and_then(|body| bodies::lower(scope, index, body, name, diagnostics));
    let choice = body.and_then(|body| {
        steps.push(EncodeStep::Body(body.step));
        inputs.push(body.input);
        body.choice
    });
    let result = responses::lower(scope, (index, operation), name, diagnostics);
    let arrangement = arrange(scope, operation, name, &inputs);
    let bundle = arrangement.bundle(name);
    let paging = paging::lower(scope, operation, name, result.page, diagnostics);
    let text = operation_docs::of_type(scope, operation, paging.as_ref());
    let lowered = Operation {
        index,
        method_docs: operation_docs::of_method(operation, &inputs, &arrangement, bundle.as_ref()),
        docs: text,
        new_docs: operation_docs::of_new(&name.id),
        unused: operation_docs::UNUSED,
        bundle,
        name: name.name.clone(),
        id: name.id.clone(),
        method: operation.method.clone(),
        template: operation.template.clone(),
        inputs: inputs.into_iter().map(|input| finished(input, &arrangement)).collect(),
        security: operation.security.clone(),
        server: servers::own(scope, operation),
        idempotency: idempotency::lower(scope, operation),
        replay: idempotency::replay(scope, operation, diagnostics),
        path: path::steps(scope, operation, name, diagnostics),
        steps,
        accept: result.accept,
        paging,
        responses: result.responses,
        deprecated: docs::deprecated(&operation.docs),
    };
    (lowered, choice)
}

fn parameter_input(scope: &Scope<'_>, (index, parameter): (usize, &Parameter), field: &str) -> Input {
    let passing = types::passing(scope, &parameter.ty, types::ArgumentOwner::Operation);
    let initial = parameter.initial.as_ref().and_then(|value| structs::literal(scope, &parameter.ty, value));
    Input {
        name: field.to_owned(),
        ty: types::ty(scope, &parameter.ty),
        passing,
        line: docs::line(&parameter.docs),
        parameter: Some(index),
        is_idempotency_key: parameter.is_idempotency_key(),
        encoded: types::is_only_encoded(scope, &parameter.ty),
        required: parameter.required && initial.is_none(),
        initial,
        docs: docs::parameter(parameter, rules(scope, &parameter.ty)),
        deprecated: docs::deprecated(&parameter.docs),
        hidden: parameter.secret,
    }
}

/// Returns the constraints of a parameter whose type is a checked string.
fn rules<'a>(scope: &Scope<'a>, ty: &Type) -> Option<&'a StringRules> {
    match &scope.api.schema(scope.behind(ty)?)?.shape {
        Shape::CheckedString(rules) => Some(rules),
        _ => None,
    }
}

/// Converts the input to its final form.
fn finished(input: Input, arrangement: &Arrangement) -> rust::Input {
    let checked = Path::Runtime(symbol::CHECKED);
    let ty = input.ty.clone();
    let field = if input.passing == Passing::Checked { ty.inside(checked) } else { ty };
    let role = if input.required {
        arrangement.role(&input.name)
    } else {
        Role::Optional(Setter {
            docs: input.docs,
            name: input.name.clone(),
            ty: input.ty.clone(),
            passing: input.passing,
            value: SetterValue::Some,
            deprecated: input.deprecated,
        })
    };
    let initial = input.initial.map_or(Fill::Nothing, |initial| Fill::Some(Box::new(initial)));
    rust::Input {
        docs: operation_docs::of_bundled(input.line, &input.name),
        name: input.name,
        field: if input.required { field } else { field.optional() },
        ty: input.ty,
        passing: input.passing,
        role,
        parameter: input.parameter,
        initial,
        is_idempotency_key: input.is_idempotency_key,
        encoded: input.encoded,
        hidden: input.hidden,
    }
}

fn placement(location: Location) -> ParameterPlacement {
    match location {
        Location::Path | Location::Query | Location::QueryString => ParameterPlacement::Query,
        Location::Header => ParameterPlacement::Header,
        Location::Cookie => ParameterPlacement::Cookie,
    }
}

/// Returns the step for a required parameter with one allowed value, which the caller does not pass.
fn constant_step(parameter: &Parameter) -> Option<EncodeStep> {
    let value = parameter.constant.as_ref().filter(|_| parameter.required && parameter.is_beside_path())?;
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Some(EncodeStep::Constant {
        placement: placement(parameter.location),
        name: parameter.name.clone(),
        written: written(parameter),
        value,
    })
}

/// Returns the step for a parameter that is the whole query string.
fn query_step(
    scope: &Scope<'_>,
    parameter: &Parameter,
    query: &Content,
    field: &str,
    diagnostics: &mut Diagnostics,
) -> EncodeStep {
    let writing = match query.kind {
        MediaKind::Form => QueryWriting::Form(encodings::lower(scope, query, BodyEncoding::Form, diagnostics)),
        MediaKind::Json => QueryWriting::Json,
        _ => QueryWriting::Text,
    };
    EncodeStep::Query { name: parameter.name.clone(), field: field.to_owned(), writing }
}

fn parameter_step(scope: &Scope<'_>, parameter: &Parameter, field: &str) -> EncodeStep {
    EncodeStep::Parameter {
        placement: match parameter.location {
            Location::Header if idempotency::is_made(scope, parameter) => ParameterPlacement::IdempotencyKey,
            Location::Header if parameter.secret => ParameterPlacement::SecretHeader,
            location => placement(location),
        },
        name: parameter.name.clone(),
        written: written(parameter),
        field: field.to_owned(),
    }
}
