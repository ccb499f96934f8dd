//! The client without an async runtime.

use std::time::Duration;

use kirim::blocking::Client;
use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};

use crate::support::{ACCOUNT, Loopback, TestResult, error_json, http_json, page, page_json};

#[test]
fn lists_contacts() -> TestResult {
    let server = Loopback::start(vec![http_json("200 OK", &page_json(&["Ada"]))]);
    let client = Client::builder().bearer_auth("a-key").base_url(server.base_url()).build()?;

    let page = client.contacts().list(ACCOUNT).timeout(Duration::from_secs(5)).send()?;

    assert_eq!(page.data.len(), 1);
    assert_eq!(page.meta().request_id(), Some("req_7"));
    Ok(())
}

#[test]
fn reads_items_and_pages() -> TestResult {
    let fake = Fake::new().on::<ListContacts>([
        FakeResponse::ok(&page(&["a", "b"], Some("second"))),
        FakeResponse::ok(&page(&["c"], None)),
    ]);
    let client = Client::builder().transport(fake.clone()).build()?;
    let items: Result<Vec<_>, _> = client.contacts().list(ACCOUNT).items().limit(2).collect();

    assert_eq!(items?.len(), 2);
    assert_eq!(fake.received().len(), 1);

    let mut pages = client.contacts().list(ACCOUNT).resume("second").pages();
    assert_eq!(pages.next().expect("a page")?.data.len(), 1);
    assert!(pages.next().is_none());
    Ok(())
}

#[test]
fn has_the_same_errors() -> TestResult {
    let server = Loopback::start(vec![http_json("404 Not Found", &error_json("no_account", "no such account"))]);
    let client = Client::builder().bearer_auth("a-key").base_url(server.base_url()).build()?;

    let error = client.contacts().list(ACCOUNT).send().expect_err("not found");

    assert!(error.is_not_found());
    assert_eq!(error.as_api().expect("an error response").code(), "no_account");
    Ok(())
}

#[test]
fn an_agent_of_ureq_is_used_as_it_is() -> TestResult {
    let server = Loopback::start(vec![http_json("200 OK", &page_json(&[]))]);
    let agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent("an agent of my own")
        .build()
        .new_agent();
    let client = Client::builder().bearer_auth("a-key").base_url(server.base_url()).ureq_agent(agent).build()?;

    client.contacts().list(ACCOUNT).send()?;

    assert_eq!(server.requests().len(), 1);
    Ok(())
}
