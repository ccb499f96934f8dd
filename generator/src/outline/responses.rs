//! How responses are read, and their headers.

use super::writer::{Writer, deprecated, flag, quoted, words};
use crate::rust::{
    FailureArm, FailureVariant, HeaderMethod, HeaderReading, Headers, Outcome, OutcomeVariant, Responses, Sending,
    SendingKind, StatusArm, StatusMatch, Wrapping,
};

pub(super) fn responses(writer: &mut Writer<'_>, responses: &Responses) {
    let Responses { output, outcome, success, expected, follows_redirects, arms, failures, sends } = responses;
    let expected: Vec<String> = expected.iter().map(u16::to_string).collect();
    let expected = if expected.is_empty() { String::new() } else { format!("expects {}", expected.join(", ")) };
    let output = writer.ty(output);
    let line =
        words([&format!("success {success} -> {output}"), &expected, flag(!follows_redirects, "without redirects")]);
    writer.line(&line);
    if let Some(item) = outcome {
        self::outcome(writer, item);
    }
    for StatusArm { statuses, decoding, wrapping } in arms {
        let wrapping = match wrapping {
            Wrapping::Plain => String::new(),
            Wrapping::Optional => "in Option".to_owned(),
            Wrapping::Variant(name) => format!("in {name}"),
        };
        writer.line(&words([&format!("status {}: {decoding:?}", statuses_text(statuses)), &wrapping]));
    }
    for FailureArm { statuses, decoding, variants } in failures {
        let variants: Vec<String> =
            variants.iter().map(|FailureVariant { name, media_type }| words([name, media_type])).collect();
        let head = format!("error {}: {decoding:?}", statuses_text(statuses));
        writer.line(&words([&head, "as", &variants.join(" or ")]));
    }
    self::sends(writer, sends);
}

fn outcome(writer: &mut Writer<'_>, outcome: &Outcome) {
    let Outcome { docs, name, variants, is_compared } = outcome;
    writer.described(&words([&format!("outcome {name}"), flag(!*is_compared, "incomparable")]), docs);
    writer.inside(|writer| {
        for OutcomeVariant { docs, name, ty } in variants {
            let ty = ty.as_ref().map(|ty| format!("({})", writer.ty(ty))).unwrap_or_default();
            writer.described(&format!("{name}{ty}"), docs);
        }
    });
}

/// Writes the methods that send. Those whose documentation is the usual one of their kind are on one line without it.
fn sends(writer: &mut Writer<'_>, sends: &[Sending]) {
    let mut usual = Vec::new();
    for Sending { docs, name, output, kind } in sends {
        let line = format!("fn {name} -> {} {}", writer.ty(output), sending(kind));
        let is_of_kind = docs.paragraphs().first().is_some_and(|paragraph| paragraph.text.contains(usual_words(kind)));
        if is_of_kind && writer.notes(docs, None) {
            usual.push(line);
        } else {
            writer.described(&line, docs);
        }
    }
    if !usual.is_empty() {
        writer.line(&usual.join(", "));
    }
}

/// Returns words that the documentation of a method of this kind contains, and that of another kind does not.
const fn usual_words(kind: &SendingKind) -> &'static str {
    match kind {
        SendingKind::Whole => "request and reads the response",
        SendingKind::Raw => "returns the raw response",
        SendingKind::As { .. } => "in `Accept`, and reads the response",
        SendingKind::Stream => "returns the body of a success unbuffered",
        SendingKind::Events(_) => "a stream of the events",
        SendingKind::Follow(_) => "and reconnects",
        SendingKind::Download { .. } => "to a file",
        SendingKind::Lines { .. } => "a stream of the values",
    }
}

fn statuses_text(statuses: &[StatusMatch]) -> String {
    let texts = statuses.iter().map(|status| match status {
        StatusMatch::Code(code) => code.to_string(),
        StatusMatch::Range(digit) => format!("{digit}XX"),
        StatusMatch::RestOf(digit) => format!("rest of {digit}XX"),
        StatusMatch::Rest => "rest".to_owned(),
    });
    texts.collect::<Vec<_>>().join(", ")
}

fn sending(kind: &SendingKind) -> String {
    match kind {
        SendingKind::Whole => "whole".to_owned(),
        SendingKind::Raw => "raw".to_owned(),
        SendingKind::As { accept, decoding, optional } => {
            words(["as", &quoted(accept), &format!("{decoding:?}"), flag(*optional, "in Option")])
        }
        SendingKind::Stream => "stream".to_owned(),
        SendingKind::Events(data) => format!("events of {data:?}"),
        SendingKind::Follow(data) => format!("reopened events of {data:?}"),
        SendingKind::Download { accept } => format!("to a file as {}", quoted(accept)),
        SendingKind::Lines { accept, framing } => format!("{framing:?} as {}", quoted(accept)),
    }
}

pub(super) fn headers(writer: &mut Writer<'_>, item: &Headers) {
    let Headers { docs, from_meta_docs, methods } = item;
    writer.described("headers", docs);
    writer.inside(|writer| {
        writer.described("from_meta", from_meta_docs);
        for HeaderMethod { docs, name, header, reading, deprecated: old } in methods {
            let reading = match reading {
                HeaderReading::Text => "text".to_owned(),
                HeaderReading::Texts => "texts".to_owned(),
                HeaderReading::Value(ty) => writer.ty(ty),
                HeaderReading::List(ty) => format!("list of {}", writer.ty(ty)),
                HeaderReading::Time => "time".to_owned(),
            };
            let line = words([&format!("fn {name} {}: {reading}", quoted(header)), &deprecated(old.as_ref())]);
            writer.described(&line, docs);
        }
    });
}
