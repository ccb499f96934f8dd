//! Attempts to read a value as one of several alternatives: the losses of each attempt, and the decisions that were
//! made.
//!
//! It does not depend on unions, their rules, or the values that are read.
//!
//! Nested unions do not multiply the work. The alternative of a value within an attempt is decided once, by dry
//! attempts, and the decision is stored with its losses. A dry attempt does not read values whose alternative is known.
//! So every value is read a bounded number of times, however deeply it is nested.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::source::Keys;

/// The state of the attempts while an input is read.
#[derive(Debug, Default)]
pub struct Speculation {
    /// The number of nested attempts.
    depth: u32,
    /// The number of objects and lists between the value of the innermost attempt and the current value.
    level: u32,
    losses: Losses,
    /// True if only the decision is required, not the value of the attempt.
    dry: bool,
    /// True if scalars are coerced within attempts as well.
    lenient: bool,
    decisions: HashMap<Question, Decision>,
    /// The number of attempts, for tests which assert that reading takes linear time.
    attempts: u64,
}

/// The key of a decision: the addresses of the value and of the rules of the union. Neither changes while the outermost
/// value of a union is read.
pub(crate) type Question = (usize, usize);

/// The alternative of a value, if any, and its losses.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub(crate) index: Option<usize>,
    pub(crate) losses: Losses,
    /// True if the value matches only with coerced scalars.
    pub(crate) lenient: bool,
}

/// The information that is lost or changed when a value is read as an alternative.
#[derive(Debug, Clone, Default)]
pub(crate) struct Losses {
    /// Keys of the value itself without a field.
    own: Vec<String>,
    /// Keys of nested values without a field.
    nested: HashSet<String>,
    /// The keys with a field in the value itself, even if it could not be read.
    declared: Vec<Keys>,
    /// The number of values that are not listed in an enum or a union.
    unlisted: u32,
    /// The number of strings that would be written in another form.
    reworded: u32,
    /// The number of keys without a field whose value is `null`. Nothing is lost, but an alternative that has them is preferred.
    nulls: u32,
}

/// The state before an attempt.
#[derive(Debug)]
pub(crate) struct Before {
    level: u32,
    losses: Losses,
}

impl Speculation {
    /// Returns true while alternatives are attempted. Then reading is strict: a value that would be lost, coerced or
    /// reformatted does not match.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.depth > 0
    }

    /// Returns true while a scalar of another JSON type does not count as a fit.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.depth > 0 && !self.lenient
    }

    /// Coerces scalars within attempts or not, and returns how it was before.
    pub(crate) const fn set_lenient(&mut self, lenient: bool) -> bool {
        std::mem::replace(&mut self.lenient, lenient)
    }

    /// Begins an attempt.
    pub(crate) fn begin(&mut self) -> Before {
        self.depth += 1;
        self.attempts += 1;
        Before { level: std::mem::take(&mut self.level), losses: std::mem::take(&mut self.losses) }
    }

    /// Ends an attempt and returns its losses.
    pub(crate) fn end(&mut self, before: Before) -> Losses {
        self.depth -= 1;
        self.level = before.level;
        std::mem::replace(&mut self.losses, before.losses)
    }

    /// Adds the losses of the chosen alternative to those of the enclosing attempt.
    pub(crate) fn adopt(&mut self, losses: Losses) {
        if !self.is_active() {
            return;
        }
        let Losses { own, nested, declared, unlisted, reworded, nulls } = losses;
        self.losses.unlisted = self.losses.unlisted.saturating_add(unlisted);
        self.losses.reworded = self.losses.reworded.saturating_add(reworded);
        self.losses.nulls = self.losses.nulls.saturating_add(nulls);
        // Keys without a field in this value are nested keys for the enclosing attempt, unless both attempts are about
        // the same value.
        self.losses.nested.extend(nested);
        if self.level == 0 {
            self.losses.own.extend(own);
            self.losses.declared.extend(declared);
        } else {
            self.losses.nested.extend(own);
        }
    }

    /// Enters an object or a list.
    pub(crate) fn enter(&mut self) {
        self.level += 1;
    }

    /// Leaves an object or a list.
    pub(crate) fn leave(&mut self) {
        self.level = self.level.saturating_sub(1);
    }

    /// Records the keys of an object before it is read.
    pub(crate) fn declare(&mut self, keys: Keys) {
        if self.is_active() && self.level == 0 {
            self.losses.declared.push(keys);
        }
    }

    /// Records a key without a field, and all keys in its value, which have no field either. A `null` is not a loss.
    pub(super) fn pass_over(&mut self, key: &str, value: &Value) {
        if !self.is_active() {
            return;
        }
        if value.is_null() {
            self.losses.nulls = self.losses.nulls.saturating_add(1);
            return;
        }
        if self.level == 0 {
            self.losses.own.push(key.to_owned());
        } else {
            self.losses.nested.insert(key.to_owned());
        }
        let mut next = vec![value];
        while let Some(value) = next.pop() {
            match value {
                Value::Array(items) => next.extend(items),
                Value::Object(object) => {
                    for (key, value) in object.iter().filter(|(_, value)| !value.is_null()) {
                        self.losses.nested.insert(key.clone());
                        next.push(value);
                    }
                }
                _ => {}
            }
        }
    }

    /// Records a value that is not listed in an enum or a union.
    pub fn unlisted(&mut self) {
        self.losses.unlisted = self.losses.unlisted.saturating_add(u32::from(self.depth > 0));
    }

    /// Records a string that would be written in another form.
    pub(crate) fn reworded(&mut self) {
        self.losses.reworded = self.losses.reworded.saturating_add(u32::from(self.depth > 0));
    }

    /// Returns true if only the losses of the attempt are required, not its value.
    pub(crate) const fn is_dry(&self) -> bool {
        self.dry
    }

    /// Sets whether attempts are dry, and returns the previous setting.
    pub(crate) const fn set_dry(&mut self, dry: bool) -> bool {
        std::mem::replace(&mut self.dry, dry)
    }

    /// Returns the stored decision for a question.
    pub(crate) fn decision(&self, question: Question) -> Option<Decision> {
        self.decisions.get(&question).cloned()
    }

    /// Stores a decision until the outermost value of a union has been read.
    pub(crate) fn keep(&mut self, question: Question, decision: &Decision) {
        if self.is_active() {
            self.decisions.insert(question, decision.clone());
        }
    }

    /// Discards all decisions unless an attempt is in progress: the addresses in their keys may then be reused.
    pub(crate) fn finish(&mut self) {
        if !self.is_active() {
            self.decisions.clear();
        }
    }

    /// Returns the number of attempts.
    #[must_use]
    pub const fn attempts(&self) -> u64 {
        self.attempts
    }
}

impl Losses {
    /// Returns the losses of a value without an alternative.
    pub(crate) fn unlisted() -> Self {
        Self { unlisted: 1, ..Self::default() }
    }

    /// Returns true if nothing is lost or changed, and no key is without a field.
    pub(crate) fn is_perfect(&self) -> bool {
        self.is_empty() && self.nulls == 0
    }

    /// Returns true if nothing is lost or changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.own.is_empty() && self.nested.is_empty() && self.unlisted == 0 && self.reworded == 0
    }

    /// Returns the preference between alternatives that lose no key which another one keeps. A lower value is
    /// preferred.
    pub(crate) const fn rank(&self) -> (bool, bool, u32) {
        (self.unlisted > 0, self.reworded > 0, self.nulls)
    }

    /// Returns true if another alternative has a field for a key that this one does not have. `was_read` is true if the
    /// value could be read as the other alternative.
    pub(crate) fn exceed(&self, other: &Self, was_read: bool) -> bool {
        // A declared key counts even if the other alternative failed: the value was probably intended as that one, and
        // is invalid.
        if self.own.iter().any(|key| other.declared.iter().any(|keys| keys.contains(&key.as_str()))) {
            return true;
        }
        // Nested keys are only comparable if the other alternative read the whole value.
        if !was_read || (self.own.is_empty() && self.nested.is_empty()) {
            return false;
        }
        let others: HashSet<&str> = other.own.iter().chain(&other.nested).map(String::as_str).collect();
        self.own.iter().chain(&self.nested).any(|key| !others.contains(key.as_str()))
    }
}
