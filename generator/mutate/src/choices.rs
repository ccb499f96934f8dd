//! Where decisions come from: a seed, or the bytes that a fuzzer hands over.

/// A source of decisions.
#[derive(Debug)]
pub enum Choices<'a> {
    /// Without end, from a seed.
    Seeded(fastrand::Rng),
    /// Two bytes for each, until there are none.
    Bytes(&'a [u8]),
}

impl<'a> Choices<'a> {
    /// Decisions that a seed makes.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(fastrand::Rng::with_seed(seed))
    }

    /// Decisions that bytes make.
    #[must_use]
    pub fn bytes(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }

    /// A number below another one; 0 where there is nothing to decide.
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

    /// One of a list.
    pub fn one_of<'t, T>(&mut self, list: &'t [T]) -> Option<&'t T> {
        list.get(self.below(list.len()))
    }

    /// Whether there is nothing left to decide by.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        matches!(self, Self::Bytes([]))
    }
}
