//! Which operations are read page by page.

use crate::meaning::model;

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
