//! Decides how webhooks are decoded, by name if the caller knows it, and how their signatures are verified.

use std::collections::HashMap;

use super::Scope;
use crate::comment::Comment;
use crate::config;
use crate::model::{Schema, SchemaId, Shape};
use crate::path::SpecPath;
use crate::rust::{Item, Module, Payloads, Signature, Ty, WebhookArm, Webhooks};

/// Returns the module `webhooks`; `None` if there is nothing to decode or verify.
pub(super) fn module(scope: &Scope<'_>) -> Option<Module> {
    let payloads = payloads(scope);
    let signature = scope.config.webhook_signature().map(signature);
    if payloads.is_none() && signature.is_none() {
        return None;
    }
    let signature_docs = signature.as_ref().map(signature_docs).unwrap_or_default();
    Some(Module {
        path: vec!["webhooks".to_owned()],
        docs: "Webhooks: requests that the server sends to you. They are read without a client.".into(),
        items: vec![Item::Webhooks(Box::new(Webhooks { payloads, signature, signature_docs }))],
        children: Vec::new(),
    })
}

/// Returns true if a schema is the union of all webhook payloads.
pub(super) fn is_model(scope: &Scope<'_>, schema: &Schema) -> bool {
    scope.api.webhooks.as_ref().is_some_and(|webhooks| webhooks.path == schema.path)
}

/// Returns the name of the union of all webhook payloads, if the API description declares webhooks.
pub(super) fn model<'a>(scope: &'a Scope<'_>) -> Option<&'a str> {
    let webhooks = scope.api.webhooks.as_ref()?;
    let id = SchemaId::new(scope.api.schemas.iter().position(|schema| schema.path == webhooks.path)?);
    Some(&scope.schema(id)?.1.name)
}

fn payloads(scope: &Scope<'_>) -> Option<Payloads> {
    let webhooks = scope.api.webhooks.as_ref()?;
    let id = SchemaId::new(scope.api.schemas.iter().position(|schema| schema.path == webhooks.path)?);
    let (schema, names) = scope.schema(id)?;
    let mut arms: Vec<WebhookArm> = Vec::new();
    if let Shape::Union(union) = &schema.shape {
        let mut arm_of: HashMap<usize, usize> = HashMap::new();
        let variants = union.variants.iter().enumerate().rev();
        let variants: HashMap<&SpecPath, usize> = variants.map(|(index, variant)| (&variant.path, index)).collect();
        for (webhook, alternative) in &webhooks.payloads {
            let Some(&index) = variants.get(alternative) else { continue };
            let Some(variant) = names.members.get(index) else { continue };
            let arm = *arm_of.entry(index).or_insert(arms.len());
            match arms.get_mut(arm) {
                Some(arm) => arm.names.push(webhook.clone()),
                None => arms.push(WebhookArm {
                    names: vec![webhook.clone()],
                    variant: variant.clone(),
                    holder: scope.holder((id, index)),
                }),
            }
        }
    }
    let names_of_all: Vec<String> = webhooks.payloads.iter().map(|(name, _)| name.clone()).collect();
    let names_docs = names_docs(&names_of_all);
    Some(Payloads { ty: Ty::path(id), names: names_of_all, names_docs, read_docs: READ_DOCS.into(), arms })
}

/// The documentation of the function that decodes webhooks.
const READ_DOCS: &str = "Reads the body of the webhook with this name, one of [`NAMES`]. If the name is another one, or empty, the body\n\
decides which webhook it is.\n\n# Errors\n\nWhen the body is not JSON, or is not what the API description declares.";

fn names_docs(names: &[String]) -> Comment {
    let words = "The names of the webhooks in the API description, for [`read`].";
    let names = names.iter().map(|name| Comment::fill("* {}", [Comment::code(name)]));
    Comment::from(words).and_block(Comment::joined(names, "\n"))
}

/// Returns the documentation of the function that creates a verifier, with the format of the signature.
fn signature_docs(signature: &Signature) -> Comment {
    let signed = match signature {
        Signature::Timestamped { header } => Comment::fill(
            "The header {} contains `t=<Unix seconds>,v1=<hex>`: the HMAC-SHA256 of the seconds, a dot and the body.",
            [Comment::code(header)],
        ),
        Signature::Standard => Comment::from(
            "The signature is that of Standard Webhooks: `webhook-signature` contains `v1,<base64>`, the HMAC-SHA256 of \
             `webhook-id`, a dot, `webhook-timestamp`, a dot and the body.",
        ),
        Signature::Plain { header, prefix } if prefix.is_empty() => {
            Comment::fill("The header {} contains the HMAC-SHA256 of the body in hex.", [Comment::code(header)])
        }
        Signature::Plain { header, prefix } => Comment::fill(
            "The header {} contains {} and the HMAC-SHA256 of the body in hex.",
            [Comment::code(header), Comment::code(prefix)],
        ),
    };
    Comment::from("Creates a verifier of the server's webhooks from the secrets in use: several while one is replaced.")
        .and_block(signed)
        .and_block("Verify the raw headers and the raw body before you use anything in them.")
}

fn signature(said: &config::Signature) -> Signature {
    match said {
        config::Signature::Timestamped { header } => Signature::Timestamped { header: header.to_ascii_lowercase() },
        config::Signature::Standard => Signature::Standard,
        config::Signature::Plain { header, prefix } => {
            Signature::Plain { header: header.to_ascii_lowercase(), prefix: prefix.clone() }
        }
    }
}
