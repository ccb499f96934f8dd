//! The sources of the names of inline items.

use crate::meaning::model;

#[test]
fn words_on_the_way() {
    let yaml = r"
paths:
  /a/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string, pattern: a } }]
    post:
      operationId: post
      parameters: [{ name: filter, in: query, schema: { type: object, properties: { x: { type: string, enum: [a, b] } } } }]
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { list: { type: array, items: { type: object, additionalProperties: { type: object, properties: { deep: { type: string } } } } } } } }
          application/xml: { schema: { type: object, properties: { y: { type: string } } } }
      responses:
        '201': { description: ok, headers: { X-Kind: { schema: { type: string, enum: [h] } } }, content: { application/json: { schema: { type: object, properties: { z: { type: string } } } } } }
        '404': { description: no, content: { application/json: { schema: { type: object, properties: { e: { type: string } } } } } }
components:
  parameters:
    Shared: { name: s, in: query, schema: { type: string, enum: [q] } }
  responses:
    Gone: { description: gone, content: { application/json: { schema: { type: object, properties: { g: { type: string } } } } } }
  schemas:
    A:
      oneOf:
        - { title: First One, type: object, required: [a], properties: { a: { type: string } } }
        - { type: object, required: [kind, b], properties: { kind: { type: string, enum: [second] }, b: { type: string } } }
        - { type: array, items: { type: object, properties: { c: { type: string } } } }
    Refers: { type: object, properties: { gone: { $ref: '#/components/responses/Gone/content/application~1json/schema' }, shared: { $ref: '#/components/parameters/Shared/schema' } } }
";
    insta::assert_snapshot!(model(yaml), @r#"
    A: union of 0 object, 1 object where kind in [String("second")], 2 array
      First One: A.First One
      second: A.second
      array: [A.array.item]
    Refers: struct
      gone: Gone?
      shared: Shared? always "q"
    A.First One: struct -- First One
      a: string
    A.second: struct
      kind: A.second.kind always "second"
      b: string
    A.array.item: struct
      c: string?
    A.second.kind: enum "second"
    Gone: struct
      g: string?
    Shared: enum "q"
    post().filter >: struct
      x: post().filter.x?
    /a/{id}.id >: string like a
    post().body >: struct
      list: [{post().body.list.item.value}]?
    post().body.application/xml >: struct
      y: string?
    post().response <: struct
      z: string?
    post().response.X-Kind <: enum "h"
    post().response.404 <: struct
      e: string?
    post().filter.x >: enum "a" | "b"
    post().body.list.item.value >: struct
      deep: string?
    post: POST /a/{id}
      path id: /a/{id}.id Simple
      query filter?: post().filter Form*
      body?: application/json post().body, application/xml post().body.application/xml
      201: application/json post().response X-Kind: post().response.X-Kind?
      404: application/json post().response.404
    errors are post().response.404
    "#);
}
