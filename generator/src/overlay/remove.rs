//! `remove`: removes the selected nodes from their objects and arrays.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{PathStep, Target, node};

/// Removes the nodes at `paths`, none of which is the root.
///
/// All indices refer to the state before the call, so the elements of an array are removed together.
pub(super) fn remove(target: &mut Target, paths: &[Vec<PathStep>]) {
    let mut by_parent: BTreeMap<&[PathStep], Vec<&PathStep>> = BTreeMap::new();
    for (last, parent) in paths.iter().filter_map(|path| path.split_last()) {
        by_parent.entry(parent).or_default().push(last);
    }
    // Inner nodes are first, since removing an outer one would change the indices in their paths.
    let mut parents: Vec<(&[PathStep], Vec<&PathStep>)> = by_parent.into_iter().collect();
    parents.sort_by_key(|(parent, _)| std::cmp::Reverse(parent.len()));
    for (parent, steps) in parents {
        let written = target.origins.at(parent).origin_or(&super::pointer(parent));
        match node(&mut target.document, parent) {
            Some(Value::Object(members)) => {
                let origins = target.origins.at_mut(parent);
                let removed: BTreeSet<String> = steps.into_iter().map(PathStep::token).collect();
                // Many actions can remove a member each. Moving the later members is faster than looking at all of them.
                match removed.first().filter(|_| removed.len() == 1) {
                    Some(token) => drop(members.shift_remove(token)),
                    None => members.retain(|key, _| !removed.contains(key)),
                }
                for token in &removed {
                    origins.remove_member(token);
                }
            }
            Some(Value::Array(elements)) => {
                let index = |step: &&PathStep| match step {
                    PathStep::Index(index) => Some(*index),
                    PathStep::Key(_) => None,
                };
                let removed: BTreeSet<usize> = steps.iter().filter_map(index).collect();
                target.origins.at_mut(parent).remove_elements(&removed, elements.len(), &written);
                let mut index = 0..;
                elements.retain(|_| index.next().is_none_or(|index| !removed.contains(&index)));
            }
            _ => {}
        }
    }
}
