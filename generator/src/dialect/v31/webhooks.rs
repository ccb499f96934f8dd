//! Rewrites webhooks, the requests that the server sends. Their payloads are combined in one component named `Webhook`,
//! a union of all payloads. A keyword of the document lists the payload of each webhook.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dialect::Rewritten;
use crate::method;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// The keywords for webhooks: that of 3.1, and the extension for documents of 3.0.
const KEYWORDS: [&str; 2] = ["webhooks", "x-webhooks"];

/// The names for the component. The first unused one is chosen.
const NAMES: [&str; 3] = ["Webhook", "WebhookPayload", "WebhookRequestPayload"];

pub(super) fn rewrite(rewritten: &mut Rewritten, diagnostics: &mut Diagnostics) {
    let found = payloads(&rewritten.document, diagnostics);
    let Some(keyword) = KEYWORDS.into_iter().find(|keyword| rewritten.document.get(*keyword).is_some()) else { return };
    let found: Vec<(String, SpecPath)> =
        found.into_iter().map(|(name, schema)| (name.clone(), component(rewritten, &name, schema))).collect();
    if found.is_empty() {
        return;
    }
    let Some(root) = rewritten.document.as_object_mut() else { return };
    let Some(schemas) = object(root, "components").and_then(|components| object(components, "schemas")) else { return };
    let Some(name) = NAMES.into_iter().find(|name| !schemas.contains_key(*name)) else {
        let message = format!("webhooks are ignored: the components {} already exist", NAMES.join(", "));
        let clash = Diagnostic::new(Code::NameClash, &SpecPath::root().child(keyword), message);
        let taken = NAMES.iter().map(|name| SpecPath::root().child("components").child("schemas").child(name));
        let clash = taken.fold(clash, |clash, place| clash.related(&place, "this component"));
        diagnostics.push(clash.help("rename one of these components"));
        return;
    };
    let mut indices: HashMap<&SpecPath, usize> = HashMap::new();
    let mut one_of: Vec<Value> = Vec::new();
    let mut names = Map::new();
    for (webhook, schema) in &found {
        let index = *indices.entry(schema).or_insert(one_of.len());
        if index == one_of.len() {
            one_of.push(json!({ "$ref": schema.to_string() }));
        }
        names.entry(webhook.clone()).or_insert_with(|| index.into());
    }
    schemas.insert(name.to_owned(), json!({ "oneOf": one_of }));
    root.insert("x-oaspress-webhooks".to_owned(), json!({ "component": name, "payloads": names }));
    let union = component_place(name);
    // An alternative has the place of the first webhook with this payload.
    let mut placed: HashSet<usize> = HashSet::new();
    for (webhook, schema) in &found {
        if let Some(index) = indices.get(schema).copied().filter(|index| placed.insert(*index)) {
            let place = place_of(&rewritten.document, webhook);
            rewritten.source_map.derived(&union.child("oneOf").index(index), &place);
        }
    }
    rewritten.source_map.derived(&union, &SpecPath::root().child(keyword));
}

/// Returns the place of a webhook.
fn place_of(document: &Value, webhook: &str) -> SpecPath {
    let has_webhook = |keyword: &&str| document.get(*keyword).is_some_and(|webhooks| webhooks.get(webhook).is_some());
    let keyword = KEYWORDS.into_iter().find(has_webhook).unwrap_or(KEYWORDS[0]);
    SpecPath::root().child(keyword).child(webhook)
}

/// Returns the place of the component for the schema of a payload. An inline schema becomes a component that is named
/// after its webhook.
fn component(rewritten: &mut Rewritten, webhook: &str, schema: SpecPath) -> SpecPath {
    if schema.pointer().starts_with("/components/schemas/") {
        return schema;
    }
    let Some(taken) = rewritten.document.pointer_mut(schema.pointer()).map(Value::take) else { return schema };
    let schemas = rewritten.document.as_object_mut().and_then(|root| object(object(root, "components")?, "schemas"));
    let names = [webhook.to_owned(), format!("{webhook} webhook"), format!("{webhook} webhook payload")];
    let free = schemas.and_then(|schemas| {
        let name = names.into_iter().find(|name| !schemas.contains_key(name))?;
        Some((schemas, name))
    });
    let (left, place) = match free {
        Some((schemas, name)) => {
            let place = component_place(&name);
            schemas.insert(name, taken);
            rewritten.source_map.moved(&schema, &place);
            (json!({ "$ref": place.to_string() }), place)
        }
        None => (taken, schema.clone()),
    };
    if let Some(slot) = rewritten.document.pointer_mut(schema.pointer()) {
        *slot = left;
    }
    place
}

fn component_place(name: &str) -> SpecPath {
    SpecPath::root().child("components").child("schemas").child(name)
}

fn object<'a>(of: &'a mut Map<String, Value>, key: &str) -> Option<&'a mut Map<String, Value>> {
    of.entry(key.to_owned()).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
}

/// Returns the webhooks with a JSON body, in document order, and the place of the schema of that body.
fn payloads(document: &Value, diagnostics: &mut Diagnostics) -> Vec<(String, SpecPath)> {
    let mut found = Vec::new();
    for keyword in KEYWORDS {
        let Some(webhooks) = document.get(keyword).and_then(Value::as_object) else { continue };
        for name in webhooks.keys() {
            let place = SpecPath::root().child(keyword).child(name);
            let item = followed(document, place.clone());
            let mut schemas = operations(document, &item).into_iter().flat_map(|place| bodies(document, &place));
            let unused = |place: &SpecPath, message: String| Diagnostic::new(Code::Unused, place, message);
            if let Some(schema) = schemas.next() {
                found.push((name.clone(), schema));
            } else {
                let message = format!("the webhook `{name}` has no JSON body; it is ignored");
                diagnostics.push(unused(&place, message).help("declare a schema for its body, if it has one"));
            }
            if let Some(other) = schemas.find(|other| found.last().is_some_and(|(_, schema)| schema != other)) {
                let message = format!("the webhook `{name}` has a second body, which is ignored");
                diagnostics.push(unused(&other, message).help("only one body per webhook is supported"));
            }
        }
    }
    found
}

/// Returns the possible places of the operations of a path. Those that usually have a body come first.
fn operations(document: &Value, item: &SpecPath) -> Vec<SpecPath> {
    let additional = item.child("additionalOperations");
    let others = at(document, &additional).and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let others = others.map(|method| additional.child(method));
    method::keywords_by_body().into_iter().map(|method| item.child(method)).chain(others).collect()
}

/// Returns the places of the schemas of an operation's JSON bodies. References to components are followed.
fn bodies(document: &Value, operation: &SpecPath) -> Vec<SpecPath> {
    let content = followed(document, operation.child("requestBody")).child("content");
    let types = at(document, &content).and_then(Value::as_object);
    let names = types.into_iter().flat_map(Map::keys);
    names
        .filter(|name| name.contains("json") || name.as_str() == "*/*")
        .map(|name| followed(document, content.child(name)).child("schema"))
        .filter(|schema| at(document, schema).is_some_and(Value::is_object))
        .map(|schema| followed(document, schema))
        .collect()
}

/// Returns the final target of the references at a place, as long as they have no siblings.
fn followed(document: &Value, place: SpecPath) -> SpecPath {
    let is_reference = |place: &SpecPath| {
        let value = at(document, place).filter(|value| DocumentTree::reference(value).is_some());
        value.and_then(Value::as_object).is_some_and(|members| members.len() == 1)
    };
    let tree = DocumentTree::new(document);
    let found = tree.steps(&place).find(|place| !is_reference(place));
    found.unwrap_or(place)
}

fn at<'a>(document: &'a Value, place: &SpecPath) -> Option<&'a Value> {
    document.pointer(place.pointer())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::dialect::v31::tests::document;
    use crate::path::{DocumentId, SpecPath};

    fn webhook(schema: &Value) -> Value {
        json!({ "post": { "requestBody": { "content": { "application/json": { "schema": schema } } } } })
    }

    #[test]
    fn payloads_become_a_union_and_each_webhook_has_one() {
        let pet = webhook(&json!({ "$ref": "#/components/schemas/Pet" }));
        let written = json!({
            "openapi": "3.1.0",
            "webhooks": { "made": pet, "changed": pet, "gone": webhook(&json!({ "type": "object" })), "silent": { "post": {} } },
            "components": { "schemas": { "Pet": { "type": "object" } } },
        });
        let (rewritten, _) = document(&written);
        let gone = "#/components/schemas/gone";
        let union = &rewritten.document["components"]["schemas"]["Webhook"]["oneOf"];
        assert_eq!(*union, json!([{ "$ref": "#/components/schemas/Pet" }, { "$ref": gone }]));
        assert_eq!(rewritten.document["components"]["schemas"]["gone"], json!({ "type": "object" }));
        let place = SpecPath::parse(DocumentId::ROOT, gone).expect("a pointer");
        let written = "#/webhooks/gone/post/requestBody/content/application~1json/schema";
        assert_eq!(rewritten.source_map.original(&place).to_string(), written);
        for (index, webhook) in ["made", "gone"].into_iter().enumerate() {
            let alternative = format!("#/components/schemas/Webhook/oneOf/{index}");
            let alternative = SpecPath::parse(DocumentId::ROOT, &alternative).expect("a pointer");
            assert_eq!(rewritten.source_map.original(&alternative).to_string(), format!("#/webhooks/{webhook}"));
        }
        let names = &rewritten.document["x-oaspress-webhooks"];
        assert_eq!(*names, json!({ "component": "Webhook", "payloads": { "made": 0, "changed": 0, "gone": 1 } }));
    }

    #[test]
    fn a_name_that_is_taken_is_not_taken_away() {
        let written = json!({
            "openapi": "3.1.0",
            "webhooks": { "made": webhook(&json!({ "type": "object" })) },
            "components": { "schemas": { "Webhook": { "type": "string" } } },
        });
        let (rewritten, _) = document(&written);
        let schemas = &rewritten.document["components"]["schemas"];
        assert_eq!(schemas["Webhook"], json!({ "type": "string" }));
        assert!(schemas["WebhookPayload"]["oneOf"].is_array());
    }

    #[test]
    fn what_is_left_out_is_said_to_be() {
        let both = json!({
            "post": { "requestBody": { "content": {
                "application/json": { "schema": { "type": "object" } },
                "application/problem+json": { "schema": { "type": "string" } },
            } } },
        });
        let (_, diagnostics) = document(&json!({ "openapi": "3.1.0", "webhooks": { "a": both, "b": { "post": {} } } }));
        let found: Vec<String> = diagnostics.iter().map(|found| format!("{} {}", found.place, found.message)).collect();
        let other = "#/webhooks/a/post/requestBody/content/application~1problem+json/schema";
        let expected = [
            format!("{other} the webhook `a` has a second body, which is ignored"),
            "#/webhooks/b the webhook `b` has no JSON body; it is ignored".to_owned(),
        ];
        assert_eq!(found, expected);
        let taken = json!({ "Webhook": {}, "WebhookPayload": {}, "WebhookRequestPayload": {} });
        let hooks = json!({ "a": webhook(&json!({ "type": "object" })) });
        let written = json!({ "openapi": "3.1.0", "webhooks": hooks, "components": { "schemas": taken } });
        let (_, diagnostics) = document(&written);
        assert!(diagnostics.iter().any(|found| found.message.starts_with("webhooks are ignored: ")));
    }

    #[test]
    fn a_document_without_webhooks_stays_as_it_is() {
        let (rewritten, _) = document(&json!({ "openapi": "3.1.0", "webhooks": {} }));
        assert_eq!(rewritten.document, json!({ "openapi": "3.1.0", "webhooks": {} }));
    }
}
