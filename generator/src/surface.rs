//! Lists the public items of a generated crate, each with its place in the API description and its form on the wire.
//! The listing is only an output. This module does not depend on the comparison of listings.

mod client;
mod fingerprint;
mod identity;
mod models;
mod operations;
mod rules;
mod text;
mod types;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::Api;
use crate::path::SpecPath;
use crate::rust::{self, Directory, Module};
use crate::source_map::SourceMap;
use identity::Identities;

pub use fingerprint::fingerprint;
pub use text::{Unreadable, crate_name, is_listing, released};

/// The file of the listing in the folder of a crate.
pub const FILE: &str = "api.txt";

/// The file of the listing of the last release, in the same folder.
pub const RELEASED_FILE: &str = "api.released.txt";

/// The listing of a crate.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The name of the crate.
    pub name: String,
    /// The version of the crate.
    pub version: String,
    /// The version of the package of the runtime, or the fingerprint of the public items of the copy.
    pub runtime: String,
    /// The items, sorted.
    pub items: Vec<Item>,
    /// The places of the identities, if the listing was made from a document. They are not part of the text.
    pub places: BTreeMap<String, SpecPath>,
}

/// A public item, or a part of a request or response that has no item of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// The path from the root of the crate: `models::Pet::name`.
    pub path: String,
    /// The kind.
    pub kind: ItemKind,
    /// The source after the path, such as `: Option<String>`.
    pub signature: String,
    /// Derives, features and similar marks, such as `non_exhaustive`.
    pub marks: Vec<String>,
    /// The place in the API description, such as `GET /pets query:limit`. Empty if the item has none.
    pub identity: String,
    /// The form on the wire, by keyword.
    pub wire: Vec<(String, String)>,
}

macro_rules! kinds {
    ($($variant:ident $name:literal $docs:literal)*) => {
        /// The kind of an item.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ItemKind {
            $(#[doc = $docs] $variant,)*
        }

        impl ItemKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the keyword in the listing.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    Feature "feature" "A feature of the crate."
    Mod "mod" "A module."
    Struct "struct" "A struct."
    Enum "enum" "An enum."
    Type "type" "An alias."
    Const "const" "A constant."
    Field "field" "A field of a struct."
    Variant "variant" "A variant of an enum."
    Assoc "assoc" "An associated type."
    New "new" "A function that creates a value."
    Begin "begin" "A method that begins an operation."
    Set "set" "A method that sets an optional value."
    Clear "clear" "A method that sets a value to `null`."
    Send "send" "A method that sends an operation."
    Fn "fn" "Another function or method."
    Argument "argument" "A required input of an operation, which its constructors take."
    Fixed "fixed" "A parameter with one allowed value, which the client sends."
    Response "response" "A response of an operation."
}

impl Item {
    fn new(kind: ItemKind, path: impl Into<String>, signature: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            kind,
            signature: signature.into(),
            marks: Vec::new(),
            identity: String::new(),
            wire: Vec::new(),
        }
    }

    fn at(mut self, identity: &str) -> Self {
        identity.clone_into(&mut self.identity);
        self
    }

    fn mark(mut self, mark: impl Into<String>) -> Self {
        self.marks.push(mark.into());
        self
    }

    fn mark_if(self, condition: bool, mark: &str) -> Self {
        if condition { self.mark(mark) } else { self }
    }

    fn wire(mut self, key: &str, value: impl Into<String>) -> Self {
        self.wire.push((key.to_owned(), value.into()));
        self
    }

    fn wires(mut self, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        self.wire.extend(pairs);
        self
    }

    /// Returns a value of the form on the wire.
    #[must_use]
    pub fn on_wire(&self, key: &str) -> Option<&str> {
        self.wire.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Returns true if the item has this mark.
    #[must_use]
    pub fn is_marked(&self, mark: &str) -> bool {
        self.marks.iter().any(|one| one == mark)
    }

    /// Returns the arguments of a mark, for example `Debug, Clone` of `derive(Debug, Clone)`.
    pub fn marked<'a>(&'a self, mark: &'a str) -> impl Iterator<Item = &'a str> {
        let inside = move |one: &'a String| one.strip_prefix(mark)?.strip_prefix('(')?.strip_suffix(')');
        self.marks.iter().filter_map(inside).flat_map(crate::text::top_level)
    }

    /// Returns the path of the containing item. Empty at the root.
    #[must_use]
    pub fn parent(&self) -> &str {
        parent(&self.path)
    }

    /// Returns the name of the item.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.strip_prefix(self.parent()).unwrap_or(&self.path).trim_start_matches("::")
    }
}

fn parent(path: &str) -> &str {
    match path.rfind('[') {
        Some(end) => path.get(..end).unwrap_or_default(),
        None => path.rsplit_once("::").map_or("", |(parent, _)| parent),
    }
}

/// The input of every part of this stage.
struct Scope<'a> {
    document: &'a Value,
    api: &'a Api,
    crate_: &'a rust::Crate,
    directory: Directory<'a>,
    identities: Identities<'a>,
}

/// Lists the public items of a crate. The document is in the shape of OpenAPI 3.0.
#[must_use]
pub fn surface(document: &Value, api: &Api, crate_: &rust::Crate, source_map: &SourceMap) -> Surface {
    let directory = Directory::new(&crate_.modules);
    let scope = Scope { document, api, crate_, directory, identities: Identities::new(api, source_map) };
    let mut items = features(&scope);
    for module in &crate_.modules {
        let feature = feature(crate_, module);
        let listed = module.items.iter().flat_map(|item| of_item(&scope, item));
        items.extend(listed.map(|item| match &feature {
            // Members have the feature of the item that contains them.
            Some(feature) if !item.parent().contains(char::is_uppercase) => item.mark(format!("feature({feature})")),
            _ => item,
        }));
        items.extend(modules(module, feature.as_deref()));
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
        rust::Item::OwnCodecs(_) => Vec::new(),
        rust::Item::Group(item) => operations::group(scope, item),
        rust::Item::Operation(item) => operations::operation(scope, item),
        rust::Item::BodyChoice(item) => operations::body_choice(scope, item),
        rust::Item::Headers(item) => client::headers(scope, item),
        rust::Item::Webhooks(item) => client::webhooks(scope, item),
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
    items
}

impl Scope<'_> {
    fn client(&self) -> Option<&rust::Client> {
        self.crate_.modules.iter().flat_map(|module| &module.items).find_map(|item| match item {
            rust::Item::Client(client) => Some(&**client),
            _ => None,
        })
    }

    /// Returns the identity of a group of operations, by its feature.
    fn tag(&self, group: usize) -> String {
        let of_client = self.client().and_then(|client| client.groups.iter().find(|one| one.index == group));
        let Some(of_client) = of_client else { return String::new() };
        let identity = format!("tag:{}", of_client.feature);
        let groups = self.crate_.modules.iter().flat_map(|module| &module.items).filter_map(|item| match item {
            rust::Item::Group(own) if own.index == group => own.methods.first(),
            _ => None,
        });
        let operations = groups.filter_map(|method| self.api.operations.get(method.operation.0));
        let mut tags = operations.filter_map(|operation| operation.tags.first());
        let name = tags.next();
        match self.api.tags.iter().find(|tag| Some(&tag.name) == name).map(|tag| &tag.path) {
            Some(place) => self.identities.note(identity, place),
            None => identity,
        }
    }
}

/// Returns the feature that a module requires.
fn feature(crate_: &rust::Crate, module: &Module) -> Option<String> {
    let (name, above) = module.path.split_last()?;
    if above.is_empty() {
        return match name.as_str() {
            "blocking" => Some("blocking".to_owned()),
            "webhooks" if crate_.manifest.webhook_payloads => Some(rust::WEBHOOK_PAYLOADS.to_owned()),
            _ => None,
        };
    }
    let parent = crate_.modules.iter().find(|parent| parent.path == above)?;
    parent.children.iter().find(|child| child.name == *name)?.feature.clone()
}

/// Returns the module itself, if it is public.
fn modules(module: &Module, feature: Option<&str>) -> Option<Item> {
    let [name] = module.path.as_slice() else { return None };
    let is_public = matches!(name.as_str(), "blocking" | "models" | "operations" | "servers" | "webhooks");
    let item = Item::new(ItemKind::Mod, name, "").at(if name == "webhooks" { name } else { "" });
    is_public.then(|| match feature {
        Some(feature) => item.mark(format!("feature({feature})")),
        None => item,
    })
}
