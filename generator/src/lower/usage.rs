//! Writes the documentation of models. The places that use a schema document one without a description.

use std::collections::BTreeSet;

use super::usages::{Part, Site, User};
use super::{Scope, docs, webhooks};
use crate::comment::Comment;
use crate::model::{Schema, SchemaId, Shape};

/// The maximum number of places that a sentence lists.
const MOST_LISTED: usize = 2;

/// Returns the documentation of a model. A schema without a description is documented by the places that use it.
pub(super) fn schema_docs(scope: &Scope<'_>, id: SchemaId, schema: &Schema) -> Comment {
    if webhooks::is_model(scope, schema) {
        return docs::webhooks();
    }
    docs::schema(schema, sentences(scope, id))
}

/// Returns one sentence for each kind of use of a schema; `None` if it is not used. Uses by other schemas are only listed if
/// no operation uses the schema.
fn sentences(scope: &Scope<'_>, id: SchemaId) -> Option<Comment> {
    let uses = scope.usages.of(id)?;
    let is_direct = uses.keys().any(|(user, _)| user.is_operation());
    let shown = uses.iter().filter(|((user, _), _)| user.is_operation() == is_direct);
    Some(Comment::joined(shown.map(|((user, part), sites)| sentence(scope, *user, *part, sites)), " "))
}

fn sentence(scope: &Scope<'_>, user: User, part: Part, sites: &BTreeSet<Site>) -> Comment {
    let (beginning, within) = phrases(user, sites.len() == 1);
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

/// Returns the beginning of a sentence, and the phrase within a sentence.
const fn phrases(user: User, is_one: bool) -> (&'static str, &'static str) {
    match user {
        User::RequestBody => ("The request body of ", "the request body of "),
        User::ResponseBody => ("The response body of ", "the response body of "),
        User::ErrorBody => ("The error body of ", "the error body of "),
        User::Parameter => ("A parameter of ", "a parameter of "),
        User::Header => ("A response header of ", "a response header of "),
        User::Property if is_one => ("The type of the property ", "the property "),
        User::Property => ("The type of the properties ", "the properties "),
        User::AdditionalProperties => ("An additional property of ", "an additional property of "),
        User::Alias => ("The target of ", ""),
        User::Union => ("A variant of ", "a variant of "),
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
            let property = match scope.api.declared(id) {
                Some(Shape::Struct(shape)) => shape.properties.get(index).map(|property| property.name.as_str()),
                _ => None,
            };
            Comment::code(&format!("{}.{}", name(id), property.unwrap_or_default()))
        }
    }
}
