//! The responses of an operation: the enum of its successes, how a response is read, and the methods that send.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::scope::Scope;
use super::tokens::CLIENT;
use super::{derive, docs, ident};
use crate::rust::{
    Decoding, EventData, FailureArm, Framing, ItemId, Operation, Outcome, Sending, SendingKind, StatusArm, StatusMatch,
    Wrapping, symbol,
};

/// Emits the enum of the successful responses.
pub(super) fn outcome(scope: &Scope<'_>, item: &Outcome) -> TokenStream {
    let (text, name) = (scope.docs(&item.docs), ident(&item.name));
    let variants = item.variants.iter().map(|variant| {
        let (text, name) = (docs(&variant.docs), ident(&variant.name));
        let body = variant.ty.as_ref().map(|ty| scope.ty(ty)).map(|ty| quote! { (#ty) });
        quote! { #text #name #body }
    });
    let derive = derive(item.traits());
    quote! {
        #text
        #derive
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    }
}

/// Emits a method that sends the operation, or prepares to, with an asynchronous or a blocking client.
pub(super) fn send(scope: &Scope<'_>, item: &Sending) -> TokenStream {
    let client = scope.own(CLIENT);
    let output = scope.ty(&item.output);
    let response = |output: TokenStream| {
        let response = scope.runtime(symbol::RESPONSE);
        quote! { #response<#output> }
    };
    let (output, sent) = match &item.kind {
        SendingKind::Whole => (response(output), quote! { client::dispatch::send(self) }),
        SendingKind::Raw => (output, quote! { client::dispatch::send_raw(self) }),
        SendingKind::Stream => (response(quote! { #client::Body }), quote! { client::dispatch::send_stream(self) }),
        SendingKind::As { accept, decoding, optional } => {
            let (raw, read) = (scope.runtime(symbol::RAW_RESPONSE), ident(method(*decoding, *optional)));
            (response(output), quote! { client::dispatch::send_as(self, #accept, #raw::#read) })
        }
        SendingKind::Events(data) => {
            let shape = shape(*data);
            (response(quote! { #client::Stream<#output> }), quote! { stream::events::send(self, #shape) })
        }
        SendingKind::Lines { accept, framing } => {
            let framing = ident(framing_name(*framing));
            let framing = quote! { crate::runtime::stream::lines::JsonFraming::#framing };
            (response(quote! { #client::Stream<#output> }), quote! { stream::lines::send(self, #accept, #framing) })
        }
        SendingKind::Follow(data) => {
            let shape = shape(*data);
            let output = quote! { #client::Stream<#output> };
            return prepare(item, &output, &quote! { stream::event_source::follow(self, #shape) });
        }
        SendingKind::Download { accept } => {
            return prepare(item, &output, &quote! { response::download::begin(self, #accept) });
        }
    };
    let text = scope.docs(&item.docs);
    let (name, body) = (ident(&item.name), scope.item(ItemId::ErrorBody));
    quote! {
        #text
        pub fn #name(self) -> #client::Sent<#output, #body> {
            crate::runtime::#sent
        }
    }
}

/// Emits a method that prepares to send and does not send yet.
fn prepare(item: &Sending, output: &TokenStream, made: &TokenStream) -> TokenStream {
    let (text, name) = (docs(&item.docs), ident(&item.name));
    quote! {
        #text
        pub fn #name(self) -> #output {
            crate::runtime::#made
        }
    }
}

/// Returns the path of the runtime's variant for the contents of an event.
fn shape(data: EventData) -> TokenStream {
    let shape = ident(event_shape(data));
    quote! { crate::runtime::stream::events::EventShape::#shape }
}

/// Returns the name of the runtime's variant for the contents of an event.
const fn event_shape(data: EventData) -> &'static str {
    match data {
        EventData::Json => "Data",
        EventData::JsonOrText => "DataOrText",
        EventData::Text => "Text",
        EventData::Whole => "Whole",
        EventData::WholeText => "WholeText",
    }
}

/// Returns the name of the runtime's variant for the delimiters of JSON values.
const fn framing_name(framing: Framing) -> &'static str {
    match framing {
        Framing::Lines => "Lines",
        Framing::Values => "Values",
        Framing::Items => "Items",
    }
}

/// Returns the name of the method of a response that reads its body.
const fn method(decoding: Decoding, optional: bool) -> &'static str {
    match (decoding, optional) {
        (Decoding::Json, false) => "json",
        (Decoding::Json, true) => "json_if_any",
        (Decoding::Scalar, false) => "scalar",
        (Decoding::Scalar, true) => "scalar_if_any",
        (Decoding::Text, false) => "text",
        (Decoding::Text, true) => "text_if_any",
        (Decoding::Bytes, false) => "bytes",
        (Decoding::Bytes, true) => "bytes_if_any",
        (Decoding::Empty, false) => "empty",
        (Decoding::Empty, true) => "none",
    }
}

/// Emits `Operation::decode`, and `Operation::refuse` if the operation has error bodies of its own.
pub(super) fn reading(scope: &Scope<'_>, item: &Operation) -> TokenStream {
    let responses = &item.responses;
    let outcome = responses.outcome.as_ref();
    let arms = responses.arms.iter().map(|arm| self::arm(scope, arm, outcome));
    let refuse = (!responses.failures.is_empty()).then(|| self::refuse(scope, &responses.failures));
    let refused = if refuse.is_some() {
        quote! { Self::refuse(response) }
    } else {
        quote! { response.into_error() }
    };
    let (raw, wrapped) = (scope.runtime(symbol::RAW_RESPONSE), scope.runtime(symbol::RESPONSE));
    let error = scope.item(ItemId::Error);
    quote! {
        #[inline]
        fn decode(response: #raw) -> Result<#wrapped<Self::Output>, #error> {
            match response.status().as_u16() {
                #(#arms)*
                _ => Err(#refused),
            }
        }

        #refuse
    }
}

fn arm(scope: &Scope<'_>, arm: &StatusArm, outcome: Option<&Outcome>) -> TokenStream {
    let map = |made: TokenStream| {
        let response = scope.runtime(symbol::RESPONSE);
        quote! { .map(|response| #response::map(response, #made)) }
    };
    let pattern = pattern(&arm.statuses);
    let read = ident(method(arm.decoding, false));
    let reading = match (&arm.wrapping, arm.decoding, outcome) {
        (Wrapping::Variant(variant), decoding, Some(outcome)) => {
            let (outcome, variant) = (ident(&outcome.name), ident(variant));
            let nothing = (decoding == Decoding::Empty).then(|| quote! { |()| });
            let map = map(quote! { #nothing #outcome::#variant });
            quote! { response.#read() #map }
        }
        (Wrapping::Optional, Decoding::Empty | Decoding::Json | Decoding::Scalar, _) => {
            let read = ident(method(arm.decoding, true));
            quote! { response.#read() }
        }
        (Wrapping::Optional, ..) => {
            let map = map(quote! { Some });
            quote! { response.#read() #map }
        }
        _ => quote! { response.#read() },
    };
    quote! { #pattern => #reading, }
}

fn refuse(scope: &Scope<'_>, arms: &[FailureArm]) -> TokenStream {
    let reading = match arms {
        [only] if only.statuses == [StatusMatch::Rest] => failure(scope, only),
        arms => {
            let exhaustive = arms.iter().any(|arm| arm.statuses.contains(&StatusMatch::Rest));
            let rest = (!exhaustive).then(|| quote! { _ => response.into_error(), });
            let arms = arms.iter().map(|arm| {
                let (pattern, reading) = (pattern(&arm.statuses), failure(scope, arm));
                quote! { #pattern => #reading, }
            });
            quote! {
                match response.status().as_u16() {
                    #(#arms)*
                    #rest
                }
            }
        }
    };
    let (raw, error) = (scope.runtime(symbol::RAW_RESPONSE), scope.item(ItemId::Error));
    quote! {
        fn refuse(response: #raw) -> #error {
            #reading
        }
    }
}

/// Emits the expression that reads the body of an error. If several types are possible, the runtime selects one by the media type
/// of the response and by which type matches.
fn failure(scope: &Scope<'_>, arm: &FailureArm) -> TokenStream {
    let body = scope.item(ItemId::ErrorBody);
    let read = ident(if arm.decoding == Decoding::Text { "into_text_error" } else { "into_error_as" });
    match arm.variants.as_slice() {
        [only] => {
            let variant = ident(&only.name);
            quote! { response.#read(#body::#variant) }
        }
        several => {
            let reads = several.iter().map(|variant| {
                let (name, media_type) = (ident(&variant.name), &variant.media_type);
                quote! { (#media_type, |body| crate::runtime::error::read_as(body, #body::#name)) }
            });
            quote! { response.into_error_of_one(&[#(#reads),*]) }
        }
    }
}

fn pattern(statuses: &[StatusMatch]) -> TokenStream {
    let mut spans: Vec<(u16, u16)> = Vec::new();
    let mut others: Vec<TokenStream> = Vec::new();
    for status in statuses {
        match status {
            StatusMatch::Code(code) => spans.push((*code, *code)),
            StatusMatch::Range(hundred) => {
                let low = hundred.saturating_mul(100);
                spans.push((low, low.saturating_add(99)));
            }
            // A guard, since clippy and readers take overlapping patterns for a mistake.
            StatusMatch::RestOf(hundred) => {
                let low = Literal::u16_unsuffixed(hundred.saturating_mul(100));
                let high = Literal::u16_unsuffixed(hundred.saturating_add(1).saturating_mul(100));
                others.push(quote! { status if (#low..#high).contains(&status) });
            }
            StatusMatch::Rest => others.push(quote! { _ }),
        }
    }
    let spans = joined(spans).into_iter().flat_map(span);
    let patterns = spans.chain(others);
    quote! { #(#patterns)|* }
}

/// Merges adjacent and overlapping ranges.
fn joined(mut spans: Vec<(u16, u16)>) -> Vec<(u16, u16)> {
    spans.sort_unstable();
    let mut joined: Vec<(u16, u16)> = Vec::new();
    for (low, high) in spans {
        match joined.last_mut() {
            Some((_, end)) if end.saturating_add(1) >= low => *end = high.max(*end),
            _ => joined.push((low, high)),
        }
    }
    joined
}

/// Returns the patterns of a range: two codes are written separately, more as a range.
fn span((low, high): (u16, u16)) -> Vec<TokenStream> {
    let code = Literal::u16_unsuffixed;
    let (first, last) = (code(low), code(high));
    match high - low {
        0 => vec![quote! { #first }],
        1 => vec![quote! { #first }, quote! { #last }],
        _ => vec![quote! { #first..=#last }],
    }
}
