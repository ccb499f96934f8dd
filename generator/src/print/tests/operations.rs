//! Operations: the type, its arguments and setters, and the constants of its requests.

use super::items::{bundle, input, list, operation, pet, setter, string};
use super::{check, check_among, items, module};
use crate::comment::Comment;
use crate::method::Method;
use crate::model::{OperationId, SchemeId};
use crate::rust::{
    Argument, Group, GroupMethod, Item, Operation, OwnServer, Passing, Replay, Role, SetterValue, Std, Ty,
};

fn check_operation(name: &str, item: Operation) {
    check(name, "operations/pets", vec![Item::Operation(Box::new(item))]);
}

#[test]
fn an_operation_without_arguments_is_the_default() {
    check_operation("operation", operation("ListPets"));
}

#[test]
fn inputs_are_arguments_and_setters() {
    let mut item = operation("ListPets");
    let optional = |name: &str, ty: Ty, passing| {
        let set = setter(name, ty.clone(), passing, SetterValue::Some);
        input(name, ty, passing, Role::Optional(set))
    };
    item.inputs = vec![
        input("body", pet(), Passing::Into, Role::Positional(1)),
        input("id", string(), Passing::Checked, Role::Positional(0)),
        input("limit", Ty::path(Std::I64), Passing::Plain, Role::Positional(2)),
        optional("tags", list(string()), Passing::Each),
        optional("r#type", string(), Passing::Checked),
        optional("key", string(), Passing::Into),
    ];
    item.inputs[5].is_idempotency_key = true;
    item.idempotency = Some(vec!["in_progress".to_owned()]);
    check_operation("operation-inputs", item);
}

#[test]
fn named_arguments_are_the_fields_of_a_struct() {
    let mut item = operation("ListPets");
    item.inputs = vec![
        input("id", string(), Passing::Into, Role::Positional(0)),
        input("from", string(), Passing::Into, Role::Named),
        input("to", string(), Passing::Into, Role::Named),
    ];
    item.bundle = Some(bundle("ListPetsRequired"));
    check_operation("operation-named-arguments", item.clone());
    item.inputs[2].hidden = true;
    check_operation("operation-hidden", item);
}

#[test]
fn constants_differ_from_the_defaults_where_they_are_written() {
    let mut item = operation("ListPets");
    item.method = Method::Other("PURGE".to_owned());
    item.replay = Some(Replay::Idempotent);
    item.security = vec![vec![SchemeId(0), SchemeId(1)], Vec::new()];
    item.server = Some(OwnServer { url: "https://files.example.com".to_owned(), has_usual: true });
    item.responses.success = 201;
    item.responses.expected = vec![304, 400];
    item.responses.follows_redirects = false;
    item.accept = Vec::new();
    let mut other = operation("GetPet");
    other.index = OperationId(1);
    other.server = Some(OwnServer { url: "/files".to_owned(), has_usual: false });
    let operations = [item, other].map(|item| Item::Operation(Box::new(item))).into();
    let client = Item::Client(Box::new(super::client::with_schemes()));
    check_among("operation-constants", &[module("operations/pets", operations), module("client", vec![client])]);
}

#[test]
fn a_group_creates_its_operations() {
    let mut method = GroupMethod {
        docs: "The documentation of the method.".into(),
        name: "list".to_owned(),
        operation: OperationId(0),
        arguments: Vec::new(),
        bundle: None,
        deprecated: None,
    };
    let mut other = method.clone();
    other.name = "r#move".to_owned();
    other.arguments = vec![
        Argument { name: "id".to_owned(), ty: string(), passing: Passing::Into },
        Argument { name: "body".to_owned(), ty: pet(), passing: Passing::Plain },
    ];
    other.bundle = Some("required".to_owned());
    method.deprecated = Some(items::deprecated("use another"));
    let group = Group {
        index: 0,
        docs: Comment::from("The documentation of the group."),
        name: "Pets".to_owned(),
        methods: vec![method, other],
    };
    let mut named = operation("ListPets");
    named.bundle = Some(bundle("ListPetsRequired"));
    let others = module("operations/others", vec![Item::Operation(Box::new(named))]);
    check_among("group", &[module("operations/pets", vec![Item::Group(Box::new(group))]), others]);
}
