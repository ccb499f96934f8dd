//! Compares the content of a document with the generated crate, and reports what was lost.

use std::collections::{BTreeMap, BTreeSet};

use oaspress::Understanding;
use oaspress::internals::DocumentTree;
use oaspress::internals::model::{Additional, Api, Content, Shape, Struct, Type};
use oaspress::internals::rust::{Crate, EncodeStep, Item, Operation, ParameterPlacement, PathStep};
use oaspress::path::SpecPath;
use serde_json::Value;

use super::raw::Raw;
use super::report::{DocumentFindings, Score};
use super::says::{has_properties, says_something};

/// Scores a document. If no crate was generated, nothing counts as lost, since that is a different failure.
pub(super) fn score(raw: &Raw, understood: Option<&Understanding>, found: &mut DocumentFindings) {
    found.version.clone_from(&raw.version);
    found.named_schemas = raw.named_schemas;
    found.operations.document = raw.operations.len();
    found.parameters.document = raw.parameters();
    found.schemas.document = raw.schemas;
    let Some(understood) = understood else { return };
    let emitted = emitted(&understood.crate_);
    for operation in &raw.operations {
        let Some(parameters) = emitted.get(&operation.name) else {
            found.operations.lost.push(operation.name.clone());
            continue;
        };
        let lost = operation.parameters.iter().filter(|parameter| !parameters.contains(parameter.as_str()));
        found.parameters.lost.extend(lost.map(|parameter| format!("{}: {parameter}", operation.name)));
    }
    let mut losses =
        Losses { tree: DocumentTree::new(&understood.document), api: &understood.api, lost: BTreeSet::new() };
    losses.schemas();
    losses.operations();
    found.schemas = Score { document: raw.schemas, lost: losses.lost.into_iter().collect() };
}

/// Returns the operations of a crate with the parameters that they send.
fn emitted(crate_: &Crate) -> BTreeMap<String, BTreeSet<String>> {
    let items = crate_.modules.iter().flat_map(|module| &module.items);
    let operations =
        items.filter_map(|item| if let Item::Operation(operation) = item { Some(operation) } else { None });
    operations
        .map(|operation| (format!("{} {}", operation.method.as_str(), operation.template), written(operation)))
        .collect()
}

fn written(operation: &Operation) -> BTreeSet<String> {
    let path = operation.path.iter().filter_map(|step| match step {
        PathStep::Parameter { name, .. } => Some(format!("path {name}")),
        PathStep::Literal(_) => None,
    });
    let steps = operation.steps.iter().filter_map(|step| match step {
        EncodeStep::Parameter { placement, name, .. } | EncodeStep::Constant { placement, name, .. } => {
            let place = match placement {
                ParameterPlacement::Query => "query",
                // An idempotency key is a header, even if the client generates it.
                ParameterPlacement::Header | ParameterPlacement::SecretHeader | ParameterPlacement::IdempotencyKey => {
                    "header"
                }
                ParameterPlacement::Cookie => "cookie",
            };
            Some(format!("{place} {name}"))
        }
        EncodeStep::Query { name, .. } => Some(format!("querystring {name}")),
        EncodeStep::Body(_) => None,
    });
    path.chain(steps).collect()
}

/// The paths whose types are less specific than the document.
struct Losses<'a> {
    tree: DocumentTree<'a>,
    api: &'a Api,
    lost: BTreeSet<String>,
}

impl Losses<'_> {
    fn schemas(&mut self) {
        for schema in &self.api.schemas {
            match &schema.shape {
                Shape::Alias(ty) => self.compare(ty, &schema.path),
                Shape::Struct(fields) => self.fields(fields, &schema.path),
                Shape::Union(union) => {
                    for variant in &union.variants {
                        self.compare(&variant.ty, &variant.path);
                    }
                }
                Shape::Enumeration(_) | Shape::CheckedString(_) => {}
            }
        }
    }

    fn fields(&mut self, fields: &Struct, path: &SpecPath) {
        // Skips fields for undeclared names in `required`: their path is the one of the object.
        for property in fields.properties.iter().filter(|property| property.path != *path) {
            self.compare(&property.ty, &property.path);
        }
        if let Additional::Kept(ty) = &fields.additional {
            self.compare(ty, &path.child("additionalProperties"));
        }
        let kept: BTreeSet<&str> = fields.properties.iter().map(|property| property.name.as_str()).collect();
        let Ok(found) = self.tree.follow(path) else { return };
        let written = found.value.get("properties").and_then(Value::as_object);
        let properties = found.path.child("properties");
        for name in written.iter().flat_map(|written| written.keys()).filter(|name| !kept.contains(name.as_str())) {
            self.lost.insert(format!("{} is not a field", properties.child(name)));
        }
    }

    fn operations(&mut self) {
        for operation in &self.api.operations {
            for parameter in operation.parameters.iter().filter(|parameter| parameter.content.is_none()) {
                self.compare(&parameter.ty, &parameter.path.child("schema"));
            }
            let bodies = operation.body.iter().flat_map(|body| &body.contents);
            let answers = operation.responses.iter().flat_map(|response| &response.contents);
            for content in bodies.chain(answers) {
                self.content(content);
            }
        }
    }

    fn content(&mut self, content: &Content) {
        self.compare(&content.ty, &content.path.child("schema"));
    }

    /// Records a path whose type is any value or any object, although the schema is more specific.
    fn compare(&mut self, ty: &Type, path: &SpecPath) {
        let inner = |key| self.tree.follow(path).ok().map(|found| found.path.child(key));
        match ty {
            Type::Any if says_something(&self.tree, path) => {
                self.lost.insert(format!("{path} is any value"));
            }
            Type::Object if has_properties(&self.tree, path) => {
                self.lost.insert(format!("{path} is any object"));
            }
            Type::Nullable(ty) => self.compare(ty, path),
            Type::Array(ty) => {
                if let Some(path) = inner("items") {
                    self.compare(ty, &path);
                }
            }
            Type::Tuple(items) => {
                let Some(owner) = inner("prefixItems") else { return };
                for (index, ty) in items.iter().enumerate() {
                    self.compare(ty, &owner.index(index));
                }
            }
            Type::Map(ty) => {
                if let Some(path) = inner("additionalProperties") {
                    self.compare(ty, &path);
                }
            }
            _ => {}
        }
    }
}
