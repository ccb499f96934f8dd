//! The clients.

use super::items::{operation, pet};
use super::{check_among, check_difference, items, module};
use crate::comment::Comment;
use crate::model::{OperationId, SchemeId};
use crate::rust::{
    Argument, BaseUrl, Client, ClientConstructor, ClientDocs, ClientGroup, ClientParameter, Environment, Group,
    GroupMethod, Item, KnownUrl, Module, Passing, RequiredUrl, Scheme, SchemeKind,
};

/// Creates a client with a base URL and without credentials.
fn client() -> Client {
    Client {
        docs: ClientDocs {
            client: "The documentation of the client.".into(),
            core: "The documentation of `core`.".into(),
            builder: "The documentation of `builder`.".into(),
            builder_type: "The documentation of the builder.".into(),
            build: "The documentation of `build`.".into(),
            ureq_agent: "The documentation of `ureq_agent`.".into(),
            unused_builder: "the message about an unused builder",
        },
        base_url: BaseUrl::Known(KnownUrl {
            url: "https://api.example.com".to_owned(),
            is_plain_http: false,
            variable: Some("PETS_BASE_URL".to_owned()),
            docs: Comment::new(),
            constant_docs: "The documentation of the base URL.".into(),
        }),
        schemes: Vec::new(),
        constructor: Some(ClientConstructor {
            docs: "The documentation of `new`.".into(),
            config_docs: "The documentation of `client_config`.".into(),
            parameters: Vec::new(),
        }),
        environment: None,
        groups: Vec::new(),
        methods: Vec::new(),
    }
}

fn scheme(index: usize, kind: SchemeKind) -> Scheme {
    Scheme {
        id: SchemeId(index),
        constant_docs: "The documentation of the constant.".into(),
        setter_docs: "The documentation of the setter.".into(),
        constant: format!("SCHEME_{index}"),
        setter: format!("r#scheme_{index}"),
        name: format!("scheme {index}"),
        kind,
        environment: None,
        optional: false,
    }
}

/// Creates a client with a security scheme of each kind.
pub(super) fn with_schemes() -> Client {
    let kinds = [
        SchemeKind::Bearer,
        SchemeKind::Basic,
        SchemeKind::Header("X-Key".to_owned()),
        SchemeKind::Query("key".to_owned()),
        SchemeKind::Cookie("session".to_owned()),
        SchemeKind::Other("Digest".to_owned()),
    ];
    let schemes = kinds.into_iter().enumerate().map(|(index, kind)| scheme(index, kind));
    Client { schemes: schemes.collect(), ..client() }
}

fn environment(schemes: &[usize], requires_credential: bool) -> Environment {
    Environment {
        docs: "The documentation of `from_env`.".into(),
        config_docs: "The documentation of `client_config_from_env`.".into(),
        schemes: schemes.iter().map(|index| SchemeId(*index)).collect(),
        requires_credential,
    }
}

/// Adds a group, and a method for an operation without one.
fn with_operations(mut item: Client) -> Client {
    item.groups = vec![ClientGroup {
        docs: "The documentation of the group.".into(),
        method: "pets".to_owned(),
        index: 0,
        feature: "pets".to_owned(),
    }];
    item.methods = vec![GroupMethod {
        docs: "The documentation of the method.".into(),
        name: "list".to_owned(),
        operation: OperationId(0),
        arguments: vec![Argument { name: "body".to_owned(), ty: pet(), passing: Passing::Into }],
        bundle: None,
        deprecated: Some(items::deprecated("use another")),
    }];
    item
}

/// Returns the items to which clients refer.
fn referred() -> Module {
    let docs = Comment::new();
    let group = Group { index: 0, docs, name: "Pets".to_owned(), methods: Vec::new() };
    let items = vec![Item::Group(Box::new(group)), Item::Operation(Box::new(operation("ListPets")))];
    module("operations/pets", items)
}

/// Returns the modules for the text of the asynchronous client, and those for that of the blocking client.
fn modules(item: Client) -> (Vec<Module>, Vec<Module>) {
    let operations = referred();
    let client = module("client", vec![Item::Client(Box::new(item.clone()))]);
    let blocking = module("blocking", vec![Item::BlockingClient(Box::new(item))]);
    (vec![client.clone(), operations.clone()], vec![blocking, client, operations])
}

/// Compares how the asynchronous and the blocking client differ from those without credentials.
fn check_clients(name: &str, item: Client) {
    let ((client, blocking), (usual, usual_blocking)) = (modules(item), modules(client()));
    check_difference(name, &usual, &client);
    check_difference(&format!("{name}-blocking"), &usual_blocking, &blocking);
}

#[test]
fn a_client_without_credentials_has_a_default() {
    let (client, blocking) = modules(with_operations(client()));
    check_among("client", &client);
    check_among("client-blocking", &blocking);
}

#[test]
fn a_client_has_a_setter_for_each_credential() {
    let mut item = with_schemes();
    item.schemes[0].environment = Some("PETS_TOKEN".to_owned());
    item.schemes[1].optional = true;
    item.environment = Some(environment(&[0, 1], true));
    if let Some(constructor) = &mut item.constructor {
        constructor.parameters = vec![ClientParameter::Credential(SchemeId(0))];
    }
    check_clients("client-credentials", item);
}

#[test]
fn a_client_can_require_its_server() {
    let mut item = Client { schemes: vec![scheme(0, SchemeKind::Basic)], ..client() };
    item.base_url = BaseUrl::Required(RequiredUrl {
        variable: "PETS_BASE_URL".to_owned(),
        path: "/v1".to_owned(),
        docs: Comment::new(),
    });
    item.environment = Some(environment(&[0], false));
    if let Some(constructor) = &mut item.constructor {
        constructor.parameters = vec![ClientParameter::BaseUrl, ClientParameter::Credential(SchemeId(0))];
    }
    check_clients("client-server", item);
}

#[test]
fn a_client_that_needs_several_credentials_has_only_a_builder() {
    let item = Client { constructor: None, environment: Some(environment(&[], false)), ..client() };
    check_clients("client-builder", item);
}

/// Creates the module `client` of an API without credentials.
pub(super) fn module_of_client() -> Module {
    module("client", vec![Item::Client(Box::new(client()))])
}
