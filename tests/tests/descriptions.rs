//! Generates documents with descriptions that resemble code and HTML, and parses the documentation of their crates as
//! rustdoc does. `cargo xtask descriptions` checks more documents.

use oaspress::Input;
use oaspress::config::Config;
use oaspress_mutate::{Choices, document, documentation};

#[test]
fn no_text_becomes_code_or_html() {
    for seed in 0..16 {
        let document = document(&mut Choices::seeded(seed));
        let input = Input { name: "hostile.json".to_owned(), bytes: document.to_string().into_bytes() };
        let mut config = Config::default();
        config.manifest.name = Some("hostile".to_owned());
        let outcome = oaspress::generate(&input, &config);
        let files =
            outcome.files.unwrap_or_else(|| panic!("the document {seed} is rejected: {:?}", outcome.diagnostics));
        let defects = documentation::defects(files.iter(), "hostile");
        assert!(defects.is_empty(), "the document {seed}:\n{}", defects.join("\n"));
    }
}
