//! Measures how the cost of generating grows with the size of a document: CPU time and peak memory at doubling sizes,
//! for documents that are large in one dimension each. Such documents do not occur by accident, but a generator also
//! reads untrusted documents.

mod beside;
mod child;
mod components;
mod document;
mod operations;
mod pairs;
mod references;
mod schemas;
mod syntax;
mod texts;
mod unions;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use super::table::Table;
use crate::shell;
use child::{Cost, Program};
use document::Row;

const ROWS: &[&[Row]] = &[
    schemas::ROWS,
    unions::ROWS,
    operations::ROWS,
    pairs::ROWS,
    components::ROWS,
    references::ROWS,
    beside::ROWS,
    texts::ROWS,
    syntax::ROWS,
];

/// The unit of [`Cost::cpu`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Seconds,
    /// Billions of instructions.
    Instructions,
}

impl Unit {
    /// Returns the heading of its column.
    const fn heading(self) -> &'static str {
        match self {
            Self::Seconds => "CPU s",
            Self::Instructions => "G instructions",
        }
    }

    /// Returns the number of sizes per row, each of which is twice the previous one. The smallest one of three finds a row that takes
    /// too long before much time is lost. Counting instructions takes long for each.
    const fn sizes(self) -> u32 {
        match self {
            Self::Seconds => 3,
            Self::Instructions => 2,
        }
    }

    /// Returns the cost above that of the smallest document that a measurement must have. Below it, a ratio is noise. Instructions
    /// have little noise, and are counted for smaller documents.
    const fn measurable(self) -> Cost {
        let cpu = match self {
            Self::Seconds => 0.25,
            Self::Instructions => 0.1,
        };
        Cost { cpu, memory: 64.0 }
    }
}

/// The options of the benchmark.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The rows whose names contain one of these texts [default: all]
    rows: Vec<String>,
    /// Size of the largest document of each row, in kilobytes
    #[arg(long, default_value_t = 2000)]
    kilobytes: usize,
    /// The maximum ratio of costs when a document doubles
    #[arg(long, default_value_t = 2.4)]
    ratio: f64,
    /// How often each document is generated; the minimum counts
    #[arg(long, default_value_t = 1)]
    rounds: usize,
    /// CPU time limit for a document, in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Count instructions with valgrind instead of measuring CPU time and memory, so that the load of the machine does not matter. A
    /// document takes up to 50 times as long, so use smaller ones, such as 200 kilobytes
    #[arg(long)]
    instructions: bool,
    /// Where documents and crates are written: best in memory, since the CPU time of creating many files depends on
    /// the file system [default: a folder below the target folder]
    #[arg(long)]
    folder: Option<PathBuf>,
    /// The command to measure [default: `oaspress`, built with the release profile]
    #[arg(long)]
    program: Option<PathBuf>,
    /// Only write the document of this row into the folder
    #[arg(long, hide = true, requires = "folder")]
    write: Option<String>,
    /// How often that document repeats the construct
    #[arg(long, hide = true, default_value_t = 1)]
    count: usize,
}

/// Runs the benchmark and prints its table. Fails if the growth of a row exceeds the maximum ratio.
pub(super) fn run(options: &Options) -> anyhow::Result<()> {
    if let (Some(name), Some(folder)) = (&options.write, &options.folder) {
        return write(name, options.count, folder);
    }
    let program = match &options.program {
        Some(program) => program.clone(),
        None => build()?,
    };
    let folder = match &options.folder {
        Some(folder) => folder.join("oaspress-bench-growth"),
        None => super::target_folder()?.join("bench-growth"),
    };
    let program = Program {
        path: program,
        folder,
        rounds: options.rounds.max(1),
        seconds: options.seconds,
        counts_instructions: options.instructions,
    };
    let (_, nothing) = program.generate(SMALLEST, 1)?;
    let nothing = nothing.context("the smallest document takes too long")?;
    let unit = if options.instructions { Unit::Instructions } else { Unit::Seconds };
    let mut table = Table::new(&["document", "KB", unit.heading(), "ratio", "peak MiB", "ratio", ""]);
    let mut failed = Vec::new();
    let is_meant = |row: &&Row| options.rows.is_empty() || options.rows.iter().any(|name| row.name.contains(name));
    let rows: Vec<&Row> = ROWS.iter().copied().flatten().filter(is_meant).collect();
    ensure!(!rows.is_empty(), "the name of no row contains {}", options.rows.join(" or "));
    for (index, row) in rows.iter().enumerate() {
        let growth = measure(row, &program, options.kilobytes * 1000, unit)?;
        let (cells, verdict) = describe(row, &growth, nothing, (unit, options.ratio));
        println!("{:3}/{}  {}", index + 1, rows.len(), cells.join("  "));
        if verdict == Verdict::TooFast {
            failed.push(row.name);
        }
        table.row(cells);
    }
    println!("\n{table}");
    ensure!(failed.is_empty(), "these grow faster than ×{} when they double: {}", options.ratio, failed.join(", "));
    Ok(())
}

/// The row whose document of one repetition is the smallest.
const SMALLEST: &str = "properties";

/// Writes the document of a row, and prints its size and its path.
fn write(name: &str, count: usize, folder: &Path) -> anyhow::Result<()> {
    let row = ROWS.iter().copied().flatten().find(|row| row.name == name).context("no row has this name")?;
    let document = (row.document)(count);
    println!("{} {}", document.size(), document.write(&folder.join("document"))?.display());
    Ok(())
}

/// Builds the command and returns its path.
fn build() -> anyhow::Result<PathBuf> {
    shell::run(&mut shell::cargo(&["build", "--release", "-p", "oaspress", "--features", "cli"]))?;
    let target = super::target_folder()?;
    Ok(target.join("release").join(format!("oaspress{}", std::env::consts::EXE_SUFFIX)))
}

/// The size of a document and its cost; `None` if it exceeded the time limit.
type Measured = (usize, Option<Cost>);

/// The result of comparing the growth of a row with the maximum ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Fine,
    TooFast,
}

/// Generates documents of doubling sizes, up to about `bytes` bytes.
fn measure(row: &Row, program: &Program, bytes: usize, unit: Unit) -> anyhow::Result<Vec<Measured>> {
    let largest = largest(row, program, bytes)?;
    let mut all = Vec::new();
    for halvings in (0..unit.sizes()).rev() {
        let count = (largest >> halvings).max(1);
        let (size, cost) = program.generate(row.name, count).with_context(|| format!("`{}` failed", row.name))?;
        all.push((size, cost));
        if cost.is_none() {
            break;
        }
    }
    Ok(all)
}

/// Returns the repetition count with which a document of this row has about `bytes` bytes.
fn largest(row: &Row, program: &Program, bytes: usize) -> anyhow::Result<usize> {
    let mut number = 16;
    loop {
        let (size, _) = program.written(row.name, number)?;
        // The size of some documents does not depend on the count, so the count is limited as well.
        if size >= bytes || number >= bytes {
            return Ok(number);
        }
        let factor = (bytes / size).clamp(2, 8);
        if bytes < size * 2 {
            return Ok(number * bytes / size);
        }
        number *= factor;
    }
}

/// Returns the cells of a row: the largest size, its cost, and the ratio to half that size.
fn describe(row: &Row, growth: &[Measured], nothing: Cost, (unit, allowed): (Unit, f64)) -> (Vec<String>, Verdict) {
    let kilobytes = growth.last().map_or(0, |(size, _)| size / 1000).to_string();
    let [.., (half, Some(before)), (whole, cost)] = growth else {
        return (vec![row.name.to_owned(), kilobytes, "given up".to_owned()], Verdict::TooFast);
    };
    let Some(cost) = cost else {
        return (vec![row.name.to_owned(), kilobytes, "given up".to_owned()], Verdict::TooFast);
    };
    let doublings = (approximate(*whole) / approximate(*half)).log2();
    let ratio = |before: f64, after: f64, least: f64| {
        (after > least && doublings > 0.2).then(|| (after / before.max(least / 4.0)).powf(1.0 / doublings))
    };
    let least = unit.measurable();
    let cpu = ratio(before.cpu - nothing.cpu, cost.cpu - nothing.cpu, least.cpu);
    let memory = ratio(before.memory - nothing.memory, cost.memory - nothing.memory, least.memory);
    let is_fine = [cpu, memory].into_iter().flatten().all(|ratio| ratio <= allowed);
    let shown = |ratio: Option<f64>| ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}"));
    let cells = vec![
        row.name.to_owned(),
        kilobytes,
        format!("{:.2}", cost.cpu),
        shown(cpu),
        format!("{:.0}", cost.memory),
        shown(memory),
        if is_fine { String::new() } else { "too fast".to_owned() },
    ];
    (cells, if is_fine { Verdict::Fine } else { Verdict::TooFast })
}

/// Converts a number of bytes to a float.
fn approximate(bytes: usize) -> f64 {
    u32::try_from(bytes).map_or(f64::MAX, f64::from)
}
