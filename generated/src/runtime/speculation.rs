//! Attempts to read a value as one of several alternatives: what each attempt loses, and which decisions were already taken.
//!
//! It knows nothing of unions, of their rules, or of what is read.
//!
//! Unions within unions do not multiply. The alternative of a value within an attempt is decided once, by dry attempts, and the
//! decision is kept with its losses. A dry attempt does not read values whose alternative is known. So every value is read a bounded
//! number of times, however deep it is.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::source::Keys;

/// The attempts that are under way while one input is read.
#[derive(Debug, Default)]
pub struct Speculation {
    /// Attempts within attempts.
    depth: u32,
    /// Objects and lists between the value of the innermost attempt and the one that is being read.
    level: u32,
    losses: Losses,
    /// Whether the value of the attempt is only needed for a decision.
    dry: bool,
    /// Whether scalars are coerced within attempts, too.
    lenient: bool,
    decisions: HashMap<Question, Decision>,
    /// How many attempts there were, for tests that hold reading to linear time.
    attempts: u64,
}

/// Which alternative is a value? The value and the rules of the union, by their addresses, which do not change while the outermost
/// value of a union is read.
pub(super) type Question = (usize, usize);

/// The alternative that a value is, if any, and what it loses.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    pub(super) index: Option<usize>,
    pub(super) losses: Losses,
    /// Whether the value only fits if its scalars are coerced.
    pub(super) lenient: bool,
}

/// What reading a value in one way loses or changes.
#[derive(Debug, Clone, Default)]
pub(super) struct Losses {
    /// Keys of the value itself that have no field.
    own: Vec<String>,
    /// Keys of values within it that have no field.
    nested: HashSet<String>,
    /// The keys that have a field in the value itself, also if it could not be read.
    declared: Vec<Keys>,
    /// Values that no enum or union lists.
    unlisted: u32,
    /// Texts that are written in another form than they were read in.
    reworded: u32,
}

/// The state before an attempt.
#[derive(Debug)]
pub(super) struct Before {
    level: u32,
    losses: Losses,
}

impl Speculation {
    /// Returns true while a value is read to find out whether it is of an alternative. Reading is strict then: nothing that would be
    /// lost, coerced or reformatted counts as a fit.
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
    pub(super) const fn set_lenient(&mut self, lenient: bool) -> bool {
        std::mem::replace(&mut self.lenient, lenient)
    }

    /// Begins an attempt.
    pub(super) fn begin(&mut self) -> Before {
        self.depth += 1;
        self.attempts += 1;
        Before { level: std::mem::take(&mut self.level), losses: std::mem::take(&mut self.losses) }
    }

    /// Ends an attempt and returns its losses.
    pub(super) fn end(&mut self, before: Before) -> Losses {
        self.depth -= 1;
        self.level = before.level;
        std::mem::replace(&mut self.losses, before.losses)
    }

    /// Adds the losses of the alternative that was chosen to those of the attempt around it.
    pub(super) fn adopt(&mut self, losses: Losses) {
        if !self.is_active() {
            return;
        }
        let Losses { own, nested, declared, unlisted, reworded } = losses;
        self.losses.unlisted = self.losses.unlisted.saturating_add(unlisted);
        self.losses.reworded = self.losses.reworded.saturating_add(reworded);
        self.losses.nested.extend(nested);
        if self.level == 0 {
            self.losses.own.extend(own);
            self.losses.declared.extend(declared);
        } else {
            self.losses.nested.extend(own);
        }
    }

    /// Goes into an object or a list.
    pub(super) fn enter(&mut self) {
        self.level += 1;
    }

    /// Comes out of an object or a list.
    pub(super) fn leave(&mut self) {
        self.level = self.level.saturating_sub(1);
    }

    /// Notes the keys of an object that is about to be read.
    pub(super) fn declare(&mut self, keys: Keys) {
        if self.is_active() && self.level == 0 {
            self.losses.declared.push(keys);
        }
    }

    /// Notes a key without a field, and so without one for anything in its value. A `null` is not a loss.
    pub(super) fn pass_over(&mut self, key: &str, value: &Value) {
        if !self.is_active() || value.is_null() {
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

    /// Notes a value that no enum or union lists.
    pub fn unlisted(&mut self) {
        self.losses.unlisted = self.losses.unlisted.saturating_add(u32::from(self.depth > 0));
    }

    /// Notes a text that is written in another form than it was read in.
    pub(super) fn reworded(&mut self) {
        self.losses.reworded = self.losses.reworded.saturating_add(u32::from(self.depth > 0));
    }

    /// Returns true if the value of the attempt is not needed, only its losses.
    pub(super) const fn is_dry(&self) -> bool {
        self.dry
    }

    /// Makes attempts dry or not, and returns how they were before.
    pub(super) const fn set_dry(&mut self, dry: bool) -> bool {
        std::mem::replace(&mut self.dry, dry)
    }

    /// Returns the decision on a question that was answered before.
    pub(super) fn decision(&self, question: Question) -> Option<Decision> {
        self.decisions.get(&question).cloned()
    }

    /// Keeps a decision as long as the outermost value of a union is read.
    pub(super) fn keep(&mut self, question: Question, decision: &Decision) {
        if self.is_active() {
            self.decisions.insert(question, decision.clone());
        }
    }

    /// Forgets all decisions once no attempt is under way.
    pub(super) fn finish(&mut self) {
        if !self.is_active() {
            self.decisions.clear();
        }
    }

    /// Returns how many attempts there were.
    #[must_use]
    pub const fn attempts(&self) -> u64 {
        self.attempts
    }
}

impl Losses {
    /// The losses of a value that is of no alternative.
    pub(super) fn unlisted() -> Self {
        Self { unlisted: 1, ..Self::default() }
    }

    /// Returns true if everything is kept as it was.
    pub(super) fn is_empty(&self) -> bool {
        self.own.is_empty() && self.nested.is_empty() && self.unlisted == 0 && self.reworded == 0
    }

    /// Returns the order of preference between alternatives that lose no key which another one keeps.
    pub(super) const fn rank(&self) -> (bool, bool) {
        (self.unlisted > 0, self.reworded > 0)
    }

    /// Returns true if another alternative has a field for one of the keys that this one passes over. `was_read` tells whether the
    /// value could be read as that alternative.
    pub(super) fn exceed(&self, other: &Self, was_read: bool) -> bool {
        if self.own.iter().any(|key| other.declared.iter().any(|keys| keys.contains(&key.as_str()))) {
            return true;
        }
        if !was_read || (self.own.is_empty() && self.nested.is_empty()) {
            return false;
        }
        let others: HashSet<&str> = other.own.iter().chain(&other.nested).map(String::as_str).collect();
        self.own.iter().chain(&self.nested).any(|key| !others.contains(key.as_str()))
    }
}
