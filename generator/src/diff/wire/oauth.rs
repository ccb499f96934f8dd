//! Compares authorization servers: the URLs of their flows, and their scopes.

use crate::diff::findings::Findings;
use crate::diff::matching::Pairs;
use crate::diff::{Rule, Side, Version};
use crate::surface::Item;

const URLS: [&str; 5] = ["metadata-url", "token-url", "refresh-url", "authorization-url", "device-url"];

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    for (old, new) in &pairs.both {
        for key in URLS.into_iter().chain(["scope"]) {
            let (before, now) = (old.on_wire(key), new.on_wire(key));
            if before != now && is_of_server(new) {
                let (before, now) = (before.unwrap_or("not declared"), now.unwrap_or("not declared"));
                let message = format!("the {} of {} is {now}, and was {before}", key.replace('-', " "), new.path);
                report(findings, (Version::New, &new.identity), message);
            }
        }
    }
    for old in pairs.removed.iter().filter(|item| is_of_server(item)) {
        if let Some(scope) = old.on_wire("scope") {
            report(findings, (Version::Old, &old.identity), format!("the scope {scope} is gone"));
        } else if let Some((key, url)) = URLS.iter().find_map(|key| Some((key, old.on_wire(key)?))) {
            let message = format!("the flow of {} is gone, with the {} {url}", old.path, key.replace('-', " "));
            report(findings, (Version::Old, &old.identity), message);
        }
    }
}

/// Returns true if an item belongs to the type of an authorization server.
fn is_of_server(item: &Item) -> bool {
    item.path.starts_with("oauth::")
}

fn report(findings: &mut Findings, place: (Version, &str), message: String) {
    findings.wire(Rule::OauthChanged, place, message).used_by(Side::Request, Vec::new());
}
