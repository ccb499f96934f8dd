//! Finds the places that use a schema, which document a schema without a description.

use std::collections::{BTreeMap, BTreeSet};

use super::Scope;
use crate::comment::Comment;
use crate::model::{Additional, Api, Content, Operation, ResponseClass, Schema, SchemaId, Shape, Type};

/// The maximum number of places that a sentence lists.
const MOST_LISTED: usize = 2;

/// The kinds of use of a schema. Uses by operations come first, since they describe a schema best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum User {
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
    const fn is_operation(self) -> bool {
        matches!(self, Self::RequestBody | Self::ResponseBody | Self::ErrorBody | Self::Parameter | Self::Header)
    }

    /// Returns the beginning of a sentence, and the phrase within a sentence.
    const fn phrases(self, is_one: bool) -> (&'static str, &'static str) {
        match self {
            Self::RequestBody => ("The request body of ", "the request body of "),
            Self::ResponseBody => ("The response body of ", "the response body of "),
            Self::ErrorBody => ("The error body of ", "the error body of "),
            Self::Parameter => ("A parameter of ", "a parameter of "),
            Self::Header => ("A response header of ", "a response header of "),
            Self::Property if is_one => ("The type of the property ", "the property "),
            Self::Property => ("The type of the properties ", "the properties "),
            Self::AdditionalProperties => ("An additional property of ", "an additional property of "),
            Self::Alias => ("The target of ", ""),
            Self::Union => ("A variant of ", "a variant of "),
        }
    }
}

/// The part of the user's type that the schema is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Whole,
    Item,
    Value,
}

/// A place that uses a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Site {
    /// An operation, by its index.
    Operation(usize),
    /// Another schema.
    Schema(SchemaId),
    /// A property of another schema, by its index.
    Property(SchemaId, usize),
}

/// The places that use each schema, by the kind of use.
#[derive(Debug, Default)]
pub(super) struct Usages(BTreeMap<SchemaId, BTreeMap<(User, Part), BTreeSet<Site>>>);

impl Usages {
    /// Collects the uses of all schemas.
    pub(super) fn new(api: &Api) -> Self {
        let mut usages = Self::default();
        for (index, operation) in api.operations.iter().enumerate() {
            usages.add_operation(operation, Site::Operation(index));
        }
        for (index, schema) in api.schemas.iter().enumerate() {
            usages.add_schema(schema, SchemaId::new(index));
        }
        usages
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

    fn add_schema(&mut self, schema: &Schema, id: SchemaId) {
        let site = Site::Schema(id);
        match &schema.shape {
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

/// Returns one sentence for each kind of use of a schema; `None` if it is not used. Uses by other schemas are only listed if
/// no operation uses the schema.
pub(super) fn sentences(scope: &Scope<'_>, id: SchemaId) -> Option<Comment> {
    let uses = scope.usages.0.get(&id)?;
    let is_direct = uses.keys().any(|(user, _)| user.is_operation());
    let shown = uses.iter().filter(|((user, _), _)| user.is_operation() == is_direct);
    Some(Comment::joined(shown.map(|((user, part), sites)| sentence(scope, *user, *part, sites)), " "))
}

fn sentence(scope: &Scope<'_>, user: User, part: Part, sites: &BTreeSet<Site>) -> Comment {
    let (beginning, within) = user.phrases(sites.len() == 1);
    let beginning = match part {
        Part::Whole => Comment::from(beginning),
        Part::Item => Comment::from("An item of ").and(within),
        Part::Value => Comment::from("A value in ").and(within),
    };
    let listed = sites.iter().take(MOST_LISTED).map(|site| label(scope, *site));
    match sites.len().saturating_sub(MOST_LISTED) {
        0 => beginning.and(Comment::joined(listed, " and ")).and("."),
        rest => beginning
            .and(Comment::joined(listed, ", "))
            .and(Comment::fill(" and {} more.", [Comment::name(&rest.to_string())])),
    }
}

/// Returns the method and path of an operation, or the Rust type of a schema.
fn label(scope: &Scope<'_>, site: Site) -> Comment {
    let name = |id| scope.names.schema(id).map(|name| name.name.as_str()).unwrap_or_default();
    match site {
        Site::Operation(index) => scope.api.operations.get(index).map_or_else(Comment::new, |operation| {
            Comment::code(&format!("{} {}", operation.method.as_str(), operation.template))
        }),
        Site::Schema(id) => Comment::code(name(id)),
        Site::Property(id, index) => {
            let property = match scope.api.schema(id).map(|schema| &schema.shape) {
                Some(Shape::Struct(shape)) => shape.properties.get(index).map(|property| property.name.as_str()),
                _ => None,
            };
            Comment::code(&format!("{}.{}", name(id), property.unwrap_or_default()))
        }
    }
}
