//! The example of AWS Signature Version 4 against the test vectors that AWS publishes.

use http::{Method, Request};
use jiff::Timestamp;
use oaspress_runtime::runtime::{Body, CoreBuilder, Options, Replay, Secret};

use crate::support::{Script, Turn, answer, run, target};
use signer::SigV4;

#[path = "../../examples/aws_sigv4/signer.rs"]
mod signer;

fn now() -> Timestamp {
    "2015-08-30T12:36:00Z".parse().expect("a time")
}

fn signer() -> SigV4 {
    let secret = Secret::from("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    SigV4::new("AKIDEXAMPLE", secret, "us-east-1", "service").path_as_sent().clock(now)
}

/// Sends a request through a client with the signer, and returns the `Authorization` header that arrives.
fn signed(
    signer: SigV4,
    method: Method,
    target_of_url: &str,
    header: Option<(&str, &str)>,
    body: &'static str,
) -> String {
    let mut request = Request::builder().method(method).uri(format!("https://example.amazonaws.com{target_of_url}"));
    if let Some((name, value)) = header {
        request = request.header(name, value);
    }
    let request = request.body(Body::from(body)).expect("a request");
    let script = Script::new([Turn::Response(answer(200, &[], ""))]);
    let core = CoreBuilder::new(target()).no_timeout().interceptor(signer).transport(script.clone()).build();
    run(core.send_request(request, Replay::Safe, Options::none())).expect("an answer");
    let request = script.requests().remove(0);
    assert_eq!(request.headers()["x-amz-date"], "20150830T123600Z");
    request.headers()["authorization"].to_str().expect("text").to_owned()
}

fn expected(headers: &str, signature: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={headers}, \
         Signature={signature}"
    )
}

#[test]
fn requests_without_a_body() {
    let letters = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let table = [
        (
            "get-vanilla",
            Method::GET,
            "/".to_owned(),
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            "get-vanilla-query-order-key-case",
            Method::GET,
            "/?Param2=value2&Param1=value1".to_owned(),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        (
            "get-vanilla-query-order-encoded",
            Method::GET,
            "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1".to_owned(),
            "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        ),
        (
            "get-vanilla-utf8-query",
            Method::GET,
            "/?%E1%88%B4=bar".to_owned(),
            "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        ),
        (
            "get-vanilla-empty-query-key",
            Method::GET,
            "/?Param1=value1".to_owned(),
            "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        ),
        (
            "get-vanilla-query-unreserved",
            Method::GET,
            format!("/?{letters}={letters}"),
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        ),
        (
            "get-unreserved",
            Method::GET,
            format!("/{letters}"),
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        ),
        (
            "get-utf8",
            Method::GET,
            "/%E1%88%B4".to_owned(),
            "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        ),
        (
            "get-space-unnormalized",
            Method::GET,
            "/example%20space/".to_owned(),
            "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        ),
        (
            "get-slashes-unnormalized",
            Method::GET,
            "//example//".to_owned(),
            "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5",
        ),
        (
            "post-vanilla",
            Method::POST,
            "/".to_owned(),
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        ),
        (
            "post-vanilla-query",
            Method::POST,
            "/?Param1=value1".to_owned(),
            "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
        ),
    ];
    for (name, method, target, signature) in table {
        assert_eq!(signed(signer(), method, &target, None, ""), expected("host;x-amz-date", signature), "{name}");
    }
}

#[test]
fn requests_with_headers_and_a_body() {
    for (value, signature) in [
        ("value1", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
        ("VALUE1", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
    ] {
        let found = signed(signer(), Method::POST, "/", Some(("my-header1", value)), "");
        assert_eq!(found, expected("host;my-header1;x-amz-date", signature));
    }
    // `post-x-www-form-urlencoded` and `…-parameters` as in the first edition of the suite, which does not sign
    // `Content-Length`.
    for (media_type, signature) in [
        ("application/x-www-form-urlencoded", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
        (
            "application/x-www-form-urlencoded; charset=utf8",
            "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe",
        ),
    ] {
        let found = signed(signer(), Method::POST, "/", Some(("content-type", media_type)), "Param1=value1");
        assert_eq!(found, expected("content-type;host;x-amz-date", signature));
    }
}

#[test]
fn temporary_credentials() {
    let signer = signer().session_token("6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267".into());
    let signature = "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8";
    assert_eq!(signed(signer, Method::GET, "/", None, ""), expected("host;x-amz-date;x-amz-security-token", signature));
}

/// All services except S3 escape the path once more.
#[test]
fn a_path_is_escaped_for_other_services() {
    let secret = || Secret::from("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    let twice = SigV4::new("AKIDEXAMPLE", secret(), "us-east-1", "service").clock(now);
    let as_sent = signed(signer(), Method::GET, "/a%2520b", None, "");
    assert_eq!(signed(twice, Method::GET, "/a%20b", None, ""), as_sent);
}
