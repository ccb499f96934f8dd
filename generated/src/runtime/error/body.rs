//! What the runtime asks of the body of an error answer.

use std::fmt;

use serde_json::Value;

use crate::runtime::codec::Decode;
use crate::runtime::json;

/// The body of an error answer: where in it the things are that every API says in its own way.
///
/// Each method is `None` where the body does not say it.
pub trait ErrorInfo: fmt::Debug + Send + Sync + Sized + 'static {
    /// Reads the body of an error answer for whose status the document has nothing of its own, if this type can hold it.
    fn read(body: &[u8]) -> Option<Self>;

    /// The stable code to branch on, as in `resource_not_found`.
    fn code(&self) -> Option<&str> {
        None
    }

    /// The message for people.
    fn message(&self) -> Option<&str> {
        None
    }

    /// The class of the error, as in `invalid_request_error`.
    fn kind(&self) -> Option<&str> {
        None
    }

    /// The parameter that is to blame.
    fn param(&self) -> Option<&str> {
        None
    }

    /// The server's id of the request.
    fn request_id(&self) -> Option<&str> {
        None
    }
}

/// Makes what an error answer says of its JSON body, if that is a `B`.
pub fn read_as<B: Decode, E>(body: &[u8], make: impl FnOnce(B) -> E) -> Option<E> {
    json::decode(body).ok().map(make)
}

/// For operations whose error answers have no body that is described.
impl ErrorInfo for () {
    fn read(_: &[u8]) -> Option<Self> {
        None
    }
}

/// For error answers that the document does not describe: the members that most APIs use, at the top or in `error`.
impl ErrorInfo for Value {
    fn read(body: &[u8]) -> Option<Self> {
        json::decode(body).ok()
    }

    fn code(&self) -> Option<&str> {
        member(self, &["code", "error_code"]).or_else(|| self.get("error").and_then(Self::as_str))
    }

    fn message(&self) -> Option<&str> {
        member(self, &["message", "error_description", "detail", "title"])
    }

    fn kind(&self) -> Option<&str> {
        member(self, &["type", "kind"])
    }

    fn param(&self) -> Option<&str> {
        member(self, &["param", "field"])
    }

    fn request_id(&self) -> Option<&str> {
        member(self, &["request_id", "requestId"])
    }
}

fn member<'a>(body: &'a Value, names: &[&str]) -> Option<&'a str> {
    let places = [body.get("error"), Some(body)];
    let mut found = places.into_iter().flatten().flat_map(|place| names.iter().map(move |name| place.get(name)));
    found.find_map(|value| value.and_then(Value::as_str))
}
