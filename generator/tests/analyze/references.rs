//! The targets of `$ref`, in every place and to every place.

use crate::meaning::{meaning, model};

#[test]
fn a_reference_to_a_component_is_its_name() {
    let yaml = r"
components:
  schemas:
    A: { type: object, properties: { b: { $ref: '#/components/schemas/B' } } }
    B: { $ref: '#/components/schemas/C' }
    C: { type: string }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      b: B?
    B: C
    C: string
    ");
}

#[test]
fn a_reference_into_a_schema_is_the_item_that_stands_there() {
    let yaml = r"
components:
  schemas:
    A:
      type: object
      properties:
        inner: { type: object, properties: { x: { type: string } } }
        list: { type: array, items: { type: object, properties: { y: { type: string } } } }
    B:
      type: object
      properties:
        same: { $ref: '#/components/schemas/A/properties/inner' }
        item: { $ref: '#/components/schemas/A/properties/list/items' }
        plain: { $ref: '#/components/schemas/A/properties/inner/properties/x' }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      inner: A.inner?
      list: [A.list.item]?
    B: struct
      same: A.inner?
      item: A.list.item?
      plain: string?
    A.inner: struct
      x: string?
    A.list.item: struct
      y: string?
    ");
}

#[test]
fn a_reference_into_a_path_is_the_item_that_stands_there() {
    let yaml = r"
paths:
  /a/{id}:
    get:
      operationId: getA
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, properties: { x: { type: integer } } } } } }
components:
  schemas:
    B:
      type: object
      properties:
        a: { $ref: '#/paths/~1a~1%7Bid%7D/get/responses/200/content/application~1json/schema' }
";
    insta::assert_snapshot!(model(yaml), @r"
    B: struct
      a: getA().response?
    getA().response <: struct
      x: i64?
    getA: GET /a/{id}
      path id: string Simple
      200: application/json getA().response
    ");
}

#[test]
fn a_reference_leads_through_references() {
    let yaml = r"
components:
  schemas:
    A: { type: object, properties: { b: { $ref: '#/components/schemas/B' } } }
    B: { type: object, properties: { c: { type: string, enum: [x] } } }
    C: { type: object, properties: { through: { $ref: '#/components/schemas/A/properties/b/properties/c' } } }
";
    insta::assert_snapshot!(model(yaml), @r#"
    A: struct
      b: B?
    B: struct
      c: B.c? always "x"
    C: struct
      through: B.c? always "x"
    B.c: enum "x"
    "#);
}

#[test]
fn references_between_components_of_every_kind() {
    let yaml = r"
paths:
  /a:
    $ref: '#/paths/~1b'
  /b:
    get:
      operationId: get
      parameters: [{ $ref: '#/components/parameters/P' }]
      requestBody: { $ref: '#/components/requestBodies/B' }
      responses: { '200': { $ref: '#/components/responses/R' } }
components:
  parameters:
    P: { $ref: '#/components/parameters/Q' }
    Q: { name: q, in: query, schema: { type: integer } }
  requestBodies:
    B: { content: { application/json: { schema: { type: object, properties: { x: { type: string } } } } } }
  responses:
    R: { description: ok, headers: { H: { $ref: '#/components/headers/H' } } }
  headers:
    H: { schema: { type: string } }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    B >: struct
      x: string?
    get: GET /a
      query q?: i64 Form*
      body?: application/json B
      200:  H: string?
    -: GET /b
      query q?: i64 Form*
      body?: application/json B
      200:  H: string?
    ");
}

#[test]
fn a_circle_of_references_is_an_error_and_holds_anything() {
    let yaml = r"
components:
  schemas:
    A: { $ref: '#/components/schemas/B' }
    B: { $ref: '#/components/schemas/A' }
    C: { type: object, properties: { a: { $ref: '#/components/schemas/A' } } }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    A: any
    B: any
    C: struct
      a: A?
    warning ref-cycle #/components/schemas/A: `#/components/schemas/B` refers back to itself and to nothing else (replace one of the references in the cycle by a schema)
    warning ref-cycle #/components/schemas/B: `#/components/schemas/A` refers back to itself and to nothing else (replace one of the references in the cycle by a schema)
    ");
}

#[test]
fn a_dangling_reference_costs_one_place_and_names_the_nearest() {
    let yaml = r"
paths:
  /a:
    get:
      operationId: get
      parameters: [{ $ref: '#/components/parameters/Missing' }]
      responses: { '200': { $ref: '#/components/responses/Contact' } }
components:
  schemas:
    Contact: { type: object, properties: { x: { $ref: '#/components/schemas/Contcat' }, y: { type: string } } }
";
    insta::assert_snapshot!(meaning(yaml), @"
    Contact: struct
      x: any?
      y: string?
    get: GET /a
      200:
    warning dangling-ref #/components/schemas/Contact/properties/x: `#/components/schemas/Contcat` does not exist (did you mean `#/components/schemas/Contact`?)
    warning dangling-ref #/paths/~1a/get/parameters/0: `#/components/parameters/Missing` does not exist (correct the reference, or declare its target)
    warning dangling-ref #/paths/~1a/get/responses/200: `#/components/responses/Contact` does not exist (did you mean `#/components/schemas/Contact`?)
    ");
}

#[test]
fn references_to_other_documents_are_one_finding_each() {
    let yaml = r"
components:
  schemas:
    A:
      type: object
      properties:
        x: { $ref: 'other.yaml#/components/schemas/X' }
        y: { $ref: 'other.yaml#/components/schemas/Y' }
        z: { $ref: 'https://example.com/z.json' }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    A: struct
      x: any?
      y: any?
      z: any?
    warning external-ref #/components/schemas/A/properties/x: `other.yaml` is another document, which is not read; 2 references refer to it (bundle the documents into one)
    warning external-ref #/components/schemas/A/properties/z: `https://example.com/z.json` is another document, which is not read (bundle the documents into one)
    ");
}

#[test]
fn a_reference_where_none_may_stand_is_followed() {
    let yaml = r"
paths:
  /a:
    get:
      operationId: get
      responses:
        '200': { description: ok, content: { $ref: '#/x-shared/content' } }
        '404': { description: no, content: { application/json: { $ref: '#/x-shared/content/application~1json' } } }
components:
  schemas:
    A: { type: object, properties: { $ref: '#/x-shared/properties' } }
x-shared:
  content: { application/json: { schema: { type: string } } }
  properties: { x: { type: string } }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    A: struct
      x: string?
    get: GET /a
      200: application/json string
      404: application/json string
    note unused #/x-shared: extensions such as `x-shared` are not used
    note ref-place #/paths/~1a/get/responses/200/content: `$ref` is not allowed in place of the whole `content`; following it anyway
    note ref-place #/paths/~1a/get/responses/404/content/application~1json/$ref: `$ref` is not allowed in place of a media type; following it anyway
    note ref-place #/components/schemas/A/properties: `$ref` is not allowed in place of the whole `properties`; following it anyway
    ");
}

#[test]
fn what_stands_beside_a_reference() {
    let yaml = r"
components:
  schemas:
    A:
      type: object
      properties:
        x: { $ref: '#/components/schemas/B', description: The x., nullable: true, readOnly: true, deprecated: true, maxLength: 5 }
    B: { type: string }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    A: struct
      x: B? or null read-only -- The x.; deprecated; ..5 Characters
    B: string
    note ref-sibling #/components/schemas/A/properties/x/description: `description` is used although it is next to `$ref` (OpenAPI 3.0 ignores everything next to `$ref`; put the reference into an `allOf` to add to it)
    note ref-sibling #/components/schemas/A/properties/x/nullable: `nullable` is used although it is next to `$ref` (OpenAPI 3.0 ignores everything next to `$ref`; put the reference into an `allOf` to add to it)
    note ref-sibling #/components/schemas/A/properties/x/readOnly: `readOnly` is used although it is next to `$ref` (OpenAPI 3.0 ignores everything next to `$ref`; put the reference into an `allOf` to add to it)
    note ref-sibling #/components/schemas/A/properties/x/deprecated: `deprecated` is used although it is next to `$ref` (OpenAPI 3.0 ignores everything next to `$ref`; put the reference into an `allOf` to add to it)
    warning ref-sibling #/components/schemas/A/properties/x/maxLength: `maxLength` has no effect next to `$ref` (OpenAPI 3.0 ignores everything next to `$ref`; put the reference into an `allOf` to add to it)
    ");
}

#[test]
fn recursion_is_ordinary() {
    let yaml = r"
components:
  schemas:
    Tree: { type: object, required: [left], properties: { left: { $ref: '#/components/schemas/Tree' }, all: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }
    List: { type: array, items: { $ref: '#/components/schemas/List' } }
    Map: { type: object, additionalProperties: { $ref: '#/components/schemas/Map' } }
    Either: { oneOf: [{ type: string }, { type: array, items: { $ref: '#/components/schemas/Either' } }] }
    Inline: { type: object, properties: { again: { $ref: '#/components/schemas/Inline/properties/other' }, other: { type: array, items: { $ref: '#/components/schemas/Inline/properties/other' } } } }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    Tree: struct
      left: Tree
      all: [Tree]?
    List: [List]
    Map: {Map}
    Either: union of 1 array, 0 string
      string: string
      array: [Either]
    Inline: struct
      again: [any]?
      other: [any]?
    warning unsupported-schema #/components/schemas/Inline/properties/other: this schema contains itself and is not an object, which has no Rust type (within itself, it accepts any JSON value)
    ");
}
