//! Rewrites `securityDefinitions`. In 3.0, `basic` is an `http` scheme, and the flows of OAuth 2 are named objects.

use serde_json::{Map, Value, json};

use super::{Rewrite, components};
use crate::path::SpecPath;

/// Rewrites each definition and moves it to the components.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    let place = SpecPath::root().child("securityDefinitions");
    let names: Vec<String> = rewrite.object(&place).map(|all| all.keys().cloned().collect()).unwrap_or_default();
    for place in names.iter().map(|name| place.child(name)) {
        let Some(raw) = rewrite.object(&place) else { continue };
        match raw.get("type").and_then(Value::as_str) {
            Some("basic") => {
                raw.insert("type".to_owned(), Value::from("http"));
                raw.insert("scheme".to_owned(), Value::from("basic"));
                rewrite.made(&place.child("scheme"), &place.child("type"));
            }
            Some("oauth2") if !raw.contains_key("flows") => oauth2(rewrite, &place),
            _ => {}
        }
    }
    components::move_all(rewrite, "securityDefinitions", "securitySchemes");
}

/// Moves the keywords of the only flow under its name.
fn oauth2(rewrite: &mut Rewrite<'_>, place: &SpecPath) {
    let Some(raw) = rewrite.object(place) else { return };
    let name = match raw.shift_remove("flow").as_ref().and_then(Value::as_str) {
        Some("implicit") => "implicit",
        Some("password") => "password",
        Some("application" | "clientCredentials") => "clientCredentials",
        Some("accessCode" | "authorizationCode") => "authorizationCode",
        _ if !raw.contains_key("tokenUrl") => "implicit",
        _ if raw.contains_key("authorizationUrl") => "authorizationCode",
        _ => "clientCredentials",
    };
    let mut flow = Map::new();
    for key in ["authorizationUrl", "tokenUrl", "scopes"] {
        if let Some(value) = raw.shift_remove(key) {
            flow.insert(key.to_owned(), value);
        }
    }
    raw.insert("flows".to_owned(), json!({ name: flow }));
    let here = place.child("flows").child(name);
    rewrite.made(&place.child("flows"), &place.child("flow"));
    for key in flow.keys() {
        rewrite.moved(&place.child(key), &here.child(key));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::dialect::v20::test::assert_rewritten;

    fn assert_scheme(before: &Value, after: &Value) {
        let document = json!({ "swagger": "2.0", "securityDefinitions": { "a": before } });
        assert_rewritten(&document, "/components/securitySchemes/a", after);
    }

    #[test]
    fn basic_is_a_scheme_of_http() {
        let key = json!({ "type": "apiKey", "in": "header", "name": "X-Key" });
        assert_scheme(&key, &key);
        assert_scheme(&json!({ "type": "basic" }), &json!({ "type": "http", "scheme": "basic" }));
    }

    #[test]
    fn every_flow_has_its_name() {
        let flows = [
            ("implicit", "implicit"),
            ("password", "password"),
            ("application", "clientCredentials"),
            ("accessCode", "authorizationCode"),
        ];
        for (before, after) in flows {
            let before =
                json!({ "type": "oauth2", "flow": before, "tokenUrl": "https://a/t", "scopes": { "r": "Read." } });
            let flow = json!({ "tokenUrl": "https://a/t", "scopes": { "r": "Read." } });
            assert_scheme(&before, &json!({ "type": "oauth2", "flows": { after: flow } }));
        }
    }
}
