//! Compares the cost of generating and of checking the crate with other generators, on the same documents and in the
//! same run.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;

use super::table::Table;
use super::usage::{Usage, measure};
use crate::shell;

/// The options of the benchmark.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The documents
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How often each crate is checked; the minimum counts
    #[arg(long, default_value_t = 2)]
    rounds: usize,
    /// Where the generators are installed, and their crates are written and checked [default: a folder below the
    /// target folder]
    #[arg(long)]
    folder: Option<PathBuf>,
}

/// A generator from crates.io, at the version last compared.
struct Rival {
    package: &'static str,
    version: &'static str,
    program: &'static str,
    /// The arguments to read a document and write a crate into a folder.
    arguments: fn(&Path, &Path) -> Vec<OsString>,
}

const RIVALS: [Rival; 1] = [Rival {
    package: "cargo-progenitor",
    version: "0.15.1",
    program: "cargo-progenitor",
    arguments: |document, folder| {
        let words = ["progenitor", "--name", "api-client", "--version", "0.1.0", "--input"];
        let words = words.map(OsString::from).into_iter();
        words.chain([document.into(), "--output".into(), folder.into()]).collect()
    },
}];

/// A generator that is ready to run.
struct Generator {
    name: &'static str,
    program: PathBuf,
    arguments: fn(&Path, &Path) -> Vec<OsString>,
}

/// The result of running one generator on one document.
enum Made {
    NotGenerated,
    NotCompiled { generating: Usage, lines: usize },
    Crate { generating: Usage, lines: usize, checking: Usage },
}

/// Runs the benchmark and prints its table.
pub(super) fn run(options: &Options) -> anyhow::Result<()> {
    let folder = match &options.folder {
        Some(folder) => folder.clone(),
        None => super::target_folder()?.join("bench-rivals"),
    };
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let folder = folder.canonicalize()?;
    let generators = install(&folder)?;
    let titles = [
        "document",
        "generator",
        "generating, CPU s",
        "check, CPU s",
        "peak MiB",
        "lines",
        "CPU ratio",
        "memory ratio",
    ];
    let mut table = Table::new(&titles);
    for file in &options.files {
        let file = file.canonicalize().with_context(|| format!("cannot find {}", file.display()))?;
        let mut ours = None;
        for generator in &generators {
            let made = make(generator, &file, &folder, options.rounds)?;
            if let (None, Made::Crate { checking, .. }) = (ours, &made) {
                ours = Some(*checking);
            }
            table.row(row(&file, generator, &made, ours));
        }
    }
    println!("{table}");
    Ok(())
}

/// Returns the generators, this one first. All are built with the release profile.
fn install(folder: &Path) -> anyhow::Result<Vec<Generator>> {
    let own = folder.join("oaspress");
    shell::run(
        shell::cargo(&["build", "--release", "--quiet", "--package", "oaspress", "--features", "cli"])
            .env("CARGO_TARGET_DIR", &own),
    )?;
    let mut generators = vec![Generator {
        name: "oaspress",
        program: own.join("release/oaspress"),
        arguments: |document, folder| vec!["generate".into(), document.into(), "--out".into(), folder.into()],
    }];
    for rival in &RIVALS {
        let mut install = shell::cargo(&["install", "--quiet", "--locked", rival.package, "--version", rival.version]);
        shell::run(install.arg("--root").arg(folder))?;
        let program = folder.join("bin").join(rival.program);
        generators.push(Generator { name: rival.program, program, arguments: rival.arguments });
    }
    Ok(generators)
}

fn make(generator: &Generator, document: &Path, folder: &Path, rounds: usize) -> anyhow::Result<Made> {
    let name = document.file_stem().unwrap_or_default();
    let crate_ = folder.join("crates").join(generator.name).join(name);
    if crate_.exists() {
        std::fs::remove_dir_all(&crate_)?;
    }
    std::fs::create_dir_all(&crate_)?;
    let mut command = Command::new(&generator.program);
    command.args((generator.arguments)(document, &crate_)).stdout(Stdio::null()).stderr(Stdio::null());
    let manifest = crate_.join("Cargo.toml");
    let Ok(generating) = measure(&mut command) else { return Ok(Made::NotGenerated) };
    let Ok(text) = std::fs::read_to_string(&manifest) else { return Ok(Made::NotGenerated) };
    // The crate is below this repository, but not a member of its workspace.
    std::fs::write(&manifest, text + "\n[workspace]\n")?;
    let lines = lines(&crate_.join("src"))?;
    let target = folder.join("target").join(generator.name);
    Ok(match check(&crate_, &target, rounds) {
        Ok(checking) => Made::Crate { generating, lines, checking },
        Err(_) => Made::NotCompiled { generating, lines },
    })
}

/// Measures checking a crate. Its dependencies are already checked.
fn check(crate_: &Path, target: &Path, rounds: usize) -> anyhow::Result<Usage> {
    let once = || {
        let mut command = Command::new("cargo");
        command.args(["check", "--quiet"]).current_dir(crate_).stderr(Stdio::null());
        measure(command.env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0").env_remove("RUSTFLAGS"))
    };
    let root = crate_.join("src/lib.rs");
    let text = std::fs::read_to_string(&root)?;
    once()?;
    let mut least: Option<Usage> = None;
    for _ in 0..rounds.max(1) {
        std::fs::write(&root, &text)?;
        let used = once()?;
        least = Some(least.map_or(used, |least| least.min(used)));
    }
    least.context("nothing is measured")
}

fn lines(folder: &Path) -> anyhow::Result<usize> {
    let mut count = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        count += if path.is_dir() { lines(&path)? } else { std::fs::read_to_string(&path)?.lines().count() };
    }
    Ok(count)
}

/// Returns the cells of a row: the numbers, and the ratios to those of this generator's crate.
fn row(document: &Path, generator: &Generator, made: &Made, ours: Option<Usage>) -> Vec<String> {
    let mut cells = vec![document.file_name().unwrap_or_default().to_string_lossy().into_owned()];
    cells.push(generator.name.to_owned());
    let (generating, lines) = match made {
        Made::NotGenerated => {
            cells.push("fails".to_owned());
            return cells;
        }
        Made::NotCompiled { generating, lines } | Made::Crate { generating, lines, .. } => (generating, lines),
    };
    cells.push(format!("{:.2}", generating.cpu));
    if let Made::Crate { checking, .. } = made {
        cells.extend([format!("{:.1}", checking.cpu), format!("{:.0}", checking.memory), lines.to_string()]);
        if let Some(ours) = ours {
            let ratios = [checking.cpu / ours.cpu, checking.memory / ours.memory];
            cells.extend(ratios.map(|ratio| format!("{ratio:.2}")));
        }
    } else {
        cells.extend(["fails".to_owned(), String::new(), lines.to_string()]);
    }
    cells
}
