//! Rewrites a document of any version into the shape of OpenAPI 3.0, which all later stages work on. There is one small
//! rewrite per difference between the versions. This module decides no types and nothing about Rust.

mod authorization;
mod detect;
mod leniency;
mod references;
mod rewritten;
mod spelling;
mod v20;
mod v31;
mod walk;

use serde_json::Value;

use crate::diag::Diagnostics;
use crate::source_map::SourceMap;
use crate::version::Version;

pub use detect::detect;
pub(crate) use rewritten::Rewritten;
pub(crate) use spelling::restore_spelling;

/// Rewrites a document into the shape of 3.0.
///
/// A document of 3.0 is rewritten, too, since authors use keywords of 3.1 in it.
#[must_use]
pub fn to_30(document: Value, version: Version, diagnostics: &mut Diagnostics) -> Rewritten {
    let mut rewritten = Rewritten { document, source_map: SourceMap::default() };
    if version == Version::Swagger20 {
        v20::rewrite(&mut rewritten, diagnostics);
    } else {
        leniency::rewrite(&mut rewritten);
    }
    v31::rewrite(&mut rewritten, version, diagnostics);
    references::rewrite(&mut rewritten);
    authorization::rewrite(&mut rewritten, diagnostics);
    rewritten
}
