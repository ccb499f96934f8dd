//! How the parameters and the body of a request are written.

use super::writer::{Writer, flag, quoted, words};
use crate::rust::{
    BodyStep, BodyWriting, EncodeStep, Encoding, PathStep, QueryWriting, Reserved, ValueStyle, Writing, Written,
};

/// Writes the steps of a path.
pub(super) fn path(writer: &mut Writer<'_>, steps: &[PathStep]) {
    for step in steps {
        let line = match step {
            PathStep::Literal(text) => format!("path {}", quoted(text)),
            PathStep::Parameter { name, written, field } => {
                format!("path {} = {field} {}", quoted(name), written_text(*written))
            }
        };
        writer.line(&line);
    }
}

/// Writes a step of the rest of a request.
pub(super) fn step(writer: &mut Writer<'_>, step: &EncodeStep) {
    let line = match step {
        EncodeStep::Parameter { placement, name, written, field } => {
            format!("{placement:?} {} = {field} {}", quoted(name), written_text(*written))
        }
        EncodeStep::Constant { placement, name, written, value } => {
            format!("{placement:?} {} = {} {}", quoted(name), quoted(value), written_text(*written))
        }
        EncodeStep::Query { name, field, writing } => {
            let writing = match writing {
                QueryWriting::Form(listed) => words(["form", &encodings(listed)]),
                QueryWriting::Json => "JSON".to_owned(),
                QueryWriting::Text => "text".to_owned(),
            };
            format!("whole query {} = {field} {writing}", quoted(name))
        }
        EncodeStep::Body(BodyStep { field, optional, writing }) => {
            let head = words(["write", field, flag(*optional, "if set")]);
            match writing {
                BodyWriting::One(one) => format!("{head} as {}", self::writing(one)),
                BodyWriting::Choice(choices) => {
                    writer.line(&format!("{head} as"));
                    writer.inside(|writer| {
                        for (variant, one) in choices {
                            writer.line(&format!("{variant} as {}", self::writing(one)));
                        }
                    });
                    return;
                }
            }
        }
    };
    writer.line(&line);
}

fn written_text(written: Written) -> String {
    match written {
        Written::Style(style) => style_text(style),
        Written::Json => "JSON".to_owned(),
    }
}

fn style_text(style: ValueStyle) -> String {
    let ValueStyle { style, items, delimiter, reserved, nesting, allows_empty } = style;
    let debug = |part: &dyn std::fmt::Debug| format!("{part:?}");
    words([
        style.name(),
        &items.map(|items| debug(&items)).unwrap_or_default(),
        &delimiter.map(|delimiter| debug(&delimiter)).unwrap_or_default(),
        match reserved {
            Reserved::Escaped => "",
            Reserved::Allowed => "reserved",
            Reserved::AllowedWithSlash => "reserved and slashes",
        },
        &nesting.map(|nesting| format!("nested {nesting:?}")).unwrap_or_default(),
        flag(allows_empty, "or empty"),
    ])
}

/// Returns the encodings of properties.
fn encodings(encodings: &[Encoding]) -> String {
    let texts = encodings.iter().map(|encoding| match encoding {
        Encoding::Style(name, style) => format!("{}: {}", quoted(name), style_text(*style)),
        Encoding::Json(name) => format!("{}: JSON", quoted(name)),
        Encoding::JsonItems(name) => format!("{}: items as JSON", quoted(name)),
        Encoding::MediaType(name, media_type) => format!("{}: {}", quoted(name), quoted(media_type)),
        Encoding::Others(style) => format!("others: {}", style_text(*style)),
    });
    let texts: Vec<String> = texts.collect();
    if texts.is_empty() { String::new() } else { format!("{{ {} }}", texts.join(", ")) }
}

/// Returns how a body is written.
fn writing(writing: &Writing) -> String {
    let Writing { call, media_type, encodings: listed } = writing;
    words([&format!("{call:?}"), media_type, &encodings(listed)])
}
