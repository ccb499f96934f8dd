//! What the runtime needs to know of the body of an error response.

use std::fmt;

use serde_json::Value;

use super::text;
use crate::runtime::codec::Decode;
use crate::runtime::json;

/// The body of an error response: where it has what every API says in its own way.
///
/// Each method returns `None` if the body does not have it. [`ApiError`](super::ApiError) then searches the JSON of the response.
pub trait ErrorInfo: fmt::Debug + Send + Sync + Sized + 'static {
    /// Where the configuration of the crate says that the JSON has them.
    #[doc(hidden)]
    const POINTERS: Pointers = Pointers::NONE;

    /// Reads the body of an error response for whose status the API description declares nothing, if this type can hold it.
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
    /// Nothing is configured.
    pub const NONE: Self = Self { code: "", message: "", kind: "", param: "", request_id: "" };
}

/// Reads the JSON body of an error response as a `B`, and makes the error body of it.
pub fn read_as<B: Decode, E>(body: &[u8], make: impl FnOnce(B) -> E) -> Option<E> {
    json::decode(body).ok().map(make)
}

/// Returns the text of a body if it is fit to be a message: short, and not HTML.
#[must_use]
pub fn text_message(text: &str) -> Option<&str> {
    text::message(text)
}

/// For operations whose error responses have no body that is described.
impl ErrorInfo for () {
    fn read(_: &[u8]) -> Option<Self> {
        None
    }
}

/// For error responses that the API description does not describe: [`ApiError`](super::ApiError) searches them.
impl ErrorInfo for Value {
    fn read(body: &[u8]) -> Option<Self> {
        json::decode(body).ok()
    }
}
