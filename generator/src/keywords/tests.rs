//! The tables can be searched.

use super::{Holds, Layout, ObjectKind};
use crate::method;

#[test]
fn every_table_is_sorted_for_its_search() {
    let kinds = [
        ObjectKind::Document,
        ObjectKind::Info,
        ObjectKind::Contact,
        ObjectKind::License,
        ObjectKind::Server,
        ObjectKind::ServerVariable,
        ObjectKind::ExternalDocs,
        ObjectKind::Tag,
        ObjectKind::Components,
        ObjectKind::PathItem,
        ObjectKind::Operation,
        ObjectKind::Parameter,
        ObjectKind::RequestBody,
        ObjectKind::MediaType,
        ObjectKind::Encoding,
        ObjectKind::Response,
        ObjectKind::Header,
        ObjectKind::Example,
        ObjectKind::Link,
        ObjectKind::Schema,
        ObjectKind::Discriminator,
        ObjectKind::Xml,
        ObjectKind::SecurityScheme,
        ObjectKind::OauthFlows,
        ObjectKind::OauthFlow,
        ObjectKind::SwaggerDocument,
        ObjectKind::SwaggerPathItem,
        ObjectKind::SwaggerOperation,
        ObjectKind::SwaggerParameter,
        ObjectKind::SwaggerItems,
        ObjectKind::SwaggerResponse,
        ObjectKind::SwaggerHeader,
        ObjectKind::SwaggerSchema,
        ObjectKind::SwaggerSecurityScheme,
    ];
    for kind in kinds {
        let Layout::Keywords(keywords) = kind.layout() else { continue };
        let sorted = keywords.windows(2).all(|pair| pair[0].name < pair[1].name);
        assert!(sorted, "{kind:?}");
    }
}

#[test]
fn the_methods_are_those_of_the_table() {
    let Layout::Keywords(keywords) = ObjectKind::PathItem.layout() else { panic!("a path item has keywords") };
    let holds_operation = keywords.iter().filter(|keyword| keyword.holds == Holds::One(ObjectKind::Operation));
    let table: Vec<&str> = holds_operation.map(|keyword| keyword.name).collect();
    let mut methods: Vec<&str> = method::keywords().collect();
    methods.sort_unstable();
    assert_eq!(methods, table);
}
