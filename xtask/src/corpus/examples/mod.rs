//! Uses every example in a document as a test: a program decodes it into its type of the generated crate and encodes
//! it again, and the result must be equal. Examples that violate their schema are detected by a third-party validator
//! and counted separately.

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
use oaspress::internals::rust::Directory;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use self::compare::compare;
pub(super) use self::run::run_all;

/// The input for the program, and the facts about the example that the comparison needs.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Case {
    /// The path of the example.
    place: String,
    /// The number of its type in the program.
    ty: usize,
    /// The value of the example.
    value: Value,
    /// The violation of the schema; `None` if the example is valid, or if the validator cannot compile its schema.
    broken: Option<String>,
    /// The paths that the schema does not declare. They may be missing in the result.
    undeclared: Vec<String>,
}

/// Writes the program and the cases into the folder of a crate.
pub(super) fn prepare(understood: &Understanding, config: &Config, package: &str, folder: &Path) -> Result<()> {
    let examples = collect::examples(understood);
    let mut types = program::Types::default();
    let directory = Directory::new(&understood.crate_.modules);
    let krate = package.replace('-', "_");
    let mut validator = validate::Validator::new(&understood.document);
    let tree = oaspress::internals::DocumentTree::new(&understood.document);
    let mut cases = Vec::new();
    for example in examples {
        cases.push(Case {
            ty: types.number(directory.outside(&krate, &oaspress::internals::ty(config, &example.ty))),
            broken: validator.complaint(&example.schema, &example.value),
            undeclared: declared::undeclared(&tree, &example.schema, &example.value),
            place: example.place.to_string(),
            value: example.value,
        });
    }
    program::write(folder, package, &types, &cases)
}
