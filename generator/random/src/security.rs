//! Security schemes of every type, and security requirements.

use serde_json::{Map, Value, json};

use crate::draft::{Draft, Version};

/// Writes the security schemes under `components`.
pub(crate) fn schemes(draft: &mut Draft<'_, '_>) -> Value {
    let names = draft.schemes.clone();
    Value::Object(names.into_iter().map(|name| (name, scheme(draft))).collect())
}

fn scheme(draft: &mut Draft<'_, '_>) -> Value {
    let old = draft.version == Version::V20;
    let mut scheme = match draft.between(0, if old { 3 } else { 6 }) {
        0 | 1 => {
            let place = draft.word(if old { &["query", "header"] } else { &["query", "header", "cookie"] });
            let name = draft.word(&["X-Api-Key", "key", "token", "self", "api-key"]);
            json!({ "type": "apiKey", "in": place, "name": name })
        }
        2 if old => json!({ "type": "basic" }),
        3 if old => {
            json!({ "type": "oauth2", "flow": "implicit", "authorizationUrl": "https://a.test/auth", "scopes": { "read": "Reads." } })
        }
        2 => json!({ "type": "http", "scheme": "basic" }),
        3 | 4 => json!({ "type": "http", "scheme": "bearer", "bearerFormat": "JWT" }),
        5 => {
            json!({ "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": "https://a.test/token", "scopes": { "read": "Reads." } } } })
        }
        _ => json!({ "type": "openIdConnect", "openIdConnectUrl": "https://a.test/.well-known" }),
    };
    if let Value::Object(members) = &mut scheme {
        draft.describe(members, 40);
    }
    scheme
}

/// Writes alternative requirements with up to two schemes each.
pub(crate) fn requirements(draft: &mut Draft<'_, '_>) -> Value {
    let count = draft.between(1, 3);
    let alternative = |draft: &mut Draft<'_, '_>| {
        let names = draft.schemes.clone();
        let least = usize::from(!draft.chance(15));
        let count = draft.between(least, 2);
        let chosen = (0..count).filter_map(|_| draft.pick(&names));
        Value::Object(chosen.map(|name| (name, json!([]))).collect::<Map<_, _>>())
    };
    Value::Array((0..count).map(|_| alternative(draft)).collect())
}
