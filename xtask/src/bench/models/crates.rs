//! The folder of crates to measure: their manifests and files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::shape::{self, Api};
use super::source::{self, Flavour};

/// A workspace of crates named by flavor: `derive` contains the large API, `derive_contacts` the page.
#[derive(Debug)]
pub(super) struct Crates {
    pub(super) folder: PathBuf,
}

impl Crates {
    /// Writes all crates.
    pub(super) fn write(folder: &Path, structs: usize, contacts: usize) -> anyhow::Result<Self> {
        let crates = Self { folder: folder.to_owned() };
        let large = shape::large(structs);
        let page = shape::contacts();
        let mut members = Vec::new();
        for flavour in Flavour::ALL {
            crates.library(flavour.name(), flavour, &large)?;
            members.push(flavour.name().to_owned());
            if flavour != Flavour::Bare {
                let name = format!("{}_contacts", flavour.name());
                crates.library(&name, flavour, &page)?;
                crates.file(&format!("{name}/src/main.rs"), &source::program(flavour))?;
                crates.file(&format!("{name}/page.json"), &shape::page(contacts))?;
                members.push(name);
            }
        }
        crates.file("Cargo.toml", &workspace(&members))?;
        Ok(crates)
    }

    fn library(&self, name: &str, flavour: Flavour, api: &Api) -> anyhow::Result<()> {
        self.file(&format!("{name}/Cargo.toml"), &manifest(name, flavour))?;
        self.file(&format!("{name}/src/lib.rs"), &source::library(api, flavour))?;
        self.file(&format!("{name}/src/models.rs"), &source::module(api, flavour))
    }

    fn file(&self, path: &str, text: &str) -> anyhow::Result<()> {
        let path = self.folder.join(path);
        let folder = path.parent().context("a file is in a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }
}

fn workspace(members: &[String]) -> String {
    format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n")
}

fn manifest(name: &str, flavour: Flavour) -> String {
    let serde_or_runtime = match flavour {
        Flavour::Derive => {
            r#"serde = { version = "1.0", default-features = false, features = ["derive", "std"] }"#.to_owned()
        }
        // It depends on the same crates as the runtime, but not on the runtime.
        Flavour::Bare => {
            r#"serde = { package = "serde_core", version = "1.0", default-features = false, features = ["std"] }"#
                .to_owned()
        }
        Flavour::Engine => {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/runtime");
            format!("oaspress-runtime = {{ path = '{}' }}", path.display())
        }
    };
    format!(
        r#"[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[dependencies]
jiff = {{ version = "1.0", default-features = false, features = ["std", "serde"] }}
{serde_or_runtime}
serde_json = {{ version = "1.0", features = ["preserve_order", "raw_value"] }}
"#
    )
}
