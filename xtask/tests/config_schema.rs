//! The JSON Schema of `oaspress.toml`, judged by an independent validator: it accepts the configurations of all fixtures and
//! of the book that the generator accepts, and rejects unknown keys and wrong types.

use std::fs;
use std::path::{Path, PathBuf};

use oaspress::config;
use oaspress::diag::{Code, Diagnostics};
use serde_json::Value;

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&config::json_schema()).expect("a valid schema")
}

/// Returns a configuration as JSON. `None` if it is not TOML.
fn as_json(text: &str) -> Option<Value> {
    let table = text.parse::<toml::Table>().ok()?;
    serde_json::to_value(table).ok()
}

/// Returns true if the generator finds no unknown key and no value of a wrong type.
fn has_valid_keys(text: &str) -> bool {
    let mut diagnostics = Diagnostics::new();
    let _ = config::parse(text, &mut diagnostics);
    !diagnostics.iter().any(|found| matches!(found.code, Code::ConfigUnknownKey | Code::ConfigWrongType))
}

fn configurations() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let entries = fs::read_dir(fixtures).expect("there are fixtures");
    let files = entries.map(|entry| entry.expect("an entry").path().join("oaspress.toml"));
    files.filter(|file| file.exists()).collect()
}

#[test]
fn the_configurations_of_all_fixtures_are_valid() {
    let validator = validator();
    let mut valid = 0;
    for file in configurations() {
        let text = fs::read_to_string(&file).expect("a text");
        let Some(value) = as_json(&text).filter(|_| has_valid_keys(&text)) else { continue };
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect();
        // The fixtures of findings have values that only the generator can judge.
        let name = file.to_string_lossy();
        if !["diagnostic-", "stale-"].iter().any(|part| name.contains(part)) {
            assert!(errors.is_empty(), "{}: {errors:#?}", file.display());
            valid += 1;
        }
    }
    assert!(valid > 20, "only {valid} configurations were valid");
}

#[test]
fn unknown_keys_and_wrong_types_are_errors() {
    let validator = validator();
    for text in [
        "[client]\nbase_url = \"https://example.com\"",
        "[crate]\nname = 7",
        "[security.token]\nheaders = \"X-Key\"",
        "[operations.listPets]\npagination = 7",
        "[types]\n\"#/components/schemas/Pet\" = { uses = \"a::B\" }",
        "[derive]\nClone = [\"Pet\"]",
        "[include]\nmedia-types = [\"*/xml\"]",
        "[presence.answers]\nnullable = []",
        "unknown = 1",
    ] {
        let value = as_json(text).expect("TOML");
        assert!(!validator.is_valid(&value), "{text}");
        assert!(!has_valid_keys(text), "{text}");
    }
}
