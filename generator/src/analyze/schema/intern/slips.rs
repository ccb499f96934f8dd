//! Finds the property that a name in `required` means. The generated API depends on it, so it depends only on the names of one object.

use std::collections::HashMap;

/// The maximum number of names with the same letters that are compared.
const COMPARED: usize = 64;

/// The names of properties by their letters.
pub(super) struct Slips<'n>(HashMap<Vec<char>, Vec<&'n str>>);

impl<'n> Slips<'n> {
    pub(super) fn new(names: impl Iterator<Item = &'n str>) -> Self {
        let mut all = HashMap::<Vec<char>, Vec<&str>>::new();
        for name in names {
            let alike = all.entry(letters(name)).or_default();
            if alike.len() < COMPARED {
                alike.push(name);
            }
        }
        Self(all)
    }

    /// Returns the name that differs from `name` only in case, or else one that also differs in the order of two neighbors.
    pub(super) fn meant(&self, name: &str) -> Option<&'n str> {
        let alike = self.0.get(&letters(name))?;
        let lower = name.to_lowercase();
        let differs_in_case = |other: &&&str| other.to_lowercase() == lower;
        let found = alike.iter().find(differs_in_case);
        found.or_else(|| alike.iter().find(|other| is_swapped(&lower, &other.to_lowercase()))).copied()
    }
}

/// Returns the characters of a name in lower case, sorted.
fn letters(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.to_lowercase().chars().collect();
    letters.sort_unstable();
    letters
}

/// Returns true if two names only differ in the order of two neighbors, of which one is a letter. Names that differ in other
/// characters, such as `line-1`, `line_1` and `line-2`, or `x12` and `x21`, may be separate properties.
fn is_swapped(left: &str, right: &str) -> bool {
    let mut pairs = left.chars().zip(right.chars()).skip_while(|(left, right)| left == right);
    let (Some((first, second)), Some((other_first, other_second))) = (pairs.next(), pairs.next()) else { return false };
    let has_letter = first.is_alphabetic() || second.is_alphabetic();
    has_letter && first == other_second && second == other_first && pairs.all(|(left, right)| left == right)
}

#[cfg(test)]
mod tests {
    use super::Slips;

    #[test]
    fn a_slip_is_in_the_case_or_the_order_of_neighbors() {
        let slips = Slips::new(["name", "emaN", "line-1", "x12", "Straße", "item_s", "ab", "BA"].into_iter());
        for (name, meant) in [
            ("nmae", Some("name")),
            ("NAME", Some("name")),
            ("nmea", None),
            ("eman", Some("emaN")),
            ("line_1", None),
            ("line-2", None),
            ("lien-1", Some("line-1")),
            ("x21", None),
            ("1x2", Some("x12")),
            ("strasse", None),
            ("STRAßE", Some("Straße")),
            ("items_", Some("item_s")),
            ("ba", Some("BA")),
            ("", None),
        ] {
            assert_eq!(slips.meant(name), meant, "{name}");
        }
    }

    #[test]
    fn a_bounded_number_of_names_is_compared() {
        let names: Vec<String> = (0..100).map(|at| format!("{}b{}", "a".repeat(at), "a".repeat(100 - at))).collect();
        let slips = Slips::new(names.iter().map(String::as_str));
        assert_eq!(slips.0.values().map(Vec::len).collect::<Vec<_>>(), [super::COMPARED]);
    }
}
