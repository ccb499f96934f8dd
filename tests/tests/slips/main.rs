//! Misuse of a generated client, as users write it by mistake, and the errors of the compiler.
//!
//! Each file in `cases/` contains one slip, and the parts of the error that are the project's own or that identify it, each behind
//! `//~`. All other lines of an error are the compiler's and differ between versions, so they are not compared.

#[path = "../scratch/mod.rs"]
mod scratch;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

use serde_json::Value;

/// Returns the slips: their names and sources.
fn slips() -> io::Result<BTreeMap<String, String>> {
    let mut slips = BTreeMap::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/slips/cases"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        slips.insert(name, fs::read_to_string(&path)?);
    }
    Ok(slips)
}

/// Writes a crate with an example per slip. They are compiled separately, so that none hides the errors of another one.
fn write(root: &Path, slips: &BTreeMap<String, String>) -> io::Result<()> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let examples = root.join("examples");
    if examples.exists() {
        fs::remove_dir_all(&examples)?;
    }
    fs::create_dir_all(root.join("src"))?;
    fs::create_dir_all(&examples)?;
    fs::write(root.join("src/lib.rs"), "")?;
    for (name, source) in slips {
        fs::write(examples.join(name).with_extension("rs"), source)?;
    }
    let kirim = repository.join("generated");
    let manifest = format!(
        "[package]\nname = \"slips\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dev-dependencies]\n\
         kirim = {{ path = '{}', features = [\"blocking\", \"testing\"] }}\ntokio = {{ version = \"1\", features = [\"rt\"] }}\n\n\
         [lints.rust]\nunused_must_use = \"deny\"\n\n[workspace]\n{}",
        kirim.display(),
        scratch::PROFILE
    );
    fs::write(root.join("Cargo.toml"), manifest)?;
    fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock")).map(drop)
}

/// Compiles the examples and returns the rendered errors of each.
fn compile(root: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["check", "--examples", "--keep-going", "--offline", "--message-format", "json", "--target-dir"]);
    command.arg(scratch::target()).current_dir(root).stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("cargo cannot be run: {error}"))?;
    let mut errors: BTreeMap<String, String> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let is_example = message.pointer("/target/kind/0").is_some_and(|kind| kind == "example");
        let is_error = text("/message/level").is_some_and(|level| level == "error");
        if let (true, true, Some(name), Some(rendered)) =
            (is_example, is_error, text("/target/name"), text("/message/rendered"))
        {
            errors.entry(name).or_default().push_str(&rendered);
        }
    }
    if errors.is_empty() {
        return Err(format!("no example has an error\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(errors)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("slips")
}

#[test]
fn slips_have_errors_with_a_remedy() {
    let slips = slips().expect("the slips can be read");
    assert!(slips.len() >= 20, "only {} slips", slips.len());
    write(&root(), &slips).expect("the crate of the slips can be written");
    let errors = compile(&root()).unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Vec::new();
    for (name, source) in &slips {
        let rendered = errors.get(name).map_or("", String::as_str);
        let expected = source.lines().filter_map(|line| line.strip_prefix("//~ "));
        let missing: Vec<&str> = expected.filter(|part| !rendered.contains(part)).collect();
        if !missing.is_empty() {
            problems.push(format!("`{name}` lacks {missing:#?}\n{rendered}"));
        }
        // A second error would hide the first one.
        let count = rendered.lines().filter(|line| line.starts_with("error")).count();
        if count != 1 {
            problems.push(format!("`{name}` has {count} errors\n{rendered}"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
