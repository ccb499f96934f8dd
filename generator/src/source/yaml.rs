//! Locates keys and elements in a YAML text. It knows no other syntax.

use std::ops::Range;

use granit_parser::{Event, Options, Parser, Span};

use super::locator::{Key, Locator};

/// Records the locations of the requested keys and elements, up to the first syntax error.
///
/// The contents of an alias are not visited: its own location is the better one to show.
pub(super) fn scan(text: &str, locator: &mut Locator) {
    // The loader's parser has the same setting.
    let mut options = Options::default();
    options.bom_inside_document_as_content = true;
    let mut open: Vec<Level> = Vec::new();
    let mut next = Some(Locator::ROOT);
    for (event, span) in Parser::new_from_str_with_options(text, options).map_while(Result::ok) {
        let begins = match event {
            Event::MappingStart(..) => Some(Container::Mapping),
            Event::SequenceStart(..) => Some(Container::Sequence),
            Event::Scalar(..) | Event::Alias(_) => None,
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                continue;
            }
            Event::DocumentEnd => break,
            _ => continue,
        };
        let key = arrive(open.last_mut(), next.take(), &event, span, locator);
        if let Some(container) = begins {
            open.push(Level { container, key, at: At::Start, count: 0 });
        }
    }
}

/// A mapping or sequence that is still open.
struct Level {
    container: Container,
    /// The requested place of it; `None` if nothing within it is requested.
    key: Option<Key>,
    at: At,
    count: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Mapping,
    Sequence,
}

enum At {
    /// Before a key or an element.
    Start,
    /// Before the value of a key, which may be requested.
    Value(Option<Key>),
}

/// Returns the requested place of the node that begins with `event`.
fn arrive(
    level: Option<&mut Level>,
    root: Option<Key>,
    event: &Event<'_>,
    span: Span,
    locator: &mut Locator,
) -> Option<Key> {
    let Some(level) = level else {
        if let Some(root) = root {
            locator.see(root, shown(event, span));
        }
        return root;
    };
    match (level.container, &level.at) {
        (Container::Sequence, _) => {
            let key = level.key.and_then(|key| locator.child(key, &level.count.to_string()));
            level.count += 1;
            if let Some(key) = key {
                locator.see(key, shown(event, span));
            }
            key
        }
        (Container::Mapping, At::Start) => {
            let key = match (level.key, event) {
                (Some(key), Event::Scalar(text, ..)) => locator.child(key, text),
                _ => None,
            };
            if let Some(key) = key {
                locator.see(key, shown(event, span));
            }
            level.at = At::Value(key);
            None
        }
        (Container::Mapping, At::Value(key)) => {
            let key = *key;
            level.at = At::Start;
            key
        }
    }
}

/// Returns the range to mark: a whole scalar, or the first byte of a longer node.
fn shown(event: &Event<'_>, span: Span) -> Range<usize> {
    let bytes = span.byte_range().unwrap_or_default();
    match event {
        Event::Scalar(..) | Event::Alias(_) => bytes,
        _ => bytes.start..bytes.start + 1,
    }
}
