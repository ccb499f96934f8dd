//! Lists the public items of a generated crate, each with its place in the API description and its form on the wire.
//! The listing is only an output. This module does not depend on the comparison of listings.

mod choices;
mod client;
mod expanded;
mod fingerprint;
mod item;
mod models;
mod oauth;
mod operations;
mod rules;
mod scope;
mod text;
mod types;

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::model::Api;
use crate::rust::{self, Module};
use crate::source_map::SourceMap;
use scope::Scope;

pub use choices::{choices, parts};
pub use fingerprint::fingerprint;
pub use item::{Item, ItemKind, Surface};
pub use text::{Unreadable, crate_name, is_listing, released};

/// The file of the listing in the folder of a crate.
pub const FILE: &str = "api.txt";

/// The file of the listing of the last release, in the same folder.
pub const RELEASED_FILE: &str = "api.released.txt";

/// Lists the public items of a crate, with their places in the document if there is a source map. The document is in the shape of
/// OpenAPI 3.0.
#[must_use]
pub fn surface(document: &Value, api: &Api, crate_: &rust::Crate, source_map: Option<&SourceMap>) -> Surface {
    let scope = Scope::new(document, api, crate_, source_map);
    let gated = gated(crate_);
    let has_features = crate_.form == rust::Form::Crate;
    let mut items = if has_features { features(&scope) } else { Vec::new() };
    for module in &crate_.modules {
        let feature = feature(crate_, &gated, module);
        let listed = module.items.iter().flat_map(|item| of_item(&scope, item));
        items.extend(listed.map(|item| match &feature {
            // Members have the feature of the item that contains them.
            Some(feature) if !item.parent().contains(char::is_uppercase) => item.mark(format!("feature({feature})")),
            _ => item,
        }));
        items.extend(modules(module, feature.as_deref()));
    }
    if !has_features {
        for item in &mut items {
            item.marks.retain(|mark| !mark.starts_with("feature("));
        }
    }
    items.sort();
    items.dedup();
    let places = scope.identities.into_places();
    Surface {
        name: crate_.manifest.name.clone(),
        version: crate_.manifest.version.clone(),
        runtime: String::new(),
        items,
        places,
        documents: BTreeMap::new(),
    }
}

/// Marks the models of a document that are those of an earlier document, whose module is the home of each.
pub(crate) fn mark_shared(surface: &mut Surface, crate_: &rust::Crate) {
    let models = crate_.modules.iter().filter(|module| matches!(module.path.as_slice(), [home] if home == "models"));
    let shared = models.flat_map(|models| &models.children).filter_map(|child| Some((child, child.shared.as_deref()?)));
    let foreign = shared.filter(|(_, home)| *home != crate_.module_name());
    let homes: HashMap<String, &str> = foreign
        .flat_map(|(child, home)| child.names.iter().map(move |name| (format!("models::{name}"), home)))
        .collect();
    for item in &mut surface.items {
        let is_type = matches!(item.kind, ItemKind::Struct | ItemKind::Enum | ItemKind::Type);
        if let Some(home) = homes.get(&item.path).filter(|_| is_type) {
            item.marks.push(format!("same({home}::{})", item.path));
        }
    }
}

fn of_item(scope: &Scope<'_>, item: &rust::Item) -> Vec<Item> {
    match item {
        rust::Item::Struct(item) => models::structure(scope, item),
        rust::Item::Enumeration(item) => models::enumeration(scope, item),
        rust::Item::Union(item) => models::union(scope, item),
        rust::Item::Alias(item) => models::alias(scope, item),
        rust::Item::Wrapper(item) => models::wrapper(scope, item),
        rust::Item::CheckedString(item) => models::checked_string(scope, item),
        rust::Item::OwnCodecs(_) | rust::Item::Exports(_) => Vec::new(),
        rust::Item::Group(item) => operations::group(scope, item),
        rust::Item::Operation(item) => operations::operation(scope, item),
        rust::Item::BodyChoice(item) => operations::body_choice(scope, item),
        rust::Item::Headers(item) => client::headers(scope, item),
        rust::Item::Webhooks(item) => client::webhooks(scope, item),
        rust::Item::OAuthServer(item) => oauth::server(scope, item),
        rust::Item::Client(item) => client::client(scope, item),
        rust::Item::BlockingClient(item) => client::blocking(scope, item),
        rust::Item::Server(item) => client::server(scope, item),
        rust::Item::ErrorBody(item) => client::error_body(scope, item),
    }
}

/// Returns the features that depend on the document.
fn features(scope: &Scope<'_>) -> Vec<Item> {
    let manifest = &scope.crate_.manifest;
    let mut items = Vec::new();
    for group in scope.client().into_iter().flat_map(|client| &client.groups) {
        items.push(Item::new(ItemKind::Feature, &group.feature, "").mark("default").at(&scope.tag(group.index)));
    }
    if manifest.webhook_payloads {
        items.push(Item::new(ItemKind::Feature, rust::WEBHOOK_PAYLOADS, "").mark("default").at("webhooks"));
    }
    if manifest.runtime_modules.contains(&rust::RuntimeModule::Webhook) {
        items.push(Item::new(ItemKind::Feature, rust::WEBHOOK_SIGNATURES, "").at("webhooks"));
    }
    if manifest.runtime_modules.contains(&rust::RuntimeModule::OAuth) {
        items.push(Item::new(ItemKind::Feature, rust::OAUTH, "").at("oauth"));
    }
    items
}

/// Returns the features of modules by the path of the parent and the name of the module.
fn gated(crate_: &rust::Crate) -> HashMap<(&[String], &str), &[String]> {
    let children = crate_.modules.iter().flat_map(|parent| {
        parent.children.iter().map(|child| ((parent.path.as_slice(), child.name.as_str()), child.features.as_slice()))
    });
    children.filter(|(_, features)| !features.is_empty()).collect()
}

/// Returns the feature that a module requires, or the features of which it requires any one.
fn feature(crate_: &rust::Crate, gated: &HashMap<(&[String], &str), &[String]>, module: &Module) -> Option<String> {
    let (name, above) = module.path.split_last()?;
    if above.is_empty() {
        return match name.as_str() {
            "blocking" => Some("blocking".to_owned()),
            "oauth" => Some(rust::OAUTH.to_owned()),
            "webhooks" if crate_.manifest.webhook_payloads => Some(rust::WEBHOOK_PAYLOADS.to_owned()),
            _ => None,
        };
    }
    gated.get(&(above, name.as_str())).map(|features| features.join(", "))
}

/// Returns the module itself, if it is public.
fn modules(module: &Module, feature: Option<&str>) -> Option<Item> {
    let [name] = module.path.as_slice() else { return None };
    let is_public = matches!(name.as_str(), "blocking" | "models" | "oauth" | "operations" | "servers" | "webhooks");
    let is_own = matches!(name.as_str(), "oauth" | "webhooks");
    let item = Item::new(ItemKind::Mod, name, "").at(if is_own { name } else { "" });
    is_public.then(|| match feature {
        Some(feature) => item.mark(format!("feature({feature})")),
        None => item,
    })
}
