//! Compares recorded traffic with a document: which operation each exchange calls, and where the server differs from
//! what the document declares. An independent reader and a JSON Schema validator judge (`validate`), not the stages
//! that make a crate. It reads no files: a trait, [`Recorded`], supplies the exchanges.

mod cause;
mod check;
mod exchange;
mod overlay;
mod parameters;
mod read;
mod repair;
mod report;
mod route;
mod secret_names;
mod tally;
mod template;
mod walk;

use std::collections::BTreeMap;

use crate::Effective;
use crate::config::Config;
use crate::validate::spec::{self, Operation};
use crate::validate::{Files, RawPlace};
use cause::Cause;
use check::{Checker, Current};
use route::{Found, Router};
use tally::Finding;

pub use exchange::{Body, Exchange};
pub use overlay::overlay;
pub use read::{End, Unusable, read};
pub use repair::{Accept, Change, repair};
pub use report::diagnostics;

/// The source of recorded exchanges. It is read twice: first for the hosts, then for the differences.
pub trait Recorded: Sync {
    /// Calls `sink` with each exchange, in order.
    ///
    /// # Errors
    ///
    /// Returns the reason why the traffic cannot be used.
    fn read(&self, sink: &mut dyn FnMut(Exchange)) -> Result<(), Unusable>;
}

/// The numbers of exchanges by their treatment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// All exchanges with a response.
    pub exchanges: usize,
    /// The exchanges that call an operation of the document.
    pub checked: usize,
    /// The origins of the API, with the number of their exchanges.
    pub origins: BTreeMap<String, usize>,
    /// The other origins, with the number of their exchanges. They are not checked.
    pub others: BTreeMap<String, usize>,
    /// The number of bodies that were not recorded.
    pub unrecorded: usize,
    /// The number of operations that were called.
    pub called: usize,
    /// The number of operations in the document.
    pub operations: usize,
}

/// The result of comparing traffic with a document.
#[derive(Debug)]
pub struct Checked {
    /// The numbers of exchanges.
    pub summary: Summary,
    findings: Vec<Finding>,
    /// The operations, such as `GET /pets`, with the number of their exchanges.
    operations: Vec<(String, usize)>,
}

/// Compares traffic with a document. A `server` replaces the servers of the document: only exchanges whose URL begins
/// with it are checked. Of the configuration, path parameters that may be empty count.
///
/// # Errors
///
/// Returns the reason if the traffic cannot be used, or if no exchange calls an operation.
pub fn check(
    effective: &Effective,
    recorded: &dyn Recorded,
    server: Option<&str>,
    config: &Config,
) -> Result<Checked, Unusable> {
    let mut files = Files::from_document(effective.document.clone());
    spec::prepare(&mut files);
    let operations = spec::operations(&files);
    let router = Router::new(&files, &operations, server, config);
    let mut summary = Summary { operations: operations.len(), ..Summary::default() };
    let hosts = hosts(&router, recorded, server.is_some())?;
    summary.exchanges = hosts.values().map(|host| host.exchanges).sum();
    for (origin, host) in &hosts {
        let list = if host.is_checked { &mut summary.origins } else { &mut summary.others };
        list.insert(origin.clone(), host.exchanges);
    }
    let mut checker = Checker::new(&files);
    let mut matched = 0;
    recorded.read(&mut |exchange| {
        if hosts.get(&exchange.origin).is_some_and(|host| host.is_checked) {
            matched += usize::from(exchange_of(&mut checker, &router, &operations, &exchange));
        }
    })?;
    if matched == 0 {
        return Err(nothing_matches(&summary));
    }
    summary.checked = matched;
    summary.unrecorded = checker.unrecorded;
    summary.called = checker.tally.operations.len();
    let counts = std::mem::take(&mut checker.tally.operations);
    let name = |(number, operation): (usize, &Operation<'_>)| {
        (format!("{} {}", operation.method, operation.path), counts.get(&number).copied().unwrap_or(0))
    };
    let names = operations.iter().enumerate().map(name).collect();
    Ok(Checked { summary, findings: checker.tally.findings(files.root().value), operations: names })
}

/// An origin in the traffic.
#[derive(Debug, Clone, Default)]
struct Host {
    exchanges: usize,
    /// The number of exchanges that call an operation.
    matching: usize,
    is_declared: bool,
    is_checked: bool,
}

/// Decides which origins belong to the API: those of its servers, or, if none of them occurs, those where at least half
/// of the exchanges call an operation.
fn hosts(router: &Router, recorded: &dyn Recorded, has_server: bool) -> Result<BTreeMap<String, Host>, Unusable> {
    let mut hosts: BTreeMap<String, Host> = BTreeMap::new();
    recorded.read(&mut |exchange| {
        let host = hosts.entry(exchange.origin.clone()).or_default();
        host.exchanges += 1;
        host.matching += usize::from(matches!(router.find(&exchange), Found::Operation(..)));
        host.is_declared = host.is_declared || router.is_declared(&exchange.origin);
    })?;
    let has_declared = has_server || hosts.values().any(|host| host.is_declared);
    for host in hosts.values_mut() {
        host.is_checked =
            if has_declared { host.is_declared } else { host.matching > 0 && host.matching * 2 >= host.exchanges };
    }
    Ok(hosts)
}

fn nothing_matches(summary: &Summary) -> Unusable {
    let seen: Vec<String> = summary
        .origins
        .iter()
        .chain(&summary.others)
        .map(|(origin, count)| format!("{origin} ({count})"))
        .take(5)
        .collect();
    Unusable {
        message: format!(
            "no exchange calls an operation of the API description; it has exchanges with {}",
            seen.join(", ")
        ),
        help: "pass the base URL of the API with `--server URL`, with the base path before that of the operations"
            .to_owned(),
    }
}

/// Checks an exchange. Returns true if it calls an operation.
fn exchange_of<'f>(
    checker: &mut Checker<'f>,
    router: &Router,
    operations: &[Operation<'f>],
    exchange: &Exchange,
) -> bool {
    // Browsers send them on their own.
    let is_own = ["OPTIONS", "HEAD"].contains(&exchange.method.as_str());
    // The server has no such operation either.
    let is_absent = matches!(exchange.status, 404 | 405 | 501);
    match router.find(exchange) {
        Found::Operation(number, values) => {
            if let Some(operation) = operations.get(number) {
                checker.check(Current { number, operation, exchange }, &values);
            }
            true
        }
        Found::Method(_) | Found::Nothing if is_own || is_absent => false,
        Found::Method(number) => {
            if let Some(operation) = operations.get(number) {
                let cause = Cause::Method(exchange.method.clone());
                undescribed(checker, operation.item, cause, (number, exchange));
            }
            false
        }
        Found::Nothing => {
            let root = checker.files.root();
            let paths = root.child("paths").unwrap_or(root);
            let cause = Cause::Path(exchange.method.clone(), router.masked(&exchange.path));
            undescribed(checker, paths, cause, (usize::MAX, exchange));
            false
        }
    }
}

fn undescribed<'f>(
    checker: &mut Checker<'f>,
    part: RawPlace<'f>,
    cause: Cause,
    (number, exchange): (usize, &Exchange),
) {
    checker.tally.begin();
    let evidence = checker.tally.add(part.value, cause, number, exchange.status);
    if let Body::Whole { media_type: Some(media_type), .. } = &exchange.response {
        evidence.media_types.insert(media_type.clone());
    }
}

#[cfg(test)]
mod tests;
