//! How requests are written: the path, parameters in every style, and bodies in every encoding.

use super::check_operations;
use super::items::{input, operation, pet, setter, string};
use super::unions::variant;
use crate::model::OperationId;
use crate::rust::{
    BodyChoice, BodyStep, BodyWriting, Delimiter, EncodeStep, Encoding, Item, Items, Nesting, Operation,
    ParameterPlacement, Passing, PathStep, QueryWriting, Reserved, Role, SetterValue, Style, ValueStyle, Writing,
    WritingCall, Written,
};

/// Compares how a request is written.
fn check_request(name: &str, item: Operation) {
    check_operations(name, "    fn encode", vec![Item::Operation(Box::new(item))]);
}

/// Returns a style that differs from its defaults in everything.
fn changed(style: Style) -> ValueStyle {
    ValueStyle {
        style,
        items: Some(Items::Exploded),
        delimiter: Some(Delimiter::Space),
        reserved: Reserved::Allowed,
        nesting: Some(Nesting::Dots),
        allows_empty: true,
    }
}

#[test]
fn parameters_are_written_in_their_styles() {
    let placements = [
        ParameterPlacement::Query,
        ParameterPlacement::Header,
        ParameterPlacement::SecretHeader,
        ParameterPlacement::Cookie,
        ParameterPlacement::IdempotencyKey,
    ];
    let styles = [
        Style::Simple,
        Style::Label,
        Style::Matrix,
        Style::Form,
        Style::SpaceDelimited,
        Style::PipeDelimited,
        Style::DeepObject,
        Style::Cookie,
    ];
    let parameter = |placement, written| EncodeStep::Parameter {
        placement,
        name: "a b".to_owned(),
        written,
        field: "r#type".to_owned(),
    };
    let plain = |style| Written::Style(ValueStyle::new(style));
    let mut item = operation("ListPets");
    item.inputs = vec![input("r#type", string(), Passing::Into, Role::Positional(0))];
    item.path.push(PathStep::Parameter { name: "a".to_owned(), written: Written::Json, field: "r#type".to_owned() });
    item.path.push(PathStep::Parameter {
        name: "b".to_owned(),
        written: Written::Style(changed(Style::Simple)),
        field: "r#type".to_owned(),
    });
    item.steps.extend(placements.map(|placement| parameter(placement, plain(Style::Simple))));
    item.steps.extend(styles.map(|style| parameter(ParameterPlacement::Query, plain(style))));
    item.steps.push(parameter(ParameterPlacement::Header, Written::Json));
    let joined = ValueStyle {
        items: Some(Items::Joined),
        delimiter: Some(Delimiter::Tab),
        reserved: Reserved::AllowedWithSlash,
        nesting: Some(Nesting::Brackets),
        ..ValueStyle::new(Style::Form)
    };
    let pipes = ValueStyle { delimiter: Some(Delimiter::Pipe), nesting: Some(Nesting::Indices), ..joined };
    let json = ValueStyle { nesting: Some(Nesting::Json), ..ValueStyle::new(Style::Form) };
    let differing = [joined, pipes, json];
    item.steps.extend(differing.map(|style| parameter(ParameterPlacement::Query, Written::Style(style))));
    item.steps.extend([plain(Style::Form), Written::Json].map(|written| EncodeStep::Constant {
        placement: ParameterPlacement::Query,
        name: "constant".to_owned(),
        written,
        value: "a \"value\"".to_owned(),
    }));
    check_request("request-parameters", item);
}

#[test]
fn a_parameter_can_be_the_whole_query() {
    let writings = [QueryWriting::Form(vec![Encoding::Json("a".to_owned())]), QueryWriting::Json, QueryWriting::Text];
    let steps =
        writings.map(|writing| EncodeStep::Query { name: "filter".to_owned(), field: "filter".to_owned(), writing });
    let mut item = operation("ListPets");
    item.inputs = vec![input("filter", pet(), Passing::Plain, Role::Positional(0))];
    item.steps = steps.into();
    check_request("request-whole-query", item);
}

fn writing(call: WritingCall, media_type: &str) -> Writing {
    Writing { call, media_type: media_type.to_owned(), encodings: Vec::new() }
}

/// Returns the operation with a body that is written so.
fn with_body(optional: bool, writing: BodyWriting) -> Operation {
    let mut item = operation("CreatePet");
    let set = setter("body", pet(), Passing::Plain, SetterValue::Some);
    let role = if optional { Role::Optional(set) } else { Role::Positional(0) };
    item.inputs = vec![input("body", pet(), Passing::Plain, role)];
    item.steps = vec![EncodeStep::Body(BodyStep { field: "body".to_owned(), optional, writing })];
    item
}

#[test]
fn bodies_are_written_in_their_encodings() {
    let encodings = vec![
        Encoding::Style("a".to_owned(), changed(Style::Form)),
        Encoding::Json("b".to_owned()),
        Encoding::MediaType("c".to_owned(), "text/csv".to_owned()),
        Encoding::Others(ValueStyle::new(Style::DeepObject)),
    ];
    let writings = [
        writing(WritingCall::Json, "application/json"),
        writing(WritingCall::Json, "application/merge-patch+json"),
        writing(WritingCall::Lines, "application/jsonl"),
        Writing { encodings: encodings.clone(), ..writing(WritingCall::Form, "application/x-www-form-urlencoded") },
        Writing { encodings, ..writing(WritingCall::Multipart, "multipart/form-data") },
        writing(WritingCall::Parts, "multipart/mixed"),
        writing(WritingCall::Body, "text/plain"),
        writing(WritingCall::Upload, "application/octet-stream"),
    ];
    let mut item = with_body(false, BodyWriting::One(writing(WritingCall::Json, "application/json")));
    item.steps = writings
        .into_iter()
        .map(|writing| {
            EncodeStep::Body(BodyStep { field: "body".to_owned(), optional: false, writing: BodyWriting::One(writing) })
        })
        .collect();
    check_request("request-bodies", item);
}

#[test]
fn a_body_can_be_optional_or_one_of_several() {
    let choice = || {
        BodyWriting::Choice(vec![
            ("Json".to_owned(), writing(WritingCall::Json, "application/json")),
            ("Text".to_owned(), writing(WritingCall::Body, "text/plain")),
        ])
    };
    let bodies = BodyChoice {
        operation: OperationId(0),
        docs: "The documentation of the bodies.".into(),
        name: "CreatePetBody".to_owned(),
        variants: vec![variant("Json", pet()), crate::rust::Variant { from: false, ..variant("Text", string()) }],
    };
    let single = with_body(true, BodyWriting::One(writing(WritingCall::Body, "text/plain")));
    check_request("request-optional-body", single);
    let items = vec![Item::Operation(Box::new(with_body(false, choice()))), Item::BodyChoice(Box::new(bodies.clone()))];
    check_operations("request-body-choice", "    fn encode", items);
    let items = vec![Item::Operation(Box::new(with_body(true, choice()))), Item::BodyChoice(Box::new(bodies))];
    check_operations("request-optional-body-choice", "    fn encode", items);
}
