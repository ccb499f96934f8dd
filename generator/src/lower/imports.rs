//! Finds what every module has to import: types of other modules, and what the runtime gives.

use std::collections::{BTreeMap, BTreeSet};

use super::Scope;
use super::modules::public_names;
use crate::rust::{
    Argument, BodyStep, BodyWriting, EncodeStep, Fill, GroupMethod, Item, Module, Passing, PathStep, QueryWriting,
    SchemeKind, Setter, Ty,
};

/// Fills in the imports of every module.
pub(super) fn fill(scope: &Scope<'_>, modules: &mut [Module]) {
    let models: BTreeSet<&str> = scope.names.schemas.iter().map(|name| name.name.as_str()).collect();
    let bundles: BTreeSet<String> = modules
        .iter()
        .filter(|module| is_model(module))
        .flat_map(|module| module.items.iter().flat_map(public_names))
        .collect();
    let choices: BTreeSet<String> = modules
        .iter()
        .flat_map(|module| &module.items)
        .filter(|item| matches!(item, Item::BodyChoice(_)))
        .flat_map(public_names)
        .collect();
    for module in modules.iter_mut() {
        let mentioned = Mentions::of(module);
        let mut imports = std::mem::take(&mut module.imports);
        let foreign: Vec<&str> = mentioned.types.iter().map(String::as_str).collect();
        if foreign.contains(&"BTreeMap") {
            imports.push("std::collections::BTreeMap".to_owned());
        }
        if foreign.contains(&"Base64") {
            imports.push("crate::runtime::base64::Base64".to_owned());
        }
        if foreign.contains(&"Duration") {
            imports.push("crate::runtime::time::Duration".to_owned());
        }
        if foreign.contains(&"OffsetTime") {
            imports.push("crate::runtime::offset_time::OffsetTime".to_owned());
        }
        imports.extend(mentioned.constants.iter().map(|constant| format!("crate::client::{constant}")));
        let home = if is_model(module) { "super" } else { "crate::models" };
        imports.extend(
            foreign
                .iter()
                .filter(|name| models.contains(*name) || bundles.contains(**name))
                .map(|name| format!("{home}::{name}")),
        );
        imports.extend(
            foreign.iter().filter(|name| choices.contains(**name)).map(|name| format!("crate::operations::{name}")),
        );
        imports.extend(mentioned.runtime.iter().map(|name| format!("crate::runtime::{name}")));
        module.imports = grouped(imports);
    }
}

pub(super) fn is_model(module: &Module) -> bool {
    module.path.first().is_some_and(|first| first == "models")
}

/// `a::B`, `a::C` as `a::{B, C}`, sorted.
fn grouped(imports: Vec<String>) -> Vec<String> {
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for import in imports {
        let (path, name) = import.rsplit_once("::").unwrap_or(("", &import));
        groups.entry(path.to_owned()).or_default().insert(name.to_owned());
    }
    let one = |(path, names): (String, BTreeSet<String>)| {
        let names: Vec<String> = names.into_iter().collect();
        if let [name] = names.as_slice() {
            format!("{path}::{name}")
        } else {
            format!("{path}::{{{}}}", names.join(", "))
        }
    };
    groups.into_iter().map(one).collect()
}

/// The types that a module uses and does not hold, by their names without a path.
pub(super) fn foreign(module: &Module) -> BTreeSet<String> {
    Mentions::of(module).types
}

/// Returns the names without a path that a module has from the runtime and from what it imports already.
pub(super) fn spoken(module: &Module) -> BTreeSet<String> {
    let imported = module.imports.iter().flat_map(|import| {
        let names = import.rsplit("::").next().unwrap_or_default();
        names.trim_matches(['{', '}']).split(", ")
    });
    let mut names: BTreeSet<String> = imported.map(str::to_owned).collect();
    names.extend(Mentions::of(module).runtime.into_iter().map(str::to_owned));
    names
}

/// What the items of a module use by names without a path.
#[derive(Default)]
struct Mentions {
    types: BTreeSet<String>,
    runtime: BTreeSet<&'static str>,
    /// Constants of the client.
    constants: BTreeSet<String>,
}

impl Mentions {
    /// What a module uses; of types, those that it does not hold.
    fn of(module: &Module) -> Self {
        let mut mentioned = Self::default();
        for item in &module.items {
            mentioned.item(item);
        }
        for own in module.items.iter().flat_map(public_names) {
            mentioned.types.remove(&own);
        }
        mentioned
    }

    fn ty(&mut self, ty: &Ty) {
        match ty {
            Ty::Path(path) => self.name(path),
            Ty::Generic(path, arguments) => {
                self.name(path);
                for argument in arguments {
                    self.ty(argument);
                }
            }
            Ty::Tuple(items) => items.iter().for_each(|item| self.ty(item)),
            Ty::Unit => {}
        }
    }

    fn name(&mut self, path: &str) {
        if !path.contains("::") {
            self.types.insert(path.to_owned());
        }
    }

    fn arguments(&mut self, arguments: &[Argument]) {
        for argument in arguments {
            self.ty(&argument.ty);
            if argument.passing == Passing::Checked {
                self.runtime.extend(["Argument"]);
            }
        }
    }

    /// The arguments of a client's own methods; those that are one struct are named where that is.
    fn begun(&mut self, methods: &[GroupMethod]) {
        for method in methods.iter().filter(|method| method.bundle.is_none()) {
            self.arguments(&method.arguments);
        }
    }

    fn setters(&mut self, setters: &[Setter]) {
        for setter in setters {
            self.ty(&setter.ty);
            if setter.passing == Passing::Checked {
                self.runtime.extend(["Argument", "Checked"]);
            }
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) => {
                for field in &item.fields {
                    self.ty(&field.ty);
                }
                if let Some(rest) = &item.rest {
                    self.ty(&rest.ty);
                    self.types.insert("BTreeMap".to_owned());
                }
                // A constant is written as a variant of the enumeration itself, also where the field has an alias of it.
                let fills = item.constructor.iter().flat_map(|constructor| &constructor.fills);
                self.types.extend(fills.filter_map(|(_, fill)| match fill {
                    Fill::Variant(ty, _) => Some(ty.clone()),
                    _ => None,
                }));
                self.runtime.insert("record");
                if item.hides() {
                    self.runtime.insert("redacted_debug");
                }
            }
            Item::Enumeration(item) => {
                self.runtime.insert(if item.integers { "open_integers" } else { "open_enum" });
            }
            Item::Union(item) => {
                for variant in &item.variants {
                    self.ty(&variant.ty);
                }
                self.runtime.insert("union");
            }
            Item::Alias(item) => self.ty(&item.ty),
            Item::Wrapper(item) => {
                self.ty(&item.ty);
                self.runtime.insert("wrapper");
            }
            Item::CheckedString(_) => {
                self.runtime.insert("checked_string");
            }
            Item::Group(item) => {
                for method in &item.methods {
                    self.arguments(&method.arguments);
                    self.types.extend(method.bundle.clone());
                }
            }
            Item::BodyChoice(item) => {
                for variant in &item.variants {
                    self.ty(&variant.ty);
                }
            }
            Item::Operation(item) => self.operation(item),
            Item::Client(item) => {
                self.runtime.extend(["Core", "CoreBuilder", "Target", "client_options"]);
                if !item.schemes.is_empty() {
                    self.runtime.extend(["Credential", "Scheme"]);
                }
                if item.schemes.iter().any(|scheme| scheme.kind == SchemeKind::Basic) {
                    self.runtime.insert("Secret");
                }
                if !item.methods.is_empty() {
                    self.runtime.insert("Call");
                }
                self.begun(&item.methods);
            }
            Item::BlockingClient(item) => {
                self.runtime.extend(["Core", "CoreBuilder", "Target"]);
                if matches!(item.schemes.as_slice(), [only] if only.kind != SchemeKind::Basic) {
                    self.runtime.insert("Credential");
                }
                if matches!(item.schemes.as_slice(), [only] if only.kind == SchemeKind::Basic) {
                    self.runtime.insert("Secret");
                }
                if !item.methods.is_empty() {
                    self.runtime.insert("Call");
                }
                self.begun(&item.methods);
            }
            Item::Server(_) => {
                self.runtime.insert("Server");
            }
            Item::Headers(item) => item.types().for_each(|ty| self.ty(ty)),
            Item::Webhooks(item) => item.payloads.iter().for_each(|payloads| self.ty(&payloads.ty)),
            Item::ErrorBody(item) => {
                item.types().for_each(|ty| self.ty(ty));
            }
        }
    }

    fn operation(&mut self, item: &crate::rust::Operation) {
        self.arguments(&item.arguments);
        self.setters(&item.setters);
        for (_, ty) in &item.fields {
            self.ty(ty);
        }
        item.answers.types().for_each(|ty| self.ty(ty));
        if let Some(paging) = &item.paging {
            self.ty(&paging.item);
            self.runtime.extend(["Items", "Next", "Paginated", "Pages"]);
        }
        if item.fields.iter().any(|(_, ty)| mentions_checked(ty)) {
            self.runtime.insert("Checked");
        }
        for encoding in encodings(item) {
            self.runtime.insert("Encoding");
            if encoding.contains("Style::") {
                self.runtime.insert("Style");
            }
        }
        for style in styles(item) {
            self.runtime.insert("Style");
            if style.is_none() {
                self.runtime.insert("Json");
            }
        }
        let is_json = |step: &EncodeStep| matches!(step, EncodeStep::Query { writing: QueryWriting::Json, .. });
        if item.steps.iter().any(is_json) {
            self.runtime.insert("Json");
        }
        self.runtime.insert("Options");
        if !item.hidden.is_empty() {
            self.runtime.insert("redacted_debug");
        }
        self.constants.extend(item.security.iter().flatten().cloned());
        if item.idempotency.is_some() {
            self.runtime.insert("Idempotency");
        }
        if let Some(server) = &item.server {
            self.runtime.insert("OwnServer");
            self.constants.extend(server.usual.clone());
        }
    }
}

fn mentions_checked(ty: &Ty) -> bool {
    matches!(ty, Ty::Generic(outer, arguments) if outer == "Checked" || arguments.iter().any(mentions_checked))
        || matches!(ty, Ty::Tuple(items) if items.iter().any(mentions_checked))
}

/// How the properties of an operation's body are written, where the document says so.
fn encodings(item: &crate::rust::Operation) -> impl Iterator<Item = &String> {
    let writings = item.steps.iter().flat_map(|step| match step {
        EncodeStep::Body(BodyStep { writing: BodyWriting::One(writing), .. }) => vec![writing],
        EncodeStep::Body(BodyStep { writing: BodyWriting::Choice(_, variants), .. }) => {
            variants.iter().map(|(_, writing)| writing).collect()
        }
        EncodeStep::Query { .. } | EncodeStep::Parameter { .. } | EncodeStep::Constant { .. } => Vec::new(),
    });
    let queries = item.steps.iter().filter_map(|step| match step {
        EncodeStep::Query { writing: QueryWriting::Form(encodings), .. } => Some(encodings),
        _ => None,
    });
    writings.flat_map(|writing| &writing.encodings).chain(queries.flatten())
}

/// The styles of an operation's parameters; `None` is JSON.
fn styles(item: &crate::rust::Operation) -> impl Iterator<Item = &Option<String>> {
    let path = item.path.iter().filter_map(|step| match step {
        PathStep::Parameter { style, .. } => Some(style),
        PathStep::Literal(_) => None,
    });
    let others = item.steps.iter().filter_map(|step| match step {
        EncodeStep::Parameter { style, .. } | EncodeStep::Constant { style, .. } => Some(style),
        EncodeStep::Query { .. } | EncodeStep::Body(_) => None,
    });
    path.chain(others)
}
