//! Requests and responses with one defect each. The judge must report all of them.

use serde_json::{Value, json};

use super::{Counts, DefectKind, case};
use crate::conformance::cases::Case;
use crate::conformance::schema::Judge;
use crate::conformance::spec;
use crate::corpus::Files;

fn document() -> Value {
    json!({ "openapi": "3.0.3", "paths": { "/teams/{team}/members": { "post": {
        "parameters": [
            { "name": "team", "in": "path", "required": true, "schema": { "type": "string" } },
            { "name": "ids", "in": "query", "explode": false, "schema": { "type": "array", "items": { "type": "integer" } } },
            { "name": "at", "in": "query", "style": "deepObject", "explode": true, "schema": { "type": "object" } },
            { "name": "kind", "in": "query", "required": true, "schema": { "type": "string", "enum": ["full"] } },
            { "name": "X-Size", "in": "header", "schema": { "type": "number" } },
            { "name": "Authorization", "in": "header", "schema": { "type": "string" } },
            { "name": "session", "in": "cookie", "schema": { "type": "string" } },
        ],
        "requestBody": { "content": { "application/json": { "schema": {
            "type": "object", "required": ["a"], "properties": { "a": { "type": "integer" }, "b": { "type": "string", "nullable": true } } } } } },
        "responses": { "200": { "description": "", "content": { "application/json": {} } } },
    } } } })
}

/// Returns the verdict on a request with every value, after `change`.
fn request(change: impl FnOnce(&mut Value)) -> Result<(), String> {
    let files = Files::from_document(document());
    let operations = spec::operations(&files);
    let parameters = json!({ "0": "a b/é", "1": [1, 2], "2": { "x": "1" }, "4": 1.5, "5": "s" });
    let request: Value = json!({ "arguments": {}, "variant": null, "parameters": parameters, "undefined": [], "body": [0, { "a": 1, "b": null }] });
    let one: Case = serde_json::from_value(json!({ "operation": 0, "function": 0, "what": "", "request": request }))
        .expect("a case");
    let mut answer = json!({
        "method": "POST",
        "url": "https://conformance.test/base/teams/a%20b%2F%C3%A9/members?ids=1,2&at%5Bx%5D=1&kind=full",
        "headers": [["content-type", "application/json"], ["x-size", "1.5"], ["cookie", "session=s"]],
        "body": hex(r#"{"b":null,"a":1}"#),
    });
    change(&mut answer);
    let mut counts = Counts::default();
    let fault = case(&mut Judge::new(&files), &operations[0], &one, &answer, &mut counts);
    assert_eq!((counts.requests, counts.right), (1, usize::from(fault.is_none())));
    fault.map_or(Ok(()), |fault| Err(fault.message))
}

fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[test]
fn a_request_that_says_everything_is_right() {
    assert_eq!(request(|_| {}), Ok(()));
}

#[test]
fn every_part_of_a_request_is_judged() {
    let url = |url: &str| request(|answer| answer["url"] = json!(format!("https://conformance.test{url}")));
    let rest = "?ids=1,2&at%5Bx%5D=1&kind=full";
    for path in [
        "/base/teams/a/members",
        "/teams/a%20b%2F%C3%A9/members",
        "/base/teams/a%20b/%C3%A9/members",
        "/base/teams/a%20b%2F%C3%A9",
    ] {
        assert!(url(&format!("{path}{rest}")).is_err(), "{path}");
    }
    let queries = [
        "ids=1&ids=2&at%5Bx%5D=1&kind=full",
        "ids=1,3&at%5Bx%5D=1&kind=full",
        "ids=1,2&at=x,1&kind=full",
        "ids=1,2&at%5Bx%5D=1&kind=half",
        "ids=1,2&at%5Bx%5D=1&kind=full&more=1",
        "at%5Bx%5D=1&kind=full",
    ];
    for query in queries {
        assert!(url(&format!("/base/teams/a%20b%2F%C3%A9/members?{query}")).is_err(), "{query}");
    }
    assert!(request(|answer| answer["method"] = json!("PUT")).is_err());
    for (at, value) in [(0, "text/plain"), (1, "1.6"), (2, "session=t")] {
        assert!(request(|answer| answer["headers"][at][1] = json!(value)).is_err(), "{value}");
    }
    assert!(request(|answer| answer["headers"][1][0] = json!("x-other")).is_err());
    for body in ["", "{}", r#"{"a":1}"#, r#"{"a":"1","b":null}"#, r#"{"a":1,"b":null,"c":2}"#, "[1]", "{"] {
        assert!(request(|answer| answer["body"] = json!(hex(body))).is_err(), "{body}");
    }
}

/// Returns the fault of a response.
fn response(status: u16, answer: &Value) -> Option<(DefectKind, String)> {
    let files = Files::from_document(document());
    let operations = spec::operations(&files);
    let value = json!({ "a": [1, { "b": null }], "zz-unheard-of": 1 });
    let response =
        json!({ "status": status, "content_type": "application/json", "body": value.to_string(), "value": value });
    let one: Case = serde_json::from_value(json!({ "operation": 0, "function": 0, "what": "", "response": response }))
        .expect("a case");
    let fault = case(&mut Judge::new(&files), &operations[0], &one, answer, &mut Counts::default());
    fault.map(|fault| (fault.kind, fault.message))
}

#[test]
fn a_response_comes_back_whole_or_is_a_fault() {
    let read = |outcome: &str, written: &str, unknown: usize| json!({ "outcome": outcome, "variant": "", "written": written, "unknown": unknown });
    assert_eq!(response(200, &read("success", r#"{"a":[1,{"b":null}],"zz-unheard-of":1}"#, 0)), None);
    assert_eq!(response(200, &read("success", r#"{"a":[1,{}]}"#, 0)), None, "an unknown key, and an optional null");
    assert_eq!(response(404, &read("api", r#"{"a":[1,{"b":null}]}"#, 0)), None);
    let lost = [r#"{"a":[1]}"#, r#"{"a":[2,{}]}"#, "{}", r#"{"a":[1,{}],"c":1}"#];
    for written in lost {
        assert!(matches!(response(200, &read("success", written, 0)), Some((DefectKind::Lost, _))), "{written}");
    }
    let unknown = response(200, &read("success", r#"{"a":[1,{"b":null}]}"#, 1));
    assert_eq!(unknown, Some((DefectKind::Lost, "a value is read as `Unknown`".to_owned())));
    let undecoded = [
        read("api", r#"{"a":[1,{"b":null}]}"#, 0),
        json!({ "outcome": "success", "variant": "" }),
        json!({ "outcome": "unreadable", "message": "no" }),
        json!({ "error": "it panics" }),
    ];
    for answer in undecoded {
        assert!(matches!(response(200, &answer), Some((DefectKind::Undecoded, _))), "{answer}");
    }
    assert!(matches!(response(404, &read("other", "{}", 0)), Some((DefectKind::Undecoded, _))));
}

#[test]
fn samples_have_to_be_created_without_loss() {
    let files = Files::from_document(document());
    let operations = spec::operations(&files);
    let sample = json!({ "name": "Pet", "json": { "id": 1, "tag": null }, "is_valid": true });
    let one: Case =
        serde_json::from_value(json!({ "operation": 0, "function": 0, "what": "", "sample": sample })).expect("a case");
    let mut judge = Judge::new(&files);
    let mut verdict = |answer: Value| {
        let mut counts = Counts::default();
        let fault = case(&mut judge, &operations[0], &one, &answer, &mut counts);
        assert_eq!((counts.samples, counts.samples_right, counts.samples_valid), (1, usize::from(fault.is_none()), 1));
        fault.map(|fault| (fault.kind, fault.message))
    };
    assert_eq!(verdict(json!({ "outcome": "success", "written": r#"{"id":1.0}"# })), None);
    assert_eq!(
        verdict(json!({ "error": "it panics" })),
        Some((DefectKind::Sample, "`sample()` fails: it panics".to_owned()))
    );
    let lost = verdict(json!({ "outcome": "success", "written": "{}" }));
    assert!(lost.is_some_and(|(_, message)| message.contains("id")));
}
