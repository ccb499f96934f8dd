//! Reads the identity of an item: its class, its operation, and the part of the API to which a finding about it belongs.

use crate::surface::{Item, ItemKind};

/// The class in which an item is compared. A struct can become an enum, and an argument a setter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    /// A struct, an enum or an alias.
    Type,
    /// A parameter or the body of an operation.
    Input,
    /// Anything else.
    Other(ItemKind),
}

impl Class {
    /// Returns the class of an item.
    pub(super) fn of_item(item: &Item) -> Self {
        match item.kind {
            ItemKind::Struct | ItemKind::Enum | ItemKind::Type => Self::Type,
            ItemKind::Argument | ItemKind::Fixed => Self::Input,
            ItemKind::Set if item.on_wire("presence").is_some() => Self::Input,
            kind => Self::Other(kind),
        }
    }
}

/// Returns an identity without the names of path parameters, which calls do not depend on.
pub(super) fn normalized(identity: &str) -> String {
    let mut words = identity.splitn(3, ' ');
    let (Some(method), Some(template)) = (words.next(), words.next()) else { return identity.to_owned() };
    if !template.starts_with('/') || identity.starts_with('#') {
        return identity.to_owned();
    }
    let mut names = Vec::new();
    let mut text = format!("{method} ");
    let mut rest = template;
    while let Some((before, inside)) = rest.split_once('{') {
        let Some((name, behind)) = inside.split_once('}') else { break };
        names.push(name);
        text.push_str(before);
        text.push_str("{}");
        rest = behind;
    }
    text.push_str(rest);
    let Some(part) = words.next() else { return text };
    let (part, inner) = part.split_at(part.find('/').unwrap_or(part.len()));
    let position = part.strip_prefix("path:").and_then(|name| names.iter().position(|one| *one == name));
    let part = position.map_or_else(|| part.to_owned(), |position| format!("path:{position}"));
    format!("{text} {part}{inner}")
}

/// Returns the operation of an identity: `GET /pets` of `GET /pets query:limit`.
#[must_use]
pub fn operation_of(identity: &str) -> Option<&str> {
    let (method, rest) = identity.split_once(' ')?;
    let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_method || !rest.starts_with('/') {
        return None;
    }
    let end = rest.find(' ').map_or(identity.len(), |end| method.len() + 1 + end);
    identity.get(..end)
}

/// Returns true if an identity is another one or a part of it. An operation is not a part of another one whose path its own begins with.
pub(super) fn is_within(identity: &str, whole: &str) -> bool {
    let least = operation_of(identity).map_or(0, str::len);
    identity
        .strip_prefix(whole)
        .filter(|_| whole.len() >= least)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ' ']))
}

/// The identity that a finding about an item belongs to. Constructors of clients depend on credentials.
pub(super) fn anchor(item: &Item) -> &str {
    match item.path.as_str() {
        "Client" | "Client::new" | "Client::from_env" | "Target::new" | "Target::from_env"
            if item.identity.is_empty() =>
        {
            "client"
        }
        _ => &item.identity,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_within, normalized, operation_of};

    #[test]
    fn names_of_path_parameters_do_not_count() {
        assert_eq!(normalized("GET /a/{x}/{y} path:y/schema"), "GET /a/{}/{} path:1/schema");
        assert_eq!(normalized("GET /a/{x} query:x"), "GET /a/{} query:x");
        assert_eq!(normalized("#/components/schemas/A {x}"), "#/components/schemas/A {x}");
    }

    #[test]
    fn the_operation_is_the_beginning() {
        assert_eq!(operation_of("GET /a/{x} query:x"), Some("GET /a/{x}"));
        assert_eq!(operation_of("GET /a"), Some("GET /a"));
        assert_eq!(operation_of("#/components/schemas/A value:x"), None);
        assert!(is_within("GET /a query:x", "GET /a") && !is_within("GET /ab", "GET /a"));
        assert!(is_within("GET /a body/x", "GET /a body") && !is_within("GET /a/b", "GET /a"));
    }
}
