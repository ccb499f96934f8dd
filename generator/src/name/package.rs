//! The name of the package.

use super::{reserved, words};
use crate::config::is_crate_name;

/// The maximum length of a package name in the registry.
const MAX_LENGTH: usize = 64;

/// Returns the package name for an API with this title. A package with this name can be built, tested and used as a dependency.
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
    let free = is_crate_name(&name) && reserved::packages().all(|used| used != name);
    if free { name } else { format!("{name}-client") }
}

/// Truncates a name between two words, so that another word fits.
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
    use super::{MAX_LENGTH, package};
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
}
