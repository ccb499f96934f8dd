//! What every part of `analyze` works with: the document, the findings, and the schemas made so far. Knows nothing of
//! how an object is read.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::SchemaId;
use crate::path::SpecPath;
use crate::resolve::{Broken, BrokenRef, Found, Tree};

use super::schema::{Draft, Family, Part, Typed, Work};

/// How often everything in the document may be read on average.
const READINGS: usize = 4;

/// How much may be read in any document.
const FREE: usize = 50_000;

/// Something outside of the document, or missing in it, that many places name: one finding for all of them.
struct Named {
    code: Code,
    name: String,
    place: SpecPath,
    count: usize,
    help: String,
}

/// Everything that is shared while a document is analysed.
pub(super) struct Context<'d> {
    /// The document.
    pub(super) tree: Tree<'d>,
    /// The configuration.
    pub(super) config: &'d Config,
    /// The findings.
    pub(super) diagnostics: &'d mut Diagnostics,
    /// How much may still be read before the document counts as one that multiplies itself.
    budget: Option<usize>,
    /// The schemas made so far; a [`SchemaId`] is an index.
    pub(super) drafts: Vec<Draft>,
    /// The component schemas that have an id.
    components: HashMap<SpecPath, SchemaId>,
    /// Where all of them stand.
    component_place: String,
    /// The types of places that were seen before.
    pub(super) known: HashMap<Vec<Part>, Typed>,
    /// The positions whose types are being found right now.
    pub(super) open: Vec<Vec<Part>>,
    /// How many alternatives took what stands beside them along.
    pub(super) merged: usize,
    /// The structs whose properties are still to be read.
    pub(super) work: VecDeque<Work>,
    /// Which schemas are children of which, through `allOf`.
    pub(super) family: Family,
    /// The number of the operation at a place.
    pub(super) operations: HashMap<SpecPath, usize>,
    /// The template of the path item at a place.
    pub(super) path_items: HashMap<SpecPath, String>,
    /// What the alternatives of each `oneOf` and `anyOf` are called.
    pub(super) variant_words: HashMap<SpecPath, Vec<String>>,
    /// References that were reported.
    reported: HashSet<(SpecPath, Code, String)>,
    named: Vec<Named>,
    /// The indices of what was named, by code and name.
    named_indices: HashMap<(Code, String), usize>,
    /// The places of findings that explain why an object cannot be read, and how many findings were looked through for them.
    explained: (HashSet<SpecPath>, usize),
}

impl<'d> Context<'d> {
    pub(super) fn new(tree: Tree<'d>, config: &'d Config, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            budget: Some(tree.size().saturating_mul(READINGS).saturating_add(FREE)),
            tree,
            config,
            diagnostics,
            drafts: Vec::new(),
            components: HashMap::new(),
            component_place: String::new(),
            known: HashMap::new(),
            open: Vec::new(),
            merged: 0,
            work: VecDeque::new(),
            family: Family::default(),
            operations: HashMap::new(),
            path_items: HashMap::new(),
            variant_words: HashMap::new(),
            reported: HashSet::new(),
            named: Vec::new(),
            named_indices: HashMap::new(),
            explained: (HashSet::new(), 0),
        }
    }

    /// Adds a finding.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes `count` things that are read off the budget, and reports the first place at which it is exhausted. Returns false from then on.
    ///
    /// References let a short document describe very much: a thousand schemas that take over a base with a thousand properties have a
    /// million of them.
    pub(super) fn spend(&mut self, place: &SpecPath, count: usize) -> bool {
        let Some(left) = self.budget else { return false };
        self.budget = left.checked_sub(count);
        if self.budget.is_none() {
            let message =
                "the references of the document repeat its parts so often that a crate of it would have no bounds";
            let found = Diagnostic::new(Code::UnsupportedSchema, place, message);
            let help = "let schemas refer to each other by properties instead of repeating their content with `allOf`";
            self.report(Diagnostic { severity: Severity::Error, ..found.help(help) });
        }
        self.budget.is_some()
    }

    /// Adds a finding unless it was made before.
    pub(super) fn report_once(&mut self, diagnostic: Diagnostic) {
        if self.reported.insert((diagnostic.place.clone(), diagnostic.code, diagnostic.message.clone())) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Says that the object at `place` cannot be read, unless it was said already what is wrong with it.
    pub(super) fn report_unreadable(&mut self, code: Code, place: &SpecPath, what: &str, error: &str) {
        let (explained, looked_through) = &mut self.explained;
        let explains = |found: &&Diagnostic| matches!(found.code, Code::WrongType | Code::MissingKeyword);
        let new = self.diagnostics.iter().skip(*looked_through);
        explained.extend(new.filter(explains).map(|found| found.place.clone()));
        *looked_through = self.diagnostics.iter().len();
        if !explained.contains(place) {
            self.report_once(Diagnostic::new(code, place, format!("{what} cannot be read: {error}")));
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
            Broken::Reported => return,
            Broken::External => {
                let document = reference.split('#').next().unwrap_or_default();
                return self.report_named(
                    Code::ExternalRef,
                    document,
                    place,
                    "bundle the documents into one".to_owned(),
                );
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

    /// Takes down that `place` names something that is not there; all that name the same are one finding.
    pub(super) fn report_named(&mut self, code: Code, name: &str, place: &SpecPath, help: String) {
        if !self.reported.insert((place.clone(), code, name.to_owned())) {
            return;
        }
        let new = self.named.len();
        let index = *self.named_indices.entry((code, name.to_owned())).or_insert(new);
        match self.named.get_mut(index) {
            Some(named) => named.count += 1,
            None => self.named.push(Named { code, name: name.to_owned(), place: place.clone(), count: 1, help }),
        }
    }

    /// Reports what was taken down so.
    pub(super) fn finish_reports(&mut self) {
        for Named { code, name, place, count, help } in std::mem::take(&mut self.named) {
            let (what, they) = match code {
                Code::ExternalRef => {
                    (format!("`{name}` is another document, which is not read"), "references point into")
                }
                Code::ReservedHeader => (
                    format!("the header parameter `{name}` is left out: it is set from elsewhere"),
                    "parameters describe",
                ),
                _ => (format!("no security scheme is called `{name}`"), "requirements name"),
            };
            let message = if count == 1 { what } else { format!("{what}; {count} {they} it") };
            self.report(Diagnostic::new(code, &place, message).help(help));
        }
    }

    /// The draft behind an id.
    pub(super) fn draft(&self, id: SchemaId) -> Option<&Draft> {
        self.drafts.get(id.index())
    }

    /// The id of the component schema that stands right at `path`.
    pub(super) fn component(&self, path: &SpecPath) -> Option<SchemaId> {
        // Nearly every place that is asked for is none: that is told without a hash of it.
        let name = path.pointer().strip_prefix(self.component_place.as_str())?;
        name.rfind('/').filter(|&slash| slash == 0).and_then(|_| self.components.get(path)).copied()
    }

    /// Makes the draft at `path` known as a component.
    pub(super) fn add_component(&mut self, path: &SpecPath, id: SchemaId) {
        if let Some((place, _)) = path.pointer().rsplit_once('/') {
            place.clone_into(&mut self.component_place);
        }
        self.components.insert(path.clone(), id);
    }

    /// Adds a draft.
    pub(super) fn add_draft(&mut self, draft: Draft) -> SchemaId {
        self.drafts.push(draft);
        SchemaId::new(self.drafts.len() - 1)
    }
}
