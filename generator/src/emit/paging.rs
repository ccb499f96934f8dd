//! Paginated operations: the methods that read pages, and how the next page is requested.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::ident;
use super::scope::Scope;
use super::tokens::CLIENT;
use crate::rust::{CursorField, CursorKind, FieldChain, Operation, PageStep, Paging, PagingDocs, symbol};

/// Emits the methods that read the pages of an operation.
pub(super) fn methods(scope: &Scope<'_>, text: &PagingDocs) -> TokenStream {
    let (pages, items, client) = (scope.runtime(symbol::PAGES), scope.runtime(symbol::ITEMS), scope.own(CLIENT));
    let (of_pages, of_items, of_resume) = (scope.docs(&text.pages), scope.docs(&text.items), scope.docs(&text.resume));
    quote! {
        #of_pages
        pub fn pages(self) -> #client::Stream<#pages<Self>> {
            crate::runtime::client::dispatch::pages(self)
        }

        #of_items
        pub fn items(self) -> #client::Stream<#items<Self>> {
            crate::runtime::client::dispatch::items(self)
        }

        #of_resume
        pub fn resume(mut self, cursor: impl Into<String>) -> Self {
            let cursor = cursor.into();
            self.call.options_mut().set_resumed(&cursor);
            self.set_cursor(cursor);
            self
        }
    }
}

/// Emits the assignment that requests the first page by its number, unless the caller has set another one. A server may return
/// all items at once if no page is requested.
fn begin(step: &PageStep) -> Option<TokenStream> {
    let PageStep::Page { parameter: field, first } = step else { return None };
    if !field.outer.0.is_empty() {
        return None;
    }
    let name = ident(&field.name);
    let first = match field.kind {
        CursorKind::Number => Literal::i64_unsuffixed(*first).into_token_stream(),
        CursorKind::Text | CursorKind::Checked => {
            let text = first.to_string();
            quote! { #text.to_owned() }
        }
    };
    field.optional.then(|| quote! { self.#name = self.#name.or(Some(#first)); })
}

/// Emits the implementation of `Paginated`.
pub(super) fn implementation(scope: &Scope<'_>, item: &Operation, paging: &Paging) -> TokenStream {
    let name = ident(&item.name);
    let (output, element) = (scope.ty(&item.responses.output), scope.ty(&paging.item));
    let (next, set, items) = (next(scope, paging), set(scope, &paging.step), taken(paging));
    let count = (!paging.step.depends_on_items()).then(|| count(paging)).map(|count| quote! { .items(#count) });
    let ends = paging.end.declared().map(|(method, at)| end(paging, method, at));
    let begin = begin(&paging.step).map(|begin| quote! { fn ask_for_first(&mut self) { #begin } });
    let (client, paginated) = (scope.own(CLIENT), scope.runtime(symbol::PAGINATED));
    let (response, follows) = (scope.runtime(symbol::RESPONSE), scope.runtime(symbol::NEXT));
    let (send, sync) = (scope.runtime(symbol::MAYBE_SEND), scope.runtime(symbol::MAYBE_SYNC));
    quote! {
        impl<#client: #send + #sync + 'static> #paginated for #name<#client> {
            type Item = #element;

            fn next_page(&self, page: &#response<#output>) -> #follows {
                #next #count #(#ends)*
            }

            #begin

            fn set_cursor(&mut self, cursor: String) {
                #set
            }

            fn into_items(page: #output) -> Vec<#element> {
                #items
            }
        }
    }
}

/// Emits the expression for the next page.
fn next(scope: &Scope<'_>, paging: &Paging) -> TokenStream {
    let made = scope.runtime(symbol::NEXT);
    match &paging.step {
        PageStep::Cursor { next, .. } => {
            let next = At::page(paging).follow(next).option();
            quote! { #made::cursor(#next) }
        }
        PageStep::LastItem { id, .. } => {
            let last = match At::page(paging).follow(&paging.items) {
                At::Always(list) => quote! { #list.last() },
                At::Perhaps(list) => quote! { #list.and_then(|list| list.last()) },
            };
            let id = At::Perhaps(last).follow(id).option();
            quote! { #made::cursor(#id) }
        }
        PageStep::Page { parameter: field, first } => {
            let (at, first, count) = (asked(field), Literal::i64_unsuffixed(*first), count(paging));
            quote! { #made::page(#at, #first, #count) }
        }
        PageStep::Offset { parameter: field, first } => {
            let (at, first, count) = (asked(field), Literal::i64_unsuffixed(*first), count(paging));
            quote! { #made::offset(#at, #first, #count) }
        }
        PageStep::Url { next } => {
            let next = At::page(paging).follow(next).option();
            quote! { #made::url(#next) }
        }
        PageStep::Link => quote! { #made::link(page.meta()) },
    }
}

/// Emits the call that passes a field which marks the end.
fn end(paging: &Paging, method: &str, at: &FieldChain) -> TokenStream {
    let (method, value) = (ident(method), copied(paging, at));
    quote! { .#method(#value) }
}

/// Emits the statement that sets the cursor.
fn set(scope: &Scope<'_>, step: &PageStep) -> TokenStream {
    let Some(field) = step.parameter() else {
        return quote! { self.call.options_mut().set_link(cursor); };
    };
    let (place, parameter) = (cursor_field(field), &field.parameter);
    let value = match field.kind {
        CursorKind::Text => quote! { cursor },
        CursorKind::Checked => {
            let checked = scope.runtime(symbol::CHECKED);
            quote! { #checked::received(cursor) }
        }
        CursorKind::Number if field.optional => {
            return quote! { #place = self.call.options_mut().cursor(#parameter, &cursor); };
        }
        CursorKind::Number => {
            return quote! {
                if let Some(cursor) = self.call.options_mut().cursor(#parameter, &cursor) {
                    #place = cursor;
                }
            };
        }
    };
    match (field.optional, field.nullable) {
        (_, true) => quote! { #place = Some(Some(#value)); },
        (true, false) => quote! { #place = Some(#value); },
        (false, false) => quote! { #place = #value; },
    }
}

/// Returns the field of the cursor as an expression that creates the missing objects around it.
fn cursor_field(field: &CursorField) -> TokenStream {
    let name = ident(&field.name);
    let outer = field.outer.0.iter().fold(quote! { self }, |at, (outer, optional)| {
        let outer = ident(outer);
        if *optional {
            quote! { #at.#outer.get_or_insert_default() }
        } else {
            quote! { #at.#outer }
        }
    });
    quote! { #outer.#name }
}

/// Returns the expression for the number in the request.
fn asked(field: &CursorField) -> TokenStream {
    let name = ident(&field.name);
    if !field.outer.0.is_empty() {
        return At::Always(quote! { self }).follow(&field.outer).step(&field.name, field.optional).option();
    }
    match (field.optional, field.kind) {
        (true, CursorKind::Number) => quote! { self.#name },
        (true, _) => quote! { self.#name.as_ref() },
        (false, CursorKind::Number) => quote! { Some(self.#name) },
        (false, _) => quote! { Some(&self.#name) },
    }
}

/// An expression for a value in a page: one that always exists, or an `Option` of a reference.
enum At {
    Always(TokenStream),
    Perhaps(TokenStream),
}

impl At {
    fn page(paging: &Paging) -> Self {
        if paging.optional { Self::Perhaps(quote! { page.as_ref() }) } else { Self::Always(quote! { page }) }
    }

    fn follow(self, way: &FieldChain) -> Self {
        way.0.iter().fold(self, |at, (field, optional)| at.step(field, *optional))
    }

    fn step(self, field: &str, optional: bool) -> Self {
        let field = ident(field);
        match (self, optional) {
            (Self::Always(at), false) => Self::Always(quote! { #at.#field }),
            (Self::Always(at), true) => Self::Perhaps(quote! { #at.#field.as_ref() }),
            (Self::Perhaps(at), false) => Self::Perhaps(quote! { #at.map(|it| &it.#field) }),
            (Self::Perhaps(at), true) => Self::Perhaps(quote! { #at.and_then(|it| it.#field.as_ref()) }),
        }
    }

    /// Returns the expression as an `Option`.
    fn option(self) -> TokenStream {
        match self {
            Self::Always(at) => quote! { Some(&#at) },
            Self::Perhaps(at) => at,
        }
    }
}

/// Returns the expression for a number or boolean in a page, as an `Option`.
fn copied(paging: &Paging, way: &FieldChain) -> TokenStream {
    let Some(((field, optional), outer)) = way.0.split_last() else { return quote! { None } };
    let field = ident(field);
    match (At::page(paging).follow(&FieldChain(outer.to_vec())), optional) {
        (At::Always(at), true) => quote! { #at.#field },
        (At::Always(at), false) => quote! { Some(#at.#field) },
        (At::Perhaps(at), true) => quote! { #at.and_then(|it| it.#field) },
        (At::Perhaps(at), false) => quote! { #at.map(|it| it.#field) },
    }
}

/// Returns the expression for the number of items on a page.
fn count(paging: &Paging) -> TokenStream {
    match At::page(paging).follow(&paging.items) {
        At::Always(list) => quote! { #list.len() },
        At::Perhaps(list) => quote! { #list.map_or(0, Vec::len) },
    }
}

/// Returns the expression that moves the items out of a page.
fn taken(paging: &Paging) -> TokenStream {
    let (mut at, mut perhaps) = (quote! { page }, paging.optional);
    for (field, optional) in &paging.items.0 {
        let field = ident(field);
        at = match (perhaps, optional) {
            (false, _) => quote! { #at.#field },
            (true, true) => quote! { #at.and_then(|it| it.#field) },
            (true, false) => quote! { #at.map(|it| it.#field) },
        };
        perhaps |= optional;
    }
    if perhaps {
        quote! { #at.unwrap_or_default() }
    } else {
        at
    }
}
