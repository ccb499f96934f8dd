//! Request bodies and responses.

use crate::meaning::{meaning, model};

#[test]
fn several_media_types() {
    let yaml = r##"
paths:
  /a:
    post:
      operationId: post
      requestBody:
        required: true
        description: The thing.
        content:
          application/json: { schema: { type: object, properties: { a: { type: string } } } }
          application/x-www-form-urlencoded: { schema: { type: object, properties: { a: { type: string } } } }
          text/plain: {}
      responses:
        '200': { description: ok, content: { text/csv: { schema: { type: string } }, application/pdf: {} } }
"##;
    insta::assert_snapshot!(model(yaml), @r"
    post().body >: struct
      a: string?
    post().body.application/x-www-form-urlencoded >: struct
      a: string?
    post: POST /a
      body: application/json post().body, application/x-www-form-urlencoded post().body.application/x-www-form-urlencoded, text/plain any -- The thing.
      200: text/csv string, application/pdf any
    ");
}

#[test]
fn statuses_in_any_case() {
    let yaml = r##"
paths:
  /a:
    get:
      operationId: get
      responses:
        '200': { description: ok }
        2xx: { description: ok }
        '4XX': { description: no }
        Default: { description: other }
        404: { description: not found }
        '99': { description: odd }
        2XX: { description: again }
        x-more: {}
"##;
    insta::assert_snapshot!(meaning(yaml), @r"
    get: GET /a
      200:
      2XX:
      4XX:
      default:
      404:
    warning status-code #/paths/~1a/get/responses/99: `99` is no status code (write a number such as `404`, a range such as `4XX`, or `default`)
    warning status-code #/paths/~1a/get/responses/2XX: `2XX` is the same status as an earlier key, and is ignored
    ");
}

#[test]
fn bodies_that_may_be_null_and_lists() {
    let yaml = r##"
paths:
  /a:
    post:
      operationId: post
      requestBody: { content: { application/json: { schema: { type: array, items: { type: object, properties: { x: { type: string } } } } } } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
components:
  schemas:
    A: { type: object, nullable: true, properties: { x: { type: string } } }
"##;
    insta::assert_snapshot!(model(yaml), @r"
    A or null <: struct
      x: string?
    post().body.item >: struct
      x: string?
    post: POST /a
      body?: application/json [post().body.item]
      200: application/json (A or null)
    ");
}

#[test]
fn a_body_without_content_is_reported() {
    let yaml = r##"
paths:
  /a:
    post:
      operationId: post
      requestBody: { description: Nothing. }
      responses: { '200': { description: ok, content: { application/json: text } } }
"##;
    insta::assert_snapshot!(meaning(yaml), @r#"
    post: POST /a
      200: application/json any
    warning missing-keyword #/paths/~1a/post/requestBody: a request body has no `content`
    warning wrong-type #/paths/~1a/post/responses/200/content/application~1json: this is the string "text" where a media type should be, and has no effect
    warning unsupported-media-type #/paths/~1a/post/requestBody: this request body has no media type, so none is sent (describe it under `content`)
    "#);
}

#[test]
fn errors_that_share_one_schema_are_the_envelope() {
    let yaml = r##"
paths:
  /a:
    get:
      operationId: a
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
        '404': { description: no, content: { application/json: { schema: { $ref: '#/components/schemas/E' } }, text/plain: {} } }
        default: { description: no, content: { application/json: { schema: { $ref: '#/components/schemas/E' } } } }
  /b:
    get: { operationId: b, responses: { default: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } }
components:
  schemas:
    A: { type: object, properties: { x: { type: string } } }
    E: { type: object, properties: { message: { type: string } } }
"##;
    insta::assert_snapshot!(model(yaml), @r"
    A <: struct
      x: string?
    E <: struct
      message: string?
    a: GET /a
      200: application/json A
      404: application/json E, text/plain any
      default: application/json E
    b: GET /b
      default: application/json A
    errors are E
    ");
}

#[test]
fn errors_that_differ_have_no_envelope() {
    let yaml = r##"
paths:
  /a:
    get:
      operationId: a
      responses:
        '200': { description: ok }
        '400': { description: no, content: { application/json: { schema: { $ref: '#/components/schemas/E' } } } }
        '500': { description: no, content: { application/json: { schema: { type: string } } } }
components:
  schemas:
    E: { type: object, properties: { message: { type: string } } }
"##;
    insta::assert_snapshot!(model(yaml), @r"
    E <: struct
      message: string?
    a: GET /a
      200:
      400: application/json E
      500: application/json string
    ");
}
