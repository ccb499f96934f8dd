//! Measures the worst cases of reading unions: recursive unions with keys that no variant declares.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use oaspress::Input;
use oaspress::config::Config;
use oaspress::disk::{self, Foreign};

use super::table::Table;
use super::usage::measure;

/// The API description: a union of four records that contain it, and whose properties are all optional.
const DOCUMENT: &str = include_str!("trees.yaml");

/// The program that reads the unions.
const PROGRAM: &str = include_str!("program.rs");

/// The maximum CPU time for reading one text, in milliseconds.
const MOST: f64 = 50.0;

/// The options of the benchmark.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Where the crate is written and built [default: a folder below the target folder].
    #[arg(long)]
    folder: Option<PathBuf>,
}

/// Runs the benchmark and prints its table.
pub(super) fn run(options: &Options) -> anyhow::Result<()> {
    let folder = match &options.folder {
        Some(folder) => folder.clone(),
        None => super::target_folder()?.join("bench-unions"),
    };
    write(&folder)?;
    let target = folder.join("target");
    let mut build = Command::new("cargo");
    build.current_dir(&folder).env("CARGO_TARGET_DIR", &target).args(["build", "--release", "--quiet"]);
    measure(&mut build)?;
    let output = Command::new(target.join("release/program")).output().context("the program cannot be run")?;
    ensure!(output.status.success(), "the program failed: {}", String::from_utf8_lossy(&output.stderr));
    report(&String::from_utf8(output.stdout)?)
}

/// Writes the generated crate and the program that depends on it.
fn write(folder: &std::path::Path) -> anyhow::Result<()> {
    let mut config = Config::default();
    config.manifest.name = Some("trees".to_owned());
    let input = Input { name: "trees.yaml".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() };
    let files = oaspress::generate(&input, &config).files.context("the document has errors")?;
    disk::write(&files, "trees", &folder.join("trees"), Foreign::Replace)?;
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/main.rs"), PROGRAM)?;
    let manifest = "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
        serde_json = \"1.0\"\ntrees = { path = \"trees\", default-features = false }\n\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), manifest)?;
    // Uses the versions that this repository tests.
    fs::copy(crate::shell::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

/// Prints the measurements, and fails if a text exceeds the maximum.
fn report(measured: &str) -> anyhow::Result<()> {
    let mut table = Table::new(&["reading a union", "bytes", "ms", "ns per byte"]);
    let mut slow = Vec::new();
    for line in measured.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [title, bytes, milliseconds] = cells[..] else { bail!("the program printed `{line}`") };
        let (size, taken): (f64, f64) = (bytes.parse()?, milliseconds.parse()?);
        if taken > MOST {
            slow.push(title);
        }
        table.row(vec![
            title.to_owned(),
            bytes.to_owned(),
            format!("{taken:.2}"),
            format!("{:.0}", taken * 1e6 / size),
        ]);
    }
    println!("{table}");
    ensure!(slow.is_empty(), "takes more than {MOST} ms: {}", slow.join(", "));
    Ok(())
}
