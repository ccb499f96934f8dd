//! Counts of documents in each version.

use std::fs;
use std::path::{Path, PathBuf};

use super::Raw;

/// Counts the content of a document with several files. Each file has a name and a text; the first one is the root.
fn counted(name: &str, files: &[(&str, &str)]) -> Raw {
    let folder = std::env::temp_dir().join(format!("oaspress-raw-{name}-{}", std::process::id()));
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    }
    let root: PathBuf = folder.join(files[0].0);
    let raw = Raw::read(&root).expect("the files can be read");
    fs::remove_dir_all(folder).expect("the folder is removed");
    raw
}

fn shown(raw: &Raw) -> Vec<String> {
    let operations = raw.operations.iter();
    operations
        .map(|operation| {
            let parameters: Vec<_> = operation.parameters.iter().map(String::as_str).collect();
            format!("{}: {}", operation.name, parameters.join(", "))
        })
        .collect()
}

#[test]
fn three_zero() {
    let raw = counted(
        "three",
        &[(
            "api.yaml",
            r"
openapi: 3.0.3
paths:
  /pets/{id}:
    parameters: [{ $ref: '#/components/parameters/Id' }, { name: Accept, in: header, schema: { type: string } }]
    get:
      responses: { 200: { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    post:
      parameters: [{ name: id, in: path, schema: { type: integer } }, { name: q, in: query, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { type: array, items: { type: string } }, example: { schema: {} } } } }
  x-hidden: { get: {} }
components:
  parameters:
    Id: { name: id, in: path, schema: { type: string } }
  schemas:
    Pet: { type: object, properties: { name: { type: string }, friends: { type: array, items: { $ref: '#/components/schemas/Pet' } } } }
    Same: { $ref: '#/components/schemas/Pet' }
",
        )],
    );
    assert_eq!(shown(&raw), ["GET /pets/{id}: path id", "POST /pets/{id}: path id, query q"]);
    // The parameters `Accept`, `id`, `id` and `q`; the body and its items; `Pet` with `name` and `friends`.
    assert_eq!((raw.version.as_str(), raw.named_schemas, raw.schemas), ("3.0", 2, 9));
}

#[test]
fn two_zero() {
    let document = r##"{"swagger": "2.0", "definitions": {"Pet": {"allOf": [{"type": "object"}]}},
        "paths": {"/pets": {"post": {
            "parameters": [{"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Pet"}},
                {"name": "limit", "in": "query", "type": "integer"}, {"name": "file", "in": "formData", "type": "file"}],
            "responses": {"200": {"schema": {"type": "string"}}}}}}}"##;
    let raw = counted("two", &[("api.json", document)]);
    assert_eq!(shown(&raw), ["POST /pets: query limit"]);
    assert_eq!((raw.version.as_str(), raw.named_schemas, raw.schemas), ("2.0", 1, 3));
}

#[test]
fn several_files() {
    let raw = counted(
        "files",
        &[
            ("api.yaml", "openapi: 3.1.0\npaths: { /pets: { $ref: './paths/pets.yaml' } }\n"),
            (
                "paths/pets.yaml",
                "get:\n  responses: { 200: { content: { x/y: { schema: { $ref: '../parts.yaml#/Pet' } } } } }\n",
            ),
            ("parts.yaml", "Pet: { properties: { name: { type: [string, 'null'] } } }\n"),
        ],
    );
    assert_eq!(shown(&raw), ["GET /pets: "]);
    assert_eq!((raw.version.as_str(), raw.schemas), ("3.1", 2));
}

#[test]
fn references_that_lead_to_themselves_end() {
    let document =
        r##"{"openapi": "3.0.3", "paths": {"/a": {"$ref": "#/paths/~1a/get"}, "/b": {"$ref": "#/paths/~1b"}}}"##;
    assert_eq!(counted("cycle", &[("api.json", document)]).operations, []);
}

#[test]
fn three_two() {
    let document = "openapi: 3.2.0\npaths: { /pets: { query: {}, additionalOperations: { COPY: { parameters: [{ name: q, in: querystring }] } } } }\n";
    let raw = counted("two-and-more", &[("api.yaml", document)]);
    assert_eq!(shown(&raw), ["QUERY /pets: ", "COPY /pets: querystring q"]);
}
