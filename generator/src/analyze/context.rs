//! What every part of `analyze` works with. Knows nothing of how an object is read.

use super::document::Document;
use super::findings::Findings;
use super::schema::Interner;
use crate::config::Config;
use crate::path::SpecPath;
use crate::resolve::Found;

/// Everything that is shared while a document is analyzed.
pub(super) struct Context<'d> {
    /// The document, which never changes.
    pub(super) document: Document<'d>,
    /// The configuration.
    pub(super) config: &'d Config,
    /// The schemas so far.
    pub(super) schemas: Interner,
    /// The findings.
    pub(super) findings: Findings<'d>,
}

impl<'d> Context<'d> {
    /// Returns what is at `path` after all references; one that leads nowhere is reported once.
    pub(super) fn follow(&mut self, path: &SpecPath) -> Option<Found<'d>> {
        self.findings.follow(&self.document.tree, path)
    }
}
