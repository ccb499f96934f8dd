//! Operations: the type, its setters, what sends it, how it is written and read.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::functions::{argument, converted, setter};
use super::{Piece, answers, blocking, docs, expression, ident, paging, structs, ty};
use crate::comment::Comment;
use crate::rust::{EncodeStep, Method, Operation, PathStep, QueryWriting};

/// An operation.
pub(super) fn emit(item: &Operation) -> Vec<Piece> {
    let has_key = item.fields.iter().any(|(field, _)| field == "idempotency_key");
    let keyed = if has_key { ", keyed" } else { "" };
    let mut pieces = vec![Piece::Tokens(definition(item))];
    pieces.extend(redacted(item));
    pieces.extend(bundle(item).map(Piece::Tokens));
    pieces.extend(item.answers.outcome.as_ref().map(|outcome| Piece::Tokens(answers::outcome(outcome))));
    pieces.push(Piece::Tokens(new(item)));
    pieces.push(Piece::Tokens(methods(item)));
    pieces.push(Piece::Table {
        head: format!("call_options!({}{keyed});", item.name),
        rows: Vec::new(),
        tail: String::new(),
    });
    pieces.push(Piece::Tokens(sending(item)));
    pieces.push(blocking::sends(item));
    pieces.push(Piece::Tokens(implementation(item)));
    pieces.extend(item.paging.as_ref().map(|paging| Piece::Tokens(paging::implementation(item, paging))));
    pieces
}

fn definition(item: &Operation) -> TokenStream {
    let text = docs(&item.docs);
    let name = ident(&item.name);
    let fields = item.fields.iter().map(|(field, field_type)| {
        let (field, field_type) = (ident(field), ty(field_type));
        quote! { #field: #field_type }
    });
    let derives = derives(!item.hidden.is_empty());
    quote! {
        #text
        #[derive(#derives)]
        #[must_use = "an operation does nothing until it is sent"]
        pub struct #name<C = ()> {
            call: Call<C>,
            #(#fields,)*
        }
    }
}

/// What a type derives, which has `Debug` only where that shows all of it.
fn derives(hides: bool) -> TokenStream {
    if hides {
        quote! { Clone }
    } else {
        quote! { Debug, Clone }
    }
}

/// The tables by which `Debug` shows an operation and its arguments, where it hides some of them.
fn redacted(item: &Operation) -> Vec<Piece> {
    let is_hidden = |name: &str| item.hidden.iter().any(|hidden| hidden == name);
    let mut tables = Vec::new();
    if !item.hidden.is_empty() {
        let fields = item.fields.iter().map(|(name, _)| (name.as_str(), is_hidden(name)));
        tables.push(structs::redacted(&format!("{}<C>", item.name), std::iter::once(("call", false)).chain(fields)));
    }
    if let Some(bundle) = &item.bundle
        && item.arguments.iter().any(|argument| is_hidden(&argument.name))
    {
        let fields = item.arguments.iter().map(|argument| (argument.name.as_str(), is_hidden(&argument.name)));
        tables.push(structs::redacted(bundle, fields));
    }
    tables
}

fn bundle(item: &Operation) -> Option<TokenStream> {
    let bundle = ident(item.bundle.as_ref()?);
    let summary = docs(&Comment::fill("What [`{}::new`] asks for.", [Comment::name(&item.name)]));
    let fields = item.arguments.iter().map(|argument| {
        let line = if argument.docs.is_empty() {
            Comment::fill("`{}`.", [Comment::name(&argument.name)])
        } else {
            argument.docs.clone()
        };
        let (text, name) = (docs(&line), ident(&argument.name));
        let field = item.fields.iter().find(|(field, _)| *field == argument.name).map(|(_, field_type)| ty(field_type));
        quote! { #text pub #name: #field }
    });
    let derives = derives(item.arguments.iter().any(|argument| item.hidden.contains(&argument.name)));
    Some(quote! {
        #summary
        #[derive(#derives)]
        pub struct #bundle { #(#fields),* }
    })
}

/// The list of parameters of `new` and `on`, and the names to pass on.
fn parameters(item: &Operation) -> (TokenStream, TokenStream) {
    if let Some(bundle) = &item.bundle {
        let bundle = ident(bundle);
        return (quote! { required: #bundle }, quote! { required });
    }
    let list = item.arguments.iter().map(argument);
    let names = item.arguments.iter().map(|argument| ident(&argument.name));
    (quote! { #(#list),* }, quote! { #(#names),* })
}

fn new(item: &Operation) -> TokenStream {
    let name = ident(&item.name);
    let (list, names) = parameters(item);
    let text =
        docs(&Comment::fill("The operation by itself, for [`Operation::to_request`]: {}.", [Comment::code(&item.id)]));
    let default = (item.arguments.is_empty()).then(|| {
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
                Self::on(Call::new(()), #names)
            }
        }
    }
}

fn methods(item: &Operation) -> TokenStream {
    let name = ident(&item.name);
    let (list, _) = parameters(item);
    let fills = item.fields.iter().map(|(field, _)| {
        let asked = item.arguments.iter().find(|argument| argument.name == *field);
        let field_name = ident(field);
        match (asked, &item.bundle) {
            (None, _) => quote! { #field_name: None },
            (Some(_), Some(_)) => quote! { #field_name: required.#field_name },
            (Some(argument), None) => {
                let value = converted(field, &argument.ty, argument.passing);
                if field_name == value.to_string() {
                    quote! { #field_name }
                } else {
                    quote! { #field_name: #value }
                }
            }
        }
    });
    let setters = item.setters.iter().map(|one| setter(one, &TokenStream::new()));
    quote! {
        impl<C> #name<C> {
            pub(crate) fn on(call: Call<C>, #list) -> Self {
                Self { call, #(#fills),* }
            }
            #(#setters)*
        }
    }
}

fn sending(item: &Operation) -> TokenStream {
    let name = ident(&item.name);
    let sends = item.answers.sends.iter().map(answers::send);
    let pages = item.paging.as_ref().map(|_| paging::methods());
    quote! {
        impl #name<Client> {
            #(#sends)*
            #pages
        }
    }
}

fn implementation(item: &Operation) -> TokenStream {
    let name = ident(&item.name);
    let output = ty(&item.answers.output);
    let (id, template) = (&item.id, &item.template);
    let security = item.security.iter().map(|schemes| {
        let schemes = schemes.iter().map(|scheme| ident(scheme));
        quote! { &[#(&#schemes),*] }
    });
    let server = item.server.as_ref().map(|server| {
        let url = &server.url;
        let usual = server.usual.as_deref().map_or_else(
            || quote! { "" },
            |usual| {
                let usual = ident(usual);
                quote! { #usual }
            },
        );
        quote! { const SERVER: Option<OwnServer> = Some(OwnServer::new(#url, #usual)); }
    });
    let success = (item.answers.success != 200).then(|| {
        let status = Literal::u16_unsuffixed(item.answers.success);
        quote! { const SUCCESS: u16 = #status; }
    });
    let expected = (!item.answers.expected.is_empty()).then(|| {
        let statuses = item.answers.expected.iter().map(|status| Literal::u16_unsuffixed(*status));
        quote! { const EXPECTED: &'static [u16] = &[#(#statuses),*]; }
    });
    let redirects = (!item.answers.follows_redirects).then(|| {
        quote! { const REDIRECTS: crate::runtime::Redirects = crate::runtime::Redirects::Stop; }
    });
    let idempotency = item.idempotency.as_ref().map(|codes| {
        quote! { const IDEMPOTENCY: Option<Idempotency> = Some(Idempotency { in_progress: &[#(#codes),*] }); }
    });
    let (method, replay) = (method(item), replay(item));
    let steps: Vec<TokenStream> =
        item.path.iter().map(path_step).chain(item.steps.iter().map(encode_step)).chain(accept(item)).collect();
    let reading = answers::reading(item);
    quote! {
        impl<C: Send + Sync> Operation for #name<C> {
            type Output = #output;
            type Failure = ErrorBody;

            const ID: &'static str = #id;
            #method
            const PATH: &'static str = #template;
            const SECURITY: Security = Security(&[#(#security),*]);
            #success
            #expected
            #redirects
            #server
            #idempotency
            #replay

            #[inline]
            fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
                #(#steps)*
                Ok(())
            }

            #reading

            #[inline]
            fn options(&self) -> &Options {
                self.call.options()
            }
        }
    }
}

fn method(item: &Operation) -> TokenStream {
    match &item.method {
        Method::Constant(name) => {
            let name = format_ident!("{}", name);
            quote! { const METHOD: Method = Method::#name; }
        }
        Method::Extension(token) => quote! {
            const METHOD: Method = Method::POST;
            const EXTENSION_METHOD: Option<&'static str> = Some(#token);
        },
    }
}

fn replay(item: &Operation) -> Option<TokenStream> {
    let replay = ident(item.replay?);
    Some(quote! { const REPLAY: Option<crate::runtime::Replay> = Some(crate::runtime::Replay::#replay); })
}

fn path_step(step: &PathStep) -> TokenStream {
    match step {
        PathStep::Literal(literal) => quote! { request.segment(#literal); },
        PathStep::Parameter { name, style, field } => {
            let field = ident(field);
            let (style, value) = styled(style.as_deref(), &quote! { self.#field });
            quote! { request.path(#name, #style, &#value)?; }
        }
    }
}

/// A style and the value to write with it; a parameter without a style is written as JSON.
fn styled(style: Option<&str>, value: &TokenStream) -> (TokenStream, TokenStream) {
    match style {
        Some(style) => (expression(style), value.clone()),
        None => (quote! { Style::SIMPLE }, quote! { Json(&#value) }),
    }
}

fn encode_step(step: &EncodeStep) -> TokenStream {
    match step {
        EncodeStep::Parameter { place, name, style, field } => {
            let (place, field) = (ident(place), ident(field));
            let (style, value) = styled(style.as_deref(), &quote! { self.#field });
            quote! { request.#place(#name, #style, &#value)?; }
        }
        EncodeStep::Constant { place, name, style, value } => {
            let place = ident(place);
            let style = style.as_deref().map_or_else(|| quote! { Style::FORM }, expression);
            quote! { request.#place(#name, #style, #value)?; }
        }
        EncodeStep::Query { name, field, writing } => query(name, field, writing),
        EncodeStep::Body(body) => super::bodies::step(body),
    }
}

fn query(name: &str, field: &str, writing: &QueryWriting) -> TokenStream {
    let field = ident(field);
    match writing {
        QueryWriting::Form(encodings) => {
            let encodings = encodings.iter().map(|encoding| expression(encoding));
            quote! { request.query_form(#name, &self.#field, &[#(#encodings),*])?; }
        }
        QueryWriting::Json => quote! { request.query_text(#name, &Json(&self.#field))?; },
        QueryWriting::Text => quote! { request.query_text(#name, &self.#field)?; },
    }
}

fn accept(item: &Operation) -> Option<TokenStream> {
    let types = item.accept.join(", ");
    (!types.is_empty()).then(|| quote! { request.accept(#types); })
}
