//! Compares which models of a document are one type. Which of them defines it makes no difference: literals, patterns and paths of
//! variants compile through an alias. The versioning policy does not promise that two positions have one type, or two, so few programs
//! depend on it.

use std::collections::BTreeMap;

use super::super::findings::Findings;
use super::super::identity::anchor;
use super::super::matching::Pairs;
use super::super::{Rule, Source, Version};
use crate::surface::{Item, ItemKind};

/// The old and the new item of a model.
type Model<'a> = (&'a Item, &'a Item);

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    let models: Vec<Model<'_>> =
        pairs.both.iter().copied().filter(|(old, new)| is_model(old) && is_model(new)).collect();
    for (model, rest) in divided(&models, |(_, new)| owner(new), |(old, _)| owner(old)) {
        let message = format!("`{}` is the same type as `{}`", model.1.path, rest.1.path);
        report(findings, Rule::ModelJoined, model.1, message);
    }
    for (model, rest) in divided(&models, |(old, _)| owner(old), |(_, new)| owner(new)) {
        let message = format!("`{}` is not the same type as `{}` any more", model.1.path, rest.1.path);
        report(findings, Rule::ModelSeparated, model.1, message);
    }
}

fn report(findings: &mut Findings, rule: Rule, model: &Item, message: String) {
    findings.source(rule, (Version::New, anchor(model)), Source::Inference, (&model.path, message));
}

fn is_model(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Struct | ItemKind::Enum) && item.parent() == "models"
}

/// Returns the path of the model that defines the type.
fn owner(item: &Item) -> &str {
    item.shared().unwrap_or(&item.path)
}

/// Returns the models that are in one class by `whole`, but not in the largest part of the class by `part`, each with a model of the
/// largest part.
fn divided<'a>(
    models: &[Model<'a>],
    whole: impl Fn(&Model<'a>) -> &'a str,
    part: impl Fn(&Model<'a>) -> &'a str,
) -> Vec<(Model<'a>, Model<'a>)> {
    let mut classes: BTreeMap<&str, BTreeMap<&str, Vec<Model<'a>>>> = BTreeMap::new();
    for model in models {
        classes.entry(whole(model)).or_default().entry(part(model)).or_default().push(*model);
    }
    let mut found = Vec::new();
    for parts in classes.values().filter(|parts| parts.len() > 1) {
        let largest = parts.iter().rev().max_by_key(|(_, part)| part.len());
        let Some((name, first)) = largest.and_then(|(name, part)| Some((name, *part.first()?))) else { continue };
        let others = parts.iter().filter(|(other, _)| *other != name);
        found.extend(others.flat_map(|(_, part)| part).map(|model| (*model, first)));
    }
    found
}
