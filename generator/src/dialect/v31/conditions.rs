//! Rewrites `if`, `then`, `else`, `dependentRequired` and `dependentSchemas`, which 3.0 has no keywords for, into
//! documented constraints. Properties that are only declared in one of them are declared as optional.

use serde_json::{Map, Value};

use super::schema::Schema;
use crate::diag::Code;
use crate::keywords::Unchecked;
use crate::path::SpecPath;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    requirements(schema);
    for keyword in ["then", "else"] {
        if let Some(Value::Object(branch)) = schema.raw.get(keyword).cloned() {
            declare(schema, &branch, &schema.path().child(keyword));
        }
    }
    if schema.raw.contains_key("if") {
        schema.report(Code::NotChecked, "if", "`if`, `then` and `else` are not checked");
        schema.constrain(&Unchecked::Conditional);
    }
    if let Some(Value::Object(branches)) = schema.raw.get("dependentSchemas").cloned() {
        let owner = schema.path();
        for (key, branch) in &branches {
            if let Value::Object(branch) = branch {
                declare(schema, branch, &owner.child("dependentSchemas").child(key));
            }
            schema.constrain(&Unchecked::With(key.clone()));
        }
        schema.report(Code::NotChecked, "dependentSchemas", "`dependentSchemas` is not checked");
    }
}

fn requirements(schema: &mut Schema<'_>) {
    let Some(Value::Object(dependents)) = schema.raw.get("dependentRequired").cloned() else { return };
    for (key, needed) in &dependents {
        let needed: Vec<String> =
            needed.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        if !needed.is_empty() {
            schema.constrain(&Unchecked::Requires(key.clone(), needed));
        }
    }
    schema.report(Code::NotChecked, "dependentRequired", "which keys are required together is not checked");
}

/// Copies the properties of a conditional branch that are not declared yet.
fn declare(schema: &mut Schema<'_>, branch: &Map<String, Value>, place: &SpecPath) {
    let Some(Value::Object(theirs)) = branch.get("properties") else { return };
    let owner = schema.path().child("properties");
    let new: Vec<(&String, &Value)> = {
        let ours = schema.raw.get("properties").and_then(Value::as_object);
        let known = |name: &str| ours.is_some_and(|ours| ours.contains_key(name));
        theirs.iter().filter(|(name, value)| !known(name) && value.is_object()).collect()
    };
    if new.is_empty() {
        return;
    }
    let Value::Object(ours) = schema.raw.entry("properties").or_insert_with(|| Value::Object(Map::new())) else {
        return;
    };
    for (name, value) in new {
        ours.insert(name.clone(), value.clone());
        schema.source_map.derived(&owner.child(name), &place.child("properties").child(name));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn conditions_are_said_and_their_properties_declared() {
        let (after, source_map) = rewritten(&json!({
            "properties": { "kind": { "type": "string" } },
            "if": { "properties": { "kind": { "enum": ["card"] } } },
            "then": { "properties": { "number": { "type": "string" } }, "required": ["number"] },
            "dependentRequired": { "number": ["holder", "expiry"] },
        }));
        assert_eq!(after["properties"], json!({ "kind": { "type": "string" }, "number": { "type": "string" } }));
        let constraints = json!([{ "requires": ["number", ["holder", "expiry"]] }, { "conditional": true }]);
        assert_eq!(after["x-oaspress-unchecked"], constraints);
        assert_eq!(written(&source_map, "/properties/number/type"), "/then/properties/number/type");
    }
}
