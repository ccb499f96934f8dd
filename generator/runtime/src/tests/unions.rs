//! Unions, with all ways of choosing a variant.

use super::{failure, read, rewritten, written};
use crate::runtime::{open_enum, record, union};
use serde_json::Value;

#[derive(Debug, Clone, PartialEq)]
struct Circle {
    kind: Option<String>,
    radius: f64,
}

record!(Circle { optional kind: "kind", required radius: "radius" });

#[derive(Debug, Clone, PartialEq)]
struct Square {
    side: f64,
}

record!(Square { required side: "side" });

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Circle(Circle),
    Square(Box<Square>),
    Group(Vec<Shape>),
    Unknown(Value),
}

union!(Shape by "kind" {
    Circle: object = "circle",
    Square: object = "square" | "4",
    Group: array,
});

#[test]
fn a_property_picks() {
    let text = r#"[{"kind":"circle","radius":1.5},{"kind":"square","side":2.5}]"#;
    let shapes = read::<Vec<Shape>>(text);
    assert_eq!(shapes[0], Shape::Circle(Circle { kind: Some("circle".to_owned()), radius: 1.5 }));
    assert_eq!(shapes[1], Shape::Square(Box::new(Square { side: 2.5 })));
    assert_eq!(written(&shapes), text);
    assert_eq!(read::<Shape>(r#"{"side":1,"kind":4}"#), Shape::Square(Box::new(Square { side: 1.0 })));
}

#[test]
fn the_property_is_written_for_variants_that_do_not_have_it() {
    let shapes = [Shape::Circle(Circle { kind: None, radius: 0.5 }), Shape::Square(Box::new(Square { side: 0.5 }))];
    assert_eq!(written(&shapes), r#"[{"kind":"circle","radius":0.5},{"kind":"square","side":0.5}]"#);
    assert_eq!(written(&Shape::Group(vec![])), "[]");
}

#[test]
fn what_nothing_picks_is_kept() {
    for text in [
        r#"{"kind":"star","points":[5]}"#,
        r#"{"radius":1.0,"kind":{}}"#,
        r#"{"x":1}"#,
        "null",
        "\"circle\"",
        r#"{"kind":null}"#,
    ] {
        assert_eq!(read::<Shape>(text), Shape::Unknown(serde_json::from_str(text).expect("JSON")));
        assert_eq!(rewritten::<Shape>(text), text);
    }
}

#[test]
fn without_a_tag_the_first_variant_that_keeps_everything_is_read() {
    let circle = Circle { kind: None, radius: 1.0 };
    assert_eq!(read::<Shape>(r#"{"radius":1.0}"#), Shape::Circle(circle));
    assert_eq!(read::<Shape>(r#"{"side":1.0}"#), Shape::Square(Box::new(Square { side: 1.0 })));
}

#[test]
fn what_is_picked_and_wrong_is_an_error_with_its_place() {
    assert_eq!(
        failure::<Vec<Shape>>(r#"[{"kind":"circle","radius":"big"}]"#),
        "[0].radius: invalid type: string \"big\", expected f64"
    );
    assert_eq!(failure::<Vec<Shape>>(r#"[{"kind":"circle"}]"#), "[0].radius: missing field `radius`");
}

#[derive(Debug, Clone, PartialEq)]
enum Scalar {
    Flag(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    Many(Vec<Scalar>),
    Square(Square),
    Unknown(Value),
}

union!(Scalar { Flag: boolean, Whole: integer, Number: number, Text: string, Many: array, Square: object });

#[test]
fn the_json_type_picks() {
    let text = r#"[true,1,1.5,"x",[false],{"side":1.5},null]"#;
    assert_eq!(rewritten::<Scalar>(text), text);
    let Scalar::Many(list) = read::<Scalar>(text) else { panic!("a list") };
    assert_eq!(list[1], Scalar::Whole(1));
    assert_eq!(list[2], Scalar::Number(1.5));
    assert_eq!(list[6], Scalar::Unknown(Value::Null));
    assert_eq!(failure::<Scalar>(r#"[1,{"side":[]}]"#), "[1].side: invalid type: sequence, expected f64");
}

#[derive(Debug, Clone, PartialEq)]
enum Keyed {
    Circle(Circle),
    Square(Square),
    Unknown(Value),
}

union!(Keyed { Circle: object, Square: object });

#[test]
fn a_key_that_is_null_picks() {
    assert_eq!(read::<Shaped>(r#"{"side":null}"#), Shaped::Side(Side { side: None }));
    assert_eq!(read::<Shaped>(r#"{"name":null}"#), Shaped::Named(Named { name: None }));
    assert_eq!(read::<Shaped>(r#"{"other":null}"#), Shaped::Named(Named { name: None }));
    assert_eq!(read::<Shaped>(r#"{"side":null,"name":"x"}"#), Shaped::Named(Named { name: Some("x".to_owned()) }));
}

#[derive(Debug, Clone, PartialEq)]
struct Named {
    name: Option<String>,
}

record!(Named { optional name: "name" });

#[derive(Debug, Clone, PartialEq)]
struct Side {
    side: Option<f64>,
}

record!(Side { optional side: "side" });

#[derive(Debug, Clone, PartialEq)]
enum Shaped {
    Named(Named),
    Side(Side),
    Unknown(Value),
}

union!(Shaped { Named: object, Side: object });

#[test]
fn keys_pick_where_the_values_agree() {
    assert_eq!(read::<Keyed>(r#"{"side":1,"x":2}"#), Keyed::Square(Square { side: 1.0 }));
    for text in [r#"{"radius":"wide","side":1.0}"#, r#"{"radius":"wide"}"#, "{}", "[]", "7"] {
        assert_eq!(rewritten::<Keyed>(text), text);
        assert!(matches!(read::<Keyed>(text), Keyed::Unknown(_)));
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Label {
    name: String,
    colour: Option<String>,
}

record!(Label { required name: "name", optional colour: "colour" });

#[derive(Debug, Clone, PartialEq)]
struct Place {
    name: String,
    at: Option<Vec<Label>>,
}

record!(Place { required name: "name", optional at: "at" });

#[derive(Debug, Clone, PartialEq)]
enum Overlapping {
    Label(Label),
    Place(Place),
    Unknown(Value),
}

union!(Overlapping { Label: object, Place: object });

#[test]
fn the_variant_that_keeps_most_keys_is_picked() {
    let picks = |text: &str| match read::<Overlapping>(text) {
        Overlapping::Label(_) => "label",
        Overlapping::Place(_) => "place",
        Overlapping::Unknown(_) => "unknown",
    };
    assert_eq!(picks(r#"{"name":"a"}"#), "label");
    assert_eq!(picks(r#"{"name":"a","colour":"red"}"#), "label");
    assert_eq!(picks(r#"{"name":"a","at":[]}"#), "place");
    assert_eq!(picks(r#"{"name":"a","at":[],"new":1}"#), "place", "a key that no variant knows decides nothing");
    assert_eq!(picks(r#"{"name":"a","at":[{"name":"b","new":1}],"colour":null}"#), "place", "`null` is not a loss");
    assert_eq!(picks(r#"{"name":"a","new":1}"#), "label");
}

#[test]
fn what_is_of_several_variants_at_once_is_kept_whole() {
    let text = r#"{"name":"a","colour":"red","at":[]}"#;
    assert!(matches!(read::<Overlapping>(text), Overlapping::Unknown(_)));
    assert_eq!(rewritten::<Overlapping>(text), text);
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Warm {
    Red,
    Unknown(String),
}
open_enum!(Warm { Red = "red" });

#[derive(Debug, Clone, PartialEq, Eq)]
enum Cold {
    Blue,
    Unknown(String),
}
open_enum!(Cold { Blue = "blue" });

#[derive(Debug, Clone, PartialEq)]
enum Colour {
    Warm(Warm),
    Cold(Cold),
    Number(i64),
    Nested(Box<Keyed>),
    Unknown(Value),
}

union!(Colour { Warm: string, Cold: string, Number: integer, Nested: object });

#[test]
fn the_variant_that_knows_the_value_comes_before_one_that_could_keep_it() {
    assert_eq!(read::<Colour>("\"red\""), Colour::Warm(Warm::Red));
    assert_eq!(read::<Colour>("\"blue\""), Colour::Cold(Cold::Blue));
    assert_eq!(read::<Colour>("\"green\""), Colour::Warm(Warm::Unknown("green".to_owned())));
    assert_eq!(read::<Colour>("5"), Colour::Number(5));
    assert_eq!(read::<Colour>(r#"{"side":1}"#), Colour::Nested(Box::new(Keyed::Square(Square { side: 1.0 }))));
}

#[test]
fn an_attempt_that_failed_leaves_no_trace_in_later_errors() {
    #[derive(Debug, Clone, PartialEq)]
    struct Both {
        colour: Colour,
        shape: Shape,
    }
    record!(Both { required colour: "colour", required shape: "shape" });
    assert_eq!(
        failure::<Both>(r#"{"colour":{"side":"x"},"shape":{"kind":"square"}}"#),
        "shape.side: missing field `side`"
    );
}

#[derive(Debug, Clone, PartialEq)]
enum Numbers {
    Flag(bool),
    Whole(i32),
    Number(f64),
    Text(String),
    Unknown(Value),
}

union!(Numbers { Flag: boolean, Whole: integer, Number: number, Text: string });

#[test]
fn an_integer_beside_a_number_is_one_that_is_written_as_an_integer() {
    assert_eq!(rewritten::<Vec<Numbers>>("[1,1.0,1.5,5000000000]"), "[1,1.0,1.5,5000000000.0]");
    assert_eq!(read::<Numbers>("1"), Numbers::Whole(1));
    assert_eq!(read::<Numbers>("1e3"), Numbers::Number(1000.0));
    assert_eq!(read::<Numbers>("\"1\""), Numbers::Text("1".to_owned()));
}

#[derive(Debug, Clone, PartialEq)]
enum WholeOrText {
    Whole(i32),
    Text(String),
    Unknown(Value),
}

union!(WholeOrText { Whole: integer, Text: string });

#[test]
fn an_integer_alone_is_any_whole_number_in_its_range() {
    assert_eq!(read::<WholeOrText>("1.0"), WholeOrText::Whole(1));
    assert_eq!(rewritten::<Vec<WholeOrText>>("[5000000000,1.5]"), "[5000000000,1.5]");
}

#[derive(Debug, Clone, PartialEq)]
enum When {
    Day(jiff::civil::Date),
    Moment(jiff::Timestamp),
    Unknown(Value),
}

union!(When { Day: string, Moment: string });

#[derive(Debug, Clone, PartialEq)]
enum DayOrText {
    Day(jiff::civil::Date),
    Text(String),
    Unknown(Value),
}

union!(DayOrText { Day: string, Text: string });

#[test]
fn a_format_counts_if_writing_gives_the_text_again() {
    assert!(matches!(read("\"2024-01-01T10:30:00Z\""), When::Moment(_)));
    assert!(matches!(read("\"2024-01-01\""), When::Day(_)));
    assert!(matches!(read("\"2024-01-01T10:30:00.000Z\""), When::Moment(_)), "no other alternative keeps more of it");
    assert!(matches!(read("\"tomorrow\""), When::Unknown(_)));
    assert!(matches!(read("\"\""), When::Unknown(_)));
    assert!(matches!(read("\"2024-01-01\""), DayOrText::Day(_)));
    let texts = r#"["2024-01-01T10:30:00Z","2024-01-01","","0000-00-00","2024-1-1"]"#;
    assert_eq!(rewritten::<Vec<DayOrText>>(texts), texts);
}

#[derive(Debug, Clone, PartialEq)]
struct Good {
    ok: bool,
    text: String,
}

record!(Good { required ok: "ok", required text: "text" });

#[derive(Debug, Clone, PartialEq)]
struct Bad {
    ok: bool,
    text: String,
}

record!(Bad { required ok: "ok", required text: "text" });

#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    Good(Good),
    Bad(Bad),
    Nothing(String),
    Unknown(Value),
}

union!(Outcome by "ok" { Good: object = (Boolean(true)), Bad: object = (Boolean(false)) | (Integer(-1)) | (Null), Nothing: string });

#[test]
fn constants_of_every_json_type_tell() {
    assert!(matches!(read(r#"{"ok":true,"text":"x"}"#), Outcome::Good(_)));
    assert!(matches!(read(r#"{"ok":false,"text":"x"}"#), Outcome::Bad(_)));
    assert!(matches!(read("\"none\""), Outcome::Nothing(_)));
    for text in [r#"{"ok":"maybe","text":"x"}"#, r#"{"ok":1,"text":"x"}"#, r#"{"text":"x"}"#, "5"] {
        assert!(matches!(read::<Outcome>(text), Outcome::Unknown(_)), "{text}");
    }
    assert!(failure::<Outcome>(r#"{"ok":-1,"text":"x"}"#).starts_with("ok: invalid type: integer `-1`"));
}

#[derive(Debug, Clone, PartialEq)]
enum Open {
    Circle(Circle),
    Other(std::collections::BTreeMap<String, Value>),
    Unknown(Value),
}

union!(Open by "kind" { Circle: object = "circle", Other: object = _ });

#[test]
fn a_variant_for_all_other_tags_is_read_for_them() {
    assert!(matches!(read(r#"{"kind":"circle","radius":1.0}"#), Open::Circle(_)));
    for text in [r#"{"kind":"star","radius":1.0}"#, r#"{"radius":1.0}"#, "{}"] {
        assert!(matches!(read::<Open>(text), Open::Other(_)), "{text}");
        assert_eq!(rewritten::<Open>(text), text);
    }
    assert!(matches!(read("[]"), Open::Unknown(_)));
}

#[derive(Debug, Clone, PartialEq)]
enum Narrow {
    Circle(Circle),
    Square(Square),
    Unknown(Value),
}

union!(Narrow { Circle: object where "kind" = "circle", Square: object where "kind" = "square" & "version" = (Integer(1)) | (Integer(2)) });

#[test]
fn a_constant_that_differs_rules_a_variant_out() {
    let text = r#"{"kind":"square","side":1.5,"radius":2.5}"#;
    assert!(matches!(read(text), Narrow::Square(_)), "keys never outweigh constants");
    assert!(matches!(read(r#"{"kind":"square","version":3,"side":1.5}"#), Narrow::Unknown(_)));
    assert!(matches!(read(r#"{"side":1.5}"#), Narrow::Square(_)));
}
