//! Resolves relative URIs of schemas (`$id`) by RFC 3986. This module does not depend on documents or files.

/// Returns the absolute URI of a reference within a schema with the URI `base`, without the fragment.
pub(crate) fn join(base: &str, reference: &str) -> String {
    let without_fragment = |text: &str| text.split('#').next().unwrap_or_default().to_owned();
    let (base, reference) = (without_fragment(base), without_fragment(reference));
    if reference.is_empty() {
        return base;
    }
    if has_scheme(&reference) {
        return reference;
    }
    let authority = base.find("://").map_or(0, |at| at + 3);
    if authority == 0 && has_scheme(&base) {
        // A URI such as `urn:…` is not hierarchical, so relative references cannot be resolved against it.
        return reference;
    }
    if let Some(rest) = reference.strip_prefix("//") {
        return format!("{}{rest}", &base[..authority]);
    }
    let path = base[authority..].find('/').map_or(base.len(), |at| authority + at);
    if reference.starts_with('/') || path == base.len() && authority > 0 {
        return format!("{}{}", &base[..path], without_dots(&format!("/{}", reference.trim_start_matches('/'))));
    }
    let start = if authority == 0 { 0 } else { path };
    let folder = base[start..].rfind('/').map_or(start, |at| start + at + 1);
    format!("{}{}", &base[..start], without_dots(&format!("{}{reference}", &base[start..folder])))
}

fn has_scheme(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char))
}

/// Resolves `.` and `..` in a path.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                if parts.len() > 1 || parts.first().is_some_and(|first| !first.is_empty()) {
                    parts.pop();
                }
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn references_are_resolved_within_their_base() {
        let base = "https://x.test/schemas/byid#";
        for (reference, expected) in [
            ("other", "https://x.test/schemas/other"),
            ("./other#/$defs/a", "https://x.test/schemas/other"),
            ("../other", "https://x.test/other"),
            ("../../../other", "https://x.test/other"),
            ("/other", "https://x.test/other"),
            ("//y.test/a", "https://y.test/a"),
            ("urn:a:b", "urn:a:b"),
            ("#anchor", "https://x.test/schemas/byid"),
        ] {
            assert_eq!(join(base, reference), expected, "{reference}");
        }
        assert_eq!(join("https://x.test", "a"), "https://x.test/a");
        assert_eq!(join("/schemas/a", "b"), "/schemas/b");
        assert_eq!(join("a.json", "b.json"), "b.json");
        assert_eq!(join("urn:a:b", "c"), "c");
        assert_eq!(join("", "c"), "c");
    }
}
