//! A response that may be a page, and the parts of it that matter for pagination.

use super::names::{FOREIGN_LISTS, LISTS, ROOTS, WRAPPERS, folded};
use crate::analyze::finish::response_class::success;
use crate::analyze::schema::{Draft, resolved, struct_of};
use crate::media_type::MediaKind;
use crate::model::{Operation, Property, Response, Shape, Struct, Type};

/// The maximum depth of metadata in the objects around a list.
const DEPTH: usize = 3;

/// A response that may be a page.
#[derive(Clone, Copy)]
pub(super) struct Page<'d> {
    pub(super) drafts: &'d [Draft],
    /// The response.
    pub(super) response: &'d Response,
    /// The type of its JSON body.
    pub(super) body: &'d Type,
}

/// A property of a page with its location.
pub(super) struct PageProperty<'d> {
    pub(super) path: Vec<String>,
    pub(super) property: &'d Property,
}

impl PageProperty<'_> {
    /// Returns the folded name of the object that contains the property. Empty for the response itself.
    pub(super) fn outer(&self) -> String {
        self.path.iter().rev().nth(1).map(|name| folded(name)).unwrap_or_default()
    }
}

impl<'d> Page<'d> {
    /// Returns the success response of an operation if its body is JSON.
    pub(super) fn from_operation(drafts: &'d [Draft], operation: &'d Operation) -> Option<Self> {
        let response = success(operation)?;
        let content = response.contents.iter().find(|content| content.kind == MediaKind::Json)?;
        Some(Self { drafts, response, body: resolved(drafts, &content.ty) })
    }

    /// Returns the object that a type resolves to.
    pub(super) fn object(self, ty: &'d Type) -> Option<&'d Struct> {
        struct_of(self.drafts, ty)
    }

    /// Returns the object in the request body, if it is JSON.
    pub(super) fn asked(self, operation: &'d Operation) -> Option<&'d Struct> {
        let content = operation.body.as_ref()?.contents.iter().find(|content| content.kind == MediaKind::Json)?;
        self.object(&content.ty)
    }

    /// Returns the type of the items if a type is a list.
    pub(super) fn items_of(self, ty: &'d Type) -> Option<&'d Type> {
        if let Type::Array(item) = resolved(self.drafts, ty) { Some(item) } else { None }
    }

    pub(super) fn is_text(self, ty: &Type) -> bool {
        match resolved(self.drafts, ty) {
            Type::String => true,
            Type::Named(id) => self.drafts.get(id.index()).is_some_and(Draft::is_checked_string),
            _ => false,
        }
    }

    pub(super) fn is_integer(self, ty: &Type) -> bool {
        matches!(resolved(self.drafts, ty), Type::Integer(_))
    }

    pub(super) fn is_truth(self, ty: &Type) -> bool {
        *resolved(self.drafts, ty) == Type::Boolean
    }

    /// Returns the objects that can contain the list and its metadata: the response, and the objects in it with a usual
    /// name.
    pub(super) fn roots(self) -> Vec<(Vec<String>, &'d Struct)> {
        let Some(body) = self.object(self.body) else { return Vec::new() };
        let within = body.properties.iter().filter(|property| ROOTS.contains(&folded(&property.name).as_str()));
        let within = within.filter_map(|outer| Some((vec![outer.name.clone()], self.object(&outer.ty)?)));
        std::iter::once((Vec::new(), body)).chain(within).collect()
    }

    /// Returns the list: one with a usual name, or else the only list of objects.
    pub(super) fn list(self, root: &'d Struct) -> Option<&'d Property> {
        let lists = || root.properties.iter().filter(|property| self.items_of(&property.ty).is_some());
        let usual = |name: &str| lists().find(|property| folded(&property.name) == name);
        if let Some(list) = LISTS.iter().find_map(|name| usual(name)) {
            return Some(list);
        }
        let is_object = |property: &&Property| {
            let object = |ty| *resolved(self.drafts, ty) == Type::Object || self.is_composed(ty);
            self.items_of(&property.ty).is_some_and(object) && !FOREIGN_LISTS.contains(&folded(&property.name).as_str())
        };
        let mut objects = lists().filter(is_object);
        let first = objects.next()?;
        objects.next().is_none().then_some(first)
    }

    fn is_composed(self, ty: &Type) -> bool {
        let Type::Named(id) = resolved(self.drafts, ty) else { return false };
        self.drafts.get(id.index()).is_some_and(|draft| matches!(draft.shape, Shape::Struct(_) | Shape::Union(_)))
    }

    /// Returns the property with the most likely of these names, in the object or in the metadata objects within it.
    pub(super) fn find(
        self,
        root: &(Vec<String>, &'d Struct),
        names: &[&str],
        fits: &dyn Fn(&PageProperty<'d>) -> bool,
    ) -> Option<PageProperty<'d>> {
        names.iter().find_map(|name| self.find_named(&root.0, root.1, name, fits, DEPTH))
    }

    fn find_named(
        self,
        path: &[String],
        body: &'d Struct,
        name: &str,
        fits: &dyn Fn(&PageProperty<'d>) -> bool,
        depth: usize,
    ) -> Option<PageProperty<'d>> {
        let at = |property: &Property| path.iter().cloned().chain([property.name.clone()]).collect::<Vec<_>>();
        let named = body.properties.iter().filter(|property| folded(&property.name) == name);
        let mut found = named.map(|property| PageProperty { path: at(property), property }).filter(|found| fits(found));
        if let Some(found) = found.next() {
            return Some(found);
        }
        let depth = depth.checked_sub(1)?;
        body.properties
            .iter()
            .filter(|outer| WRAPPERS.contains(&folded(&outer.name).as_str()))
            .find_map(|outer| self.find_named(&at(outer), self.object(&outer.ty)?, name, fits, depth))
    }
}
