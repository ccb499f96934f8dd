//! Resolves the `Location` header of a response against the URL of its request.

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Characters that are not allowed in a URL, but are sent by some servers.
const STRAY: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Resolves a reference to a URL without its fragment. Returns `None` unless it is an `http` or `https` URL without
/// user name and password.
#[must_use]
pub fn join(from: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next().unwrap_or_default().trim();
    let reference = utf8_percent_encode(reference, STRAY).to_string();
    let (scheme, rest) = match reference.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => (scheme.to_ascii_lowercase().parse().ok()?, rest),
        _ => (from.scheme()?.clone(), reference.as_str()),
    };
    let is_absolute = rest.len() < reference.len();
    let (authority, rest) = match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let (authority, rest) = rest.split_at(end);
            if authority.contains('@') {
                return None;
            }
            (authority.parse().ok()?, rest)
        }
        // The form `https:path` is obsolete and ambiguous.
        None if is_absolute => return None,
        None => return build(from.scheme()?.clone(), from.authority()?.clone(), &relative(from, rest)),
    };
    build(scheme, authority, &absolute(rest))
}

/// Returns true if the text before a colon is a scheme. A relative path may contain a colon as well.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn build(scheme: Scheme, authority: Authority, target: &str) -> Option<Uri> {
    let is_web = scheme == Scheme::HTTP || scheme == Scheme::HTTPS;
    if !is_web || authority.host().is_empty() {
        return None;
    }
    let target: PathAndQuery = target.parse().ok()?;
    Uri::builder().scheme(scheme).authority(authority).path_and_query(target).build().ok()
}

/// Resolves the path and query of a reference without scheme and authority.
fn relative(from: &Uri, rest: &str) -> String {
    if rest.starts_with('/') {
        return absolute(rest);
    }
    let path = from.path();
    match rest.strip_prefix('?') {
        Some(query) => format!("{path}?{query}"),
        None if rest.is_empty() => from.path_and_query().map_or("/", PathAndQuery::as_str).to_owned(),
        None => {
            let folder = path.rfind('/').map_or("/", |end| path.get(..=end).unwrap_or("/"));
            absolute(&format!("{folder}{rest}"))
        }
    }
}

/// Removes the segments `.` and `..` from a path with its query.
fn absolute(rest: &str) -> String {
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    let mut segments: Vec<&str> = Vec::new();
    let mut names = path.trim_start_matches('/').split('/').peekable();
    // A path may begin with several slashes, with empty segments between them.
    segments.resize(path.len() - path.trim_start_matches('/').len(), "");
    while let Some(name) = names.next() {
        let is_last = names.peek().is_none();
        match name {
            "." | "%2e" | "%2E" => {}
            ".." | "%2e." | ".%2e" | "%2E." | ".%2E" | "%2e%2e" | "%2E%2E" | "%2e%2E" | "%2E%2e" => {
                if segments.len() > 1 {
                    segments.pop();
                }
            }
            name => {
                segments.push(name);
                continue;
            }
        }
        if is_last {
            segments.push("");
        }
    }
    let mut target = segments.join("/");
    if !target.starts_with('/') {
        target.insert(0, '/');
    }
    if let Some(query) = query {
        target.push('?');
        target.push_str(query);
    }
    target
}
