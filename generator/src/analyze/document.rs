//! The document with the indices that are built before any schema is interned. Nothing in it changes afterwards.

use std::cell::RefCell;
use std::collections::HashMap;

use super::schema::{AppliedAnnotations, Inheritance};
use crate::model::SchemaId;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// The document with its lists of components and operations.
pub(super) struct Document<'d> {
    /// The tree of values.
    pub(super) tree: DocumentTree<'d>,
    /// The places of the component schemas. The index of one is its [`SchemaId`].
    components: Vec<SpecPath>,
    ids: HashMap<SpecPath, SchemaId>,
    /// The pointer to the object that contains all of them.
    component_place: String,
    /// The parents and children among the component schemas, by `allOf`.
    pub(super) inheritance: Inheritance,
    /// The index of the operation at a place.
    pub(super) operations: HashMap<SpecPath, usize>,
    /// The template of the path item at a place.
    pub(super) path_items: HashMap<SpecPath, String>,
    /// The cached names of the alternatives of each `oneOf` and `anyOf`.
    pub(super) variant_names: RefCell<HashMap<SpecPath, Vec<String>>>,
    /// The cached annotations that apply to a place.
    pub(super) annotations: AppliedAnnotations,
}

impl<'d> Document<'d> {
    /// Lists the component schemas of a document and assigns their ids.
    pub(super) fn new(tree: DocumentTree<'d>) -> Self {
        let components = component_schemas(&tree);
        let inheritance = Inheritance::read(&tree, &components);
        let ids = components.iter().cloned().enumerate().map(|(index, path)| (path, SchemaId::new(index))).collect();
        let first = components.first().map(|path| path.pointer().to_owned());
        let place = first.as_deref().and_then(|pointer| pointer.rsplit_once('/')).map(|(place, _)| place.to_owned());
        Self {
            tree,
            components,
            ids,
            component_place: place.unwrap_or_default(),
            inheritance,
            operations: HashMap::new(),
            path_items: HashMap::new(),
            variant_names: RefCell::default(),
            annotations: AppliedAnnotations::default(),
        }
    }

    /// Returns the component schemas with their ids, in document order.
    pub(super) fn components(&self) -> impl Iterator<Item = (SchemaId, &SpecPath)> {
        self.components.iter().enumerate().map(|(index, path)| (SchemaId::new(index), path))
    }

    /// Returns the id of the component schema at `path`.
    pub(super) fn component(&self, path: &SpecPath) -> Option<SchemaId> {
        // Most places are not components. Comparing the prefix is faster than hashing the path.
        let name = path.pointer().strip_prefix(self.component_place.as_str())?;
        name.rfind('/').filter(|&slash| slash == 0).and_then(|_| self.ids.get(path)).copied()
    }

    /// Returns the id of the component schema at `path`, or of the first component along the references there.
    pub(super) fn component_behind(&self, path: &SpecPath) -> Option<SchemaId> {
        self.tree.steps(path).find_map(|place| self.component(&place))
    }
}

fn component_schemas(tree: &DocumentTree<'_>) -> Vec<SpecPath> {
    let components = SpecPath::root().child("components");
    let Some(raw) = tree.get(&components).and_then(serde_json::Value::as_object) else { return Vec::new() };
    super::node::children(tree, &components, raw, "schemas").into_iter().map(|(_, path)| path).collect()
}
