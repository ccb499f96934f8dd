//! Checks URLs by the rules of the runtime of generated crates. This module does not depend on documents.

use std::net::IpAddr;

/// Returns the problem of a base URL. `None` if requests can be sent to it.
#[must_use]
pub(crate) fn problem(url: &str) -> Option<&'static str> {
    let Some((scheme, rest)) = url.split_once("://") else {
        return Some("is not an absolute URL");
    };
    if !["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return Some("is neither http nor https");
    }
    if rest.contains(['?', '#']) {
        return Some("has a query or a fragment");
    }
    let (authority, path) = split_path(rest);
    if authority.contains('@') {
        return Some("contains a user name");
    }
    let (host, port) = split_port(authority);
    if !is_host(host) {
        return Some("has no valid host");
    }
    if port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().is_err()) {
        return Some("has no valid port");
    }
    (!is_path(path)).then_some("has no valid path")
}

/// Returns the problem of the URL of an endpoint, which may be relative and may have a query. `None` if requests can be sent to it.
#[must_use]
pub(crate) fn endpoint_problem(url: &str) -> Option<&'static str> {
    if url.contains('#') {
        return Some("has a fragment");
    }
    let (whole, query) = url.split_once('?').unwrap_or((url, ""));
    if !is_path(query) {
        return Some("has no valid query");
    }
    if whole.contains("://") {
        return problem(whole);
    }
    let is_other = whole.starts_with("//") || whole.split('/').next().is_some_and(|first| first.contains(':'));
    if is_other {
        return Some("is neither relative nor absolute");
    }
    (!is_path(whole)).then_some("has no valid path")
}

/// Returns true if a URL is plain HTTP to another machine, which a client rejects unless it is allowed.
#[must_use]
pub(crate) fn is_plain_http(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let (host, _) = split_port(split_path(rest).0);
    scheme.eq_ignore_ascii_case("http") && !is_loopback(host)
}

/// Returns the path of a URL, which may lack the other parts, without a trailing slash. Empty if it is not a path that
/// requests can have.
#[must_use]
pub(crate) fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| split_path(rest).1);
    let rest = rest.trim_end_matches('/');
    if rest.starts_with('/') && is_path(rest) && !rest.split('/').any(|segment| segment.starts_with("..")) {
        rest
    } else {
        ""
    }
}

fn split_path(text: &str) -> (&str, &str) {
    text.split_at(text.find('/').unwrap_or(text.len()))
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        return address.strip_suffix(']').is_some_and(|address| address.parse::<IpAddr>().is_ok());
    }
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    !host.is_empty() && !host.starts_with('.') && host.chars().all(is_allowed)
}

fn is_path(path: &str) -> bool {
    let is_forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>{}\"\\^`|".contains(c);
    !path.contains(is_forbidden)
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let name = host.rsplit_once('.').map_or(host, |(_, name)| name);
    name.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{endpoint_problem, is_plain_http, path, problem};

    #[test]
    fn urls_of_endpoints() {
        for url in ["https://a.example/token?tenant=1", "/token", "token", "../a/b?c=d:e", "https://a.example"] {
            assert_eq!(endpoint_problem(url), None, "{url}");
        }
        for url in [
            "a.example:80/token",
            "//a.example/token",
            "https://{tenant}/token",
            "/to ken",
            "/token#top",
            "ftp://a/b",
            "/a?b c",
        ] {
            assert!(endpoint_problem(url).is_some(), "{url}");
        }
    }

    #[test]
    fn urls_that_requests_can_be_sent_to() {
        for url in [
            "https://a.example",
            "HTTP://localhost:3000/v1",
            "https://[::1]:80/",
            "https://a.example:/v1",
            "https://my_host/v1/äpi;x=1",
        ] {
            assert_eq!(problem(url), None, "{url}");
        }
    }

    #[test]
    fn urls_that_none_can_be_sent_to() {
        for url in [
            "",
            "/v1",
            "a.example/v1",
            "ws://a.example",
            "https://",
            "https:///v1",
            "https://.example.com",
            "https://<host>/v1",
            "https://{host}/v1",
            "https://$HOST",
            "https://a b.example",
            "https://a@b.example",
            "https://a.example:port",
            "https://a.example:70000",
            "https://a.example/{version}",
            "https://a.example/?x=1",
            "https://a.example/#x",
            "https://[a.example]",
        ] {
            assert!(problem(url).is_some(), "{url}");
        }
    }

    #[test]
    fn plain_http_is_for_this_machine() {
        for url in ["http://a.example", "HTTP://0.0.0.0:80", "http://10.0.0.1/localhost"] {
            assert!(is_plain_http(url), "{url}");
        }
        for url in ["https://a.example", "http://localhost:80/x", "http://[::1]", "http://127.0.0.1", "/v1"] {
            assert!(!is_plain_http(url), "{url}");
        }
    }

    #[test]
    fn paths() {
        for (url, expected) in [
            ("/api/v1/", "/api/v1"),
            ("/", ""),
            ("", ""),
            ("https://<host>/v1", "/v1"),
            ("https://.example.com", ""),
            ("https://a.example/{version}", ""),
            ("/../v1", ""),
            ("v1", ""),
        ] {
            assert_eq!(path(url), expected, "{url}");
        }
    }
}
