//! Where secrets could show: in whatever can be printed, for each way in which a call can fail.

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use oaspress_runtime::runtime::{ClientConfig, CoreBuilder, Ended, Observed, Observer, Tried};
use serde_json::{Value, json};

use crate::redaction::{All, SECRETS, everything};
use crate::server::{Act, Server};
use crate::support::{Script, Turn, answer, run};

/// Fails if a text has a secret, in one of the forms in which secrets are sent.
fn assert_is_clean(label: &str, text: &str) {
    let found: Vec<_> = SECRETS[..10].iter().filter(|secret| text.contains(**secret)).collect();
    assert!(found.is_empty(), "{label} shows {found:?}: {text}");
}

/// An error and its causes, in both ways of printing.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let _ = write!(text, "{error} {error:?} {error:#?} ");
        next = error.source();
    }
    text
}

/// Writes down all that an observer is told.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<String>>);

impl Notes {
    fn add(&self, told: &dyn std::fmt::Debug) {
        let _ = write!(self.0.lock().expect("no panic"), "{told:?} ");
    }
}

impl Observer for Notes {
    fn begun(&self, call: &Observed<'_>) {
        self.add(call);
    }

    fn tried(&self, call: &Observed<'_>, tried: &Tried) {
        self.add(&(call, tried));
    }

    fn ended(&self, call: &Observed<'_>, ended: &Ended<'_>) {
        self.add(&(call, ended));
    }
}

/// Makes a call with every kind of credential, and looks at whatever can be printed.
async fn look(label: &str, builder: CoreBuilder) {
    let notes = Notes::default();
    assert_is_clean(label, &format!("{builder:?}"));
    let core = builder.max_retries(1).observer(notes.clone()).build();
    assert_is_clean(label, &format!("{core:?} {:?}", core.config()));
    match core.send(&All).await {
        Ok(response) => assert_is_clean(label, &format!("{:?}", response.meta())),
        Err(error) => assert_is_clean(label, &chain(&error)),
    }
    let told = notes.0.lock().expect("no panic").clone();
    assert!(!told.is_empty());
    assert_is_clean(label, &told);
}

#[test]
fn no_failure_shows_a_secret() {
    let echo = SECRETS[..10].join(" ");
    // One of the forms is JSON already.
    let body = json!({ "code": echo, "message": echo }).to_string().replace("\\\\/", "\\/");
    let headers = [
        ("content-type", "application/json"),
        ("x-request-id", "GET /?key=QUERY%2FSECRET%203"),
        ("x-echo", "HEADER-SECRET"),
    ];
    run(async {
        for (label, status, body) in
            [("an error", 400, &body), ("a failure", 503, &body), ("a body of another type", 200, &echo)]
        {
            let turns = std::iter::repeat_with(|| Turn::Response(answer(status, &headers, body))).take(2);
            let script = Script::new(turns);
            look(label, CoreBuilder::new(everything()).no_timeout().transport(script)).await;
        }
        let nowhere = Server::start(vec![Act::Redirect(302, "127.0.0.1:1".parse().expect("an address"))]).await;
        let silent = Server::start(vec![Act::Say(b"")]).await;
        let broken = Server::start(vec![Act::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")]).await;
        for (label, url) in [
            ("a redirect", format!("http://{}", nowhere.address)),
            ("a server that sends nothing", format!("http://{}", silent.address)),
            ("a server that breaks off", format!("http://{}", broken.address)),
            ("a server without TLS", format!("https://{}", silent.address)),
            ("no server", "http://127.0.0.1:1".to_owned()),
            ("an unknown host name", "https://does-not-exist.invalid".to_owned()),
        ] {
            look(label, CoreBuilder::new(everything().base_url(&url))).await;
        }
    });
}

#[test]
fn no_setting_shows_a_secret() {
    for url in [
        "https://u:HEADER-SECRET@h",
        "https://h?k=HEADER-SECRET",
        "http://HEADER-SECRET@[x",
        "HEADER-SECRET",
        "https://h/#HEADER-SECRET",
    ] {
        let error = CoreBuilder::new(ClientConfig::at(url)).check().expect_err(url);
        assert_is_clean(url, &format!("{} {:?}", chain(&error), CoreBuilder::new(ClientConfig::at(url))));
        let called = run(CoreBuilder::new(everything().base_url(url)).build().send(&All));
        assert_is_clean(url, &chain(&called.expect_err(url)));
    }
    for proxy in [
        "http://u:HEADER-SECRET@127.0.0.1:1",
        "socks5://u:HEADER-SECRET@127.0.0.1:1",
        "HEADER-SECRET",
        "http://u:HEADER-SECRET@127.0.0.1:1/x",
        "http://u:HEADER-SECRET@[::1",
    ] {
        let target = ClientConfig::at("http://192.0.2.1").allow_plain_http();
        let builder = CoreBuilder::new(target).proxy(proxy);
        assert_is_clean(proxy, &format!("{builder:?}"));
        let checked = builder.check().err().map(|error| chain(&error)).unwrap_or_default();
        assert_is_clean(proxy, &checked);
        let called = run(builder.build().send(&crate::support::Ask::things()));
        assert_is_clean(proxy, &chain(&called.expect_err(proxy)));
    }
    for secret in ["HEADER-SECRET\n", "HEADER-SECRET\r\nX: y", "HEADER-SECRETé"] {
        let target = everything().header("X-Default", secret);
        assert_is_clean(secret, &CoreBuilder::new(target).check().err().map(|error| chain(&error)).unwrap_or_default());
        let target = everything().credential(&crate::redaction::HEADER, secret);
        let called: Result<_, oaspress_runtime::runtime::Error<Value>> =
            run(CoreBuilder::new(target).build().send(&All));
        assert_is_clean(secret, &chain(&called.expect_err(secret)));
    }
}
