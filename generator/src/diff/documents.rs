//! Compares the listings of crates with several documents: each document with itself, by the name of its module.

use std::collections::BTreeSet;

use super::changes::by_severity;
use super::fingerprint::fingerprint;
use super::{Change, Rule, Source, Version, Wire};
use crate::surface::Surface;

/// Returns the changes of the documents of two crates, the worst first.
pub(super) fn changes(old: &Surface, new: &Surface, of_one: impl Fn(&Surface, &Surface) -> Vec<Change>) -> Vec<Change> {
    let modules: BTreeSet<&String> = old.documents.keys().chain(new.documents.keys()).collect();
    let mut changes = Vec::new();
    for module in modules {
        match (old.documents.get(module), new.documents.get(module)) {
            (Some(old), Some(new)) => {
                changes.extend(of_one(old, new).into_iter().map(|change| of_document(module, change)));
            }
            (Some(_), None) => changes.push(whole(module, Rule::DocumentRemoved)),
            (None, _) => changes.push(whole(module, Rule::DocumentAdded)),
        }
    }
    by_severity(&mut changes);
    changes
}

/// Returns a change with the name of the module at everything that it names.
fn of_document(module: &str, change: Change) -> Change {
    let identity = format!("{module} {}", change.identity);
    Change {
        message: format!("{module}: {}", change.message),
        items: change.items.into_iter().map(|item| format!("{module}::{item}")).collect(),
        operations: change.operations.into_iter().map(|operation| format!("{module}: {operation}")).collect(),
        fingerprint: fingerprint(change.rule, &identity, &change.message),
        document: module.to_owned(),
        ..change
    }
}

/// Returns the change that a document is new or gone.
fn whole(module: &str, rule: Rule) -> Change {
    let (message, source, version) = match rule {
        Rule::DocumentRemoved => ("is gone", Source::Breaks, Version::Old),
        _ => ("is new", Source::Added, Version::New),
    };
    let message = format!("the module `{module}` {message}");
    Change {
        fingerprint: fingerprint(rule, module, &message),
        rule,
        message,
        wire: Wire::None,
        sides: Vec::new(),
        source,
        items: vec![module.to_owned()],
        operations: Vec::new(),
        identity: String::new(),
        document: module.to_owned(),
        version,
        help: rule.help().to_owned(),
        accepted: None,
    }
}
