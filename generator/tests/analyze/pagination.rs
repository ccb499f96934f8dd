//! The operations that are paginated.

use oaspress::config;
use oaspress::diag::Diagnostics;

use crate::meaning::{document, model, read, show_pages, shown};

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

/// Describes the pagination of an operation with these query parameters (`name: schema`) and a response of this schema.
fn pages(parameters: &[(&str, &str)], schema: &str) -> String {
    pages_with_headers(parameters, schema, "{}")
}

fn pages_with_headers(parameters: &[(&str, &str)], schema: &str, headers: &str) -> String {
    let parameters: Vec<String> =
        parameters.iter().map(|(name, schema)| format!("{{ name: '{name}', in: query, {schema} }}")).collect();
    let yaml = format!(
        r"
paths:
  /a:
    get:
      operationId: list
      parameters: [{}]
      responses:
        '200': {{ description: ok, headers: {headers}, content: {{ application/json: {{ schema: {schema} }} }} }}
components:
  schemas:
    Thing: {{ type: object, required: [id], properties: {{ id: {{ type: string }} }} }}
    Things: {{ type: array, items: {{ $ref: '#/components/schemas/Thing' }} }}
",
        parameters.join(", ")
    );
    let (api, _) = read(&document(&yaml), &config::Config::default());
    let pages = api.operations.first().and_then(|operation| operation.pagination.as_ref());
    pages.map_or_else(|| "none".to_owned(), show_pages)
}

const TEXT: &str = "schema: { type: string }";
const NUMBER: &str = "schema: { type: integer }";
const THINGS: &str = "$ref: '#/components/schemas/Things'";

/// An object with a list of things in `items` and with these properties.
fn object(properties: &str) -> String {
    format!("{{ type: object, properties: {{ items: {{ {THINGS} }}, {properties} }} }}")
}

#[test]
fn the_answer_names_the_next_page_plainly() {
    let next = |properties: &str| pages(&[("after", TEXT)], &object(properties));
    assert_eq!(next("end_cursor: { type: string }"), "after from end_cursor, items items");
    assert_eq!(
        next(
            "paging: { type: object, properties: { next: { type: object, properties: { after: { type: string } } } } }"
        ),
        "after from paging.next.after, items items"
    );
    assert_eq!(next("after: { type: string }"), "none", "it may be the one that was sent");
    assert_eq!(next("after: { type: string }, done: { type: boolean }"), "after from after last done, items items");
    assert_eq!(next("after: { type: string, description: Begins the next page. }"), "after from after, items items");
    assert_eq!(
        pages(&[("page", NUMBER)], &object("next_page: { type: integer, nullable: true }")),
        "page from next_page, items items"
    );
    assert_eq!(
        pages(
            &[("cursor", TEXT)],
            "{ type: object, properties: { data: { type: object, properties: { rows: { $ref: '#/components/schemas/Things' }, nextCursor: { type: string } } } } }"
        ),
        "cursor from data.nextCursor, items data.rows"
    );
}

#[test]
fn what_is_about_to_go_or_has_to_be_asked_for_is_left_alone() {
    let both = object("next_cursor: { type: string }, total: { type: integer }");
    let switch = "schema: { type: boolean }";
    assert_eq!(
        pages(&[("usecursor", switch), ("cursor", TEXT), ("offset", NUMBER)], &both),
        "offset counts items from 0 total total, items items"
    );
    assert_eq!(pages(&[("after", TEXT), ("offset", NUMBER)], &object("total: { type: integer }")), "none");
    let old = "deprecated: true, schema: { type: integer }";
    assert_eq!(pages(&[("page", old), ("limit", NUMBER)], &object("total: { type: integer }")), "none");
}

#[test]
fn the_last_item_names_the_next_page() {
    let parameters = &[("starting_after", TEXT), ("limit", NUMBER)];
    assert_eq!(
        pages(parameters, &object("has_more: { type: boolean }")),
        "starting_after from the last item's id more has_more, items items"
    );
    assert_eq!(pages(parameters, &object("object: { type: string }")), "none", "nothing tells the end");
}

#[test]
fn a_url_leads_to_the_next_page() {
    let parameters = &[("limit", NUMBER), ("offset", NUMBER)];
    let url = |property: &str| pages(parameters, &object(property));
    assert_eq!(
        url("next: { type: string, format: uri, nullable: true }, count: { type: integer }"),
        "URL in next, items items"
    );
    assert_eq!(
        url("links: { type: object, properties: { next: { type: string } } }"),
        "URL in links.next, items items"
    );
    assert_eq!(
        url("next: { type: string }"),
        "offset counts items from 0, items items",
        "nothing says that it is a URL"
    );
    assert_eq!(pages(&[("q", TEXT)], &object("next_url: { type: string }")), "none", "nothing asks for pages");
    assert_eq!(
        pages(&[], &object("next: { type: string, format: uri }, previous: { type: string, format: uri }")),
        "URL in next, items items"
    );
    let header = "{ Link: { schema: { type: string } } }";
    let list = format!("{{ {THINGS} }}");
    assert_eq!(pages_with_headers(&[("page", NUMBER)], &list, header), "URL in the header Link, items the answer");
    assert_eq!(pages_with_headers(&[("q", TEXT)], &list, header), "none");
}

#[test]
fn pages_are_counted_where_something_else_speaks_of_them() {
    let list = format!("{{ {THINGS} }}");
    assert_eq!(pages(&[("page", NUMBER)], &list), "none", "it may be a page of something else");
    assert_eq!(pages(&[("page", NUMBER), ("per_page", NUMBER)], &list), "page counts pages from 1, items the answer");
    assert_eq!(pages(&[("page", TEXT), ("per_page", NUMBER)], &list), "none", "it is no number");
    assert_eq!(
        pages(
            &[("page[number]", NUMBER)],
            &object("meta: { type: object, properties: { total_pages: { type: integer } } }")
        ),
        "page[number] counts pages from 1 pages meta.total_pages, items items"
    );
    assert_eq!(
        pages(&[("pageNumber", NUMBER)], &object("last: { type: boolean }, totalElements: { type: integer }")),
        "pageNumber counts pages from 1 last last, items items"
    );
}

#[test]
fn the_first_page_has_to_be_plain() {
    let first = |schema: &str| pages(&[("page", schema), ("limit", NUMBER)], &object("total: { type: integer }"));
    assert_eq!(first(NUMBER), "page counts pages from 1 total total, items items");
    assert_eq!(first("schema: { type: integer, default: 0 }"), "page counts pages from 0 total total, items items");
    assert_eq!(
        first("description: Zero-based page., schema: { type: integer }"),
        "page counts pages from 0 total total, items items"
    );
    assert_eq!(first("schema: { type: integer, minimum: 0 }"), "none");
    assert_eq!(first("description: Which page. 0 is allowed., schema: { type: integer }"), "none");
    assert_eq!(
        first("description: At most 100., schema: { type: integer, minimum: 1 }"),
        "page counts pages from 1 total total, items items"
    );
    assert_eq!(first("schema: { type: integer, default: 5 }"), "none");
    assert_eq!(pages(&[("pageIndex", NUMBER), ("limit", NUMBER)], &object("total: { type: integer }")), "none");
}

#[test]
fn items_are_counted_where_something_else_speaks_of_pages() {
    let total = object("total: { type: integer }");
    assert_eq!(pages(&[("offset", NUMBER)], &total), "offset counts items from 0 total total, items items");
    assert_eq!(
        pages(&[("offset", NUMBER)], &object("total: { type: integer }, pages: { type: integer }")),
        "offset counts items from 0 total total, items items"
    );
    assert_eq!(pages(&[("offset", NUMBER)], &object("count: { type: integer }")), "none");
    assert_eq!(
        pages(&[("startAt", NUMBER), ("maxResults", NUMBER)], &object("isLast: { type: boolean }")),
        "startAt counts items from 0 last isLast, items items"
    );
    assert_eq!(
        pages(&[("start", NUMBER), ("limit", NUMBER)], &total),
        "start counts items from 0 total total, items items"
    );
    assert_eq!(pages(&[("start", NUMBER), ("end", NUMBER), ("limit", NUMBER)], &total), "none", "that is a span");
    assert_eq!(pages(&[("start", NUMBER)], &total), "none");
    assert_eq!(pages(&[("startIndex", NUMBER), ("count", NUMBER)], &total), "none", "it may count from 0 or 1");
    assert_eq!(
        pages(&[("startIndex", "schema: { type: integer, default: 1 }"), ("count", NUMBER)], &total),
        "startIndex counts items from 1 total total, items items"
    );
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
    let pages = pages.as_ref().map_or_else(|| "none".to_owned(), show_pages);
    format!("{pages}\n{}{}", shown(&diagnostics.into_vec()), shown(&found))
}

#[test]
fn the_configuration_decides() {
    insta::assert_snapshot!(configured("[operations.list]\npagination = false"), @"none");
    let said = "[operations.list]\npagination = { cursor = 'page', next = 'meta.next', items = 'meta.list' }";
    insta::assert_snapshot!(configured(said), @"page from meta.next, items meta.list");
}

#[test]
fn the_configuration_is_checked() {
    let said = "[operations.list]\npagination = { cursor = 'pgae', next = 'meta.nxt', more = 'more', items = 'items' }";
    insta::assert_snapshot!(configured(said), @r"
    none
    error config-not-applicable operations.list.pagination.cursor: the API description has no parameter `pgae` (did you mean `page`?)
    error config-not-applicable operations.list.pagination.next: the API description has no property of a page called `meta.nxt` (there are `next` and `list`)
    error config-not-applicable operations.list.pagination.more: the API description has no property of a page called `more` (there are `items`, `next_cursor` and `meta`)
    ");
    let said =
        "[operations.list]\npagination = { cursor = 'page', next = 'meta.list', more = 'next_cursor', items = 'meta' }";
    insta::assert_snapshot!(configured(said), @"
    none
    error config-invalid-value operations.list.pagination.items: the property `meta` of a page is not a list, so `items` cannot be read (name another property, or write `pagination = false` and pass the value of each page to the next call)
    error config-invalid-value operations.list.pagination.next: the property `meta.list` of a page is not a string or an integer, so `next` cannot be read (name another property, or write `pagination = false` and pass the value of each page to the next call)
    error config-invalid-value operations.list.pagination.more: the property `next_cursor` of a page is not a boolean, so `more` cannot be read (name another property, or write `pagination = false` and pass the value of each page to the next call)
    ");
}

#[test]
fn every_style_can_be_configured() {
    let said = |pagination: &str| configured(&format!("[operations.list]\npagination = {pagination}"));
    assert_eq!(said("{ page = 'page', items = 'items', first = 0 }"), "page counts pages from 0, items items\n");
    assert_eq!(
        said("{ style = 'offset', offset = 'page', items = 'items' }"),
        "page counts items from 0, items items\n"
    );
    assert_eq!(said("{ url = 'meta.next', items = 'items' }"), "URL in meta.next, items items\n");
    assert_eq!(said("{ style = 'link', items = 'items' }"), "URL in the header Link, items items\n");
    insta::assert_snapshot!(said("{ style = 'link' }"), @r#"
    none
    error config-invalid-value operations.list.pagination: the response is not a list, and `items` does not specify the list in it (write `items = "…"`, the path of the list in the response)
    "#);
    insta::assert_snapshot!(said("{ style = 'links', items = 'items' }"), @r#"
    cursor from next_cursor, items items
    error config-invalid-value operations.list.pagination.style: `operations.list.pagination.style = "links"` is not a pagination style (did you mean `link`?)
    "#);
    insta::assert_snapshot!(said("{ page = 'pgae', items = 'itms', total = 'next_cursor' }"), @"
    none
    error config-not-applicable operations.list.pagination.items: the API description has no property of a page called `itms` (did you mean `items`?)
    error config-not-applicable operations.list.pagination.page: the API description has no parameter `pgae` (did you mean `page`?)
    error config-invalid-value operations.list.pagination.total: the property `next_cursor` of a page is not an integer, so `total` cannot be read (name another property, or write `pagination = false` and pass the value of each page to the next call)
    ");
    insta::assert_snapshot!(said("{ page = 'page', first = -1, items = 'items' }"), @r"
    cursor from next_cursor, items items
    error config-wrong-type operations.list.pagination.first: `operations.list.pagination.first` has to be a whole number, 0 or more, but is an integer
    ");
    insta::assert_snapshot!(said("{ cursor = 'cursor', id = 'x', items = 'items' }"), @r"
    none
    error config-not-applicable operations.list.pagination.id: the API description has no property of a page called `x`
    ");
}
