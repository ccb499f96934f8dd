//! Starts real servers and drives each with a client generated from the document that the server publishes.
//!
//! The servers are installed from the Debian and Python registries. Their configurations and drivers are in
//! `xtask/servers/NAME/`. A driver is an ordinary program that uses the generated crate, and compares the results with
//! the state of the server as other programs read it.

mod document;
mod drive;
mod generate;
mod install;
mod known;
mod process;
mod replay;
mod report;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use self::install::Availability;
use self::known::Server;
use self::report::{Entry, Report};
use crate::shell;

/// The servers to drive, and the files to use.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The servers [default: all]
    #[arg(value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(known::names()))]
    names: Vec<String>,
    /// A folder with documents that replace those published by the servers: `NAME.json` or `NAME.yaml`
    #[arg(long, value_name = "DIR")]
    documents: Option<PathBuf>,
    /// Skip servers that cannot be installed on this machine in the version that their driver supports
    #[arg(long)]
    if_installable: bool,
    /// Record the calls, write an overlay from them, and count the decode errors without and with it
    #[arg(long)]
    repair: bool,
    /// Where to write the report, as JSON; a table in Markdown goes beside it [default: `target/servers/report.json`]
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Drives the servers one by one, and writes the report.
///
/// # Errors
/// Fails if a server cannot be driven, or if a call is wrong.
pub(crate) fn run(options: &Options, started_in: &Path) -> Result<()> {
    process::stop_all_when_interrupted()?;
    let documents = options.documents.as_ref().map(|folder| started_in.join(folder));
    let mut report = Report::default();
    for server in known::SERVERS.iter().filter(|server| is_meant(options, server)) {
        let begun = Instant::now();
        let mut entry = Entry { name: server.name.to_owned(), ..Entry::default() };
        if let Err(error) = drive(server, options, documents.as_deref(), &mut entry) {
            entry.problem = Some(format!("{error:#}"));
        }
        entry.seconds = begun.elapsed().as_secs();
        report.servers.push(entry);
    }
    let file = options
        .report
        .as_ref()
        .map_or_else(|| shell::root().join("target/servers/report.json"), |file| started_in.join(file));
    report.write(&file)?;
    print!("\n{}", report.markdown());
    println!("\nThe report is in {} and {}.", file.display(), file.with_extension("md").display());
    let wrong = report.wrong();
    if !wrong.is_empty() {
        bail!("{} of the servers' clients went wrong: {}", wrong.len(), wrong.join(", "));
    }
    Ok(())
}

fn is_meant(options: &Options, server: &Server) -> bool {
    options.names.is_empty() || options.names.iter().any(|name| name == server.name)
}

/// Installs, starts and drives one server. The server is stopped when this function returns, also on errors.
fn drive(server: &'static Server, options: &Options, documents: Option<&Path>, entry: &mut Entry) -> Result<()> {
    let if_installable = options.if_installable;
    let folder = shell::root().join("target/servers").join(server.name);
    println!("\n==> {}", server.title);
    match install::availability(server)? {
        Availability::Installable => {}
        Availability::OtherVersion(reason) if !if_installable => println!("warning: {reason}"),
        Availability::Missing(reason) | Availability::OtherVersion(reason) => {
            if !if_installable {
                bail!("{reason}");
            }
            println!("left out: {reason}");
            entry.left_out = Some(reason);
            return Ok(());
        }
    }
    let installed = install::install(server)?;
    let running = process::start(server, &installed, &folder)?;
    println!("started at {}", running.url());
    entry.version = running.version().context("the server does not report its version")?;
    let document = document::fetch(server, &installed, &running, documents, &folder)?;
    let package = generate::generate(server, &document)?;
    let driver = drive::compile(server, &package)?;
    let recorded = options.repair.then(|| folder.with_extension("jsonl"));
    if let Some(file) = recorded.as_ref().filter(|file| file.exists()) {
        std::fs::remove_file(file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    let outcome = drive::run(&driver, &running, recorded.as_deref(), entry);
    let url = running.url();
    running.stop();
    outcome?;
    if let Some(file) = recorded {
        entry.repair = Some(replay::prove(server, &document, &file, &url, &folder)?);
    }
    Ok(())
}
