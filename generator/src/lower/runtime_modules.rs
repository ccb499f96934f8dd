//! Decides which optional modules of the runtime a crate needs.

use std::collections::BTreeSet;

use crate::rust::{
    BodyWriting, EncodeStep, External, Holder, Item, Module, Path, RuntimeModule, Ty, Writing, WritingCall, symbol,
};

/// Returns the modules that the items of a crate need.
pub(super) fn needed(modules: &[Module]) -> Vec<RuntimeModule> {
    let items = || modules.iter().flat_map(|module| &module.items);
    let references: BTreeSet<Path> = items().flat_map(Item::references).collect();
    let library = |types: &[External]| types.iter().any(|ty| references.contains(&(*ty).into()));
    let runtime = |symbol| references.contains(&Path::Runtime(symbol));
    let public = |symbol| references.contains(&Path::Public(symbol));
    let has = |is: fn(&Item) -> bool| items().any(is);
    let needs = [
        (RuntimeModule::Uuid, library(&[External::Uuid])),
        (RuntimeModule::Chrono, library(&[External::ChronoDateTime, External::ChronoDate])),
        (RuntimeModule::Time, library(&[External::TimeDateTime, External::TimeDate])),
        (RuntimeModule::Decimal, library(&[External::Decimal])),
        (RuntimeModule::Url, library(&[External::Url])),
        (
            RuntimeModule::IntegerStrings,
            runtime(symbol::model::integer_string::I64_STRING) || runtime(symbol::model::integer_string::U64_STRING),
        ),
        (RuntimeModule::OwnTypes, has(|item| matches!(item, Item::OwnCodecs(_)))),
        (RuntimeModule::Multipart, public(symbol::FILE_PART) || public(symbol::PARTS) || has(writes_parts)),
        (RuntimeModule::Events, public(symbol::stream::events::EVENT_STREAM)),
        (RuntimeModule::Download, public(symbol::response::download::DOWNLOAD)),
        (RuntimeModule::Lines, public(symbol::stream::lines::JSON_LINES)),
        (RuntimeModule::Nested, references.contains(&Holder::Nested.path())),
        (RuntimeModule::Tuples, has(has_tuple)),
        (RuntimeModule::Incoming, has(|item| matches!(item, Item::Webhooks(_)))),
        (RuntimeModule::Webhook, has(|item| matches!(item, Item::Webhooks(webhooks) if webhooks.signature.is_some()))),
        (RuntimeModule::OAuth, has(|item| matches!(item, Item::OAuthServer(_)))),
    ];
    needs.into_iter().filter(|(_, is_needed)| *is_needed).map(|(module, _)| module).collect()
}

/// Returns true if an item is an operation with a multipart body.
fn writes_parts(item: &Item) -> bool {
    let is_multipart = |writing: &Writing| matches!(writing.call, WritingCall::Multipart | WritingCall::Parts);
    let in_step = |step: &EncodeStep| match step {
        EncodeStep::Body(body) => match &body.writing {
            BodyWriting::One(writing) => is_multipart(writing),
            BodyWriting::Choice(variants) => variants.iter().any(|(_, writing)| is_multipart(writing)),
        },
        EncodeStep::Query { .. } | EncodeStep::Parameter { .. } | EncodeStep::Constant { .. } => false,
    };
    matches!(item, Item::Operation(operation) if operation.steps.iter().any(in_step))
}

/// Returns true if a type in an item is a tuple.
fn has_tuple(item: &Item) -> bool {
    item.types().into_iter().flat_map(Ty::parts).any(|part| matches!(part, Ty::Tuple(_)))
}
