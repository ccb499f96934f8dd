//! Reduces a document that fails: removes parts while the same class of failure occurs.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use oaspress_random::{places, prune, remove};
use serde_json::Value;

use super::batch::{Batch, Failure};

/// The maximum number of candidates per workspace.
const AT_ONCE: usize = 4;

/// Returns the smallest document found within the time limit.
pub(super) fn shrink(failure: &Failure, root: &Path, jobs: usize, budget: Duration) -> Result<Value> {
    let begun = Instant::now();
    let mut best = failure.document.clone();
    if budget.is_zero() {
        return Ok(best);
    }
    let batch = Batch { root, jobs, commands: Vec::new() };
    let fails = |candidates: &[Value]| -> Result<Option<usize>> {
        let named: Vec<_> = candidates
            .iter()
            .enumerate()
            .map(|(index, document)| (format!("candidate-{index}"), document.clone()))
            .collect();
        Ok(batch.fails(&named, &failure.signature)?.first().copied())
    };
    // Removes whole components and paths before their parts, which is faster.
    for depth in [2, 3, 5, usize::MAX] {
        let mut chunk = units(&best, depth).len().div_ceil(2).max(1);
        loop {
            let mut removed = false;
            let mut skip = 0;
            while begun.elapsed() < budget {
                let candidates = candidates(&best, depth, chunk, skip);
                if candidates.is_empty() {
                    break;
                }
                if let Some(smaller) = fails(&candidates)? {
                    best = candidates[smaller].clone();
                    skip += smaller;
                    removed = true;
                } else {
                    skip += candidates.len();
                }
            }
            if begun.elapsed() >= budget || (chunk == 1 && !removed) {
                break;
            }
            chunk = (chunk / 2).max(1);
        }
    }
    Ok(best)
}

/// Returns the next candidates, each of which lacks a chunk of the units at a depth. Skips the first `skip` chunks.
fn candidates(document: &Value, depth: usize, chunk: usize, skip: usize) -> Vec<Value> {
    let units = units(document, depth);
    let without = |chunk: &[String]| {
        let mut smaller = document.clone();
        // From the end, so that the indices of array items remain valid until they are removed.
        for place in chunk.iter().rev() {
            remove(&mut smaller, place);
        }
        prune(&mut smaller);
        smaller
    };
    units.chunks(chunk).skip(skip).take(AT_ONCE).map(without).filter(|smaller| smaller != document).collect()
}

/// Returns the pointers of removable parts in document order: everything up to this depth that does not contain
/// another unit.
fn units(document: &Value, depth: usize) -> Vec<String> {
    let depth_of = |place: &str| place.matches('/').count();
    let is_needed = |place: &str| matches!(place, "/openapi" | "/swagger" | "/paths") || place.starts_with("/info");
    let mut units: Vec<(String, usize)> = places(document)
        .into_iter()
        .filter(|(place, _)| !is_needed(place))
        .filter(|(place, size)| {
            depth_of(place) == depth || (depth_of(place) < depth && (*size == 1 || depth == usize::MAX))
        })
        .collect();
    if depth != usize::MAX {
        units.sort();
    }
    units.into_iter().map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::candidates;

    #[test]
    fn candidates_lack_one_chunk_each() {
        let document = json!({ "openapi": "3.1.0", "paths": {}, "components": { "schemas": {
            "A": { "type": "string" }, "B": { "type": "array", "items": { "$ref": "#/components/schemas/A" } },
        } } });
        let smaller = candidates(&document, 3, 1, 0);
        assert_eq!(smaller.len(), 2);
        assert_eq!(smaller[0].pointer("/components/schemas"), Some(&json!({ "B": { "type": "array", "items": {} } })));
        assert_eq!(smaller[1].pointer("/components/schemas"), Some(&json!({ "A": { "type": "string" } })));
        assert_eq!(candidates(&document, 3, 2, 1), Vec::<serde_json::Value>::new());
    }
}
