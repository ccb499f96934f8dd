//! Decides how webhooks are read: by name, where the caller knows it, and how their signatures are checked.

use super::Scope;
use crate::config;
use crate::model::{SchemaId, Shape};
use crate::rust::{Item, Module, Payloads, Signature, Ty, WebhookArm, Webhooks};

/// The module `webhooks`; none where there is nothing to read and nothing to check.
pub(super) fn module(scope: &Scope<'_>) -> Option<Module> {
    let payloads = payloads(scope);
    let signature = scope.config.webhook_signature().map(signature);
    if payloads.is_none() && signature.is_none() {
        return None;
    }
    Some(Module {
        path: vec!["webhooks".to_owned()],
        docs: "Webhooks: what the server sends of its own accord. No client is needed for them.".into(),
        items: vec![Item::Webhooks(Box::new(Webhooks { payloads, signature }))],
        children: Vec::new(),
    })
}

/// The name of the model of all webhooks, if the document describes any.
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
        for (webhook, alternative) in &webhooks.payloads {
            let Some(index) = union.variants.iter().position(|variant| variant.path == *alternative) else { continue };
            let Some(variant) = names.members.get(index) else { continue };
            match arms.iter_mut().find(|arm| arm.variant == *variant) {
                Some(arm) => arm.names.push(webhook.clone()),
                None => arms.push(WebhookArm {
                    names: vec![webhook.clone()],
                    variant: variant.clone(),
                    holder: scope.holder((id, index)),
                }),
            }
        }
    }
    let names_of_all = webhooks.payloads.iter().map(|(name, _)| name.clone()).collect();
    Some(Payloads { ty: Ty::path(id), names: names_of_all, arms })
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
