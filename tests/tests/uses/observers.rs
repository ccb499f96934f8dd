//! Calls as metrics.

use std::sync::{Arc, Mutex};

use kirim::AttemptEnd;
use kirim::observe::{Ended, Observed, Observer, Tried};
use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};

use crate::support::{ACCOUNT, TestResult, page};

/// An observer that records its events.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn write(&self, line: String) {
        self.0.lock().expect("lines").push(line);
    }
}

impl Observer for Log {
    fn begun(&self, call: &Observed<'_>) {
        self.write(format!("begun {} {} {} at {}", call.operation, call.method, call.path, call.host));
    }

    fn tried(&self, _: &Observed<'_>, tried: &Tried) {
        let end = match tried.end {
            AttemptEnd::Status(status) => status.as_str().to_owned(),
            AttemptEnd::Failure(kind) => kind.name().to_owned(),
        };
        self.write(format!("tried {}: {end}, waits: {}", tried.number, tried.wait.is_some()));
    }

    fn ended(&self, _: &Observed<'_>, ended: &Ended<'_>) {
        self.write(format!("ended {} after {} attempts", ended.end.error().unwrap_or("ok"), ended.attempt_count));
    }
}

#[tokio::test]
async fn an_observer_is_told_of_every_attempt() -> TestResult {
    let fake = Fake::new().on::<ListContacts>([FakeResponse::empty(503), FakeResponse::ok(&page(&[], None))]);
    let log = Log::default();
    let client = kirim::Client::builder().observer(log.clone()).transport(fake).build()?;

    client.contacts().list(ACCOUNT).search("secret text").send().await?;

    let lines = log.0.lock().expect("lines").clone();
    assert_eq!(
        lines,
        [
            "begun listContacts GET /{phone_number_id}/contacts at api.kirim.chat",
            "tried 1: 503, waits: true",
            "tried 2: 200, waits: false",
            "ended ok after 2 attempts",
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_closure_is_told_how_calls_end() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::empty(404));
    let log = Log::default();
    let written = log.clone();
    let client = kirim::Client::builder()
        .observer(move |call: &Observed<'_>, ended: &Ended<'_>| {
            written.write(format!("{} {}", call.operation, ended.end.error().unwrap_or("ok")));
        })
        .transport(fake)
        .build()?;

    client.contacts().list(ACCOUNT).send().await.expect_err("not found");

    assert_eq!(*log.0.lock().expect("lines"), ["listContacts 404"]);
    Ok(())
}
