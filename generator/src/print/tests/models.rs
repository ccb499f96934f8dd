//! Structs, enumerations, aliases, newtypes and strings with constraints.

use super::check;
use super::items::{bundle, color, deprecated, field, list, pet, setter, string, structure};
use crate::comment::Comment;
use crate::model::SchemaId;
use crate::rust::{
    Alias, CheckedString, Constructor, Derives, Enumeration, Fill, Item, ItemId, Literal, ModelSchema, ModelSchemaKind,
    Passing, Path, Pattern, PatternPiece, Presence, Rest, Sample, SchemaNode, SchemaProperty, SetterValue, Std, Struct,
    Ty, Unknown, Value, Wrapper,
};

fn check_struct(name: &str, item: Struct) {
    check(name, "models/item", vec![Item::Struct(Box::new(item))]);
}

#[test]
fn a_struct_has_a_table_of_its_fields() {
    let optional = string().optional();
    let fields = [
        ("id", Presence::Required, string()),
        ("parent", Presence::Nullable, pet().optional()),
        ("r#type", Presence::Optional, optional.clone()),
        ("note", Presence::Tristate, optional.clone().optional()),
        ("anything", Presence::Any, optional.clone()),
        ("created", Presence::ReadOnly, optional.clone()),
        ("meta", Presence::ReadOnlyAny, optional),
    ];
    let fields = fields.into_iter().map(|(name, presence, ty)| field(name, presence, ty, Fill::Nothing));
    let mut item = structure("Item", fields.collect());
    item.fields[2].key = "type \"of\" it".to_owned();
    item.rest = Some(Rest { docs: "The rest.".into(), name: "rest".to_owned(), ty: color(), hidden: false });
    item.default = true;
    check_struct("struct", item);
}

#[test]
fn an_empty_struct_has_no_braces_on_lines_of_their_own() {
    check_struct("struct-empty", structure("Item", Vec::new()));
}

#[test]
fn hidden_fields_are_not_in_debug() {
    let mut item = structure("Item", vec![field("r#in", Presence::Required, string(), Fill::Nothing)]);
    item.rest = Some(Rest { docs: "The rest.".into(), name: "rest".to_owned(), ty: string(), hidden: true });
    item.default = true;
    item.deprecated = Some(deprecated("use another"));
    item.fields[0].deprecated = Some(crate::rust::Deprecated::default());
    item.sent_as = Some("Item".to_owned());
    check_struct("struct-hidden", item);
}

#[test]
fn new_fills_all_fields() {
    let argument = |passing| Fill::Argument(passing, Comment::new());
    let fields = vec![
        field("zone", Presence::Required, pet(), argument(Passing::Plain)),
        field("name", Presence::Required, string(), argument(Passing::Into)),
        field("tags", Presence::Required, list(string()), argument(Passing::Each)),
        field("matrix", Presence::Required, pet(), argument(Passing::Each)),
        field("nothing", Presence::Optional, string().optional(), Fill::Nothing),
        field("kind", Presence::Required, color(), Fill::Variant(SchemaId::new(101).into(), "Red".to_owned())),
        field("text", Presence::Optional, string().optional(), Fill::Some(Box::new(Fill::Text("a \"b\"".to_owned())))),
        field("flag", Presence::Required, Ty::path(Std::Bool), Fill::Boolean(true)),
        field("count", Presence::Required, Ty::path(Std::I64), Fill::Integer(-3)),
        field("ratio", Presence::Required, Ty::path(Std::F64), Fill::Number(2.0)),
    ];
    let mut item = structure("Item", fields);
    item.rest = Some(Rest { docs: "The rest.".into(), name: "rest".to_owned(), ty: string(), hidden: false });
    item.constructor = Some(Constructor { docs: "The documentation of `new`.".into(), bundle: None });
    check_struct("struct-new", item);
}

#[test]
fn new_without_arguments_is_the_default() {
    let mut item = structure("Item", vec![field("note", Presence::Optional, string().optional(), Fill::Nothing)]);
    item.constructor = Some(Constructor { docs: "The documentation of `new`.".into(), bundle: None });
    check_struct("struct-new-default", item);
}

#[test]
fn arguments_can_be_named() {
    let argument = || Fill::Argument(Passing::Into, "The documentation of the argument.".into());
    let fields = vec![
        field("from", Presence::Required, string(), argument()),
        field("to", Presence::Required, string(), argument()),
        field("note", Presence::Optional, string().optional(), Fill::Nothing),
    ];
    let mut item = structure("Item", fields);
    item.fields[1].hidden = true;
    item.constructor =
        Some(Constructor { docs: "The documentation of `new`.".into(), bundle: Some(bundle("ItemRequired")) });
    check_struct("struct-named-arguments", item);
}

#[test]
fn setters_convert_their_argument() {
    let tristate = string().optional().optional();
    let mut item = structure(
        "Item",
        vec![
            field("name", Presence::Optional, string().optional(), Fill::Nothing),
            field("tags", Presence::Optional, list(pet()).optional(), Fill::Nothing),
            field("note", Presence::Tristate, tristate, Fill::Nothing),
        ],
    );
    item.fields[0].setters = vec![setter("with_name", string(), Passing::Into, SetterValue::Some)];
    item.fields[1].setters = vec![setter("with_tags", list(pet()), Passing::Each, SetterValue::Value)];
    item.fields[2].setters = vec![
        setter("with_note", string(), Passing::Plain, SetterValue::SomeSome),
        setter("with_note_null", string(), Passing::Plain, SetterValue::Null),
    ];
    item.fields[2].setters[1].deprecated = Some(deprecated("use another"));
    check_struct("struct-setters", item);
}

#[test]
fn samples_are_raw_literals_where_they_can_be() {
    for (name, json) in [("raw", r#"{"a":"\u0007"}"#), ("escaped", r##"{"a":"\"#"}"##), ("plain", "{}")] {
        let mut item = structure("Item", Vec::new());
        item.sample = Some(Sample { docs: "The documentation of the sample.".into(), json: json.to_owned() });
        check_struct(&format!("struct-sample-{name}"), item);
    }
}

#[test]
fn enumerations_keep_other_values() {
    let value = |name: &str, literal: Literal| Value {
        docs: Comment::fill("The value {}.", [Comment::code(name)]),
        name: name.to_owned(),
        literal,
        deprecated: None,
    };
    let unknown = Unknown { docs: "Any other value.".into(), name: "Unknown".to_owned() };
    let mut texts = Enumeration {
        derives: Derives::default(),
        id: ItemId::Model(SchemaId::new(0)),
        docs: "The documentation of the type.".into(),
        name: "Status".to_owned(),
        values: vec![
            value("Open", Literal::Text("open".to_owned())),
            value("Quoted", Literal::Text("\"\n".to_owned())),
        ],
        unknown,
        integers: false,
        deprecated: None,
    };
    texts.values[1].deprecated = Some(deprecated("use another"));
    let mut integers = texts.clone();
    integers.integers = true;
    integers.deprecated = Some(crate::rust::Deprecated::default());
    integers.values = vec![value("One", Literal::Integer(1)), value("Negative", Literal::Integer(-1))];
    check("enumeration", "models/status", vec![Item::Enumeration(Box::new(texts))]);
    check("enumeration-integers", "models/status", vec![Item::Enumeration(Box::new(integers))]);
}

#[test]
fn traits_of_other_crates_are_behind_their_features() {
    let null = SchemaNode::Object(vec![("type", SchemaNode::Text("null".to_owned()))]);
    let values = SchemaNode::List(vec![SchemaNode::Integer(-1), SchemaNode::Number(0.5), SchemaNode::Null]);
    let property = |key: &str, required, schema| SchemaProperty { key: key.to_owned(), required, schema };
    let mut item = structure("Item", Vec::new());
    item.derives.schema = Some(ModelSchema {
        description: Some("The \"item\".".to_owned()),
        kind: ModelSchemaKind::Record {
            properties: vec![
                property("pet", true, SchemaNode::Model(SchemaId::new(0))),
                property("kind", false, SchemaNode::Entry("en\"um".to_owned(), Box::new(values))),
                property("r#any", true, SchemaNode::Bool(true)),
            ],
            rest: Some(null),
        },
    });
    check_struct("struct-schema", item);
    let mut empty = structure("Item", Vec::new());
    let kind = ModelSchemaKind::Record { properties: Vec::new(), rest: None };
    empty.derives.schema = Some(ModelSchema { description: None, kind });
    check_struct("struct-schema-empty", empty);
}

#[test]
fn aliases_and_newtypes_name_a_type() {
    let alias = Alias {
        id: SchemaId::new(0),
        docs: "The documentation of the alias.".into(),
        name: "Pets".to_owned(),
        ty: Ty::Generic(Path::Std(Std::BTreeMap), vec![string(), list(pet())]),
        is_shared: false,
        deprecated: Some(deprecated("use another")),
    };
    let wrapper = Wrapper {
        id: SchemaId::new(1),
        docs: "The documentation of the newtype.".into(),
        name: "Tree".to_owned(),
        ty: Ty::Tuple(vec![Ty::path(SchemaId::new(1)).inside(Std::Box), Ty::Unit]),
        is_compared: true,
        deprecated: Some(deprecated("use another")),
    };
    check("alias", "models/pets", vec![Item::Alias(Box::new(alias))]);
    check("newtype", "models/tree", vec![Item::Wrapper(Box::new(wrapper))]);
}

#[test]
fn strings_have_a_table_of_their_constraints() {
    let piece =
        |ranges: &[(char, char)], negated, min, max| PatternPiece { ranges: ranges.to_vec(), negated, min, max };
    let pieces = vec![
        piece(&[('0', '9')], false, 1, None),
        piece(&[('a', 'z'), ('\'', '\''), ('\u{ad}', '\u{ad}')], true, 2, Some(4)),
    ];
    let mut item = CheckedString {
        id: SchemaId::new(0),
        docs: "The documentation of the type.".into(),
        name: "Code".to_owned(),
        digits: true,
        min_length: Some(3),
        max_length: Some(8),
        pattern: None,
        hidden: true,
        deprecated: Some(deprecated("use another")),
    };
    check("checked-string", "models/code", vec![Item::CheckedString(Box::new(item.clone()))]);
    (item.digits, item.hidden, item.min_length, item.max_length, item.deprecated) = (false, false, None, None, None);
    let bounds = [(true, true), (true, false), (false, true), (false, false)];
    let items = bounds.iter().enumerate().map(|(index, (from_start, to_end))| {
        let pattern = Pattern { from_start: *from_start, to_end: *to_end, pieces: pieces.clone() };
        let name = format!("Code{index}");
        let pattern = Some(("^[0-9]+$".to_owned(), pattern));
        Item::CheckedString(Box::new(CheckedString { name, id: SchemaId::new(index), pattern, ..item.clone() }))
    });
    check("checked-string-patterns", "models/code", items.collect());
}
