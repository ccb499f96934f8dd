//! Servers, with and without variables.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::draft::{Draft, Version};
use crate::names::Role;

/// Writes several servers.
pub(crate) fn servers(draft: &mut Draft<'_, '_>) -> Value {
    let count = draft.between(1, 4);
    Value::Array((0..count).map(|index| server(draft, index)).collect())
}

fn server(draft: &mut Draft<'_, '_>, index: usize) -> Value {
    let mut server = Map::new();
    let mut url = format!("https://api{index}.example.com");
    if draft.chance(35) {
        let mut scope = BTreeSet::new();
        let count = draft.between(1, 3);
        let mut variables = Map::new();
        for _ in 0..count {
            let name = draft.name(Role::Segment, &mut scope);
            url = format!("{url}/{{{name}}}");
            let variable = variable(draft);
            variables.insert(name, variable);
        }
        server.insert("variables".to_owned(), Value::Object(variables));
    }
    server.insert("url".to_owned(), json!(url));
    if draft.chance(50) {
        let description =
            draft.word(&["Production", "The sandbox server", "Client", "Server", "Option", "🙂", "self", ""]);
        server.insert("description".to_owned(), json!(description));
    }
    if draft.version == Version::V32 && draft.chance(30) {
        let name = draft.name(Role::Free, &mut BTreeSet::new());
        server.insert("name".to_owned(), json!(name));
    }
    Value::Object(server)
}

fn variable(draft: &mut Draft<'_, '_>) -> Value {
    let mut variable = Map::new();
    draft.describe(&mut variable, 40);
    if draft.chance(50) {
        let mut scope = BTreeSet::new();
        let count = draft.between(1, 4);
        let values: Vec<String> = (0..count).map(|_| draft.name(Role::Token, &mut scope)).collect();
        variable.insert("default".to_owned(), json!(values[0]));
        variable.insert("enum".to_owned(), json!(values));
    } else {
        variable.insert("default".to_owned(), json!("v1"));
    }
    Value::Object(variable)
}
