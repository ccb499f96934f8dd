//! The notes about credentials in the README of a crate.

use oaspress::Input;
use oaspress::config::Config;

/// Returns the README and the client of a crate whose only security scheme is this one.
fn generated(scheme: &str) -> (String, String) {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: Net, version: '1' }}\nservers: [{{ url: https://net.example }}]\nsecurity: [{{ tokenAuth: [] }}]\n\
         paths:\n  /sites:\n    get: {{ operationId: sites, responses: {{ '204': {{ description: Done }} }} }}\n\
         components:\n  securitySchemes:\n    tokenAuth: {{ {scheme} }}\n"
    );
    let input = Input { name: "net.yaml".to_owned(), bytes: document.into_bytes() };
    let outcome = oaspress::generate(&input, &Config::default());
    let files = outcome.files.expect("a crate");
    let text = |path: &str| files.get(path).unwrap_or_default().to_owned();
    (text("README.md"), text("src/client.rs"))
}

const NOTE: &str = "It is the whole value of the header `Authorization`, sent unchanged.";
const DESCRIPTION: &str = "Token-based authentication with required prefix \"Token\"";

#[test]
fn a_key_in_the_header_authorization_is_sent_with_its_prefix() {
    let (readme, client) =
        generated(&format!("type: apiKey, in: header, name: authorization, description: '{DESCRIPTION}'"));
    assert!(readme.contains("The credential of `tokenAuth`:"), "{readme}");
    for text in [readme, client] {
        assert!(text.contains(NOTE) && text.contains(DESCRIPTION), "{text}");
    }
}

#[test]
fn other_credentials_have_no_note() {
    for scheme in ["type: apiKey, in: header, name: X-Token", "type: http, scheme: bearer"] {
        let (readme, client) = generated(&format!("{scheme}, description: A token."));
        assert!(!readme.contains(NOTE) && !readme.contains("The credential of") && !client.contains(NOTE), "{readme}");
    }
}
