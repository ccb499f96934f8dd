//! Generates a document that the fuzzer writes, or one of the fixtures that it changes, and reads the documentation.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use oaspress::Input;
use oaspress::config::Config;
use oaspress::diag::Diagnostics;
use oaspress_mutate::documentation;
use serde_json::Value;

/// The documents of all fixtures, sorted by name.
static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    let mut files: Vec<_> = std::fs::read_dir(fixtures)
        .expect("the fixtures are there")
        .filter_map(|entry| Some(entry.ok()?.path().join("openapi.yaml")))
        .filter(|file| file.is_file())
        .collect();
    files.sort();
    let read = |file| Some(Input { name: String::new(), bytes: std::fs::read(file).ok()? });
    files.iter().filter_map(|file| oaspress::internals::load(&read(file)?, &mut Diagnostics::new())).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let Some(bytes) = oaspress_mutate::input(bytes, &DOCUMENTS) else { return };
    let input = Input { name: "mutant.yaml".to_owned(), bytes };
    let mut config = Config::default();
    config.manifest.name = Some("mutant".to_owned());
    let outcome = oaspress::generate(&input, &config);
    let defects = documentation::defects(outcome.files.iter().flat_map(|files| files.iter()), "mutant");
    assert!(defects.is_empty(), "a text of the document is run, or is HTML:\n{}", defects.join("\n"));
});
