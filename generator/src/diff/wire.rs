//! Judges what clients built from the old document send and read, by the wire side of both listings.

mod inputs;
mod models;
mod oauth;
mod operations;
mod responses;
mod security;
mod wording;

use super::findings::Findings;
use super::matching::Pairs;
use super::{Rule, Side, Version};
use crate::surface::{Item, ItemKind};

/// Compares the wire side of all items.
pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    operations::compare(pairs, findings);
    security::compare(pairs, findings);
    inputs::compare(pairs, findings);
    responses::compare(pairs, findings);
    models::compare(pairs, findings);
    oauth::compare(pairs, findings);
    once(pairs, findings);
}

/// Compares servers, headers of responses and webhooks.
fn once(pairs: &Pairs<'_>, findings: &mut Findings) {
    for (old, new) in &pairs.both {
        let url = (old.on_wire("url"), new.on_wire("url"));
        if let (Some(before), Some(now)) = url
            && before != now
        {
            let message = format!("the base URL is {now}, and was {before}");
            let finding = findings.wire(Rule::ServerChanged, (Version::New, &new.identity), message);
            finding.used_by(Side::Request, Vec::new());
        }
        if old.path == "webhooks::NAMES" && old.on_wire("names") != new.on_wire("names") {
            let (before, now) = (names(old), names(new));
            let gone: Vec<&str> = before.iter().filter(|name| !now.contains(name)).copied().collect();
            let fresh: Vec<&str> = now.iter().filter(|name| !before.contains(name)).copied().collect();
            let message = match (gone.is_empty(), fresh.is_empty()) {
                (true, _) => format!("webhooks added: {}", fresh.join(", ")),
                (_, true) => format!("webhooks removed: {}", gone.join(", ")),
                _ => format!("webhooks added: {}; removed: {}", fresh.join(", "), gone.join(", ")),
            };
            findings.wire(Rule::WebhooksChanged, (Version::New, "webhooks"), message);
        }
    }
    for (version, items) in [(Version::Old, &pairs.removed), (Version::New, &pairs.added)] {
        for item in items {
            let is_old = version == Version::Old;
            let (rule, what) = match (item.on_wire("url"), item.on_wire("header"), is_old) {
                (Some(url), _, true) if item.kind != ItemKind::Const || item.path.starts_with("servers") => {
                    (Rule::ServerRemoved, format!("the server {url} is gone"))
                }
                (Some(url), _, false) => (Rule::ServerAdded, format!("the server {url} is new")),
                (_, Some(header), true) => (Rule::HeaderRemoved, format!("the response header `{header}` is gone")),
                (_, Some(header), false) => (Rule::HeaderAdded, format!("the response header `{header}` is new")),
                _ => continue,
            };
            let finding = findings.wire(rule, (version, &item.identity), what);
            finding.used_by(if is_old { Side::Request } else { Side::Response }, Vec::new());
        }
    }
}

fn names(item: &Item) -> Vec<&str> {
    item.on_wire("names").unwrap_or_default().split(',').filter(|name| !name.is_empty()).collect()
}
