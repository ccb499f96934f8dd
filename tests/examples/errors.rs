//! The errors of a call, and how a program handles them.
//!
//!     cargo run -p oaspress-tests --example errors
//!
//! It calls the API with the key in `KIRIM_API_KEY`. Without a key, it calls a server on loopback.

use std::env;
use std::error::Error as _;
use std::time::Duration;

use kirim::{Client, ClientBuilder, Error};
use oaspress_tests::contacts_server::{ContactsServer, Fault, PHONE_NUMBER_ID};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let server = env::var_os("KIRIM_API_KEY").is_none().then(ContactsServer::start);
    for (title, what) in show(server.as_ref()).await? {
        println!("{title}\n    {}\n", what.replace('\n', "\n    "));
    }
    Ok(())
}

/// Provokes one error after the other. Returns a title and the program's message for each.
pub(crate) async fn show(server: Option<&ContactsServer>) -> Result<Vec<(&'static str, String)>, Error> {
    let kirim = builder(server).build()?;
    let list = |account: &str| kirim.contacts().list(account.to_owned());
    let mut shown = Vec::new();
    let mut add =
        |title, error: Option<Error>| shown.push((title, error.map_or_else(String::new, |error| say(&error))));

    add("An argument breaks a rule: nothing is sent.", list("+62 811").send().await.err());
    add("The server finds a parameter invalid.", list(PHONE_NUMBER_ID).limit(101).send().await.err());
    add("There is no such account.", list("999999999999").send().await.err());
    let stranger = builder(server).bearer_auth("kdv_live_nobody-knows-this-key").build()?;
    add("The key is not valid.", stranger.contacts().list(PHONE_NUMBER_ID).send().await.err());
    let nowhere = builder(server).base_url("http://127.0.0.1:9/v1").max_retries(1).build()?;
    add("There is no server.", nowhere.contacts().list(PHONE_NUMBER_ID).send().await.err());
    if let Some(server) = server {
        server.fail_next(Fault::Slow(Duration::from_secs(60)));
        add("There is not enough time.", list(PHONE_NUMBER_ID).timeout(Duration::from_millis(200)).send().await.err());
        server.fail_next(Fault::Status(429));
        add("There were too many requests.", list(PHONE_NUMBER_ID).max_retries(0).send().await.err());
        server.fail_next(Fault::set("/data/3/created_at", "yesterday"));
        add("The response violates the API description.", list(PHONE_NUMBER_ID).send().await.err());
    }
    Ok(shown)
}

fn builder(server: Option<&ContactsServer>) -> ClientBuilder {
    match server {
        Some(server) => Client::builder().base_url(server.base_url()).bearer_auth(server.api_key()),
        None => Client::builder().bearer_auth(env::var("KIRIM_API_KEY").unwrap_or_default()),
    }
}

/// Returns a message for the user, depending on the kind of error.
fn say(error: &Error) -> String {
    let advice = match error {
        Error::InvalidInput(error) => format!("give another {}: it {}", error.parameter(), error.rule()),
        Error::Api(error) if error.is_rate_limit() => match error.retry_after() {
            Some(wait) => format!("come back in {} s", wait.as_secs()),
            None => "come back later".to_owned(),
        },
        Error::Api(error) if error.is_not_found() => "look for another one".to_owned(),
        Error::Api(error) if error.is_authentication() => "ask for another key".to_owned(),
        Error::Api(error) => match error.param() {
            Some(parameter) => format!("mend `{parameter}`: {}", error.message()),
            None => format!("tell the support that request {} ended in {}", error.request_id(), error.code()),
        },
        Error::Decode(error) => format!("{}: {}, in `{}`", error.path(), error.message(), error.excerpt()),
        error if error.is_timeout() => "take more time".to_owned(),
        error if error.is_connect() => format!("look at the network, after {} attempts", error.attempts().len() + 1),
        _ => "report this".to_owned(),
    };
    // A log contains the error and its sources. None of them contains the key, a body or the query.
    let mut log = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        log = format!("{log}: {error}");
        cause = error.source();
    }
    format!("log:    {log}\nadvice: {advice}")
}
