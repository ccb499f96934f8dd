//! Two clients of different APIs in one program. They share a transport, a retry budget, an observer, and the code
//! that handles their errors.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use basics::operations::ListPets;
use oaspress_runtime::testing::{FakeResponse, Fake, wait_for};
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

/// Two clients, and what they share.
struct Clients {
    pets: basics::Client,
    contacts: pagination::Client,
    fake: Fake,
    calls: Arc<Calls>,
    budget: RetryBudget,
}

impl Clients {
    /// Builds two clients of a server that is unavailable, which may retry two calls together.
    fn build() -> Result<Self, Box<dyn std::error::Error>> {
        let fake = Fake::new().on::<ListPets>(FakeResponse::empty(503)).on::<ListContacts>(FakeResponse::empty(503));
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
        Ok(Self { pets, contacts, fake, calls, budget })
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clients = Clients::build()?;
    let [pets, contacts] = wait_for(list(&clients.pets, &clients.contacts));
    println!("pets: {pets:?}, contacts: {contacts:?}");
    println!("{} calls, {} retries left", clients.calls.0.load(Ordering::Relaxed), clients.budget.left());
    println!("{} requests", clients.fake.received().len());
    Ok(())
}

#[cfg(test)]
mod tests;
