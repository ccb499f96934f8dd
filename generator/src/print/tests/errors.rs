//! The error types.

use super::check;
use super::items::{color, pet};
use crate::rust::{
    EnvelopePaths, ErrorBody, ErrorDocs, ErrorFact, ErrorVariant, FieldPath, Item, TextKind, Ty, VariantDocs,
};

fn docs() -> VariantDocs {
    VariantDocs {
        variant: "The documentation of the variant.".into(),
        accessor: "The documentation of the accessor.".into(),
    }
}

fn error_body(variants: Vec<ErrorVariant>) -> ErrorBody {
    ErrorBody {
        docs: ErrorDocs {
            error: "The documentation of the error.".into(),
            api_error: "The documentation of the error response.".into(),
            body: "The documentation of the body.".into(),
        },
        variants,
        text: None,
        other: docs(),
        usual: None,
        is_compared: true,
        pointers: Vec::new(),
    }
}

fn variant(name: &str, ty: Ty, paths: EnvelopePaths) -> ErrorVariant {
    ErrorVariant { docs: docs(), name: name.to_owned(), accessor: name.to_lowercase(), ty, paths }
}

fn check_error(name: &str, item: ErrorBody) {
    check(name, "error", vec![Item::ErrorBody(Box::new(item))]);
}

#[test]
fn an_api_without_error_bodies_has_errors_of_any_json() {
    check_error("error", error_body(Vec::new()));
}

#[test]
fn each_error_body_is_a_variant_with_its_facts() {
    let path = |fields: &[(&str, bool)], text| FieldPath {
        fields: fields.iter().map(|(field, optional)| ((*field).to_owned(), *optional)).collect(),
        text,
    };
    let of_problem = EnvelopePaths::from([
        (ErrorFact::Code, path(&[("error", true), ("code", false)], TextKind::String)),
        (ErrorFact::Message, path(&[("message", true)], TextKind::String)),
        (ErrorFact::Kind, path(&[("error", false), ("r#type", false)], TextKind::AsStr)),
    ]);
    let of_fault = EnvelopePaths::from([
        (ErrorFact::Code, path(&[("code", true)], TextKind::AsStr)),
        (ErrorFact::Param, path(&[("param", false)], TextKind::String)),
        (ErrorFact::RequestId, path(&[("request", false)], TextKind::String)),
    ]);
    let mut item = error_body(vec![variant("Problem", pet(), of_problem), variant("Fault", color(), of_fault)]);
    item.text = Some(docs());
    item.usual = Some("Problem".to_owned());
    check_error("error-variants", item);
}

#[test]
fn the_paths_of_facts_can_be_configured() {
    let pointer = |fact| (fact, "/errors/0/it".to_owned());
    let mut item = error_body(Vec::new());
    item.text = Some(docs());
    item.pointers = vec![pointer(ErrorFact::Code), pointer(ErrorFact::Kind)];
    check_error("error-pointers", item.clone());
    item.text = None;
    item.pointers = ErrorFact::ALL.map(pointer).into();
    check_error("error-all-pointers", item);
}

/// Creates the module `error` of an API without error bodies.
pub(super) fn module_of_errors() -> crate::rust::Module {
    super::module("error", vec![Item::ErrorBody(Box::new(error_body(Vec::new())))])
}
