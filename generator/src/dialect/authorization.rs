//! Converts header parameters named `Authorization` to a security scheme, if the document declares no schemes. OpenAPI
//! ignores such parameters, so without a scheme the header could not be sent. The client stores the header once for all
//! operations.

use serde_json::{Value, json};

use super::Rewritten;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::keywords::{Holds, ObjectKind};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// The name of the header and of the scheme.
const NAME: &str = "Authorization";

/// An operation that declares the header.
struct Declares {
    operation: SpecPath,
    parameter: SpecPath,
    required: bool,
}

/// Adds the security scheme, and a `security` to each operation that declares the header.
pub(super) fn rewrite(rewritten: &mut Rewritten, diagnostics: &mut Diagnostics) {
    let tree = DocumentTree::new(&rewritten.document);
    if tree.is_too_deep() || has_schemes(tree.root()) {
        return;
    }
    let declaring = declaring(&tree);
    let Some(first) = declaring.first() else { return };
    let description = tree.get(&first.parameter).and_then(|parameter| parameter.get("description")).cloned();
    let message = format!("no security scheme describes the header `{NAME}`; treating the header parameter as one");
    diagnostics.push(
        Diagnostic::new(Code::MissingSecurity, &first.parameter, message)
            .help("pass the whole value of the header to the client, or declare a security scheme"),
    );
    let place = SpecPath::root().child("components").child("securitySchemes").child(NAME);
    rewritten.source_map.derived(&place, &first.parameter);
    for found in &declaring {
        let alternatives = if found.required { json!([{ NAME: [] }]) } else { json!([{ NAME: [] }, {}]) };
        rewritten.source_map.derived(&found.operation.child("security"), &found.parameter);
        if let Some(operation) = rewritten.document.pointer_mut(found.operation.pointer()) {
            operation["security"] = alternatives;
        }
    }
    let mut scheme = json!({ "type": "apiKey", "in": "header", "name": NAME });
    if let Some(description) = description.filter(Value::is_string) {
        scheme["description"] = description;
    }
    let Some(document) = rewritten.document.as_object_mut() else { return };
    let components = document.entry("components").or_insert_with(|| json!({}));
    if let Some(components) = components.as_object_mut() {
        components.insert("securitySchemes".to_owned(), json!({ NAME: scheme }));
    }
}

fn has_schemes(document: &Value) -> bool {
    let schemes = document.pointer("/components/securitySchemes");
    schemes.is_some_and(|schemes| schemes.as_object().is_none_or(|schemes| !schemes.is_empty()))
}

/// Returns the operations without `security` of their own that declare the header, directly or through their path.
fn declaring(tree: &DocumentTree<'_>) -> Vec<Declares> {
    let paths = SpecPath::root().child("paths");
    let items = tree.get(&paths).and_then(Value::as_object).into_iter().flatten();
    let mut declaring = Vec::new();
    for (path, item) in items {
        let place = paths.child(path);
        let inherited = declared(tree, &place, item);
        for (method, operation) in item.as_object().into_iter().flatten() {
            let is_operation = ObjectKind::PathItem
                .keyword(method)
                .is_some_and(|keyword| keyword.holds == Holds::One(ObjectKind::Operation));
            if !is_operation || !operation.is_object() || operation.get("security").is_some() {
                continue;
            }
            let here = place.child(method);
            if let Some((parameter, required)) = declared(tree, &here, operation).or_else(|| inherited.clone()) {
                declaring.push(Declares { operation: here, parameter, required });
            }
        }
    }
    declaring
}

/// Returns the place of the header in the `parameters` of `owner`, and whether it is required.
fn declared(tree: &DocumentTree<'_>, place: &SpecPath, owner: &Value) -> Option<(SpecPath, bool)> {
    let count = owner.get("parameters").and_then(Value::as_array).map_or(0, Vec::len);
    let found = (0..count).filter_map(|index| tree.follow(&place.child("parameters").index(index)).ok());
    let mut found = found.filter(|found| {
        let says = |keyword, text: &str| {
            found.value.get(keyword).and_then(Value::as_str).is_some_and(|said| said.eq_ignore_ascii_case(text))
        };
        says("in", "header") && says("name", NAME)
    });
    found.next().map(|found| (found.path, found.value.get("required") == Some(&Value::Bool(true))))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diag::Diagnostics;
    use crate::dialect::to_30;
    use crate::version::Version;

    fn rewritten(document: Value) -> Value {
        to_30(document, Version::OpenApi30, &mut Diagnostics::new()).document
    }

    #[test]
    fn a_document_without_schemes_gets_the_one_it_means() {
        let header = |required: bool| json!({ "name": "authorization", "in": "header", "required": required, "description": "A token." });
        let document = rewritten(json!({ "paths": { "/a": {
            "parameters": [header(true)],
            "get": {},
            "put": { "parameters": [header(false)] },
            "post": { "security": [] },
        } } }));
        let scheme = json!({ "type": "apiKey", "in": "header", "name": "Authorization", "description": "A token." });
        assert_eq!(document["components"]["securitySchemes"]["Authorization"], scheme);
        assert_eq!(document["paths"]["/a"]["get"]["security"], json!([{ "Authorization": [] }]));
        assert_eq!(document["paths"]["/a"]["put"]["security"], json!([{ "Authorization": [] }, {}]));
        assert_eq!(document["paths"]["/a"]["post"]["security"], json!([]));
    }

    #[test]
    fn one_with_schemes_keeps_to_them() {
        let schemes = json!({ "token": { "type": "http", "scheme": "bearer" } });
        let parameters = json!([{ "name": "Authorization", "in": "header" }]);
        let before = json!({ "paths": { "/a": { "get": { "parameters": parameters } } }, "components": { "securitySchemes": schemes } });
        assert_eq!(rewritten(before.clone()), before);
    }
}
