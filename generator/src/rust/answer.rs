//! How the answers to an operation are read.

use super::Ty;
use crate::comment::Comment;

/// How the answers to an operation are read.
#[derive(Debug, Clone)]
pub struct Answers {
    /// The type of a success.
    pub output: Ty,
    /// That type, where it is one of its own.
    pub outcome: Option<Outcome>,
    /// The status of the success that has the result, the first one if there are several.
    pub success: u16,
    /// The statuses outside of 200 to 299 that are successes.
    pub expected: Vec<u16>,
    /// Whether redirects are followed.
    pub follows_redirects: bool,
    /// How a success is read.
    pub arms: Vec<StatusArm>,
    /// How an error is read; one that no arm takes is read as any error of the crate.
    pub failures: Vec<FailureArm>,
    /// The methods that send the operation.
    pub sends: Vec<Sending>,
}

/// The success of an operation that has one of several types, told apart by the status.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The variants.
    pub variants: Vec<OutcomeVariant>,
}

/// What one status means.
#[derive(Debug, Clone)]
pub struct OutcomeVariant {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type of the body; `None` is no body.
    pub ty: Option<Ty>,
}

/// An arm of the match over the status of a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusArm {
    /// What it takes.
    pub statuses: Vec<StatusMatch>,
    /// How the body is read.
    pub decoding: Decoding,
    /// What becomes of it.
    pub wrapping: Wrapping,
}

/// Which statuses an arm takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusMatch {
    /// One.
    Code(u16),
    /// A hundred.
    Range(u16),
    /// What other arms leave of a hundred.
    RestOf(u16),
    /// All that no other arm takes.
    Rest,
}

/// What the type of an event stream describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventData {
    /// The data of an event, which is JSON.
    Json,
    /// The data of an event, which is JSON, or else text.
    JsonOrText,
    /// The data of an event, which is text.
    Text,
    /// A whole event.
    Whole,
    /// A whole event, whose data is text.
    WholeText,
}

/// How JSON values without an end are delimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// One per line.
    Lines,
    /// One after the other.
    Values,
    /// One after the other, or as the elements of an array.
    Items,
}

/// How a body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoding {
    /// JSON.
    Json,
    /// A single text, number or boolean, as JSON or as plain text.
    Scalar,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Nothing.
    Empty,
}

/// What becomes of a body that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrapping {
    /// It is the output.
    Plain,
    /// The output is an `Option` of it.
    Optional,
    /// The output is this variant of the [`Outcome`].
    Variant(String),
}

/// An arm of the match over the status of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureArm {
    /// What it takes.
    pub statuses: Vec<StatusMatch>,
    /// JSON or text.
    pub decoding: Decoding,
    /// The variants of the crate's error body, in the order in which they are tried; where there are several, with the media type
    /// that each of them is described for.
    pub variants: Vec<FailureVariant>,
}

/// What the body of an error may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureVariant {
    /// The variant of the crate's error body.
    pub name: String,
    /// The media type that the document describes it for.
    pub media_type: String,
}

/// A method that sends an operation.
#[derive(Debug, Clone)]
pub struct Sending {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// What it gives.
    pub output: Ty,
    /// How.
    pub kind: SendingKind,
}

/// How an operation is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendingKind {
    /// As it says itself.
    Whole,
    /// As it says itself; the answer is given as it came.
    Raw,
    /// With these media types asked for, and every success read alike.
    As {
        /// For `Accept`.
        accept: String,
        /// How the body is read.
        decoding: Decoding,
        /// Whether the output is an `Option` of it.
        optional: bool,
    },
    /// The body of a success is returned unbuffered.
    Stream,
    /// As a stream of events.
    Events(EventData),
    /// As a stream of events that is opened again where it breaks off.
    Follow(EventData),
    /// With these media types asked for; the body is written away as it comes.
    Download {
        /// For `Accept`.
        accept: String,
    },
    /// As JSON values without an end.
    Lines {
        /// For `Accept`.
        accept: String,
        /// How they are delimited.
        framing: Framing,
    },
}
