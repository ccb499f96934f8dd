//! The effects of values on a request.

use http::Method;
use oaspress_runtime::runtime::codec::sink::Sink;
use oaspress_runtime::runtime::codec::traits::{Encode, Failed};
use oaspress_runtime::runtime::{
    Checked, Encoding, Error, InvalidInput, InvalidValue, Operation as _, RequestEncoder, Style,
};
use serde_json::json;

use crate::support::{Ask, Make, SECRET, TOKEN, refused, sent, target};

fn path(value: &'static str) -> String {
    sent(move |request| {
        request.segment("/a/");
        request.path("id", Style::SIMPLE, value)?;
        request.segment("/b");
        Ok(())
    })
}

#[test]
fn a_value_can_not_leave_its_segment() {
    let table = [
        ("106540352242922", "/a/106540352242922/b"),
        ("../x", "/a/..%2Fx/b"),
        ("x/../y", "/a/x%2F..%2Fy/b"),
        ("...", "/a/.../b"),
        (".x", "/a/.x/b"),
        ("a/b", "/a/a%2Fb/b"),
        ("a\\b", "/a/a%5Cb/b"),
        ("%2F", "/a/%252F/b"),
        ("%2e%2e", "/a/%252e%252e/b"),
        ("?x=1", "/a/%3Fx%3D1/b"),
        ("#x", "/a/%23x/b"),
        ("a b", "/a/a%20b/b"),
        ("a+b", "/a/a%2Bb/b"),
        (" ", "/a/%20/b"),
        (";v=1", "/a/%3Bv%3D1/b"),
        ("naïve/日本", "/a/na%C3%AFve%2F%E6%97%A5%E6%9C%AC/b"),
        ("\r\nHost: evil", "/a/%0D%0AHost%3A%20evil/b"),
        ("\0", "/a/%00/b"),
        ("@evil.example", "/a/%40evil.example/b"),
    ];
    for (value, expected) in table {
        assert_eq!(path(value), expected, "{value:?}");
    }
}

#[test]
fn a_url_parser_sees_the_same_segments() {
    for value in ["../x", "%2e%2e", "a\\..\\b", "?x", "#x", ".%2e", "\t..\n"] {
        let path = path(value);
        assert_eq!(path.split('/').count(), 4, "{value:?}");
        assert!(!path.split('/').any(|segment| {
            let plain = segment.to_ascii_lowercase().replace("%2e", ".");
            plain == "." || plain == ".."
        }));
    }
}

#[test]
fn a_segment_that_a_url_does_not_keep_is_refused() {
    for (value, rule) in
        [(".", "must not be `.` or `..`"), ("..", "must not be `.` or `..`"), ("", "must not be empty")]
    {
        let expected = format!("path parameter `id` {rule}");
        let middle = refused(move |request| {
            request.segment("/a/");
            request.path("id", Style::SIMPLE, value)?;
            request.segment("/b");
            Ok(())
        });
        assert_eq!(middle, expected);
        let last = refused(move |request| {
            request.segment("/a/");
            request.path("id", Style::SIMPLE, value)
        });
        assert_eq!(last, expected);
    }
}

#[test]
fn dots_are_found_however_they_are_put_together() {
    let both = refused(|request| {
        request.segment("/");
        request.path("a", Style::SIMPLE, ".")?;
        request.path("b", Style::SIMPLE, ".")
    });
    assert_eq!(both, "path parameter `b` must not be `.` or `..`");
    let literal = refused(|request| {
        request.segment("/.");
        request.path("a", Style::SIMPLE, ".")
    });
    assert_eq!(literal, "path parameter `a` must not be `.` or `..`");
    assert_eq!(
        refused(|request| {
            request.segment("/");
            request.path("a", Style::LABEL, ".")
        }),
        "path parameter `a` must not be `.` or `..`"
    );
    assert_eq!(
        refused(|request| {
            request.segment("/");
            request.path("a", Style::LABEL.allow_empty(), "")
        }),
        "path parameter `a` must not be `.` or `..`"
    );
}

#[test]
fn a_segment_may_hold_more_than_a_parameter() {
    let path = sent(|request| {
        request.segment("/files/");
        request.path("name", Style::SIMPLE.allow_empty(), "")?;
        request.segment(".json/v");
        request.path("major", Style::SIMPLE, &1)?;
        request.segment(".");
        request.path("minor", Style::SIMPLE, &0)?;
        Ok(())
    });
    assert_eq!(path, "/files/.json/v1.0");
}

#[test]
fn an_empty_path_parameter_is_rejected_unless_its_style_allows_it() {
    let table = [
        (Style::SIMPLE, json!(""), "/a//b"),
        (Style::SIMPLE, json!([""]), "/a//b"),
        (Style::SIMPLE.exploded(), json!([null, ""]), "/a//b"),
    ];
    for (style, value, expected) in table {
        let write = |style: Style, value: serde_json::Value| {
            move |request: &mut RequestEncoder| {
                request.segment("/a/");
                request.path("id", style, &value)?;
                request.segment("/b");
                Ok(())
            }
        };
        assert_eq!(refused(write(style, value.clone())), "path parameter `id` must not be empty", "{value}");
        assert_eq!(sent(write(style.allow_empty(), value.clone())), expected, "{value}");
    }
    // A part of a segment.
    let part = refused(|request| {
        request.segment("/files/");
        request.path("name", Style::SIMPLE, "")?;
        request.segment(".json");
        Ok(())
    });
    assert_eq!(part, "path parameter `name` must not be empty");
    let label = refused(|request| request.path("id", Style::LABEL, ""));
    assert_eq!(label, "path parameter `id` must not be empty");
    // A value without text, and two empty items separated by a comma.
    assert_eq!(
        sent(|request| {
            request.segment("/a/");
            request.path("id", Style::SIMPLE.allow_empty(), &json!([]))
        }),
        "/a/"
    );
    assert_eq!(
        sent(|request| {
            request.segment("/a/");
            request.path("id", Style::SIMPLE, &json!(["", ""]))
        }),
        "/a/,"
    );
}

#[test]
fn a_path_parameter_must_have_a_value() {
    for value in [json!(null), json!([]), json!({})] {
        assert_eq!(
            refused(move |request| request.path("id", Style::SIMPLE, &value)),
            "path parameter `id` is required"
        );
    }
}

#[test]
fn a_query_keeps_every_byte() {
    let table = [
        ("+628111111111", "?phone=%2B628111111111"),
        ("a&b=c", "?phone=a%26b%3Dc"),
        ("..", "?phone=.."),
        ("/", "?phone=%2F"),
        ("%2F", "?phone=%252F"),
        ("ü 🦀", "?phone=%C3%BC%20%F0%9F%A6%80"),
        ("", "?phone="),
        ("\n", "?phone=%0A"),
    ];
    for (value, expected) in table {
        assert_eq!(sent(move |request| request.query("phone", Style::FORM, value)), expected, "{value:?}");
    }
    assert_eq!(sent(|request| request.query("filter[x]&", Style::FORM, "1")), "?filter%5Bx%5D%26=1");
}

#[test]
fn parameters_keep_their_order() {
    let query = sent(|request| {
        request.query("z", Style::FORM, &1)?;
        request.query("none", Style::FORM, &None::<u8>)?;
        request.query("a", Style::FORM, &[2, 3])
    });
    assert_eq!(query, "?z=1&a=2&a=3");
}

#[test]
fn a_header_can_not_smuggle_another() {
    let control = "header `X-Note` must not have line breaks or other control characters";
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "a\tb", "a\u{7f}b", "a\u{85}b"] {
        assert_eq!(refused(move |request| request.header("X-Note", Style::SIMPLE, value)), control, "{value:?}");
    }
    for value in [" a", "a ", "\u{a0}a"] {
        assert_eq!(
            refused(move |request| request.header("X-Note", Style::SIMPLE, value)),
            "header `X-Note` must not begin or end with white space"
        );
    }
    assert_eq!(
        refused(|request| request.header("Transfer-Encoding", Style::SIMPLE, "chunked")),
        "header `Transfer-Encoding` is set by the transport"
    );
    assert_eq!(
        refused(|request| request.header("X Evil\n", Style::SIMPLE, "1")),
        "header `X Evil\\n` must be the name of a header"
    );
}

#[test]
fn a_header_keeps_every_byte() {
    for value in ["", "..", "a/b", "%2F", "a b", "a+b", "a,b", "naïve 日本", "\"quoted\""] {
        let ask = Ask::new(move |request| request.header("X-Note", Style::SIMPLE, value));
        let request = ask.to_request(&target()).expect("a request");
        assert_eq!(request.headers()["x-note"].as_bytes(), value.as_bytes());
    }
    let ask = Ask::new(|request| request.header("X-Note", Style::SIMPLE, &None::<u8>));
    assert!(!ask.to_request(&target()).expect("a request").headers().contains_key("x-note"));
}

#[test]
fn an_invalid_argument_names_parameter_and_rule() {
    let digits = |text: &'static str| Checked::<u8>::new(Digits(text));
    let write = move |request: &mut RequestEncoder| request.query("limit", Style::FORM, &digits("x"));
    assert_eq!(refused(write), "query parameter `limit` must be a number");
    assert_eq!(sent(move |request| request.query("limit", Style::FORM, &digits("7"))), "?limit=7");
    let Err(Error::InvalidInput(error)) = Ask::new(write).to_request(&target()) else { panic!("no error") };
    assert_eq!((error.parameter(), error.rule()), ("limit", "must be a number"));
    assert_eq!(refused(|request| request.json(&Broken)), "body: must be a number");
}

struct Broken;

impl Encode for Broken {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        Err(sink.fail("must be a number"))
    }
}

struct Digits(&'static str);

impl TryFrom<Digits> for u8 {
    type Error = InvalidValue;

    fn try_from(digits: Digits) -> Result<Self, InvalidValue> {
        digits.0.parse().map_err(|_| InvalidValue::new("must be a number"))
    }
}

#[test]
fn what_every_request_has() {
    let target = target().header("X-Team", "blue").credential(&TOKEN, SECRET);
    let request = Make.to_request(&target).expect("a request");
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "https://api.example.com/v1/things");
    assert_eq!(request.body().bytes().expect("a whole body").as_ref(), br#"{"name":"Ada"}"#);
    let mut headers: Vec<_> = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    headers.sort_unstable();
    let bearer = format!("Bearer {SECRET}");
    let expected: Vec<(&str, &[u8])> = vec![
        ("accept", b"*/*"),
        ("authorization", bearer.as_bytes()),
        ("content-type", b"application/json"),
        ("user-agent", b"tests/1.0"),
        ("x-team", b"blue"),
    ];
    assert_eq!(headers, expected);
}

#[test]
fn the_more_special_header_wins() {
    let target = target().header("X-A", "client").header("X-B", "client").header("X-C", "client");
    let ask = Ask::new(|request| {
        request.header("x-b", Style::SIMPLE, "operation")?;
        request.header("x-c", Style::SIMPLE, "operation")
    });
    let request = ask.header("X-C", "call").header("accept", "text/csv").to_request(&target).expect("a request");
    let value =
        |name: &str| request.headers().get_all(name).iter().map(|v| v.to_str().expect("text")).collect::<Vec<_>>();
    assert_eq!((value("x-a"), value("x-b"), value("x-c")), (vec!["client"], vec!["operation"], vec!["call"]));
    assert_eq!(value("accept"), ["text/csv"]);
}

#[test]
fn a_header_of_a_call_is_checked() {
    let ask = Ask::things().header("X-Note", "a\nb");
    let Err(Error::InvalidInput(error)) = ask.to_request(&target()) else { panic!("no error") };
    assert_eq!(error.to_string(), "header `X-Note` must not have line breaks or other control characters");
}

#[test]
fn forms() {
    const TYPE: &str = "application/x-www-form-urlencoded";
    let form = |encodings: &'static [Encoding]| {
        let fields = json!({ "a b": "c&d", "list": [1, [2]], "deep": { "x": [{ "y": true }] }, "none": null });
        let request = Ask::new(move |request| request.form(TYPE, &fields, encodings)).to_request(&target());
        let request = request.expect("a request");
        assert_eq!(request.headers()["content-type"], TYPE);
        String::from_utf8(request.body().bytes().expect("a whole body").to_vec()).expect("text")
    };
    assert_eq!(form(&[]), "a%20b=c%26d&list=1&list=%5B2%5D&deep=%7B%22x%22%3A%5B%7B%22y%22%3Atrue%7D%5D%7D");
    assert_eq!(
        form(const { &[Encoding::style("deep", Style::DEEP_OBJECT), Encoding::json("list")] }),
        "a%20b=c%26d&list=%5B1%2C%5B2%5D%5D&deep%5Bx%5D%5B0%5D%5By%5D=true"
    );
    assert!(form(const { &[Encoding::json_items("list")] }).contains("&list=1&list=%5B2%5D&"));
    assert!(form(const { &[Encoding::json_items("a b")] }).starts_with("a%20b=c%26d&"), "only items are JSON");
    assert_eq!(refused(|request| request.form(TYPE, &json!([1]), &[])), "body: must be an object");
    let nested = [Encoding::style("a", Style::FORM)];
    let refused = refused(move |request| request.form(TYPE, &json!({ "a": [[1]] }), &nested));
    assert_eq!(
        refused,
        "body.a: must not have lists or objects in its items, unless the configuration of this crate declares how to write them"
    );
}

#[test]
fn a_url_that_is_too_long_is_refused() {
    let long = "x".repeat(70_000);
    let write =
        move |request: &mut RequestEncoder| -> Result<(), InvalidInput> { request.query("q", Style::FORM, &long) };
    assert_eq!(refused(write), "URL: must not be longer than 65534 bytes");
}
