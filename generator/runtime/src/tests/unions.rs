//! One of several types, picked in every way.

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

union!(Shape [Circle, Square, Group] property "kind" {
    "circle" => Circle,
    "square" => Square,
    "4" => Square,
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
    for text in
        [r#"{"kind":"star","points":[5]}"#, r#"{"radius":1.0}"#, "[1,2]", "null", "\"circle\"", r#"{"kind":null}"#]
    {
        assert_eq!(read::<Shape>(text), Shape::Unknown(serde_json::from_str(text).expect("JSON")));
        assert_eq!(rewritten::<Shape>(text), text);
    }
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

union!(Scalar [Flag, Whole, Number, Text, Many, Square] json_type {
    boolean => Flag,
    integer => Whole,
    number => Number,
    string => Text,
    array => Many,
    object => Square,
});

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

union!(Keyed [Circle, Square] keys {
    ["radius"] => Circle,
    ["side"] => Square,
});

#[test]
fn keys_pick_where_the_values_agree() {
    assert_eq!(read::<Keyed>(r#"{"side":1,"x":2}"#), Keyed::Square(Square { side: 1.0 }));
    assert_eq!(read::<Keyed>(r#"{"radius":"wide","side":1}"#), Keyed::Square(Square { side: 1.0 }));
    for text in [r#"{"radius":"wide"}"#, "{}", "[]", "7"] {
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

union!(Overlapping [Label, Place] first { Label, Place });

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
    assert_eq!(picks(r#"{"name":"a","at":[{"name":"b","new":1}],"colour":null}"#), "place", "`null` is no loss");
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

union!(Colour [Warm, Cold, Number, Nested] first { Warm, Cold, Number, Nested });

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
