//! Rewrites a document of any version into the shape of OpenAPI 3.0, on which everything behind works. One small rewrite
//! per difference between the versions; nothing is typed here, and nothing of Rust is known.

mod detect;
mod v31;
mod walk;

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::moves::Moves;
use crate::path::SpecPath;
use crate::version::Version;

pub use detect::detect;

/// A document in the shape of OpenAPI 3.0, and the way back to the one that was written.
#[derive(Debug)]
pub struct Rewritten {
    /// The document. What 3.0 has no keyword for stands in keywords that begin with `x-oaspress-`.
    pub document: Value,
    /// What of it does not stand where it was written.
    pub moves: Moves,
}

/// Rewrites a document into the shape of 3.0.
///
/// A document of 3.0 is rewritten, too: people write keywords of 3.1 in it, and mean them.
#[must_use]
pub fn to_30(document: Value, version: Version, diagnostics: &mut Diagnostics) -> Option<Rewritten> {
    let mut rewritten = Rewritten { document, moves: Moves::default() };
    match version {
        Version::OpenApi30 | Version::OpenApi31 | Version::OpenApi32 => v31::rewrite(&mut rewritten),
        Version::Swagger20 => {
            diagnostics.push(unread(version));
            return None;
        }
    }
    Some(rewritten)
}

fn unread(version: Version) -> Diagnostic {
    let message = format!("a document in {version} is not read yet");
    let help = "only OpenAPI 3.x is; convert the document to it, or wait for a later version";
    Diagnostic::new(Code::Version, &SpecPath::root().child("swagger"), message).help(help)
}
