//! `info` and `externalDocs` of the document.

use serde_json::Value;

use super::context::Context;
use super::{node, text};
use crate::diag::Code;
use crate::keywords::Kind;
use crate::model::Info;
use crate::path::SpecPath;

/// Reads `info`.
pub(super) fn info(cx: &mut Context<'_>) -> Info {
    let place = SpecPath::root().child("info");
    let external_docs = cx.document.tree.root().as_object().and_then(text::external_docs);
    let Some(value) = cx.document.tree.get(&place) else { return Info { external_docs, ..Info::default() } };
    match node::read::<openapiv3::Info>(&cx.document.tree, Kind::Info, &place, value) {
        Ok(node) => Info { external_docs, ..of(node.typed, value) },
        Err(error) => {
            cx.findings.report_unreadable(Code::WrongType, &place, "`info`", &error);
            Info { external_docs, ..Info::default() }
        }
    }
}

fn of(info: openapiv3::Info, raw: &Value) -> Info {
    let summary = raw.as_object().and_then(|raw| text::string(raw, "summary"));
    Info {
        title: info.title,
        version: info.version,
        description: text::filled(info.description).or(summary),
        terms_of_service: text::filled(info.terms_of_service),
        contact: info.contact.and_then(contact),
        license: info.license.and_then(|license| text::filled(Some(license.name))),
        external_docs: None,
    }
}

fn contact(contact: openapiv3::Contact) -> Option<String> {
    let parts: Vec<String> = [contact.name, contact.email, contact.url].into_iter().filter_map(text::filled).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
