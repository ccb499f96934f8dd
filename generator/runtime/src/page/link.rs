//! Links from one page to the next: the `Link` header (RFC 8288), and the query of a link.

use std::borrow::Cow;

use http::header::{HeaderMap, LINK};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::runtime::request::escape::form_decoded;

/// Characters that are not allowed in a query.
const FOREIGN: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'|');

/// Returns the target of the first link with this relation in the headers of a response.
pub(crate) fn target<'h>(headers: &'h HeaderMap, relation: &str) -> Option<&'h str> {
    let texts = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(Links).find(|link| link.has(relation)).map(|link| link.target)
}

/// A link: its target, and its parameters as text.
struct Link<'h> {
    target: &'h str,
    parameters: &'h str,
}

/// The links of a header, from left to right. Invalid parts are skipped.
struct Links<'h>(&'h str);

impl<'h> Iterator for Links<'h> {
    type Item = Link<'h>;

    fn next(&mut self) -> Option<Link<'h>> {
        let (target, rest) = self.0.split_once('<')?.1.split_once('>')?;
        let (parameters, rest) = split_outside_quotes(rest, ',');
        self.0 = rest;
        Some(Link { target: target.trim(), parameters })
    }
}

impl<'h> Link<'h> {
    /// Returns true if the link has this relation and applies to this response.
    fn has(&self, relation: &str) -> bool {
        let same = |word: &str| word.eq_ignore_ascii_case(relation);
        self.parameter("anchor").is_none()
            && self.parameter("rel").is_some_and(|relations| relations.split_ascii_whitespace().any(same))
    }

    /// Returns the first parameter with this name.
    fn parameter(&self, name: &str) -> Option<&'h str> {
        let mut rest = self.parameters;
        while !rest.is_empty() {
            let (parameter, others) = split_outside_quotes(rest, ';');
            let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            if key.trim().eq_ignore_ascii_case(name) {
                return Some(value.trim().trim_matches('"'));
            }
            rest = others;
        }
        None
    }
}

/// Splits a text at the first `separator` that is not in quotes.
fn split_outside_quotes(text: &str, separator: char) -> (&str, &str) {
    let (mut quoted, mut escaped) = (false, false);
    for (index, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if char == separator && !quoted => return (&text[..index], &text[index + char.len_utf8()..]),
            _ => {}
        }
    }
    (text, "")
}

/// Returns the query of a link, ready to be sent.
///
/// Only the query is used. The request goes to the server and path of the operation, so a response cannot redirect
/// credentials to another server. A link to another host is an error, since its query is not intended for this host.
/// Its scheme and port are ignored, since they may be those of a server behind a proxy.
pub(crate) fn query<'l>(link: &'l str, host: &str) -> Result<Cow<'l, str>, &'static str> {
    let link = link.split('#').next().unwrap_or_default();
    let (place, query) = link.split_once('?').ok_or("must have a query")?;
    let absolute = place.split_once("//").filter(|(scheme, _)| scheme.is_empty() || scheme.ends_with(':'));
    if let Some((_, rest)) = absolute {
        let authority = rest.split('/').next().unwrap_or_default();
        if !host_of(authority).eq_ignore_ascii_case(host) {
            return Err("must not lead to another host");
        }
    }
    Ok(utf8_percent_encode(query, FOREIGN).into())
}

/// Returns the host of an authority, without user name, password and port.
fn host_of(authority: &str) -> &str {
    let place = authority.rsplit('@').next().unwrap_or_default();
    match place.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => place,
    }
}

/// Removes the parameters with this name from a query.
pub(crate) fn without(query: &str, name: &str) -> String {
    let is_other = |pair: &&str| {
        let key = pair.split('=').next().unwrap_or_default();
        form_decoded(key) != name
    };
    query.split('&').filter(is_other).collect::<Vec<_>>().join("&")
}
