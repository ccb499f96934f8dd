//! The root of the generated code: `src/lib.rs` of a crate, or `mod.rs` of a module.

use std::fmt::Write as _;

use super::imports::{self, Use};
use super::{HEADER, inner_docs};
use crate::emit::Place;
use crate::rust::{Crate, Form, OAUTH, Runtime, WEBHOOK_PAYLOADS};

/// Re-exports the whole runtime, so that items which an API does not use are not reported as dead code. It has no page in the
/// documentation. The module `runtime` is private instead of hidden, since `rustdoc` shows the variants of an alias only if its
/// target is not hidden.
const REACHABLE: &str = "/// Every item of the runtime. It is not part of the API: use the names at the root of the crate.\n\
#[doc(hidden)]\npub mod __private {\n    pub use crate::runtime::*;\n}\n\n";

/// Silences the lint inside the crate, which encodes and decodes deprecated items; callers still get it. `expect` would fail if a
/// feature disables all of these items.
const DEPRECATED: &str = "#![allow(deprecated, reason = \"deprecated items are still encoded and decoded\")]\n";

/// Silences lints of the crate that contains the module: a program uses some of an API, and not all of it.
const LINTS_OF_MODULE: &str = "#![allow(\n    dead_code,\n    deprecated,\n    missing_docs,\n    unreachable_pub,\n    unused_imports,\n    clippy::all,\n\
    \x20   clippy::pedantic,\n    reason = \"generated code, of which a program uses some\"\n)]\n";

/// Returns the root of the crate: documentation, modules and exports.
pub(super) fn lib(crate_: &Crate) -> String {
    let mut text = format!("{HEADER}\n{}\n", inner_docs(&crate_.docs));
    text.push_str("#![cfg_attr(docsrs, feature(doc_cfg))]\n#![forbid(unsafe_code)]\n#![warn(missing_docs)]\n");
    if crate_.uses_deprecated() {
        text.push_str(DEPRECATED);
    }
    text.push('\n');
    modules(crate_, &mut text);
    // The guide is not compiled unless documentation is built.
    text.push_str("#[cfg(any(doc, doctest))]\npub mod guide;\n");
    text.push_str(match crate_.manifest.runtime {
        Runtime::Vendored => "mod runtime;\n\n",
        Runtime::Crate { .. } => "\nuse oaspress_runtime as runtime;\n\n",
    });
    text.push_str(REACHABLE);
    exports(crate_, &mut text);
    text.push_str("\n#[cfg(feature = \"hyper\")]\npub use runtime::HyperTransport;\n");
    text.push_str("#[cfg(feature = \"reqwest\")]\npub use runtime::ReqwestTransport;\n");
    for feature in ["testing", "tower"] {
        let _ = writeln!(text, "#[cfg(feature = \"{feature}\")]\npub use runtime::{feature};");
    }
    text.push_str("pub use runtime::{generic, observe};\n");
    text
}

/// Returns `mod.rs` of a module: documentation with the dependencies, modules and exports.
pub(super) fn module(crate_: &Crate) -> String {
    let mut text = format!("{HEADER}\n{}", inner_docs(&Place::new(crate_.form, &[]).docs(&crate_.docs)));
    let dependencies = super::manifest::dependencies_of_module(&crate_.manifest);
    text.push_str("//!\n//! ```toml\n");
    text.extend(dependencies.lines().map(|line| format!("//! {line}\n")));
    let _ = write!(text, "//! ```\n\n#![forbid(unsafe_code)]\n{LINTS_OF_MODULE}\n");
    modules(crate_, &mut text);
    text.push_str("\nuse oaspress_runtime as runtime;\n\n");
    exports(crate_, &mut text);
    text.push_str("\npub use runtime::{HyperTransport, generic, observe};\n");
    text
}

/// Writes the declarations of the modules below the root.
fn modules(crate_: &Crate, text: &mut String) {
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
        if *module == "oauth" && crate_.form == Form::Crate {
            let _ = writeln!(text, "#[cfg(feature = \"{OAUTH}\")]");
        }
        if *module == "webhooks" && crate_.manifest.webhook_payloads && crate_.form == Form::Crate {
            let _ = writeln!(text, "#[cfg(feature = \"{WEBHOOK_PAYLOADS}\")]");
        }
        let is_public = matches!(*module, "blocking" | "models" | "oauth" | "operations" | "servers" | "webhooks");
        let public = if is_public { "pub " } else { "" };
        let _ = writeln!(text, "#[rustfmt::skip]\n{public}mod {module};");
    }
}

/// Writes the exports of the root.
fn exports(crate_: &Crate, text: &mut String) {
    let exports = crate_.exports.iter().map(|export| Use {
        attribute: String::new(),
        visibility: "pub ",
        module: export.module.clone(),
        names: export.names.clone(),
    });
    text.push_str(&imports::paragraph(exports.collect()));
}
