//! Tests of overlays by the rules of the specification, action by action.

use serde_json::{Value, json};

use super::{Overlay, apply};
use crate::diag::Diagnostics;
use crate::path::{DocumentId, SpecPath};

const OVERLAY: DocumentId = DocumentId::new(1);

fn overlay(version: &str, actions: &Value) -> Value {
    json!({ "overlay": version, "info": { "title": "t", "version": "1" }, "actions": actions })
}

/// Applies actions to a document. Returns the result, and the findings as `code place: message`.
fn applied(document: &Value, version: &str, actions: &Value) -> (Value, Vec<String>) {
    run(document, overlay(version, actions))
}

fn run(document: &Value, value: Value) -> (Value, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let overlays = [Overlay { id: OVERLAY, name: "fixes.yaml", value }];
    let overlaid = apply(document.clone(), "api.yaml", &overlays, &mut diagnostics);
    let show = |found: &crate::diag::Diagnostic| format!("{} {}: {}", found.code, found.place, found.message);
    (overlaid.document, diagnostics.iter().map(show).collect())
}

/// Returns the place where the node at a pointer of the result is written. Places in the overlay begin with `overlay`.
fn origin(document: &Value, version: &str, actions: &Value, pointer: &str) -> String {
    let mut diagnostics = Diagnostics::new();
    let overlays = [Overlay { id: OVERLAY, name: "fixes.yaml", value: overlay(version, actions) }];
    let overlaid = apply(document.clone(), "api.yaml", &overlays, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    let place = SpecPath::parse(DocumentId::ROOT, pointer).expect("a pointer");
    assert!(overlaid.document.pointer(pointer).is_some(), "nothing is at {pointer}");
    let written = overlaid.source_map.original(&place);
    format!("{}{}", if written.document() == OVERLAY { "overlay" } else { "" }, written.pointer())
}

#[test]
fn objects_are_merged_and_arrays_within_them_concatenated() {
    let document = json!({ "info": { "title": "a", "x": { "y": 1 } }, "tags": [1] });
    let actions =
        json!([{ "target": "$", "update": { "info": { "title": "b", "x": { "z": 2 } }, "tags": [2], "new": 3 } }]);
    for version in ["1.0.0", "1.1.0"] {
        let (result, found) = applied(&document, version, &actions);
        let expected = json!({ "info": { "title": "b", "x": { "y": 1, "z": 2 } }, "tags": [1, 2], "new": 3 });
        assert_eq!((result, found.as_slice()), (expected, [].as_slice()));
    }
}

#[test]
fn a_list_is_one_element_in_1_0_and_several_in_1_1() {
    let actions = json!([{ "target": "$.tags", "update": [2, 3] }]);
    assert_eq!(applied(&json!({ "tags": [1] }), "1.0.0", &actions).0, json!({ "tags": [1, [2, 3]] }));
    assert_eq!(applied(&json!({ "tags": [1] }), "1.1.0", &actions).0, json!({ "tags": [1, 2, 3] }));
    let actions = json!([{ "target": "$.tags", "update": { "a": 1 } }]);
    for version in ["1.0.3", "1.1.0"] {
        assert_eq!(applied(&json!({ "tags": [1] }), version, &actions).0, json!({ "tags": [1, { "a": 1 }] }));
    }
}

#[test]
fn primitives_can_be_changed_since_1_1() {
    let document = json!({ "info": { "title": "a" }, "tags": ["x", "y", "x"] });
    let update = json!([{ "target": "$.info.title", "update": "b" }]);
    assert_eq!(applied(&document, "1.1.0", &update).0["info"]["title"], "b");
    let remove = json!([{ "target": "$.tags[?@ == 'x']", "remove": true }]);
    assert_eq!(applied(&document, "1.1.0", &remove).0["tags"], json!(["y"]));
    let member = json!([{ "target": "$.info.title", "remove": true }]);
    assert_eq!(applied(&document, "1.0.0", &member).0["info"], json!({}));
    for actions in [update, remove] {
        let (result, found) = applied(&document, "1.0.0", &actions);
        assert_eq!(result, document);
        assert!(found[0].contains("is a primitive value, which version 1.0 of overlays cannot change"), "{found:?}");
    }
}

#[test]
fn indices_are_those_before_the_action() {
    let document = json!({ "a": [0, 1, 2, 3, 4], "b": [[0, 1], [2, 3]] });
    let remove = |target: &str| applied(&document, "1.1.0", &json!([{ "target": target, "remove": true }])).0;
    assert_eq!(remove("$.a[0, 2, 4]")["a"], json!([1, 3]));
    assert_eq!(remove("$.a[-1, 0, 0]")["a"], json!([1, 2, 3]));
    assert_eq!(remove("$.b[*][0]")["b"], json!([[1], [3]]));
    assert_eq!(remove("$.b..*")["b"], json!([]));
}

#[test]
fn a_later_action_sees_what_an_earlier_one_did() {
    let document = json!({ "servers": [{ "url": "a" }] });
    let actions = json!([
        { "target": "$.servers", "remove": true },
        { "target": "$", "update": { "servers": [{ "url": "b" }] } },
        { "target": "$.servers[0]", "update": { "description": "c" } },
    ]);
    assert_eq!(applied(&document, "1.0.0", &actions).0, json!({ "servers": [{ "url": "b", "description": "c" }] }));
}

#[test]
fn a_node_can_be_copied_and_then_changed() {
    let document = json!({ "paths": { "/a": { "get": { "id": 1 } }, "/b": { "put": {} } } });
    let copy = json!([{ "target": "$.paths['/b']", "copy": "$.paths['/a']" }]);
    assert_eq!(applied(&document, "1.1.0", &copy).0["paths"]["/b"], json!({ "put": {}, "get": { "id": 1 } }));
    assert_eq!(origin(&document, "1.1.0", &copy, "/paths/~1b/get/id"), "/paths/~1a/get/id");
    let several = json!([{ "target": "$.paths['/b']", "copy": "$.paths.*" }]);
    let (_, found) = applied(&document, "1.1.0", &several);
    assert_eq!(found, ["overlay #/actions/0/copy: `$.paths.*` selects 2 nodes, and `copy` needs exactly one"]);
    let (_, found) = applied(&document, "1.0.0", &copy);
    assert_eq!(found, ["overlay #/actions/0/copy: `copy` does not exist in version 1.0 of overlays"]);
}

#[test]
fn kinds_that_do_not_fit_are_errors() {
    let document = json!({ "info": { "title": "a" }, "tags": [], "x": null });
    for (target, update, expected) in [
        (
            "$.info",
            json!("b"),
            "overlay #/actions/0/update: a primitive value cannot be merged into an object at `#/info`",
        ),
        (
            "$",
            json!({ "info": { "title": {} } }),
            "overlay #/actions/0/update/info/title: an object cannot be merged into a primitive value at `#/info/title`",
        ),
        (
            "$",
            json!({ "tags": {} }),
            "overlay #/actions/0/update/tags: an object cannot be merged into an array at `#/tags`",
        ),
        (
            "$",
            json!({ "x": [] }),
            "overlay #/actions/0/update/x: an array cannot be merged into a primitive value at `#/x`",
        ),
        ("$.*", json!({}), "overlay #/actions/0/target: the target selects an object as well as an array"),
    ] {
        let (_, found) = applied(&document, "1.1.0", &json!([{ "target": target, "update": update }]));
        assert_eq!(found, [expected]);
    }
}

#[test]
fn actions_without_effect_are_reported() {
    let document = json!({ "info": {} });
    for (action, expected) in [
        (
            json!({ "target": "$.paths", "remove": true }),
            "overlay-no-effect #/actions/0/target: `$.paths` selects nothing, so the action has no effect",
        ),
        (
            json!({ "target": "$.info" }),
            "overlay-no-effect #/actions/0: the action has no `update`, `copy` or `remove: true`, so it changes nothing",
        ),
        (
            json!({ "target": "$.info", "remove": true, "update": {} }),
            "overlay-no-effect #/actions/0/update: `update` has no effect beside `remove: true`",
        ),
    ] {
        assert_eq!(applied(&document, "1.1.0", &json!([action])).1, [expected]);
    }
}

#[test]
fn what_an_overlay_wrote_leads_to_the_overlay_and_the_rest_to_the_document() {
    let document = json!({ "tags": ["a", "b", "c"], "info": { "title": "t" } });
    let actions = json!([
        { "target": "$.tags[0]", "remove": true },
        { "target": "$.tags", "update": ["d"] },
        { "target": "$.info", "update": { "contact": { "name": "n" } } },
    ]);
    let origin = |pointer| origin(&document, "1.1.0", &actions, pointer);
    assert_eq!(origin("/tags/0"), "/tags/1");
    assert_eq!(origin("/tags/1"), "/tags/2");
    assert_eq!(origin("/tags/2"), "overlay/actions/1/update/0");
    assert_eq!(origin("/info/title"), "/info/title");
    assert_eq!(origin("/info/contact/name"), "overlay/actions/2/update/contact/name");
}

#[test]
fn overlays_that_break_a_rule_are_errors() {
    let info = json!({ "title": "t", "version": "1" });
    let action = json!({ "target": "$", "update": {} });
    for (overlay, expected) in [
        (json!([]), "an overlay has to be an object"),
        (json!({ "info": info, "actions": [action] }), "this is not an overlay: it has no `overlay` with a version"),
        (
            json!({ "overlay": 1.1, "info": info, "actions": [action] }),
            "`overlay: 1.1` is not the version of an overlay",
        ),
        (json!({ "overlay": "1.1", "info": info, "actions": [action] }), "version `1.1` of overlays is not supported"),
        (
            json!({ "overlay": "1.2.0", "info": info, "actions": [action] }),
            "version `1.2.0` of overlays is not supported",
        ),
        (json!({ "overlay": "1.1.0", "actions": [action] }), "the overlay has no `info`"),
        (json!({ "overlay": "1.1.0", "info": { "title": "t" }, "actions": [action] }), "`info` has no `version`"),
        (
            json!({ "overlay": "1.1.0", "info": { "title": "t", "version": 1 }, "actions": [action] }),
            "`version` has to be a string",
        ),
        (json!({ "overlay": "1.1.0", "info": info }), "the overlay has no `actions`"),
        (
            json!({ "overlay": "1.1.0", "info": info, "actions": [] }),
            "`actions` has to be an array with at least one action",
        ),
        (
            json!({ "overlay": "1.1.0", "info": info, "actions": [action], "action": 1 }),
            "`action` is not a keyword of overlays here",
        ),
        (json!({ "overlay": "1.1.0", "info": info, "actions": [1] }), "an action has to be an object"),
        (json!({ "overlay": "1.1.0", "info": info, "actions": [{ "update": {} }] }), "the action has no `target`"),
        (
            json!({ "overlay": "1.1.0", "info": info, "actions": [{ "target": 1, "update": {} }] }),
            "`target` has to be a string",
        ),
        (
            json!({ "overlay": "1.1.0", "info": info, "actions": [{ "target": "info", "update": {} }] }),
            "`info` is not a JSONPath",
        ),
        (
            json!({ "overlay": "1.1.0", "info": info, "actions": [{ "target": "$", "removed": true }] }),
            "`removed` is not a keyword of overlays here",
        ),
        (
            json!({ "overlay": "1.1.0", "info": info, "actions": [{ "target": "$", "remove": "yes" }] }),
            "`remove` has to be `true` or `false`",
        ),
        (
            json!({ "overlay": "1.1.0", "info": info, "actions": [{ "target": "$", "remove": true }] }),
            "the whole document cannot be removed",
        ),
        (
            json!({ "overlay": "1.1.0", "info": info, "actions": [{ "target": "$", "update": {}, "copy": "$" }] }),
            "an action cannot have both `update` and `copy`",
        ),
        (json!({ "overlay": "1.1.0", "info": info, "actions": [action, action] }), "this action is listed twice"),
    ] {
        let (_, found) = run(&json!({ "info": {} }), overlay);
        assert!(
            found.iter().any(|found| found.starts_with("overlay #") && found.contains(expected)),
            "{expected}: {found:?}"
        );
    }
}

#[test]
fn extends_is_compared_with_the_document() {
    let action = json!({ "target": "$", "update": {} });
    let extends = |extends: &str| {
        let value = json!({ "overlay": "1.1.0", "info": { "title": "t", "version": "1" }, "extends": extends, "actions": [action] });
        run(&json!({}), value).1
    };
    for same in ["api.yaml", "./api.yaml", "https://example.com/other.yaml", "x/../api.yaml"] {
        assert_eq!(extends(same), <[String; 0]>::default());
    }
    assert_eq!(
        extends("other.yaml"),
        ["overlay-extends #/extends: the overlay extends `other.yaml`, and is applied to `api.yaml`"]
    );
}

/// Each action doubles the document.
#[test]
fn copies_of_copies_are_limited() {
    let actions: Vec<Value> =
        (0..64).map(|index| json!({ "target": "$", "update": { format!("x-{index}"): {} } })).collect();
    let copies = (0..64).map(|index| json!({ "target": format!("$['x-{index}']"), "copy": "$" }));
    let actions: Vec<Value> = actions.into_iter().chain(copies).collect();
    let (_, found) = applied(&json!({ "info": {} }), "1.1.0", &json!(actions));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("so often that the document would be too large"), "{found:?}");
}
