//! The table of keys is complete: it has the keys that are read, each with a valid example, and the book describes all of them.

use std::fs;
use std::path::Path;

use oaspress::config::{self, KEYS, Key};
use oaspress::diag::{Code, Diagnostics};

/// Names for the parts of paths in capitals.
const NAMES: &[(&str, &str)] = &[
    ("SCHEME", "token"),
    ("ID", "listPets"),
    ("NAME", "filter"),
    ("PLACE", "\"#/components/schemas/Pet\""),
    ("PACKAGE", "semver"),
    ("FEATURE", "versions"),
    ("FINGERPRINT", "26cc13be2c35"),
];

/// Keys that are only read beside others: the beginning of their paths, and these others.
const BESIDE: &[(&str, &str)] = &[
    ("operations.ID.pagination.first", "operations.listPets.pagination.page = \"page\"\n"),
    ("webhooks.signature.header", "webhooks.signature.style = \"plain\"\n"),
    (
        "webhooks.signature.prefix",
        "webhooks.signature.style = \"plain\"\nwebhooks.signature.header = \"X-Signature\"\n",
    ),
    ("types.PLACE.crate", "types.\"#/components/schemas/Pet\".use = \"semver::Version\"\n"),
];

/// Returns a configuration with a key and its example.
fn example(key: &Key) -> String {
    let part = |part: &str| {
        NAMES.iter().find(|(name, _)| *name == part).map_or(part.to_owned(), |(_, name)| (*name).to_owned())
    };
    if let Some(name) = key.path.strip_prefix("documents.") {
        let path = if name == "path" { "" } else { "path = \"a.yaml\"\n" };
        return format!("[[documents]]\n{path}{name} = {}\n", key.example);
    }
    let path: Vec<String> = key.parts().map(part).collect();
    let beside = BESIDE.iter().find(|(begin, _)| key.path.starts_with(begin)).map_or("", |(_, beside)| *beside);
    format!("{beside}{} = {}\n", path.join("."), key.example)
}

#[test]
fn every_key_of_the_table_is_read() {
    for key in KEYS {
        let text = example(key);
        let mut diagnostics = Diagnostics::new();
        let _ = config::parse(&text, &mut diagnostics);
        let wrong = |code| matches!(code, Code::ConfigUnknownKey | Code::ConfigWrongType | Code::Syntax);
        let found: Vec<_> = diagnostics.into_vec().into_iter().filter(|found| wrong(found.code)).collect();
        assert!(found.is_empty(), "{text}{found:?}");
    }
}

/// `Section::get` asserts in builds for tests that the table has every key that the code reads.
#[test]
fn the_table_has_every_key_that_is_read() {
    for table in ["crate", "client", "security.x", "operations.x", "presence", "types", "derive", "exclude", "error"] {
        let mut diagnostics = Diagnostics::new();
        let _ = config::parse(&format!("{table}.unknown-key = 1\n"), &mut diagnostics);
        assert!(diagnostics.iter().any(|found| found.code == Code::ConfigUnknownKey), "{table}");
    }
}

#[test]
fn the_book_describes_every_key() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/src/configuration.md");
    let page = fs::read_to_string(page).expect("there is a page");
    let is_name = |part: &&str| !NAMES.iter().any(|(name, _)| name == part);
    let missing: Vec<&str> = KEYS
        .iter()
        .filter(|key| {
            let last = key.parts().filter(is_name).last().unwrap_or_default();
            let forms = [
                format!("`{last}`"),
                format!("`{last} "),
                format!(".{last}`"),
                format!(".{last}]"),
                format!("`[{last}]`"),
                format!("{last} = "),
            ];
            !forms.iter().any(|form| page.contains(form.as_str()))
        })
        .map(|key| key.path)
        .collect();
    assert!(missing.is_empty(), "the book lacks {missing:?}");
}

#[test]
fn the_schema_has_every_key() {
    let schema = config::json_schema();
    for key in KEYS {
        let mut here = &schema;
        for part in key.parts() {
            let tables = [here, &here["anyOf"][1], &here["items"]];
            let inner = tables.into_iter().map(|table| match &table["properties"][part] {
                serde_json::Value::Null => &table["additionalProperties"],
                inner => inner,
            });
            here = inner.into_iter().find(|inner| inner.is_object()).unwrap_or_else(|| panic!("{}", key.path));
        }
        let text = here["description"].as_str().unwrap_or_default();
        assert!(text.contains(key.meaning), "{}: {here}", key.path);
    }
}
