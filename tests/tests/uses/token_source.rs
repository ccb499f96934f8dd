//! A credential that changes: requested before each call, and again after a 401.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse, FakeResponses};
use kirim::{BoxFuture, Credential, Secret, TokenError, TokenSource};

use crate::support::{ACCOUNT, TestResult, page};

/// A source that keeps its token until the server rejects it.
struct Tokens {
    fetched: AtomicU32,
    kept: Mutex<Option<Secret>>,
}

impl Tokens {
    fn kept_or_fetched(&self) -> Secret {
        let mut kept = self.kept.lock().expect("a token");
        kept.get_or_insert_with(|| Secret::from(format!("token-{}", self.fetched.fetch_add(1, Ordering::Relaxed))))
            .clone()
    }
}

impl TokenSource for Tokens {
    fn token(&self) -> BoxFuture<'_, Result<Secret, TokenError>> {
        Box::pin(async { Ok(self.kept_or_fetched()) })
    }

    fn renew<'a>(&'a self, refused: &'a Secret) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(async move {
            self.kept.lock().expect("a token").take_if(|kept| kept.expose() == refused.expose());
            Ok(self.kept_or_fetched())
        })
    }
}

/// Returns a server that accepts only this token.
fn server_of(token: &'static str) -> Fake {
    Fake::new().on::<ListContacts>(FakeResponses::by(move |request| {
        let accepted = request.header("authorization") == Some(&format!("Bearer {token}"));
        if accepted { FakeResponse::ok(&page(&["Ada"], None)) } else { FakeResponse::empty(401) }
    }))
}

#[tokio::test]
async fn a_rejected_token_is_replaced_once() -> TestResult {
    let fake = server_of("token-1");
    let tokens = Tokens { fetched: AtomicU32::new(0), kept: Mutex::new(None) };
    let client = kirim::Client::builder().bearer_auth(Credential::source(tokens)).transport(fake.clone()).build()?;

    client.contacts().list(ACCOUNT).send().await?;
    client.contacts().list(ACCOUNT).send().await?;

    assert_eq!(fake.received().len(), 3, "the first call is sent twice, the second one once");
    Ok(())
}

#[tokio::test]
async fn a_closure_is_a_source() -> TestResult {
    let fake = server_of("fresh");
    let source = || async { Ok::<_, TokenError>(Secret::from("fresh")) };
    let client = kirim::Client::builder().bearer_auth(Credential::source(source)).transport(fake).build()?;

    client.contacts().list(ACCOUNT).send().await?;
    Ok(())
}

#[tokio::test]
async fn a_source_that_fails_is_the_error_of_the_call() -> TestResult {
    let asked = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&asked);
    let source = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        async { Err::<Secret, TokenError>("the vault is sealed".into()) }
    };
    let fake = server_of("any");
    let client = kirim::Client::builder().bearer_auth(Credential::source(source)).transport(fake.clone()).build()?;

    let error = client.contacts().list(ACCOUNT).send().await.expect_err("no token");

    let kirim::Error::Transport(transport) = &error else { panic!("{error}") };
    assert_eq!(transport.kind(), kirim::TransportKind::Credential);
    assert!(fake.received().is_empty());
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    Ok(())
}
