//! The text form of a crate: every decision of `lower`, in lines for review. Tests compare it, and nothing parses it.
//!
//! Every field of the items is destructured, so that a new decision does not compile until it has a place here. Identities
//! are left out: references are written as names.

mod client;
mod errors;
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

use crate::rust::{Chapter, Child, Crate, Export, Form, Item, Manifest, Module, Package, Runtime, Shared};
use writer::{Writer, quoted, words};

pub use writer::Section;

/// Returns the text form of a crate: the manifest, the modules in order, and the texts.
#[must_use]
pub(crate) fn outline(crate_: &Crate) -> Vec<Section> {
    let Crate { form, module: _, manifest, docs, readme, guide, modules, exports } = crate_;
    let mut writer = Writer::new(crate_);
    let mut sections = vec![
        writer.section("manifest", |writer| self::manifest(writer, *form, manifest)),
        writer.section("exports", |writer| {
            for export in exports {
                self::export(writer, export);
            }
        }),
        writer.section("root", |writer| writer.docs(docs)),
    ];
    sections.extend(modules.iter().map(|module| {
        let name = module.path.join("/");
        writer.section(&name, |writer| self::module(writer, module))
    }));
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
        writer.section("manifest", |writer| self::manifest(writer, first.form, manifest)),
        writer.section("exports", |writer| {
            for export in exports {
                self::export(writer, export);
            }
        }),
        writer.section("shared", |writer| {
            for Shared { name, documents, uses } in shared {
                let uses = uses.iter().map(|(home, name)| format!("{home}::{name}")).collect::<Vec<_>>();
                writer.line(&words([&format!("{name} of {}", documents.join(", ")), &uses.join(", ")]));
            }
        }),
        writer.section("root", |writer| writer.docs(docs)),
        writer.section("readme", |writer| writer.docs(readme)),
    ];
    sections.extend(own_types.iter().map(|module| writer.section("own_types", |writer| self::module(writer, module))));
    for document in documents {
        let module = document.module_name();
        let own = outline(document).into_iter();
        sections.extend(own.map(|section| Section { name: format!("{module}/{}", section.name), ..section }));
    }
    sections
}

fn manifest(writer: &mut Writer<'_>, form: Form, manifest: &Manifest) {
    if form == Form::Module {
        writer.line("module of another crate");
    }
    let Manifest {
        name,
        version,
        description,
        license,
        homepage,
        repository,
        documents,
        groups,
        webhook_payloads,
        runtime_modules,
        runtime,
        dependencies,
        features,
        authors,
        keywords,
        categories,
        private,
        returns_models_as_errors,
        package_lines,
        tables,
    } = manifest;
    writer.line(&format!("package {name} {version} {}", quoted(description)));
    for (key, value) in [("license", license), ("homepage", homepage), ("repository", repository)] {
        if let Some(value) = value {
            writer.line(&format!("{key} {}", quoted(value)));
        }
    }
    for (key, list) in [("authors", authors), ("keywords", keywords), ("categories", categories)] {
        if !list.is_empty() {
            writer.line(&format!("{key} {}", list.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")));
        }
    }
    for (package, requirement) in dependencies {
        writer.line(&format!("dependency {package} = {requirement}"));
    }
    for (feature, enabled) in features {
        writer.line(&format!("feature {feature} = {enabled:?}"));
    }
    for (flag, text) in [(private, "private"), (returns_models_as_errors, "models as errors")] {
        if *flag {
            writer.line(text);
        }
    }
    for line in package_lines.lines().chain(tables.lines()) {
        writer.line(&format!("manifest {line}"));
    }
    for document in documents {
        writer.line(&format!("document {document}"));
    }
    for group in groups {
        writer.line(&format!("group {group}"));
    }
    for module in runtime_modules {
        writer.line(&format!("runtime has {module:?}"));
    }
    if *webhook_payloads {
        writer.line("webhook payloads");
    }
    match runtime {
        Runtime::Vendored => {}
        Runtime::Crate { version, path, git } => writer.line(&format!("runtime {version:?} {path:?} {git:?}")),
    }
}

fn export(writer: &mut Writer<'_>, export: &Export) {
    let Export { module, names } = export;
    for name in names {
        writer.line(&format!("export {module}::{name}"));
    }
}

fn module(writer: &mut Writer<'_>, module: &Module) {
    let Module { path: _, docs, items, children } = module;
    writer.docs(docs);
    for Child { name, names, features, shared } in children {
        let feature = if features.is_empty() { String::new() } else { format!("if {}", features.join(" or ")) };
        let shared = shared.as_ref().map(|module| format!("shared, of {module}")).unwrap_or_default();
        writer.line(&words([&format!("mod {name}"), &feature, &shared, &format!("{{ {} }}", names.join(", "))]));
    }
    for item in items {
        self::item(writer, item);
    }
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
        Item::OAuthServer(item) => oauth::server(writer, item),
        Item::Client(item) => client::client(writer, "client", item),
        Item::BlockingClient(item) => client::client(writer, "blocking client", item),
        Item::Server(item) => servers::server(writer, item),
        Item::ErrorBody(item) => errors::error_body(writer, item),
    }
}
