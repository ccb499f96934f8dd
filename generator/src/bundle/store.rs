//! Stores the trees of all files, opens further files, and follows references through them. It makes no decisions
//! about the targets.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde_json::Value;

use super::schema_names::{Addresses, anchors};
use super::uri::{self, Refused, Target};
use super::walk::{self, Reference};
use super::{Open, Unread, self_uri};
use crate::address;
use crate::diag::Diagnostics;
use crate::nearest::nearest;
use crate::path::{DocumentId, SpecPath};

/// The maximum length of a chain of references.
const MAX_HOPS: usize = 64;

/// The opened files.
pub(super) struct Store<'a, 'o> {
    /// The paths of the files, below the root folder.
    pub(super) paths: BTreeMap<DocumentId, String>,
    pub(super) diagnostics: &'a mut Diagnostics,
    open: &'a mut Open<'o>,
    trees: BTreeMap<DocumentId, Rc<Value>>,
    opened: BTreeMap<String, Result<DocumentId, Unread>>,
    /// The `$self` URIs of files.
    addresses: BTreeMap<DocumentId, String>,
    /// The first file with each `$self` URI.
    by_address: HashMap<String, DocumentId>,
    /// The schemas with anchors, for each file in which one was looked up.
    anchors: HashMap<DocumentId, HashMap<String, SpecPath>>,
    /// The `$id`s of the document's schemas, after the first lookup.
    schemas: Option<Addresses>,
}

/// A reference that cannot be resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    /// The place of the reference. In a chain, it is the last one.
    pub(super) place: SpecPath,
    /// The text of the reference.
    pub(super) text: String,
    /// The reason.
    pub(super) why: Why,
}

/// The reasons why a reference cannot be resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// Files at this location are never read.
    Refused(Refused),
    /// The file at this path cannot be read.
    Unread(String, Unread),
    /// The target does not exist. The text is a similar reference that does.
    Dangling(Option<String>),
    /// The reference leads to itself.
    Cycle,
    /// The reference is the `$id` of a schema, which a later stage resolves.
    Known,
}

impl<'a, 'o> Store<'a, 'o> {
    pub(super) fn new(document: Value, name: &str, open: &'a mut Open<'o>, diagnostics: &'a mut Diagnostics) -> Self {
        let address = self_uri::read(&document);
        Self {
            by_address: address.iter().map(|address| (address.clone(), DocumentId::ROOT)).collect(),
            addresses: address.into_iter().map(|address| (DocumentId::ROOT, address)).collect(),
            anchors: HashMap::new(),
            schemas: None,
            paths: BTreeMap::from([(DocumentId::ROOT, name.to_owned())]),
            diagnostics,
            open,
            trees: BTreeMap::from([(DocumentId::ROOT, Rc::new(document))]),
            opened: BTreeMap::from([(name.to_owned(), Ok(DocumentId::ROOT))]),
        }
    }

    pub(super) fn into_trees(self) -> BTreeMap<DocumentId, Value> {
        self.trees.into_iter().map(|(id, tree)| (id, Rc::unwrap_or_clone(tree))).collect()
    }

    pub(super) fn tree(&self, document: DocumentId) -> Option<Rc<Value>> {
        self.trees.get(&document).cloned()
    }

    pub(super) fn get(&self, place: &SpecPath) -> Option<&Value> {
        self.trees.get(&place.document())?.pointer(place.pointer())
    }

    /// Returns true if a reference within a file has a target in this file.
    pub(super) fn is_there(&self, reference: &Reference) -> bool {
        let mut at = SpecPath::in_document(reference.place.document());
        for token in reference.text.trim_start_matches('#').split('/').skip(1) {
            let Some(next) = self.step(&at, token) else {
                return self.get(&at).is_some_and(|value| walk::reference(value).is_some());
            };
            at = next;
        }
        true
    }

    /// Follows a reference to its final target, whose value is not a plain reference.
    pub(super) fn follow(&mut self, place: &SpecPath, text: &str) -> Result<SpecPath, Lost> {
        self.follow_within(place, text, MAX_HOPS)
    }

    fn follow_within(&mut self, place: &SpecPath, text: &str, hops: usize) -> Result<SpecPath, Lost> {
        let lost = |why| Lost { place: place.clone(), text: text.to_owned(), why };
        if self.has_address(place, text) {
            return Err(lost(Why::Known));
        }
        let Some(hops) = hops.checked_sub(1) else { return Err(lost(Why::Cycle)) };
        let from = self.paths.get(&place.document()).map_or("", String::as_str);
        let (target, fragment) = uri::target(from, text);
        let document = match target {
            Target::Here => place.document(),
            Target::File(path) => match self.by_address(place, text) {
                Some(document) => document,
                None => self.open(&path).map_err(|unread| lost(Why::Unread(path, unread)))?,
            },
            Target::Refused(refused) => self.by_address(place, text).ok_or_else(|| lost(Why::Refused(refused)))?,
        };
        let fragment = fragment.unwrap_or_default();
        let found = self.resolve_fragment(document, fragment, hops);
        let found = match found {
            // Some authors write files as if they were included in the document.
            Err(_) if document != DocumentId::ROOT && text.starts_with("#/") => {
                let nested = self.nested(place, text, hops).ok_or(FragmentError::Nothing(None));
                nested.or_else(|_| self.resolve_fragment(DocumentId::ROOT, fragment, hops)).or(found)
            }
            found => found,
        };
        match found {
            Ok(found) => self.through(found, hops),
            Err(FragmentError::Lost(lost)) => Err(*lost),
            Err(FragmentError::Nothing(nearest)) => {
                let nearest = nearest.map(|near| format!("{}#{near}", text.split('#').next().unwrap_or_default()));
                Err(lost(Why::Dangling(nearest)))
            }
        }
    }

    /// Follows the value at `place` if it is a plain reference.
    fn through(&mut self, place: SpecPath, hops: usize) -> Result<SpecPath, Lost> {
        let value = self.get(&place);
        let text = value.filter(|value| value.as_object().is_some_and(walk::is_alone)).and_then(walk::reference);
        match text.map(str::to_owned) {
            Some(text) => self.follow_within(&place, &text, hops),
            None => Ok(place),
        }
    }

    fn resolve_fragment(
        &mut self,
        document: DocumentId,
        fragment: &str,
        hops: usize,
    ) -> Result<SpecPath, FragmentError> {
        let mut at = SpecPath::in_document(document);
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return self.anchor(document, fragment).ok_or(FragmentError::Nothing(None));
        }
        for token in fragment.split('/').skip(1) {
            let mut next = self.step(&at, token);
            let text = self.get(&at).and_then(walk::reference).map(str::to_owned);
            if let (None, Some(text)) = (&next, text) {
                at = self.follow_within(&at, &text, hops).map_err(|lost| FragmentError::Lost(Box::new(lost)))?;
                next = self.step(&at, token);
            }
            at = next.ok_or_else(|| FragmentError::Nothing(self.nearest(&at, token)))?;
        }
        Ok(at)
    }

    /// Returns the child for a token of a reference, either literal or percent-encoded.
    fn step(&self, at: &SpecPath, token: &str) -> Option<SpecPath> {
        let object = self.get(at)?;
        let unescape = |token: &str| token.replace("~1", "/").replace("~0", "~");
        let child = |key: &str| match object {
            Value::Object(members) => members.contains_key(key).then(|| at.child(key)),
            Value::Array(items) => key.parse().ok().filter(|index| *index < items.len()).map(|index| at.index(index)),
            _ => None,
        };
        child(&unescape(token)).or_else(|| match uri::decode(token) {
            Cow::Owned(decoded) => child(&unescape(&decoded)),
            Cow::Borrowed(_) => None,
        })
    }

    fn nearest(&self, at: &SpecPath, token: &str) -> Option<String> {
        let members = self.get(at)?.as_object()?;
        let near = nearest(token, members.keys().map(String::as_str))?;
        Some(at.child(near).pointer().to_owned())
    }

    /// Returns the schema with this anchor.
    fn anchor(&mut self, document: DocumentId, name: &str) -> Option<SpecPath> {
        let tree = self.trees.get(&document)?;
        self.anchors.entry(document).or_insert_with(|| anchors(document, tree)).get(name).cloned()
    }

    /// Resolves `#/$defs/Inner` in the nearest schema around the reference.
    fn nested(&mut self, place: &SpecPath, text: &str, hops: usize) -> Option<SpecPath> {
        let fragment =
            text.strip_prefix('#').filter(|rest| rest.starts_with("/$defs/") || rest.starts_with("/definitions/"))?;
        let mut around = place.parent();
        while let Some(schema) = around {
            let pointer = format!("{}{fragment}", schema.pointer());
            if self.get(&schema).is_some_and(|value| value.pointer(fragment).is_some()) {
                return self.resolve_fragment(place.document(), &pointer, hops).ok();
            }
            around = schema.parent();
        }
        None
    }

    /// Returns true if a reference, resolved against its base URI, is the `$id` of a schema in the document.
    fn has_address(&mut self, place: &SpecPath, text: &str) -> bool {
        let address = text.split('#').next().unwrap_or_default();
        let Some(root) = self.trees.get(&DocumentId::ROOT).filter(|_| !address.is_empty()) else { return false };
        let absolute = address::join(&self.base(place), address);
        if !absolute.contains(':') {
            return false;
        }
        let own = self.addresses.get(&DocumentId::ROOT).map_or("", String::as_str);
        self.schemas.get_or_insert_with(|| Addresses::collect(root, own)).contain(address, &absolute)
    }

    /// Returns the base URI of a place: the `$id`s around it, resolved against `$self`.
    fn base(&self, place: &SpecPath) -> String {
        let mut base = self.addresses.get(&place.document()).cloned().unwrap_or_default();
        let mut at = SpecPath::in_document(place.document());
        for token in place.tokens().map(Some).chain([None]) {
            if let Some(id) = self.get(&at).and_then(|value| value.get("$id")).and_then(Value::as_str) {
                base = address::join(&base, id);
            }
            if let Some(token) = token {
                at = at.child(&token);
            }
        }
        base
    }

    /// Returns the file at the URI of a reference: the file with this `$self`, or the file at the corresponding path
    /// relative to the `$self` of the file with the reference.
    fn by_address(&mut self, place: &SpecPath, text: &str) -> Option<DocumentId> {
        let own = self.addresses.get(&place.document())?.clone();
        let address = address::join(&self.base(place), text.split('#').next()?);
        if let Some(document) = self.by_address.get(&address) {
            return Some(*document);
        }
        let from = self.paths.get(&place.document()).map_or("", String::as_str);
        let Target::File(path) = uri::target(from, &self_uri::path(&own, &address)?).0 else { return None };
        let paths = ["", ".yaml", ".yml", ".json"].map(|ending| format!("{path}{ending}"));
        paths.iter().find_map(|path| self.open(path).ok())
    }

    fn open(&mut self, path: &str) -> Result<DocumentId, Unread> {
        if let Some(opened) = self.opened.get(path) {
            return opened.clone();
        }
        let opened = (self.open)(path, self.diagnostics).map(|(id, mut tree)| {
            super::repair_refs::repair(&mut tree, id, self.diagnostics);
            if let Some(address) = self_uri::read(&tree) {
                self.by_address.entry(address.clone()).or_insert(id);
                self.addresses.insert(id, address);
            }
            self_uri::rewrite(&mut tree);
            self.trees.insert(id, Rc::new(tree));
            self.paths.insert(id, path.to_owned());
            id
        });
        self.opened.insert(path.to_owned(), opened.clone());
        opened
    }
}

/// The reason why a fragment cannot be resolved within a file.
enum FragmentError {
    Nothing(Option<String>),
    Lost(Box<Lost>),
}
