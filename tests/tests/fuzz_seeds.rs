//! Generates crates from the seeds of `generator/fuzz` and from the inputs that it found, without a fuzzer.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use oaspress::Input;
use oaspress::config::Config;
use oaspress::diag::{Diagnostics, Severity};
use oaspress_mutate::documentation;
use serde_json::Value;

fn files(folder: &str) -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

#[test]
fn every_seed_is_generated() {
    let read = |file: &Path| {
        let input = Input { name: String::new(), bytes: fs::read(file.join("openapi.yaml")).ok()? };
        oaspress::internals::load(&input, &mut Diagnostics::new())
    };
    let documents: Vec<Value> = files("fixtures").iter().filter_map(|file| read(file)).collect();
    let seeds = files("../generator/fuzz/seeds/generate");
    assert!(documents.len() > 100 && seeds.len() > 30, "{} seeds for {} documents", seeds.len(), documents.len());
    for seed in seeds {
        let name = seed.display();
        let bytes = oaspress_mutate::input(&fs::read(&seed).expect("a seed"), &documents).expect("a document");
        let input = Input { name: "mutant.yaml".to_owned(), bytes };
        let mut config = Config::default();
        config.manifest.name = Some("mutant".to_owned());
        let Ok(outcome) = catch_unwind(AssertUnwindSafe(|| oaspress::generate(&input, &config))) else {
            panic!("{name} makes the generator panic")
        };
        let errors = outcome.diagnostics.iter().any(|found| found.severity == Severity::Error);
        assert_eq!(outcome.files.is_none(), errors, "{name} results in neither files nor errors");
        let files = outcome.files.iter().flat_map(oaspress::file_tree::FileTree::iter);
        let defects = documentation::defects(files, "mutant");
        assert!(defects.is_empty(), "{name} documents what it must not:\n{}", defects.join("\n"));
    }
}
