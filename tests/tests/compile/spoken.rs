//! Documents whose schemas, tags, operations, parameters, properties, values, variants, headers, servers, credentials
//! and webhooks have the names that a generated crate uses. The names are read from the source of the emitter and of
//! the runtime, so that no list is maintained by hand.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

/// The names of the crates generated from these documents.
pub(crate) const NAMES: &[&str] =
    &["spoken-schemas", "spoken-operations", "spoken-tags", "spoken-members", "spoken-values", "spoken-webhooks"];

/// Returns the document of one of [`NAMES`].
pub(crate) fn document(name: &str) -> Value {
    let words = Words::read();
    match name {
        "spoken-schemas" => schemas(&words.types),
        "spoken-operations" => operations(&words.types, |word| (word.to_owned(), "tag".to_owned())),
        "spoken-tags" => operations(&words.types, |word| (format!("operationOf{word}"), word.to_owned())),
        "spoken-members" => members(&words.members),
        "spoken-values" => values(&words),
        _ => webhooks(&words.types),
    }
}

/// The identifiers of the emitter and of the runtime's macros, the public items of the runtime, and the names of the
/// language and of dependencies that the generator contains as strings.
struct Words {
    types: BTreeSet<String>,
    members: BTreeSet<String>,
}

impl Words {
    fn read() -> Self {
        let generator = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator");
        let mut emitter = Vec::new();
        sources(&generator.join("src/emit"), &mut emitter);
        let mut runtime = Vec::new();
        sources(&generator.join("runtime/src"), &mut runtime);
        let public = ["struct ", "enum ", "trait ", "type "];
        let items = runtime.iter().flat_map(|source| source.lines()).filter_map(|line| {
            let item = line.trim_start().strip_prefix("pub ")?;
            public.iter().find_map(|word| item.strip_prefix(word))
        });
        let items: Vec<&str> = items.filter_map(|item| identifiers(item).next()).collect();
        let named: Vec<String> = ["src/rust/path.rs", "src/rust/references.rs", "src/name/reserved.rs"]
            .iter()
            .map(|file| read(&generator.join(file)))
            .collect();
        let named = named.iter().flat_map(|source| source.split('"').skip(1).step_by(2)).flat_map(identifiers);
        let macros = runtime.iter().flat_map(|source| source.split("macro_rules!").skip(1));
        let quoted = emitter.iter().flat_map(|source| source.split("quote! {").skip(1)).map(|code| block(code, 1));
        let code = quoted.chain(macros.map(|code| block(code, 0)));
        let code = code.flat_map(str::lines).filter(|line| !line.trim_start().starts_with("//"));
        let all: BTreeSet<&str> = code.flat_map(identifiers).chain(items).chain(named).collect();
        let is_type = |word: &&str| word.starts_with(|first: char| first.is_ascii_uppercase());
        Self {
            types: all.iter().copied().filter(is_type).map(str::to_owned).collect(),
            members: all.iter().copied().map(str::to_owned).collect(),
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(read(&path));
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the text up to the brace that closes a block. At the start of the text, `open` braces are open.
fn block(text: &str, open: usize) -> &str {
    let mut depth = open;
    for (at, c) in text.char_indices() {
        depth = match c {
            '{' => depth + 1,
            '}' => depth.saturating_sub(1),
            _ => continue,
        };
        if depth == 0 {
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with(|first: char| first.is_ascii_alphabetic()))
}

fn described(paths: &Map<String, Value>, schemas: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Spoken", "version": "1" },
        "servers": [{ "url": "https://{Server}.example.com", "variables": { "Server": { "default": "api" } } }],
        "security": [{ "Scheme": [] }, { "Basic": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "Scheme": { "type": "http", "scheme": "bearer" },
                "Basic": { "type": "http", "scheme": "basic" }
            }
        }
    })
}

/// Returns a schema for each word: an object, an enumeration, a checked string and a union in turn. Each is sent,
/// received, and part of another one.
fn schemas(words: &BTreeSet<String>) -> Value {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    for (index, word) in words.iter().enumerate() {
        let schema = json!({ "$ref": format!("#/components/schemas/{word}") });
        let shape = match index % 4 {
            0 => {
                json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "string" }, "next": schema } })
            }
            1 => json!({ "type": "string", "enum": ["a", "b"] }),
            2 => json!({ "type": "string", "pattern": "^[a-z]+$", "maxLength": 5 }),
            _ => json!({ "oneOf": [{ "type": "string" }, { "type": "object", "properties": { "b": schema } }] }),
        };
        schemas.insert(word.clone(), shape);
        let body = json!({ "content": { "application/json": { "schema": schema } } });
        let mut operation = json!({
            "operationId": format!("operation{index}"),
            "requestBody": body,
            "responses": { "200": { "description": "one", "content": body["content"] } }
        });
        // Some words are methods of the client itself. A tag makes the difference visible.
        if index % 3 > 0 {
            operation["tags"] = json!(["tag"]);
        }
        if index % 4 == 1 || index % 4 == 2 {
            operation["parameters"] = json!([{ "name": "p", "in": "query", "required": true, "schema": schema }]);
        }
        if index % 5 == 0 {
            operation["responses"]["202"] = json!({ "description": "later", "content": body["content"] });
            operation["responses"]["400"] = json!({ "description": "no", "content": body["content"] });
        }
        paths.insert(format!("/{index}"), json!({ "post": operation }));
    }
    described(&paths, &Value::from(schemas))
}

/// Returns an operation per word, with an `operationId` and a tag derived from it.
fn operations(words: &BTreeSet<String>, called: impl Fn(&str) -> (String, String)) -> Value {
    let mut paths = Map::new();
    for (index, word) in words.iter().enumerate() {
        let (id, tag) = called(word);
        let content = json!({ "application/json": { "schema": { "type": "string" } } });
        let mut operation = json!({
            "operationId": id,
            "parameters": [{ "name": "limit", "in": "query", "schema": { "type": "string", "maxLength": 5 } }],
            "responses": { "200": { "description": "one", "content": content }, "204": { "description": "none" } }
        });
        if index % 3 > 0 {
            operation["tags"] = json!([tag]);
        }
        paths.insert(format!("/{index}"), json!({ "get": operation }));
    }
    described(&paths, &json!({}))
}

/// Returns an object with all words as properties, and operations with all of them as parameters.
fn members(words: &BTreeSet<String>) -> Value {
    let kind = json!({ "type": ["string", "null"] });
    let properties: Map<String, Value> = words.iter().map(|word| (word.clone(), kind.clone())).collect();
    let object = json!({ "type": "object", "properties": properties });
    let mut schemas = Map::from_iter([("Optional".to_owned(), object.clone())]);
    let mut paths = Map::new();
    let words: Vec<&String> = words.iter().collect();
    let reference = |name: &str| {
        json!({ "content": { "application/json": {
        "schema": { "$ref": format!("#/components/schemas/{name}") }
    } } })
    };
    for (index, some) in words.chunks(4).enumerate() {
        let required = format!("Required{index}");
        let own: Map<String, Value> = some.iter().map(|word| ((*word).clone(), json!({ "type": "integer" }))).collect();
        schemas.insert(required.clone(), json!({ "type": "object", "required": some, "properties": own }));
        let place = ["query", "header", "cookie", "query"][index % 4];
        let parameters: Vec<Value> = some
            .iter()
            .enumerate()
            .map(|(at, word)| json!({ "name": word, "in": place, "required": at < 2, "schema": { "type": "string" } }))
            .collect();
        let operation = json!({
            "operationId": format!("operation{index}"),
            "parameters": parameters,
            "requestBody": reference(if index == 0 { "Optional" } else { &required }),
            "responses": { "204": { "description": "done", "headers": headers(some) } }
        });
        paths.insert(format!("/{index}"), json!({ "post": operation }));
    }
    described(&paths, &Value::from(schemas))
}

/// Returns a header per word.
fn headers(words: &[&String]) -> Value {
    let header = json!({ "schema": { "type": "integer" } });
    words.iter().map(|word| ((*word).clone(), header.clone())).collect::<Map<String, Value>>().into()
}

/// Returns an enumeration and two unions that have all words as variants, and servers and credentials with these
/// names.
fn values(words: &Words) -> Value {
    let object = |word: &str| {
        json!({
            "type": "object",
            "title": word,
            "required": ["kind"],
            "properties": { "kind": { "type": "string", "const": word } }
        })
    };
    let variants: Vec<Value> = words.types.iter().map(|word| object(word)).collect();
    let lists: Vec<Value> =
        words.types.iter().map(|word| json!({ "title": word, "type": "array", "items": object(word) })).collect();
    let schemas = json!({
        "List": { "type": "string", "enum": words.members },
        "Choice": { "oneOf": variants },
        "Lists": { "oneOf": lists.get(..4) }
    });
    let body = |name: &str| json!({ "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } } });
    let operation = |name: &str| {
        json!({ "post": {
            "operationId": format!("send{name}"),
            "requestBody": body(name),
            "responses": { "200": { "description": "one", "content": body(name)["content"] } }
        } })
    };
    let paths = ["List", "Choice", "Lists"].map(|name| (format!("/{name}"), operation(name)));
    let mut document = described(&Map::from_iter(paths), &schemas);
    let members: Vec<&String> = words.members.iter().collect();
    let server = |(index, some): (usize, &[&String])| {
        let variables: Map<String, Value> =
            some.iter().map(|word| ((*word).clone(), json!({ "default": "a", "enum": ["a", word] }))).collect();
        let segments: Vec<String> = some.iter().map(|word| format!("/{{{word}}}")).collect();
        let template = segments.concat();
        json!({ "url": format!("https://api{index}.example.com{template}"), "variables": variables })
    };
    document["servers"] = members.chunks(4).enumerate().map(server).collect::<Vec<_>>().into();
    let security: Map<String, Value> = words
        .members
        .iter()
        .map(|word| (word.clone(), json!({ "type": "apiKey", "in": "header", "name": format!("X-{word}") })))
        .collect();
    document["security"] = words.members.iter().map(|word| json!({ word: [] })).collect::<Vec<_>>().into();
    document["components"]["securitySchemes"] = security.into();
    document
}

/// Returns a webhook per word with a payload of the same name, and errors with these names.
fn webhooks(words: &BTreeSet<String>) -> Value {
    let mut schemas = Map::new();
    let mut hooks = Map::new();
    let mut paths = Map::new();
    for (index, word) in words.iter().enumerate() {
        schemas.insert(
            word.clone(),
            json!({ "type": "object", "required": ["message"], "properties": { "message": { "type": "string" }, "at": { "type": "integer" } } }),
        );
        let content = json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{word}") } } });
        hooks.insert(
            word.clone(),
            json!({ "post": { "requestBody": { "content": content }, "responses": { "200": { "description": "taken" } } } }),
        );
        let responses = json!({ "204": { "description": "done" }, "400": { "description": "no", "content": content } });
        paths.insert(
            format!("/{index}"),
            json!({ "put": { "operationId": format!("put{index}"), "responses": responses } }),
        );
    }
    let mut document = described(&paths, &Value::from(schemas));
    document["webhooks"] = hooks.into();
    document
}
