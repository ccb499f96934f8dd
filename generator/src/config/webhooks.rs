//! Reads the table `[webhooks]`.

use super::section::Section;
use super::{Signature, Webhooks, value};
use crate::diag::Diagnostics;
use crate::nearest::suggestion;

/// The ways to sign.
const STYLES: [&str; 3] = ["plain", "standard", "timestamped"];

pub(super) fn read(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Webhooks {
    let signature = table.table("signature", diagnostics).and_then(|table| signature(table, diagnostics));
    table.finish(diagnostics);
    Webhooks { signature }
}

fn signature(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Option<Signature> {
    let place = table.place().clone();
    let style = table.string("style", diagnostics);
    let mut text = |key| table.string(key, diagnostics).and_then(|found| value::text(found, diagnostics));
    let (header, prefix) = match style {
        Some(("timestamped", _)) => (text("header"), None),
        Some(("plain", _)) => (text("header"), text("prefix")),
        _ => (None, None),
    };
    table.finish(diagnostics);
    let missing = |diagnostics: &mut Diagnostics| {
        let help = "name the header that holds the signature, as in `header = \"X-Signature\"`";
        value::invalid(&place, format!("`{place}` lacks `header`"), help, diagnostics);
    };
    match (style, header) {
        (Some(("standard", _)), _) => Some(Signature::Standard),
        (Some(("timestamped", _)), Some(header)) => Some(Signature::Timestamped { header }),
        (Some(("plain", _)), Some(header)) => Some(Signature::Plain { header, prefix: prefix.unwrap_or_default() }),
        (Some(("timestamped" | "plain", _)), None) => {
            missing(diagnostics);
            None
        }
        (Some((other, place)), _) => {
            let message = format!("`{place} = {other:?}` is no way to sign that is known");
            value::invalid(&place, message, &suggestion(other, STYLES), diagnostics);
            None
        }
        (None, _) => {
            let help = "write `style = \"timestamped\"`, `\"standard\"` or `\"plain\"`";
            value::invalid(&place, format!("`{place}` lacks `style`"), help, diagnostics);
            None
        }
    }
}
