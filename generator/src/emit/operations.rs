//! Operations: the type, its setters, the methods that send it, and how it is written and read.

use std::collections::HashSet;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::functions::{argument, converted, setter};
use super::scope::Scope;
use super::structs::filled;
use super::styles::{encodings, plain, style, styled};
use super::tokens::CLIENT;
use super::{Piece, derive, docs, ident, paging, responses, structs};
use crate::method::Method;
use crate::rust::{
    EncodeStep, External, ItemId, Operation, ParameterPlacement, PathStep, QueryWriting, Replay, Role, Style, Written,
    symbol,
};

/// Emits an operation.
pub(super) fn emit(scope: &Scope<'_>, item: &Operation) -> Vec<Piece> {
    let has_key = item.inputs.iter().any(|input| input.is_idempotency_key);
    let keyed = if has_key { ", keyed" } else { "" };
    let mut pieces = vec![Piece::Tokens(definition(scope, item))];
    pieces.extend(redacted(scope, item));
    pieces.extend(bundle(scope, item).map(Piece::Tokens));
    pieces.extend(item.responses.outcome.as_ref().map(|outcome| Piece::Tokens(responses::outcome(scope, outcome))));
    pieces.push(Piece::Tokens(new(scope, item)));
    pieces.push(Piece::Tokens(methods(scope, item)));
    pieces.push(Piece::Table {
        head: format!("{}!({}{keyed});", scope.macro_text(symbol::CALL_OPTIONS), item.name),
        rows: Vec::new(),
        tail: String::new(),
    });
    pieces.extend(item.is_conditional().then(|| Piece::Table {
        head: format!("{}!({});", scope.macro_text(symbol::CONDITIONAL_OPTIONS), item.name),
        rows: Vec::new(),
        tail: String::new(),
    }));
    pieces.push(Piece::Tokens(sending(scope, item)));
    pieces.extend(awaiting(scope, item));
    pieces.push(Piece::Tokens(implementation(scope, item)));
    pieces.extend(item.paging.as_ref().map(|paging| Piece::Tokens(paging::implementation(scope, item, paging))));
    pieces
}

fn definition(scope: &Scope<'_>, item: &Operation) -> TokenStream {
    let (client, call) = (scope.own(CLIENT), scope.runtime(symbol::CALL));
    let text = scope.docs(&item.docs);
    let name = ident(&item.name);
    let fields = item.inputs.iter().map(|input| {
        let (field, field_type) = (ident(&input.name), scope.ty(&input.field));
        quote! { #field: #field_type }
    });
    let (derive, unused) = (derive(item.traits()), item.unused);
    quote! {
        #text
        #derive
        #[must_use = #unused]
        pub struct #name<#client = ()> {
            call: #call<#client>,
            #(#fields,)*
        }
    }
}

/// Emits the implementations of `Debug` for an operation and its arguments, if some of their fields are hidden.
fn redacted(scope: &Scope<'_>, item: &Operation) -> Vec<Piece> {
    let mut tables = Vec::new();
    if item.hides() {
        let fields = item.inputs.iter().map(|input| (input.name.as_str(), input.hidden));
        let name = format!("{}<{CLIENT}>", item.name);
        tables.push(structs::redacted(scope, &name, std::iter::once(("call", false)).chain(fields)));
    }
    if let Some(bundle) = item.bundle.as_ref().filter(|_| item.hides_arguments()) {
        let fields = item.named().map(|argument| (argument.name.as_str(), argument.hidden));
        tables.push(structs::redacted(scope, &bundle.name, fields));
    }
    tables
}

fn bundle(scope: &Scope<'_>, item: &Operation) -> Option<TokenStream> {
    let bundle = item.bundle.as_ref()?;
    let (summary, bundle) = (scope.docs(&bundle.docs), ident(&bundle.name));
    let fields = item.named().map(|argument| {
        let (text, name, field) = (docs(&argument.docs), ident(&argument.name), scope.ty(&argument.field));
        quote! { #text pub #name: #field }
    });
    let derive = derive(item.argument_traits());
    Some(quote! {
        #summary
        #derive
        pub struct #bundle { #(#fields),* }
    })
}

/// Returns the parameters of `new` and `on`, and their names.
fn parameters(scope: &Scope<'_>, item: &Operation) -> (TokenStream, TokenStream) {
    let arguments = item.arguments();
    let mut list: Vec<_> = arguments.iter().map(|one| argument(scope, &one.name, &one.ty, one.passing)).collect();
    let mut names: Vec<_> = arguments.iter().map(|one| ident(&one.name)).collect();
    if let Some(bundle) = &item.bundle {
        let (argument, ty) = (ident(&bundle.argument), ident(&bundle.name));
        list.push(quote! { #argument: #ty });
        names.push(argument);
    }
    (quote! { #(#list),* }, quote! { #(#names),* })
}

fn new(scope: &Scope<'_>, item: &Operation) -> TokenStream {
    let name = ident(&item.name);
    let (list, names) = parameters(scope, item);
    let call = scope.runtime(symbol::CALL);
    let text = scope.docs(&item.new_docs);
    let default = item.requires_nothing().then(|| {
        quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    quote! {
        #default

        impl #name {
            #text
            pub fn new(#list) -> Self {
                Self::on(#call::new(()), #names)
            }
        }
    }
}

fn methods(scope: &Scope<'_>, item: &Operation) -> TokenStream {
    let name = ident(&item.name);
    let (client, call) = (scope.own(CLIENT), scope.runtime(symbol::CALL));
    let (list, _) = parameters(scope, item);
    let fills = item.inputs.iter().map(|input| {
        let field = ident(&input.name);
        match (&input.role, &item.bundle) {
            (Role::Optional(_), _) => {
                let value = filled(scope, &input.initial);
                quote! { #field: #value }
            }
            (Role::Named, Some(bundle)) => {
                let argument = ident(&bundle.argument);
                quote! { #field: #argument.#field }
            }
            (Role::Positional(_) | Role::Named, _) => {
                let value = converted(scope, &input.name, &input.ty, input.passing);
                if field == value.to_string() {
                    quote! { #field }
                } else {
                    quote! { #field: #value }
                }
            }
        }
    });
    let setters = item.setters().map(|(input, one)| setter(scope, &input.name, one, &TokenStream::new()));
    quote! {
        impl<#client> #name<#client> {
            pub(crate) fn on(call: #call<#client>, #list) -> Self {
                Self { call, #(#fills),* }
            }
            #(#setters)*
        }
    }
}

fn sending(scope: &Scope<'_>, item: &Operation) -> TokenStream {
    let name = ident(&item.name);
    let sends = item.responses.sends.iter().map(|send| responses::send(scope, send));
    let pages = item.paging.as_ref().map(|paging| paging::methods(scope, &paging.methods));
    let (client, dispatch) = (scope.own(CLIENT), scope.runtime(symbol::DISPATCH));
    quote! {
        impl<#client: #dispatch> #name<#client> {
            #(#sends)*
            #pages
        }
    }
}

/// Emits the implementation of `IntoFuture`, by which `.await` sends an operation of the asynchronous client.
fn awaiting(scope: &Scope<'_>, item: &Operation) -> Option<Piece> {
    let output = scope.ty_text(&item.responses.usual()?.output);
    let (client, body) = (scope.text(ItemId::Client), scope.text(ItemId::ErrorBody));
    let into_future = scope.macro_text(symbol::INTO_FUTURE);
    Some(Piece::Table {
        head: format!("{into_future}!({}<{client}>, {output}, {body});", item.name),
        rows: Vec::new(),
        tail: String::new(),
    })
}

fn implementation(scope: &Scope<'_>, item: &Operation) -> TokenStream {
    let name = ident(&item.name);
    let output = scope.ty(&item.responses.output);
    let (id, template) = (&item.id, &item.template);
    let success = (item.responses.success != 200).then(|| {
        let status = Literal::u16_unsuffixed(item.responses.success);
        quote! { const SUCCESS: u16 = #status; }
    });
    let expected = (!item.responses.expected.is_empty()).then(|| {
        let statuses = item.responses.expected.iter().map(|status| Literal::u16_unsuffixed(*status));
        quote! { const EXPECTED: &'static [u16] = &[#(#statuses),*]; }
    });
    let redirects = (!item.responses.follows_redirects).then(|| {
        quote! { const REDIRECTS: crate::runtime::Redirects = crate::runtime::Redirects::Stop; }
    });
    let (method, replay) = (method(scope, item), item.replay.map(replay));
    let (security, server, idempotency) = (security(scope, item), server(scope, item), idempotency(scope, item));
    let steps: Vec<TokenStream> =
        path_steps(scope, item).chain(encode_steps(scope, item)).chain(accept(item)).collect();
    let reading = responses::reading(scope, item);
    let (client, body) = (scope.own(CLIENT), scope.item(ItemId::ErrorBody));
    let (operation, options) = (scope.runtime(symbol::OPERATION), scope.runtime(symbol::OPTIONS));
    let (encoder, invalid) = (scope.runtime(symbol::REQUEST_ENCODER), scope.runtime(symbol::INVALID_INPUT));
    let (send, sync) = (scope.runtime(symbol::MAYBE_SEND), scope.runtime(symbol::MAYBE_SYNC));
    quote! {
        impl<#client: #send + #sync> #operation for #name<#client> {
            type Output = #output;
            type Failure = #body;

            const ID: &'static str = #id;
            #method
            const PATH: &'static str = #template;
            #security
            #success
            #expected
            #redirects
            #server
            #idempotency
            #replay

            #[inline]
            fn encode(&self, request: &mut #encoder) -> Result<(), #invalid> {
                #(#steps)*
                Ok(())
            }

            #reading

            #[inline]
            fn options(&self) -> &#options {
                self.call.options()
            }
        }
    }
}

fn security(scope: &Scope<'_>, item: &Operation) -> TokenStream {
    let security = scope.runtime(symbol::SECURITY);
    let alternatives = item.security.iter().map(|schemes| {
        let schemes = schemes.iter().map(|scheme| scope.item(ItemId::Scheme(*scheme)));
        quote! { &[#(&#schemes),*] }
    });
    quote! { const SECURITY: #security = #security(&[#(#alternatives),*]); }
}

fn server(scope: &Scope<'_>, item: &Operation) -> Option<TokenStream> {
    let server = item.server.as_ref()?;
    let (own, url) = (scope.runtime(symbol::OWN_SERVER), &server.url);
    let usual = if server.has_usual {
        scope.item(ItemId::BaseUrl)
    } else {
        quote! { "" }
    };
    Some(quote! { const SERVER: Option<#own> = Some(#own::new(#url, #usual)); })
}

fn idempotency(scope: &Scope<'_>, item: &Operation) -> Option<TokenStream> {
    let codes = item.idempotency.as_ref()?;
    let idempotency = scope.runtime(symbol::IDEMPOTENCY);
    Some(quote! {
        const IDEMPOTENCY: Option<#idempotency> = Some(#idempotency { in_progress: &[#(#codes),*] });
    })
}

fn method(scope: &Scope<'_>, item: &Operation) -> TokenStream {
    let method = scope.path(External::Method);
    match &item.method {
        Method::Other(token) => quote! {
            const METHOD: #method = #method::POST;
            const EXTENSION_METHOD: Option<&'static str> = Some(#token);
        },
        known => {
            let name = format_ident!("{}", known.as_str());
            quote! { const METHOD: #method = #method::#name; }
        }
    }
}

fn replay(replay: Replay) -> TokenStream {
    let replay = match replay {
        Replay::Idempotent => quote! { Idempotent },
    };
    quote! { const REPLAY: Option<crate::runtime::Replay> = Some(crate::runtime::Replay::#replay); }
}

fn path_steps(scope: &Scope<'_>, item: &Operation) -> impl Iterator<Item = TokenStream> {
    let encoded = encoded(item);
    item.path.iter().map(move |step| match step {
        PathStep::Literal(literal) => quote! { request.segment(#literal); },
        PathStep::Parameter { name, written, field } => {
            let (style, value) = styled(scope, *written, &value_of(scope, &encoded, field));
            quote! { request.path(#name, #style, &#value)?; }
        }
    })
}

/// Returns the fields whose types only the runtime writes.
fn encoded(item: &Operation) -> HashSet<&str> {
    item.inputs.iter().filter(|input| input.encoded).map(|input| input.name.as_str()).collect()
}

/// Returns the expression of the value of a parameter.
fn value_of(scope: &Scope<'_>, encoded: &HashSet<&str>, name: &str) -> TokenStream {
    let field = ident(name);
    if encoded.contains(name) {
        let outgoing = scope.runtime(symbol::codec::sink::OUTGOING);
        quote! { #outgoing(&self.#field) }
    } else {
        quote! { self.#field }
    }
}

fn encode_steps(scope: &Scope<'_>, item: &Operation) -> impl Iterator<Item = TokenStream> {
    let encoded = encoded(item);
    item.steps.iter().map(move |step| match step {
        EncodeStep::Parameter { placement, name, written, field } => {
            let method = encoder_method(*placement);
            let (style, value) = styled(scope, *written, &value_of(scope, &encoded, field));
            quote! { request.#method(#name, #style, &#value)?; }
        }
        EncodeStep::Constant { placement, name, written, value } => {
            let method = encoder_method(*placement);
            let style = match written {
                Written::Style(value_style) => style(scope, *value_style),
                Written::Json => plain(scope, Style::Form),
            };
            quote! { request.#method(#name, #style, #value)?; }
        }
        EncodeStep::Query { name, field, writing } => query(scope, name, &value_of(scope, &encoded, field), writing),
        EncodeStep::Body(body) => super::bodies::step(scope, item.index, body),
    })
}

/// Returns the method of the encoder that writes a parameter.
fn encoder_method(placement: ParameterPlacement) -> TokenStream {
    match placement {
        ParameterPlacement::Query => quote! { query },
        ParameterPlacement::Header => quote! { header },
        ParameterPlacement::SecretHeader => quote! { secret_header },
        ParameterPlacement::Cookie => quote! { cookie },
        ParameterPlacement::IdempotencyKey => quote! { idempotency_key },
    }
}

fn query(scope: &Scope<'_>, name: &str, value: &TokenStream, writing: &QueryWriting) -> TokenStream {
    match writing {
        QueryWriting::Form(listed) => {
            let encodings = encodings(scope, listed);
            quote! { request.query_form(#name, &#value, #encodings)?; }
        }
        QueryWriting::Json => {
            let json = scope.runtime(symbol::JSON);
            quote! { request.query_text(#name, &#json(&#value))?; }
        }
        QueryWriting::Text => quote! { request.query_text(#name, &#value)?; },
    }
}

fn accept(item: &Operation) -> Option<TokenStream> {
    let types = item.accept.join(", ");
    (!types.is_empty()).then(|| quote! { request.accept(#types); })
}
