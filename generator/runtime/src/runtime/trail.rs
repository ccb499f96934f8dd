//! What accompanies the reading of one input: where it has failed, and what is being tried.

use std::fmt;

use serde_json::Value;

use super::required::NullList;

/// Attempts within attempts multiply, and a hostile input could make them last for hours. So those that do not fit this
/// deep within others are counted, ...
const DEEP: u32 = 4;
/// ... and after so many of them, what is left counts as fitting no alternative.
const PATIENCE: u32 = 10_000;

/// The way from the place where reading has failed out to the whole, step by step; and how strictly to read.
#[derive(Debug, Default)]
pub struct Trail {
    steps: Vec<Step>,
    strict: bool,
    depth: u32,
    failures: u32,
    passed: Vec<String>,
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

/// How an alternative of a union is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It has to know the values of its enums and unions.
    Strict,
    /// Unknown values are kept, as everywhere else.
    Liberal,
}

/// What was before an attempt.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    steps: usize,
    strict: bool,
    passed: usize,
    null_list: NullList,
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

    /// Whether a value that is not known has to be refused, so that another alternative is tried.
    #[must_use]
    pub const fn is_strict(&self) -> bool {
        self.strict
    }

    /// The modes in which to try alternatives.
    #[must_use]
    pub const fn modes(&self) -> &'static [Mode] {
        if self.strict { &[Mode::Strict] } else { &[Mode::Strict, Mode::Liberal] }
    }

    /// Begins an attempt, unless too many have failed.
    pub fn begin(&mut self, mode: Mode) -> Option<Attempt> {
        if self.failures > PATIENCE {
            return None;
        }
        let before = Attempt {
            steps: self.steps.len(),
            strict: self.strict,
            passed: self.passed.len(),
            null_list: self.null_list,
        };
        self.strict |= mode == Mode::Strict;
        self.depth += 1;
        Some(before)
    }

    /// Says that what cannot be read is a text that stands for no value.
    #[cold]
    pub fn blank(&mut self) {
        self.blank = Some(self.steps.len());
    }

    /// Whether the value that could not be read just now stands for none: it itself, not something in it.
    #[cold]
    pub fn take_blank(&mut self) -> bool {
        self.blank.take() == Some(self.steps.len())
    }

    /// Whether alternatives are being tried, and it counts what each of them passes over.
    #[must_use]
    pub const fn is_trying(&self) -> bool {
        self.depth > 0
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
        if self.is_trying() { Err(None) } else { self.null_list.read(kind) }
    }

    /// Sets how `null` reads from here on, and returns how it read before.
    pub const fn set_null_list(&mut self, null_list: NullList) -> NullList {
        std::mem::replace(&mut self.null_list, null_list)
    }

    /// Takes down that a key has no field, and so nothing below it has one, where alternatives are being tried. A `null`
    /// is no loss.
    pub fn pass_over(&mut self, key: String, value: &Value) {
        if value.is_null() {
            return;
        }
        let mut next = vec![value];
        while let Some(value) = next.pop() {
            match value {
                Value::Array(items) => next.extend(items),
                Value::Object(object) => {
                    for (key, value) in object.iter().filter(|(_, value)| !value.is_null()) {
                        self.passed.push(key.clone());
                        next.push(value);
                    }
                }
                _ => {}
            }
        }
        self.passed.push(key);
    }

    /// Takes down what the alternative that was chosen passed over, for an attempt around it.
    pub fn passed_over(&mut self, keys: Vec<String>) {
        if self.is_trying() {
            self.passed.extend(keys);
        }
    }

    /// Ends an attempt, and gives the keys that it passed over; one that failed leaves no trail.
    pub fn end(&mut self, before: Attempt, succeeded: bool) -> Vec<String> {
        self.steps.truncate(before.steps);
        self.strict = before.strict;
        self.null_list = before.null_list;
        self.blank = None;
        let passed = self.passed.split_off(before.passed.min(self.passed.len()));
        let perfect = succeeded && passed.is_empty();
        if self.depth > DEEP && !perfect {
            self.failures += 1;
        }
        self.depth -= 1;
        if self.depth == 0 {
            self.failures = 0;
        }
        passed
    }
}

/// `data[3].created_at`; a key that is not a plain word stands in quotes: `labels["a b"]`.
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
