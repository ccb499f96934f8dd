//! Creates values for every union of a crate, with the variants that they may be decoded as: those whose alternative
//! accepts the value and, if the document has a discriminator, whose tag the value has.

use std::collections::BTreeSet;

use oaspress::Understanding;
use oaspress::internals::model::{SchemaId, Shape};
use oaspress::path::SpecPath;
use serde_json::Value;

use super::cases::{Case, UnionCase};
use super::sample::{PLAIN, Sampler, Seen};
use super::schema::{Alternatives, Direction, Judge};
use super::{driver, spec};
use crate::corpus::{Files, RawPlace};

/// Returns the cases of all unions. The generator provides their location in the document, but not the values that
/// they accept.
pub(super) fn cases(understood: &Understanding) -> Vec<Case> {
    let mut files = Files::from_document(understood.document.clone());
    spec::prepare(&mut files);
    let mut judge = Judge::new(&files);
    let mut maker = Sampler::new(&files);
    let mut seen = Seen::new();
    let mut cases = Vec::new();
    let unions = driver::unions(&understood.crate_);
    for (index, schema) in understood.api.schemas.iter().enumerate() {
        let Shape::Union(shape) = &schema.shape else { continue };
        let Some(name) = understood.names.schema(SchemaId::new(index)) else { continue };
        let Some(function) = unions.iter().position(|union| union.name == name.name) else { continue };
        let Some(place) = at(&files, &schema.path) else { continue };
        let branches: Vec<(RawPlace<'_>, &str)> = shape
            .variants
            .iter()
            .zip(&name.members)
            .filter_map(|(variant, name)| Some((at(&files, &variant.path)?, name.as_str())))
            .collect();
        let direction = if schema.usage.response { Direction::Response } else { Direction::Request };
        let samples = maker.samples(&mut judge, place, direction, PLAIN, &mut seen);
        let undeclared = maker.undeclared.clone();
        for sample in samples.into_iter().filter(|sample| sample.what != "unknown key" && !sample.value.is_null()) {
            let right = right(&mut judge, &maker, (place, direction), &branches, &sample.value);
            if !right.is_empty() {
                let union = UnionCase {
                    name: name.name.clone(),
                    value: sample.value.to_string(),
                    right,
                    undeclared: undeclared.clone(),
                    is_open: sample.is_open,
                };
                let what = sample.what.to_owned();
                cases.push(Case { function, what, union: Some(union), ..Case::default() });
            }
        }
    }
    cases
}

/// Returns the variants that a value may be decoded as.
fn right<'f>(
    judge: &mut Judge<'f>,
    sampler: &Sampler<'f>,
    (union, direction): (RawPlace<'f>, Direction),
    branches: &[(RawPlace<'f>, &str)],
    value: &Value,
) -> BTreeSet<String> {
    let tagged: Vec<&str> =
        branches.iter().filter(|(branch, _)| sampler.is_tagged(&union, branch, value)).map(|(_, name)| *name).collect();
    // A value without a tag of the document may be decoded as unknown.
    if Sampler::has_tag(&union) && tagged.is_empty() {
        return BTreeSet::new();
    }
    judge.alternatives = Alternatives::Any;
    let accepted = branches.iter().filter(|(branch, _)| judge.accepts(*branch, direction, value));
    let accepted: Vec<&str> = accepted.map(|(_, name)| *name).collect();
    let named = accepted.iter().filter(|name| tagged.is_empty() || tagged.contains(name));
    named.map(|name| (*name).to_owned()).collect()
}

fn at<'f>(files: &'f Files, path: &SpecPath) -> Option<RawPlace<'f>> {
    let root = files.root();
    root.value.pointer(path.pointer()).map(|value| root.with(value))
}
