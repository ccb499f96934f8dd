//! Generates valid OpenAPI documents from a grammar: every version, every kind of component, parameter and body, and
//! names that collide with Rust, with the generated crate and with each other. It uses no code of the generator.

mod bodies;
mod draft;
mod models;
mod names;
mod operations;
mod parameters;
mod prune;
mod responses;
mod scalars;
mod schemas;
mod security;
mod servers;
mod swagger;
mod texts;
mod unions;
mod words;

use oaspress_mutate::Choices;
use serde_json::{Map, Value, json};

use draft::Draft;

pub use draft::{Size, Version};
pub use prune::{places, prune, remove};

/// Writes the document of a seed. The seed determines the version.
#[must_use]
pub fn seeded(seed: u64, size: Size) -> Value {
    let mut choices = Choices::seeded(seed);
    let version = [Version::V20, Version::V30, Version::V31, Version::V32][choices.below(4)];
    document(&mut choices, version, size)
}

/// Writes a document. The same choices write the same document.
#[must_use]
pub fn document(choices: &mut Choices<'_>, version: Version, size: Size) -> Value {
    let mut draft = Draft::new(choices, version, size);
    if version == Version::V20 {
        return swagger::document(&mut draft);
    }
    let mut document = Map::new();
    document.insert("openapi".to_owned(), json!(version.text()));
    document.insert("info".to_owned(), info(&mut draft));
    if draft.chance(80) {
        document.insert("servers".to_owned(), servers::servers(&mut draft));
    }
    let tags = operations::tags(&mut draft);
    let components = components(&mut draft);
    let paths = operations::paths(&mut draft, &tags);
    document.insert("paths".to_owned(), paths);
    if version >= Version::V31 && draft.chance(50) {
        document.insert("webhooks".to_owned(), operations::webhooks(&mut draft, &tags));
    }
    if !draft.schemes.is_empty() && draft.chance(70) {
        document.insert("security".to_owned(), security::requirements(&mut draft));
    }
    document.insert("tags".to_owned(), Value::Array(tags.into_iter().map(|tag| tag.object).collect()));
    document.insert("components".to_owned(), components);
    Value::Object(document)
}

fn info(draft: &mut Draft<'_, '_>) -> Value {
    let mut info = Map::new();
    info.insert("title".to_owned(), json!(draft.text_line()));
    info.insert("version".to_owned(), json!("1.0"));
    draft.describe(&mut info, 50);
    Value::Object(info)
}

/// Writes all components. Their names are chosen first, so that every component can refer to any other one.
fn components(draft: &mut Draft<'_, '_>) -> Value {
    draft.name_components();
    let mut components = Map::new();
    components.insert("schemas".to_owned(), models::all(draft));
    components.insert("headers".to_owned(), responses::header_components(draft));
    components.insert("parameters".to_owned(), parameters::components(draft));
    components.insert("requestBodies".to_owned(), bodies::components(draft));
    components.insert("responses".to_owned(), responses::components(draft));
    components.insert("securitySchemes".to_owned(), security::schemes(draft));
    components.retain(|_, members| members.as_object().is_some_and(|members| !members.is_empty()));
    Value::Object(components)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Size, seeded};

    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
                members.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn the_same_seed_writes_the_same_document() {
        assert_eq!(seeded(11, Size::Small), seeded(11, Size::Small));
        assert_ne!(seeded(11, Size::Small), seeded(12, Size::Small));
    }

    #[test]
    fn every_version_is_written_and_every_reference_resolves() {
        let mut versions = std::collections::BTreeSet::new();
        for seed in 0..60 {
            let document = seeded(seed, Size::of_seed(seed));
            versions.extend(document.get("openapi").or(document.get("swagger")).map(ToString::to_string));
            let mut found = Vec::new();
            references(&document, &mut found);
            for reference in found {
                let pointer = reference.strip_prefix('#').unwrap_or("none");
                assert!(document.pointer(pointer).is_some(), "seed {seed}: `{reference}` leads nowhere");
            }
        }
        assert_eq!(versions.len(), 4, "{versions:?}");
    }

    #[test]
    fn large_documents_are_large() {
        let document = seeded(4, Size::of_seed(4));
        let schemas = document.pointer("/components/schemas").or(document.pointer("/definitions"));
        assert!(schemas.and_then(Value::as_object).is_some_and(|schemas| schemas.len() >= 50));
    }
}
