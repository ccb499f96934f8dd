//! Implementations of the traits of other crates: `schemars` and `strum`. All paths in them begin at a crate, since no import may
//! depend on a feature.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::scope::Scope;
use super::{Piece, ident};
use crate::invisible::literal;
use crate::rust::{Derives, ItemId, ModelSchema, ModelSchemaKind, Path, SchemaNode};

/// Emits the implementations for a model.
pub(super) fn emit(scope: &Scope<'_>, name: &str, derives: &Derives) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if derives.strum {
        pieces.push(Piece::Tokens(strum(scope, &ident(name))));
    }
    if let Some(schema) = &derives.schema {
        pieces.push(Piece::Tokens(json_schema(scope, name, schema)));
    }
    pieces
}

fn strum(scope: &Scope<'_>, name: &Ident) -> TokenStream {
    let gate = scope.gate("strum");
    // A variant may be called `Iterator`, so the types are not written as `Self::Iterator`.
    quote! {
        #gate
        impl ::strum::IntoEnumIterator for #name {
            type Iterator = ::std::iter::Cloned<::std::slice::Iter<'static, Self>>;
            fn iter() -> ::std::iter::Cloned<::std::slice::Iter<'static, Self>> {
                Self::ALL.iter().cloned()
            }
        }
        #gate
        impl ::strum::EnumCount for #name {
            const COUNT: usize = Self::ALL.len();
        }
        #gate
        impl ::strum::VariantArray for #name {
            const VARIANTS: &'static [Self] = Self::ALL;
        }
    }
}

fn json_schema(scope: &Scope<'_>, name: &str, schema: &ModelSchema) -> TokenStream {
    let (gate, item) = (scope.gate("schemars"), ident(name));
    let name = name.trim_start_matches("r#");
    let suffix = format!("::{name}");
    let (body, has_model) = body(scope, schema);
    let generator = ident(if has_model { "generator" } else { "_generator" });
    quote! {
        #gate
        impl ::schemars::JsonSchema for #item {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                #name.into()
            }
            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::concat!(::std::module_path!(), #suffix).into()
            }
            fn json_schema(#generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                #body
            }
        }
    }
}

/// Returns the body of the function, and whether it uses the schemas of other models. The macro `json!` is recursive, so it never gets
/// a list of properties, alternatives or values.
fn body(scope: &Scope<'_>, schema: &ModelSchema) -> (TokenStream, bool) {
    let description = schema.description.as_ref().map(|text| {
        let text = literal(text);
        quote! { "description": #text, }
    });
    match &schema.kind {
        ModelSchemaKind::Record { properties, rest } => {
            let has_model = properties.iter().map(|property| &property.schema).chain(rest).any(SchemaNode::has_model);
            let required =
                properties.iter().filter(|property| property.required).map(|property| literal(&property.key));
            let entries = properties.iter().map(|property| {
                let (key, schema) = (literal(&property.key), value(scope, &property.schema));
                quote! { (#key, #schema) }
            });
            let count = Literal::usize_unsuffixed(properties.len());
            let rest = rest.as_ref().map(|rest| {
                let rest = if is_short(rest) {
                    node(scope, rest)
                } else {
                    let rest = value(scope, rest);
                    quote! { (#rest) }
                };
                quote! { "additionalProperties": #rest, }
            });
            let body = quote! {
                let required: &[&str] = &[#(#required),*];
                let properties: [(&str, ::serde_json::Value); #count] = [#(#entries),*];
                let properties: ::serde_json::Map<::std::string::String, ::serde_json::Value> =
                    properties.into_iter().map(|(key, schema)| (key.to_owned(), schema)).collect();
                ::schemars::json_schema!({ #description "type": "object", "properties": properties, #rest "required": required })
            };
            (body, has_model)
        }
        ModelSchemaKind::Values(json_type) => {
            (quote! { ::schemars::json_schema!({ #description "type": #json_type, "enum": Self::ALL }) }, false)
        }
        ModelSchemaKind::Alternatives(alternatives) => {
            let has_model = alternatives.iter().any(SchemaNode::has_model);
            let count = Literal::usize_unsuffixed(alternatives.len());
            let alternatives = alternatives.iter().map(|alternative| value(scope, alternative));
            let body = quote! {
                let alternatives: [::serde_json::Value; #count] = [#(#alternatives),*];
                ::schemars::json_schema!({ #description "anyOf": alternatives.as_slice() })
            };
            (body, has_model)
        }
    }
}

/// The maximum number of parts of JSON that is written by `json!`. Each part takes up to four of the 128 levels of macros.
const MAX_PARTS: usize = 24;

/// Returns true if `json!` can write the JSON.
fn is_short(schema: &SchemaNode) -> bool {
    let mut left = MAX_PARTS;
    fits(schema, &mut left)
}

/// Returns true if JSON has at most as many parts as are left.
fn fits(schema: &SchemaNode, left: &mut usize) -> bool {
    let Some(rest) = left.checked_sub(1) else { return false };
    *left = rest;
    match schema {
        SchemaNode::List(items) => items.iter().all(|item| fits(item, left)),
        SchemaNode::Object(members) => members.iter().all(|(_, member)| fits(member, left)),
        SchemaNode::Entry(_, member) => fits(member, left),
        _ => true,
    }
}

/// Returns an expression whose value is the JSON. Long JSON is not written by `json!`, which is recursive.
fn value(scope: &Scope<'_>, schema: &SchemaNode) -> TokenStream {
    let collected = |entries: &[TokenStream]| {
        quote! { <::serde_json::Value as ::std::iter::FromIterator<_>>::from_iter([#(#entries),*]) }
    };
    match schema {
        SchemaNode::Model(_) => {
            let node = node(scope, schema);
            quote! { #node.to_value() }
        }
        _ if is_short(schema) => {
            let node = node(scope, schema);
            quote! { ::serde_json::json!(#node) }
        }
        SchemaNode::List(items) => {
            let are_texts = items.iter().all(|item| matches!(item, SchemaNode::Text(_)));
            let items: Vec<TokenStream> =
                items.iter().map(|item| if are_texts { node(scope, item) } else { value(scope, item) }).collect();
            collected(&items)
        }
        SchemaNode::Object(members) => {
            let entry = |(key, member): &(&str, SchemaNode)| {
                let member = value(scope, member);
                quote! { (#key, #member) }
            };
            collected(&members.iter().map(entry).collect::<Vec<_>>())
        }
        SchemaNode::Entry(key, member) => {
            let (key, member) = (literal(key), value(scope, member));
            collected(&[quote! { (#key, #member) }])
        }
        SchemaNode::Null
        | SchemaNode::Bool(_)
        | SchemaNode::Integer(_)
        | SchemaNode::Number(_)
        | SchemaNode::Text(_) => node(scope, schema),
    }
}

/// Returns JSON in the syntax of `json!`.
fn node(scope: &Scope<'_>, schema: &SchemaNode) -> TokenStream {
    match schema {
        SchemaNode::Null => quote! { null },
        SchemaNode::Bool(value) => quote! { #value },
        SchemaNode::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote! { #value }
        }
        SchemaNode::Number(value) => {
            let value = Literal::f64_unsuffixed(*value);
            quote! { #value }
        }
        SchemaNode::Text(text) => {
            let text = literal(text);
            quote! { #text }
        }
        SchemaNode::List(items) => {
            let items = items.iter().map(|item| node(scope, item));
            quote! { [#(#items),*] }
        }
        SchemaNode::Object(members) => {
            let members = members.iter().map(|(key, member)| {
                let member = node(scope, member);
                quote! { #key: #member }
            });
            quote! { { #(#members),* } }
        }
        SchemaNode::Entry(key, member) => {
            let (key, member) = (literal(key), node(scope, member));
            quote! { { #key: #member } }
        }
        SchemaNode::Model(id) => {
            let model = scope.path(Path::Exported(ItemId::Model(*id)));
            quote! { generator.subschema_for::<#model>() }
        }
    }
}
