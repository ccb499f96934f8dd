//! Passes that need all schemas. Each pass is one file; [`finish`] defines their order.

mod aliases;
mod binary;
mod body_variants;
mod checked;
mod compact;
mod constant;
mod default;
mod errors;
mod initial;
mod nesting;
mod nullable;
mod pagination;
mod presence;
mod response_class;
mod streams;
mod structural_eq;
mod tagging;
mod types;
mod unions;
mod unsendable;
mod usage;

use super::context::Context;
use crate::model::Api;

/// Finishes the schemas and adds them to `api`.
///
/// Each pass changes the input of later ones. The comment at a pass explains its position.
pub(super) fn finish(mut cx: Context<'_>, mut api: Api) -> Api {
    let config = cx.config;
    // First: all others resolve aliases.
    aliases::break_cycles(&mut cx);
    // Before the passes that look only at successes or errors: streams, errors, pagination.
    response_class::decide(&cx.schemas.drafts, &mut api.operations);
    // Before the passes that depend on the kind of a body: errors, binary, nesting, body variants, pagination.
    streams::find(&mut cx, &mut api.operations);
    // Before nullable, constant and selector, which read variants and enumerations.
    unions::simplify(&mut cx);
    // Decides where `null` is allowed. From here on, only presence and `Type::Nullable` express it.
    nullable::carry(&mut cx.schemas.drafts, &mut api.operations);
    // After nullable: an entry of the configuration that changes nothing is an error.
    presence::configure(&mut cx, &api);
    // Before selector, which identifies variants by constants.
    constant::of_enumerations(&mut cx.schemas.drafts, &mut api.operations);
    // After presence: a nullable constant also matches `null`.
    tagging::choose(&mut cx);
    // After presence, which allows `null` as a default. Before checked, which removes the constraints of strings.
    default::check(&mut cx, &mut api.operations);
    // After constant and selector, whose results are compared. Before usage: a schema that is replaced by an equal one
    // is not used.
    errors::unite(&cx.schemas.drafts, &mut api.operations);
    let usage = usage::usage(&cx.schemas.drafts, &api.operations, api.webhooks.as_ref());
    // Only strings that are never received are checked. Adds schemas and their usage.
    let usage = checked::settle(&mut cx.schemas.drafts, &mut api.operations, usage);
    // Before nesting and body variants, which distinguish raw bytes from strings.
    binary::settle(&mut cx.schemas.drafts, &mut api.operations);
    // Before body variants: a form whose nesting is decided is written as a form.
    nesting::decide(&mut cx, &mut api.operations);
    // After constant.
    unsendable::report(&mut cx, &api.operations);
    body_variants::find(&cx.schemas.drafts, &mut api.operations);
    // After all passes that change the type of a property or parameter.
    pagination::find(&mut cx, &mut api.operations);
    cx.findings.finish_reports();
    // Last: it renumbers the schemas.
    api.schemas = compact::compact(cx.schemas.drafts, &mut api.operations, &usage);
    api.error_bodies = errors::bodies(&api);
    api.error_envelope = errors::envelope(&api);
    api.usual_error = api.error_envelope.or_else(|| errors::usual(&api));
    // After constant, and with the final ids of schemas.
    initial::restore(&mut api, config);
    api
}
