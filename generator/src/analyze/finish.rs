//! What can only be told when every schema is known: in this order, each step one file.

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
pub(super) fn finish(mut cx: Context<'_>, moves: &Moves, mut api: Api) -> Api {
    aliases::break_circles(&mut cx);
    meaning::decide(&cx.schemas.drafts, &mut api.operations);
    streams::find(&mut cx, &mut api.operations);
    unions::simplify(&mut cx);
    nullable::carry(&mut cx.schemas.drafts, &mut api.operations);
    presence::configure(&mut cx, moves, &api);
    constant::of_enumerations(&mut cx.schemas.drafts, &mut api.operations);
    selector::choose(&mut cx);
    default::check(&mut cx, &mut api.operations);
    errors::unite(&cx.schemas.drafts, &mut api.operations);
    let usage = usage::usage(&cx.schemas.drafts, &api.operations, api.webhooks.as_ref());
    let usage = checked::settle(&mut cx.schemas.drafts, &mut api.operations, usage);
    binary::settle(&mut cx.schemas.drafts, &mut api.operations);
    nesting::decide(&mut cx, &mut api.operations);
    unsendable::report(&mut cx, &api.operations);
    choices::find(&cx.schemas.drafts, &mut api.operations);
    pagination::find(&mut cx, &mut api.operations);
    cx.findings.finish_reports();
    api.schemas = compact::compact(cx.schemas.drafts, &mut api.operations, &usage);
    api.error_bodies = errors::bodies(&api);
    api.error_envelope = errors::envelope(&api);
    api
}
