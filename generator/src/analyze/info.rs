//! Reads `info` and `externalDocs` of the document.

use serde_json::{Map, Value};

use super::context::Context;
use super::{node, text};
use crate::diag::Code;
use crate::keywords::ObjectKind;
use crate::model::{Contact, ExternalDocs, Info, License};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// Reads `info`.
pub(super) fn info(cx: &mut Context<'_>) -> Info {
    let place = SpecPath::root().child("info");
    let external_docs = cx.document.tree.root().as_object().and_then(external_docs);
    let Some(value) = cx.document.tree.get(&place) else { return Info { external_docs, ..Info::default() } };
    match node::read::<openapiv3::Info>(&cx.document.tree, ObjectKind::Info, &place, value) {
        Ok(node) => Info { external_docs, ..typed_info(node.typed, value) },
        Err(error) => {
            cx.findings.report_unreadable(Code::WrongType, &place, "`info`", &error);
            Info { external_docs, ..Info::default() }
        }
    }
}

fn typed_info(info: openapiv3::Info, raw: &Value) -> Info {
    let summary = raw.as_object().and_then(|raw| text::string(raw, "summary"));
    Info {
        title: info.title,
        version: info.version,
        description: text::filled(info.description).or(summary),
        terms_of_service: text::filled(info.terms_of_service),
        contact: info.contact.and_then(contact),
        license: info.license.and_then(|license| self::license(license, raw)),
        external_docs: None,
    }
}

fn contact(contact: openapiv3::Contact) -> Option<Contact> {
    let (name, email, url) = (text::filled(contact.name), text::filled(contact.email), text::filled(contact.url));
    (name.is_some() || email.is_some() || url.is_some()).then_some(Contact { name, email, url })
}

fn license(license: openapiv3::License, raw: &Value) -> Option<License> {
    // `openapiv3` does not have the identifier of 3.1.
    let identifier = || raw.get("license")?.as_object().and_then(|raw| text::string(raw, "identifier"));
    let name = text::filled(Some(license.name)).or_else(identifier)?;
    Some(License { name, url: text::filled(license.url) })
}

fn external_docs(raw: &Map<String, Value>) -> Option<ExternalDocs> {
    let url = text::external_docs(raw)?;
    let docs = DocumentTree::member(raw, "externalDocs").and_then(Value::as_object);
    Some(ExternalDocs { description: docs.and_then(|docs| text::string(docs, "description")), url })
}
