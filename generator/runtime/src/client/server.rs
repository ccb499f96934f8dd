//! Servers of the API description, and base URLs.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use http::Uri;
use http::uri::{Authority, Scheme as UriScheme};

/// A server that the API description declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server(Result<Cow<'static, str>, String>);

impl Server {
    /// Creates a server without variables.
    #[must_use]
    pub const fn new(url: &'static str) -> Self {
        Self(Ok(Cow::Borrowed(url)))
    }

    /// Creates a server from a template with variables, `{name}`, and their values.
    ///
    /// A value cannot change the host of the template. Before the path it consists of letters, digits and `-._:[]`, and
    /// it may begin the path only if the host of the template ends there. An invalid value is an error of the client
    /// that is built with this server.
    #[must_use]
    pub fn filled(template: &str, values: &[(&str, &str)]) -> Self {
        let mut url = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else { break };
            url.push_str(before);
            let value = values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value);
            if !fits(&url, value, tail) {
                return Self(Err(format!("has a value of `{name}` that is not allowed there")));
            }
            url.push_str(value);
            rest = tail;
        }
        url.push_str(rest);
        match Base::parse(&url) {
            Ok(_) => Self(Ok(Cow::Owned(url))),
            Err(rule) => Self(Err(rule.to_owned() + &advice(values))),
        }
    }

    /// Returns the base URL, or the problem of this server.
    pub(crate) fn base(&self) -> Result<Base, Cow<'_, str>> {
        match &self.0 {
            Ok(url) => Base::parse(url).map_err(Cow::Borrowed),
            Err(rule) => Err(Cow::Borrowed(rule)),
        }
    }
}

/// Returns true if a value is allowed after this part of a URL and before this rest of the template.
fn fits(url: &str, value: &str, tail: &str) -> bool {
    let is_host = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(c));
    if tail.starts_with("://") {
        return is_host(value);
    }
    let before_path = url.find("://").is_some_and(|scheme| !url[scheme + 3..].contains('/'));
    let host = if ends_host(tail) { value.split('/').next().unwrap_or_default() } else { value };
    !before_path || is_host(host)
}

/// Returns true if the rest of a template contains no part of the host, so that a path may begin before it.
fn ends_host(mut tail: &str) -> bool {
    while let Some((_, rest)) = tail.strip_prefix('{').and_then(|variable| variable.split_once('}')) {
        tail = rest;
    }
    tail.is_empty() || tail.starts_with('/')
}

/// Returns the names of the variables without a value, which are the probable cause of an invalid URL.
fn advice(values: &[(&str, &str)]) -> String {
    let empty: Vec<String> =
        values.iter().filter(|(_, value)| value.is_empty()).map(|(name, _)| format!("`{name}`")).collect();
    if empty.is_empty() { String::new() } else { format!(": set {} of the server", empty.join(" and ")) }
}

/// The server of a single operation, in place of that of all operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnServer {
    /// An absolute URL, or a path on the server of all operations.
    url: &'static str,
    /// The base URL of all operations.
    usual: &'static str,
}

impl OwnServer {
    /// Creates a server with this URL, in place of `usual`.
    #[must_use]
    pub const fn new(url: &'static str, usual: &'static str) -> Self {
        Self { url, usual }
    }

    /// Returns the path, if the operation has another path on the server of all operations.
    pub(crate) fn path(self) -> Option<&'static str> {
        self.url.starts_with('/').then(|| self.url.trim_end_matches('/'))
    }

    /// Returns the URL, if it is absolute.
    pub(crate) fn base(self) -> Option<Base> {
        Base::parse(self.url).ok()
    }

    /// Returns true if a base URL is the documented one of all operations.
    pub(super) fn is_usual(self, base: &Base) -> bool {
        Base::parse(self.usual).is_ok_and(|usual| usual == *base)
    }
}

/// The host of requests that are sent to a Unix socket.
const SOCKET_HOST: &str = "localhost";

/// Returns true if a client with a Unix socket sends requests with this URL to it.
#[cfg(all(unix, feature = "hyper"))]
pub(crate) fn is_socket(uri: &Uri) -> bool {
    uri.scheme() == Some(&UriScheme::HTTP) && uri.authority().is_some_and(|authority| authority == SOCKET_HOST)
}

/// A parsed base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base {
    pub(crate) scheme: UriScheme,
    pub(crate) authority: Authority,
    /// The path without a trailing slash.
    pub(crate) path: String,
    /// The Unix socket that is connected to in place of the server.
    pub(crate) socket: Option<Arc<Path>>,
}

impl Base {
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        if let Some(socket) = text.trim().strip_prefix("unix://") {
            return Self::at_socket(socket);
        }
        if text.contains('#') {
            return Err("must not have a fragment");
        }
        let uri: Uri = text.trim().parse().map_err(|_| "is not a URL")?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err("must be absolute, as in `https://api.example.com/v1`");
        };
        if scheme != UriScheme::HTTPS && scheme != UriScheme::HTTP {
            return Err("must be http or https");
        }
        if authority.as_str().contains('@') {
            return Err("must not contain a user name or a password");
        }
        if authority.host().is_empty() || authority.host().starts_with('.') {
            return Err("must have a host name");
        }
        let path = parts.path_and_query;
        if path.as_ref().is_some_and(|path| path.query().is_some()) {
            return Err("must not have a query");
        }
        let path = path.map(|path| path.path().trim_end_matches('/').to_owned()).unwrap_or_default();
        Ok(Self { scheme, authority, path, socket: None })
    }

    /// Returns the base URL of a server at a Unix socket. Requests are sent to it as to the host `localhost`.
    fn at_socket(path: &str) -> Result<Self, &'static str> {
        if !path.starts_with('/') || path.ends_with('/') {
            return Err("must have the absolute path of a socket, as in `unix:///var/run/docker.sock`");
        }
        let authority = Authority::from_static(SOCKET_HOST);
        let socket = Some(Arc::from(Path::new(path)));
        Ok(Self { scheme: UriScheme::HTTP, authority, path: String::new(), socket })
    }

    /// Returns the URL of a path and a query below this one; `None` if it is too long.
    pub(crate) fn join(&self, path: &str, query: &str) -> Option<Uri> {
        let mut text = String::with_capacity(self.path.len() + path.len() + query.len() + 2);
        text.push_str(&self.path);
        text.push_str(path);
        if text.is_empty() {
            text.push('/');
        }
        if !query.is_empty() {
            // A path template may contain a query of its own.
            text.push(if path.contains('?') { '&' } else { '?' });
            text.push_str(query);
        }
        Uri::builder().scheme(self.scheme.clone()).authority(self.authority.clone()).path_and_query(text).build().ok()
    }
}
