//! The tables can be searched.

use super::{Holds, Kind, Layout, METHODS};

#[test]
fn every_table_is_sorted_for_its_search() {
    let kinds = [
        Kind::Document,
        Kind::Info,
        Kind::Contact,
        Kind::License,
        Kind::Server,
        Kind::ServerVariable,
        Kind::ExternalDocs,
        Kind::Tag,
        Kind::Components,
        Kind::PathItem,
        Kind::Operation,
        Kind::Parameter,
        Kind::RequestBody,
        Kind::MediaType,
        Kind::Encoding,
        Kind::Response,
        Kind::Header,
        Kind::Example,
        Kind::Link,
        Kind::Schema,
        Kind::Discriminator,
        Kind::Xml,
        Kind::SecurityScheme,
        Kind::OauthFlows,
        Kind::OauthFlow,
        Kind::SwaggerDocument,
        Kind::SwaggerPathItem,
        Kind::SwaggerOperation,
        Kind::SwaggerParameter,
        Kind::SwaggerItems,
        Kind::SwaggerResponse,
        Kind::SwaggerHeader,
        Kind::SwaggerSchema,
        Kind::SwaggerSecurityScheme,
    ];
    for kind in kinds {
        let Layout::Keywords(keywords) = kind.layout() else { continue };
        let sorted = keywords.windows(2).all(|pair| pair[0].name < pair[1].name);
        assert!(sorted, "{kind:?}");
    }
}

#[test]
fn the_methods_are_those_of_the_table() {
    let Layout::Keywords(keywords) = Kind::PathItem.layout() else { panic!("a path item has keywords") };
    let holds_operation = keywords.iter().filter(|keyword| keyword.holds == Holds::One(Kind::Operation));
    let table: Vec<&str> = holds_operation.map(|keyword| keyword.name).collect();
    let mut methods = METHODS.to_vec();
    methods.sort_unstable();
    assert_eq!(methods, table);
}
