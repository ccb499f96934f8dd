//! What accompanies the reading of one input: where it has failed, and which alternatives are being attempted.

use std::fmt;

use super::required::NullList;
use super::speculation::Speculation;

/// The path from the place where reading has failed out to the whole, step by step.
#[derive(Debug, Default)]
pub struct Trail {
    steps: Vec<Step>,
    /// The attempts to read unions.
    pub speculation: Speculation,
    /// How many steps there were when a text was read that stands for no value.
    blank: Option<usize>,
    null_list: NullList,
}

/// A step of a [`Trail`].
#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Trail {
    /// Steps out of an object.
    #[cold]
    pub fn key(&mut self, key: &str) {
        self.steps.push(Step::Key(key.to_owned()));
    }

    /// Steps out of a list.
    #[cold]
    pub fn index(&mut self, index: usize) {
        self.steps.push(Step::Index(index));
    }

    /// Forgets the steps of an attempt that failed.
    pub(super) fn forget(&mut self) {
        self.steps.clear();
        self.blank = None;
    }

    /// Notes that the value that could not be read is a text that stands for no value. In an attempt it counts as any other text,
    /// since the text would be lost.
    #[cold]
    pub fn blank(&mut self) {
        if !self.speculation.is_active() {
            self.blank = Some(self.steps.len());
        }
    }

    /// Returns true if the value that could not be read just now stands for none: it itself, not something in it.
    #[cold]
    pub fn take_blank(&mut self) -> bool {
        self.blank.take() == Some(self.steps.len())
    }

    /// How `null` reads where a list or a map is required.
    #[must_use]
    pub const fn null_list(&self) -> NullList {
        self.null_list
    }

    /// Reads `null` where this kind of value is required: `a list`.
    ///
    /// # Errors
    /// Returns the message, or `None` where there is nothing to say beyond the types.
    pub fn read_null(&self, kind: &str) -> Result<(), Option<String>> {
        if self.speculation.is_active() { Err(None) } else { self.null_list.read(kind) }
    }

    /// Sets how `null` reads from here on, and returns how it read before.
    pub const fn set_null_list(&mut self, null_list: NullList) -> NullList {
        std::mem::replace(&mut self.null_list, null_list)
    }
}

/// `data[3].created_at`; a key that is not a plain word is in quotes: `labels["a b"]`.
impl fmt::Display for Trail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-$".contains(c));
        for (depth, step) in self.steps.iter().rev().enumerate() {
            match step {
                Step::Index(index) => write!(formatter, "[{index}]")?,
                Step::Key(key) if !plain(key) => write!(formatter, "[{key:?}]")?,
                Step::Key(key) if depth == 0 => formatter.write_str(key)?,
                Step::Key(key) => write!(formatter, ".{key}")?,
            }
        }
        Ok(())
    }
}
