//! The models as Rust source, in each flavor that is compared.

use super::shape::{Api, Enum, Field, Presence, Struct};

/// The way in which models are read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    /// No serialization code: the lower bound of the compile cost.
    Bare,
    /// With `serde_derive`.
    Derive,
    /// With the record engine of the runtime.
    Engine,
}

impl Flavour {
    pub(super) const ALL: [Self; 3] = [Self::Bare, Self::Derive, Self::Engine];

    /// Returns the crate's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Derive => "derive",
            Self::Engine => "engine",
        }
    }
}

/// Returns the source of a module of models.
pub(super) fn module(api: &Api, flavour: Flavour) -> String {
    let enums = api.enums.iter().map(|item| enumeration(item, flavour));
    let structs = api.structs.iter().map(|item| structure(item, flavour));
    let items: Vec<String> = enums.chain(structs).collect();
    let items = items.join("\n");
    let own = match flavour {
        Flavour::Bare => None,
        Flavour::Derive => Some("serde::{Deserialize, Serialize}"),
        Flavour::Engine => Some("crate::runtime::{open_enum, record}"),
    };
    let others = ["std::collections::BTreeMap", "jiff::Timestamp"];
    let needed = others.into_iter().filter(|path| path.rsplit(':').next().is_some_and(|name| items.contains(name)));
    let uses: Vec<String> = own.into_iter().chain(needed).map(|path| format!("use {path};")).collect();
    format!("//! Models.\n\n{}\n\n{items}", uses.join("\n"))
}

fn structure(item: &Struct, flavour: Flavour) -> String {
    let name = &item.name;
    let derives = match flavour {
        Flavour::Derive => "Debug, Clone, PartialEq, Serialize, Deserialize",
        Flavour::Bare | Flavour::Engine => "Debug, Clone, PartialEq",
    };
    let fields: String = item.fields.iter().map(|item| field(item, flavour)).collect();
    let definition =
        format!("/// A model.\n#[derive({derives})]\n#[non_exhaustive]\npub struct {name} {{\n{fields}}}\n");
    match flavour {
        Flavour::Bare | Flavour::Derive => definition,
        Flavour::Engine => {
            let rows: String = item.fields.iter().map(row).collect();
            format!("{definition}\nrecord!({name} {{\n{rows}}});\n")
        }
    }
}

fn field(item: &Field, flavour: Flavour) -> String {
    let Field { name, of, presence } = item;
    let of = match presence {
        Presence::Required => of.clone(),
        Presence::Nullable | Presence::Optional => format!("Option<{of}>"),
    };
    let attribute = match (presence, flavour) {
        (Presence::Optional, Flavour::Derive) => "    #[serde(skip_serializing_if = \"Option::is_none\")]\n",
        _ => "",
    };
    format!("    /// A property, `{name}`.\n{attribute}    pub {name}: {of},\n")
}

fn row(item: &Field) -> String {
    let Field { name, presence, .. } = item;
    let presence = match presence {
        Presence::Required => "required",
        Presence::Nullable => "nullable",
        Presence::Optional => "optional",
    };
    format!("    {presence} {name}: \"{name}\",\n")
}

fn enumeration(item: &Enum, flavour: Flavour) -> String {
    let Enum { name, variants } = item;
    let list = |row: fn(&(String, String)) -> String| variants.iter().map(row).collect::<String>();
    let named = list(|(variant, value)| format!("    /// `{value}`\n    {variant},\n"));
    let head = "/// A set of strings.\n#[derive(Debug, Clone, PartialEq, Eq, Hash";
    let kept =
        format!("{head})]\n#[non_exhaustive]\npub enum {name} {{\n{named}    /// Another.\n    Unknown(String),\n}}\n");
    match flavour {
        Flavour::Bare => kept,
        Flavour::Engine => {
            let rows = list(|(variant, value)| format!("    {variant} = \"{value}\",\n"));
            format!("{kept}\nopen_enum!({name} {{\n{rows}}});\n")
        }
        // The fastest way with `serde_derive`: it discards the text, which the engine keeps.
        Flavour::Derive => {
            let renamed = list(|(variant, value)| {
                format!("    /// `{value}`\n    #[serde(rename = \"{value}\")]\n    {variant},\n")
            });
            let other = "    /// Another.\n    #[serde(other)]\n    Unknown,\n";
            format!("{head}, Serialize, Deserialize)]\n#[non_exhaustive]\npub enum {name} {{\n{renamed}{other}}}\n")
        }
    }
}

/// Returns the source of the crate root: the models, and functions that read and write every root, so that the crate
/// contains the same machine code as a client.
pub(super) fn library(api: &Api, flavour: Flavour) -> String {
    let head = "//! A crate of models.\n\npub mod models;\n";
    let (runtime, read, write) = match flavour {
        Flavour::Bare => return head.to_owned(),
        Flavour::Derive => ("", "serde_json::from_slice(body).ok()", "serde_json::to_vec(value).ok()"),
        Flavour::Engine => (
            "use oaspress_runtime as runtime;\n",
            "runtime::codec::json::decode(body).ok()",
            "runtime::codec::json::encode_for_server(value).ok()",
        ),
    };
    let functions = api.roots.iter().map(|root| {
        let lower = root.to_lowercase();
        format!(
            "\n/// Reads.\npub fn read_{lower}(body: &[u8]) -> Option<models::{root}> {{\n    {read}\n}}\n\n\
             /// Writes.\npub fn write_{lower}(value: &models::{root}) -> Option<Vec<u8>> {{\n    {write}\n}}\n"
        )
    });
    format!("{head}{runtime}{}", functions.collect::<String>())
}

/// Returns a program that measures reading and writing a page. It prints two numbers, in megabytes per second.
pub(super) fn program(flavour: Flavour) -> String {
    let name = flavour.name();
    format!(
        r#"//! How fast a page is read and written.

use std::hint::black_box;
use std::time::{{Duration, Instant}};

const PAGE: &[u8] = include_bytes!("../page.json");

/// Returns the maximum speed of many calls, in megabytes per second. Each is measured, since other programs interrupt some.
fn speed(bytes: usize, mut once: impl FnMut()) -> f64 {{
    let start = Instant::now();
    let mut best = f64::INFINITY;
    while start.elapsed() < Duration::from_millis(200) {{
        let call = Instant::now();
        once();
        best = best.min(call.elapsed().as_secs_f64());
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
