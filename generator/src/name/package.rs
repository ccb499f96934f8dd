//! The name of the package.

use super::words;
use crate::config::is_crate_name;

/// The registry takes no longer names.
const MAX_LENGTH: usize = 64;

/// Crates that a generated crate or its tests use: of two crates of one name, only one can be meant.
const USED: &[&str] = &[
    "alloc",
    "base64",
    "bytes",
    "core",
    "futures-core",
    "http",
    "http-body",
    "hyper",
    "jiff",
    "percent-encoding",
    "proc-macro",
    "reqwest",
    "rustls",
    "rustls-platform-verifier",
    "secrecy",
    "serde",
    "serde-core",
    "serde-json",
    "std",
    "test",
    "tokio",
    "tower-service",
    "tracing",
    "ureq",
    "uuid",
];

/// Returns the name for an API of this title: a package of this name can be built, tested and depended on.
pub(super) fn package(title: &str) -> String {
    let words = words::module(title).trim_end_matches('_').replace('_', "-");
    let number = words.strip_prefix("module-").filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    let words = number.unwrap_or(&words);
    if words.is_empty() || !title.contains(char::is_alphanumeric) {
        return "api-client".to_owned();
    }
    let name = shortened(words);
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("api-{name}");
    }
    let free = is_crate_name(&name) && !USED.contains(&name.as_str());
    if free { name } else { format!("{name}-client") }
}

/// Cuts a name between two words, so that there is room for one more word.
fn shortened(name: &str) -> String {
    let room = MAX_LENGTH - "-client".len();
    let Some(cut) = name.get(..room) else { return name.to_owned() };
    if name.len() == room {
        return name.to_owned();
    }
    let whole = if name[room..].starts_with('-') { cut } else { cut.rsplit_once('-').map_or(cut, |(whole, _)| whole) };
    whole.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{MAX_LENGTH, USED, package};
    use crate::config::is_crate_name;

    #[test]
    fn a_title_is_a_name_that_cargo_takes() {
        for (title, expected) in [
            ("Kirim", "kirim"),
            ("GitHub v3 REST API", "github-v3-rest-api"),
            ("GitHub's official OpenAPI spec", "githubs-official-open-api-spec"),
            ("Ory APIs", "ory-apis"),
            ("YouTube Data API v3", "youtube-data-api-v3"),
            ("3GPP AMF", "api-3gpp-amf"),
            ("2", "api-2"),
            ("Module Registry", "module-registry"),
            ("Type", "type-client"),
            ("Self", "self-client"),
            ("HTTP", "http-client"),
            ("Core", "core-client"),
            ("COM1", "com1"),
            ("北京", "bei-jing"),
            ("", "api-client"),
            ("***", "api-client"),
        ] {
            assert_eq!(package(title), expected, "{title}");
        }
    }

    #[test]
    fn a_long_title_is_cut_between_words() {
        let name = package("Everything that can be known of the invoices and their items, in one very long title");
        assert_eq!(name, "everything-that-can-be-known-of-the-invoices-and-their");
        for title in
            ["x".repeat(300), "北".repeat(300), format!("1{}", "x y ".repeat(90)), format!("{} a", "x".repeat(57))]
        {
            let name = package(&title);
            assert!(name.len() <= MAX_LENGTH && is_crate_name(&name), "{name}");
        }
    }

    #[test]
    fn what_a_generated_crate_depends_on_is_not_free() {
        for manifest in [include_str!("../print/dependencies.toml"), include_str!("../print/transport.toml")] {
            let names = manifest.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
            for name in names.filter(|name| !name.starts_with(['#', ' ', '"'])) {
                assert!(USED.contains(&name.replace('_', "-").as_str()), "`{name}` is not listed");
            }
        }
    }
}
