//! The state that all parts of `analyze` share. It does not depend on how objects are read.

use super::document::Document;
use super::findings::Findings;
use super::schema::Interner;
use crate::config::Config;
use crate::path::SpecPath;
use crate::resolve::LocatedValue;
use crate::source_map::SourceMap;

/// The shared state of an analysis.
pub(super) struct Context<'d> {
    /// The document, which never changes.
    pub(super) document: Document<'d>,
    /// The configuration.
    pub(super) config: &'d Config,
    /// The places of the document as the configuration names them.
    pub(super) source_map: &'d SourceMap,
    /// The schemas that have an id.
    pub(super) schemas: Interner,
    /// The findings.
    pub(super) findings: Findings<'d>,
}

impl<'d> Context<'d> {
    /// Returns the value at `path` after all references. Reports a reference without a target once.
    pub(super) fn follow(&mut self, path: &SpecPath) -> Option<LocatedValue<'d>> {
        self.findings.follow(&self.document.tree, path)
    }
}
