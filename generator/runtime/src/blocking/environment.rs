//! Proxy settings for `ureq`. The environment is read here, since `ureq` supports only one proxy for all schemes.

use ureq::Proxy as UreqProxy;

use crate::runtime::transport::proxy::{INVALID_PROXY, Proxy, Way, is_socks};

/// Returns the proxy for servers of this scheme, which is `http` or `https`.
pub(super) fn proxy(proxy: &Proxy, scheme: &str) -> Result<Option<UreqProxy>, String> {
    match proxy.way() {
        Way::Direct => Ok(None),
        Way::Through(proxy) if proxy.url.expose().split("://").next().is_some_and(is_socks) => {
            Err("a blocking client cannot connect through SOCKS; use an asynchronous one, or a proxy with http"
                .to_owned())
        }
        Way::Through(proxy) => UreqProxy::new(proxy.url.expose()).map(Some).map_err(|_| INVALID_PROXY.to_owned()),
        Way::Environment => Ok(from_variables(scheme, |name| std::env::var(name).ok())),
    }
}

/// Returns the proxy that the environment variables set for a scheme, if its URL is valid.
///
/// The variables have the same meaning as for `reqwest`, except that networks in `NO_PROXY` are not supported.
#[must_use]
pub fn from_variables(scheme: &str, variable: impl Fn(&str) -> Option<String>) -> Option<UreqProxy> {
    if variable("REQUEST_METHOD").is_some() {
        // In a CGI program, `HTTP_PROXY` is the header `Proxy` of the caller, so it is not trusted.
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
        // A domain includes all of its subdomains, with or without a leading dot.
        let bare = name.trim_start_matches('.');
        builder = builder.no_proxy(bare).no_proxy(&format!(".{bare}"));
    }
    builder.build().ok()
}
