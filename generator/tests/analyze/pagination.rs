//! Which operations are read page by page.

use oaspress::config;
use oaspress::diag::Diagnostics;

use crate::meaning::{document, model, read, shown};

#[test]
fn a_cursor_and_a_next_one() {
    let yaml = r"
paths:
  /a:
    get:
      operationId: list
      parameters: [{ name: page_token, in: query, schema: { type: string } }]
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, properties: { items: { type: array, items: { type: object, properties: { id: { type: string } } } }, nextPageToken: { type: string } } } } } }
";
    insta::assert_snapshot!(model(yaml), @r"
    list().response <: struct
      items: [list().response.items.item]?
      nextPageToken: string?
    list().response.items.item <: struct
      id: string?
    list: GET /a
      query page_token?: string Form*
      200: application/json list().response
      pages: page_token from nextPageToken, items items
    ");
}

#[test]
fn a_next_one_in_an_object_of_its_own() {
    let yaml = r"
paths:
  /a:
    get:
      operationId: list
      parameters: [{ name: after, in: query, schema: { type: string } }]
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, properties: { data: { type: array, items: { type: object } }, meta: { type: object, properties: { nextCursor: { type: string, nullable: true }, hasMore: { type: boolean } } } } } } } }
";
    insta::assert_snapshot!(model(yaml), @r"
    list().response <: struct
      data: [object]?
      meta: list().response.meta?
    list().response.meta <: struct
      nextCursor: string? or null
      hasMore: boolean?
    list: GET /a
      query after?: string Form*
      200: application/json list().response
      pages: after from meta.nextCursor more meta.hasMore, items data
    ");
}

#[test]
fn two_lists_are_too_many() {
    let yaml = r"
paths:
  /a:
    get:
      operationId: list
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, properties: { a: { type: array, items: { type: object } }, b: { type: array, items: { type: object } }, next_cursor: { type: string } } } } } }
";
    insta::assert_snapshot!(model(yaml), @r"
    list().response <: struct
      a: [object]?
      b: [object]?
      next_cursor: string?
    list: GET /a
      query cursor?: string Form*
      200: application/json list().response
    ");
}

/// The findings and pages of an operation with this configuration.
fn configured(toml: &str) -> String {
    let yaml = r"
paths:
  /a:
    get:
      operationId: list
      parameters: [{ name: cursor, in: query, schema: { type: string } }, { name: page, in: query, schema: { type: string } }]
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, properties: { items: { type: array, items: { type: object } }, next_cursor: { type: string }, meta: { type: object, properties: { next: { type: string }, list: { type: array, items: { type: string } } } } } } } } }
";
    let mut diagnostics = Diagnostics::new();
    let config = config::parse(toml, &mut diagnostics);
    let (api, found) = read(&document(yaml), &config);
    let pages = api.operations.first().and_then(|operation| operation.pagination.clone());
    format!("{pages:?}\n{}{}", shown(&diagnostics.into_vec()), shown(&found))
}

#[test]
fn the_configuration_decides() {
    insta::assert_snapshot!(configured("[operations.list]\npagination = false"), @"None");
    let said = "[operations.list]\npagination = { cursor = 'page', next = 'meta.next', items = 'meta.list' }";
    insta::assert_snapshot!(configured(said), @r#"Some(CursorPagination { cursor: "page", next: ["meta", "next"], more: None, items: ["meta", "list"] })"#);
}

#[test]
fn the_configuration_is_checked() {
    let said = "[operations.list]\npagination = { cursor = 'pgae', next = 'meta.nxt', more = 'more', items = 'items' }";
    insta::assert_snapshot!(configured(said), @r"
    None
    error config-not-applicable operations.list.pagination.cursor: the document has no parameter `pgae` (did you mean `page`?)
    error config-not-applicable operations.list.pagination.next: the document has no property of a page called `meta.nxt` (there are `next` and `list`)
    error config-not-applicable operations.list.pagination.more: the document has no property of a page called `more` (there are `items`, `next_cursor` and `meta`)
    ");
    let said =
        "[operations.list]\npagination = { cursor = 'page', next = 'meta.list', more = 'next_cursor', items = 'meta' }";
    insta::assert_snapshot!(configured(said), @r"
    None
    error config-not-applicable operations.list.pagination.next: the property `meta.list` of a page is of a type that cannot be used for this
    error config-not-applicable operations.list.pagination.items: the property `meta` of a page is of a type that cannot be used for this
    error config-not-applicable operations.list.pagination.more: the property `next_cursor` of a page is of a type that cannot be used for this
    ");
}
