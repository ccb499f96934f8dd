//! How responses are read, and the methods that send an operation.

use super::items::{operation, pet, sending, string};
use super::{check, check_operations};
use crate::comment::Comment;
use crate::rust::{
    Decoding, EventData, FailureArm, FailureVariant, Framing, Item, Operation, Outcome, OutcomeVariant, SendingKind,
    StatusArm, StatusMatch, Ty, Wrapping,
};

/// Compares how a response is read.
fn check_response(name: &str, item: Operation) {
    check_operations(name, "    fn decode", vec![Item::Operation(Box::new(item))]);
}

#[test]
fn an_operation_is_sent_in_every_way() {
    let accept = || "text/plain".to_owned();
    let json_as = |decoding, optional| SendingKind::As { accept: "application/json".to_owned(), decoding, optional };
    let kinds = [
        SendingKind::Whole,
        SendingKind::Raw,
        SendingKind::Stream,
        SendingKind::Events(EventData::Json),
        SendingKind::Events(EventData::JsonOrText),
        SendingKind::Events(EventData::Text),
        SendingKind::Events(EventData::Whole),
        SendingKind::Events(EventData::WholeText),
        SendingKind::Follow(EventData::Json),
        SendingKind::Download { accept: accept() },
        SendingKind::Lines { accept: accept(), framing: Framing::Lines },
        SendingKind::Lines { accept: accept(), framing: Framing::Values },
        SendingKind::Lines { accept: accept(), framing: Framing::Items },
    ];
    let decodings = [Decoding::Json, Decoding::Scalar, Decoding::Text, Decoding::Bytes, Decoding::Empty];
    let read = decodings.into_iter().flat_map(|decoding| [false, true].map(|optional| json_as(decoding, optional)));
    let mut item = operation("GetPet");
    item.responses.sends = kinds
        .into_iter()
        .chain(read)
        .enumerate()
        .map(|(index, kind)| sending(&format!("send_{index}"), kind))
        .collect();
    check_operations("response-sending", "impl<C: Dispatch>", vec![Item::Operation(Box::new(item))]);
}

fn arm(statuses: &[StatusMatch], decoding: Decoding, wrapping: Wrapping) -> StatusArm {
    StatusArm { statuses: statuses.to_vec(), decoding, wrapping }
}

#[test]
fn successes_are_read_by_status() {
    use StatusMatch::{Code, Range, RestOf};
    let mut item = operation("GetPet");
    item.responses.output = pet().optional();
    item.responses.arms = vec![
        arm(&[Code(200)], Decoding::Json, Wrapping::Optional),
        arm(&[Code(201), Code(202)], Decoding::Text, Wrapping::Optional),
        arm(&[Code(204), Code(205), Code(206)], Decoding::Empty, Wrapping::Optional),
        arm(&[RestOf(2)], Decoding::Scalar, Wrapping::Optional),
        arm(&[Code(300), Range(3)], Decoding::Bytes, Wrapping::Plain),
    ];
    check_response("response-statuses", item);
}

#[test]
fn several_successes_are_variants() {
    let variant = |name: &str, ty: Option<Ty>| OutcomeVariant {
        docs: Comment::fill("The variant {}.", [Comment::code(name)]),
        name: name.to_owned(),
        ty,
    };
    let mut item = operation("GetPet");
    item.responses.outcome = Some(Outcome {
        docs: "The documentation of the outcome.".into(),
        name: "GetPetOutcome".to_owned(),
        variants: vec![variant("Ok", Some(pet())), variant("NoContent", None)],
        is_compared: true,
    });
    item.responses.arms = vec![
        arm(&[StatusMatch::Code(200)], Decoding::Json, Wrapping::Variant("Ok".to_owned())),
        arm(&[StatusMatch::Code(204)], Decoding::Empty, Wrapping::Variant("NoContent".to_owned())),
    ];
    check("response-outcome", "operations/pets", vec![Item::Operation(Box::new(item))]);
}

#[test]
fn errors_are_read_by_status_and_media_type() {
    let variant =
        |name: &str, media_type: &str| FailureVariant { name: name.to_owned(), media_type: media_type.to_owned() };
    let problem = || vec![variant("Problem", "application/json")];
    let failure =
        |statuses: &[StatusMatch], decoding, variants| FailureArm { statuses: statuses.to_vec(), decoding, variants };
    let mut item = operation("GetPet");
    item.responses.failures = vec![failure(&[StatusMatch::Rest], Decoding::Json, problem())];
    check_response("response-error", item.clone());
    item.responses.failures = vec![
        failure(&[StatusMatch::Code(404)], Decoding::Text, vec![variant("Text", "text/plain")]),
        failure(&[StatusMatch::Range(5)], Decoding::Json, [problem(), vec![variant("Fault", "text/json")]].concat()),
    ];
    check_response("response-errors", item.clone());
    item.responses.failures.push(failure(&[StatusMatch::Rest], Decoding::Json, problem()));
    item.responses.output = string();
    check_response("response-all-errors", item);
}
