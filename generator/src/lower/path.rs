//! Decides how the path of an operation is written, and which of its parameters may be empty.

use super::Scope;
use super::styles::written;
use crate::config::{key_path, not_applicable};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{EnumValues, Location, Operation, Parameter, PathPiece, Shape, Type};
use crate::name::OperationName;
use crate::rust::{PathStep, Written};

/// Returns the steps that write the path of an operation. Entries of `allow-empty-path` that do not apply to it are reported.
pub(super) fn steps(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    diagnostics: &mut Diagnostics,
) -> Vec<PathStep> {
    let key = operation.config_key();
    let may_be_empty = scope.config.empty_path_of(&key);
    check(scope, operation, (&key, may_be_empty), diagnostics);
    let mut in_query = false;
    let step = |piece: &PathPiece| match piece {
        PathPiece::Literal(text) => {
            in_query |= text.contains('?');
            Some(PathStep::Literal(text.clone()))
        }
        PathPiece::Parameter(index) => {
            let parameter = operation.parameters.get(*index)?;
            let mut written = written(parameter);
            // An empty value in the query of a template does not remove a segment.
            if let Written::Style(style) = &mut written {
                style.allows_empty = in_query || may_be_empty.contains(&parameter.name);
            }
            Some(PathStep::Parameter {
                name: parameter.name.clone(),
                written,
                field: name.parameters.get(*index)?.clone(),
            })
        }
    };
    operation.pieces.iter().filter_map(step).collect()
}

fn check(
    scope: &Scope<'_>,
    operation: &Operation,
    (key, may_be_empty): (&str, &[String]),
    diagnostics: &mut Diagnostics,
) {
    let in_path = || operation.parameters.iter().filter(|parameter| parameter.location == Location::Path);
    for (index, entry) in may_be_empty.iter().enumerate() {
        let place = key_path(&["operations", key, "allow-empty-path"]).index(index);
        match in_path().find(|parameter| parameter.name == *entry) {
            None => {
                let existing: Vec<&str> = in_path().map(|parameter| parameter.name.as_str()).collect();
                diagnostics.push(not_applicable(&place, "path parameter of this operation called", entry, existing));
            }
            Some(parameter) if !can_be_empty(scope, parameter) => {
                let message = format!("the path parameter `{entry}` is never empty, so this entry changes nothing");
                diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help("remove the entry"));
            }
            Some(_) => {}
        }
    }
}

/// Returns true if a value of the parameter may be the empty string.
fn can_be_empty(scope: &Scope<'_>, parameter: &Parameter) -> bool {
    if parameter.content.is_some() {
        return false;
    }
    match scope.resolved(&parameter.ty) {
        Type::Boolean
        | Type::Integer(_)
        | Type::Number(_)
        | Type::DateTime
        | Type::Date
        | Type::Time
        | Type::Duration
        | Type::Uuid
        | Type::Own(_) => false,
        Type::Named(id) => match scope.api.schema(*id).map(|schema| &schema.shape) {
            Some(Shape::CheckedString(rules)) => rules.min_length.unwrap_or_default() == 0,
            Some(Shape::Enumeration(enumeration)) => matches!(enumeration.values, EnumValues::Strings(_)),
            _ => true,
        },
        _ => true,
    }
}
