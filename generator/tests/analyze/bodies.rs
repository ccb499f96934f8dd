//! Request bodies and responses.

use crate::meaning::{meaning, model};

#[test]
fn several_media_types() {
    let yaml = r"
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
";
    insta::assert_snapshot!(model(yaml), @r"
    post().body >: struct
      a: string?
    post: POST /a
      body: application/json post().body, application/x-www-form-urlencoded post().body, text/plain any -- The thing.
      200: text/csv string, application/pdf any
    ");
}

#[test]
fn statuses_in_any_case() {
    let yaml = r"
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
";
    insta::assert_snapshot!(meaning(yaml), @"
    get: GET /a
      200:
      2XX:
      4XX:
      default:
      404:
    warning status-code #/paths/~1a/get/responses/99: `99` is not a status code; the response is left out (write a number such as `404`, a range such as `4XX`, or `default`)
    warning status-code #/paths/~1a/get/responses/2XX: `2XX` is a duplicate of an earlier status; it is ignored (write a number such as `404`, a range such as `4XX`, or `default`, each once)
    ");
}

#[test]
fn bodies_that_may_be_null_and_lists() {
    let yaml = r"
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
";
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
    let yaml = r"
paths:
  /a:
    post:
      operationId: post
      requestBody: { description: Nothing. }
      responses: { '200': { description: ok, content: { application/json: text } } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    post: POST /a
      200: application/json any
    warning missing-keyword #/paths/~1a/post/requestBody: a request body has no `content` (add the keyword)
    warning wrong-type #/paths/~1a/post/responses/200/content/application~1json: this is the string "text" instead of a media type; it has no effect (write a value of the type that OpenAPI requires)
    warning unsupported-media-type #/paths/~1a/post/requestBody: this request body has no media type; operations send no body (declare its media types under `content`)
    "#);
}

#[test]
fn errors_that_share_one_schema_are_the_envelope() {
    let yaml = r"
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
";
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
    let yaml = r"
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
";
    insta::assert_snapshot!(model(yaml), @r"
    E <: struct
      message: string?
    a: GET /a
      200:
      400: application/json E
      500: application/json string
    ");
}

#[test]
fn how_parts_are_written() {
    let yaml = r"
paths:
  /a:
    post:
      operationId: post
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { meta: { type: object }, file: { type: string, format: binary }, list: { type: array, items: { type: string } } } }
            encoding:
              meta: { contentType: application/json }
              file: { contentType: 'image/png, image/*', headers: { X-Hash: { schema: { type: string, enum: [a] } } } }
              list: { style: pipeDelimited, explode: false, allowReserved: true }
              odd: { style: matrix, contentType: 5 }
          application/json:
            schema: { type: string }
            encoding: { x: {} }
      responses: { '204': { description: ok } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    post().body >: struct
      meta: object?
      file: file?
      list: [string]?
    post().body.encoding.file.X-Hash >: enum "a"
    post: POST /a
      body?: multipart/form-data post().body (meta as application/json) (file as image/png|image/* X-Hash: post().body.encoding.file.X-Hash) (list as  PipeDelimited explode false) (odd as 5), application/json string
      204:
    warning wrong-type #/paths/~1a/post/requestBody/content/multipart~1form-data/encoding/odd/contentType: `contentType` is a number; treating it as `"5"` (write a string)
    warning unsupported-parameter #/paths/~1a/post/requestBody/content/multipart~1form-data/encoding/odd/style: `style: matrix` is not allowed for parts of a body; using the default (use `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`)
    note unused #/paths/~1a/post/requestBody/content/application~1json/encoding: `encoding` is ignored; it only applies to multipart and form bodies
    "#);
}
