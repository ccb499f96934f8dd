//! Finds the examples of a document, with the schema and the type of each.

use std::collections::BTreeSet;

use oaspress::Understanding;
use oaspress::internals::DocumentTree;
use oaspress::internals::MediaKind;
use oaspress::internals::model::{Content, Presence, SchemaId, Shape, Type};
use oaspress::path::SpecPath;
use serde_json::Value;

#[derive(Debug)]
pub(super) struct Example {
    /// The path of the example.
    pub(super) place: SpecPath,
    /// The path of its schema.
    pub(super) schema: SpecPath,
    /// The type of the schema.
    pub(super) ty: Type,
    /// The value of the example.
    pub(super) value: Value,
}

/// Returns all examples without duplicates.
pub(super) fn examples(understood: &Understanding) -> Vec<Example> {
    let mut collector =
        Collector { tree: DocumentTree::new(&understood.document), seen: BTreeSet::new(), found: Vec::new() };
    for (index, schema) in understood.api.schemas.iter().enumerate() {
        collector.owner(&schema.path, &schema.path, &Type::Named(SchemaId::new(index)));
        if let Shape::Struct(fields) = &schema.shape {
            for property in &fields.properties {
                let nullable = matches!(property.presence, Presence::RequiredNullable | Presence::OptionalNullable);
                let ty = if nullable { Type::Nullable(Box::new(property.ty.clone())) } else { property.ty.clone() };
                collector.owner(&property.path, &property.path, &ty);
            }
        }
    }
    for operation in &understood.api.operations {
        for parameter in operation.parameters.iter().filter(|parameter| parameter.content.is_none()) {
            collector.owner(&parameter.path, &parameter.path.child("schema"), &parameter.ty);
        }
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        let answers = operation.responses.iter().flat_map(|response| &response.contents);
        bodies.chain(answers).for_each(|content| collector.content(content));
    }
    collector.found
}

struct Collector<'a> {
    tree: DocumentTree<'a>,
    seen: BTreeSet<SpecPath>,
    found: Vec<Example>,
}

impl Collector<'_> {
    fn content(&mut self, content: &Content) {
        if content.kind == MediaKind::Json {
            self.owner(&content.path, &content.path.child("schema"), &content.ty);
        }
    }

    /// Collects `example` and `examples` of an object, unless it is a reference.
    fn owner(&mut self, owner: &SpecPath, schema: &SpecPath, ty: &Type) {
        if *ty == Type::Any || *ty == Type::Binary || self.tree.get(schema).is_none() {
            return;
        }
        let Some(object) = self.tree.get(owner).and_then(Value::as_object) else { return };
        let place = owner.child("example");
        if let Some(value) = object.get("example") {
            self.take(place, value.clone(), schema, ty);
        }
        let all = owner.child("examples");
        match object.get("examples") {
            // The array form of JSON Schema.
            Some(Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.take(all.index(index), value.clone(), schema, ty);
                }
            }
            Some(Value::Object(named)) => {
                for name in named.keys() {
                    let Ok(found) = self.tree.follow(&all.child(name)) else { continue };
                    if let Some(value) = found.value.get("value") {
                        self.take(found.path.child("value"), value.clone(), schema, ty);
                    }
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, place: SpecPath, value: Value, schema: &SpecPath, ty: &Type) {
        // Some tools write examples as a string that contains JSON.
        let is_text_of_more = value.as_str().is_some_and(|text| text.trim_start().starts_with(['{', '[']));
        let parsed = value.as_str().filter(|_| is_text_of_more).and_then(|text| serde_json::from_str(text).ok());
        let text = matches!(ty, Type::String);
        let value = if text { value } else { parsed.unwrap_or(value) };
        if self.seen.insert(place.clone()) {
            self.found.push(Example { place, schema: schema.clone(), ty: ty.clone(), value });
        }
    }
}
