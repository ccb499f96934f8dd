//! Every example in a document is a test: it is read into its type and written again by a program that uses the generated
//! crate, and must come back whole. Examples that break their own schema are told apart by a validator that nobody here wrote.

mod collect;
mod compare;
mod declared;
mod program;
mod run;
mod validate;

use std::path::Path;

use anyhow::Result;
use oaspress::Understanding;
use oaspress::config::Config;
use oaspress::rust::Directory;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use self::compare::compare;
pub(super) use self::run::run_all;

/// An example as it is handed to the program that reads it, and what is known of it beforehand.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Case {
    /// Where it stands.
    place: String,
    /// The number of its type in the program.
    ty: usize,
    /// The example.
    value: Value,
    /// In what it breaks its schema; `None` if it does not, or if its schema cannot be judged.
    broken: Option<String>,
    /// The places in it that its schema has no word for: what is there may be lost.
    undeclared: Vec<String>,
}

/// Writes the program and the cases into the folder of a crate.
pub(super) fn prepare(understood: &Understanding, config: &Config, package: &str, folder: &Path) -> Result<()> {
    let examples = collect::examples(understood);
    let mut types = program::Types::default();
    let directory = Directory::of(&understood.crate_.modules);
    let krate = package.replace('-', "_");
    let mut validator = validate::Validator::new(&understood.document);
    let tree = oaspress::resolve::Tree::new(&understood.document);
    let mut cases = Vec::new();
    for example in examples {
        cases.push(Case {
            ty: types.number(directory.outside(&krate, &oaspress::lower::ty(config, &example.ty))),
            broken: validator.complaint(&example.schema, &example.value),
            undeclared: declared::undeclared(&tree, &example.schema, &example.value),
            place: example.place.to_string(),
            value: example.value,
        });
    }
    program::write(folder, package, &types, &cases)
}
