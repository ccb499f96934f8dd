//! Finds the lists and objects that a type can contain.

use std::collections::{BTreeSet, HashMap};

use crate::analyze::schema::{Draft, struct_of};
use crate::model::{Additional, PropertiesByName, SchemaId, Shape, Type, through_aliases_and_null};

/// The lists and objects that a type contains within a list or an object.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set of independent flags")]
pub(super) struct Contents {
    /// The type itself can be a list.
    pub(super) is_list: bool,
    /// Lists of scalars as members of the outermost object.
    pub(super) lists_in_objects: bool,
    /// Lists as items of lists.
    pub(super) lists_in_lists: bool,
    /// Objects within a list or an object, with any contents.
    pub(super) objects: bool,
    /// Values of any type, which may be lists and objects.
    pub(super) open: bool,
}

impl Contents {
    pub(super) const ALL: Self =
        Self { is_list: true, lists_in_objects: true, lists_in_lists: true, objects: true, open: true };

    /// Returns true if there can be lists or objects within a list or an object.
    pub(super) fn any(self) -> bool {
        self.lists_in_objects || self.lists_in_lists || self.objects || self.open
    }

    /// Describes the contents that are not in `defined`. Values of any type may be scalars, so they do not count.
    pub(super) fn beyond(self, defined: Self) -> Option<&'static str> {
        [
            (self.objects && !defined.objects, "objects in its items"),
            (self.lists_in_lists && !defined.lists_in_lists, "lists in lists"),
            (self.lists_in_objects && !defined.lists_in_objects, "lists in an object"),
        ]
        .into_iter()
        .find_map(|(is_beyond, words)| is_beyond.then_some(words))
    }
}

/// The container of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Inside {
    Nothing,
    /// The outermost object.
    Object,
    List,
    /// An object within another container.
    Deeper,
}

/// The contents of schemas that were looked up. Very many operations can share one.
#[derive(Debug, Default)]
pub(super) struct Known(HashMap<SchemaId, Contents>);

impl Known {
    /// Returns the contents of a type.
    pub(super) fn contents(&mut self, drafts: &[Draft], ty: &Type) -> Contents {
        match ty {
            Type::Named(id) => *self.0.entry(*id).or_insert_with(|| contents(drafts, ty)),
            _ => contents(drafts, ty),
        }
    }
}

fn contents(drafts: &[Draft], ty: &Type) -> Contents {
    let mut search =
        Search { drafts, seen: BTreeSet::new(), next: vec![(ty, Inside::Nothing)], found: Contents::default() };
    while let Some((ty, inside)) = search.next.pop() {
        search.enter(ty, inside);
    }
    search.found
}

struct Search<'a> {
    drafts: &'a [Draft],
    seen: BTreeSet<(SchemaId, Inside)>,
    /// The types to visit. This is a list because chains of schemas can be long.
    next: Vec<(&'a Type, Inside)>,
    found: Contents,
}

impl<'a> Search<'a> {
    fn enter(&mut self, ty: &'a Type, inside: Inside) {
        match ty {
            Type::Nullable(inner) => self.next.push((inner, inside)),
            Type::Array(item) => {
                match inside {
                    Inside::Nothing => self.found.is_list = true,
                    Inside::Object => self.found.lists_in_objects = true,
                    Inside::List => self.found.lists_in_lists = true,
                    Inside::Deeper => {}
                }
                self.next.push((item, Inside::List));
            }
            Type::Map(value) => {
                let inside = self.object(inside);
                self.next.push((value, inside));
            }
            Type::Object => {
                self.object(inside);
                self.found.open = true;
            }
            Type::Any => self.found.open = true,
            Type::Named(id) => self.schema(*id, inside),
            _ => {}
        }
    }

    fn object(&mut self, inside: Inside) -> Inside {
        if inside == Inside::Nothing {
            return Inside::Object;
        }
        self.found.objects = true;
        Inside::Deeper
    }

    fn schema(&mut self, id: SchemaId, inside: Inside) {
        let Some(draft) = self.drafts.get(id.index()).filter(|_| self.seen.insert((id, inside))) else { return };
        match &draft.shape {
            Shape::Struct(body) => {
                let inside = self.object(inside);
                self.next.extend(body.properties.iter().map(|property| (&property.ty, inside)));
                if let Additional::Kept(ty) = &body.additional {
                    self.next.push((ty, inside));
                }
            }
            Shape::Union(union) => self.next.extend(union.variants.iter().map(|variant| (&variant.ty, inside))),
            Shape::Alias(ty) => self.next.push((ty, inside)),
            Shape::Enumeration(_) | Shape::CheckedString(_) => {}
        }
    }
}

/// The values of a type that have fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::analyze::finish) struct Fields {
    /// True if some values have fields.
    pub(in crate::analyze::finish) some: bool,
    /// True if some values have no fields.
    pub(in crate::analyze::finish) none: bool,
}

/// Returns whether the values of a type have fields.
pub(in crate::analyze::finish) fn fields(drafts: &[Draft], ty: &Type) -> Fields {
    let mut found = Fields::default();
    let mut seen = BTreeSet::new();
    let mut next = vec![ty];
    while let Some(ty) = next.pop() {
        match ty {
            Type::Map(_) | Type::Object | Type::Any => found.some = true,
            Type::Nullable(inner) => next.push(inner),
            Type::Named(id) => match drafts.get(id.index()).filter(|_| seen.insert(*id)).map(|draft| &draft.shape) {
                Some(Shape::Struct(_)) => found.some = true,
                Some(Shape::Union(union)) => next.extend(union.variants.iter().map(|variant| &variant.ty)),
                Some(Shape::Alias(inner)) => next.push(inner),
                Some(Shape::Enumeration(_) | Shape::CheckedString(_)) => found.none = true,
                None => {}
            },
            _ => found.none = true,
        }
    }
    found
}

/// The types of the properties of an object, by name.
pub(super) enum Properties<'a> {
    /// All properties have this type.
    Alike(&'a Type),
    Named(PropertiesByName<'a>),
}

impl<'a> Properties<'a> {
    pub(super) fn named(&self, name: &str) -> Option<&'a Type> {
        match self {
            Self::Alike(ty) => Some(ty),
            Self::Named(properties) => properties.get(name).map(|property| &property.ty),
        }
    }
}

/// Returns the types of the properties of an object, for a number of lookups.
pub(super) fn properties<'a>(drafts: &'a [Draft], ty: &'a Type, lookups: usize) -> Properties<'a> {
    match through_aliases_and_null(drafts, ty) {
        Type::Map(value) => Properties::Alike(value),
        ty => {
            let properties = struct_of(drafts, ty).map(|found| found.properties.as_slice()).unwrap_or_default();
            Properties::Named(PropertiesByName::new(properties, lookups))
        }
    }
}
