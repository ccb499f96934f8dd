//! Base URLs that replace each other, including invalid ones, and the message of a 404 from a base URL without its
//! path.

use http::Method;
use oaspress_runtime::runtime::testing::{Fake, FakeResponse};
use oaspress_runtime::runtime::{
    ClientConfig, CoreBuilder, Error, InvalidInput, Operation, OwnServer, RawResponse, RequestEncoder, Response,
    Security, Server,
};

use crate::support::{Ask, run, target};

const GOOD: &str = "https://x.example.com/v2";

/// `GET /things` on a server of its own, in an API whose description declares no other server.
struct Files;

impl Operation for Files {
    type Output = ();
    type Failure = ();

    const ID: &'static str = "files";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/things";
    const SECURITY: Security = Security(&[]);
    const SERVER: Option<OwnServer> = Some(OwnServer::new("https://files.example.com", ""));

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/things");
        Ok(())
    }

    fn decode(response: RawResponse) -> Result<Response<()>, Error<()>> {
        response.empty()
    }
}

fn uri(target: &ClientConfig) -> String {
    Ask::things().to_request(target).expect("a request").uri().to_string()
}

fn problem(target: &ClientConfig) -> String {
    target.check().expect_err("a problem").to_string()
}

#[test]
fn the_last_base_url_wins() {
    let tenant = || Server::filled("https://{tenant}.example.com", &[("tenant", "")]);
    for broken in ["", "/api/v1", "https://.example.com", "https://<host>/v1", "ftp://a.example"] {
        assert_eq!(uri(&ClientConfig::at(broken).base_url(GOOD)), "https://x.example.com/v2/things");
        assert!(!problem(&ClientConfig::at(GOOD).base_url(broken)).is_empty());
    }
    assert_eq!(uri(&ClientConfig::without_server("X", "/v9").base_url(GOOD)), "https://x.example.com/v2/things");
    assert_eq!(uri(&ClientConfig::at("/v1").server(tenant()).base_url(GOOD)), "https://x.example.com/v2/things");
    let server = ClientConfig::at("/v1").server(Server::new("https://b.example"));
    assert_eq!(uri(&server), "https://b.example/things");
    assert_eq!(
        problem(&ClientConfig::at(GOOD).server(tenant())),
        "the base URL must have a host name: set `tenant` of the server"
    );
}

#[test]
fn a_missing_base_url_says_what_to_do() {
    assert_eq!(
        problem(&ClientConfig::without_server("TASKS_BASE_URL", "")),
        "there is no base URL: the API description declares no server that requests can be sent to; pass one to `base_url` of \
         the client's builder, or set `TASKS_BASE_URL` in the environment and use `from_env`"
    );
    let unset = ClientConfig::without_server("X", "").require_base_url_from_env("OASPRESS_RUNTIME_TEST_UNSET");
    assert_eq!(
        unset.expect_err("it is not set").to_string(),
        "there is no base URL: set `OASPRESS_RUNTIME_TEST_UNSET` in the environment, or pass one to `base_url` of the client's \
         builder"
    );
    // An existing variable whose value is not a URL.
    assert_eq!(problem(&ClientConfig::at(GOOD).base_url_from_env("CARGO_PKG_NAME")), {
        "the base URL in `CARGO_PKG_NAME` must be absolute, as in `https://api.example.com/v1`"
    });
    let required =
        ClientConfig::without_server("X", "").require_base_url_from_env("CARGO_PKG_NAME").expect("it is set");
    assert_eq!(uri(&required.base_url(GOOD)), "https://x.example.com/v2/things");
}

#[test]
fn a_call_goes_to_its_own_base_url_whatever_that_of_the_client_is() {
    for target in [ClientConfig::at("/v1"), ClientConfig::without_server("X", "")] {
        let request = Ask::things().base_url(GOOD).to_request(&target).expect("a request");
        assert_eq!(request.uri(), "https://x.example.com/v2/things");
        assert!(Ask::things().base_url("/v2").to_request(&target).is_err());
    }
    let broken = Ask::things().base_url(GOOD).to_request(&ClientConfig::at(GOOD).user_agent("a\nb"));
    assert!(matches!(broken, Err(Error::Configuration(_))), "other settings still count");
}

#[test]
fn the_last_of_every_setting_wins() {
    assert!(target().user_agent("a\nb").user_agent("fine/1.0").check().is_ok());
    assert!(target().user_agent("fine/1.0").user_agent("a\nb").check().is_err());
    assert!(target().header("X-A", "a\nb").header("x-a", "b").check().is_ok());
    assert!(target().header("X-A", "a\nb").header("x-b", "b").check().is_err());
    let builder = || CoreBuilder::new(target()).proxy("nonsense");
    assert!(builder().check().is_err());
    assert!(builder().proxy("http://proxy.example.com:3128").check().is_ok());
    assert!(builder().no_proxy().check().is_ok());
}

#[test]
fn operations_with_a_server_of_their_own() {
    let uri = |target: &ClientConfig| {
        Files.to_request(target).map(|request| request.uri().to_string()).map_err(|error| error.to_string())
    };
    // The URL of the API does not apply to that operation, but a base URL of all operations does.
    let files = Ok("https://files.example.com/things".to_owned());
    assert_eq!(uri(&ClientConfig::without_server("X", "").api_url(GOOD)), files);
    assert_eq!(uri(&ClientConfig::without_server("X", "")), files);
    assert_eq!(uri(&ClientConfig::at(GOOD)), Ok("https://x.example.com/v2/things".to_owned()));
    assert!(uri(&ClientConfig::at("nonsense")).is_err());
}

#[test]
fn values_of_variables_may_begin_the_path() {
    let at = |template: &str, values: &[(&str, &str)]| ClientConfig::at(GOOD).server(Server::filled(template, values));
    let template = "https://{region}.example.com{base}";
    for (template, values, expected) in [
        (template, &[("region", "eu"), ("base", "/v1")][..], "https://eu.example.com/v1/things"),
        (template, &[("region", "eu"), ("base", "")], "https://eu.example.com/things"),
        ("https://a.example{port}{base}/", &[("port", ":8443"), ("base", "/v1")], "https://a.example:8443/v1/things"),
        ("https://{host}/v1", &[("host", "a.example/base")], "https://a.example/base/v1/things"),
        ("{url}{base}", &[("url", "https://a.example"), ("base", "/v1")], "https://a.example/v1/things"),
        ("{scheme}://a.example{base}", &[("scheme", "https"), ("base", "/v1/x")], "https://a.example/v1/x/things"),
    ] {
        assert_eq!(uri(&at(template, values)), expected, "{template}");
    }
    for (template, values) in [
        (template, &[("region", "/evil"), ("base", "/v1")][..]),
        (template, &[("region", "evil.example/"), ("base", "/v1")]),
        (template, &[("region", "eu"), ("base", "@evil.example/v1")]),
        ("https://{host}{base}", &[("host", ""), ("base", "/evil.example")]),
        ("https://a{x}{y}.example", &[("x", "/v1"), ("y", "b")]),
    ] {
        problem(&at(template, values));
    }
}

#[test]
fn a_404_from_a_base_url_without_its_path_says_so() {
    let message = |target: ClientConfig, call: Option<&str>, status: u16| {
        let fake = Fake::new().on::<Ask>(FakeResponse::empty(status));
        let core = CoreBuilder::new(target).transport(fake).max_retries(0).build();
        let ask = call.map_or_else(Ask::things, |url| Ask::things().base_url(url));
        run(core.send(&ask)).expect_err("an error").to_string()
    };
    let bare = "https://x.example.com";
    let hint = "; the base URL has no path, but the API description declares servers at `/api/v1`";
    let without = || ClientConfig::without_server("X", "/api/v1");
    assert_eq!(message(without().api_url(bare), None, 404), format!("404 Not Found, without a body{hint}"));
    assert_eq!(message(ClientConfig::at("https://a.example/api/v1").base_url(bare), None, 404), {
        format!("404 Not Found, without a body{hint}")
    });
    assert!(message(without().base_url(GOOD), Some(bare), 404).ends_with(hint));
    // No message if the path is present, was replaced, or is unrelated.
    for (target, call, status) in [
        (without().api_url("https://x.example.com/api/v1"), None, 404),
        (without().api_url("https://x.example.com/proxy"), None, 404),
        (without().api_url(bare), Some("https://x.example.com/api/v1"), 404),
        (without().api_url(bare), None, 410),
        (ClientConfig::at(bare), None, 404),
    ] {
        assert!(!message(target, call, status).contains("no path"));
    }
}
