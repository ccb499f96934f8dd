//! The table `[webhooks]`.

use super::section::Section;
use super::value;
use crate::diag::Diagnostics;
use crate::nearest::suggestion;

/// `[webhooks]`: the requests that the server sends on its own initiative.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Webhooks {
    /// `signature`: how the receiver verifies them.
    pub signature: Option<Signature>,
}

/// How webhooks are signed, with HMAC-SHA256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// `style = "timestamped"`: a header that contains `t=<Unix seconds>,v1=<hex>`.
    Timestamped {
        /// `header`.
        header: String,
    },
    /// `style = "standard"`: the headers of Standard Webhooks.
    Standard,
    /// `style = "plain"`: a header that contains only the signature of the body, in hex.
    Plain {
        /// `header`.
        header: String,
        /// `prefix`: the text before the signature.
        prefix: String,
    },
}

/// The signature styles.
const STYLES: [&str; 3] = ["plain", "standard", "timestamped"];

pub(super) fn read(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Webhooks {
    let signature = table.table("signature", diagnostics).and_then(|table| signature(table, diagnostics));
    table.finish(diagnostics);
    Webhooks { signature }
}

fn signature(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Option<Signature> {
    let place = table.path().clone();
    let style = table.string("style", diagnostics);
    let named = style.as_ref().map(|(style, _)| *style);
    let mut said = |key, styles: &[&str]| {
        named.filter(|named| styles.contains(named)).and_then(|_| table.string(key, diagnostics))
    };
    let (header, prefix) = (said("header", &["plain", "timestamped"]), said("prefix", &["plain"]));
    let is_missing = header.is_none();
    let header = header.and_then(|found| value::header(found, diagnostics));
    let prefix = prefix.and_then(|found| value::text(found, diagnostics));
    table.finish(diagnostics);
    let missing = |diagnostics: &mut Diagnostics| {
        let help = "name the header that contains the signature, as in `header = \"X-Signature\"`";
        value::invalid(&place, format!("`{place}` lacks `header`"), help, diagnostics);
    };
    match (style, header) {
        (Some(("standard", _)), _) => Some(Signature::Standard),
        (Some(("timestamped", _)), Some(header)) => Some(Signature::Timestamped { header }),
        (Some(("plain", _)), Some(header)) => Some(Signature::Plain { header, prefix: prefix.unwrap_or_default() }),
        (Some(("timestamped" | "plain", _)), None) => {
            if is_missing {
                missing(diagnostics);
            }
            None
        }
        (Some((other, place)), _) => {
            let message = format!("`{place} = {other:?}` is not a known signature style");
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
