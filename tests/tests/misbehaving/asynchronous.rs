//! The asynchronous client of `kirim`, as the cases ask for it.

use kirim::models::ContactList;
use kirim::runtime::Options;
use kirim::{
    Client, Error, ErrorBody, InvalidInput, Operation, RawResponse, RequestEncoder, Response, RetryPolicy, Security,
};
use oaspress_tests::contacts_server::PHONE_NUMBER_ID;
use std::time::Duration;

use crate::case::{Ask, BOUND, Method};

/// Makes the calls; the result is that of the last one.
pub(crate) fn call(base_url: &str, ask: &Ask) -> Result<Response<ContactList>, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut retry = RetryPolicy::default();
        (retry.max_retries, retry.base_delay) = (ask.retries, Duration::from_millis(5));
        let builder = Client::builder().base_url(base_url).bearer_auth("key").timeout(ask.timeout).retry(retry);
        let client = builder.max_response_size(BOUND).build()?;
        for _ in 1..ask.calls {
            one(&client, ask.method).await?;
            tokio::time::sleep(ask.pause).await;
        }
        one(&client, ask.method).await
    })
}

async fn one(client: &Client, method: Method) -> Result<Response<ContactList>, Error> {
    match method {
        Method::Get => client.contacts().list(PHONE_NUMBER_ID).send().await,
        Method::Post(length) => client.core().send(&MakeContact { length, options: Options::default() }).await,
        Method::KeyedPost => {
            let mut options = Options::default();
            options.set_idempotency_key("key-1");
            client.core().send(&MakeContact { length: 10, options }).await
        }
    }
}

/// An operation that must not happen twice, as it is generated where a document describes one.
struct MakeContact {
    length: usize,
    options: Options,
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
        request.json(&"x".repeat(self.length))
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
