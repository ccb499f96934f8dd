//! Names of request bodies with several encodings, and of these encodings.

use std::collections::BTreeSet;

use super::clash::{Wish, distinct};
use super::derived::{Affix, free};
use super::history::{self, History};
use super::words::{self, Noun};
use super::{BodyName, GroupName, OperationName, SchemaName, reserved};
use crate::media_type::{self, MediaType};
use crate::model::{Api, BodyEncoding, BodyVariant, RequestBody};

/// Names the enums of request bodies after their operations.
pub(super) fn name(
    api: &Api,
    operations: &mut [OperationName],
    (groups, schemas): (&[GroupName], &[SchemaName]),
    history: &mut History<'_>,
) {
    let in_module = history::in_operations(operations, groups);
    let mut taken: BTreeSet<String> = operations
        .iter()
        .map(|operation| &operation.name)
        .chain(schemas.iter().map(|schema| &schema.name))
        .chain(groups.iter().map(|group| &group.name))
        .cloned()
        .chain(reserved::operations().map(str::to_owned))
        .collect();
    for (operation, named) in api.operations.iter().zip(operations) {
        let Some(body) = operation.body.as_ref().filter(|body| body.variants.len() > 1) else { continue };
        let mut wish = format!("{}Body", named.name);
        if taken.contains(&wish) {
            wish = format!("{}Content", named.name);
        }
        let mut name = free(&wish, Affix::After("BodyVariant"), |name| taken.contains(name));
        taken.insert(name.clone());
        let key = format!("{} body choice", history.identities.operation(operation));
        let usual = ["Body", "Content"].map(|end| format!("{}{end}", named.name));
        let is_possible = |old: &str| usual.iter().any(|usual| usual == old) && !in_module.contains(old);
        if let Some(old) = history.kept_name(&key, &name, is_possible) {
            old.clone_into(&mut name);
        }
        named.body = Some(BodyName { name, variants: variants(body) });
    }
}

fn variants(body: &RequestBody) -> Vec<String> {
    let wishes: Vec<Wish> = body
        .variants
        .iter()
        .map(|choice| {
            let media_type = media_type(body, choice);
            let (written, subtype) = media_type.map(|known| (known.as_str(), known.subtype())).unwrap_or_default();
            Wish {
                raw: written.to_owned(),
                name: word(choice.encoding).to_owned(),
                qualified: vec![words::pascal(subtype, Noun::Schema)],
                rank: u8::from(!USUAL.contains(&written)),
            }
        })
        .collect();
    distinct(&wishes, &["Self"]).names
}

/// The media types that keep the name of their encoding if several have the same encoding.
const USUAL: &[&str] = &[media_type::JSON, media_type::MULTIPART];

fn media_type<'a>(body: &'a RequestBody, choice: &BodyVariant) -> Option<&'a MediaType> {
    let first = choice.contents.first().and_then(|&first| body.contents.get(first));
    first.map(|content| &content.media_type)
}

fn word(form: BodyEncoding) -> &'static str {
    match form {
        BodyEncoding::Json => "Json",
        BodyEncoding::MergePatch => "MergePatch",
        BodyEncoding::JsonPatch => "JsonPatch",
        BodyEncoding::Lines => "Lines",
        BodyEncoding::Form => "Form",
        BodyEncoding::Multipart | BodyEncoding::Parts => "Multipart",
        BodyEncoding::Xml => "Xml",
        BodyEncoding::Text => "Text",
        BodyEncoding::Bytes => "Bytes",
    }
}
