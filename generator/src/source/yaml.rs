//! Finds keys and elements in a YAML text; knows no other syntax.

use std::ops::Range;

use granit_parser::{Event, Options, Parser, Span};

use super::wanted::{Key, Wanted};

/// Notes where the wanted keys and elements are, up to where the text cannot be read.
///
/// What an alias stands for is not looked into: the place of the alias is the better one to show.
pub(super) fn scan(text: &str, wanted: &mut Wanted) {
    // As the loader's parser does it.
    let mut options = Options::default();
    options.bom_inside_document_as_content = true;
    let mut open: Vec<Level> = Vec::new();
    let mut next = Some(Wanted::ROOT);
    for (event, span) in Parser::new_from_str_with_options(text, options).map_while(Result::ok) {
        let begins = match event {
            Event::MappingStart(..) => Some(Shape::Mapping),
            Event::SequenceStart(..) => Some(Shape::Sequence),
            Event::Scalar(..) | Event::Alias(_) => None,
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                continue;
            }
            Event::DocumentEnd => break,
            _ => continue,
        };
        let key = arrive(open.last_mut(), next.take(), &event, span, wanted);
        if let Some(shape) = begins {
            open.push(Level { shape, key, at: At::Start, count: 0 });
        }
    }
}

/// A mapping or sequence that is not at its end yet.
struct Level {
    shape: Shape,
    /// What is wanted in it; `None` if nothing is.
    key: Option<Key>,
    at: At,
    count: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Mapping,
    Sequence,
}

enum At {
    /// Before a key or an element.
    Start,
    /// Before the value of a key, which may be wanted.
    Value(Option<Key>),
}

/// Which wanted place the node that begins with `event` is, if any.
fn arrive(
    level: Option<&mut Level>,
    root: Option<Key>,
    event: &Event<'_>,
    span: Span,
    wanted: &mut Wanted,
) -> Option<Key> {
    let Some(level) = level else {
        if let Some(root) = root {
            wanted.see(root, shown(event, span));
        }
        return root;
    };
    match (level.shape, &level.at) {
        (Shape::Sequence, _) => {
            let key = level.key.and_then(|key| wanted.child(key, &level.count.to_string()));
            level.count += 1;
            if let Some(key) = key {
                wanted.see(key, shown(event, span));
            }
            key
        }
        (Shape::Mapping, At::Start) => {
            let key = match (level.key, event) {
                (Some(key), Event::Scalar(text, ..)) => wanted.child(key, text),
                _ => None,
            };
            if let Some(key) = key {
                wanted.see(key, shown(event, span));
            }
            level.at = At::Value(key);
            None
        }
        (Shape::Mapping, At::Value(key)) => {
            let key = *key;
            level.at = At::Start;
            key
        }
    }
}

/// What to mark: a scalar whole, of anything longer its beginning.
fn shown(event: &Event<'_>, span: Span) -> Range<usize> {
    let bytes = span.byte_range().unwrap_or_default();
    match event {
        Event::Scalar(..) | Event::Alias(_) => bytes,
        _ => bytes.start..bytes.start + 1,
    }
}
