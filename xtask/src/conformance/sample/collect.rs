//! Collects the samples of a schema: the full and the minimal value, then one for each branch of the choices.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use super::extent::{Extent, ExtentStep};
use super::{Sample, Sampler, UNKNOWN_KEY, example};
use crate::conformance::schema::{Alternatives, Direction, Judge};
use crate::corpus::RawPlace;

/// The maximum number of choices per schema.
const CHOICES: usize = 400;

/// The maximum number of failed choices that are repeated within a full value.
const FULL: usize = 20;

/// Choices already made: the address, the branch, and the direction.
pub(in crate::conformance) type Seen = HashSet<(usize, usize, Direction)>;

/// A pending choice: all choices on the path to it, and its path in the value.
type Open<'f> = (BTreeMap<usize, usize>, Vec<ExtentStep<'f>>);

/// The samples of a schema so far. All of them satisfy it.
struct Collected<'s, 'f> {
    judge: &'s mut Judge<'f>,
    schema: RawPlace<'f>,
    direction: Direction,
    samples: Vec<Sample>,
}

impl Collected<'_, '_> {
    /// Adds a value unless it is a duplicate. Returns false if it does not satisfy the schema.
    fn add(&mut self, what: &'static str, made: Option<(Value, bool)>) -> bool {
        let Some((value, is_open)) = made else { return false };
        if !self.judge.accepts(self.schema, self.direction, &value) {
            return false;
        }
        if !self.samples.iter().any(|sample| sample.value == value) {
            self.samples.push(Sample { what, value, is_open });
        }
        true
    }
}

impl<'f> Sampler<'f> {
    /// Returns values that satisfy a schema. Choices in `seen` are not repeated.
    pub(in crate::conformance) fn samples(
        &mut self,
        judge: &mut Judge<'f>,
        schema: RawPlace<'f>,
        direction: Direction,
        plain: &'static str,
        seen: &mut Seen,
    ) -> Vec<Sample> {
        self.direction = direction;
        self.plain = plain;
        self.undeclared.clear();
        for alternatives in [Alternatives::One, Alternatives::Any] {
            judge.alternatives = alternatives;
            let mut made = Vec::new();
            let mut collected = Collected { judge, schema, direction, samples: Vec::new() };
            self.collect(&mut collected, |choice| {
                let is_new = seen.insert(choice);
                made.extend(is_new.then_some(choice));
                is_new
            });
            if !collected.samples.is_empty() {
                return collected.samples;
            }
            for choice in made {
                seen.remove(&choice);
            }
        }
        Vec::new()
    }

    /// Returns the full value of a schema, even if it does not satisfy the schema.
    pub(in crate::conformance) fn unchecked(
        &mut self,
        schema: RawPlace<'f>,
        direction: Direction,
        plain: &'static str,
    ) -> Option<Value> {
        self.direction = direction;
        self.plain = plain;
        self.undeclared.clear();
        self.make(schema, Extent::Most, BTreeMap::new()).map(|(value, _)| value)
    }

    fn collect(
        &mut self,
        collected: &mut Collected<'_, 'f>,
        mut is_new: impl FnMut((usize, usize, Direction)) -> bool,
    ) {
        let Collected { schema, direction, .. } = *collected;
        let most = self.make(schema, Extent::Most, BTreeMap::new());
        let mut met = std::mem::take(&mut self.met);
        collected.add("full", most.clone());
        collected.add("minimal", self.make(schema, Extent::Least, BTreeMap::new()));
        if let Some((Value::Object(mut members), is_open)) = most.filter(|_| direction == Direction::Response) {
            members.insert(UNKNOWN_KEY.to_owned(), json!(1));
            collected.add("unknown key", Some((Value::Object(members), is_open)));
        }
        let mut open: Vec<Open<'f>> = Vec::new();
        let mut base = BTreeMap::new();
        let mut full = 0;
        for _ in 0..CHOICES {
            for choice in met.drain(..).filter(|choice| !base.contains_key(&choice.at)) {
                for index in (1..choice.count).filter(|index| is_new((choice.at, *index, direction))) {
                    let mut more = base.clone();
                    more.insert(choice.at, index);
                    open.push((more, choice.trail.clone()));
                }
            }
            let Some((next, trail)) = open.pop() else { break };
            let value = self.make(schema, Extent::Towards(trail), next.clone());
            met = std::mem::take(&mut self.met);
            if !collected.add("choice", value) && full < FULL {
                full += 1;
                let value = self.make(schema, Extent::Most, next.clone());
                met = std::mem::take(&mut self.met);
                if !collected.add("choice", value) {
                    collected.add("choice", self.make(schema, Extent::Least, next.clone()));
                }
            }
            base = next;
        }
        if collected.samples.is_empty() {
            collected.add("full", example(self.files, schema).map(|example| (example, false)));
        }
    }
}
