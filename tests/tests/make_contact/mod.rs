//! An operation that the contacts API does not have: it changes state and must not be executed twice.

use kirim::Options;
use kirim::models::ContactList;
use kirim::{Error, ErrorBody, InvalidInput, Operation, RawResponse, RequestEncoder, Response, Security};

/// `POST /contacts` as the generator writes it for a document that declares it.
pub(crate) struct MakeContact {
    name: String,
    pub(crate) options: Options,
}

impl MakeContact {
    pub(crate) fn new(name: String) -> Self {
        Self { name, options: Options::default() }
    }
}

impl Operation for MakeContact {
    type Output = ContactList;
    type Failure = ErrorBody;

    const ID: &'static str = "makeContact";
    const METHOD: http::Method = http::Method::POST;
    const PATH: &'static str = "/contacts";
    const SECURITY: Security = Security(&[]);

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/contacts");
        request.json(&self.name)
    }

    fn decode(response: RawResponse) -> Result<Response<ContactList>, Error> {
        match response.status().as_u16() {
            200..=299 => response.json(),
            _ => Err(response.into_error()),
        }
    }

    fn options(&self) -> &Options {
        &self.options
    }
}
