//! `null` and missing keys where a list or a map is required.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{failure, read};
use crate::runtime::{record, union, wrapper};

#[derive(Debug, Clone, PartialEq)]
struct Wrapped(Vec<Wrapped>);

wrapper!(Wrapped);

#[derive(Debug, Clone, PartialEq)]
struct Page {
    rows: Vec<i64>,
    labels: BTreeMap<String, Vec<String>>,
    free: Map<String, Value>,
    boxed: Box<Wrapped>,
    next: Option<String>,
}

record!(Page {
    required rows: "rows",
    required labels: "labels",
    required free: "free",
    required boxed: "boxed",
    optional next: "next",
});

fn empty() -> Page {
    Page { rows: vec![], labels: BTreeMap::new(), free: Map::new(), boxed: Box::new(Wrapped(vec![])), next: None }
}

#[test]
fn null_reads_as_empty() {
    assert_eq!(read::<Page>(r#"{"rows":null,"labels":null,"free":null,"boxed":null,"other":1}"#), empty());
    assert_eq!(read::<Vec<i64>>("null"), Vec::<i64>::new());
    assert_eq!(read::<BTreeMap<String, i64>>("null"), BTreeMap::new());
    assert_eq!(read::<Map<String, Value>>("null"), Map::new());
    assert_eq!(read::<Wrapped>("[null,[null]]"), Wrapped(vec![Wrapped(vec![]), Wrapped(vec![Wrapped(vec![])])]));
    assert_eq!(read::<Vec<Option<Vec<i64>>>>("[null]"), [None]);
    assert_eq!(read::<BTreeMap<String, Vec<i64>>>(r#"{"a":null}"#), BTreeMap::from([("a".to_owned(), vec![])]));
    assert_eq!(read::<Page>(r#"{"rows":[1],"rows":null}"#), empty());
}

#[test]
fn a_missing_key_reads_as_empty_where_all_keys_are_known() {
    assert_eq!(read::<Page>("{}"), empty());
    assert_eq!(read::<Page>(r#"{"next":"n"}"#), Page { next: Some("n".to_owned()), ..empty() });
    assert_eq!(
        failure::<Page>(r#"{"code":-1021}"#),
        "rows: missing field `rows`; the object has keys that the API description does not declare"
    );
    assert_eq!(
        failure::<Vec<Page>>(r#"[{"rows":[],"labels":{},"free":{},"code":null}]"#),
        "[0].boxed: missing field `boxed`; the object has keys that the API description does not declare"
    );
}

#[derive(Debug, Clone, PartialEq)]
struct Open {
    rows: Vec<i64>,
    rest: BTreeMap<String, Value>,
}

record!(Open { required rows: "rows", .. rest });

#[test]
fn every_key_is_known_where_others_are_kept() {
    let open = read::<Open>(r#"{"code":-1021}"#);
    assert_eq!(open.rows, Vec::<i64>::new());
    assert_eq!(open.rest["code"], -1021);
}

#[derive(Debug, Clone, PartialEq)]
struct Scalars {
    id: i64,
    any: Value,
    page: Option<Box<Page>>,
}

record!(Scalars { required id: "id", required any: "any", nullable page: "page" });

#[test]
fn only_lists_and_maps_are_made_up() {
    assert_eq!(failure::<Scalars>(r#"{"any":1}"#), "id: missing field `id`");
    assert_eq!(failure::<Scalars>(r#"{"id":1}"#), "any: missing field `any`");
    assert!(failure::<Scalars>(r#"{"id":null}"#).starts_with("id: invalid type: null"));
    assert!(failure::<Vec<Scalars>>("[null]").starts_with("[0]: invalid type: null, expected an object"));
    assert_eq!(read::<Scalars>(r#"{"id":1,"any":null}"#).any, Value::Null);
}

#[derive(Debug, Clone, PartialEq)]
struct Pet {
    tags: Vec<Vec<String>>,
    owners: BTreeMap<String, Vec<i64>>,
    page: Option<Page>,
    rest: BTreeMap<String, Vec<i64>>,
}

record!(Pet sent "Pet" { required tags: "tags", required owners: "own/ers", optional page: "page", .. rest });

#[derive(Debug, Clone, PartialEq)]
struct Inline {
    owners: BTreeMap<String, i64>,
}

record!(Inline sent "#/paths/~1pets/post/requestBody" { required owners: "own/ers" });

#[test]
fn what_is_also_sent_is_an_error_that_names_the_configuration() {
    assert_eq!(
        failure::<Pet>(r#"{"tags":null,"own/ers":{}}"#),
        "tags: `null` where a list is required; if the server sends it, add `Pet.tags` to `[presence] nullable` \
         in oaspress.toml"
    );
    assert_eq!(
        failure::<Vec<Pet>>(r#"[{"tags":[],"own/ers":null}]"#),
        "[0][\"own/ers\"]: `null` where an object is required; if the server sends it, add `Pet.own/ers` to \
         `[presence] nullable` in oaspress.toml"
    );
    assert_eq!(
        failure::<Pet>(r#"{"tags":[]}"#),
        "[\"own/ers\"]: missing field `own/ers`; if the server omits it, add `Pet.own/ers` to \
         `[presence] optional` in oaspress.toml"
    );
    assert!(
        failure::<Inline>(r#"{"own/ers":null}"#)
            .contains("add `#/paths/~1pets/post/requestBody/properties/own~1ers` to `[presence] nullable`")
    );
}

#[test]
fn what_is_within_a_value_that_is_also_sent_is_an_error() {
    assert_eq!(failure::<Pet>(r#"{"tags":[null],"own/ers":{}}"#), "tags[0]: invalid type: null, expected a list");
    assert_eq!(
        failure::<Pet>(r#"{"tags":[],"own/ers":{"a":null}}"#),
        "[\"own/ers\"].a: invalid type: null, expected a list"
    );
    assert_eq!(failure::<Pet>(r#"{"tags":[],"own/ers":{},"x":null}"#), "x: invalid type: null, expected a list");
    // A nested object that is only received. The keys after it belong to an object that is also sent.
    let pet = read::<Pet>(r#"{"page":{"rows":null},"tags":[],"own/ers":{}}"#);
    assert_eq!(pet.page, Some(empty()));
    assert!(failure::<Pet>(r#"{"page":{"rows":null},"own/ers":null}"#).contains("`Pet.own/ers`"));
}

#[derive(Debug, Clone, PartialEq)]
struct Message {
    code: i64,
}

record!(Message { required code: "code" });

#[derive(Debug, Clone, PartialEq)]
enum Guessed {
    Page(Page),
    Message(Message),
    Unknown(Value),
}

union!(Guessed { Page: object, Message: object });

#[derive(Debug, Clone, PartialEq)]
enum Keyed {
    Page(Page),
    List(Vec<i64>),
    Unknown(Value),
}

union!(Keyed { Page: object, List: array });

#[derive(Debug, Clone, PartialEq)]
struct After {
    guessed: Guessed,
    rows: Vec<i64>,
}

record!(After sent "After" { required guessed: "guessed", required rows: "rows" });

#[test]
fn a_union_that_tries_its_variants_takes_neither() {
    assert!(matches!(read::<Guessed>("{}"), Guessed::Unknown(_)));
    assert!(matches!(read::<Guessed>(r#"{"rows":null,"labels":{},"free":{},"boxed":[]}"#), Guessed::Unknown(_)));
    assert_eq!(read::<Guessed>(r#"{"code":1}"#), Guessed::Message(Message { code: 1 }));
    assert!(matches!(read::<Keyed>("null"), Keyed::Unknown(Value::Null)));
    // The JSON type was decided before the variant is read.
    assert_eq!(read::<Keyed>(r#"{"rows":null}"#), Keyed::Page(empty()));
    assert!(failure::<After>(r#"{"guessed":{"rows":5},"rows":null}"#).contains("`After.rows`"));
}

#[test]
fn serde_reads_them_the_same_way() {
    let page: Page = serde_json::from_value(serde_json::json!({"rows": null})).expect("a page");
    assert_eq!(page, empty());
}
