//! Types, formats and what is read where no type is written.

use crate::meaning::{meaning, model};

#[test]
fn formats() {
    let yaml = r"
components:
  schemas:
    A:
      type: object
      properties:
        a: { type: string, format: date-time }
        b: { type: string, format: date }
        c: { type: string, format: time }
        d: { type: string, format: duration }
        e: { type: string, format: uuid }
        f: { type: string, format: byte }
        g: { type: string, format: binary }
        h: { type: string, format: email }
        i: { type: integer, format: int32 }
        j: { type: integer, format: uint64 }
        k: { type: integer, format: weird }
        l: { type: number, format: float }
        m: { type: number, format: decimal }
        n: { type: integer, minimum: 0, maximum: 18446744073709551615 }
        o: { type: integer, format: uint8 }
        p: { type: string, format: int64 }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      a: datetime?
      b: date?
      c: time?
      d: duration?
      e: uuid?
      f: base64?
      g: string?
      h: string? -- Format(`email`)
      i: i32?
      j: u64?
      k: i64? -- Format(`weird`)
      l: f32?
      m: f64? -- Format(`decimal`)
      n: u64? -- 0..18446744073709551615
      o: u8?
      p: string?
    ");
}

#[test]
fn types_are_inferred_from_other_keywords() {
    let yaml = r"
components:
  schemas:
    A: { properties: { x: { type: string } } }
    B: { items: { type: string } }
    C: { additionalProperties: { type: integer } }
    D: { format: date-time }
    E: { minimum: 1 }
    F: { maxLength: 5 }
    G: { format: int64 }
    H: { description: Anything. }
    I: { nullable: true }
    J: { type: array }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      x: string?
    B: [string]
    C: {i64}
    D: datetime
    E: f64 -- 1..
    F: string -- ..5 Characters
    G: i64
    H: any -- Anything.
    I or null: any
    J: [any]
    ");
}

#[test]
fn free_form_objects_and_maps() {
    let yaml = r"
components:
  schemas:
    A: { type: object }
    B: { type: object, additionalProperties: true }
    C: { type: object, additionalProperties: {} }
    D: { type: object, additionalProperties: false }
    E: { type: object, additionalProperties: { type: object, additionalProperties: { type: array, items: { type: integer } } } }
    F: { type: object, additionalProperties: { description: Whatever. } }
    G: { type: object, required: [a] }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: object
    B: object
    C: object
    D: struct
      no others
    E: {{[i64]}}
    F: object
    G: object
    ");
}

#[test]
fn types_that_are_miswritten() {
    let yaml = r"
components:
  schemas:
    A: { type: String }
    B: { type: int }
    C: { type: [string, 'null'] }
    D: { type: [integer, number] }
    E: { type: [string, integer] }
    F: { type: thing }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    A: string
    B: i64
    C or null: string
    D: f64
    E: union of 1 integer, 0 string
      string: string
      integer: i64
    F: any
    warning wrong-type #/components/schemas/A/type: `type` is the string "String"; treating it as `"string"` (write one of `string`, `number`, `integer`, `boolean`, `array` and `object`) [#/components/schemas/B/type: the same is true here]
    note unknown-keyword #/components/schemas/C/type: a list of types belongs to OpenAPI 3.1; using it anyway [#/components/schemas/D/type: the same is true here, and in 1 more places]
    warning wrong-type #/components/schemas/F/type: `type` is the string "thing"; it has no effect (write one of `string`, `number`, `integer`, `boolean`, `array` and `object`)
    "#);
}

#[test]
fn raw_bytes_are_only_outside_of_json() {
    let yaml = r"
paths:
  /a:
    post:
      operationId: post
      requestBody:
        content:
          multipart/form-data: { schema: { type: object, properties: { file: { type: string, format: binary } } } }
      responses:
        '200': { description: ok, content: { application/octet-stream: { schema: { type: string, format: binary } } } }
        '201': { description: ok, content: { application/json: { schema: { type: object, properties: { file: { type: string, format: binary } } } } } }
";
    insta::assert_snapshot!(model(yaml), @r"
    post().body >: struct
      file: file?
    post().response.201 <: struct
      file: string?
    post: POST /a
      body?: multipart/form-data post().body
      200: application/octet-stream binary
      201: application/json post().response.201
    ");
}
