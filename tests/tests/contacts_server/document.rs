//! Compares the server with `spec/contacts.yaml`: every response has exactly the fields and headers that the document
//! declares.

use oaspress_tests::contacts_server::{ContactsServer, Fault};
use serde_json::Value;

use crate::http::list;

/// The document, with methods to follow references.
struct Document(Value);

impl Document {
    fn read() -> Self {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/contacts.yaml")).unwrap();
        Self(serde_yaml::from_str(&text).unwrap())
    }

    fn response(&self, status: u16) -> &Value {
        let responses = &self.0["paths"]["/{phone_number_id}/contacts"]["get"]["responses"];
        self.follow(&responses[status.to_string()])
    }

    fn follow<'a>(&'a self, node: &'a Value) -> &'a Value {
        match node["$ref"].as_str() {
            Some(reference) => self.0.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
            None => node,
        }
    }

    /// Checks a value against the keywords that the document uses.
    fn check(&self, value: &Value, schema: &Value, place: &str) {
        let schema = self.follow(schema);
        if value.is_null() && schema["nullable"] == true {
            return;
        }
        match schema["type"].as_str().unwrap() {
            "object" => self.check_object(value, schema, place),
            "array" => {
                for (index, item) in value.as_array().expect(place).iter().enumerate() {
                    self.check(item, &schema["items"], &format!("{place}/{index}"));
                }
            }
            "string" => {
                assert!(value.is_string(), "{place}: {value}");
                let allowed = schema["enum"].as_array();
                assert!(allowed.is_none_or(|allowed| allowed.contains(value)), "{place}: {value}");
            }
            "boolean" => assert!(value.is_boolean(), "{place}: {value}"),
            other => panic!("{place}: the document uses {other}, which this test does not know"),
        }
    }

    fn check_object(&self, value: &Value, schema: &Value, place: &str) {
        let object = value.as_object().expect(place);
        for required in schema["required"].as_array().into_iter().flatten() {
            assert!(object.contains_key(required.as_str().unwrap()), "{place}: no {required}");
        }
        for (key, value) in object {
            match schema["properties"].get(key) {
                Some(schema) => self.check(value, schema, &format!("{place}/{key}")),
                None => assert_eq!(schema["additionalProperties"], true, "{place}: {key} is not declared"),
            }
        }
    }
}

#[test]
fn each_answer_is_as_declared() {
    let document = Document::read();
    let server = ContactsServer::start();
    for status in [200, 400, 401, 404, 422, 429, 500] {
        if status != 200 {
            server.fail_next(Fault::Status(status));
        }
        let answer = list(&server, "?limit=100");
        assert_eq!(answer.status, status);
        let response = document.response(status);
        let body = answer.json();
        document.check(&body, &response["content"]["application/json"]["schema"], &status.to_string());
        for name in ["x-request-id", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "retry-after"] {
            let declared = response["headers"].as_object().unwrap().keys().any(|key| key.eq_ignore_ascii_case(name));
            assert_eq!(answer.header(name).is_some(), declared, "{status} {name}");
        }
    }
}
