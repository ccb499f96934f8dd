//! Creates texts that satisfy the constraints of a checked string, for examples that run. It checks only the constraints that
//! generated code checks.

use super::patterns;
use crate::model::StringRules;
use crate::rust::{Pattern, PatternPiece};

/// The maximum length of a text in an example.
const LONGEST: usize = 60;

/// Returns the wished text if it satisfies the constraints, else the shortest one that does; `None` if that is too long for an
/// example or does not exist.
pub(super) fn text(rules: &StringRules, wish: &str) -> Option<String> {
    let pattern = rules.pattern.as_deref().and_then(patterns::compile);
    let fits = |text: &str| {
        let length = text.chars().count();
        let is_between =
            at_least(rules.min_length, length) && rules.max_length.is_none_or(|most| !exceeds(length, most));
        is_between && length <= LONGEST && pattern.as_ref().is_none_or(|pattern| matches(pattern, text))
    };
    if fits(wish) {
        return Some(wish.to_owned());
    }
    let fewest = usize::try_from(rules.min_length.unwrap_or(0)).ok().filter(|fewest| *fewest <= LONGEST)?;
    let made = match &pattern {
        Some(pattern) => shortest(pattern, fewest)?,
        None => "x".repeat(fewest.max(1)),
    };
    fits(&made).then_some(made)
}

fn at_least(fewest: Option<u64>, length: usize) -> bool {
    fewest.is_none_or(|fewest| u64::try_from(length).is_ok_and(|length| length >= fewest))
}

fn exceeds(length: usize, most: u64) -> bool {
    u64::try_from(length).is_ok_and(|length| length > most)
}

/// Returns the shortest match of a pattern that has at least this length.
fn shortest(pattern: &Pattern, fewest: usize) -> Option<String> {
    let least: usize = pattern.pieces.iter().map(|piece| piece.min as usize).sum();
    let mut missing = fewest.saturating_sub(least);
    let mut text = String::new();
    for piece in &pattern.pieces {
        let room = piece.max.map_or(usize::MAX, |max| (max - piece.min.min(max)) as usize);
        let more = missing.min(room);
        missing -= more;
        let count = piece.min as usize + more;
        if count > LONGEST {
            return None;
        }
        if count > 0 {
            text.extend(std::iter::repeat_n(character(piece)?, count));
        }
    }
    Some(text)
}

/// Returns a character of a class, a readable one if possible.
fn character(piece: &PatternPiece) -> Option<char> {
    let plain = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain("-_.+:/ ".chars());
    let first = piece.ranges.first().map(|range| range.0);
    plain.chain(first).find(|c| contains(piece, *c))
}

fn contains(piece: &PatternPiece, c: char) -> bool {
    piece.ranges.iter().any(|&(low, high)| low <= c && c <= high) != piece.negated
}

/// Returns true if a pattern matches a text, which must be short.
fn matches(pattern: &Pattern, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let starts = if pattern.from_start { 0..=0 } else { 0..=text.len() };
    starts.into_iter().any(|start| {
        // The positions at which the elements so far may end.
        let mut ends = vec![start];
        for piece in &pattern.pieces {
            let mut next: Vec<usize> = ends.iter().flat_map(|&end| after(piece, &text, end)).collect();
            next.sort_unstable();
            next.dedup();
            ends = next;
        }
        ends.iter().any(|&end| !pattern.to_end || end == text.len())
    })
}

/// Returns the positions at which an element may end that begins at `start`.
fn after(piece: &PatternPiece, text: &[char], start: usize) -> Vec<usize> {
    let run = text.iter().skip(start).take_while(|c| contains(piece, **c)).count();
    let most = piece.max.map_or(run, |max| run.min(max as usize));
    (piece.min as usize..=most).map(|count| start + count).collect()
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::model::StringRules;

    fn rules(min_length: Option<u64>, max_length: Option<u64>, pattern: Option<&str>) -> StringRules {
        StringRules { min_length, max_length, pattern: pattern.map(str::to_owned), secret: false }
    }

    #[test]
    fn a_wish_is_kept_if_it_fits() {
        assert_eq!(text(&rules(None, None, None), "…").as_deref(), Some("…"));
        assert_eq!(text(&rules(None, None, Some("^[a-z]+-[0-9]{2}$")), "eu-01").as_deref(), Some("eu-01"));
        assert_eq!(text(&rules(None, None, Some("[0-9]")), "a1b").as_deref(), Some("a1b"));
        assert_eq!(text(&rules(None, None, Some("^a*ab$")), "aaab").as_deref(), Some("aaab"));
        assert_eq!(text(&rules(None, None, Some("^(a|b)$")), "c").as_deref(), Some("c"), "it is not checked");
    }

    #[test]
    fn else_the_shortest_text_is_made() {
        assert_eq!(text(&rules(Some(3), None, None), "…").as_deref(), Some("xxx"));
        assert_eq!(text(&rules(None, None, Some("^[a-z]+-[0-9]{2}$")), "EU").as_deref(), Some("a-00"));
        assert_eq!(text(&rules(Some(6), None, Some("^[a-z]+-[0-9]{2}$")), "…").as_deref(), Some("aaa-00"));
        assert_eq!(text(&rules(None, None, Some(r"^\+[1-9]\d{6}$")), "…").as_deref(), Some("+1000000"));
        assert_eq!(text(&rules(Some(100), None, None), "…"), None);
        assert_eq!(text(&rules(Some(9), Some(2), None), "…"), None);
    }
}
