//! Shows what reading a document or a configuration says; knows nothing of single tests.

use oaspress::Input;
use oaspress::config::Config;
use oaspress::diag::{Diagnostic, Diagnostics};
use oaspress::internals;
use oaspress::path::DocumentId;
use oaspress::render::{Palette, human};
use oaspress::source::Sources;
use serde_json::Value;

/// Loads a document and gives what was read and found.
pub(crate) fn load(bytes: &[u8]) -> (Option<Value>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    let input = Input { name: "api.yaml".to_owned(), bytes: bytes.to_vec() };
    let document = oaspress::internals::load(&input, &mut diagnostics).and_then(|document| {
        let version = internals::detect(&document, &mut diagnostics)?;
        Some(internals::to_30(document, version, &mut diagnostics).document)
    });
    (document, diagnostics.into_vec())
}

/// Loads a document and renders what was found.
pub(crate) fn shown(text: impl AsRef<[u8]>) -> String {
    let bytes = text.as_ref();
    rendered(&load(bytes).1, DocumentId::ROOT, "api.yaml", bytes)
}

/// Reads a configuration and renders what was found.
pub(crate) fn configured(text: &str) -> (Config, String) {
    let mut diagnostics = Diagnostics::new();
    let config = oaspress::config::parse(text, &mut diagnostics);
    (config, rendered(&diagnostics.into_vec(), DocumentId::CONFIG, "oaspress.toml", text.as_bytes()))
}

/// Renders diagnostics about one text, without colours.
pub(crate) fn rendered(diagnostics: &[Diagnostic], document: DocumentId, name: &str, bytes: &[u8]) -> String {
    let mut sources = Sources::new();
    sources.insert(document, name, bytes);
    human(diagnostics, &sources, &Palette::default())
}
