//! The interface between the runtime and the error bodies of an API.

use std::fmt;

use serde_json::Value;

use super::text;
use crate::runtime::codec::json;
use crate::runtime::codec::traits::Decode;

/// The body of an error response, with access to the details that most APIs have.
///
/// Each method returns `None` if the body does not have the detail. [`ApiError`](super::ApiError) then searches the
/// JSON of the response.
pub trait ErrorInfo: fmt::Debug + Send + Sync + Sized + 'static {
    /// The paths of the details in the JSON, from the configuration of the crate.
    #[doc(hidden)]
    const POINTERS: Pointers = Pointers::NONE;

    /// Reads the body of an error response whose status is not declared, if it matches this type.
    fn read(body: &[u8]) -> Option<Self>;

    /// Returns the stable code to branch on, as in `resource_not_found`.
    fn code(&self) -> Option<&str> {
        None
    }

    /// Returns the message for people.
    fn message(&self) -> Option<&str> {
        None
    }

    /// Returns the class of the error, as in `invalid_request_error`.
    fn kind(&self) -> Option<&str> {
        None
    }

    /// Returns the parameter that is wrong.
    fn param(&self) -> Option<&str> {
        None
    }

    /// Returns the server's id of the request.
    fn request_id(&self) -> Option<&str> {
        None
    }
}

/// Paths of properties in the JSON of an error response, separated by dots; an empty one is not configured.
#[derive(Debug, Clone, Copy)]
pub struct Pointers {
    /// The path of the code.
    pub code: &'static str,
    /// The path of the message.
    pub message: &'static str,
    /// The path of the class.
    pub kind: &'static str,
    /// The path of the parameter.
    pub param: &'static str,
    /// The path of the id of the request.
    pub request_id: &'static str,
}

impl Pointers {
    /// No configured paths.
    pub const NONE: Self = Self { code: "", message: "", kind: "", param: "", request_id: "" };
}

/// Reads the JSON body of an error response as a `B`, and converts it to the error body.
pub fn read_as<B: Decode, E>(body: &[u8], make: impl FnOnce(B) -> E) -> Option<E> {
    json::decode(body).ok().map(make)
}

/// Returns the text of a body if it is usable as a message: short, and not HTML.
#[must_use]
pub fn text_message(text: &str) -> Option<&str> {
    text::message(text)
}

/// For operations without a declared error body.
impl ErrorInfo for () {
    fn read(_: &[u8]) -> Option<Self> {
        None
    }
}

/// For error responses that the API description does not declare: [`ApiError`](super::ApiError) searches them.
impl ErrorInfo for Value {
    fn read(body: &[u8]) -> Option<Self> {
        json::decode(body).ok()
    }
}
