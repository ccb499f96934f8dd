//! Runs the cases with the asynchronous client of `kirim`.

use std::time::Duration;

use kirim::models::ContactList;
use kirim::{Client, Error, Response, RetryPolicy};
use oaspress_tests::contacts_server::PHONE_NUMBER_ID;

use crate::case::{Ask, BOUND, Method};
use crate::make_contact::MakeContact;

/// Makes the calls. Returns the result of the last one.
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
        Method::Post(length) => client.core().send(&MakeContact::new("x".repeat(length))).await,
        Method::KeyedPost => {
            let mut make = MakeContact::new("x".to_owned());
            make.options.set_idempotency_key("key-1");
            client.core().send(&make).await
        }
    }
}
