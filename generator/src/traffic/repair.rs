//! Decides how a document has to change so that observed traffic is valid, with the smallest change for each
//! difference. Values of the traffic are not used, except for values of enumerations that the user accepts.

mod messages;
mod schemas;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Checked;
use super::cause::{Cause, Way};
use super::tally::Finding;
use crate::Effective;
use crate::diag::Code;
use crate::path::{DocumentId, SpecPath};
use crate::validate::spec::FORM;
use crate::version::Version;

/// The values of the traffic that repairs may contain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Accept {
    /// None.
    #[default]
    Nothing,
    /// Values of enumerations.
    Values,
}

/// A change of the document: members to remove from an object, and then a value to merge into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The place of the object in the document after its overlays.
    pub place: SpecPath,
    /// The members to remove.
    pub removed: Vec<String>,
    /// The value to merge.
    pub update: Option<Value>,
    /// The observed difference.
    pub description: String,
}

/// A change at a place of the effective document.
struct Fix {
    place: SpecPath,
    removed: Vec<String>,
    update: Option<Value>,
    /// True if schemas within the place are moved, so that their own changes have to wait.
    moves: bool,
}

/// The document to change.
struct Context<'d> {
    document: &'d Value,
    version: Version,
    accept: Accept,
}

/// Returns the changes for the differences between a document and traffic, in the order in which they are applied.
/// Differences with an `allowed` code stay. Differences within a schema that is moved need another round, after the
/// changes are applied.
#[must_use]
pub fn repair(checked: &Checked, effective: &Effective, accept: Accept, allowed: &[Code]) -> Vec<Change> {
    let context = Context { document: &effective.document, version: effective.version, accept };
    let mut changes = Vec::new();
    let mut moved: Vec<SpecPath> = Vec::new();
    let mut retyped: BTreeSet<SpecPath> = BTreeSet::new();
    let mut done: BTreeSet<(SpecPath, String)> = BTreeSet::new();
    for finding in checked.findings.iter().filter(|finding| !allowed.contains(&finding.cause.code())) {
        let waits = moved.iter().any(|place| finding.place.starts_with(place)) || retyped.contains(&finding.place);
        let fix = if waits { None } else { fix(&context, finding, &checked.findings) };
        let target = fix.as_ref().and_then(|fix| target(effective, &fix.place));
        let (Some(fix), Some(place)) = (fix, target) else { continue };
        if fix.moves {
            moved.push(fix.place.clone());
        }
        if matches!(finding.cause, Cause::Type(_) | Cause::Null(_)) {
            retyped.insert(fix.place.clone());
        }
        // The same difference in requests and responses has one change.
        let key = format!("{:?} {:?}", fix.removed, fix.update);
        if done.insert((fix.place, key)) {
            let description = super::report::description(finding, checked, context.document);
            changes.push(Change { place, removed: fix.removed, update: fix.update, description });
        }
    }
    changes
}

/// Returns the place that an overlay can select. `None` if it is in a further file, or is not in the document.
fn target(effective: &Effective, place: &SpecPath) -> Option<SpecPath> {
    let target = effective.bundled.original(place);
    let is_written = !target.tokens().any(|token| token == FORM);
    (target.document() == DocumentId::ROOT && is_written).then_some(target)
}

fn fix(context: &Context<'_>, finding: &Finding, all: &[Finding]) -> Option<Fix> {
    let object = context.document.pointer(finding.place.pointer())?;
    match &finding.cause {
        Cause::Path(..) | Cause::Malformed(..) => None,
        Cause::Method(method) => messages::method(context, finding, object, method),
        Cause::Status(status) => Some(messages::status(context, finding, *status)),
        Cause::MediaType(way, media_type) => messages::media_type(context, finding, object, (*way, media_type)),
        Cause::NoBody(way) => messages::no_body(context, finding, object, *way),
        Cause::Missing(..) => schemas::missing(finding, object, all),
        Cause::Null(_) => schemas::null(context, finding, object),
        Cause::Type(_) => schemas::typed(context, finding, object),
        Cause::Unlisted(_) => schemas::unlisted(context, finding, object),
        Cause::Property(_) => Some(schemas::property(context, finding)),
        Cause::Constraint(_, keyword) => schemas::constraint(finding, object, keyword),
        Cause::MissingParameter(_) => Some(Fix::update(&finding.place, json!({ "required": false }))),
        Cause::Parameter => messages::parameter(context, finding),
    }
}

impl Fix {
    fn update(place: &SpecPath, update: Value) -> Self {
        Self { place: place.clone(), removed: Vec::new(), update: Some(update), moves: false }
    }

    fn remove(place: &SpecPath, removed: &[&str]) -> Self {
        let removed = removed.iter().map(|key| (*key).to_owned()).collect();
        Self { place: place.clone(), removed, update: None, moves: false }
    }

    fn then(self, update: Value) -> Self {
        Self { update: Some(update), ..self }
    }

    fn moving(self) -> Self {
        Self { moves: true, ..self }
    }
}

impl Context<'_> {
    fn is_swagger(&self) -> bool {
        self.version == Version::Swagger20
    }

    /// Returns true if `type` may be a list, and `null` is a type.
    fn has_type_lists(&self) -> bool {
        self.version >= Version::OpenApi31
    }

    /// Returns the object and its place, or the ones that a reference in its place leads to.
    fn followed(&self, place: SpecPath) -> Option<(SpecPath, &Value)> {
        let mut place = place;
        for _ in 0..16 {
            let object = self.document.pointer(place.pointer())?;
            let Some(reference) = object.get("$ref").and_then(Value::as_str) else { return Some((place, object)) };
            place = SpecPath::parse(DocumentId::ROOT, reference)?;
        }
        None
    }
}

/// Returns the keys that an object has.
fn present(object: &Value, keys: &[&str]) -> Vec<String> {
    keys.iter().filter(|key| object.get(**key).is_some()).map(|key| (*key).to_owned()).collect()
}

/// Returns true for messages from the server.
fn is_response(way: Way) -> bool {
    way == Way::Response
}
