//! What can only be decided when every schema is known: each pass is one file, and [`finish`] gives their order.

mod aliases;
mod binary;
mod checked;
mod choices;
mod compact;
mod constant;
mod default;
mod errors;
mod likeness;
mod meaning;
mod nesting;
mod nullable;
mod pagination;
mod presence;
mod selector;
mod streams;
mod types;
mod unions;
mod unsendable;
mod usage;

use super::context::Context;
use crate::model::Api;
use crate::moves::Moves;

/// Finishes the schemas and puts them into `api`.
///
/// Each pass changes what later ones read. The comment beside a pass says why it is where it is.
pub(super) fn finish(mut cx: Context<'_>, moves: &Moves, mut api: Api) -> Api {
    // First: all others look through aliases.
    aliases::break_circles(&mut cx);
    // Before what only looks at successes or failures: streams, errors, pagination.
    meaning::decide(&cx.schemas.drafts, &mut api.operations);
    // Before what depends on the kind of a body: errors, binary, nesting, choices, pagination.
    streams::find(&mut cx, &mut api.operations);
    // Before nullable, constant and selector, which read variants and enumerations.
    unions::simplify(&mut cx);
    // Decides `null`: from here on only presence and `Type::Nullable` tell.
    nullable::carry(&mut cx.schemas.drafts, &mut api.operations);
    // After nullable: an entry of the configuration that changes nothing is an error.
    presence::configure(&mut cx, moves, &api);
    // Before selector, which tells variants apart by constants.
    constant::of_enumerations(&mut cx.schemas.drafts, &mut api.operations);
    // After presence: a constant that may be `null` is matched by `null` as well.
    selector::choose(&mut cx);
    // After presence, which allows `null` as a default; before checked, which takes the rules of strings away.
    default::check(&mut cx, &mut api.operations);
    // After constant and selector, which are compared; before usage: a schema that another stands for is not used.
    errors::unite(&cx.schemas.drafts, &mut api.operations);
    let usage = usage::usage(&cx.schemas.drafts, &api.operations, api.webhooks.as_ref());
    // Only strings that are never received are checked. Adds schemas, and their usage.
    let usage = checked::settle(&mut cx.schemas.drafts, &mut api.operations, usage);
    // Before nesting and choices, which tell raw bytes from strings.
    binary::settle(&mut cx.schemas.drafts, &mut api.operations);
    // Before choices: a form whose nesting is decided is written as a form.
    nesting::decide(&mut cx, &mut api.operations);
    // After constant.
    unsendable::report(&mut cx, &api.operations);
    choices::find(&cx.schemas.drafts, &mut api.operations);
    // After everything that changes the type of a property or parameter.
    pagination::find(&mut cx, &mut api.operations);
    cx.findings.finish_reports();
    // Last: it renumbers the schemas.
    api.schemas = compact::compact(cx.schemas.drafts, &mut api.operations, &usage);
    api.error_bodies = errors::bodies(&api);
    api.error_envelope = errors::envelope(&api);
    api.usual_error = api.error_envelope.or_else(|| errors::usual(&api));
    api
}
