//! A listing and its items. Each item is a line of `api.txt`.

use std::collections::BTreeMap;

use crate::path::SpecPath;

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
    /// The listings of the documents by their modules, if the crate has several. They have no name, version and runtime.
    pub documents: BTreeMap<String, Surface>,
}

impl Surface {
    /// Returns the place of an identity in a document; the document is empty if the crate has only one.
    #[must_use]
    pub fn place(&self, document: &str, identity: &str) -> Option<&SpecPath> {
        if document.is_empty() {
            return self.places.get(identity);
        }
        self.documents.get(document)?.places.get(identity)
    }
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
    pub(super) fn new(kind: ItemKind, path: impl Into<String>, signature: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            kind,
            signature: signature.into(),
            marks: Vec::new(),
            identity: String::new(),
            wire: Vec::new(),
        }
    }

    pub(super) fn at(mut self, identity: &str) -> Self {
        identity.clone_into(&mut self.identity);
        self
    }

    pub(super) fn mark(mut self, mark: impl Into<String>) -> Self {
        self.marks.push(mark.into());
        self
    }

    pub(super) fn mark_if(self, condition: bool, mark: &str) -> Self {
        if condition { self.mark(mark) } else { self }
    }

    pub(super) fn wire(mut self, key: &str, value: impl Into<String>) -> Self {
        self.wire.push((key.to_owned(), value.into()));
        self
    }

    pub(super) fn wires(mut self, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
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

    /// Returns the path of the equal model that defines the type, if the item is an alias for this reason. Marks with the module of
    /// another document are about something else.
    #[must_use]
    pub fn shared(&self) -> Option<&str> {
        self.marked("same").find(|owner| is_shared(owner))
    }

    /// Returns the models of other documents that are the same type.
    pub fn in_documents(&self) -> impl Iterator<Item = &str> {
        self.marked("same").filter(|owner| !is_shared(owner))
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

/// Returns true for the path of a model in the same document.
fn is_shared(owner: &str) -> bool {
    owner.strip_prefix("models::").is_some_and(|name| !name.contains("::"))
}

fn parent(path: &str) -> &str {
    match path.rfind('[') {
        Some(end) => path.get(..end).unwrap_or_default(),
        None => path.rsplit_once("::").map_or("", |(parent, _)| parent),
    }
}
