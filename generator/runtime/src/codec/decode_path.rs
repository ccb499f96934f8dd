//! The state while an input is read: the path of a problem, and the alternatives that are attempted.

use std::fmt;

use super::required::NullList;
use super::speculation::Speculation;

/// The path of a problem from the value outward, and the state of attempts.
#[derive(Debug, Default)]
pub struct DecodePath {
    steps: Vec<PathStep>,
    /// The attempts to read unions.
    pub speculation: Speculation,
    /// The number of steps when a string that represents a missing value was read.
    blank: Option<usize>,
    null_list: NullList,
    /// The address of the stack where the outermost object or list was read.
    stack: Option<usize>,
}

/// The number of bytes of stack that reading may use. A thread of Rust has twice as much unless it is created with another size.
const MAX_STACK: usize = 1 << 20;

/// The message about values that are nested too deeply for their size.
const TOO_DEEP: &str = "the value is nested too deeply: reading it takes more than 1 MiB of stack";

/// A step of a [`DecodePath`].
#[derive(Debug)]
enum PathStep {
    Key(String),
    Index(usize),
}

impl DecodePath {
    /// Adds the step from a value of an object to the object.
    #[cold]
    pub fn key(&mut self, key: &str) {
        self.steps.push(PathStep::Key(key.to_owned()));
    }

    /// Adds the step from an item of a list to the list.
    #[cold]
    pub fn index(&mut self, index: usize) {
        self.steps.push(PathStep::Index(index));
    }

    /// Discards the steps of an attempt that failed.
    pub(crate) fn forget(&mut self) {
        self.steps.clear();
        self.blank = None;
    }

    /// Records that the value that could not be read is a string which represents a missing value. While alternatives
    /// are attempted, it is an error as any other string, since the string would be lost.
    #[cold]
    pub fn blank(&mut self) {
        if !self.speculation.is_active() {
            self.blank = Some(self.steps.len());
        }
    }

    /// Returns true if the value that just failed represents a missing value. The number of steps distinguishes it from
    /// a nested value.
    #[cold]
    pub fn take_blank(&mut self) -> bool {
        self.blank.take() == Some(self.steps.len())
    }

    /// Returns the rule for `null` where a list or a map is required.
    #[must_use]
    pub const fn null_list(&self) -> NullList {
        self.null_list
    }

    /// Reads `null` where a value of this kind is required, as in `a list`.
    ///
    /// # Errors
    /// Returns the message, or `None` if the types are sufficient to describe the problem.
    pub fn read_null(&self, kind: &str) -> Result<(), Option<String>> {
        if self.speculation.is_active() { Err(None) } else { self.null_list.read(kind) }
    }

    /// Begins to read an object or a list.
    ///
    /// JSON may be nested 128 levels deep, and how much stack a level takes depends on the size of its type. So the stack that is
    /// used is measured, as the distance between the addresses of local variables.
    ///
    /// # Errors
    /// When reading has used too much of the stack. Returns the message.
    #[inline]
    pub(super) fn nest(&mut self) -> Result<(), &'static str> {
        let marker = 0_u8;
        let here = std::ptr::from_ref(&marker).addr();
        let outermost = *self.stack.get_or_insert(here);
        if here.abs_diff(outermost) < MAX_STACK { Ok(()) } else { Err(TOO_DEEP) }
    }

    /// Sets the rule for `null`, and returns the previous one.
    pub const fn set_null_list(&mut self, null_list: NullList) -> NullList {
        std::mem::replace(&mut self.null_list, null_list)
    }
}

/// Writes `data[3].created_at`. A key with other characters than those of an identifier is in quotes: `labels["a b"]`.
impl fmt::Display for DecodePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-$".contains(c));
        // The steps were added from the value outward.
        for (depth, step) in self.steps.iter().rev().enumerate() {
            match step {
                PathStep::Index(index) => write!(formatter, "[{index}]")?,
                PathStep::Key(key) if !plain(key) => write!(formatter, "[{key:?}]")?,
                PathStep::Key(key) if depth == 0 => formatter.write_str(key)?,
                PathStep::Key(key) => write!(formatter, ".{key}")?,
            }
        }
        Ok(())
    }
}
