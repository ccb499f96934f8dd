//! Which optional parts a value has.

/// How much of a value is made.
#[derive(Debug, Clone)]
pub(super) enum Extent<'f> {
    /// Only what is required.
    Least,
    /// Everything that is named.
    Most,
    /// What is required, the parts on the way to a place, and everything that is named there.
    Towards(Vec<Step<'f>>),
}

/// A step from a value to a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'f> {
    /// To a property that is named.
    Property(&'f str),
    /// To a key that is not named.
    Key,
    /// To an item of a list.
    Item,
}

/// Objects below this depth have only what they must.
const DEEP: usize = 4;

impl<'f> Extent<'f> {
    /// Returns true if the value at `trail` has the optional part that `step` leads to.
    pub(super) fn includes(&self, trail: &[Step<'f>], step: Step<'f>) -> bool {
        let is_shallow = trail.len() < DEEP;
        match self {
            Self::Least => false,
            Self::Most => is_shallow,
            Self::Towards(goal) => match goal.get(trail.len()) {
                Some(next) => *next == step && goal.starts_with(trail),
                None => is_shallow && trail.starts_with(goal),
            },
        }
    }

    /// How many items a list has that has any: with two of them something can be lost between them.
    pub(super) const fn items(&self, is_unique: bool) -> usize {
        if is_unique || matches!(self, Self::Towards(_)) { 1 } else { 2 }
    }
}
