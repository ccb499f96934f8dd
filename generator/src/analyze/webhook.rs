//! Webhooks: which payload each of them has.

use serde_json::Value;

use super::context::Context;
use crate::model::{SchemaId, Webhooks};
use crate::path::SpecPath;

/// The webhooks of the document, where it has any whose payload is described; `components` are its schemas.
pub(super) fn webhooks(cx: &Context<'_>, components: &[(SchemaId, SpecPath)]) -> Option<Webhooks> {
    let said = cx.tree.get(&SpecPath::root())?.get("x-oaspress-webhooks")?;
    let name = said.get("component")?.as_str()?;
    let (_, path) = components.iter().find(|(_, path)| path.last().is_some_and(|last| last == name))?;
    let alternatives = path.child("oneOf");
    let payload = |(name, index): (&String, &Value)| {
        let index = usize::try_from(index.as_u64()?).ok()?;
        Some((name.clone(), alternatives.index(index)))
    };
    let payloads = said.get("payloads")?.as_object()?.iter().filter_map(payload).collect();
    Some(Webhooks { path: path.clone(), payloads })
}
