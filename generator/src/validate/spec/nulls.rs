//! Translates an encoding of "or null" in 3.0 documents: an alternative that consists only of `nullable: true`. Read
//! literally, it accepts every value, and the other alternatives would have no effect.

use serde_json::{Map, Value, json};

use crate::validate::Files;

/// Keywords that do not constrain a value.
const ANNOTATIONS: [&str; 6] = ["default", "deprecated", "description", "example", "nullable", "title"];

/// Rewrites such alternatives to accept only `null`.
pub(super) fn prepare(files: &mut Files) {
    if super::version(files) == "3.0" {
        files.documents_mut().for_each(rewrite);
    }
}

fn rewrite(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                if matches!(key.as_str(), "anyOf" | "oneOf")
                    && let Value::Array(alternatives) = member
                {
                    for alternative in alternatives.iter_mut().filter(|schema| schema.as_object().is_some_and(is_null))
                    {
                        *alternative = json!({ "nullable": true, "enum": [null] });
                    }
                }
                rewrite(member);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(rewrite),
        _ => {}
    }
}

fn is_null(schema: &Map<String, Value>) -> bool {
    schema.get("nullable") == Some(&Value::Bool(true)) && schema.keys().all(|key| ANNOTATIONS.contains(&key.as_str()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Files, prepare};

    fn prepared(version: &str) -> Value {
        let text = json!({ "type": "string" });
        let mut files = Files::from_document(json!({
            "openapi": version,
            "schema": { "anyOf": [text, { "nullable": true, "description": "None." }] },
            "any": { "nullable": true },
        }));
        prepare(&mut files);
        files.root().value.clone()
    }

    #[test]
    fn an_alternative_that_is_only_nullable_is_null() {
        let document = prepared("3.0.3");
        assert_eq!(document["schema"]["anyOf"][1], json!({ "nullable": true, "enum": [null] }));
        assert_eq!(document["schema"]["anyOf"][0], json!({ "type": "string" }));
        assert_eq!(document["any"], json!({ "nullable": true }));
        assert_eq!(prepared("3.1.0")["schema"]["anyOf"][1]["description"], json!("None."));
    }
}
