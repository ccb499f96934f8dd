//! Finds credentials in the parts of URLs that have no names: the user and the password, and the segments of a path whose
//! template names them.

use super::secret_names::is_secret;
use crate::runtime::request::escape::form_decoded;

/// The text in place of a credential.
pub(super) const REDACTED: &str = "[redacted]";

/// The text in place of a credential in a URL or a form.
pub(super) const REDACTED_IN_URL: &str = "%5Bredacted%5D";

/// How often a text in a URL is decoded. Proxies encode URLs within URLs.
pub(super) const ROUNDS: usize = 3;

/// Decodes percent-encoding and `+`, also if a text was encoded several times.
pub(super) fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let next = form_decoded(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// Replaces the users and passwords in the URLs of a text.
pub(super) fn without_user(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        plain.push_str(before);
        plain.push_str("://");
        rest = after;
        if let Some(end) = user_end(rest) {
            plain.push_str(REDACTED_IN_URL);
            rest = rest.get(end..).unwrap_or_default();
        }
    }
    plain.push_str(rest);
    plain
}

/// Returns the place of the `@` after the user and the password of a URL. A password can contain `/` and quotes that are not
/// encoded, and begin with digits like a port: only a port without any `@` after it is one for sure.
fn user_end(text: &str) -> Option<usize> {
    let url = text.split(char::is_whitespace).next().unwrap_or_default();
    let authority = url.split(['/', '?', '#', '"', '\'', '<', '>']).next().unwrap_or_default();
    if let Some((user, _)) = authority.rsplit_once('@') {
        // It may have been replaced before.
        return Some(user.len()).filter(|_| ![REDACTED, REDACTED_IN_URL].contains(&user));
    }
    let is_address = authority.starts_with('[') && authority.ends_with(']');
    url.rfind('@').filter(|_| authority.contains(':') && !is_address)
}

/// Replaces the segments of a path that contain a parameter whose name means a credential. The path begins with the base path
/// of a server, which the template does not have. If the path does not match, as after a redirect, all segments are replaced that
/// are not in the template.
pub(super) fn without_parameters(path: &str, template: &str) -> String {
    let template = template.split(['?', '#']).next().unwrap_or_default();
    let own: Vec<&str> = template.trim_start_matches('/').split('/').collect();
    if !own.iter().any(|segment| has_secret(segment)) {
        return path.to_owned();
    }
    let segments: Vec<&str> = path.split('/').collect();
    let base = segments.len().saturating_sub(own.len());
    let matched = || segments.iter().skip(base).zip(&own);
    let spans = template.contains(['+', '*']);
    let is_match = |(segment, own): (&&str, &&str)| own.contains('{') || form_decoded(segment) == form_decoded(own);
    let is_whole = !spans && segments.len() > own.len() && matched().all(is_match);
    let shown: Vec<String> = if is_whole {
        let one = |(segment, own): (&&str, &&str)| if has_secret(own) { filled(own) } else { (*segment).to_owned() };
        segments.iter().take(base).map(|segment| (*segment).to_owned()).chain(matched().map(one)).collect()
    } else {
        let is_known = |segment: &str| segment.is_empty() || own.contains(&segment);
        segments.iter().map(|one| if is_known(one) { (*one).to_owned() } else { REDACTED_IN_URL.to_owned() }).collect()
    };
    shown.join("/")
}

/// Returns true if a segment of a template has a parameter whose name means a credential.
fn has_secret(segment: &str) -> bool {
    segment.split('{').skip(1).any(|part| is_secret(part.split('}').next().unwrap_or_default()))
}

/// Returns a segment of a template in which all parameters are replaced.
fn filled(segment: &str) -> String {
    let mut parts = segment.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(REDACTED_IN_URL);
        text.push_str(part.split_once('}').map_or("", |(_, literal)| literal));
    }
    text
}
