//! Strings with constraints: checked when callers send them, and documented in responses.

use crate::meaning::model;

#[test]
fn rules_are_checked_where_only_callers_send_them() {
    let yaml = r"
paths:
  /a:
    post:
      operationId: post
      parameters:
        - { name: q, in: query, schema: { type: string, minLength: 1, maxLength: 20 } }
        - { name: d, in: query, schema: { type: string, format: date, minLength: 1 } }
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string, maxLength: 5 }, tags: { type: array, items: { type: string, pattern: '^a' } } } } } } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, properties: { name: { type: string, maxLength: 5 }, tags: { type: array, items: { type: string, pattern: '^a' } } } } } } }
";
    insta::assert_snapshot!(model(yaml), @r"
    post().q >: string min 1 max 20
    post().body >: struct
      name: post().body.name?
      tags: [post().body.tags.item]?
    post().response <: struct
      name: string? -- ..5 Characters
      tags: [string]? -- EachItem(Pattern(`^a`))
    post().body.name >: string max 5
    post().body.tags.item >: string like ^a
    post: POST /a
      query q?: post().q Form*
      query d?: date Form* -- 1.. Characters
      body?: application/json post().body
      200: application/json post().response
    ");
}

#[test]
fn a_component_that_answers_hold_too_is_plain_and_has_a_checked_form_for_parameters() {
    let yaml = r"
paths:
  /a/{id}:
    get:
      operationId: get
      parameters: [{ name: id, in: path, required: true, schema: { $ref: '#/components/schemas/Id' } }]
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } }
  /b/{id}:
    get:
      operationId: getB
      parameters: [{ name: id, in: path, required: true, schema: { $ref: '#/components/schemas/Id' } }]
      responses: { '204': { description: ok } }
components:
  schemas:
    Id: { type: string, pattern: '^[a-z]+$' }
    A: { type: object, properties: { id: { $ref: '#/components/schemas/Id' } } }
";
    insta::assert_snapshot!(model(yaml), @r"
    Id <>: string -- Pattern(`^[a-z]+$`)
    A <: struct
      id: Id?
    Id.input >: string like ^[a-z]+$
    get: GET /a/{id}
      path id: Id.input Simple
      200: application/json A
    getB: GET /b/{id}
      path id: Id.input Simple
      204:
    ");
}

#[test]
fn read_only_properties_are_not_sent() {
    let yaml = r"
paths:
  /a:
    put:
      operationId: put
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
      responses: { '204': { description: ok } }
    get:
      operationId: get
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/B' } } } } }
components:
  schemas:
    A: { type: object, properties: { r: { readOnly: true, allOf: [{ $ref: '#/components/schemas/R' }] }, w: { $ref: '#/components/schemas/W' } } }
    B: { type: object, properties: { w: { writeOnly: true, allOf: [{ $ref: '#/components/schemas/W' }] } } }
    R: { type: object, properties: { x: { type: string } } }
    W: { type: object, properties: { x: { type: string } } }
    Unused: { type: string, maxLength: 3 }
";
    insta::assert_snapshot!(model(yaml), @r"
    A >: struct
      r: R? read-only
      w: W?
    B <: struct
      w: W? write-only
    R: struct
      x: string?
    W >: struct
      x: string?
    Unused: string -- ..3 Characters
    put: PUT /a
      body?: application/json A
      204:
    get: GET /a
      200: application/json B
    ");
}
