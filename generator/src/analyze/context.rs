//! What every part of `analyze` works with: the document, the findings, and the schemas made so far. Knows nothing of how an object is read.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{SchemaId, Type};
use crate::path::SpecPath;
use crate::resolve::{Broken, BrokenRef, Found, Tree};

use super::schema::{Draft, Family, Part, Typed, Work};

/// Everything that is shared while a document is analysed.
pub(super) struct Context<'d> {
    /// The document.
    pub(super) tree: Tree<'d>,
    /// The configuration.
    pub(super) config: &'d Config,
    /// The findings.
    pub(super) diagnostics: &'d mut Diagnostics,
    /// The schemas made so far; a [`SchemaId`] is an index.
    pub(super) drafts: Vec<Draft>,
    /// The component schemas that have an id.
    pub(super) ids: HashMap<SpecPath, SchemaId>,
    /// The types of places that were seen before.
    pub(super) known: HashMap<Vec<Part>, Typed>,
    /// The structs whose properties are still to be read.
    pub(super) work: VecDeque<Work>,
    /// Which schemas are children of which, through `allOf`.
    pub(super) family: Family,
    /// The number of the operation at a place.
    pub(super) operations: HashMap<SpecPath, usize>,
    /// What the alternatives of each `oneOf` and `anyOf` are called.
    pub(super) variant_words: HashMap<SpecPath, Vec<String>>,
    /// References that were reported.
    reported: HashSet<(SpecPath, Code)>,
}

impl<'d> Context<'d> {
    pub(super) fn new(tree: Tree<'d>, config: &'d Config, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            tree,
            config,
            diagnostics,
            drafts: Vec::new(),
            ids: HashMap::new(),
            known: HashMap::new(),
            work: VecDeque::new(),
            family: Family::default(),
            operations: HashMap::new(),
            variant_words: HashMap::new(),
            reported: HashSet::new(),
        }
    }

    /// Adds a finding.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds a finding unless one of this code was made at this place before.
    pub(super) fn report_once(&mut self, diagnostic: Diagnostic) {
        if self.reported.insert((diagnostic.place.clone(), diagnostic.code)) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// What stands at `path` after all references; one that leads nowhere is reported once.
    pub(super) fn follow(&mut self, path: &SpecPath) -> Option<Found<'d>> {
        match self.tree.follow(path) {
            Ok(found) => Some(found),
            Err(broken) => {
                self.report_broken(&broken);
                None
            }
        }
    }

    /// Reports a reference that leads nowhere, once.
    pub(super) fn report_broken(&mut self, broken: &BrokenRef) {
        let BrokenRef { place, reference, why } = broken;
        let diagnostic = match why {
            Broken::External => {
                Diagnostic::new(Code::ExternalRef, place, format!("`{reference}` points out of the document"))
                    .help("bundle the documents into one")
            }
            Broken::Cycle => Diagnostic::new(
                Code::RefCycle,
                place,
                format!("`{reference}` leads back to itself and to nothing else"),
            )
            .help("let one of the references on the way be a schema of its own"),
            Broken::Dangling { nearest } => {
                let found = Diagnostic::new(Code::DanglingRef, place, format!("nothing is at `{reference}`"));
                match nearest {
                    Some(nearest) => found.help(format!("did you mean `{nearest}`?")),
                    None => found,
                }
            }
        };
        self.report_once(diagnostic);
    }

    /// The draft behind an id.
    pub(super) fn draft(&self, id: SchemaId) -> Option<&Draft> {
        self.drafts.get(id.index())
    }

    /// Adds a draft.
    pub(super) fn add_draft(&mut self, draft: Draft) -> SchemaId {
        self.drafts.push(draft);
        SchemaId::new(self.drafts.len() - 1)
    }

    /// What `ty` is when the names that are aliases are looked through.
    pub(super) fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        super::schema::resolved(&self.drafts, ty)
    }
}
