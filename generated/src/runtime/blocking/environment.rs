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
#[must_use]
pub fn from_variables(scheme: &str, variable: impl Fn(&str) -> Option<String>) -> Option<UreqProxy> {
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
