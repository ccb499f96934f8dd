//! `discriminator`: its property, its mapping, and the schemas that the mapping leads to.

use openapiv3::Discriminator as TypedDiscriminator;

use crate::analyze::context::Context;
use crate::analyze::node;
use crate::diag::{Code, Diagnostic};
use crate::keywords::Kind;
use crate::nearest::nearest;
use crate::path::SpecPath;
use crate::resolve::Tree;

use super::draft::Discriminator;

/// Reads the `discriminator` of the schema at `path`, without variants.
pub(super) fn read(cx: &mut Context<'_>, path: &SpecPath) -> Option<Discriminator> {
    let place = path.child("discriminator");
    let value = cx.tree.get(&place)?;
    let node = match node::read::<TypedDiscriminator>(&cx.tree, Kind::Discriminator, &place, value) {
        Ok(node) => node,
        Err(error) => {
            cx.report_unreadable(Code::Discriminator, &place, "this discriminator", &error);
            return None;
        }
    };
    let mut mapping = Vec::new();
    for (value, target) in &node.typed.mapping {
        let at = place.child("mapping").child(value);
        mapping.extend(mapped(cx, &at, target).map(|target| (value.clone(), target)));
    }
    let default = cx.tree.get(&place).and_then(|value| value.get("defaultMapping")?.as_str()).map(str::to_owned);
    let otherwise = default.and_then(|target| mapped(cx, &place.child("defaultMapping"), &target));
    let property = node.typed.property_name;
    Some(Discriminator { path: place, property, mapping, otherwise, variants: Vec::new(), aliases: Vec::new() })
}

/// Where the schema stands that an entry of `mapping` names: by reference, or by the name of a component.
fn mapped(cx: &mut Context<'_>, at: &SpecPath, target: &str) -> Option<SpecPath> {
    let schemas = SpecPath::root().child("components").child("schemas");
    let by_name = schemas.child(target);
    if cx.tree.get(&by_name).is_some() {
        return Some(cx.tree.follow(&by_name).map_or(by_name, |found| found.path));
    }
    let found = cx.tree.target(at, target).and_then(|found| cx.tree.follow(&found.path));
    if let Ok(found) = found {
        return Some(found.path);
    }
    let components = cx.drafts.iter().filter(|draft| draft.component).filter_map(|draft| draft.path.last());
    let names: Vec<String> = components.map(std::borrow::Cow::into_owned).collect();
    let wanted = target.rsplit('/').next().unwrap_or(target);
    let help = nearest(wanted, names.iter().map(String::as_str))
        .map(|name| format!("did you mean `{name}`?"))
        .unwrap_or_default();
    cx.report_once(
        Diagnostic::new(Code::Discriminator, at, format!("`{target}` is no schema of this document")).help(help),
    );
    None
}

/// Returns the name of the component that an alternative refers to, if that refers to another place in turn.
pub(super) fn alias(cx: &Context<'_>, at: &SpecPath, real: &SpecPath) -> Option<String> {
    let reference = Tree::reference(cx.tree.get(at)?)?;
    let target = cx.tree.target(at, reference).ok()?.path;
    (target != *real).then(|| target.last().map(std::borrow::Cow::into_owned))?
}
