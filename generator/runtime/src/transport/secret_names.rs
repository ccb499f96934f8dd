//! Recognizes the names of parameters and properties that contain credentials. `oaspress` compiles this file, too, so it uses no
//! other item of the runtime.

/// Parts of the names of credentials, in lower case and without separators.
const PARTS: [&str; 26] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "apikey",
    "accesskey",
    "privatekey",
    "subscriptionkey",
    "authoriz",
    "authoris",
    "credential",
    "signature",
    "session",
    "sessid",
    "cookie",
    "jwt",
    "assertion",
    "codeverifier",
    "bearer",
    "saml",
    "csrf",
    "xsrf",
    "devicecode",
    "connectionstring",
];

/// Words before `key` at the end of the names of credentials.
const BEFORE_KEY: [&str; 10] =
    ["signing", "encryption", "account", "master", "shared", "primary", "secondary", "service", "ssh", "host"];

/// Whole names of credentials.
const WHOLE: [&str; 6] = ["key", "pass", "otp", "totp", "pin", "cvv"];

/// Parts of the names of cursors, which are often called tokens. Longer parts come before the ones that they begin with.
const CURSOR: [&str; 9] = ["pages", "page", "cursor", "continuation", "next", "previous", "prev", "sync", "start"];

/// Returns true if a parameter or a property with this name probably contains a credential. The name is not encoded.
pub(crate) fn is_secret(name: &str) -> bool {
    let plain = bare(name);
    WHOLE.contains(&plain.as_str())
        || PARTS.iter().any(|part| plain.contains(part))
        || is_key(&plain)
        || has_auth(&plain)
        || has_sig(name, &plain)
        || plain.contains("token") && !is_cursor(&plain)
}

/// Returns a name in lower case and without separators.
pub(crate) fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Returns true for `signingKey` and `ssh_keys`, and false for `publicKey`.
fn is_key(plain: &str) -> bool {
    let before = plain.strip_suffix("keys").or_else(|| plain.strip_suffix("key"));
    before.is_some_and(|before| BEFORE_KEY.iter().any(|word| before.ends_with(word)))
}

/// Returns true for `auth` and `oauth`, and false for `author`.
fn has_auth(plain: &str) -> bool {
    plain.match_indices("auth").any(|(at, _)| !plain.get(at..).is_some_and(|rest| rest.starts_with("author")))
}

/// Returns true if a word of the name is `sig`, and false for `design` and `assignee`.
fn has_sig(name: &str, plain: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
    plain.ends_with("sig")
        || words.any(|word| {
            let begins = word.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case("sig"));
            begins && word.get(3..).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
        })
}

/// Returns true if a name consists of `token` and words for cursors, such as `nextPageToken`. Any other word in it, such as
/// `access`, makes it the name of a credential.
fn is_cursor(plain: &str) -> bool {
    let mut rest = plain;
    let mut has_cursor = false;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("tokens").or_else(|| rest.strip_prefix("token")) {
            rest = after;
        } else if let Some(after) = CURSOR.iter().find_map(|part| rest.strip_prefix(part)) {
            rest = after;
            has_cursor = true;
        } else {
            return false;
        }
    }
    has_cursor
}
