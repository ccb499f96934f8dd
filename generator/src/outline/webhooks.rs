//! Webhooks.

use super::models::holder_word;
use super::writer::{Writer, quoted, words};
use crate::rust::{Payloads, Signature, WebhookArm, Webhooks};

pub(super) fn webhooks(writer: &mut Writer<'_>, item: &Webhooks) {
    let Webhooks { payloads, signature, signature_docs } = item;
    if let Some(item) = payloads {
        self::payloads(writer, item);
    }
    if let Some(signature) = signature {
        let text = match signature {
            Signature::Timestamped { header } => format!("with a timestamp in {}", quoted(header)),
            Signature::Standard => "of Standard Webhooks".to_owned(),
            Signature::Plain { header, prefix } => format!("in {} after {}", quoted(header), quoted(prefix)),
        };
        writer.described(&format!("signature {text}"), signature_docs);
    }
}

fn payloads(writer: &mut Writer<'_>, payloads: &Payloads) {
    let Payloads { ty, names, names_docs, read_docs, arms } = payloads;
    let ty = writer.ty(ty);
    writer.described(&format!("payloads {ty}"), read_docs);
    writer.inside(|writer| {
        let quoted = |names: &[String]| names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
        writer.described(&format!("names {}", quoted(names)), names_docs);
        for WebhookArm { names, variant, holder } in arms {
            writer.line(&words([&format!("read {} as {variant}", quoted(names)), holder_word(*holder)]));
        }
    });
}
