//! Decides which optional parts a value has.

/// The optional parts to include in a value.
#[derive(Debug, Clone)]
pub(super) enum Extent<'f> {
    /// None: only what is required.
    Least,
    /// All declared parts.
    Most,
    /// The parts on the path to a value, and all declared parts of that value.
    Towards(Vec<ExtentStep<'f>>),
}

/// A step from a value to a member or item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExtentStep<'f> {
    /// To a declared property.
    Property(&'f str),
    /// To an additional property.
    Key,
    /// To an item of an array.
    Item,
}

/// Objects below this depth have only their required properties.
const DEEP: usize = 4;

impl<'f> Extent<'f> {
    /// Returns true if the value at `trail` has the optional part that `step` leads to.
    pub(super) fn includes(&self, trail: &[ExtentStep<'f>], step: ExtentStep<'f>) -> bool {
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

    /// Returns the number of items of a non-empty array. Two items reveal errors in separating them.
    pub(super) const fn items(&self, is_unique: bool) -> usize {
        if is_unique || matches!(self, Self::Towards(_)) { 1 } else { 2 }
    }
}
