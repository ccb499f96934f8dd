//! Compares `kirim` with a hand-written client and with a client by progenitor: the same calls over loopback, and the
//! same small program. The blocking client is compared with one by hand over `ureq`.

mod crates;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, ensure};

use self::crates::Contender;
use super::instructions;
use super::table::Table;
use super::usage::measure;

/// The options of the benchmark.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Number of contacts per page.
    #[arg(long, default_value_t = 25)]
    contacts: usize,
    /// Number of calls of each kind that a client makes per round.
    #[arg(long, default_value_t = 2000)]
    calls: usize,
    /// Number of rounds. The clients take turns, and the medians are compared.
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// Leave out progenitor, which is installed otherwise.
    #[arg(long)]
    no_progenitor: bool,
    /// Count the instructions of a call with valgrind, and measure nothing else.
    #[arg(long)]
    instructions: bool,
    /// Measure only the calls, not the small programs, each of which is built from scratch.
    #[arg(long)]
    only_calls: bool,
    /// Where the programs are written and built [default: a folder below the target folder].
    #[arg(long)]
    folder: Option<PathBuf>,
}

/// The version of progenitor to compare with.
const PROGENITOR: &str = "0.15.1";

/// Runs the benchmark and prints its tables.
pub(super) fn run(options: &Options) -> anyhow::Result<()> {
    let folder = match &options.folder {
        Some(folder) => folder.clone(),
        None => super::target_folder()?.join("bench-client"),
    };
    let mut contenders = vec![Contender::Hand, Contender::Kirim];
    if !options.no_progenitor {
        progenitor(&folder)?;
        contenders.push(Contender::Progenitor);
    }
    crates::write(&folder, &contenders)?;
    if options.instructions {
        println!("Pages of {} contacts; counted by valgrind\n", options.contacts);
        println!("{}", instructions_of_calls(&folder, options, &contenders)?);
        return Ok(());
    }
    println!(
        "Pages of {} contacts; {} rounds of {} calls, 64 at a time\n",
        options.contacts, options.rounds, options.calls
    );
    println!("{}", calls("compare", &folder, options, &contenders)?);
    let blocking = [Contender::Hand, Contender::Kirim];
    println!("Blocking clients, by hand over ureq; eight threads\n");
    println!("{}", calls("compare_blocking", &folder, options, &blocking)?);
    if !options.only_calls {
        println!("{}", small_programs(&folder, &contenders)?);
    }
    Ok(())
}

/// Runs progenitor to write its client of the contacts API.
fn progenitor(folder: &Path) -> anyhow::Result<()> {
    let version = format!("={PROGENITOR}");
    let tools = folder.join("tools");
    let program = tools.join("bin/cargo-progenitor");
    if !program.is_file() {
        let install = ["install", "--quiet", "cargo-progenitor", "--locked", "--version", &version, "--root"];
        measure(Command::new("cargo").args(install).arg(&tools))?;
    }
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/contacts.yaml");
    let mut command = Command::new(program);
    command.args(["progenitor", "-n", "by_progenitor", "-v", "0.0.0", "-i"]).arg(document);
    command.arg("-o").arg(folder.join("by_progenitor")).stdout(Stdio::null());
    measure(&mut command).map(drop)
}

fn cargo(folder: &Path, target: &str, package: &str) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(folder).env("CARGO_TARGET_DIR", folder.join(target)).env_remove("RUSTFLAGS").args([
        "build",
        "--release",
        "--quiet",
        "--package",
        package,
    ]);
    command
}

/// A server process that is killed when this value is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Builds the server and a program, and starts the server. Returns the server and its URL.
fn serve(program: &str, folder: &Path, options: &Options) -> anyhow::Result<(Server, String)> {
    for package in ["server", program] {
        measure(&mut cargo(folder, "target", package))?;
    }
    let mut server = Command::new(folder.join("target/release/server"));
    let mut server = Server(server.arg(options.contacts.to_string()).stdout(Stdio::piped()).spawn()?);
    let mut address = String::new();
    let said = server.0.stdout.take().context("the server has no standard output")?;
    BufReader::new(said).read_line(&mut address)?;
    Ok((server, format!("http://{}", address.trim())))
}

/// Measures the speed of the calls of a program that compares clients.
fn calls(program: &str, folder: &Path, options: &Options, contenders: &[Contender]) -> anyhow::Result<Table> {
    let (_server, url) = serve(program, folder, options)?;
    let output = Command::new(folder.join("target/release").join(program))
        .arg(url)
        .args([options.rounds.to_string(), options.calls.to_string()])
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "the calls failed");
    table_of_calls(&String::from_utf8(output.stdout)?, contenders)
}

/// Counts the instructions of a call: the difference between many calls and few.
fn instructions_of_calls(folder: &Path, options: &Options, contenders: &[Contender]) -> anyhow::Result<Table> {
    let (_server, url) = serve("compare", folder, options)?;
    let program = folder.join("target/release/compare");
    let profile = folder.join("cachegrind.out");
    let count = |contender: Contender, calls: usize| -> anyhow::Result<f64> {
        let mut command = instructions::command(&program, &profile)?;
        command.args([url.as_str(), "1", &calls.to_string(), contender.name()]).stderr(Stdio::null());
        measure(&mut command)?;
        instructions::read(&profile)
    };
    let calls = f64::from(u32::try_from(options.calls)?);
    let values = contenders.iter().map(|&contender| {
        let few = 10;
        Ok((count(contender, few + options.calls)? - count(contender, few)?) / calls)
    });
    let values = values.collect::<anyhow::Result<Vec<f64>>>()?;
    let mut table = titled("a call", contenders);
    let first = values.first().copied().unwrap_or(f64::NAN);
    table.row(row("instructions", 0, &values, values.iter().skip(1).map(|value| value / first)));
    Ok(table)
}

/// The titles of the measurements, and their number of decimals.
const MEASURED: [(&str, usize); 4] = [
    ("calls/s, several at a time", 0),
    ("median latency, µs", 1),
    ("CPU of a call, µs", 1),
    ("allocations of a call", 1),
];

fn table_of_calls(text: &str, contenders: &[Contender]) -> anyhow::Result<Table> {
    let mut rounds: Vec<(&str, Vec<f64>)> = Vec::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let name = words.next().unwrap_or_default();
        rounds.push((name, words.map(str::parse).collect::<Result<_, _>>()?));
    }
    let of = |contender: Contender, index: usize| {
        rounds
            .iter()
            .filter(move |(name, _)| *name == contender.name())
            .filter_map(move |(_, values)| values.get(index).copied())
    };
    let mut table = titled("calls", contenders);
    for (index, (title, digits)) in MEASURED.into_iter().enumerate() {
        let values = contenders.iter().map(|&contender| median(of(contender, index).collect())).collect::<Vec<_>>();
        // A ratio compares measurements of the same round.
        let ratios = contenders.iter().skip(1).map(|&contender| {
            median(of(contender, index).zip(of(Contender::Hand, index)).map(|(its, by_hand)| its / by_hand).collect())
        });
        table.row(row(title, digits, &values, ratios));
    }
    Ok(table)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Creates a table with a column per client, and a column with the ratio of each further client to the first.
fn titled(what: &str, contenders: &[Contender]) -> Table {
    let names = contenders.iter().map(|contender| contender.name().to_owned());
    let ratios = contenders.iter().skip(1).map(|contender| format!("{} : hand", contender.name()));
    let titles: Vec<String> = std::iter::once(what.to_owned()).chain(names).chain(ratios).collect();
    Table::new(&titles.iter().map(String::as_str).collect::<Vec<_>>())
}

fn row(title: &str, digits: usize, values: &[f64], ratios: impl Iterator<Item = f64>) -> Vec<String> {
    let values = values.iter().map(|value| format!("{value:.digits$}"));
    std::iter::once(title.to_owned()).chain(values).chain(ratios.map(|ratio| format!("{ratio:.3}"))).collect()
}

/// Measures the size of the small programs and the cost of building them from scratch.
fn small_programs(folder: &Path, contenders: &[Contender]) -> anyhow::Result<Table> {
    let (mut cpu, mut memory, mut size) = (Vec::new(), Vec::new(), Vec::new());
    for contender in contenders {
        let target = format!("target-{}", contender.name());
        let built = folder.join(&target);
        if built.exists() {
            std::fs::remove_dir_all(&built)?;
        }
        let used = measure(&mut cargo(folder, &target, &contender.small()))?;
        let program = built.join("release").join(contender.small());
        cpu.push(used.cpu);
        memory.push(used.memory);
        size.push(f64::from(u32::try_from(std::fs::metadata(program)?.len() / 1024)?));
    }
    let mut table = titled("a small program, release", contenders);
    for (title, digits, values) in [("build, CPU s", 1, cpu), ("build, peak MiB", 0, memory), ("program, KiB", 0, size)]
    {
        let first = values.first().copied().unwrap_or(f64::NAN);
        let ratios = values.iter().skip(1).map(|value| value / first).collect::<Vec<_>>();
        table.row(row(title, digits, &values, ratios.into_iter()));
    }
    Ok(table)
}
