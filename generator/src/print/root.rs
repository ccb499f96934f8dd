//! The root of the generated code: `src/lib.rs` of a crate, or `mod.rs` of a module.

use std::fmt::Write as _;

use super::imports::{self, Use};
use super::{HEADER, inner_docs};
use crate::emit::Place;
use crate::rust::{Crate, Export, Form, OAUTH, Package, Runtime, WEBHOOK_PAYLOADS};

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
    runtime(&crate_.manifest.runtime, &crate_.exports, &mut text);
    text
}

/// Declares the runtime, and exports its items and those of modules.
fn runtime(runtime: &Runtime, all: &[Export], text: &mut String) {
    text.push_str(match runtime {
        Runtime::Vendored => "mod runtime;\n\n",
        Runtime::Crate { .. } => "\nuse oaspress_runtime as runtime;\n\n",
    });
    text.push_str(REACHABLE);
    exports(all, text);
    text.push('\n');
    for (condition, name) in OF_ROOT {
        let _ = writeln!(text, "#[cfg({condition})]\npub use runtime::{name};");
    }
    text.push_str("pub use runtime::{generic, observe};\n");
}

/// Returns the root of a crate of several documents: documentation, a module per document, and the exports of the runtime.
pub(super) fn package(package: &Package) -> String {
    let mut text = format!("{HEADER}\n{}\n", inner_docs(&package.docs));
    text.push_str("#![cfg_attr(docsrs, feature(doc_cfg))]\n#![forbid(unsafe_code)]\n#![warn(missing_docs)]\n");
    if package.documents.iter().any(Crate::uses_deprecated) {
        text.push_str(DEPRECATED);
    }
    text.push('\n');
    let mut modules: Vec<(&str, bool)> = package.documents.iter().map(|one| (one.module_name(), true)).collect();
    modules.extend((!package.shared.is_empty()).then_some(("shared", false)));
    modules.extend(package.own_types.as_ref().map(|_| ("own_types", false)));
    modules.sort_unstable();
    for (module, is_document) in modules {
        if is_document {
            let _ = write!(text, "#[cfg(feature = \"{module}\")]\n#[rustfmt::skip]\npub ");
        } else {
            text.push_str("#[rustfmt::skip]\n");
        }
        let _ = writeln!(text, "mod {module};");
    }
    text.push_str("\n#[cfg(doctest)]\n#[doc = include_str!(\"../README.md\")]\nmod readme {}\n\n");
    runtime(&package.manifest.runtime, &package.exports, &mut text);
    text
}

/// Returns the root of a document: documentation, modules, exports of its own items, and the items of the crate root.
pub(super) fn document(document: &Crate) -> String {
    let mut text = format!("{HEADER}\n{}\n", inner_docs(&Place::new(document, &[]).docs(&document.docs)));
    modules(document, &mut text);
    text.push_str(
        "// The guide is not compiled unless documentation is built.\n#[cfg(any(doc, doctest))]\npub mod guide;\n\n",
    );
    let (of_runtime, own): (Vec<&Export>, Vec<&Export>) =
        document.exports.iter().partition(|export| export.is_of_runtime());
    let uses = own.into_iter().map(|export| Use { module: format!("self::{}", export.module), ..exported(export) });
    text.push_str(&imports::paragraph(uses.collect()));
    let mut names: Vec<String> = of_runtime.into_iter().flat_map(|export| export.names.clone()).collect();
    names.extend(["generic", "observe"].map(str::to_owned));
    let uses = Use { attribute: INLINE.to_owned(), visibility: "pub ", module: "crate".to_owned(), names };
    text.push('\n');
    text.push_str(&imports::paragraph(vec![uses]));
    for (condition, name) in OF_ROOT {
        let _ = writeln!(text, "{INLINE}\n#[cfg({condition})]\npub use crate::{name};");
    }
    text
}

/// The items of the runtime at the root of the crate, with the conditions under which they exist.
const OF_ROOT: [(&str, &str); 5] = [
    ("all(feature = \"fetch\", target_family = \"wasm\", target_os = \"unknown\")", "FetchTransport"),
    ("all(feature = \"hyper\", not(target_family = \"wasm\"))", "HyperTransport"),
    ("all(feature = \"reqwest\", not(target_family = \"wasm\"))", "ReqwestTransport"),
    ("feature = \"testing\"", "testing"),
    ("feature = \"tower\"", "tower"),
];

/// Keeps the documentation of items of the crate root at one place.
const INLINE: &str = "#[doc(no_inline)]";

/// Returns `mod.rs` of a module: documentation with the dependencies, modules and exports.
pub(super) fn module(crate_: &Crate) -> String {
    let mut text = format!("{HEADER}\n{}", inner_docs(&Place::new(crate_, &[]).docs(&crate_.docs)));
    let dependencies = super::manifest::dependencies_of_module(&crate_.manifest);
    text.push_str("//!\n//! ```toml\n");
    text.extend(dependencies.lines().map(|line| format!("//! {line}\n")));
    let _ = write!(text, "//! ```\n\n#![forbid(unsafe_code)]\n{LINTS_OF_MODULE}\n");
    modules(crate_, &mut text);
    text.push_str("\nuse oaspress_runtime as runtime;\n\n");
    exports(&crate_.exports, &mut text);
    text.push_str("\n#[cfg(not(target_family = \"wasm\"))]\npub use runtime::HyperTransport;\n");
    text.push_str("pub use runtime::{generic, observe};\n");
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
fn exports(exports: &[Export], text: &mut String) {
    text.push_str(&imports::paragraph(exports.iter().map(exported).collect()));
}

fn exported(export: &Export) -> Use {
    Use { attribute: String::new(), visibility: "pub ", module: export.module.clone(), names: export.names.clone() }
}
