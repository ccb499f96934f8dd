//! Patterns of strings as tables: sequences of character classes, each with a number of repetitions. They cover most
//! patterns in API descriptions without a regex engine.

/// A pattern: a sequence of pieces, anchored at the start, the end, both or neither.
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    from_start: bool,
    to_end: bool,
    pieces: &'static [Piece],
}

/// Repeated characters of one class.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    ranges: &'static [(char, char)],
    negated: bool,
    min: usize,
    max: usize,
}

/// The digits `0` to `9`.
pub const DIGIT: &[(char, char)] = &[('0', '9')];

/// Any number of repetitions.
pub const MANY: usize = usize::MAX;

/// Matches `min` to `max` characters in these ranges, which are inclusive.
#[must_use]
pub const fn repeated(ranges: &'static [(char, char)], min: usize, max: usize) -> Piece {
    Piece { ranges, negated: false, min, max }
}

/// Matches `min` to `max` characters outside of these ranges.
#[must_use]
pub const fn not(ranges: &'static [(char, char)], min: usize, max: usize) -> Piece {
    Piece { ranges, negated: true, min, max }
}

/// Matches the whole text: `^…$`.
#[must_use]
pub const fn whole(pieces: &'static [Piece]) -> Pattern {
    Pattern { from_start: true, to_end: true, pieces }
}

/// Matches the start of the text: `^…`.
#[must_use]
pub const fn start(pieces: &'static [Piece]) -> Pattern {
    Pattern { from_start: true, to_end: false, pieces }
}

/// Matches the end of the text: `…$`.
#[must_use]
pub const fn end(pieces: &'static [Piece]) -> Pattern {
    Pattern { from_start: false, to_end: true, pieces }
}

/// Matches any part of the text.
#[must_use]
pub const fn part(pieces: &'static [Piece]) -> Pattern {
    Pattern { from_start: false, to_end: false, pieces }
}

impl Pattern {
    /// Returns true if a text matches. The time is proportional to the length of the text times the number of pieces.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.matches_greedily(text) || self.matches_somehow(text)
    }

    /// Returns true if a text matches from the start with every piece as long as possible, which is true for most
    /// matching texts.
    fn matches_greedily(&self, text: &str) -> bool {
        let mut rest = text;
        for piece in self.pieces {
            let taken = rest.chars().take(piece.max).take_while(|&c| piece.takes(c));
            let (count, length) = taken.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
            if count < piece.min {
                return false;
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        !self.to_end || rest.is_empty()
    }

    fn matches_somehow(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        // `reached[i]` is true if the pieces so far can match up to character `i`. Without an anchor the match may
        // start anywhere.
        let mut reached = vec![!self.from_start; text.len() + 1];
        if let Some(first) = reached.first_mut() {
            *first = true;
        }
        for piece in self.pieces {
            reached = piece.advance(&text, &reached);
        }
        if self.to_end { reached.last() == Some(&true) } else { reached.contains(&true) }
    }
}

impl Piece {
    fn takes(&self, c: char) -> bool {
        self.ranges.iter().any(|&(low, high)| low <= c && c <= high) != self.negated
    }

    /// Returns the positions that can be reached after this piece.
    fn advance(&self, text: &[char], reached: &[bool]) -> Vec<bool> {
        // For each position, the number of characters from there on that are in the class.
        let mut runs = vec![0_usize; reached.len()];
        let mut run = 0;
        for (slot, &c) in runs.iter_mut().rev().skip(1).zip(text.iter().rev()) {
            run = if self.takes(c) { run + 1 } else { 0 };
            *slot = run;
        }
        // A position can reach the range from `min` to `most` characters after it. `opened` counts the ranges that
        // begin and end at each position, so that a single pass finds the positions in at least one range.
        let mut next = vec![false; reached.len()];
        let mut opened = vec![0_i64; reached.len() + 1];
        for (place, (&from, &run)) in reached.iter().zip(&runs).enumerate() {
            let most = run.min(self.max);
            if from && most >= self.min {
                if let Some(count) = opened.get_mut(place + self.min) {
                    *count += 1;
                }
                if let Some(count) = opened.get_mut(place + most + 1) {
                    *count -= 1;
                }
            }
        }
        let mut open = 0;
        for (place, change) in next.iter_mut().zip(&opened) {
            open += change;
            *place = open > 0;
        }
        next
    }
}
