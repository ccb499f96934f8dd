//! Extreme documents: each is read completely, in bounded time and on a small stack.

use std::thread;

use serde_json::{Map, Value, json};

use crate::meaning::{document, findings, read, show, shown};
use oaspress::config::Config;

/// Runs on a stack as small as that of any thread of a program.
fn on_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(test).expect("a thread can be started");
    thread.join().expect("the thread comes to its end");
}

/// `inner` within itself so many times, by `wrap`.
fn nested(times: usize, inner: Value, wrap: impl Fn(Value) -> Value) -> Value {
    (0..times).fold(inner, |inner, _| wrap(inner))
}

fn with_schema(schema: &Value) -> Value {
    json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": {}, "components": { "schemas": { "A": schema } } })
}

#[test]
fn documents_that_are_far_too_deep_are_refused() {
    on_small_stack(|| {
        // Not with `json!`, which copies what it is given.
        let object = |key: &str, value| Value::Object([(key.to_owned(), value)].into_iter().collect());
        let wraps: [&dyn Fn(Value) -> Value; 6] = [
            &|inner| object("properties", object("a", inner)),
            &|inner| object("items", inner),
            &|inner| object("allOf", Value::Array(vec![inner])),
            &|inner| object("oneOf", Value::Array(vec![inner, json!({ "type": "integer" })])),
            &|inner| object("example", inner),
            &|inner| object("default", Value::Array(vec![inner])),
        ];
        for wrap in wraps {
            let schema = nested(100_000, json!({ "type": "string" }), wrap);
            let mut document = with_schema(&Value::Null);
            document["components"]["schemas"]["A"] = schema;
            let (api, found) = read(&document, &Config::default());
            assert!(api.schemas.is_empty() && shown(&found).contains("too-deep"));
            // Taking it apart would need the stack that reading it did not.
            std::mem::forget(document);
        }
    });
}

#[test]
fn documents_that_are_deep_are_read_as_far_as_types_go() {
    on_small_stack(|| {
        let objects = with_schema(&nested(
            200,
            json!({ "type": "string" }),
            |inner| json!({ "type": "object", "properties": { "a": inner } }),
        ));
        let (api, found) = read(&objects, &Config::default());
        assert_eq!((api.schemas.len(), found.len()), (200, 0));
        for wrap in [
            (|inner| json!({ "type": "array", "items": inner })) as fn(Value) -> Value,
            |inner| json!({ "allOf": [inner, { "type": "object", "properties": { "a": { "type": "string" } } }] }),
            |inner| json!({ "oneOf": [inner, { "type": "array", "items": {} }] }),
            |inner| json!({ "type": "object", "properties": { "a": {} }, "oneOf": [inner, { "type": "object" }] }),
            |inner| json!({ "type": "object", "additionalProperties": inner }),
        ] {
            let (_, found) = read(&with_schema(&nested(200, json!({ "type": "string" }), wrap)), &Config::default());
            assert!(shown(&found).contains("too-deep"), "{}", shown(&found));
        }
    });
}

#[test]
fn alternatives_that_multiply_are_given_up_in_time() {
    on_small_stack(|| {
        let mut schemas = Map::new();
        for level in 0..40 {
            let next = |side: &str| json!({ "$ref": format!("#/components/schemas/{side}{}", level + 1) });
            for side in ["L", "R"] {
                let schema = json!({
                    "type": "object",
                    "properties": { format!("{side}{level}"): { "type": "string" } },
                    "oneOf": [next("L"), next("R")],
                });
                schemas.insert(format!("{side}{level}"), schema);
            }
        }
        let document = json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": {}, "components": { "schemas": schemas } });
        let (_, found) = read(&document, &Config::default());
        assert!(shown(&found).contains("unsupported-schema"));
    });
}

#[test]
fn circles_of_every_kind_come_to_an_end() {
    on_small_stack(|| {
        let yaml = r"
paths:
  /a: { $ref: '#/paths/~1b' }
  /b: { $ref: '#/paths/~1a' }
  /c:
    parameters: { $ref: '#/paths/~1c/parameters' }
    get:
      responses: { '200': { $ref: '#/paths/~1c/get/responses/200' } }
components:
  schemas:
    A: { allOf: [{ $ref: '#/components/schemas/B' }], oneOf: [{ $ref: '#/components/schemas/A' }] }
    B: { allOf: [{ $ref: '#/components/schemas/A' }], anyOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/A' }] }
    C: { oneOf: [{ $ref: '#/components/schemas/D' }] }
    D: { anyOf: [{ $ref: '#/components/schemas/C' }] }
    E: { oneOf: [{ $ref: '#/components/schemas/E' }, { type: array, items: { $ref: '#/components/schemas/E/oneOf/1' } }] }
    F: { type: object, properties: { a: { $ref: '#/components/schemas/F/properties/b' }, b: { $ref: '#/components/schemas/F/properties/a' } } }
    G: { $ref: '#/components/schemas/G' }
    H: { $ref: '#' }
    I: { $ref: '#/components/schemas/I/properties/x' }
    J: { properties: { x: { oneOf: [{ $ref: '#/components/schemas/J/properties/x' }, { type: string }] } }, allOf: [{ $ref: '#/components/schemas/J/properties/x' }] }
    K: { discriminator: { propertyName: k }, allOf: [{ $ref: '#/components/schemas/L' }] }
    L: { discriminator: { propertyName: k }, allOf: [{ $ref: '#/components/schemas/K' }] }
";
        assert!(findings(yaml).contains("ref-cycle"));
    });
}

/// Everything that documents are made of, in one small document.
const SEED: &str = r"
openapi: 3.0.3
info: { title: Seed, version: '1', contact: { name: me }, license: { name: MIT } }
servers: [{ url: 'https://{a}.example.com', variables: { a: { default: x, enum: [x] } } }]
security: [{ key: [] }]
tags: [{ name: a }]
paths:
  /a/{id}:
    parameters: [{ $ref: '#/components/parameters/Id' }]
    get:
      operationId: get
      tags: [a]
      parameters: [{ name: cursor, in: query, schema: { type: string, maxLength: 5 } }, { name: f, in: query, style: deepObject, schema: { type: object, properties: { x: { type: integer } } } }]
      responses:
        '200': { description: ok, headers: { H: { schema: { type: string } } }, content: { application/json: { schema: { $ref: '#/components/schemas/Page' }, example: { a: [1] } } } }
        default: { $ref: '#/components/responses/Error' }
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } }, multipart/form-data: { schema: { type: object, properties: { file: { type: string, format: binary } } }, encoding: { file: { contentType: a/b } } } } }
      responses: { 2XX: { description: ok } }
components:
  parameters: { Id: { name: id, in: path, required: true, schema: { type: string, pattern: '^a' } } }
  responses: { Error: { description: no, content: { application/json: { schema: { type: object, properties: { message: { type: string } } } } } } }
  securitySchemes: { key: { type: apiKey, in: header, name: K } }
  schemas:
    Page: { type: object, required: [data], properties: { data: { type: array, items: { $ref: '#/components/schemas/Pet' } }, next_cursor: { type: string, nullable: true } } }
    Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { size: { type: integer, enum: [1, 2], default: 1 } } }] }
    Either: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { type: string, enum: [a, b] }, { type: array, items: { type: number } }], nullable: true }
    Both: { type: object, properties: { a: { type: string } }, anyOf: [{ required: [a] }, { properties: { b: { additionalProperties: { type: boolean } } } }] }
";

/// A generator of numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap_or_default()
    }
}

fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                pointers(value, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), all);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, &format!("{at}/{index}"), all);
            }
        }
        _ => {}
    }
}

fn mutate(document: &mut Value, numbers: &mut Numbers) {
    let mut all = Vec::new();
    pointers(document, "", &mut all);
    let (from, to) = (all[numbers.below(all.len())].clone(), all[numbers.below(all.len())].clone());
    let copy = document.pointer(&from).cloned().unwrap_or_default();
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("x"),
        json!([]),
        json!({}),
        json!(["a", null]),
        json!({ "a": 1 }),
    ];
    let Some(target) = document.pointer_mut(&to) else { return };
    match numbers.below(5) {
        0 => *target = odd[numbers.below(odd.len())].clone(),
        1 => *target = json!({ "$ref": format!("#{from}") }),
        2 => *target = copy,
        3 => {
            if let Value::Object(map) = target {
                let key = map.keys().nth(numbers.below(map.len())).cloned().unwrap_or_default();
                map.shift_remove(&key);
            }
        }
        _ => {
            if let Value::Object(map) = target {
                let keywords = [
                    "allOf",
                    "oneOf",
                    "properties",
                    "items",
                    "enum",
                    "type",
                    "$ref",
                    "discriminator",
                    "nullable",
                    "required",
                    "default",
                ];
                map.insert(keywords[numbers.below(keywords.len())].to_owned(), copy);
            }
        }
    }
}

#[test]
fn mutants_are_read_to_the_end() {
    on_small_stack(|| {
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
        let rounds = std::env::var("OASPRESS_MUTANTS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(400);
        for round in 0..rounds {
            let mut mutant = document(SEED);
            for _ in 0..=numbers.below(12) {
                mutate(&mut mutant, &mut numbers);
            }
            let (api, found) = read(&mutant, &Config::default());
            let (again, found_again) = read(&mutant, &Config::default());
            assert_eq!(show(&api), show(&again), "mutant {round}");
            assert_eq!(found, found_again, "mutant {round}");
        }
    });
}
