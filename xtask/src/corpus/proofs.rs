//! Writes a test into each crate that only has to compile. It proves with three quarters of rustc's recursion limit
//! that every public type and the future of every call is `Send`. The rest of the limit remains for the futures of the
//! user.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;
use oaspress::internals::rust::{Crate, Item, Module, SendingKind};

/// The name of the test.
pub(super) const NAME: &str = "proofs";

/// Writes the test into the folder of a crate.
pub(super) fn write(folder: &Path, package: &str, crate_: &Crate) -> Result<()> {
    fs::create_dir_all(folder.join("tests"))?;
    fs::write(folder.join("tests").join(NAME).with_extension("rs"), text(package, crate_))?;
    Ok(())
}

fn text(package: &str, crate_: &Crate) -> String {
    let krate = package.replace('-', "_");
    let mut models = String::new();
    let mut calls = String::new();
    for item in crate_.modules.iter().filter(|module| is_proved(module)).flat_map(|module| &module.items) {
        if let Some(name) = model(item) {
            let _ = writeln!(models, "    shared::<{krate}::models::{name}>();");
        }
        if let Item::Operation(operation) = item {
            let name = format!("{krate}::operations::{}", operation.name);
            for send in &operation.responses.sends {
                let _ = writeln!(calls, "    spawned(|operation: {name}<{krate}::Client>| async move {{");
                // `Follow` and `Download` return values that are not futures.
                let is_future = !matches!(send.kind, SendingKind::Follow(_) | SendingKind::Download { .. });
                let wait = if is_future { ".await" } else { "" };
                let _ =
                    writeln!(calls, "        let result = operation.{}(){wait};\n        later().await;", send.name);
                let _ = writeln!(calls, "        drop(result);\n    }});");
            }
        }
    }
    SOURCE.replace("    MODELS\n", &models).replace("    CALLS\n", &calls)
}

/// Returns the name of a model.
fn model(item: &Item) -> Option<&str> {
    match item {
        Item::Struct(item) => Some(&item.name),
        Item::Enumeration(item) => Some(&item.name),
        Item::Union(item) => Some(&item.name),
        Item::Alias(item) => Some(&item.name),
        Item::Wrapper(item) => Some(&item.name),
        Item::CheckedString(item) => Some(&item.name),
        _ => None,
    }
}

/// Returns true if a module contains models or operations. The default features enable all of them.
fn is_proved(module: &Module) -> bool {
    matches!(module.path.as_slice(), [root, _] if ["models", "operations"].contains(&root.as_str()))
}

const SOURCE: &str = r#"//! Every type and the future of every call is `Send`, with room to spare.
#![recursion_limit = "96"]
#![allow(deprecated, reason = "what a document declares is deprecated or not")]

use std::panic::{RefUnwindSafe, UnwindSafe};

fn shared<T: Send + Sync + UnwindSafe + RefUnwindSafe + 'static>() {}

fn spawned<O, F: Future + Send + 'static>(_: impl Fn(O) -> F) {}

async fn later() {}

#[test]
fn models() {
    shared::<u8>();
    MODELS
}

#[test]
fn calls() {
    spawned(|(): ()| later());
    CALLS
}
"#;

#[cfg(test)]
mod tests {
    use oaspress::Input;
    use oaspress::config::Config;

    #[test]
    fn every_model_and_call_is_proved() {
        let document = include_bytes!("../../../spec/contacts.yaml");
        let input = Input { name: "contacts.yaml".to_owned(), bytes: document.to_vec() };
        let (understood, _) = oaspress::understand(&input, &oaspress::input::Alone, &Config::default());
        let text = super::text("some-contacts", &understood.expect("a crate").crate_);
        assert!(text.contains("    shared::<some_contacts::models::Contact>();\n"), "{text}");
        assert!(text.contains("|operation: some_contacts::operations::ListContacts<some_contacts::Client>|"), "{text}");
        assert!(text.contains("let result = operation.send().await;"), "{text}");
    }
}
