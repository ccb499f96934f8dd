//! Collects the places that use a schema.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Additional, Api, Content, Operation, ResponseClass, SchemaId, Shape, Type};

/// The kinds of use of a schema. Uses by operations come first, since they describe a schema best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum User {
    RequestBody,
    ResponseBody,
    ErrorBody,
    Parameter,
    Header,
    Property,
    AdditionalProperties,
    Alias,
    Union,
}

impl User {
    /// Returns true for a use by an operation.
    pub(super) const fn is_operation(self) -> bool {
        matches!(self, Self::RequestBody | Self::ResponseBody | Self::ErrorBody | Self::Parameter | Self::Header)
    }
}

/// The part of the user's type that the schema is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Whole,
    Item,
    Value,
}

/// A place that uses a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Site {
    /// An operation, by its index.
    Operation(usize),
    /// Another schema.
    Schema(SchemaId),
    /// A property of another schema, by its index.
    Property(SchemaId, usize),
}

/// The places that use each schema, by the kind of use.
#[derive(Debug, Default)]
pub(super) struct Usages(BTreeMap<SchemaId, Uses>);

/// The places that use a schema, by the kind of use.
pub(super) type Uses = BTreeMap<(User, Part), BTreeSet<Site>>;

impl Usages {
    /// Collects the uses of all schemas.
    pub(super) fn new(api: &Api) -> Self {
        let mut usages = Self::default();
        for (index, operation) in api.operations.iter().enumerate() {
            usages.add_operation(operation, Site::Operation(index));
        }
        for id in (0..api.schemas.len()).map(SchemaId::new) {
            // The parts of a schema are used by it, even if an equal schema defines its type.
            api.declared(id).into_iter().for_each(|shape| usages.add_schema(shape, id));
        }
        usages
    }

    /// Returns the uses of a schema.
    pub(super) fn of(&self, id: SchemaId) -> Option<&Uses> {
        self.0.get(&id)
    }

    fn add_operation(&mut self, operation: &Operation, site: Site) {
        let mut add_bodies = |user: User, contents: &[Content]| {
            for content in contents {
                self.add(user, &content.ty, site);
            }
        };
        add_bodies(User::RequestBody, operation.body.as_ref().map_or(&[], |body| &body.contents));
        for response in &operation.responses {
            match response.class {
                ResponseClass::Success => add_bodies(User::ResponseBody, &response.contents),
                ResponseClass::Failure => add_bodies(User::ErrorBody, &response.contents),
                ResponseClass::Neither => {}
            }
        }
        for parameter in &operation.parameters {
            self.add(User::Parameter, &parameter.ty, site);
        }
        for header in operation.responses.iter().flat_map(|response| &response.headers) {
            self.add(User::Header, &header.ty, site);
        }
    }

    fn add_schema(&mut self, shape: &Shape, id: SchemaId) {
        let site = Site::Schema(id);
        match shape {
            Shape::Struct(shape) => {
                for (index, property) in shape.properties.iter().enumerate() {
                    self.add(User::Property, &property.ty, Site::Property(id, index));
                }
                if let Additional::Kept(ty) = &shape.additional {
                    self.add(User::AdditionalProperties, ty, site);
                }
            }
            Shape::Union(union) => union.variants.iter().for_each(|variant| self.add(User::Union, &variant.ty, site)),
            Shape::Alias(ty) => self.add(User::Alias, ty, site),
            Shape::Enumeration(_) | Shape::CheckedString(_) => {}
        }
    }

    /// Adds the schemas that a type names, without resolving aliases.
    fn add(&mut self, user: User, ty: &Type, site: Site) {
        let mut next = vec![(ty, Part::Whole)];
        while let Some((ty, part)) = next.pop() {
            match ty {
                Type::Named(id) => {
                    self.0.entry(*id).or_default().entry((user, part)).or_default().insert(site);
                }
                Type::Nullable(inner) => next.push((inner, part)),
                Type::Array(item) => next.push((item, Part::Item)),
                Type::Map(value) => next.push((value, Part::Value)),
                Type::Tuple(items) => next.extend(items.iter().map(|item| (item, Part::Item))),
                _ => {}
            }
        }
    }
}
