//! Mutates documents at random in the ways in which people and tools break them: parts are removed, duplicated,
//! misplaced, misspelt or replaced by other types. It uses the keywords of `OpenAPI`, but no code of the generator.

mod change;
mod choices;
pub mod documentation;
mod edit;
mod hostile;
mod input;
mod words;

use serde_json::Value;

pub use choices::Choices;
pub use edit::{add_rival, edit};
pub use hostile::{document, text as hostile_text, text_count};
pub use input::input;

/// The maximum size of a document to change, in nodes. Copies of copies would grow without limit.
const LARGEST: usize = 5_000;

/// Makes as many changes as the choices select. The same choices make the same changes.
pub fn mutate(document: &mut Value, choices: &mut Choices<'_>) {
    let count = 1 + choices.below(8);
    for _ in 0..count {
        if choices.is_exhausted() || places(document).len() > LARGEST {
            return;
        }
        change::change(document, choices);
    }
}

/// Returns the pointers of all nodes of a value, the root first.
fn places(value: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut open = vec![(String::new(), value)];
    while let Some((place, value)) = open.pop() {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(members) => {
                members.iter().map(|(key, value)| (format!("{place}/{}", escape(key)), value)).collect()
            }
            Value::Array(items) => {
                items.iter().enumerate().map(|(index, value)| (format!("{place}/{index}"), value)).collect()
            }
            _ => continue,
        };
        all.extend(children.iter().map(|(place, _)| place.clone()));
        open.extend(children);
    }
    all
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Choices, mutate, places};

    #[test]
    fn the_same_seed_makes_the_same_changes() {
        let document = json!({ "openapi": "3.0.3", "paths": { "/a": { "get": { "tags": ["x"] } } } });
        let mutant = |seed| {
            let mut mutant = document.clone();
            mutate(&mut mutant, &mut Choices::seeded(seed));
            mutant
        };
        assert_eq!(mutant(7), mutant(7));
        let different = (0..20).filter(|&seed| mutant(seed) != document).count();
        assert!(different > 15, "only {different} of 20 mutants differ from the document");
    }

    #[test]
    fn every_place_is_found() {
        let document = json!({ "a/b": [1, { "c": 2 }] });
        let mut found = places(&document);
        found.sort();
        assert_eq!(found, ["", "/a~1b", "/a~1b/0", "/a~1b/1", "/a~1b/1/c"]);
        assert!(found.iter().all(|place| document.pointer(place).is_some()));
    }
}
