//! The files of a crate that are not modules: the manifest, the root and the guide.

use super::items::{deprecated, structure};
use super::{check_text, module};
use crate::comment::Comment;
use crate::print::{guide, manifest, root};
use crate::rust::{Chapter, Crate, Export, Form, GroupFeature, Item, Manifest, Runtime, RuntimeModule};

fn empty_manifest() -> Manifest {
    Manifest {
        name: "pets".to_owned(),
        version: "1.2.3".to_owned(),
        description: "A client of the \"Pets\"".to_owned(),
        ..Manifest::default()
    }
}

/// Returns a manifest with everything that can be in it.
fn full_manifest() -> Manifest {
    Manifest {
        license: Some("MIT".to_owned()),
        homepage: Some("https://example.com".to_owned()),
        repository: Some("https://example.com/pets".to_owned()),
        groups: ["pets", "shops"].map(|name| GroupFeature { name: name.to_owned(), document: None }).to_vec(),
        webhook_payloads: true,
        runtime_modules: vec![RuntimeModule::Uuid, RuntimeModule::Webhook, RuntimeModule::OAuth],
        ..empty_manifest()
    }
}

#[test]
fn a_manifest_has_the_dependencies_of_its_runtime() {
    let of_crate = |version: Option<&str>, path: Option<&str>, git: Option<&str>| Runtime::Crate {
        version: version.map(str::to_owned),
        path: path.map(str::to_owned),
        git: git.map(str::to_owned),
    };
    let from_registry = Manifest { runtime: of_crate(Some("1.0"), None, None), ..empty_manifest() };
    let from_folder =
        Manifest { runtime: of_crate(None, Some("../runtime"), Some("https://example.com/r")), ..full_manifest() };
    for (name, manifest) in [
        ("manifest", empty_manifest()),
        ("manifest-full", full_manifest()),
        ("manifest-runtime", from_registry),
        ("manifest-runtime-full", from_folder),
    ] {
        check_text(name, &manifest::cargo_toml(&manifest));
    }
}

/// Returns a crate without anything.
pub(super) fn empty() -> Crate {
    Crate {
        form: Form::Crate,
        module: None,
        manifest: empty_manifest(),
        docs: Comment::new(),
        readme: Comment::new(),
        guide: Vec::new(),
        modules: Vec::new(),
        exports: Vec::new(),
    }
}

#[test]
fn a_root_declares_modules_and_exports() {
    let names = ["blocking", "client", "error", "headers", "models", "oauth", "operations", "servers", "webhooks"];
    let mut crate_ = Crate {
        manifest: full_manifest(),
        docs: "The documentation of the crate.".into(),
        modules: names.map(|name| module(name, Vec::new())).into(),
        exports: vec![
            Export { module: "client".to_owned(), names: vec!["Client".to_owned(), "client_config".to_owned()] },
            Export { module: "error".to_owned(), names: vec!["Error".to_owned()] },
        ],
        ..empty()
    };
    check_text("root", &root::lib(&crate_));
    let mut old = structure("Old", Vec::new());
    old.deprecated = Some(deprecated("use another"));
    crate_.modules.push(module("models/old", vec![Item::Struct(Box::new(old))]));
    crate_.manifest.webhook_payloads = false;
    crate_.manifest.runtime = Runtime::Crate { version: None, path: None, git: None };
    check_text("root-runtime", &root::lib(&crate_));
}

#[test]
fn a_guide_has_a_module_per_chapter() {
    let chapter = |name: &str, title| Chapter {
        name: name.to_owned(),
        title,
        text: Comment::from("The text.").and_block("More of it."),
    };
    let chapters = [chapter("errors", "Errors"), chapter("models", "Models")];
    let files = guide::files(&chapters).map(|(path, text)| format!("===== {path}\n{text}"));
    let text = files.collect::<Vec<_>>().join("\n");
    check_text("guide", &text);
}
