//! Every style, exploded and not, for every type, according to the table "Style Examples" of the specification.
//!
//! The table is that of 3.0.4, which corrects the one of 3.0.3 where that contradicts RFC 6570 (`label`) or shows
//! characters that are not allowed in a URL (`pipeDelimited`, `deepObject`).

use oaspress_runtime::runtime::{InvalidInput, Json, RequestEncoder, Style};
use serde_json::{Value, json};

use crate::support::{Ask, refused, sent, target};
use oaspress_runtime::runtime::Operation as _;

fn text() -> Value {
    json!("blue")
}

fn list() -> Value {
    json!(["blue", "black", "brown"])
}

fn object() -> Value {
    json!({ "R": 100, "G": 200, "B": 150 })
}

fn in_path(style: Style, value: Value) -> String {
    sent(move |request| {
        request.segment("/");
        request.path("color", style, &value)?;
        request.segment("/x");
        Ok(())
    })
    .strip_prefix('/')
    .and_then(|path| path.strip_suffix("/x"))
    .expect("a segment")
    .to_owned()
}

fn in_query(style: Style, value: Value) -> String {
    sent(move |request| {
        request.segment("/q");
        request.query("color", style, &value)
    })
    .strip_prefix("/q")
    .expect("the path")
    .trim_start_matches('?')
    .to_owned()
}

fn header_of(name: &str, write: fn(&mut RequestEncoder) -> Result<(), InvalidInput>) -> String {
    let request = Ask::new(write).to_request(&target()).expect("a request");
    let value = request.headers().get(name).expect("the header");
    String::from_utf8(value.as_bytes().to_vec()).expect("UTF-8")
}

#[test]
fn simple_in_a_path() {
    assert_eq!(in_path(Style::SIMPLE, text()), "blue");
    assert_eq!(in_path(Style::SIMPLE, list()), "blue,black,brown");
    assert_eq!(in_path(Style::SIMPLE, object()), "R,100,G,200,B,150");
    assert_eq!(in_path(Style::SIMPLE.exploded(), text()), "blue");
    assert_eq!(in_path(Style::SIMPLE.exploded(), list()), "blue,black,brown");
    assert_eq!(in_path(Style::SIMPLE.exploded(), object()), "R=100,G=200,B=150");
}

#[test]
fn label() {
    assert_eq!(in_path(Style::LABEL, text()), ".blue");
    assert_eq!(in_path(Style::LABEL, list()), ".blue,black,brown");
    assert_eq!(in_path(Style::LABEL, object()), ".R,100,G,200,B,150");
    assert_eq!(in_path(Style::LABEL.exploded(), text()), ".blue");
    assert_eq!(in_path(Style::LABEL.exploded(), list()), ".blue.black.brown");
    assert_eq!(in_path(Style::LABEL.exploded(), object()), ".R=100.G=200.B=150");
}

#[test]
fn matrix() {
    assert_eq!(in_path(Style::MATRIX, json!("")), ";color");
    assert_eq!(in_path(Style::MATRIX, text()), ";color=blue");
    assert_eq!(in_path(Style::MATRIX, list()), ";color=blue,black,brown");
    assert_eq!(in_path(Style::MATRIX, object()), ";color=R,100,G,200,B,150");
    assert_eq!(in_path(Style::MATRIX.exploded(), json!("")), ";color");
    assert_eq!(in_path(Style::MATRIX.exploded(), text()), ";color=blue");
    assert_eq!(in_path(Style::MATRIX.exploded(), list()), ";color=blue;color=black;color=brown");
    assert_eq!(in_path(Style::MATRIX.exploded(), object()), ";R=100;G=200;B=150");
}

#[test]
fn form_in_a_query() {
    assert_eq!(in_query(Style::FORM, json!("")), "color=");
    assert_eq!(in_query(Style::FORM, text()), "color=blue");
    assert_eq!(in_query(Style::FORM, list()), "color=blue&color=black&color=brown");
    assert_eq!(in_query(Style::FORM, object()), "R=100&G=200&B=150");
    assert_eq!(in_query(Style::FORM.joined(), json!("")), "color=");
    assert_eq!(in_query(Style::FORM.joined(), text()), "color=blue");
    assert_eq!(in_query(Style::FORM.joined(), list()), "color=blue,black,brown");
    assert_eq!(in_query(Style::FORM.joined(), object()), "color=R,100,G,200,B,150");
}

#[test]
fn delimited() {
    assert_eq!(in_query(Style::SPACE_DELIMITED, list()), "color=blue%20black%20brown");
    assert_eq!(in_query(Style::SPACE_DELIMITED, object()), "color=R%20100%20G%20200%20B%20150");
    assert_eq!(in_query(Style::PIPE_DELIMITED, list()), "color=blue%7Cblack%7Cbrown");
    assert_eq!(in_query(Style::PIPE_DELIMITED, object()), "color=R%7C100%7CG%7C200%7CB%7C150");
    assert_eq!(in_query(Style::FORM.joined().separated_by_tabs(), list()), "color=blue%09black%09brown");
    // The table declares "n/a" here. Tools agree on the output of `form`.
    assert_eq!(in_query(Style::SPACE_DELIMITED, text()), "color=blue");
    assert_eq!(in_query(Style::PIPE_DELIMITED.exploded(), list()), "color=blue&color=black&color=brown");
    assert_eq!(in_query(Style::SPACE_DELIMITED.exploded(), object()), "R=100&G=200&B=150");
}

#[test]
fn deep_object() {
    assert_eq!(in_query(Style::DEEP_OBJECT, object()), "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    // Beyond the table, as servers read it.
    assert_eq!(
        in_query(Style::DEEP_OBJECT, json!({ "a": { "b": [1, 2] } })),
        "color%5Ba%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D=2"
    );
    assert_eq!(in_query(Style::DEEP_OBJECT, text()), "color=blue");
    // The specification does not define this. Servers that support brackets read it so.
    assert_eq!(in_query(Style::DEEP_OBJECT, list()), "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown");
}

#[test]
fn simple_in_a_header() {
    assert_eq!(header_of("x-color", |request| request.header("X-Color", Style::SIMPLE, &text())), "blue");
    assert_eq!(header_of("x-color", |request| request.header("X-Color", Style::SIMPLE, &list())), "blue,black,brown");
    assert_eq!(
        header_of("x-color", |request| request.header("X-Color", Style::SIMPLE, &object())),
        "R,100,G,200,B,150"
    );
    assert_eq!(
        header_of("x-color", |request| request.header("X-Color", Style::SIMPLE.exploded(), &object())),
        "R=100,G=200,B=150"
    );
}

#[test]
fn form_in_cookies() {
    let write = |request: &mut RequestEncoder| {
        request.cookie("color", Style::FORM, &text())?;
        request.cookie("size", Style::FORM.joined(), &json!([1, 2]))?;
        request.cookie("none", Style::FORM, &Value::Null)?;
        request.cookie("__Host-s$id", Style::FORM, "s%3Aabc.d+e/f==")?;
        request.cookie("quoted", Style::FORM, "\"a b\"".replace(' ', "-").as_str())?;
        request.cookie("flags", Style::FORM, &json!({ "a": "x=y", "b": true }))?;
        request.cookie("list", Style::FORM, &json!(["p", "q"]))?;
        request.cookie("json", Style::SIMPLE, &Json(&json!({ "a": [1] })))
    };
    let expected = "color=blue; size=1,2; __Host-s$id=s%253Aabc.d%2Be%2Ff%3D%3D; quoted=%22a-b%22; a=x%3Dy; b=true; \
                    list=p; list=q; json=%7B%22a%22%3A%5B1%5D%7D";
    assert_eq!(header_of("cookie", write), expected);
}

#[test]
fn what_no_cookie_can_contain_is_refused() {
    for value in ["a b", "a;b", "a,b", "a\\b", "a\"b", "\"", "a\r\nb: c", "é", "\u{7f}"] {
        let rule = "must have only the characters of a cookie: visible ASCII without `\"`, `,`, `;` and `\\`";
        let found = refused(move |request| request.cookie("c", Style::COOKIE, value));
        assert_eq!(found, format!("cookie `c` {rule}"), "{value:?}");
        let found = refused(move |request| request.cookie("c", Style::COOKIE.joined(), &[value]));
        assert_eq!(found, format!("cookie `c` {rule}"), "{value:?}");
    }
}

#[test]
fn cookies_in_their_own_style_are_not_escaped() {
    let write = |request: &mut RequestEncoder| {
        request.cookie("color", Style::COOKIE, &list())?;
        request.cookie("size", Style::COOKIE.joined(), &json!([1, 2]))?;
        request.cookie("rgb", Style::COOKIE, &object())?;
        request.cookie("all", Style::COOKIE.joined(), &object())?;
        request.cookie("none", Style::COOKIE, &Value::Null)?;
        request.cookie("odd", Style::COOKIE, "a/b+c==%20")?;
        request.cookie("quoted", Style::COOKIE, "\"a-b\"")?;
        request.cookie("names", Style::COOKIE, &json!({ "a;b": 1 }))
    };
    let expected = "color=blue; color=black; color=brown; size=1,2; R=100; G=200; B=150; all=R,100,G,200,B,150; odd=a/b+c==%20; \
                    quoted=\"a-b\"; a%3Bb=1";
    assert_eq!(header_of("cookie", write), expected);
}

#[test]
fn what_looks_like_syntax_is_escaped() {
    assert_eq!(in_path(Style::SIMPLE, json!(["a,b", "c=d"])), "a%2Cb,c%3Dd");
    assert_eq!(in_path(Style::LABEL.exploded(), json!(["a,b"])), ".a%2Cb");
    assert_eq!(in_path(Style::MATRIX.exploded(), json!({ "a;b": "c;d=e" })), ";a%3Bb=c%3Bd%3De");
    assert_eq!(in_query(Style::FORM.joined(), json!(["a,b", "c"])), "color=a%2Cb,c");
    assert_eq!(in_query(Style::PIPE_DELIMITED, json!(["a|b", "c"])), "color=a%7Cb%7Cc");
    assert_eq!(in_query(Style::FORM, json!({ "a&b": "c&d=e" })), "a%26b=c%26d%3De");
    assert_eq!(in_query(Style::FORM, json!("1+1=2 & more #/?%")), "color=1%2B1%3D2%20%26%20more%20%23%2F%3F%25");
}

#[test]
fn reserved_characters_are_allowed_on_request() {
    let all = json!(":/?#[]@!$&'()*+,;= %-._~");
    assert_eq!(in_query(Style::FORM.allow_reserved(), all.clone()), "color=:/?%23%5B%5D@!$%26'()*%2B,;=%20%25-._~");
    assert_eq!(in_query(Style::FORM, all), "color=%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%20%25-._~");
}

#[test]
fn what_has_no_value_is_left_out() {
    for style in [Style::FORM, Style::FORM.joined(), Style::PIPE_DELIMITED, Style::DEEP_OBJECT] {
        assert_eq!(in_query(style, Value::Null), "");
        assert_eq!(in_query(style, json!([])), "");
        assert_eq!(in_query(style, json!({})), "");
        assert_eq!(in_query(style, json!([null])), "");
        assert_eq!(in_query(style, json!({ "a": null })), "");
    }
    assert_eq!(in_query(Style::FORM.joined(), json!(["a", null, "b"])), "color=a,b");
    assert_eq!(in_query(Style::FORM, json!({ "a": null, "b": 1 })), "b=1");
}

#[test]
fn scalars_are_written_as_in_json_without_its_quotes() {
    assert_eq!(in_query(Style::FORM, json!(true)), "color=true");
    assert_eq!(in_query(Style::FORM, json!(-7)), "color=-7");
    assert_eq!(in_query(Style::FORM, json!(0.1)), "color=0.1");
    assert_eq!(in_query(Style::FORM, json!(u64::MAX)), "color=18446744073709551615");
    assert_eq!(sent(|request| request.query("f", Style::FORM, &1.1_f32)), "?f=1.1");
    assert_eq!(sent(|request| request.query("c", Style::FORM, &'ü')), "?c=%C3%BC");
    assert_eq!(sent(|request| request.query("o", Style::FORM, &Some("x"))), "?o=x");
    assert_eq!(sent(|request| request.query("t", Style::FORM, &(1, "a"))), "?t=1&t=a");
}

#[test]
fn a_parameter_can_be_json() {
    let filter = json!({ "a": ["x", 1] });
    assert_eq!(
        sent(move |request| request.query("filter", Style::FORM, &Json(&filter))),
        "?filter=%7B%22a%22%3A%5B%22x%22%2C1%5D%7D"
    );
    assert_eq!(sent(|request| request.query("filter", Style::FORM, &Json(&None::<u8>))), "");
}

#[test]
fn lists_in_brackets_are_numbered() {
    let value = json!({ "a": [{ "b": [1, 2] }, { "b": 3 }] });
    let path = sent(move |request| request.query("color", Style::DEEP_OBJECT, &value));
    assert_eq!(
        path,
        "?color%5Ba%5D%5B0%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5B0%5D%5Bb%5D%5B1%5D=2&color%5Ba%5D%5B1%5D%5Bb%5D=3"
    );
}

#[test]
fn what_no_style_can_say_is_refused() {
    let nested = "must not have lists or objects in its items, unless the configuration of this crate declares how to write them";
    for value in [json!([[1]]), json!([{ "a": 1 }]), json!({ "a": [[1]] }), json!({ "a": { "b": 1 } })] {
        assert_eq!(
            refused(move |request| request.query("color", Style::FORM, &value)),
            format!("query parameter `color` {nested}")
        );
    }
    let lists = json!({ "a": [1] });
    for style in [Style::FORM.joined(), Style::PIPE_DELIMITED] {
        let lists = lists.clone();
        assert_eq!(
            refused(move |request| request.query("color", style, &lists)),
            format!("query parameter `color` {nested}")
        );
    }
    assert_eq!(
        refused(|request| request.query("color", Style::FORM, &f64::NAN)),
        "query parameter `color` must be a finite number"
    );
    for list in [["a,b", "c"], ["a\nb", "c"], [" a", "b"]] {
        assert!(
            refused(move |request| request.header("X-Color", Style::SIMPLE, &list)).starts_with("header `X-Color` ")
        );
    }
    for object in [json!({ "a=b": 1 }), json!({ "a": "b,c" })] {
        let found = refused(move |request| request.header("X-Color", Style::SIMPLE.exploded(), &object));
        assert_eq!(found, "header `X-Color` must not have items that contain the character between the items");
    }
}

#[test]
fn items_of_a_header_are_sent_unchanged() {
    let languages = |request: &mut RequestEncoder| {
        request.header("Accept-Language", Style::SIMPLE, &["de-DE", "en;q=0.5", "*; q=0.1"])
    };
    assert_eq!(header_of("accept-language", languages), "de-DE,en;q=0.5,*; q=0.1");
    let flags = |request: &mut RequestEncoder| {
        request.header("X-Flags", Style::SIMPLE.exploded(), &json!({ "a": "b=c", "d": "e;f" }))
    };
    assert_eq!(header_of("x-flags", flags), "a=b=c,d=e;f");
    let joined = |request: &mut RequestEncoder| request.header("X-Flags", Style::SIMPLE, &json!({ "a=b": "c=d" }));
    assert_eq!(header_of("x-flags", joined), "a=b,c=d");
}

#[test]
fn escapes_stay_where_reserved_characters_are_allowed() {
    let text = json!("a%2Cb%zz%2%é%25");
    assert_eq!(in_query(Style::FORM.allow_reserved(), text.clone()), "color=a%2Cb%25zz%252%25%C3%A9%25");
    assert_eq!(in_query(Style::FORM, text), "color=a%252Cb%25zz%252%25%C3%A9%2525");
    assert_eq!(
        in_path(Style::SIMPLE.allow_reserved(), json!("a:b@c,d%2Fe/f?g#h[i]")),
        "a:b@c,d%2Fe%2Ff%3Fg%23h%5Bi%5D"
    );
    assert_eq!(in_path(Style::SIMPLE.allow_slashes(), json!("a/b:c%2Fd//e?f#g")), "a/b:c%2Fd//e%3Ff%23g");
    assert_eq!(in_path(Style::SIMPLE, json!("a/b:c")), "a%2Fb%3Ac");
}

#[test]
fn no_segment_of_a_value_leads_elsewhere() {
    for value in ["..", "a/../b", "../a", "a/..", ".", "a/./b", "%2e%2E", "a/.%2e/b", "a/%2e"] {
        let found = refused(move |request| {
            request.segment("/");
            request.path("name", Style::SIMPLE.allow_slashes(), value)?;
            request.segment("/x");
            Ok(())
        });
        assert_eq!(found, "path parameter `name` must not be `.` or `..`", "{value}");
    }
    for value in ["...", "a/.b/c..", "%2e%2e%2e", "%252e"] {
        assert_eq!(in_path(Style::SIMPLE.allow_slashes(), json!(value)), value);
    }
}
