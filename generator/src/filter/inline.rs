//! Replaces references into removed operations with their targets.

use serde_json::Value;

use crate::path::{DocumentId, SpecPath};
use crate::source_map::SourceMap;

/// The maximum number of rounds. A copy may refer to other removed operations or to itself. References that remain are
/// dangling.
const ROUNDS: usize = 8;

/// Replaces dangling references with their targets in `original`. Returns where the copies are written.
pub(super) fn inline(document: &mut Value, original: &Value) -> SourceMap {
    let mut parts = Vec::new();
    for _ in 0..ROUNDS {
        let lost = lost(document, original);
        if lost.is_empty() {
            break;
        }
        for (place, target) in lost {
            let copy = original.pointer(target.pointer()).cloned();
            if let (Some(copy), Some(node)) = (copy, document.pointer_mut(place.pointer())) {
                *node = copy;
                parts.push((place, target));
            }
        }
    }
    SourceMap::of_files(parts, [])
}

/// Returns the references whose targets exist only in the original.
fn lost(document: &Value, original: &Value) -> Vec<(SpecPath, SpecPath)> {
    let mut lost = Vec::new();
    let mut open = vec![(SpecPath::root(), document)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                let target = members.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/"));
                let target = target.and_then(|rest| SpecPath::parse(DocumentId::ROOT, &format!("/{rest}")));
                if let Some(target) = target {
                    let is_lost = document.pointer(target.pointer()).is_none();
                    if is_lost && original.pointer(target.pointer()).is_some() {
                        lost.push((place, target));
                        continue;
                    }
                }
                open.extend(
                    members.iter().filter(|(_, value)| is_deep(value)).map(|(key, value)| (place.child(key), value)),
                );
            }
            Value::Array(items) => {
                let items = items.iter().enumerate().filter(|(_, value)| is_deep(value));
                open.extend(items.map(|(index, value)| (place.index(index), value)));
            }
            _ => {}
        }
    }
    lost
}

fn is_deep(value: &Value) -> bool {
    value.is_object() || value.is_array()
}
