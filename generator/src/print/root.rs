//! `src/lib.rs` of the generated crate.

use std::fmt::Write as _;

use super::imports::{self, Use};
use super::{HEADER, inner_docs};
use crate::rust::{Crate, Runtime, WEBHOOK_PAYLOADS};

/// Re-exports the whole runtime, so that items which an API does not use are not reported as dead code. It has no page in the
/// documentation. The module `runtime` is private instead of hidden, since `rustdoc` shows the variants of an alias only if its
/// target is not hidden.
const REACHABLE: &str = "/// Every item of the runtime. It is not part of the API: use the names at the root of the crate.\n\
#[doc(hidden)]\npub mod __private {\n    pub use crate::runtime::*;\n}\n\n";

/// Silences the lint inside the crate, which encodes and decodes deprecated items; callers still get it. `expect` would fail if a
/// feature disables all of these items.
const DEPRECATED: &str = "#![allow(deprecated, reason = \"deprecated items are still encoded and decoded\")]\n";

/// Returns the root of the crate: documentation, modules and exports.
pub(super) fn lib(crate_: &Crate) -> String {
    let mut text = format!("{HEADER}\n{}\n", inner_docs(&crate_.docs));
    text.push_str("#![forbid(unsafe_code)]\n#![warn(missing_docs)]\n");
    if crate_.uses_deprecated() {
        text.push_str(DEPRECATED);
    }
    text.push('\n');
    let mut modules: Vec<&str> = crate_
        .modules
        .iter()
        .filter_map(|module| if let [name] = module.path.as_slice() { Some(name.as_str()) } else { None })
        .collect();
    modules.sort_unstable();
    for module in &modules {
        if *module == "blocking" {
            text.push_str("#[cfg(feature = \"blocking\")]\n");
        }
        if *module == "webhooks" && crate_.manifest.webhook_payloads {
            let _ = writeln!(text, "#[cfg(feature = \"{WEBHOOK_PAYLOADS}\")]");
        }
        let public =
            if matches!(*module, "blocking" | "models" | "operations" | "servers" | "webhooks") { "pub " } else { "" };
        let _ = writeln!(text, "#[rustfmt::skip]\n{public}mod {module};");
    }
    // The guide is not compiled unless documentation is built.
    text.push_str("#[cfg(any(doc, doctest))]\npub mod guide;\n");
    text.push_str(match crate_.manifest.runtime {
        Runtime::Vendored => "mod runtime;\n\n",
        Runtime::Crate { .. } => "\nuse oaspress_runtime as runtime;\n\n",
    });
    text.push_str(REACHABLE);
    let exports = crate_.exports.iter().map(|export| Use {
        attribute: String::new(),
        visibility: "pub ",
        module: export.module.clone(),
        names: export.names.clone(),
    });
    text.push_str(&imports::paragraph(exports.collect()));
    text.push_str("\n#[cfg(feature = \"reqwest\")]\npub use runtime::ReqwestTransport;\n");
    for feature in ["testing", "tower"] {
        let _ = writeln!(text, "#[cfg(feature = \"{feature}\")]\npub use runtime::{feature};");
    }
    text.push_str("pub use runtime::{generic, observe};\n");
    text
}
