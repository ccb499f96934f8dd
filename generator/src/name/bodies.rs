//! Names of request bodies that can be written in more than one way, and of the ways.

use std::collections::BTreeSet;

use super::clash::{Wish, distinct};
use super::words::{self, Noun};
use super::{BodyName, GroupName, OperationName, SchemaName, reserved};
use crate::model::{Api, BodyForm, Choice, RequestBody};

/// Names the bodies of operations after the operations.
pub(super) fn name(api: &Api, operations: &mut [OperationName], schemas: &[SchemaName], groups: &[GroupName]) {
    let mut taken: BTreeSet<String> = operations
        .iter()
        .map(|operation| &operation.name)
        .chain(schemas.iter().map(|schema| &schema.name))
        .chain(groups.iter().map(|group| &group.name))
        .cloned()
        .chain(reserved::operations().map(str::to_owned))
        .collect();
    for (operation, named) in api.operations.iter().zip(operations) {
        let Some(body) = operation.body.as_ref().filter(|body| body.choices.len() > 1) else { continue };
        let mut name = format!("{}Body", named.name);
        if taken.contains(&name) {
            name = format!("{}Content", named.name);
        }
        while !taken.insert(name.clone()) {
            name.push_str("Choice");
        }
        named.body = Some(BodyName { name, variants: variants(body) });
    }
}

fn variants(body: &RequestBody) -> Vec<String> {
    let wishes: Vec<Wish> = body
        .choices
        .iter()
        .map(|choice| {
            let media_type = media_type(body, choice);
            let subtype = media_type.split_once('/').map_or(media_type, |(_, subtype)| subtype);
            let subtype = subtype.split(';').next().unwrap_or_default();
            Wish {
                raw: media_type.to_owned(),
                name: word(choice.form).to_owned(),
                qualified: vec![words::pascal(subtype, Noun::Schema)],
                rank: u8::from(!USUAL.contains(&media_type)),
            }
        })
        .collect();
    distinct(&wishes, &["Self"]).names
}

/// The media types that keep the word for their kind where there are several of the kind.
const USUAL: &[&str] = &["application/json", "multipart/form-data"];

fn media_type<'a>(body: &'a RequestBody, choice: &Choice) -> &'a str {
    let first = choice.contents.first().and_then(|&first| body.contents.get(first));
    first.map(|content| content.media_type.as_str()).unwrap_or_default()
}

fn word(form: BodyForm) -> &'static str {
    match form {
        BodyForm::Json => "Json",
        BodyForm::MergePatch => "MergePatch",
        BodyForm::JsonPatch => "JsonPatch",
        BodyForm::Lines => "Lines",
        BodyForm::Form => "Form",
        BodyForm::Multipart | BodyForm::Parts => "Multipart",
        BodyForm::Xml => "Xml",
        BodyForm::Text => "Text",
        BodyForm::Bytes => "Bytes",
    }
}
