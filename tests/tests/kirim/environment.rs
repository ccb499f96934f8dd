//! The environment variables of a client. Each case runs in a separate process, since the environment belongs to the
//! process.

use std::env;
use std::process::Command;

use kirim::Client;
use oaspress_tests::contacts_server::{API_KEY, ContactsServer};

use crate::support::first_page;

/// Marks a child process, since ignored tests can also be run directly.
const MARK: &str = "KIRIM_TEST_CHILD";

/// The prefix of the outcome in the child's output.
const OUTCOME: &str = "outcome: ";

/// Returns the outcome of creating a client from these environment variables.
fn outcome(variables: &[(&str, &str)]) -> String {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "environment::child", "--ignored", "--nocapture"]);
    child.env_remove("KIRIM_API_KEY").env_remove("KIRIM_BASE_URL").env(MARK, "1");
    let output = child.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let (_, rest) = text.split_once(OUTCOME).unwrap_or_else(|| panic!("{text}"));
    rest.lines().next().unwrap().to_owned()
}

#[tokio::test]
#[ignore = "its sisters run it as a process of its own"]
async fn child() {
    if env::var_os(MARK).is_none() {
        return;
    }
    let outcome = match Client::from_env() {
        Err(error) => format!("no client: {error}"),
        Ok(client) => match first_page(&client).await {
            Err(error) => format!("no page: {error}"),
            Ok(page) => format!("{} contacts", page.data.len()),
        },
    };
    println!("\n{OUTCOME}{outcome}");
}

#[test]
fn key_and_base_url_come_from_the_environment() {
    let server = ContactsServer::start();
    let url = server.base_url();
    assert_eq!(outcome(&[("KIRIM_API_KEY", API_KEY), ("KIRIM_BASE_URL", &url)]), "25 contacts");
    let padded = format!(" {API_KEY}\n");
    let slash = format!("{url}/\n");
    assert_eq!(outcome(&[("KIRIM_API_KEY", &padded), ("KIRIM_BASE_URL", &slash)]), "25 contacts");
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| request.target == "/v1/106540352242922/contacts"));
}

#[test]
fn a_missing_key_is_told_when_the_client_is_made() {
    let expected = "no client: no credential for `bearerAuth`: pass one to `bearer_auth` of the client's builder, \
                    set `KIRIM_API_KEY` in the environment, or use `.anonymous()` on the builder or the call if the \
                    server requires none";
    assert_eq!(outcome(&[]), expected);
    assert_eq!(outcome(&[("KIRIM_API_KEY", "")]), expected);
    assert_eq!(outcome(&[("KIRIM_API_KEY", " \n")]), expected);
}

#[test]
fn a_base_url_that_can_not_be_used_is_told_when_the_client_is_made() {
    assert_eq!(
        outcome(&[("KIRIM_API_KEY", API_KEY), ("KIRIM_BASE_URL", "api.kirim.chat")]),
        "no client: the base URL in `KIRIM_BASE_URL` must be absolute, as in `https://api.example.com/v1`"
    );
    let plain = outcome(&[("KIRIM_API_KEY", API_KEY), ("KIRIM_BASE_URL", "http://api.kirim.chat/v1")]);
    assert!(plain.starts_with("no client: the base URL is plain http"), "{plain}");
}

#[test]
fn a_proxy_is_not_asked_for_this_machine() {
    let server = ContactsServer::start();
    let proxy = ContactsServer::start();
    let at = format!("http://{}", proxy.address());
    let url = server.base_url();
    let variables = [("KIRIM_API_KEY", API_KEY), ("KIRIM_BASE_URL", url.as_str())];
    let proxies = [("HTTP_PROXY", at.as_str()), ("http_proxy", &at), ("ALL_PROXY", &at), ("NO_PROXY", "")];
    assert_eq!(outcome(&[variables.as_slice(), &proxies].concat()), "25 contacts");
    assert_eq!((server.requests().len(), proxy.requests().len()), (1, 0));
}
