//! Proxies as `ureq` wants them. It does not read the environment itself, as it takes one proxy for all schemes.

use ureq::Proxy as UreqProxy;

use crate::runtime::proxy::{Proxy, Way};

/// The proxy by which servers of this scheme, `http` or `https`, are reached.
pub(super) fn proxy(proxy: &Proxy, scheme: &str) -> Result<Option<UreqProxy>, String> {
    match proxy.way() {
        Way::Direct => Ok(None),
        Way::Through(proxy) => {
            UreqProxy::new(proxy.url.expose()).map(Some).map_err(|_| "the proxy can not be used".to_owned())
        }
        Way::Environment => Ok(from_variables(scheme, |name| std::env::var(name).ok())),
    }
}

/// The proxy that the variables name for a scheme, where they name one that can be used.
///
/// They mean what they mean to `reqwest`, but for networks in `NO_PROXY`, which are not known here.
fn from_variables(scheme: &str, variable: impl Fn(&str) -> Option<String>) -> Option<UreqProxy> {
    if variable("REQUEST_METHOD").is_some() {
        // In a CGI program, the caller has `HTTP_PROXY` in its hands.
        return None;
    }
    let either = |name: &str| variable(&name.to_ascii_uppercase()).or_else(|| variable(name)).unwrap_or_default();
    let named = |name: &str| UreqProxy::new(either(name).trim()).ok();
    let proxy = named(&format!("{scheme}_proxy")).or_else(|| named("all_proxy"))?;
    let mut builder = UreqProxy::builder(proxy.protocol()).host(proxy.host()).port(proxy.port());
    if let Some(user) = proxy.username() {
        builder = builder.username(user);
    }
    if let Some(password) = proxy.password() {
        builder = builder.password(password);
    }
    for name in either("no_proxy").split(',').map(str::trim).filter(|name| !name.is_empty()) {
        // A domain stands for all below it, with or without a dot before it.
        let bare = name.trim_start_matches('.');
        builder = builder.no_proxy(bare).no_proxy(&format!(".{bare}"));
    }
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::from_variables;

    /// The host of the proxy for this URL.
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
}
