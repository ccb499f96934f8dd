//! Writes the program that decodes examples into the types of a generated crate and encodes them again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;

use super::Case;

/// Returns the name of the program of a package. It is unique, since all programs are built into the same folder.
pub(super) fn name(package: &str) -> String {
    format!("round-trip-{package}")
}

/// The file of the cases in the folder of a crate, one JSON value per line.
pub(super) const CASES: &str = "examples/cases.jsonl";

/// The types of the examples.
#[derive(Debug, Default)]
pub(super) struct Types {
    numbers: BTreeMap<String, usize>,
}

impl Types {
    /// Returns the number of a type, given as a path outside of the crate.
    pub(super) fn number(&mut self, ty: String) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(ty).or_insert(next)
    }

    fn in_order(&self) -> Vec<&str> {
        let mut list: Vec<(&str, usize)> = self.numbers.iter().map(|(ty, &number)| (ty.as_str(), number)).collect();
        list.sort_by_key(|(_, number)| *number);
        list.into_iter().map(|(ty, _)| ty).collect()
    }
}

/// Writes the program and its cases into the folder of a crate, unless there are no examples.
pub(super) fn write(folder: &Path, package: &str, types: &Types, cases: &[Case]) -> Result<()> {
    let examples = folder.join("examples");
    let _ = fs::remove_dir_all(&examples);
    if cases.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(&examples)?;
    fs::write(examples.join(format!("{}.rs", name(package))), text(package, types))?;
    let lines = cases.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    fs::write(folder.join(CASES), lines.join("\n"))?;
    Ok(())
}

fn text(package: &str, types: &Types) -> String {
    let krate = package.replace('-', "_");
    let mut table = String::new();
    for ty in types.in_order() {
        let _ = writeln!(table, "    trip::<{ty}>,");
    }
    SOURCE.replace("CRATE", &krate).replace("    TABLE\n", &table)
}

/// The source of the program. It reads and writes one line per case, so that results before a crash are not lost.
const SOURCE: &str = r#"
#![allow(deprecated, reason = "what a document declares is deprecated or not")]

use std::io::{BufRead, Write};

use CRATE::__private as runtime;
use CRATE::{Decode, Encode};

type Trip = fn(&str) -> Result<String, String>;

const TYPES: &[Trip] = &[
    TABLE
];

fn trip<T: Decode + Encode>(text: &str) -> Result<String, String> {
    let value: T = runtime::codec::json::decode(text.as_bytes()).map_err(|error| format!("{}: {}", error.path, error.message))?;
    let mut written = Vec::new();
    runtime::codec::traits::serialize(&value, &mut serde_json::Serializer::new(&mut written)).map_err(|error| format!("cannot be written: {error}"))?;
    String::from_utf8(written).map_err(|error| error.to_string())
}

fn main() {
    let file = std::env::args().nth(1).expect("the cases are named");
    let file = std::io::BufReader::new(std::fs::File::open(file).expect("the cases are there"));
    let mut output = std::io::stdout().lock();
    for line in file.lines() {
        let case: serde_json::Value = serde_json::from_str(&line.expect("a line")).expect("a case");
        let ty = TYPES[case["ty"].as_u64().expect("a type") as usize];
        let answer = match ty(&case["value"].to_string()) {
            Ok(written) => format!("{{\"written\":{written}}}"),
            Err(error) => serde_json::json!({ "error": error }).to_string(),
        };
        writeln!(output, "{answer}").expect("somebody reads");
    }
}
"#;
