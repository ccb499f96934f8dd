//! Conditional reads.

use jiff::Timestamp;
use oaspress_runtime::runtime::{Conditional, CoreBuilder, Dispatch, Error, IfModified, OnClient, dispatch_async};
use oaspress_runtime::runtime::{Core, dispatch_blocking};
use serde_json::json;

use crate::support::{Ask, Script, Turn, answer, run, target};

#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) core: Core,
}

dispatch_async!(Client);

#[derive(Clone)]
struct Blocking {
    core: Core,
}

dispatch_blocking!(Blocking);

fn client(script: &Script) -> Client {
    Client { core: CoreBuilder::new(target()).no_timeout().transport(script.clone()).build() }
}

pub(crate) fn things<C: Dispatch>(client: C) -> Ask<C>
where
    Ask<C>: OnClient,
{
    Ask::things().on(client)
}

fn current() -> Turn {
    let headers = [("etag", r#"W/"v2""#), ("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT")];
    Turn::Response(answer(200, &headers, "[2]"))
}

fn unchanged() -> Turn {
    Turn::Response(answer(304, &[("etag", r#"W/"v2""#)], ""))
}

fn time() -> Timestamp {
    "1994-11-06T08:49:37Z".parse().expect("a time")
}

#[test]
fn a_read_by_version() {
    let script = Script::new([current(), unchanged(), current()]);
    let client = client(&script);
    run(async {
        let first = things(client.clone()).if_none_match(r#""v1""#).send().await.expect("a value");
        assert_eq!(*first, IfModified::Modified(json!([2])));
        assert_eq!(first.meta().last_modified(), Some(time()));
        let etag = first.meta().etag().expect("a version").to_owned();
        // The API description of this operation does not declare 304.
        let second = things(client.clone()).max_retries(1).if_none_match(&etag).await.expect("no change");
        assert_eq!((&*second, second.meta().status().as_u16()), (&IfModified::NotModified, 304));
        assert_eq!(second.into_inner().modified(), None);
        let third =
            things(client.clone()).if_modified_since(time()).if_none_match(&etag).send().await.expect("a value");
        assert!(third.is_modified());
    });
    let sent = script.requests();
    assert_eq!(sent[0].headers()["if-none-match"], r#""v1""#);
    assert_eq!(sent[1].headers()["if-none-match"], r#"W/"v2""#);
    assert_eq!(sent[2].headers()["if-modified-since"], "Sun, 06 Nov 1994 08:49:37 GMT");
}

#[test]
fn without_a_condition_an_undeclared_304_is_an_error() {
    let script = Script::new([unchanged(), unchanged()]);
    let core = client(&script).core;
    let error = run(core.send(&Ask::things())).expect_err("an undeclared status");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(304));
    let response = run(Conditional::new(things(client(&script)).header("if-none-match", "x")).send());
    assert!(!response.expect("no change").is_modified());
}

#[test]
fn other_errors_stay_errors() {
    let script = Script::new([Turn::Response(answer(412, &[], r#"{"message":"no"}"#))]);
    let error = run(things(client(&script)).if_none_match("\"v\"").send()).expect_err("an error response");
    assert_eq!(error.to_string(), "412 Precondition Failed: no");
    let error = run(things(client(&Script::new([]))).if_none_match("a\nb").send()).expect_err("invalid");
    assert!(matches!(error, Error::InvalidInput(_)), "{error:?}");
    let early: Timestamp = "-000005-01-01T00:00:00Z".parse().expect("a time");
    let error = run(things(client(&Script::new([]))).if_modified_since(early).send()).expect_err("no such year");
    assert_eq!(error.to_string(), "header `if-modified-since` must be a time of the years 1 to 9999");
}

#[test]
fn the_blocking_client_returns_the_result() {
    let script = Script::new([unchanged()]);
    let client = Blocking { core: client(&script).core };
    let response = things(client).if_none_match("\"v\"").send().expect("no change");
    assert_eq!(response.into_inner(), IfModified::NotModified);
}
