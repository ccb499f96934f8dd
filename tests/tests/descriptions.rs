//! Describes documents in texts that are meant to be taken for code and HTML, and reads the documentation of their crates as
//! rustdoc does. `cargo xtask descriptions` tries more of them.

use oaspress::Input;
use oaspress::config::Config;
use oaspress_mutate::documentation::{Documentation, of_markdown, of_rust};
use oaspress_mutate::{Choices, document};

/// The documentation of the crate of a document, by file.
fn documentation(seed: u64) -> Vec<(String, Vec<Documentation>)> {
    let document = document(&mut Choices::seeded(seed));
    let input = Input { name: "hostile.json".to_owned(), bytes: document.to_string().into_bytes() };
    let mut config = Config::default();
    config.manifest.name = Some("hostile-texts".to_owned());
    let outcome = oaspress::generate(&input, &config);
    let files = outcome.files.unwrap_or_else(|| panic!("the document {seed} is refused: {:?}", outcome.diagnostics));
    let read = |(path, text): (&str, &str)| {
        let found = if path.ends_with(".rs") {
            of_rust(text).unwrap_or_else(|error| panic!("{path} of the document {seed} is not Rust: {error}"))
        } else {
            vec![of_markdown(text)]
        };
        (path.to_owned(), found)
    };
    let is_read = |path: &str| !path.starts_with("src/runtime/") && (path.ends_with(".rs") || path.ends_with(".md"));
    files.iter().filter(|(path, _)| is_read(path)).map(read).collect()
}

#[test]
fn no_text_becomes_code_or_html() {
    for seed in 0..20 {
        for (path, found) in documentation(seed) {
            for item in found {
                let defects = item.defects(&|code| code.contains("hostile_texts") && !code.contains("\nevil"));
                assert!(defects.is_empty(), "{path} of the document {seed}: {defects:#?}\n{}", item.shown);
            }
        }
    }
}
