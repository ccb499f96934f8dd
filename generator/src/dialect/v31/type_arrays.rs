//! Rewrites `type: [string, "null"]` into `type: string` with `nullable`. Several types besides `null` remain a list,
//! which `analyze` handles.

use serde_json::Value;

use super::schema::Schema;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    let Some(Value::Array(names)) = schema.raw.get_mut("type") else { return };
    let before = names.len();
    names.retain(|name| name != "null" && !name.is_null());
    let null = names.len() < before;
    let only = match names.as_mut_slice() {
        [] if null => Some(Value::from("null")),
        [name] => Some(name.take()),
        _ => None,
    };
    if let Some(only) = only {
        schema.raw.insert("type".to_owned(), only);
    }
    if null {
        schema.allow_null();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::rewritten;

    #[test]
    fn null_among_types_is_nullable() {
        let (after, _) = rewritten(&json!({ "type": ["string", "null"], "maxLength": 3 }));
        assert_eq!(after, json!({ "type": "string", "maxLength": 3, "nullable": true }));
        let (after, _) = rewritten(&json!({ "type": ["string"] }));
        assert_eq!(after, json!({ "type": "string" }));
        let (after, _) = rewritten(&json!({ "type": ["null"] }));
        assert_eq!(after, json!({ "type": "null", "nullable": true }));
    }

    #[test]
    fn several_types_stay_a_list() {
        let (after, _) = rewritten(&json!({ "type": ["string", "integer", "null"] }));
        assert_eq!(after, json!({ "type": ["string", "integer"], "nullable": true }));
    }
}
