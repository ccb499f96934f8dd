//! Servers: the ones that the API's document names, and the base URLs that they come down to.

use std::borrow::Cow;

use http::Uri;
use http::uri::{Authority, Scheme as UriScheme};

/// A server that the API's document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server(Result<Cow<'static, str>, String>);

impl Server {
    /// A server without variables.
    #[must_use]
    pub const fn new(url: &'static str) -> Self {
        Self(Ok(Cow::Borrowed(url)))
    }

    /// A server with variables, `{name}` in its template, each of which gets its value.
    ///
    /// A value cannot lead to another host than that of the template: before the path it consists of letters, digits and
    /// `-._:[]`, and it begins the path only where the host of the template ends. An invalid value is an error of the client
    /// that is built with it.
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

    /// The URL, or what is wrong with it.
    pub(super) fn base(&self) -> Result<Base, Cow<'_, str>> {
        match &self.0 {
            Ok(url) => Base::parse(url).map_err(Cow::Borrowed),
            Err(rule) => Err(Cow::Borrowed(rule)),
        }
    }
}

/// Whether a value may follow what is there of a URL, with this rest of the template behind it.
fn fits(url: &str, value: &str, tail: &str) -> bool {
    let is_host = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(c));
    if tail.starts_with("://") {
        return is_host(value);
    }
    let before_path = url.find("://").is_some_and(|scheme| !url[scheme + 3..].contains('/'));
    let host = if ends_host(tail) { value.split('/').next().unwrap_or_default() } else { value };
    !before_path || is_host(host)
}

/// Whether nothing of a host is in the rest of a template, so that a path may begin before it.
fn ends_host(mut tail: &str) -> bool {
    while let Some((_, rest)) = tail.strip_prefix('{').and_then(|variable| variable.split_once('}')) {
        tail = rest;
    }
    tail.is_empty() || tail.starts_with('/')
}

/// Names the variables without a value, which are the probable cause of an invalid URL.
fn advice(values: &[(&str, &str)]) -> String {
    let empty: Vec<String> =
        values.iter().filter(|(_, value)| value.is_empty()).map(|(name, _)| format!("`{name}`")).collect();
    if empty.is_empty() { String::new() } else { format!(": set {} of the server", empty.join(" and ")) }
}

/// The server that an operation has for itself, in place of the one that the others go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnServer {
    /// A whole URL, or a path on the server of the others.
    url: &'static str,
    /// The base URL of the others.
    usual: &'static str,
}

impl OwnServer {
    /// `url` in place of `usual`.
    #[must_use]
    pub const fn new(url: &'static str, usual: &'static str) -> Self {
        Self { url, usual }
    }

    /// The path, where the operation goes to another path on the server of the others.
    pub(super) fn path(self) -> Option<&'static str> {
        self.url.starts_with('/').then(|| self.url.trim_end_matches('/'))
    }

    /// The URL, where it is a whole one.
    pub(super) fn base(self) -> Option<Base> {
        Base::parse(self.url).ok()
    }

    /// Whether a base URL is the documented one of the others.
    pub(super) fn is_usual(self, base: &Base) -> bool {
        Base::parse(self.usual).is_ok_and(|usual| usual == *base)
    }
}

/// A base URL in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base {
    pub(super) scheme: UriScheme,
    pub(super) authority: Authority,
    /// The path without a slash at its end.
    pub(super) path: String,
}

impl Base {
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
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
            return Err("must not hold a name or a password");
        }
        if authority.host().is_empty() || authority.host().starts_with('.') {
            return Err("must have the name of a host");
        }
        let path = parts.path_and_query;
        if path.as_ref().is_some_and(|path| path.query().is_some()) {
            return Err("must not have a query");
        }
        let path = path.map(|path| path.path().trim_end_matches('/').to_owned()).unwrap_or_default();
        Ok(Self { scheme, authority, path })
    }

    /// The URL of a path and a query below this one, if it is not too long.
    pub(super) fn join(&self, path: &str, query: &str) -> Option<Uri> {
        let mut text = String::with_capacity(self.path.len() + path.len() + query.len() + 2);
        text.push_str(&self.path);
        text.push_str(path);
        if text.is_empty() {
            text.push('/');
        }
        if !query.is_empty() {
            // The template of a path may bring a query of its own.
            text.push(if path.contains('?') { '&' } else { '?' });
            text.push_str(query);
        }
        Uri::builder().scheme(self.scheme.clone()).authority(self.authority.clone()).path_and_query(text).build().ok()
    }
}
