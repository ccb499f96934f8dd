//! The text form of a crate: every decision of `lower`, in lines for review. Tests compare it, and nothing parses it.
//!
//! Every field of the items is destructured, so that a new decision does not compile until it has a place here. Identities
//! are left out: references are written as names.

mod client;
mod errors;
mod examples;
mod manifest;
mod models;
mod oauth;
mod operations;
mod paging;
mod parameters;
mod responses;
mod scalars;
mod servers;
mod webhooks;
mod writer;

use crate::rust::{Chapter, Child, Crate, Export, Item, Module, Package, Shared};
use writer::{Writer, words};

pub use writer::Section;

/// Returns the text form of a crate: the manifest, the modules in order, and the texts.
#[must_use]
pub(crate) fn outline(crate_: &Crate) -> Vec<Section> {
    let Crate { form, module: _, manifest, docs, readme, guide, modules, exports } = crate_;
    let mut writer = Writer::new(crate_);
    let mut sections = vec![
        writer.section("manifest", |writer| manifest::manifest(writer, *form, manifest)),
        writer.section("exports", |writer| self::exports(writer, exports)),
        writer.section("root", |writer| writer.docs(docs)),
    ];
    sections.extend(modules.iter().map(|module| self::module(&mut writer, module, modules)));
    sections.push(writer.section("readme", |writer| writer.docs(readme)));
    for Chapter { name, title, text } in guide {
        sections.push(writer.section(&format!("guide/{name}"), |writer| {
            writer.line(title);
            writer.docs(text);
        }));
    }
    sections
}

/// Returns the text form of a crate of several documents: its manifest, root and shared models, and the sections of each document,
/// whose names begin with its module.
#[must_use]
pub(crate) fn package(package: &Package) -> Vec<Section> {
    let Package { manifest, docs, readme, exports, documents, shared, own_types } = package;
    let Some(first) = documents.first() else { return Vec::new() };
    let mut writer = Writer::new(first);
    let mut sections = vec![
        writer.section("manifest", |writer| manifest::manifest(writer, first.form, manifest)),
        writer.section("exports", |writer| self::exports(writer, exports)),
        writer.section("shared", |writer| {
            for Shared { name, documents, uses } in shared {
                let uses = uses.iter().map(|(home, name)| format!("{home}::{name}")).collect::<Vec<_>>();
                writer.line(&words([&format!("{name} of {}", documents.join(", ")), &uses.join(", ")]));
            }
        }),
        writer.section("root", |writer| writer.docs(docs)),
        writer.section("readme", |writer| writer.docs(readme)),
    ];
    sections.extend(own_types.iter().map(|module| self::module(&mut writer, module, &[])));
    for document in documents {
        sections.extend(outline(document).into_iter().map(|section| section.within(document.module_name())));
    }
    sections
}

fn exports(writer: &mut Writer<'_>, exports: &[Export]) {
    for Export { module, names } in exports {
        for name in names {
            writer.line(&format!("export {module}::{name}"));
        }
    }
}

/// Returns the section of a module. Its title has what the parent declares about the module. A child without a section of its own
/// is a line.
fn module(writer: &mut Writer<'_>, module: &Module, modules: &[Module]) -> Section {
    let Module { path, docs, items, children } = module;
    let declared = path.split_last().and_then(|(name, parent)| {
        let parent = modules.iter().find(|module| module.path == parent)?;
        parent.children.iter().find(|child| child.name == *name)
    });
    let declared = declared.map(about).unwrap_or_default();
    writer.titled(&path.join("/"), &declared, docs, |writer| {
        let has_section =
            |child: &&Child| modules.iter().any(|module| module.path.split_last() == Some((&child.name, path)));
        for child in children.iter().filter(|child| !has_section(child)) {
            writer.line(&format!("mod {} {}", child.name, about(child)));
        }
        for item in items {
            self::item(writer, item);
        }
    })
}

/// Returns the names that a module exports, and when it does.
fn about(child: &Child) -> String {
    let Child { name: _, names, features, shared } = child;
    let feature = if features.is_empty() { String::new() } else { format!("if {}", features.join(" or ")) };
    let shared = shared.as_ref().map(|module| format!("shared, of {module}")).unwrap_or_default();
    words([&feature, &shared, &format!("{{ {} }}", names.join(", "))])
}

fn item(writer: &mut Writer<'_>, item: &Item) {
    match item {
        Item::Struct(item) => models::structure(writer, item),
        Item::Enumeration(item) => scalars::enumeration(writer, item),
        Item::Union(item) => models::union(writer, item),
        Item::Alias(item) => scalars::alias(writer, item),
        Item::Wrapper(item) => scalars::wrapper(writer, item),
        Item::OwnCodecs(item) => scalars::own_codecs(writer, item),
        Item::CheckedString(item) => scalars::checked_string(writer, item),
        Item::Group(item) => operations::group(writer, item),
        Item::Operation(item) => operations::operation(writer, item),
        Item::BodyChoice(item) => operations::body_choice(writer, item),
        Item::Headers(item) => responses::headers(writer, item),
        Item::Webhooks(item) => webhooks::webhooks(writer, item),
        Item::Exports(symbols) => {
            writer.line(&format!(
                "exports {}",
                symbols.iter().map(|symbol| symbol.name()).collect::<Vec<_>>().join(", ")
            ));
        }
        Item::OAuthServer(item) => oauth::server(writer, item),
        Item::Client(item) => client::client(writer, "client", item),
        Item::BlockingClient(item) => client::client(writer, client::BLOCKING, item),
        Item::Server(item) => servers::server(writer, item),
        Item::ErrorBody(item) => errors::error_body(writer, item),
    }
}
