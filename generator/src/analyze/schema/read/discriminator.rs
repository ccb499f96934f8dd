//! Reads `discriminator`: its property, its mapping, and the schemas that the mapping refers to.

use openapiv3::Discriminator as TypedDiscriminator;
use serde_json::{Map, Value};

use crate::analyze::document::Document;
use crate::analyze::findings::Findings;
use crate::analyze::node;
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::path::SpecPath;

/// The contents of a `discriminator`.
#[derive(Debug, Clone)]
pub(in crate::analyze) struct Discriminator {
    /// The place of the `discriminator`.
    pub(in crate::analyze) path: SpecPath,
    /// `propertyName`.
    pub(in crate::analyze) property: String,
    /// `mapping`: each value with the place of its schema.
    pub(in crate::analyze) mapping: Vec<(String, SpecPath)>,
    /// `defaultMapping`: the place of the schema for all other values.
    pub(in crate::analyze) otherwise: Option<SpecPath>,
    /// The places of the alternatives after all references, with the index of the variant of each.
    pub(in crate::analyze) variants: Vec<(SpecPath, usize)>,
    /// The names of components that the alternatives refer to, if those are references in turn, with the index of the
    /// variant.
    pub(in crate::analyze) aliases: Vec<(String, usize)>,
}

/// Reads the `discriminator` of the schema at `path`. The variants are added later.
pub(in crate::analyze::schema) fn read(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    path: &SpecPath,
) -> Option<Discriminator> {
    let place = path.child("discriminator");
    let value = document.tree.get(&place)?;
    let node = match node::read::<TypedDiscriminator>(&document.tree, ObjectKind::Discriminator, &place, value) {
        Ok(node) => node,
        Err(error) => {
            findings.report_unreadable(Code::Discriminator, &place, "this discriminator", &error);
            return None;
        }
    };
    let mut mapping = Vec::new();
    for (value, target) in &node.typed.mapping {
        let at = place.child("mapping").child(value);
        mapping.extend(mapped(document, findings, &at, target).map(|target| (value.clone(), target)));
    }
    let default = document.tree.get(&place).and_then(|value| value.get("defaultMapping")?.as_str()).map(str::to_owned);
    let otherwise = default.and_then(|target| mapped(document, findings, &place.child("defaultMapping"), &target));
    let property = node.typed.property_name;
    Some(Discriminator { path: place, property, mapping, otherwise, variants: Vec::new(), aliases: Vec::new() })
}

/// Returns the place of the schema that an entry of `mapping` refers to, by reference or by the name of a component.
fn mapped(document: &Document<'_>, findings: &mut Findings<'_>, at: &SpecPath, target: &str) -> Option<SpecPath> {
    let schemas = SpecPath::root().child("components").child("schemas");
    let by_name = schemas.child(target);
    if document.tree.get(&by_name).is_some() {
        return Some(document.tree.follow(&by_name).map_or(by_name, |found| found.path));
    }
    let found = document.tree.target(at, target).and_then(|found| document.tree.follow(&found.path));
    if let Ok(found) = found {
        return Some(found.path);
    }
    let components = document.tree.get(&schemas).and_then(Value::as_object);
    let names = components.into_iter().flat_map(Map::keys).map(String::as_str);
    let wanted = target.rsplit('/').next().unwrap_or(target);
    let help = document
        .tree
        .nearest_of(wanted, components.map_or(0, Map::len), names)
        .map(|name| format!("did you mean `{name}`?"))
        .unwrap_or_default();
    findings.report_once(
        Diagnostic::new(Code::Discriminator, at, format!("`{target}` is not a schema of this document")).help(help),
    );
    None
}

/// Returns the name of the component that an alternative refers to, if the component is a reference in turn.
pub(in crate::analyze::schema) fn alias(document: &Document<'_>, at: &SpecPath, real: &SpecPath) -> Option<String> {
    let target = document.tree.steps(at).nth(1)?;
    (target != *real).then(|| target.last().map(std::borrow::Cow::into_owned))?
}
