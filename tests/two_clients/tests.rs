//! Several clients in one program share a transport, and each keeps its settings.

use std::any::TypeId;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use oaspress_runtime::RetryBudget;
use oaspress_runtime::testing::{FakeResponse, Fake, wait_for};
use pagination::operations::ListContacts;

use crate::{Clients, Failure, list};

fn clients() -> Clients {
    Clients::build().expect("the settings are valid")
}

#[test]
fn clients_share_a_transport_an_observer_and_a_retry_budget() {
    let clients = clients();
    let [pets, contacts] = wait_for(list(&clients.pets, &clients.contacts));
    assert!(matches!(pets, Err(Failure::Pets(text)) if text == "503 Service Unavailable, 3 attempts"));
    // The first client has taken all retries.
    assert!(matches!(contacts, Err(Failure::Contacts(text)) if text == "503 Service Unavailable, 1 attempts"));
    assert_eq!((clients.budget.left(), clients.calls.0.load(Ordering::Relaxed)), (0, 2));
    assert_eq!(clients.fake.received().len(), 4);
}

#[test]
fn the_user_agent_is_that_of_each_client() {
    let clients = clients();
    let _ = wait_for(list(&clients.pets, &clients.contacts));
    let received = clients.fake.received();
    let agents: Vec<_> = received.iter().map(|request| request.header("user-agent")).collect();
    assert_eq!(agents, [Some("basics/0.1.0"), Some("basics/0.1.0"), Some("basics/0.1.0"), Some("pagination/0.1.0")]);
}

/// The manifest enables `rustls` for `basics` only, and so in the runtime.
#[test]
fn a_client_without_tls_has_none_where_another_one_has_it() {
    let client = |url: &str| errors_differ::blocking::Client::builder().base_url(url).max_retries(0).build();
    let client = client("https://localhost:9").expect("the settings are valid");
    let error = client.create_order().send().expect_err("there is no TLS");
    assert!(error.to_string().contains("https requires the feature `rustls` or `native-tls`"), "{error}");
    let pets = basics::blocking::Client::builder().base_url("https://localhost:9").anonymous().max_retries(0).build();
    let error = pets.expect("the settings are valid").pets().list().send().expect_err("there is no server");
    assert!(error.is_connect(), "{error:?}");
}

/// The module that `probe` finds in place of one in the crate.
mod fallback {
    pub(crate) mod blocking {
        pub(crate) struct NotInTheCrate;
    }
}

/// `blocking` is ambiguous, and does not compile, if the crate has a module of this name.
mod probe {
    #[expect(unused_imports, reason = "the crate has no such module")]
    use pagination::*;

    use super::fallback::*;

    pub(super) use blocking::NotInTheCrate;
}

/// The manifest enables `blocking` for the other clients, and so in the runtime.
#[test]
fn a_client_without_blocking_works_where_the_runtime_has_it() {
    let _ = probe::NotInTheCrate;
    let fake = Fake::new().on::<ListContacts>(FakeResponse::empty(404));
    let client = pagination::Client::builder().transport(Arc::new(fake)).build().expect("the settings are valid");
    let error = wait_for(async { client.lists().contacts().send().await }).expect_err("nothing is found");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}

/// The API description of `pagination` declares no error body. A program can still convert from the errors of several such clients.
#[test]
fn the_error_of_each_client_is_a_type_of_its_own() {
    let errors =
        [TypeId::of::<basics::Error>(), TypeId::of::<pagination::Error>(), TypeId::of::<errors_differ::Error>()];
    assert!(errors[0] != errors[1] && errors[1] != errors[2] && errors[0] != errors[2]);
    assert_ne!(TypeId::of::<pagination::ErrorBody>(), TypeId::of::<serde_json::Value>());
    assert_ne!(TypeId::of::<pagination::ErrorBody>(), TypeId::of::<basics::ErrorBody>());
}

#[test]
fn an_observer_and_a_transport_can_be_shared_pointers() {
    fn is_transport<T: oaspress_runtime::Transport>() {}
    fn is_observer<T: oaspress_runtime::Observer>() {}
    is_transport::<Arc<Fake>>();
    is_transport::<Arc<dyn oaspress_runtime::Transport>>();
    is_observer::<Arc<crate::Calls>>();
    is_observer::<Arc<dyn oaspress_runtime::Observer>>();
    let (budget, clone) = {
        let budget = RetryBudget::new(1);
        (budget.clone(), budget)
    };
    assert_eq!(budget.left(), clone.left());
}
