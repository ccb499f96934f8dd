//! Secrets that interceptors add, and servers that quote them.

use oaspress_runtime::runtime::{CoreBuilder, Error, InterceptedRequest};
use serde_json::{Value, json};

use crate::support::{Ask, SECRET, Script, TOKEN, Turn, answer, run, target};

fn builder(script: &Script) -> CoreBuilder {
    CoreBuilder::new(target()).no_timeout().max_retries(0).transport(script.clone())
}

/// A response that quotes these texts.
fn quoting(texts: &[&str]) -> Turn {
    Turn::Response(answer(403, &[], &json!({ "message": texts.join(" | ") }).to_string()))
}

fn shown(error: &Error<Value>) -> String {
    let body = error.as_api().map(|error| String::from_utf8_lossy(error.raw().body()).into_owned());
    format!("{error} {error:?} {body:?}")
}

#[test]
fn the_secrets_of_each_redirected_request_are_removed() {
    let secrets = ["signed-/v1/things", "signed-/v1/here", "CALL-SECRET"];
    for last in ["/v1/again", "https://files.example.net/there"] {
        let to = |location: &str| Turn::Response(answer(302, &[("location", location)], ""));
        let script = Script::new([to("/v1/here"), to(last), quoting(&secrets)]);
        let sign = |request: &mut InterceptedRequest| {
            let signature = format!("signed-{}", request.uri().path());
            Ok(request.set_header("x-signature", &signature)?)
        };
        let ask = Ask::things().header("x-key", "CALL-SECRET");
        let error = run(builder(&script).interceptor(sign).build().send(&ask)).expect_err("an error response");
        let text = shown(&error);
        assert!(text.contains("***") && secrets.iter().all(|secret| !text.contains(secret)), "{text}");
    }
}

#[test]
fn parameters_of_the_query_and_of_authorization_are_removed() {
    let secrets = ["query/secret 1", "query%2Fsecret%201", "0123456789abcdef", "digest-response", "AKIA0123456789/eu"];
    let script = Script::new([quoting(&secrets)]);
    let sign = |request: &mut InterceptedRequest| {
        request.add_query("sig", "query/secret 1")?;
        // Not even an interceptor that clears the extensions makes the client forget them.
        request.extensions_mut().clear();
        let value = "AWS4-HMAC-SHA256 Credential=AKIA0123456789/eu, Signature=0123456789abcdef";
        request.set_header("authorization", value)?;
        request.set_header("proxy-authorization", r#"Digest username="u",response="digest-response""#)?;
        Ok(())
    };
    let error = run(builder(&script).interceptor(sign).build().send(&Ask::things())).expect_err("an error response");
    let text = shown(&error);
    assert!(text.contains("***") && secrets.iter().all(|secret| !text.contains(secret)), "{text}");
}

#[test]
fn ids_of_a_request_stay_in_its_errors() {
    let id = "0af7651916cd43dd8448eb211c80319c";
    let script = Script::new([Turn::Response(answer(404, &[("x-request-id", id)], "{}"))]);
    let identify = move |request: &mut InterceptedRequest| {
        for name in ["x-request-id", "x-correlation-id", "x-trace-id", "traceparent"] {
            request.set_header(name, id)?;
        }
        Ok(())
    };
    let core = builder(&script).config(|config| config.credential(&TOKEN, SECRET)).interceptor(identify).build();
    let error = run(core.send(&Ask::things())).expect_err("an error response");
    assert_eq!(error.request_id(), Some(id));
}

#[cfg(feature = "har")]
#[test]
fn parameters_of_the_query_are_not_recorded() {
    let path = std::env::temp_dir().join(format!("oaspress-{}-added-query.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let script = Script::new([quoting(&["query/secret 1"])]);
    let sign = |request: &mut InterceptedRequest| Ok(request.add_query("sig", "query/secret 1")?);
    let core = builder(&script).interceptor(sign).record_traffic(&path).build();
    run(core.send(&Ask::things())).expect_err("an error response");
    let text = std::fs::read_to_string(&path).expect("a recorded call");
    let _ = std::fs::remove_file(&path);
    assert!(!text.contains("query/secret") && !text.contains("query%2Fsecret"), "{text}");
    assert_eq!(script.requests()[0].uri().query(), Some("sig=query%2Fsecret%201"), "it is sent nevertheless");
}
