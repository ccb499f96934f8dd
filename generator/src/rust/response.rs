//! How the responses to an operation are read.

use super::Ty;
use super::derives::usual_traits;
use crate::comment::Comment;

/// How the responses to an operation are read.
#[derive(Debug, Clone)]
pub struct Responses {
    /// The type of a successful response.
    pub output: Ty,
    /// The enum of successful responses, if the operation has one; it is the output type then.
    pub outcome: Option<Outcome>,
    /// The status code of the successful response that has the result; the first one if there are several.
    pub success: u16,
    /// The status codes outside of 200 to 299 that count as success.
    pub expected: Vec<u16>,
    /// Whether redirects are followed.
    pub follows_redirects: bool,
    /// How a successful response is read.
    pub arms: Vec<StatusArm>,
    /// How an error response is read. A status that no arm matches is read as any error of the crate.
    pub failures: Vec<FailureArm>,
    /// The methods that send the operation.
    pub sends: Vec<Sending>,
}

impl Responses {
    /// Returns the method that reads the default content, which awaiting the operation calls as well; `None` if that is a stream.
    #[must_use]
    pub fn usual(&self) -> Option<&Sending> {
        self.sends.iter().find(|send| send.kind == SendingKind::Whole)
    }
}

/// The enum of the successful responses of an operation, which are distinguished by the status code.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The variants.
    pub variants: Vec<OutcomeVariant>,
    /// True if it is `PartialEq`.
    pub is_compared: bool,
}

impl Outcome {
    /// Returns the derived traits.
    #[must_use]
    pub fn traits(&self) -> Vec<&'static str> {
        usual_traits(false, self.is_compared)
    }
}

/// The successful responses of one kind.
#[derive(Debug, Clone)]
pub struct OutcomeVariant {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type of the body; `None` for an empty body.
    pub ty: Option<Ty>,
}

/// A match arm for the status code of a successful response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusArm {
    /// The status codes that the arm matches.
    pub statuses: Vec<StatusMatch>,
    /// How the body is read.
    pub decoding: Decoding,
    /// How the result is made from the body.
    pub wrapping: Wrapping,
}

/// The status codes that an arm matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusMatch {
    /// One status code.
    Code(u16),
    /// A range of a hundred, by its first digit.
    Range(u16),
    /// The part of a range that no other arm matches.
    RestOf(u16),
    /// Every status code that no other arm matches.
    Rest,
}

/// The part of an event that the type of an event stream describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventData {
    /// The data of the event, which is JSON.
    Json,
    /// The data of the event, which is JSON or text.
    JsonOrText,
    /// The data of the event, which is text.
    Text,
    /// The whole event.
    Whole,
    /// The whole event, whose data is text.
    WholeText,
}

/// How the values of a JSON stream are delimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// One value per line.
    Lines,
    /// Concatenated values.
    Values,
    /// Concatenated values, or the elements of an array.
    Items,
}

/// How a body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoding {
    /// JSON.
    Json,
    /// A single string, number or boolean, as JSON or as plain text.
    Scalar,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// No body.
    Empty,
}

/// How the result is made from a decoded body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrapping {
    /// The body is the result.
    Plain,
    /// The result is an `Option` of the body.
    Optional,
    /// The result is this variant of the [`Outcome`].
    Variant(String),
}

/// A match arm for the status code of an error response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureArm {
    /// The status codes that the arm matches.
    pub statuses: Vec<StatusMatch>,
    /// How the body is read: as JSON or as text.
    pub decoding: Decoding,
    /// The variants of the crate's error body, in the order in which they are attempted. If there are several, each is attempted
    /// only for its media type.
    pub variants: Vec<FailureVariant>,
}

/// A variant of the crate's error body that an error response can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureVariant {
    /// The name of the variant.
    pub name: String,
    /// The media type that the API description declares for it.
    pub media_type: String,
}

/// A method that sends an operation.
#[derive(Debug, Clone)]
pub struct Sending {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type that it returns.
    pub output: Ty,
    /// The way in which the method sends the operation.
    pub kind: SendingKind,
}

/// The way in which a method sends an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendingKind {
    /// With the declared media types, returning the declared output.
    Whole,
    /// With the declared media types, returning the raw response.
    Raw,
    /// With these media types accepted, and every success read in the same way.
    As {
        /// The value of `Accept`.
        accept: String,
        /// How the body is read.
        decoding: Decoding,
        /// Whether the output is an `Option` of the body.
        optional: bool,
    },
    /// With the declared media types, returning the body of a success unbuffered.
    Stream,
    /// Returning a stream of events.
    Events(EventData),
    /// Returning a stream of events that is reopened when the connection is lost.
    Follow(EventData),
    /// With these media types accepted, writing the body to a file unbuffered.
    Download {
        /// The value of `Accept`.
        accept: String,
    },
    /// Returning a stream of JSON values.
    Lines {
        /// The value of `Accept`.
        accept: String,
        /// How the values are delimited.
        framing: Framing,
    },
}
