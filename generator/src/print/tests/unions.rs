//! Unions.

use super::check;
use super::items::{color, deprecated, pet, string};
use crate::comment::Comment;
use crate::model::SchemaId;
use crate::rust::{Alternative, Constant, Derives, Holder, Item, JsonType, Tagging, Ty, Union, Unknown, Variant};

/// Creates a variant whose type has a conversion.
pub(super) fn variant(name: &str, ty: Ty) -> Variant {
    let docs = Comment::fill("The variant {}.", [Comment::code(name)]);
    Variant { docs, name: name.to_owned(), ty, holder: None, from: true, deprecated: None }
}

fn alternative(variant: &str, types: Vec<JsonType>) -> Alternative {
    let variant = variant.to_owned();
    Alternative { variant, types, tags: Vec::new(), otherwise: false, constants: Vec::new() }
}

fn union(variants: Vec<Variant>, tagging: Tagging) -> Union {
    Union {
        derives: Derives::default(),
        accessors: Vec::new(),
        id: SchemaId::new(0),
        docs: "The documentation of the union.".into(),
        name: "Animal".to_owned(),
        variants,
        unknown: Unknown { docs: "Any other value.".into(), name: "Unknown".to_owned() },
        tagging,
        deprecated: None,
    }
}

#[test]
fn a_variant_has_its_conversion_and_its_holder() {
    let mut variants = vec![variant("Pet", pet()), variant("Color", color()), variant("Text", string())];
    variants[0].holder = Some(Holder::Box);
    variants[1].holder = Some(Holder::Nested);
    variants[1].deprecated = Some(deprecated("use another"));
    variants.push(Variant { from: false, ..variant("Other", string()) });
    let alternatives = vec![
        alternative("Pet", vec![JsonType::Object, JsonType::Array]),
        alternative("Color", vec![JsonType::Integer, JsonType::Number]),
        alternative("Text", vec![JsonType::String]),
        alternative("Other", vec![JsonType::Boolean, JsonType::Null]),
    ];
    let mut item = union(variants, Tagging { tag: None, alternatives });
    item.deprecated = Some(deprecated("use another"));
    check("union", "models/animal", vec![Item::Union(Box::new(item))]);
}

#[test]
fn a_table_has_the_values_by_which_variants_are_chosen() {
    let text = |text: &str| Constant::Text(text.to_owned());
    let mut first = alternative("Pet", vec![JsonType::Object]);
    first.tags = vec![text("cat"), text("\"dog\"")];
    first.constants = vec![
        ("alive".to_owned(), vec![Constant::Boolean(true)]),
        ("legs".to_owned(), vec![Constant::Integer(4), Constant::Number(2.0), Constant::Null]),
    ];
    let mut second = alternative("Color", vec![JsonType::Object]);
    second.otherwise = true;
    let tagging = Tagging { tag: Some("kind".to_owned()), alternatives: vec![first, second] };
    let item = union(vec![variant("Pet", pet()), variant("Color", color())], tagging);
    check("union-tagged", "models/animal", vec![Item::Union(Box::new(item))]);
}
