//! Derives, implementations, features and deprecations.

use std::collections::BTreeSet;

use super::super::findings::Findings;
use super::super::identity::{anchor, is_within};
use super::super::matching::Pairs;
use super::super::signature::with_names;
use super::super::{Rule, Source, Version};
use crate::surface::{Item, ItemKind};

/// The marks that name traits.
const IMPLS: [&str; 3] = ["derive", "impl", "from"];

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    let offered = pairs.new.items.iter().filter(|item| item.kind == ItemKind::Feature);
    let offered: BTreeSet<&str> = offered.map(|item| item.path.as_str()).collect();
    for (old, new) in pairs.both.iter().filter(|(old, new)| old.marks != new.marks && old.kind == new.kind) {
        implementations(pairs, old, new, findings);
        features(&offered, old, new, findings);
        for other in new.in_documents().filter(|one| !old.in_documents().any(|before| before == *one)) {
            let message = format!("`{}` is the same type as `{other}`", new.path);
            findings.source(Rule::ModelJoined, (Version::New, anchor(new)), Source::Breaks, (&new.path, message));
        }
        for other in old.in_documents().filter(|one| !new.in_documents().any(|now| now == *one)) {
            let message = format!("`{}` is not the same type as `{other}` any more", new.path);
            findings.source(Rule::ModelSeparated, (Version::New, anchor(new)), Source::Breaks, (&new.path, message));
        }
        if !old.is_marked("deprecated") && new.is_marked("deprecated") {
            let rule = if old.kind == ItemKind::Struct && old.path.starts_with("operations::") {
                Rule::OperationDeprecated
            } else {
                Rule::Deprecated
            };
            let message = format!("`{}` is deprecated", new.path);
            findings.source(rule, (Version::New, anchor(new)), Source::Added, (&new.path, message));
        }
    }
}

fn implementations(pairs: &Pairs<'_>, old: &Item, new: &Item, findings: &mut Findings) {
    let listed = |item: &Item, is_old: bool| -> Vec<String> {
        let marks = IMPLS.iter().flat_map(|mark| {
            let traits =
                item.marked(mark).map(|ty| if *mark == "from" { format!("From<{ty}>") } else { ty.to_owned() });
            traits.collect::<Vec<_>>()
        });
        let marks = marks.map(|one| if is_old { with_names(&one, &pairs.names) } else { one });
        let mut marks: Vec<String> = marks.collect();
        // `integers` of a checked string.
        marks.extend(item.is_marked("integers").then(|| "TryFrom<i64>".to_owned()));
        // The methods of conditional reads, whose names a parameter can take.
        marks.extend(item.marked("options").any(|kind| kind == "conditional").then(|| "if_none_match".to_owned()));
        marks
    };
    let (before, now) = (listed(old, true), listed(new, false));
    let place = (Version::New, anchor(new));
    // A conversion belongs to its variant, a default goes with a required argument, and `.await` with the method `send`.
    let is_explained = findings.breaks(|identity| !identity.is_empty() && is_within(identity, anchor(new)));
    for lost in before.iter().filter(|one| !now.contains(one)) {
        if is_explained && (["Default", "IntoFuture"].contains(&lost.as_str()) || lost.starts_with("From<")) {
            continue;
        }
        let message = format!("`{}` does not implement `{lost}` any more", new.path);
        findings.source(Rule::ImplRemoved, place, Source::Breaks, (&new.path, message));
    }
    for gained in now.iter().filter(|one| !before.contains(one)) {
        if gained.starts_with("From<") {
            continue;
        }
        let message = format!("`{}` implements `{gained}`", new.path);
        findings.source(Rule::ImplAdded, place, Source::Added, (&new.path, message));
    }
}

/// Compares the features of which any one enables an item. `offered` are the features of the new crate.
fn features(offered: &BTreeSet<&str>, old: &Item, new: &Item, findings: &mut Findings) {
    let of = |item: &Item| item.marked("feature").map(str::to_owned).collect::<Vec<_>>();
    let (before, now) = (of(old), of(new));
    // A group that has another name has another feature; so have its operations.
    if before == now || old.parent() != new.parent() || matches!(old.kind, ItemKind::Begin) {
        return;
    }
    // A feature that is gone is reported itself.
    let is_lost = |feature: &String| !now.contains(feature) && offered.contains(feature.as_str());
    let needs = before.is_empty() || before.iter().any(is_lost);
    if needs && !now.is_empty() && old.path.starts_with("models::") {
        let words = if now.len() == 1 { "the feature" } else { "one of the features" };
        let message = format!("`{}` needs {words} `{}`", new.path, now.join("`, `"));
        findings.source(Rule::FeatureChanged, (Version::New, anchor(new)), Source::Added, (&new.path, message));
    }
}
