//! Builds the request of an operation: the parts of its path, its parameters and its body.
//!
//! A value cannot change any other part of the request: neither the path nor another parameter nor a header.

use std::borrow::Cow;

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use http::{Method, Request};
use serde::Serialize;

use super::escape::{COOKIE_RULE, cookie_name, escape, is_cookie_value, is_dots};
use super::param_value::Plain;
use super::style::Style;
use crate::runtime::call::idempotency;
use crate::runtime::call::options::Options;
use crate::runtime::client::client_config::ClientConfig;
use crate::runtime::client::server::OwnServer;
use crate::runtime::credentials::security::Security;
use crate::runtime::error::{Fault, InvalidInput, Location};
use crate::runtime::page::link;
use crate::runtime::transport::body::Body;

/// The parts of an operation's declaration that a request depends on.
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) security: Security,
    pub(crate) server: Option<OwnServer>,
}

/// A request under construction.
///
/// The path is written from left to right, with [`segment`](Self::segment) and [`path`](Self::path) in turn. Parameters
/// are added to the query in the order of the calls.
#[derive(Debug, Default)]
pub struct RequestEncoder {
    path: String,
    /// The parameter in the current segment of the path, if there is one.
    open: Option<&'static str>,
    query: String,
    /// True if the query is that of a link.
    linked: bool,
    headers: HeaderMap,
    cookies: String,
    body: Body,
    /// The first broken constraint that could not be returned where it was found.
    broken: Option<InvalidInput>,
}

/// The constraint of path segments.
const DOTS_RULE: &str = "must not be `.` or `..`";

/// The initial capacity in bytes of paths and queries, which is sufficient for most of them.
const ROOM: usize = 64;

impl RequestEncoder {
    /// Creates an empty request.
    #[must_use]
    pub fn new() -> Self {
        Self { path: String::with_capacity(ROOM), ..Self::default() }
    }

    /// Writes literal text of the path template, as in `/contacts`.
    pub fn segment(&mut self, literal: &'static str) {
        match literal.split_once('/') {
            Some((rest, _)) => {
                self.path.push_str(rest);
                self.close_segment();
                self.path.push_str(&literal[rest.len()..]);
            }
            None => self.path.push_str(literal),
        }
    }

    /// Writes a path parameter.
    ///
    /// # Errors
    /// When the value is missing, is empty and the style does not allow that, or cannot be written.
    pub fn path<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Result<(), InvalidInput> {
        let plain = plain(name, Location::Path, value)?;
        let invalid = |value| InvalidInput::for_parameter(name, Location::Path, &value);
        // A value that spans several segments is checked here, except for its last segment, which literal text may
        // follow.
        let begin = self.path.rfind('/').map_or(0, |slash| slash + 1);
        style.in_path(name, &plain, &mut self.path).map_err(invalid)?;
        self.open = Some(name);
        if let Some((segments, _)) = self.path[begin..].rsplit_once('/')
            && segments.split('/').any(is_dots)
        {
            return Err(InvalidInput::new(name, Location::Path, DOTS_RULE));
        }
        Ok(())
    }

    /// Writes a query parameter. A parameter without a value is omitted.
    ///
    /// # Errors
    /// When the value cannot be written.
    pub fn query<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Result<(), InvalidInput> {
        let plain = plain(name, Location::Query, value)?;
        if self.query.is_empty() && plain != Plain::Null {
            self.query.reserve(ROOM);
        }
        style
            .in_query(name, &plain, &mut self.query)
            .map_err(|value| InvalidInput::for_parameter(name, Location::Query, &value))
    }

    /// Writes a header. A header without a value is omitted.
    ///
    /// # Errors
    /// When the value cannot be written, for example because it contains a line break or another control character.
    pub fn header<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Result<(), InvalidInput> {
        let plain = plain(name, Location::Header, value)?;
        let invalid = |value| InvalidInput::for_parameter(name, Location::Header, &value);
        if let Some(text) = style.in_header(&plain).map_err(invalid)? {
            let (name, value) = header(name, &text)?;
            self.headers.insert(name, value);
        }
        Ok(())
    }

    /// Writes a header that is a secret, as [`header`](Self::header) does: nothing shows its value, and it is removed from the text of
    /// errors.
    ///
    /// # Errors
    /// When the value cannot be written.
    pub fn secret_header<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Result<(), InvalidInput> {
        self.header(name, style, value)?;
        if let Some(value) = self.headers.get_mut(name) {
            value.set_sensitive(true);
        }
        Ok(())
    }

    /// Writes the header of a key by which the server knows the call again; a new one if it is not set.
    ///
    /// # Errors
    /// When the value can not be written; see [`header`](Self::header).
    pub fn idempotency_key<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Result<(), InvalidInput> {
        self.header(name, style, value)?;
        if self.headers.contains_key(name) { Ok(()) } else { self.header(name, style, &idempotency::new_key()) }
    }

    /// Writes a cookie unchanged. A cookie without a value is omitted. JSON is escaped.
    ///
    /// # Errors
    /// When the value has characters that a cookie cannot contain (RFC 6265).
    pub fn cookie<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Result<(), InvalidInput> {
        let plain = plain(name, Location::Cookie, value)?;
        style
            .in_cookie(name, &plain, &mut self.cookies)
            .map_err(|value| InvalidInput::for_parameter(name, Location::Cookie, &value))
    }

    /// Sets the body and its media type.
    pub fn body(&mut self, media_type: &'static str, body: impl Into<Body>) {
        self.body = body.into();
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }

    /// Sets the media types that the operation can read, as in `application/json`. The default is any type.
    pub fn accept(&mut self, media_types: &'static str) {
        self.headers.insert(ACCEPT, HeaderValue::from_static(media_types));
    }

    /// Rejects the current segment if it is `.` or `..`, which would change the path.
    fn close_segment(&mut self) {
        let Some(parameter) = self.open.take() else { return };
        if self.path.rsplit('/').next().is_some_and(is_dots) {
            self.broken.get_or_insert_with(|| InvalidInput::new(parameter, Location::Path, DOTS_RULE));
        }
    }

    pub(crate) fn put_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    pub(crate) fn put_query(&mut self, name: &str, value: &str) {
        if self.linked {
            // The link may contain the credential of the previous request.
            self.query = link::without(&self.query, name);
        }
        if !self.query.is_empty() {
            self.query.push('&');
        }
        escape(name, &mut self.query);
        self.query.push('=');
        escape(value, &mut self.query);
    }

    /// Appends an escaped part of the query.
    pub(super) fn put_whole_query(&mut self, query: &str) {
        if !self.query.is_empty() && !query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(query);
    }

    /// Adds a cookie.
    ///
    /// # Errors
    /// Returns the constraint that the value breaks.
    pub(crate) fn put_cookie(&mut self, name: &str, value: &str) -> Result<(), &'static str> {
        if !is_cookie_value(value) {
            return Err(COOKIE_RULE);
        }
        if !self.cookies.is_empty() {
            self.cookies.push_str("; ");
        }
        cookie_name(name, &mut self.cookies);
        self.cookies.push('=');
        self.cookies.push_str(value);
        Ok(())
    }

    /// Replaces the query by that of a link.
    fn follow(&mut self, link: &str, host: &str) -> Result<(), InvalidInput> {
        let query = link::query(link, host)
            .map_err(|rule| InvalidInput::new("the link to the next page", Location::Url, rule))?;
        self.query = query.into_owned();
        self.path.truncate(self.path.find('?').unwrap_or(self.path.len()));
        self.linked = true;
        Ok(())
    }

    /// Builds the request, with the credentials that it requires and the headers of the client and the call.
    pub(crate) fn finish(
        mut self,
        asked: Asked,
        config: &ClientConfig,
        options: &Options,
    ) -> Result<Request<Body>, Fault> {
        self.close_segment();
        if let Some(broken) = self.broken.take().or_else(|| options.broken().cloned()) {
            return Err(broken.into());
        }
        let base = config.base_of(options.base_url(), asked.server)?;
        if let Some(link) = options.link() {
            self.follow(link, base.authority.host())?;
        }
        // The credentials come after the query of the link, so that they replace credentials in the link.
        config.authorize(config.security_of(asked.security, options), &mut self)?;
        let too_long = || InvalidInput::new("URL", Location::Url, "must not be longer than 65534 bytes");
        let uri = base.join(&self.path, &self.query).ok_or_else(too_long)?;
        let mut headers = self.headers;
        complete(&mut headers, config);
        if !self.cookies.is_empty() {
            let (name, mut value) = header(COOKIE.as_str(), &self.cookies)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        overwrite(&mut headers, options.headers());
        let mut request = Request::new(self.body);
        *request.method_mut() = asked.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        if let Some(path) = config.missing_path(&base) {
            request.extensions_mut().insert(path);
        }
        Ok(request)
    }
}

/// Adds the headers of the client, unless the operation has set them.
fn complete(headers: &mut HeaderMap, config: &ClientConfig) {
    for (name, value) in config.headers() {
        // The client has one value per name.
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if let Some(agent) = config.agent() {
        headers.entry(USER_AGENT).or_insert_with(|| agent.clone());
    }
    headers.entry(ACCEPT).or_insert_with(|| HeaderValue::from_static("*/*"));
}

/// Copies headers, replacing those of the same name.
fn overwrite(headers: &mut HeaderMap, with: &HeaderMap) {
    for name in with.keys() {
        headers.remove(name);
    }
    for (name, value) in with {
        headers.append(name, value.clone());
    }
}

fn plain<T: Serialize + ?Sized>(name: &'static str, location: Location, value: &T) -> Result<Plain, InvalidInput> {
    Plain::from_value(value).map_err(|value| InvalidInput::for_parameter(name, location, &value))
}

/// The headers that only the transport may set.
const RESERVED: [&str; 9] =
    ["connection", "content-length", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"];

/// Parses a header. Its value must be such that it is not changed in transit.
pub(crate) fn header(name: &str, text: &str) -> Result<(HeaderName, HeaderValue), InvalidInput> {
    let invalid =
        |rule: &'static str| InvalidInput::new(Cow::Owned(name.escape_default().to_string()), Location::Header, rule);
    let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid("must be the name of a header"))?;
    if RESERVED.contains(&parsed.as_str()) {
        return Err(invalid("is set by the transport"));
    }
    if text.chars().any(char::is_control) {
        return Err(invalid("must not have line breaks or other control characters"));
    }
    if text.trim() != text {
        return Err(invalid("must not begin or end with white space"));
    }
    let value =
        HeaderValue::from_bytes(text.as_bytes()).map_err(|_| invalid("must be text that a header can contain"))?;
    Ok((parsed, value))
}
