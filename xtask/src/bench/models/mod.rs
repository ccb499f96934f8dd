//! Compares the record engine with `serde_derive`: the cost of compiling many models, and the speed of reading and
//! writing them.

mod crates;
mod shape;
mod source;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, ensure};

use self::crates::Crates;
use self::source::Flavour;
use super::table::Table;
use super::usage::{Usage, measure};

/// The options of the benchmark.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Number of structs of the large API.
    #[arg(long, default_value_t = 800)]
    structs: usize,
    /// Number of contacts per page.
    #[arg(long, default_value_t = 1_000)]
    contacts: usize,
    /// How often each build is measured; the minimum counts.
    #[arg(long, default_value_t = 2)]
    rounds: usize,
    /// Measure only how fast pages are read and written.
    #[arg(long)]
    speed: bool,
    /// Leave out the release build of the large API, which takes minutes.
    #[arg(long)]
    quick: bool,
    /// Where the crates are written and built [default: a folder below the target folder].
    #[arg(long)]
    folder: Option<PathBuf>,
}

/// A way to build a crate.
#[derive(Debug, Clone, Copy)]
struct Build {
    title: &'static str,
    arguments: &'static [&'static str],
}

const BUILDS: [Build; 3] = [
    Build { title: "check", arguments: &["check"] },
    Build { title: "debug build", arguments: &["build"] },
    Build { title: "release build", arguments: &["build", "--release"] },
];

/// How often the speed is measured; the median counts.
const SPEED_ROUNDS: usize = 21;

/// Settings of glibc that keep freed memory. Otherwise the ratio depends on which of the programs returns memory to the
/// system after each call, and needs it again for the next one.
const KEEP_HEAP: [(&str, &str); 3] = [
    ("MALLOC_TRIM_THRESHOLD_", "1000000000"),
    ("MALLOC_TOP_PAD_", "67108864"),
    ("MALLOC_MMAP_THRESHOLD_", "1000000000"),
];

/// Runs the benchmark and prints its table.
pub(super) fn run(options: &Options) -> anyhow::Result<()> {
    let folder = match &options.folder {
        Some(folder) => folder.clone(),
        None => super::target_folder()?.join("bench-models"),
    };
    let crates = Crates::write(&folder, options.structs, options.contacts)?;
    println!("{} structs of 9 fields; a page of {} contacts\n", options.structs, options.contacts);
    if !options.speed {
        println!("{}", compile(&crates, options)?);
    }
    println!("{}", speed(&crates)?);
    Ok(())
}

fn cargo(crates: &Crates, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command
        .current_dir(&crates.folder)
        .env("CARGO_TARGET_DIR", crates.folder.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .args(arguments)
        .arg("--quiet");
    command
}

fn compile(crates: &Crates, options: &Options) -> anyhow::Result<Table> {
    let mut table = Table::new(&["compiling", "no serde", "serde_derive", "engine", "ratio", "above no serde"]);
    for build in BUILDS {
        if options.quick && build.arguments.contains(&"--release") {
            continue;
        }
        let mut used = Vec::new();
        for flavour in Flavour::ALL {
            used.push(compile_one(crates, build, flavour, options.rounds)?);
        }
        let [bare, derive, engine] = used[..] else { continue };
        table.row(row(&format!("{}, CPU s", build.title), 2, [bare.cpu, derive.cpu, engine.cpu]));
        table.row(row(&format!("{}, peak MiB", build.title), 0, [bare.memory, derive.memory, engine.memory]));
    }
    Ok(table)
}

/// Measures one build of one crate. Its dependencies are already built.
fn compile_one(crates: &Crates, build: Build, flavour: Flavour, rounds: usize) -> anyhow::Result<Usage> {
    let root = crates.folder.join(flavour.name()).join("src/lib.rs");
    let text = std::fs::read_to_string(&root)?;
    let command = |arguments: &[&str]| {
        let package = ["--package", flavour.name()];
        measure(cargo(crates, build.arguments).args(package).args(arguments))
    };
    std::fs::write(&root, "//! Nothing.\n")?;
    command(&[])?;
    std::fs::write(&root, &text)?;
    let mut least = command(&[])?;
    for _ in 1..rounds.max(1) {
        std::fs::write(&root, &text)?;
        least = least.min(command(&[])?);
    }
    Ok(least)
}

/// Returns the cells of a row: three absolute numbers, the ratio of the last two, and the ratio of their increases
/// over the first.
fn row(title: &str, digits: usize, [bare, derive, engine]: [f64; 3]) -> Vec<String> {
    let number = |value: f64| format!("{value:.digits$}");
    let ratio = |value: f64| format!("{value:.2}");
    let added = (engine - bare) / (derive - bare);
    vec![title.to_owned(), number(bare), number(derive), number(engine), ratio(engine / derive), ratio(added)]
}

fn speed(crates: &Crates) -> anyhow::Result<Table> {
    let flavours = [Flavour::Derive, Flavour::Engine];
    for flavour in flavours {
        let package = format!("{}_contacts", flavour.name());
        measure(&mut cargo(crates, &["build", "--release", "--package", &package]))?;
    }
    // The two take turns, so that a busy moment of the machine does not affect only one of them.
    let mut found: [[Vec<f64>; 2]; 2] = Default::default();
    for _ in 0..SPEED_ROUNDS {
        for (found, flavour) in found.iter_mut().zip(flavours) {
            for (found, speed) in found.iter_mut().zip(run_program(crates, flavour)?) {
                found.push(speed);
            }
        }
    }
    let mut table = Table::new(&["a page, MB/s", "serde_derive", "engine", "ratio"]);
    for (column, title) in ["decode", "encode"].into_iter().enumerate() {
        let [derive, engine] = [0, 1].map(|flavour| median(&mut found[flavour][column]));
        table.row(vec![
            title.to_owned(),
            format!("{derive:.0}"),
            format!("{engine:.0}"),
            format!("{:.2}", engine / derive),
        ]);
    }
    Ok(table)
}

/// Returns the median of an odd number of values.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Returns the speed of decoding and encoding, in megabytes per second.
fn run_program(crates: &Crates, flavour: Flavour) -> anyhow::Result<[f64; 2]> {
    let program = crates.folder.join("target/release").join(format!("{}_contacts", flavour.name()));
    let output =
        Command::new(&program).envs(KEEP_HEAP).output().with_context(|| format!("cannot run {}", program.display()))?;
    ensure!(output.status.success(), "{}: {}", program.display(), String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    let mut next = || numbers.next().context("a number is missing")?.context("not a number");
    Ok([next()?, next()?])
}
