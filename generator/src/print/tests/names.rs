//! How references are written in a module where two things have one name, and the declarations of modules.

use super::items::{self, operation, string, structure};
use super::{check_among, module};
use crate::comment::Comment;
use crate::model::SchemaId;
use crate::rust::{Child, Field, Fill, Item, Presence, Std, Ty};

/// Creates a struct of the module `models` with this id.
fn model(index: usize, name: &str, fields: Vec<Field>) -> Item {
    Item::Struct(Box::new(crate::rust::Struct { id: SchemaId::new(index), ..structure(name, fields) }))
}

#[test]
fn the_items_of_a_module_keep_their_names() {
    let reference = |index: usize| Ty::path(SchemaId::new(index));
    let fields = [("one", reference(1)), ("two", reference(2)), ("text", string()), ("list", items::list(string()))];
    let fields = fields.into_iter().map(|(name, ty)| items::field(name, Presence::Required, ty, Fill::Nothing));
    let models = module("models/vec", vec![model(0, "Vec", fields.collect()), model(1, "record", Vec::new())]);
    let others = module("models/string", vec![model(2, "String", Vec::new())]);
    check_among("names-of-models", &[models, others]);
}

#[test]
fn the_runtime_keeps_its_names_before_models() {
    let mut item = operation("Pet");
    item.responses.output = Ty::path(SchemaId::new(0));
    item.responses.sends[0].output = Ty::path(SchemaId::new(0));
    let input = |name: &str, index: usize| {
        let ty = Ty::path(SchemaId::new(index));
        items::input(name, ty, crate::rust::Passing::Plain, crate::rust::Role::Positional(index))
    };
    item.inputs = vec![input("response", 0), input("option", 1), input("error", 2), input("c", 3), input("same", 100)];
    let operations = module("operations/pets", vec![Item::Operation(Box::new(item))]);
    let names = ["Response", "Option", "Error", "C"];
    let models = names.iter().enumerate().map(|(index, name)| model(index, name, Vec::new())).collect();
    check_among("names-of-operations", &[operations, module("models/all", models)]);
}

#[test]
fn a_map_of_a_model_called_so_has_a_path() {
    let map = Ty::Generic(Std::BTreeMap.into(), vec![string(), Ty::path(SchemaId::new(1))]);
    let fields = vec![items::field("map", Presence::Required, map, Fill::Nothing)];
    let models = module("models/map", vec![model(0, "Map", fields)]);
    let others = module("models/others", vec![model(1, "BTreeMap", Vec::new())]);
    check_among("names-of-maps", &[models, others]);
}

#[test]
fn a_module_exports_the_names_of_its_children() {
    let child = |name: &str, names: &[&str], features: &[&str]| Child {
        name: name.to_owned(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        features: features.iter().map(|feature| (*feature).to_owned()).collect(),
        shared: None,
    };
    let many: Vec<String> = (0..20).map(|index| format!("ListPetsByNumber{index}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let features =
        ["actions", "code-security", "dependabot", "enterprise-teams", "organization-members", "webhook-payloads"];
    let mut parent = module("operations", Vec::new());
    parent.docs = Comment::from("The documentation of the module.").and_block("Another paragraph.");
    parent.children = vec![
        child("pets", &["Pets", "ListPets"], &["pets"]),
        child("one", &["One"], &["pets", "webhook-payloads"]),
        child("many", &many, &[]),
        child("wide", &["Wide"], &features),
    ];
    check_among("module", &[parent]);
}

#[test]
fn text_of_the_document_is_never_run() {
    let mut item = structure("Item", Vec::new());
    let foreign = "Text of the document.\n\n```\npanic!()\n```\n\nand \u{202e} more".to_owned();
    item.docs = Comment::from("Text of the generator.").and_block(foreign.clone());
    item.deprecated = Some(crate::rust::Deprecated { reason: Some(foreign.clone().into()) });
    let mut operation = operation("ListPets");
    operation.docs = foreign.into();
    let mut models = module("models/item", vec![Item::Struct(Box::new(item))]);
    models.docs = "Text\n\n    let indented = 1;".to_owned().into();
    check_among("text-of-the-document", &[models]);
    let operations = module("operations/pets", vec![Item::Operation(Box::new(operation))]);
    check_among("text-of-the-document-in-tokens", &[operations]);
}
