//! Reads the webhooks and their payloads.

use serde_json::Value;

use super::document::Document;
use crate::model::Webhooks;
use crate::path::SpecPath;

/// Returns the webhooks of the document, if the payload of at least one is described.
pub(super) fn webhooks(document: &Document<'_>) -> Option<Webhooks> {
    let declared = document.tree.get(&SpecPath::root())?.get("x-oaspress-webhooks")?;
    let name = declared.get("component")?.as_str()?;
    let (_, path) = document.components().find(|(_, path)| path.last().is_some_and(|last| last == name))?;
    let alternatives = path.child("oneOf");
    let payload = |(name, index): (&String, &Value)| {
        let index = usize::try_from(index.as_u64()?).ok()?;
        Some((name.clone(), alternatives.index(index)))
    };
    let payloads = declared.get("payloads")?.as_object()?.iter().filter_map(payload).collect();
    Some(Webhooks { path: path.clone(), payloads })
}
