//! The verdicts on single changes of a small document: rule, effect on old clients, effect on the source of users.

use oaspress::Input;
use oaspress::config::Config;
use oaspress::diff::{Rule, Source, diff};
use oaspress::input::InMemory;
use oaspress::surface::Surface;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Zoo, version: '1' }
servers: [{ url: https://zoo.example }]
tags: [{ name: Animals }]
security: [{ key: [] }]
paths:
  /animals/{id}:
    get:
      operationId: getAnimal
      tags: [Animals]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: house, in: query, required: true, schema: { type: string } }
        - { name: zone, in: query, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, maximum: 10 } }
      responses:
        '200': { description: One, content: { application/json: { schema: { $ref: '#/components/schemas/Animal' } } } }
        default: { description: Wrong, content: { application/json: { schema: { $ref: '#/components/schemas/Fault' } } } }
    put:
      operationId: putAnimal
      tags: [Animals]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewAnimal' } } } }
      responses: { '204': { description: Done } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Animal:
      type: object
      required: [name, legs]
      properties:
        name: { type: string }
        legs: { type: integer }
        kind: { $ref: '#/components/schemas/Kind' }
        keeper: { type: object, properties: { name: { type: string } } }
    NewAnimal:
      type: object
      required: [name, call]
      properties:
        name: { type: string }
        call: { type: string }
        kind: { $ref: '#/components/schemas/Kind' }
    Kind: { type: string, enum: [bird, fish] }
    Fault: { type: object, required: [code], properties: { code: { type: string } } }
";

fn surface(document: &str) -> Surface {
    let input = Input { name: "zoo.yaml".to_owned(), bytes: document.as_bytes().to_vec() };
    let (understood, found) = oaspress::understand(&input, &InMemory::default(), &Config::default());
    understood.unwrap_or_else(|| panic!("{:?}", found.diagnostics)).surface()
}

/// The changes that replacing texts makes, one per line.
fn changes(edits: &[(&str, &str)]) -> Vec<String> {
    let edited = edits.iter().fold(DOCUMENT.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "`{from}` is not in the document");
        text.replacen(from, to, 1)
    });
    between(DOCUMENT, &edited)
}

/// The changes between two documents, one per line.
fn between(old: &str, new: &str) -> Vec<String> {
    let verdict = diff(&surface(old), &surface(new));
    let changes = verdict.changes.iter();
    changes.map(|change| format!("{}: {}, {}", change.rule, change.wire.name(), change.source.name())).collect()
}

#[track_caller]
fn assert_changes(edits: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(changes(edits), expected, "{edits:?}");
}

const HOUSE: &str = "        - { name: house, in: query, required: true, schema: { type: string } }\n";
const ZONE: &str = "        - { name: zone, in: query, required: true, schema: { type: string } }\n";

#[test]
fn the_order_of_a_document_changes_nothing() {
    assert_changes(&[(HOUSE, ""), (ZONE, &format!("{ZONE}{HOUSE}"))], &[]);
    let properties = "        name: { type: string }\n        call: { type: string }\n";
    let swapped = "        call: { type: string }\n        name: { type: string }\n";
    assert_changes(&[(properties, swapped)], &[]);
    let responses = "        name: { type: string }\n        legs: { type: integer }\n";
    let swapped = "        legs: { type: integer }\n        name: { type: string }\n";
    assert_changes(&[(responses, swapped)], &[]);
}

#[test]
fn removed_operations_have_the_items_of_their_own_paths() {
    let operation = |path: &str, id: &str| {
        let id = format!("operationId: {id}, tags: [Animals]");
        format!("  {path}:\n    get: {{ {id}, responses: {{ '204': {{ description: Done }} }} }}\n")
    };
    let both = format!("{}{}components:\n", operation("/houses", "houses"), operation("/houses/all", "allHouses"));
    let old = DOCUMENT.replacen("components:\n", &both, 1);
    let verdict = diff(&surface(&old), &surface(DOCUMENT));
    let items = |identity: &str| {
        let change = verdict.changes.iter().find(|change| change.identity == identity);
        change.map(|change| change.items.join(" ")).unwrap_or_default()
    };
    assert_eq!(items("GET /houses"), "operations::Animals::houses operations::Houses");
    assert_eq!(items("GET /houses/all"), "operations::AllHouses operations::Animals::all_houses");
}

#[test]
fn what_compiles_and_means_something_else_is_silent() {
    let listing = |arguments: &str| -> Surface {
        let text = surface(DOCUMENT).to_string();
        let by_name = "new(required: models::NewAnimalRequired)";
        assert!(text.contains(by_name), "{text}");
        text.replace(by_name, &format!("new({arguments})")).parse().expect("a listing")
    };
    let old = listing("name: impl Into<String>, call: impl Into<String>");
    let verdict = diff(&old, &listing("call: impl Into<String>, name: impl Into<String>"));
    let rules: Vec<_> = verdict.changes.iter().map(|change| (change.rule.name(), change.source.name())).collect();
    assert_eq!(rules, [("arguments-swapped", "breaks silently")]);
    let verdict = diff(&old, &surface(DOCUMENT));
    let rules: Vec<_> = verdict.changes.iter().map(|change| (change.rule.name(), change.source.name())).collect();
    assert_eq!(rules, [("signature-changed", "breaks")], "by position, then by name");
}

#[test]
fn a_model_needs_another_feature_if_an_old_one_does_not_enable_it() {
    let listing = |features: &str| -> Surface {
        let text = surface(DOCUMENT).to_string();
        let (model, feature) =
            (", non_exhaustive, feature(animals)]  @ #/components/schemas/Kind", "feature animals  #[default]");
        assert!(text.contains(model) && text.contains(feature), "{text}");
        let marked = model.replace(", feature(animals)", features);
        let text = text.replace(model, &marked).replace(feature, &format!("feature houses  #[default]\n{feature}"));
        text.parse().expect("a listing")
    };
    let rules = |old: &str, new: &str| -> Vec<String> {
        let changes = diff(&listing(old), &listing(new)).changes;
        assert!(
            changes.iter().all(|change| change.source.name() == "added"),
            "programs with the default features compile"
        );
        changes.iter().map(|change| format!("{}: {}", change.rule, change.message)).collect()
    };
    let none: [String; 0] = [];
    let (one, both) = (", feature(animals)", ", feature(animals, houses)");
    assert_eq!(rules(one, both), none);
    assert_eq!(rules(one, ""), none);
    assert_eq!(rules(both, one), ["feature-changed: `models::Kind` needs the feature `animals`"]);
    assert_eq!(rules("", both), ["feature-changed: `models::Kind` needs one of the features `animals`, `houses`"]);
    // The feature itself is gone.
    assert_eq!(rules(", feature(animals, zones)", one), none);
}

#[test]
fn a_second_value_of_one_type_is_passed_by_name() {
    let alone = DOCUMENT.replace(ZONE, "");
    let verdict = diff(&surface(&alone), &surface(DOCUMENT));
    let rules: Vec<_> = verdict.changes.iter().map(|change| (change.rule.name(), change.source.name())).collect();
    assert_eq!(rules, [("required-parameter-added", "breaks")]);
}

#[test]
fn required_properties_of_what_is_received_only_add() {
    let added = (
        "required: [name, legs]\n      properties:\n",
        "required: [name, legs, age]\n      properties:\n        age: { type: integer }\n",
    );
    assert_changes(&[added], &["required-property-added: none, added"]);
}

#[test]
fn further_errors_and_credentials_only_add() {
    let other = "        '404': { description: Gone, content: { application/json: { schema: { $ref: '#/components/schemas/Gone' } } } }\n        default:";
    let gone = "    Gone: { type: object, required: [since], properties: { since: { type: string } } }\n    Fault:";
    let verdict = changes(&[("        default:", other), ("    Fault:", gone)]);
    assert!(verdict.iter().all(|change| !change.contains("breaks")), "{verdict:?}");
    let scheme = ("Schemes: { key: {", "Schemes: { token: { type: http, scheme: bearer }, key: {");
    let verdict = changes(&[("security: [{ key: [] }]", "security: [{ key: [] }, { token: [] }]"), scheme]);
    assert!(verdict.iter().all(|change| !change.contains("breaks")), "{verdict:?}");
    let verdict = changes(&[("security: [{ key: [] }]", "security: [{ token: [] }, { key: [] }]"), scheme]);
    assert!(verdict.contains(&"name-reused: none, breaks silently".to_owned()), "{verdict:?}");
}

#[test]
fn names_of_path_parameters_change_nothing() {
    let edits = [
        ("/animals/{id}:", "/animals/{animal}:"),
        ("name: id, in: path", "name: animal, in: path"),
        ("name: id, in: path", "name: animal, in: path"),
    ];
    assert_changes(&edits, &[]);
}

#[test]
fn parameters_are_judged_as_requests() {
    assert_changes(&[("maximum: 10", "maximum: 5")], &["rule-tightened: breaks, none"]);
    assert_changes(&[("maximum: 10", "maximum: 20")], &["rule-loosened: none, none"]);
    assert_changes(&[("name: limit, in: query", "name: limit, in: header")], &["parameter-moved: breaks, none"]);
    assert_changes(&[("name: limit, in", "name: most, in")], &["parameter-renamed: breaks, breaks"]);
    assert_changes(&[(ZONE, "")], &["parameter-removed: may break, breaks"]);
    let fixed = "        - { name: v, in: query, required: true, schema: { type: string, enum: ['1'] } }\n";
    assert_changes(&[(ZONE, &format!("{ZONE}{fixed}"))], &["fixed-parameter-added: breaks, added"]);
}

#[test]
fn texts_are_still_passed_where_values_are_declared() {
    let limit = "- { name: limit, in: query, schema: { type: integer, maximum: 10 } }";
    let text = "- { name: tint, in: query, schema: { type: string } }";
    let list = "- { name: tints, in: query, schema: { type: array, items: { type: string } } }";
    let before = DOCUMENT.replace(limit, &format!("{text}\n        {list}"));
    let after = before.replace(
        "name: tint, in: query, schema: { type: string",
        "name: tint, in: query, schema: { type: string, enum: [red]",
    );
    let after = after.replace("items: { type: string }", "items: { type: string, enum: [red] }");
    let changes = diff(&surface(&before), &surface(&after)).changes;
    let narrowed = changes.iter().filter(|change| change.rule == Rule::TypeNarrowed);
    let found: Vec<_> = narrowed.map(|change| (change.identity.as_str(), change.source)).collect();
    let expected = ["GET /animals/{id} query:tint", "GET /animals/{id} query:tints"];
    assert_eq!(found, expected.map(|identity| (identity, Source::Inference)));
}

#[test]
fn properties_are_judged_by_who_sends_them() {
    let number = ("        legs: { type: integer }", "        legs: { type: number }");
    assert_changes(&[number], &["type-widened: breaks, breaks"]);
    assert_changes(&[("required: [name, legs]", "required: [name]")], &["became-optional: breaks, breaks"]);
    assert_changes(&[("required: [name, call]", "required: [name]")], &["became-optional: none, breaks"]);
    assert_changes(&[("required: [name, call]", "required: [name, call, kind]")], &["became-required: breaks, breaks"]);
}

#[test]
fn enumerations_are_open() {
    assert_changes(&[("enum: [bird, fish]", "enum: [bird, fish, cat]")], &["enum-value-added: none, added"]);
    assert_changes(
        &[("enum: [bird, fish]", "enum: [bird, cow]")],
        &["enum-value-removed: breaks, breaks", "enum-value-added: none, added"],
    );
    assert_changes(&[("enum: [bird, fish]", "description: Any")], &["kind-changed: none, breaks"]);
}

#[test]
fn bodies_of_errors_are_kept() {
    assert_changes(
        &[("properties: { code: { type: string } }", "properties: { code: { type: integer } }")],
        &["type-changed: behavior, breaks"],
    );
}

#[test]
fn an_inline_schema_that_moves_to_a_component_is_renamed() {
    let edits = [
        (
            "keeper: { type: object, properties: { name: { type: string } } }",
            "keeper: { $ref: '#/components/schemas/Keeper' }",
        ),
        ("    Kind: {", "    Keeper: { type: object, properties: { name: { type: string } } }\n    Kind: {"),
    ];
    assert_changes(&edits, &["renamed: none, breaks"]);
}

#[test]
fn credentials_are_compared_by_how_they_are_sent() {
    assert_changes(&[("in: header, name: X-Key", "in: query, name: key")], &["security-changed: breaks, none"]);
    assert_changes(
        &[("security: [{ key: [] }]\n", "security: [{ key: [] }, {}]\n")],
        &["security-relaxed: none, none"],
    );
    let renamed = [("security: [{ key: [] }]", "security: [{ apiKey: [] }]"), ("{ key: { type", "{ apiKey: { type")];
    assert!(
        changes(&renamed).iter().all(|change| change.ends_with(": none, breaks") || change.ends_with(": none, added"))
    );
}

#[test]
fn authorization_servers_are_compared_by_their_urls() {
    let document = |url: &str, scope: &str| {
        let flow = format!(
            "{{ type: oauth2, flows: {{ clientCredentials: {{ tokenUrl: {url}, scopes: {{ {scope}: A }} }} }} }}"
        );
        DOCUMENT.replacen("{ type: apiKey, in: header, name: X-Key }", &flow, 1)
    };
    let old = document("https://zoo.example/token", "animals");
    assert_eq!(between(&old, &document("/token", "animals")), ["oauth-changed: may break, none"]);
    assert_eq!(
        between(&old, &document("https://zoo.example/token", "plants")),
        ["oauth-changed: may break, breaks", "item-added: none, added"]
    );
    let without = DOCUMENT.replacen("{ type: apiKey, in: header, name: X-Key }", "{ type: http, scheme: bearer }", 1);
    let gone = between(&old, &without);
    assert_eq!(gone.iter().filter(|change| change.starts_with("oauth-changed: may break, ")).count(), 2, "{gone:?}");
    assert!(gone.contains(&"oauth-changed: may break, breaks".to_owned()), "{gone:?}");
}

#[test]
fn pages_are_compared_by_how_the_next_one_is_requested() {
    let list = |parameters: &str, properties: &str| {
        let parameters =
            parameters.split(' ').map(|name| format!("{{ name: {name}, in: query, schema: {{ type: string }} }}"));
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        let items = "animals: { type: array, items: { $ref: '#/components/schemas/Animal' } }";
        let page = format!("{{ type: object, required: [animals], properties: {{ {items}, {properties} }} }}");
        let response = format!("{{ description: Page, content: {{ application/json: {{ schema: {page} }} }} }}");
        let operation = format!(
            "  /animals:\n    get: {{ operationId: listAnimals, tags: [Animals], parameters: [{parameters}], responses: {{ '200': {response} }} }}\n"
        );
        DOCUMENT.replacen("components:\n", &format!("{operation}components:\n"), 1)
    };
    let both = "next_cursor: { type: string }, next_token: { type: string }";
    let old = list("cursor", both);
    let listing = surface(&old).to_string();
    assert!(listing.contains("path=/animals security=key pages=cursor(cursor,next:next_cursor)\n"), "{listing}");
    assert_eq!(between(&old, &old), [""; 0]);
    let other = list("cursor", "next_token: { type: string }, next: { type: string }");
    let found = between(&old, &other);
    assert!(found.contains(&"pagination-changed: behavior, none".to_owned()), "{found:?}");
    // Listings of earlier versions of the generator have no way.
    let earlier: Surface = listing.replace(" pages=cursor(cursor,next:next_cursor)", "").parse().expect("a listing");
    assert!(diff(&earlier, &surface(&other)).changes.iter().all(|change| change.rule != Rule::PaginationChanged));
}

#[test]
fn operations_keep_their_code_if_only_the_address_changes() {
    assert_changes(
        &[("  /animals/{id}:", "  /creatures/{id}:")],
        &["operation-moved: breaks, none", "operation-moved: breaks, none"],
    );
    assert_changes(&[("    put:\n", "    patch:\n")], &["operation-moved: breaks, none"]);
    assert_changes(&[("operationId: getAnimal", "operationId: findAnimal")], &["renamed: none, breaks"]);
}

#[test]
fn the_name_of_an_operation_can_go_to_another_one() {
    let other = "  /put/{a}:\n    put: { operationId: put, tags: [Animals], parameters: [{ name: a, in: path, required: true, schema: { type: string } }], \
                 requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewAnimal' } } } }, \
                 responses: { '204': { description: Done } } }\n";
    let found = changes(&[("components:\n", &format!("{other}components:\n"))]);
    assert_eq!(found.first().map(String::as_str), Some("name-reused: none, breaks silently"), "{found:?}");
}
