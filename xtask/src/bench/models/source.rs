//! The models as Rust source, in each way that is compared.

use super::shape::{Api, Enum, Field, Presence, Struct};

/// How models are read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    /// Not at all: the floor of what compiling them costs.
    Bare,
    /// By `serde_derive`.
    Derive,
    /// By the runtime's engine.
    Engine,
}

impl Flavour {
    pub(super) const ALL: [Self; 3] = [Self::Bare, Self::Derive, Self::Engine];

    /// The crate's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Derive => "derive",
            Self::Engine => "engine",
        }
    }
}

/// A module of models.
pub(super) fn module(api: &Api, flavour: Flavour) -> String {
    let mut text = String::from("//! Models.\n\n");
    let items: String = api.enums.iter().map(|item| enumeration(item, flavour)).collect::<String>()
        + &api.structs.iter().map(|item| structure(item, flavour)).collect::<String>();
    match flavour {
        Flavour::Bare => {}
        Flavour::Derive => text += "use serde::{Deserialize, Serialize};\n",
        Flavour::Engine => text += "use crate::runtime::{open_enum, record};\n",
    }
    for (name, path) in [("BTreeMap", "std::collections::BTreeMap"), ("Timestamp", "jiff::Timestamp")] {
        if items.contains(name) {
            text += &format!("use {path};\n");
        }
    }
    text + &items
}

fn structure(item: &Struct, flavour: Flavour) -> String {
    let Struct { name, fields } = item;
    let derives = match flavour {
        Flavour::Derive => "Debug, Clone, PartialEq, Serialize, Deserialize",
        Flavour::Bare | Flavour::Engine => "Debug, Clone, PartialEq",
    };
    let mut text = format!("\n/// A model.\n#[derive({derives})]\n#[non_exhaustive]\npub struct {name} {{\n");
    for Field { name, of, presence } in fields {
        text += &format!("    /// A property, `{name}`.\n");
        match presence {
            Presence::Optional if flavour == Flavour::Derive => {
                text += "    #[serde(skip_serializing_if = \"Option::is_none\")]\n";
                text += &format!("    pub {name}: Option<{of}>,\n");
            }
            Presence::Optional | Presence::Nullable => text += &format!("    pub {name}: Option<{of}>,\n"),
            Presence::Required => text += &format!("    pub {name}: {of},\n"),
        }
    }
    text += "}\n";
    if flavour == Flavour::Engine {
        text += &format!("\nrecord!({name} {{\n");
        for Field { name, presence, .. } in fields {
            let presence = match presence {
                Presence::Required => "required",
                Presence::Nullable => "nullable",
                Presence::Optional => "optional",
            };
            text += &format!("    {presence} {name}: \"{name}\",\n");
        }
        text += "});\n";
    }
    text
}

fn enumeration(item: &Enum, flavour: Flavour) -> String {
    let Enum { name, variants } = item;
    let derives = match flavour {
        Flavour::Derive => "Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize",
        Flavour::Bare | Flavour::Engine => "Debug, Clone, PartialEq, Eq, Hash",
    };
    let mut text = format!("\n/// A set of strings.\n#[derive({derives})]\n#[non_exhaustive]\npub enum {name} {{\n");
    for (variant, value) in variants {
        if flavour == Flavour::Derive {
            text += &format!("    #[serde(rename = \"{value}\")]\n");
        }
        text += &format!("    /// `{value}`\n    {variant},\n");
    }
    // What `serde_derive` does best; it forgets the text, which the engine keeps.
    match flavour {
        Flavour::Derive => text += "    #[serde(other)]\n    /// Another value.\n    Unknown,\n}\n",
        Flavour::Bare | Flavour::Engine => text += "    /// Another value.\n    Unknown(String),\n}\n",
    }
    if flavour == Flavour::Engine {
        let list: Vec<_> = variants.iter().map(|(variant, value)| format!("{variant} = \"{value}\"")).collect();
        text += &format!("\nopen_enum!({name} {{ {} }});\n", list.join(", "));
    }
    text
}

/// A crate's root: the models, and one function that reads and writes every root, so that the crate contains the
/// machine code for it as a client's would.
pub(super) fn library(api: &Api, flavour: Flavour) -> String {
    let mut text = String::from("//! A crate of models.\n\npub mod models;\n");
    if flavour == Flavour::Engine {
        text += "#[doc(hidden)]\npub mod runtime;\n";
    }
    if flavour == Flavour::Bare {
        return text;
    }
    for root in &api.roots {
        let lower = root.to_lowercase();
        let read = match flavour {
            Flavour::Engine => "runtime::json::decode(body).ok()",
            Flavour::Bare | Flavour::Derive => "serde_json::from_slice(body).ok()",
        };
        text +=
            &format!("\n/// Reads.\npub fn read_{lower}(body: &[u8]) -> Option<models::{root}> {{\n    {read}\n}}\n");
        text += &format!(
            "\n/// Writes.\npub fn write_{lower}(value: &models::{root}) -> Option<Vec<u8>> {{\n    \
             serde_json::to_vec(value).ok()\n}}\n"
        );
    }
    text
}

/// A program that measures how fast a page is read and written: it prints two numbers, in megabytes per second.
pub(super) fn program(flavour: Flavour) -> String {
    let name = flavour.name();
    format!(
        r#"//! How fast a page is read and written.

use std::hint::black_box;
use std::time::{{Duration, Instant}};

const PAGE: &[u8] = include_bytes!("../page.json");

/// The best of many rounds, in megabytes per second.
fn speed(bytes: usize, mut once: impl FnMut()) -> f64 {{
    let start = Instant::now();
    let mut best = f64::INFINITY;
    while start.elapsed() < Duration::from_millis(700) {{
        let round = Instant::now();
        for _ in 0..20 {{
            once();
        }}
        best = best.min(round.elapsed().as_secs_f64() / 20.0);
    }}
    bytes as f64 / best / 1e6
}}

fn main() {{
    let list = {name}_contacts::read_contactlist(PAGE).expect("the page is one");
    let written = {name}_contacts::write_contactlist(&list).expect("the page is one");
    let again = {name}_contacts::read_contactlist(&written).expect("the same page");
    assert_eq!(list, again);
    let decode = speed(PAGE.len(), || drop(black_box({name}_contacts::read_contactlist(black_box(PAGE)))));
    let encode = speed(written.len(), || drop(black_box({name}_contacts::write_contactlist(black_box(&list)))));
    println!("{{decode}} {{encode}}");
}}
"#
    )
}
