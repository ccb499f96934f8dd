//! Finds the spelling of scalars in a YAML text, which their values do not preserve: `1.10` is the number 1.1. It knows nothing
//! of the meaning of a text.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use granit_parser::{Event, Options, Parser, ScalarStyle};

use crate::path::SpecPath;

/// Returns the spelling of every plain scalar at one of the `wanted` pointers.
///
/// Scalars below an alias, or below the merge key `<<`, have the spelling at the anchor, if that is requested as well.
pub fn spellings(text: &str, wanted: &BTreeSet<String>) -> BTreeMap<String, String> {
    // The loader's parser has the same setting.
    let mut options = Options::default();
    options.bom_inside_document_as_content = true;
    let mut found = BTreeMap::new();
    let mut anchors: BTreeMap<usize, String> = BTreeMap::new();
    let mut containers: BTreeMap<usize, SpecPath> = BTreeMap::new();
    let mut aliases: Vec<(String, String)> = Vec::new();
    let mut open: Vec<Level> = Vec::new();
    for (event, _) in Parser::new_from_str_with_options(text, options).map_while(Result::ok) {
        let scalar = match &event {
            Event::Scalar(text, ScalarStyle::Plain, anchor, _) => {
                if *anchor > 0 {
                    anchors.insert(*anchor, text.to_string());
                }
                Some(text.to_string())
            }
            Event::Alias(anchor) => anchors.get(anchor).cloned(),
            Event::Scalar(..) | Event::MappingStart(..) | Event::SequenceStart(..) => None,
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                continue;
            }
            Event::DocumentEnd => break,
            _ => continue,
        };
        let place = match open.last_mut() {
            Some(level) => level.enter(&event),
            None => Some(SpecPath::root()),
        };
        match event {
            Event::MappingStart(_, anchor, _) | Event::SequenceStart(_, anchor, _) => {
                containers.extend(place.clone().filter(|_| anchor > 0).map(|place| (anchor, place)));
                let next = if matches!(event, Event::MappingStart(..)) { Next::Key } else { Next::Element(0) };
                open.push(Level { place, next });
            }
            Event::Alias(anchor) if scalar.is_none() => {
                if let (Some(place), Some(original)) = (place, containers.get(&anchor)) {
                    let pointer = place.pointer().split("/<<").next().unwrap_or_default();
                    aliases.push((format!("{pointer}/"), format!("{}/", original.pointer())));
                }
            }
            _ => {
                if let (Some(place), Some(text)) = (place, scalar)
                    && wanted.contains(place.pointer())
                {
                    found.insert(place.pointer().to_owned(), text);
                }
            }
        }
    }
    add_aliases(&mut found, wanted, &aliases);
    found
}

/// Adds the spellings of scalars below aliases, which are those below the anchors.
fn add_aliases(found: &mut BTreeMap<String, String>, wanted: &BTreeSet<String>, aliases: &[(String, String)]) {
    let mut originals: HashMap<&str, Vec<(usize, &str)>> = HashMap::new();
    for (order, (alias, original)) in aliases.iter().enumerate() {
        originals.entry(alias).or_default().push((order, original));
    }
    for place in wanted.iter().filter(|_| !aliases.is_empty()) {
        if found.contains_key(place) {
            continue;
        }
        let above = place.match_indices('/').map(|(slash, _)| place.split_at(slash + 1));
        let below = |(alias, rest)| originals.get(alias).into_iter().flatten().map(move |one| (one, rest));
        let mut behind: Vec<(&(usize, &str), &str)> = above.flat_map(below).collect();
        behind.sort_unstable_by_key(|((order, _), _)| *order);
        let spelling = behind.into_iter().find_map(|((_, original), rest)| found.get(&format!("{original}{rest}")));
        if let Some(spelling) = spelling.cloned() {
            found.insert(place.clone(), spelling);
        }
    }
}

/// A mapping or sequence that is still open.
struct Level {
    /// The place; `None` for a key or a node within a key.
    place: Option<SpecPath>,
    next: Next,
}

/// The next node in a mapping or sequence.
enum Next {
    Key,
    Value(Option<SpecPath>),
    Element(usize),
}

impl Level {
    /// Returns the place of the node that begins with `event`; `None` for a key.
    fn enter(&mut self, event: &Event<'_>) -> Option<SpecPath> {
        match &mut self.next {
            Next::Element(index) => {
                let place = self.place.as_ref().map(|place| place.index(*index));
                *index += 1;
                place
            }
            Next::Key => {
                let value = match (&self.place, event) {
                    (Some(place), Event::Scalar(key, ..)) => Some(place.child(key)),
                    _ => None,
                };
                self.next = Next::Value(value);
                None
            }
            Next::Value(place) => {
                let place = place.take();
                self.next = Next::Key;
                place
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::spellings;

    #[test]
    fn plain_scalars_are_found_as_they_are_written() {
        let text = "a: &a [1.10, '1.20', &n 0o7]\n? [1.5]\n: x\nb: &b {c/d: *n, e: +49}\nf: *a\ng: {<<: *b}\n";
        let wanted = ["/a/0", "/a/1", "/a/2", "/b/c~1d", "/b/e", "/f/2", "/g/e", "/none"];
        let wanted: BTreeSet<String> = wanted.map(str::to_owned).into();
        let found: Vec<(String, String)> = spellings(text, &wanted).into_iter().collect();
        let expected =
            [("/a/0", "1.10"), ("/a/2", "0o7"), ("/b/c~1d", "0o7"), ("/b/e", "+49"), ("/f/2", "0o7"), ("/g/e", "+49")];
        assert_eq!(found, expected.map(|(place, text)| (place.to_owned(), text.to_owned())));
    }
}
