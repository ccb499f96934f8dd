//! Reserved names, which generated code already uses. `build.rs` reads those of the runtime and the manifest from their sources.

use crate::rust::{self, OAUTH, WEBHOOK_PAYLOADS, WEBHOOK_SIGNATURES};

include!(concat!(env!("OUT_DIR"), "/reserved.rs"));

/// Names of the standard library that generated code uses, from the prelude or by an import.
const LANGUAGE: &[&str] = &[
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Names that were reserved when the first crates were published. They do not clash, but releasing them would rename types.
const EARLIER: &[&str] = &["Argument", "Call", "Decode", "New"];

/// The type parameter of operations and groups, and the items of the crate that operations refer to.
const OF_OPERATIONS: &[&str] = &["C", "Client", "ClientBuilder", "Error", "ErrorBody", "Method"];

/// Returns the names that are reserved for types.
pub(super) fn types() -> impl Iterator<Item = &'static str> + Clone {
    LANGUAGE.iter().chain(EARLIER).chain(TYPES_OF_THE_RUNTIME).copied()
}

/// Returns the names that are reserved for types in `operations`. A model with such a name is written with its module there.
pub(super) fn operations() -> impl Iterator<Item = &'static str> + Clone {
    types().chain(OF_OPERATIONS.iter().chain(WRITTEN_FOR_OPERATIONS).copied())
}

/// Returns the names that are reserved for setters and sending methods of an operation.
pub(super) fn call_methods() -> impl Iterator<Item = &'static str> {
    /// Fields beside the inputs, methods of all operations and of traits, and a name of an earlier version.
    const OTHERS: &[&str] = &[
        "body",
        "call",
        "clone",
        "decode",
        "encode",
        "follow_events",
        "from_response",
        "into",
        "into_download",
        "items",
        "new",
        "on",
        "pages",
        "resume",
        "retries",
        "send",
        "send_raw",
        "send_stream",
        "to_request",
    ];
    OTHERS.iter().chain(CALL_OPTIONS).copied()
}

/// Returns the names that are reserved for methods of a group or of the client.
pub(super) fn client_methods() -> impl Iterator<Item = &'static str> {
    ["builder", "clone", "core", "from_env", "into", "new", "on", "with_transport"].into_iter()
}

/// Returns the names that are reserved for methods that read headers: those of the view itself, and those with another meaning in
/// the standard library.
pub(super) fn header_methods() -> impl Iterator<Item = &'static str> {
    ["clone", "from_meta", "into", "into_iter", "len", "neg", "new", "not"].into_iter()
}

/// Returns the names that are reserved for the accessors of the error body: those of its other methods, and those of traits.
pub(super) fn error_methods() -> impl Iterator<Item = &'static str> {
    ["clone", "code", "eq", "fmt", "into", "kind", "message", "ne", "other", "param", "read", "request_id", "text"]
        .into_iter()
}

/// Returns the names that are reserved for setters of credentials.
pub(super) fn builder_methods() -> impl Iterator<Item = &'static str> {
    ["at", "build", "client", "new", "ureq_agent"].into_iter().chain(CLIENT_OPTIONS.iter().copied())
}

/// Returns the names that are reserved for features of groups.
pub(super) fn features() -> impl Iterator<Item = &'static str> {
    rust::features().chain([OAUTH, WEBHOOK_PAYLOADS, WEBHOOK_SIGNATURES, "schemars", "strum"])
}

/// Returns the names that are reserved for the package, since the package or its tests depend on crates with these names.
pub(super) fn packages() -> impl Iterator<Item = String> {
    rust::packages()
        .chain(["alloc", "core", "oaspress-runtime", "proc-macro", "std", "test"])
        .map(|name| name.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::{builder_methods, call_methods, features, operations, packages, types};

    #[test]
    fn names_come_from_what_declares_them() {
        for (name, is_reserved) in [
            ("OffsetTime", types().any(|name| name == "OffsetTime")),
            ("RequestEncoder", operations().any(|name| name == "RequestEncoder")),
            ("idle_timeout", call_methods().any(|name| name == "idle_timeout")),
            ("resume", call_methods().any(|name| name == "resume")),
            ("at", builder_methods().any(|name| name == "at")),
            ("pace_by_rate_limit", builder_methods().any(|name| name == "pace_by_rate_limit")),
            ("native-tls", features().any(|name| name == "native-tls")),
            ("hmac", packages().any(|name| name == "hmac")),
            ("serde-json", packages().any(|name| name == "serde-json")),
        ] {
            assert!(is_reserved, "{name}");
        }
        assert!(!types().any(|name| name == "RequestEncoder"), "a model may be called like what only operations name");
    }
}
