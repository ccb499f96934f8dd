//! Names of the results of operations: the output types with their variants, the methods for single media types, and the variants
//! of the error body.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::clash::{Wish, distinct};
use super::derived::{Affix, free};
use super::history::{self, History, Scope, Table, distinct_since};
use super::words::{self, Noun};
use super::{GroupName, OperationName, SchemaName, reserved};
use crate::identity::Identities;
use crate::media_type::{MediaKind, MediaType};
use crate::model::{Api, Operation, ResponseClass, StatusPattern, Type};

/// Assigns every operation a unique name for its result.
pub(super) fn settle_outputs(
    api: &Api,
    operations: &mut [OperationName],
    (groups, schemas): (&[GroupName], &[SchemaName]),
    history: &mut History<'_>,
) {
    let mut taken: BTreeSet<String> = operations
        .iter()
        .map(|operation| operation.name.clone())
        .chain(groups.iter().map(|group| group.name.clone()))
        .chain(schemas.iter().map(|schema| schema.name.clone()))
        .chain(reserved::operations().map(str::to_owned))
        .collect();
    let in_module = history::in_operations(operations, groups);
    for (declared, operation) in api.operations.iter().zip(operations) {
        let usual = format!("{}Output", operation.name);
        operation.output = free(&usual, Affix::After("Value"), |name| taken.contains(name));
        taken.insert(operation.output.clone());
        let is_possible = |old: &str| {
            let rest = old.strip_prefix(&usual).map(|rest| rest.replace("Value", ""));
            rest.is_some_and(|rest| rest.is_empty()) && !in_module.contains(old)
        };
        let key = format!("{} output", history.identities.operation(declared));
        if let Some(old) = history.kept_name(&key, &operation.output, is_possible) {
            old.clone_into(&mut operation.output);
        }
    }
}

/// Returns the variant for each response of an operation, named after its status.
pub(super) fn variants(operation: &Operation) -> Vec<String> {
    operation.responses.iter().map(|response| variant(response.status)).collect()
}

fn variant(status: StatusPattern) -> String {
    let code = match status {
        StatusPattern::Code(code) => code,
        StatusPattern::Range(2) => return "Success".to_owned(),
        StatusPattern::Range(hundred) => return format!("Status{hundred}Xx"),
        StatusPattern::Default => return "Default".to_owned(),
    };
    let known = STATUSES.iter().find(|(known, _)| *known == code).map(|(_, name)| (*name).to_owned());
    known.unwrap_or_else(|| format!("Status{code}"))
}

/// The registered names of the status codes that are not errors.
const STATUSES: &[(u16, &str)] = &[
    (200, "Ok"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "NonAuthoritativeInformation"),
    (204, "NoContent"),
    (205, "ResetContent"),
    (206, "PartialContent"),
    (207, "MultiStatus"),
    (208, "AlreadyReported"),
    (226, "ImUsed"),
    (300, "MultipleChoices"),
    (301, "MovedPermanently"),
    (302, "Found"),
    (303, "SeeOther"),
    (304, "NotModified"),
    (305, "UseProxy"),
    (307, "TemporaryRedirect"),
    (308, "PermanentRedirect"),
];

/// Returns the methods for single media types, each with its media type.
pub(super) fn sends(operation: &Operation) -> Vec<(String, String)> {
    let successes = operation.responses.iter().filter(|response| response.class == ResponseClass::Success);
    let mut wishes: Vec<Wish> = Vec::new();
    let mut known = BTreeSet::new();
    for content in successes.flat_map(|response| &response.contents) {
        let essence = content.media_type.essence();
        if known.insert(essence.to_owned()) {
            wishes.push(Wish {
                name: words::snake(&format!("send {}", media_word(&content.media_type, content.kind)), Noun::Operation),
                qualified: vec![words::snake(&format!("send {essence}"), Noun::Operation)],
                raw: essence.to_owned(),
                rank: 0,
            });
        }
    }
    let names = distinct(&wishes, &["send", "send_raw", "send_stream"]).names;
    wishes.into_iter().map(|wish| wish.raw).zip(names).collect()
}

/// Returns the name of a media type in a method: `csv`, `pdf`, `events`.
fn media_word(media_type: &MediaType, kind: MediaKind) -> String {
    match kind {
        MediaKind::EventStream => return "events".to_owned(),
        MediaKind::JsonLines | MediaKind::JsonValues => return "lines".to_owned(),
        MediaKind::Multipart => return "multipart".to_owned(),
        _ => {}
    }
    let subtype = media_type.subtype();
    match (media_type.family(), subtype) {
        ("text", "plain" | "*") => return "text".to_owned(),
        ("application", "octet-stream" | "*") | ("*", _) => return "bytes".to_owned(),
        (family, "*") => return family.to_owned(),
        _ => {}
    }
    let subtype = subtype.rsplit_once('+').map_or(subtype, |(subtype, _)| subtype);
    subtype.trim_start_matches("x-").trim_start_matches("vnd.").to_owned()
}

/// Returns the methods that read response headers: the name of the header in lowercase, and the method.
pub(super) fn headers(api: &Api, history: &mut History<'_>) -> IndexMap<String, String> {
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let mut wishes: Vec<Wish> = Vec::new();
    let mut known = BTreeSet::new();
    for header in responses.flat_map(|response| &response.headers) {
        let raw = header.name.to_ascii_lowercase();
        if known.insert(raw.clone()) {
            let qualified = vec![words::snake(&format!("header {}", words::spell(&raw)), Noun::Field)];
            wishes.push(Wish { name: words::snake(&raw, Noun::Field), qualified, raw, rank: 0 });
        }
    }
    let key = |_: &Identities<'_>, index: usize| {
        wishes.get(index).map(|wish| format!("header:{}", wish.raw)).unwrap_or_default()
    };
    let reserved: Vec<&str> = reserved::header_methods().collect();
    let names = distinct_since(history, Table::Names, &Scope::new(&wishes, &reserved), key).names;
    wishes.into_iter().map(|wish| wish.raw).zip(names).collect()
}

/// Returns the variants of the error body, one per type.
pub(super) fn error_bodies(api: &Api, schemas: &[SchemaName]) -> Vec<String> {
    let wishes: Vec<Wish> = api
        .error_bodies
        .iter()
        .map(|ty| {
            let name = type_words(ty, schemas);
            Wish { raw: name.clone(), qualified: vec![format!("{name}Body")], name, rank: 0 }
        })
        .collect();
    distinct(&wishes, &["Other", "Text"]).names
}

/// Returns the methods that return the variants of the error body, in the order of the variants.
pub(super) fn error_accessors(variants: &[String]) -> Vec<String> {
    let wishes: Vec<Wish> = variants
        .iter()
        .map(|variant| Wish {
            raw: variant.clone(),
            name: words::snake(variant, Noun::Field),
            qualified: vec![words::snake(&format!("{variant}Body"), Noun::Field)],
            rank: 0,
        })
        .collect();
    distinct(&wishes, &reserved::error_methods().collect::<Vec<_>>()).names
}

fn type_words(ty: &Type, schemas: &[SchemaName]) -> String {
    if let Type::Own(own) = ty {
        return type_words(&own.declared, schemas);
    }
    if let Type::Named(id) = ty {
        return schemas.get(id.index()).map(|schema| schema.name.clone()).unwrap_or_default();
    }
    let parts = ty.parts().iter().map(|part| type_words(part, schemas));
    parts.collect::<String>() + ty.names().error_body
}
