//! The proxy of a blocking client according to the environment variables.

use http::Uri;
use oaspress_runtime::runtime::blocking::environment::from_variables;
use oaspress_runtime::runtime::{CoreBuilder, Proxy};

use crate::support::target;

/// Returns the host of the proxy for this URL.
fn proxy(variables: &[(&str, &str)], url: &str) -> Option<String> {
    let uri: Uri = url.parse().expect("a URL");
    let value = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    let proxy = from_variables(uri.scheme_str().expect("a scheme"), value)?;
    (!proxy.is_no_proxy(&uri)).then(|| format!("{}:{}", proxy.host(), proxy.port()))
}

#[test]
fn each_scheme_has_a_variable() {
    let both = [("HTTP_PROXY", "http://a:1"), ("https_proxy", "b:2")];
    assert_eq!(proxy(&both, "http://example.com").as_deref(), Some("a:1"));
    assert_eq!(proxy(&both, "https://example.com").as_deref(), Some("b:2"));
    let all = [("ALL_PROXY", "http://c:3"), ("HTTPS_PROXY", "")];
    assert_eq!(proxy(&all, "https://example.com").as_deref(), Some("c:3"));
    assert_eq!(proxy(&[], "https://example.com"), None);
}

#[test]
fn a_caller_of_a_cgi_program_names_none() {
    assert_eq!(proxy(&[("HTTP_PROXY", "http://a:1"), ("REQUEST_METHOD", "GET")], "http://example.com"), None);
}

#[test]
fn some_servers_are_reached_without_it() {
    let variables = [("ALL_PROXY", "http://a:1"), ("NO_PROXY", "example.com, .internal,192.168.1.7")];
    for url in ["https://example.com", "https://api.example.com", "https://x.internal", "http://192.168.1.7:8080"] {
        assert_eq!(proxy(&variables, url), None, "{url}");
    }
    assert!(proxy(&variables, "https://notexample.com").is_some());
    assert_eq!(proxy(&[("ALL_PROXY", "http://a:1"), ("NO_PROXY", "*")], "https://example.com"), None);
}

#[test]
fn a_proxy_that_is_none_is_told_and_a_password_is_not() {
    for (url, expected) in [
        ("proxy.example.com", "the proxy must be an absolute URL, as in `http://proxy.example.com:3128`"),
        ("ftp://proxy.example.com", "the proxy must be http, https, socks4, socks4a, socks5 or socks5h"),
        ("http://proxy.example.com/path", "the proxy must have neither a path nor a query"),
    ] {
        assert_eq!(Proxy::new(url).expect_err("no proxy").to_string(), expected);
        let error = CoreBuilder::new(target()).proxy(url).check().expect_err("no proxy");
        assert_eq!(error.to_string(), expected);
    }
    let builder = CoreBuilder::new(target()).proxy("http://me:secret@proxy.example.com:3128");
    let shown = format!("{builder:?}");
    assert!(shown.contains("Proxy(http://proxy.example.com:3128)") && !shown.contains("secret"), "{shown}");
}
