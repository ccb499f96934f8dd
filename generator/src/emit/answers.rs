//! What comes back of an operation: the enum of its successes, how an answer is read, and the methods that send.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::scope::Scope;
use super::{docs, ident};
use crate::rust::{
    Decoding, EventData, FailureArm, Framing, ItemId, Operation, Outcome, Sending, SendingKind, StatusArm, StatusMatch,
    Wrapping, symbol,
};

/// The enum of the successes, where they differ.
pub(super) fn outcome(scope: &Scope<'_>, item: &Outcome) -> TokenStream {
    let (text, name) = (docs(&item.docs), ident(&item.name));
    let variants = item.variants.iter().map(|variant| {
        let (text, name) = (docs(&variant.docs), ident(&variant.name));
        let body = variant.ty.as_ref().map(|ty| scope.ty(ty)).map(|ty| quote! { (#ty) });
        quote! { #text #name #body }
    });
    quote! {
        #text
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    }
}

/// A method that sends the operation, or prepares for that.
pub(super) fn send(scope: &Scope<'_>, item: &Sending) -> TokenStream {
    let response = |output: &TokenStream| {
        let response = scope.runtime(symbol::RESPONSE);
        quote! { #response<#output> }
    };
    match &item.kind {
        SendingKind::Follow(data) => {
            let shape = shape(*data);
            prepare(scope, item, &quote! { crate::EventSource::new(self.call.client().core().clone(), self, #shape) })
        }
        SendingKind::Download { accept } => {
            prepare(scope, item, &quote! { crate::Download::new(self.call.client().core().clone(), self, #accept) })
        }
        SendingKind::Whole => called(scope, item, &response(&scope.ty(&item.output)), &quote! { new }),
        SendingKind::Raw => called(scope, item, &scope.ty(&item.output), &quote! { raw }),
        SendingKind::Stream => called(scope, item, &response(&scope.ty(&item.output)), &quote! { stream }),
        _ => sent(scope, item),
    }
}

/// What all operations have is no `async fn`, which would cost the compiler far more.
fn called(scope: &Scope<'_>, item: &Sending, output: &TokenStream, made: &TokenStream) -> TokenStream {
    let text = docs(&item.docs.clone().and_block("# Errors\n\nReturns an [`Error`] if the call fails."));
    let name = ident(&item.name);
    let (sending, body) = (scope.runtime(symbol::SENDING), scope.item(ItemId::ErrorBody));
    quote! {
        #text
        pub fn #name(self) -> #sending<#output, #body> {
            #sending::#made(self.call.client().core().clone(), self)
        }
    }
}

/// A method that sends nothing yet.
fn prepare(scope: &Scope<'_>, item: &Sending, made: &TokenStream) -> TokenStream {
    let (text, name, output) = (docs(&item.docs), ident(&item.name), scope.ty(&item.output));
    quote! {
        #text
        pub fn #name(self) -> #output {
            #made
        }
    }
}

/// The path of the variant that describes what an event contains.
fn shape(data: EventData) -> TokenStream {
    let shape = ident(event_shape(data));
    quote! { crate::runtime::events::EventShape::#shape }
}

fn sent(scope: &Scope<'_>, item: &Sending) -> TokenStream {
    let text = docs(&item.docs.clone().and_block("# Errors\n\nSee [`Error`]."));
    let (name, output) = (ident(&item.name), scope.ty(&item.output));
    let sent = match &item.kind {
        SendingKind::As { accept, decoding, optional } => {
            let read = ident(method(*decoding, *optional));
            let raw = scope.runtime(symbol::RAW_RESPONSE);
            quote! { self.call.client().core().send_as(&self, #accept, #raw::#read).await }
        }
        SendingKind::Events(data) => {
            let shape = shape(*data);
            quote! { crate::EventStream::open(self.call.client().core(), &self, #shape).await }
        }
        // These are made elsewhere.
        SendingKind::Whole
        | SendingKind::Raw
        | SendingKind::Stream
        | SendingKind::Follow(_)
        | SendingKind::Download { .. } => TokenStream::new(),
        SendingKind::Lines { accept, framing } => {
            let framing = ident(framing_name(*framing));
            quote! {
                crate::JsonLines::open(self.call.client().core(), &self, #accept, crate::JsonFraming::#framing).await
            }
        }
    };
    let (response, error) = (scope.runtime(symbol::RESPONSE), scope.item(ItemId::Error));
    quote! {
        #text
        #[inline]
        pub async fn #name(self) -> Result<#response<#output>, #error> {
            #sent
        }
    }
}

/// The variant of the runtime for what an event contains.
pub(super) const fn event_shape(data: EventData) -> &'static str {
    match data {
        EventData::Json => "Data",
        EventData::JsonOrText => "DataOrText",
        EventData::Text => "Text",
        EventData::Whole => "Whole",
        EventData::WholeText => "WholeText",
    }
}

/// The variant of the runtime for how JSON values are delimited.
pub(super) const fn framing_name(framing: Framing) -> &'static str {
    match framing {
        Framing::Lines => "Lines",
        Framing::Values => "Values",
        Framing::Items => "Items",
    }
}

/// The method of an answer that reads its body.
pub(super) const fn method(decoding: Decoding, optional: bool) -> &'static str {
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

/// `Operation::decode`, and `Operation::refuse` where the operation has error bodies of its own.
pub(super) fn reading(scope: &Scope<'_>, item: &Operation) -> TokenStream {
    let answers = &item.answers;
    let outcome = answers.outcome.as_ref();
    let arms = answers.arms.iter().map(|arm| self::arm(scope, arm, outcome));
    let refuse = (!answers.failures.is_empty()).then(|| self::refuse(scope, &answers.failures));
    let refused = if refuse.is_some() {
        quote! { Self::refuse(response) }
    } else {
        quote! { response.into_error() }
    };
    let (raw, answer) = (scope.runtime(symbol::RAW_RESPONSE), scope.runtime(symbol::RESPONSE));
    let error = scope.item(ItemId::Error);
    quote! {
        #[inline]
        fn decode(response: #raw) -> Result<#answer<Self::Output>, #error> {
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
        quote! { .map(|answer| #response::map(answer, #made)) }
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

/// How the body of an error is read; one of several types is chosen by the media type of the answer, and by what fits.
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
            // Patterns that overlap look like a mistake, to readers and to clippy.
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

/// Spans that follow each other as one.
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

/// Two codes are written as such, more as a range.
fn span((low, high): (u16, u16)) -> Vec<TokenStream> {
    let code = Literal::u16_unsuffixed;
    let (first, last) = (code(low), code(high));
    match high - low {
        0 => vec![quote! { #first }],
        1 => vec![quote! { #first }, quote! { #last }],
        _ => vec![quote! { #first..=#last }],
    }
}
