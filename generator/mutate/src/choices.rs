//! The source of random decisions: a seed, or the bytes of a fuzzer.

/// A source of decisions.
#[derive(Debug)]
pub enum Choices<'a> {
    /// An endless sequence from a seed.
    Seeded(fastrand::Rng),
    /// Two bytes per decision, until the bytes are used up.
    Bytes(&'a [u8]),
}

impl<'a> Choices<'a> {
    /// Creates decisions from a seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(fastrand::Rng::with_seed(seed))
    }

    /// Creates decisions from bytes.
    #[must_use]
    pub fn bytes(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }

    /// Returns a number below `end`, or 0 if no decisions are left.
    pub fn below(&mut self, end: usize) -> usize {
        if end < 2 {
            return 0;
        }
        match self {
            Self::Seeded(random) => random.usize(..end),
            Self::Bytes(bytes) => {
                let (now, rest) = bytes.split_at(bytes.len().min(2));
                *bytes = rest;
                now.iter().fold(0, |number, &byte| number * 256 + usize::from(byte)) % end
            }
        }
    }

    /// Returns one item of a list.
    pub fn one_of<'t, T>(&mut self, list: &'t [T]) -> Option<&'t T> {
        list.get(self.below(list.len()))
    }

    /// Returns true if no decisions are left.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        matches!(self, Self::Bytes([]))
    }
}
