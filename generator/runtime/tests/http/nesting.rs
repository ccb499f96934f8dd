//! Nested lists and objects, in the convention of every framework.

use oaspress_runtime::runtime::{Encoding, Operation as _, RequestEncoder, Style};
use serde_json::{Value, json};

use crate::support::{Ask, refused, sent, target};

/// Returns the query of a parameter `p`, percent-decoded.
fn query(style: Style, value: Value) -> String {
    let sent = sent(move |request| request.query("p", style, &value));
    plain(sent.trim_start_matches('?'))
}

/// The fields of a form.
fn form(encodings: &'static [Encoding], value: Value) -> String {
    let write =
        move |request: &mut RequestEncoder| request.form("application/x-www-form-urlencoded", &value, encodings);
    let request = Ask::new(write).to_request(&target()).expect("a request");
    plain(std::str::from_utf8(request.body().bytes().expect("a whole body")).expect("text"))
}

fn plain(query: &str) -> String {
    percent_encoding::percent_decode_str(query).decode_utf8().expect("UTF-8").into_owned()
}

fn value() -> Value {
    json!({ "s": "x", "l": [1, null, 2], "o": { "k": true, "e": [], "n": null }, "q": [{ "a": 1, "b": [3] }, { "a": 2 }] })
}

#[test]
fn an_exploded_object_repeats_the_keys_of_its_lists() {
    let pageable = json!({ "page": 0, "size": 20, "sort": ["name,asc", "id,desc"], "none": [], "null": [null] });
    assert_eq!(
        sent(move |request| request.query("pageable", Style::FORM, &pageable)),
        "?page=0&size=20&sort=name%2Casc&sort=id%2Cdesc"
    );
}

#[test]
fn an_exploded_object() {
    assert_eq!(query(Style::FORM.nested_in_dots(), value()), "s=x&l=1&l=2&o.k=true&q[0].a=1&q[0].b=3&q[1].a=2");
    assert_eq!(
        query(Style::FORM.nested_in_brackets(), value()),
        "s=x&l[]=1&l[]=2&o[k]=true&q[][a]=1&q[][b][]=3&q[][a]=2"
    );
    assert_eq!(
        query(Style::FORM.nested_in_indices(), value()),
        "s=x&l[0]=1&l[2]=2&o[k]=true&q[0][a]=1&q[0][b][0]=3&q[1][a]=2"
    );
    assert_eq!(
        query(Style::FORM.nested_as_json(), value()),
        r#"s=x&l=[1,null,2]&o={"k":true,"e":[],"n":null}&q=[{"a":1,"b":[3]},{"a":2}]"#
    );
}

#[test]
fn an_exploded_list() {
    let objects = || json!([{ "a": 1 }, { "a": 2, "b": { "c": 3 } }]);
    assert_eq!(query(Style::FORM.nested_in_dots(), objects()), "p[0].a=1&p[1].a=2&p[1].b.c=3");
    assert_eq!(query(Style::FORM.nested_in_brackets(), objects()), "p[][a]=1&p[][a]=2&p[][b][c]=3");
    assert_eq!(query(Style::FORM.nested_in_indices(), objects()), "p[0][a]=1&p[1][a]=2&p[1][b][c]=3");
    assert_eq!(query(Style::FORM.nested_as_json(), objects()), r#"p={"a":1}&p={"a":2,"b":{"c":3}}"#);
    let lists = || json!([[1, 2], [3]]);
    assert_eq!(query(Style::FORM.nested_in_dots(), lists()), "p[0]=1&p[0]=2&p[1]=3");
    assert_eq!(query(Style::FORM.nested_in_indices(), lists()), "p[0][0]=1&p[0][1]=2&p[1][0]=3");
    assert_eq!(query(Style::FORM.nested_as_json(), lists()), "p=[1,2]&p=[3]");
    // The specification defines a list of scalars.
    for style in [Style::FORM.nested_in_dots(), Style::FORM.nested_in_brackets(), Style::FORM.nested_as_json()] {
        assert_eq!(query(style, json!(["a", "b"])), "p=a&p=b");
    }
}

#[test]
fn a_deep_object() {
    let value = || json!({ "o": { "k": [1] }, "l": [1, 2] });
    assert_eq!(query(Style::DEEP_OBJECT, value()), "p[o][k][0]=1&p[l][0]=1&p[l][1]=2");
    assert_eq!(query(Style::DEEP_OBJECT.nested_in_brackets(), value()), "p[o][k][]=1&p[l][]=1&p[l][]=2");
    assert_eq!(query(Style::DEEP_OBJECT.nested_in_dots(), value()), "p[o].k=1&p[l]=1&p[l]=2");
    assert_eq!(query(Style::DEEP_OBJECT.nested_as_json(), value()), r#"p[o]={"k":[1]}&p[l]=[1,2]"#);
    assert_eq!(query(Style::DEEP_OBJECT.nested_in_brackets(), json!(["a", "b"])), "p[]=a&p[]=b");
    assert_eq!(query(Style::DEEP_OBJECT.nested_in_dots(), json!(["a", "b"])), "p=a&p=b");
}

#[test]
fn json_where_everything_is_one_text() {
    let value = || json!({ "t": "1", "n": 1, "l": ["1", 1.5, "é\"\n"] });
    assert_eq!(query(Style::FORM.joined().nested_as_json(), value()), r#"p=t,1,n,1,l,["1",1.5,"é\"\n"]"#);
    assert_eq!(query(Style::PIPE_DELIMITED.nested_as_json(), json!([[1, 2], { "a": 1 }])), r#"p=[1,2]|{"a":1}"#);
    let sent = sent(|request| {
        request.segment("/");
        request.path("p", Style::MATRIX.exploded().nested_as_json(), &json!({ "a": [1] }))
    });
    assert_eq!(plain(&sent), "/;a=[1]");
    let write = |request: &mut RequestEncoder| {
        let objects = json!([{ "a": "x", "b": 1 }, { "a": "y" }]);
        request.header("X-Objects", Style::SIMPLE.nested_as_json(), &objects)?;
        request.cookie("c", Style::FORM.joined().nested_as_json(), &objects)
    };
    let request = Ask::new(write).to_request(&target()).expect("a request");
    assert_eq!(request.headers()["x-objects"], r#"{"a":"x","b":1},{"a":"y"}"#);
    assert_eq!(request.headers()["cookie"], "c=%7B%22a%22%3A%22x%22%2C%22b%22%3A1%7D,%7B%22a%22%3A%22y%22%7D");
}

#[test]
fn what_brackets_cannot_tell_apart_is_refused() {
    for value in [
        json!([{ "a": 1 }, { "b": 2 }]),
        json!({ "q": [{ "a": [1] }, { "a": [2] }] }),
        json!([{ "a": { "b": 1 } }, { "a": { "c": 1 } }]),
        json!([[1], [2]]),
        json!([{ "a": 1 }, 2, { "a": 1 }]),
    ] {
        let found = refused(move |request| request.query("p", Style::FORM.nested_in_brackets(), &value));
        assert!(found.contains("cannot tell"), "{found}");
    }
    let value = json!([{ "a": { "b": 1 }, "c": 2 }, { "a": { "b": 1 } }]);
    assert_eq!(query(Style::FORM.nested_in_brackets(), value), "p[][a][b]=1&p[][c]=2&p[][a][b]=1");
}

#[test]
fn fields_without_an_encoding() {
    const DOTS: &[Encoding] = &[Encoding::json("s"), Encoding::others(Style::FORM.nested_in_dots())];
    const BRACKETS: &[Encoding] = &[Encoding::others(Style::FORM.nested_in_brackets())];
    const INDICES: &[Encoding] = &[Encoding::others(Style::FORM.nested_in_indices())];
    assert_eq!(form(DOTS, value()), r#"s="x"&l=1&l=2&o.k=true&q[0].a=1&q[0].b=3&q[1].a=2"#);
    assert_eq!(form(BRACKETS, value()), "s=x&l[]=1&l[]=2&o[k]=true&q[][a]=1&q[][b][]=3&q[][a]=2");
    assert_eq!(form(INDICES, value()), "s=x&l[0]=1&l[2]=2&o[k]=true&q[0][a]=1&q[0][b][0]=3&q[1][a]=2");
    let rows = || json!([{ "a": 1, "b": [2] }, { "a": 3 }]);
    assert_eq!(form(DOTS, rows()), "[0].a=1&[0].b=2&[1].a=3");
    assert_eq!(form(INDICES, rows()), "0[a]=1&0[b][0]=2&1[a]=3");
    assert_eq!(form(INDICES, json!(["x", "y"])), "0=x&1=y");
}
