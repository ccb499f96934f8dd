//! Parts of the stages, for the tools and tests of this repository. They can change in every version.

pub use crate::analyze::analyze;
pub use crate::dialect::{detect, to_30};
pub use crate::lint::lint;
pub use crate::load::load;
pub use crate::lower::ty;
pub use crate::media_type::{MediaKind, MediaType};
pub use crate::outline::Section;
pub use crate::print::{print, print_parsed};
pub use crate::resolve::DocumentTree;
pub use crate::source_map::SourceMap;

/// The model of an API.
pub mod model {
    pub use crate::model::*;
}

/// The Rust items of a crate.
pub mod rust {
    pub use crate::rust::*;
}

/// The documents and values of an API, judged by JSON Schema.
#[cfg(feature = "traffic")]
pub mod validate {
    pub use crate::validate::*;
}
