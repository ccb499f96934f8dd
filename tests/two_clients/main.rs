//! Two clients of different APIs in one program. They share a transport, a retry budget, an observer, and the code
//! that handles their errors.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use basics::operations::ListPets;
use oaspress_runtime::testing::{Answer, Fake, wait_for};
use oaspress_runtime::{Ended, Error, ErrorInfo, Observed, Observer, RetryBudget, Transport};
use pagination::operations::ListContacts;

/// Counts the calls of all clients.
#[derive(Default)]
struct Calls(AtomicU32);

impl Observer for Calls {
    fn ended(&self, _: &Observed<'_>, _: &Ended<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Describes an error of any client.
fn describe<B: ErrorInfo>(error: &Error<B>) -> String {
    let status = error.status().map_or_else(|| "no response".to_owned(), |status| status.to_string());
    format!("{status}, {} attempts", error.attempts().len() + 1)
}

/// The error of this program. The error of each client is a separate type, even if the API description declares no
/// error body.
#[derive(Debug)]
enum Failure {
    Pets(String),
    Contacts(String),
}

impl From<basics::Error> for Failure {
    fn from(error: basics::Error) -> Self {
        Self::Pets(describe(&error))
    }
}

impl From<pagination::Error> for Failure {
    fn from(error: pagination::Error) -> Self {
        Self::Contacts(describe(&error))
    }
}

async fn list(pets: &basics::Client, contacts: &pagination::Client) -> [Result<(), Failure>; 2] {
    let pets = pets.pets().list().send().await.map(drop).map_err(Failure::from);
    [pets, contacts.lists().contacts().send().await.map(drop).map_err(Failure::from)]
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::new().on::<ListPets>(Answer::empty(503)).on::<ListContacts>(Answer::empty(503));
    let transport: Arc<dyn Transport> = Arc::new(fake.clone());
    let calls = Arc::new(Calls::default());
    let budget = RetryBudget::new(2);
    let pets = basics::Client::builder()
        .transport(Arc::clone(&transport))
        .observer(Arc::clone(&calls))
        .retry_budget(budget.clone())
        .build()?;
    let contacts = pagination::Client::builder()
        .transport(transport)
        .observer(Arc::clone(&calls))
        .retry_budget(budget.clone())
        .build()?;

    let [pets, contacts] = wait_for(list(&pets, &contacts));
    println!("pets: {pets:?}, contacts: {contacts:?}");
    assert!(matches!(pets, Err(Failure::Pets(text)) if text == "503 Service Unavailable, 3 attempts"));
    // The first client has used up the retry budget.
    assert!(matches!(contacts, Err(Failure::Contacts(text)) if text == "503 Service Unavailable, 1 attempts"));
    assert_eq!((budget.left(), calls.0.load(Ordering::Relaxed)), (0, 2));

    // Each client sends its own user agent.
    let received = fake.received();
    let agents: Vec<_> = received.iter().map(|request| request.header("user-agent")).collect();
    assert_eq!(agents, [Some("basics/0.1.0"), Some("basics/0.1.0"), Some("basics/0.1.0"), Some("pagination/0.1.0")]);

    // This client is built without TLS, although another client in the program has it.
    let orders = errors_differ::blocking::Client::builder().max_retries(0).build()?;
    let error = orders.create_order().send().expect_err("there is no TLS");
    let reason = error.source().map(ToString::to_string).unwrap_or_default();
    assert_eq!(reason, "https requires the feature `rustls` or `native-tls`", "{error}");
    Ok(())
}
