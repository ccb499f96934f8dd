//! Defaults that satisfy their types, and those that do not.

use crate::meaning::meaning;

#[test]
fn a_default_has_to_satisfy_its_type() {
    let yaml = r"
components:
  schemas:
    Size: { type: string, enum: [s, m], default: s }
    A:
      type: object
      properties:
        a: { type: integer, default: 5 }
        b: { type: integer, default: '5' }
        c: { type: string, enum: [x], default: y }
        d: { $ref: '#/components/schemas/Size' }
        e: { type: array, items: { type: string }, default: [a] }
        f: { type: array, items: { type: string }, default: a }
        g: { type: boolean, default: 'false' }
        h: { type: string, nullable: true, default: null }
        i: { type: string, default: null }
        j: { type: string, format: date-time, default: now }
        k: { type: string, maxLength: 2, default: abc }
        l: { type: integer, format: int32, default: 3000000000 }
        m: { type: number, default: 1 }
        n: { oneOf: [{ type: string }, { type: integer }], default: true }
        o: { allOf: [{ $ref: '#/components/schemas/Size' }], default: m }
paths:
  /a:
    get:
      operationId: get
      parameters:
        - { name: limit, in: query, schema: { type: integer, default: 20 } }
        - { name: sort, in: query, schema: { type: string, enum: [up, down], default: left } }
      responses: { '204': { description: ok } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    Size: enum "s" | "m"
    A: struct
      a: i64? default 5
      b: i64?
      c: A.c? always "x"
      d: Size? default "s"
      e: [string]? default ["a"]
      f: [string]?
      g: boolean?
      h: string? or null
      i: string?
      j: datetime?
      k: string? -- ..2 Characters
      l: i32?
      m: f64? default 1
      n: A.n?
      o: Size? default "m"
    A.c: enum "x"
    A.n: union of 1 integer, 0 string
      string: string
      integer: i64
    get().sort >: enum "up" | "down"
    get: GET /a
      query limit?: i64 Form* default 20
      query sort?: get().sort Form*
      204:
    warning invalid-default #/components/schemas/A/properties/b/default: the default `"5"` does not match its type; it is ignored (correct the default or the type)
    warning invalid-default #/components/schemas/A/properties/c/default: the default `"y"` does not match its type; it is ignored (correct the default or the type)
    warning invalid-default #/components/schemas/A/properties/f/default: the default `"a"` does not match its type; it is ignored (correct the default or the type)
    warning invalid-default #/components/schemas/A/properties/g/default: the default `"false"` does not match its type; it is ignored (correct the default or the type)
    warning invalid-default #/components/schemas/A/properties/i/default: the default `null` does not match its type; it is ignored (correct the default or the type)
    warning invalid-default #/components/schemas/A/properties/j/default: the default `"now"` does not match its type; it is ignored (correct the default or the type)
    warning invalid-default #/components/schemas/A/properties/k/default: the default `"abc"` does not match its type; it is ignored (correct the default or the type)
    warning invalid-default #/components/schemas/A/properties/l/default: the default `3000000000` does not match its type; it is ignored (correct the default or the type)
    warning invalid-default #/components/schemas/A/properties/n/default: the default `true` does not match its type; it is ignored (correct the default or the type)
    warning invalid-default #/paths/~1a/get/parameters/1/schema/default: the default `"left"` does not match its type; it is ignored (correct the default or the type)
    "#);
}
