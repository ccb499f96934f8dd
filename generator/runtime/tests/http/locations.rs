//! Resolution of `Location` headers.

use oaspress_runtime::runtime::call::location::join;

fn joined(reference: &str) -> Option<String> {
    let from = "https://api.example.com/v1/a/b?x=1".parse().expect("a URL");
    join(&from, reference).map(|uri| uri.to_string())
}

#[test]
fn references_mean_what_they_mean_elsewhere() {
    for (reference, expected) in [
        ("https://other.example.com", "https://other.example.com/"),
        ("HTTP://other.example.com:81/a?b=c#d", "http://other.example.com:81/a?b=c"),
        ("//other.example.com/a", "https://other.example.com/a"),
        ("//other.example.com?a", "https://other.example.com/?a"),
        ("/a/../c?y=../z", "https://api.example.com/c?y=../z"),
        ("c", "https://api.example.com/v1/a/c"),
        ("./c/.", "https://api.example.com/v1/a/c/"),
        ("../c", "https://api.example.com/v1/c"),
        ("../../../../c", "https://api.example.com/c"),
        ("%2e%2E/c", "https://api.example.com/v1/c"),
        ("?y=2", "https://api.example.com/v1/a/b?y=2"),
        ("", "https://api.example.com/v1/a/b?x=1"),
        ("a b:c", "https://api.example.com/v1/a/a%20b:c"),
    ] {
        assert_eq!(joined(reference).as_deref(), Some(expected), "{reference}");
    }
}

#[test]
fn what_is_no_url_of_the_web_leads_nowhere() {
    for reference in [
        "https://user@api.example.com/",
        "https://api.example.com\\@evil.example.com/",
        "https:c",
        "ftp://api.example.com/",
        "javascript:alert(1)",
        "https://",
        "https://[::1",
    ] {
        assert_eq!(joined(reference), None, "{reference}");
    }
}
