//! Writes the facts about the API itself from `info`: documentation, contact, license and terms of service.

use super::markdown;
use crate::comment::Comment;
use crate::model::{Contact, ExternalDocs, Info, License};

/// Returns the list of documentation, contact, license and terms of service, unless it would be empty.
pub(super) fn links(info: &Info) -> Option<Comment> {
    let lines = [
        info.external_docs.as_ref().and_then(documentation),
        info.contact.as_ref().and_then(contact),
        info.license.as_ref().map(license),
        info.terms_of_service.as_deref().map(|terms| Comment::from("Terms of service: ").and(url(terms)).and(".")),
    ];
    let lines: Vec<Comment> = lines.into_iter().flatten().map(|line| Comment::from("* ").and(line)).collect();
    (!lines.is_empty()).then(|| Comment::joined(lines, "\n"))
}

/// Returns the URL of the API's documentation, if it is valid in a manifest.
pub(super) fn homepage(info: &Info) -> Option<String> {
    let url = info.external_docs.as_ref()?.url.trim();
    markdown::link(url).map(|_| url.to_owned())
}

fn documentation(documentation: &ExternalDocs) -> Option<Comment> {
    let url = markdown::link(&documentation.url)?;
    let words = documentation.description.as_deref().map(markdown::inline).filter(|words| !words.is_empty());
    let words = words.map_or_else(|| "Documentation".into(), |words| Comment::from(without_full_stop(words)));
    Some(words.and(": ").and(url).and("."))
}

fn contact(contact: &Contact) -> Option<Comment> {
    let name = contact.name.as_deref().map(markdown::inline).filter(|name| !name.is_empty()).map(Comment::from);
    let parts = [name, contact.email.as_deref().map(email), contact.url.as_deref().map(url)];
    let parts: Vec<Comment> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| Comment::from("Contact: ").and(Comment::joined(parts, ", ")).and("."))
}

/// Returns the line about the license of the API, which is not that of the crate.
fn license(license: &License) -> Comment {
    let name = Comment::from("License of the API: ").and(without_full_stop(markdown::inline(&license.name)));
    match license.url.as_deref().and_then(markdown::link) {
        Some(url) => name.and(", ").and(url).and("."),
        None => name.and("."),
    }
}

/// Returns a link if the text is an absolute URL, else a code span.
fn url(text: &str) -> Comment {
    markdown::link(text).map_or_else(|| Comment::code(text.trim()), Comment::from)
}

/// Returns a link if the text is a simple email address, else a code span.
fn email(text: &str) -> Comment {
    let text = text.trim();
    let is_plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
    };
    match text.split_once('@') {
        Some((user, host)) if is_plain(user) && is_plain(host) => Comment::from(format!("<{text}>")),
        _ => Comment::code(text),
    }
}

fn without_full_stop(mut text: String) -> String {
    text.truncate(text.trim_end_matches('.').len());
    text
}
