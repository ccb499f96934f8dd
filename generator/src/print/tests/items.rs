//! The smallest item of each kind, which the tests change, and the items to which they refer.

use crate::comment::Comment;
use crate::method::Method;
use crate::model::{OperationId, SchemaId};
use crate::rust::{
    Alias, Bundle, Decoding, Deprecated, Derives, Field, Fill, Input, Item, Module, Operation, Passing, PathStep,
    Presence, Responses, Role, Sending, SendingKind, Setter, SetterValue, StatusArm, StatusMatch, Std, Struct, Ty,
    Wrapping,
};

/// The id of the model `Pet`, to which items refer.
pub(super) fn pet_id() -> SchemaId {
    SchemaId::new(100)
}

/// The type of the model `Pet`.
pub(super) fn pet() -> Ty {
    Ty::path(pet_id())
}

/// The type of the model `Color`.
pub(super) fn color() -> Ty {
    Ty::path(SchemaId::new(101))
}

/// The module of the models to which items refer.
pub(super) fn referred() -> Module {
    let alias = |index: usize, name: &str| {
        let id = SchemaId::new(index);
        Item::Alias(Box::new(Alias {
            id,
            docs: Comment::new(),
            name: name.to_owned(),
            ty: string(),
            is_shared: false,
            deprecated: None,
        }))
    };
    super::module("models/referred", vec![alias(100, "Pet"), alias(101, "Color")])
}

pub(super) fn string() -> Ty {
    Ty::path(Std::String)
}

pub(super) fn list(ty: Ty) -> Ty {
    ty.inside(Std::Vec)
}

/// Returns `#[deprecated]` with a reason.
pub(super) fn deprecated(reason: &'static str) -> Deprecated {
    Deprecated { reason: Some(reason.into()) }
}

/// Creates a struct without methods.
pub(super) fn structure(name: &str, fields: Vec<Field>) -> Struct {
    Struct {
        derives: Derives::default(),
        id: SchemaId::new(0),
        docs: "The documentation of the type.".into(),
        name: name.to_owned(),
        sent_as: None,
        fields,
        rest: None,
        constructor: None,
        sample: None,
        default: false,
        deprecated: None,
    }
}

/// Creates a field whose property has the same name.
pub(super) fn field(name: &str, presence: Presence, ty: Ty, fill: Fill) -> Field {
    Field {
        docs: Comment::fill("The field {}.", [Comment::code(name)]),
        name: name.to_owned(),
        ty,
        key: name.to_owned(),
        presence,
        hidden: false,
        fill,
        setters: Vec::new(),
        deprecated: None,
    }
}

/// Creates a method that sets a field.
pub(super) fn setter(name: &str, ty: Ty, passing: Passing, value: SetterValue) -> Setter {
    Setter { docs: "Sets it.".into(), name: name.to_owned(), ty, passing, value, deprecated: None }
}

/// Creates the struct of named arguments.
pub(super) fn bundle(name: &str) -> Bundle {
    let docs = "The documentation of the arguments.".into();
    Bundle { docs, name: name.to_owned(), argument: "required".to_owned() }
}

/// Creates the operation `GET /pets` without parameters, which returns a `Pet`.
pub(super) fn operation(name: &str) -> Operation {
    Operation {
        index: OperationId(0),
        docs: "The documentation of the operation.".into(),
        method_docs: Comment::new(),
        new_docs: "The documentation of `new`.".into(),
        unused: "the message about an unused operation",
        name: name.to_owned(),
        id: "listPets".to_owned(),
        method: Method::Get,
        template: "/pets".to_owned(),
        inputs: Vec::new(),
        bundle: None,
        replay: None,
        security: Vec::new(),
        server: None,
        idempotency: None,
        path: vec![PathStep::Literal("/pets".to_owned())],
        steps: Vec::new(),
        accept: vec!["application/json".to_owned()],
        responses: responses(),
        paging: None,
        deprecated: None,
    }
}

/// Creates responses with one success, which is a `Pet`, and the method `send`.
pub(super) fn responses() -> Responses {
    Responses {
        output: pet(),
        outcome: None,
        success: 200,
        expected: Vec::new(),
        follows_redirects: true,
        arms: vec![StatusArm {
            statuses: vec![StatusMatch::Range(2)],
            decoding: Decoding::Json,
            wrapping: Wrapping::Plain,
        }],
        failures: Vec::new(),
        sends: vec![sending("send", SendingKind::Whole)],
    }
}

/// Creates a method that sends an operation and returns a `Pet`.
pub(super) fn sending(name: &str, kind: SendingKind) -> Sending {
    let docs = Comment::fill("The documentation of {}.", [Comment::code(name)]);
    Sending { docs, name: name.to_owned(), output: pet(), kind }
}

/// Creates a parameter, or the body if it has this name.
pub(super) fn input(name: &str, ty: Ty, passing: Passing, role: Role) -> Input {
    let is_optional = matches!(role, Role::Optional(_));
    Input {
        name: name.to_owned(),
        field: if is_optional { ty.clone().optional() } else { ty.clone() },
        ty,
        passing,
        docs: Comment::fill("The argument {}.", [Comment::code(name)]),
        role,
        initial: Fill::Nothing,
        parameter: (name != "body").then_some(0),
        is_idempotency_key: false,
        encoded: false,
        hidden: false,
    }
}
