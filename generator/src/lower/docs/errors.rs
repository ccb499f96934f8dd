//! Writes the documentation of the error types.

use crate::comment::Comment;
use crate::rust::{ErrorDocs, VariantDocs};

/// Returns the documentation of the types, given the number of declared bodies and whether some are text.
pub(in crate::lower) fn of_types(variants: usize, has_text: bool) -> ErrorDocs {
    let alias = |what: &'static str, of: &'static str| {
        let of = Comment::name(of);
        let words = "It is [`generic::{}`](crate::generic::{}) with the error body of this API, and has its methods.";
        Comment::from(what).and_block(Comment::fill(words, [of.clone(), of]))
    };
    let body = match (variants, has_text) {
        (0, false) => "The body of error responses: any JSON, since the API description does not declare it.",
        (1, false) => "The body of error responses.",
        _ => "The body of error responses. The operation and the status determine the variant.",
    };
    ErrorDocs {
        error: alias("The error of a call.", "Error"),
        api_error: alias("An error response.", "ApiError"),
        body: body.into(),
    }
}

/// Returns the documentation of a variant, which consists of this line, and of its accessor.
pub(in crate::lower) fn variant(line: Comment, name: &str) -> VariantDocs {
    let name = Comment::name(name);
    let accessor = Comment::fill("Returns the body if it is [`{}`](Self::{}).", [name.clone(), name]);
    VariantDocs { variant: line, accessor }
}

/// Returns the documentation of the variant for text.
pub(in crate::lower) fn text() -> VariantDocs {
    variant("Text, if the API description declares it.".into(), "Text")
}

/// Returns the documentation of the variant for undeclared JSON. With `is_only`, it is the only variant.
pub(in crate::lower) fn other(is_only: bool) -> VariantDocs {
    let line = "JSON that the API description does not declare for this operation and status.";
    let docs = variant(line.into(), "Other");
    if is_only { VariantDocs { accessor: "Returns the body.".into(), ..docs } } else { docs }
}
