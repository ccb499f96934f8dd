//! `oneOf` and `anyOf`: what is left of them, and how a reader finds the right alternative.

use crate::meaning::{meaning, model};

#[test]
fn null_and_one_other_is_that_other_or_null() {
    let yaml = r"
components:
  schemas:
    A: { type: object, properties: { x: { type: string } } }
    B:
      type: object
      required: [a, b, c]
      properties:
        a: { oneOf: [{ $ref: '#/components/schemas/A' }, { type: 'null' }] }
        b: { anyOf: [{ type: string }, { nullable: true }] }
        c: { oneOf: [{ enum: [null] }, { type: object, properties: { y: { type: string } } }] }
    C: { oneOf: [{ $ref: '#/components/schemas/A' }] }
    D: { anyOf: [{ type: object, properties: { z: { type: string } } }] }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      x: string?
    B: struct
      a: A or null
      b: string or null
      c: B.c or null
    C: A
    D: struct
      z: string?
    B.c: struct
      y: string?
    ");
}

#[test]
fn null_is_carried_to_every_place_that_names_the_schema() {
    let yaml = r"
components:
  schemas:
    Maybe: { type: string, nullable: true }
    Again: { $ref: '#/components/schemas/Maybe' }
    Either: { oneOf: [{ type: integer }, { $ref: '#/components/schemas/Maybe' }] }
    A:
      type: object
      required: [a, c]
      properties:
        a: { $ref: '#/components/schemas/Again' }
        b: { $ref: '#/components/schemas/Maybe' }
        c: { type: array, items: { $ref: '#/components/schemas/Maybe' } }
        d: { type: object, additionalProperties: { $ref: '#/components/schemas/Either' } }
        e: { type: array, items: { type: array, items: { type: integer, nullable: true } } }
";
    insta::assert_snapshot!(model(yaml), @r"
    Maybe or null: string
    Again or null: Maybe
    Either or null: union of 0 integer, 1 string
      integer: i64
      Maybe: Maybe
    A: struct
      a: Again or null
      b: Maybe? or null
      c: [(Maybe or null)]
      d: {(Either or null)}?
      e: [[(i64 or null)]]?
    ");
}

#[test]
fn json_types_tell() {
    let yaml = r"
components:
  schemas:
    A: { oneOf: [{ type: string }, { type: integer }, { type: number }, { type: boolean }, { type: array, items: { type: string } }, { type: object }] }
    B: { anyOf: [{ type: string, enum: [auto] }, { type: integer }] }
";
    insta::assert_snapshot!(model(yaml), @r#"
    A: union of 1 integer, 2 number, 3 boolean, 4 array, 0 string, 5 object
      string: string
      integer: i64
      number: f64
      boolean: boolean
      array: [string]
      object: object
    B: union of 0 string, 1 integer
      auto: B.auto
      integer: i64
    B.auto: enum "auto"
    "#);
}

#[test]
fn constants_tell() {
    let yaml = r"
components:
  schemas:
    Text: { type: object, required: [type, text], properties: { type: { type: string, enum: [text] }, text: { type: string } } }
    Image: { type: object, required: [type, url], properties: { type: { type: string, enum: [image, photo] }, url: { type: string } } }
    A: { oneOf: [{ $ref: '#/components/schemas/Text' }, { $ref: '#/components/schemas/Image' }] }
";
    insta::assert_snapshot!(model(yaml), @r#"
    Text: struct
      type: Text.type always "text"
      text: string
    Image: struct
      type: Image.type
      url: string
    A: union of one by type: 0 object = "text", 1 object = "image"|"photo"
      Text: Text
      Image: Image
    Text.type: enum "text"
    Image.type: enum "image" | "photo"
    "#);
}

#[test]
fn required_keys_tell() {
    let yaml = r"
components:
  schemas:
    A:
      oneOf:
        - { type: object, required: [id], properties: { id: { type: string }, note: { type: string } } }
        - { type: object, required: [id, url], properties: { id: { type: string }, url: { type: string } } }
        - { type: string }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: union of 0 object, 1 object, 2 string
      variant 1: A.variant 1
      url: A.url
      string: string
    A.variant 1: struct
      id: string
      note: string?
    A.url: struct
      id: string
      url: string
    ");
}

#[test]
fn what_takes_everything_is_tried_last() {
    let yaml = r"
components:
  schemas:
    A:
      anyOf:
        - { type: string }
        - { type: object, properties: { a: { type: string } } }
        - { type: object, properties: { a: { type: string }, b: { type: string } } }
        - { type: string, format: date-time }
        - {}
";
    insta::assert_snapshot!(model(yaml), @r"
    A: union of 1 object, 2 object, 3 string, 0 string, 4 null|boolean|integer|number|string|array|object
      string: string
      variant 2: A.variant 2
      variant 3: A.variant 3
      date time: datetime
      any: any
    A.variant 2: struct
      a: string?
    A.variant 3: struct
      a: string?
      b: string?
    ");
}

#[test]
fn alike_alternatives_are_one() {
    let yaml = r"
components:
  schemas:
    A:
      type: object
      properties:
        a: { oneOf: [{ type: string, format: ipv4 }, { type: string, format: ipv6 }] }
        b: { anyOf: [{ type: string, pattern: a }, { type: string, pattern: b }, { type: integer }] }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      a: string?
      b: A.b?
    A.b: union of 1 integer, 0 string
      string: string
      integer: i64
    ");
}

#[test]
fn an_enumeration_and_any_string_is_an_enumeration() {
    let yaml = r"
components:
  schemas:
    Size: { type: string, enum: [s, m] }
    A:
      type: object
      properties:
        a: { anyOf: [{ type: string }, { type: string, enum: [x, y] }], default: other }
        b: { anyOf: [{ $ref: '#/components/schemas/Size' }, { type: string }] }
        c: { oneOf: [{ $ref: '#/components/schemas/Size' }, { type: string, enum: [l, s] }] }
        d: { oneOf: [{ type: string, enum: [on], description: It is on. }, { type: string, enum: [off], title: Off }] }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    Size: enum "s" | "m"
    A: struct
      a: A.a? default "other"
      b: Size?
      c: A.c?
      d: A.d?
    A.a: enum "x" | "y"
    A.c: enum "s" | "m" | "l"
    A.d: enum "on" (It is on.) | "off" (Off)
    "#);
}

#[test]
fn properties_beside_go_into_each_variant() {
    let yaml = r"
components:
  schemas:
    A:
      type: object
      required: [id]
      properties: { id: { type: string } }
      oneOf:
        - { required: [a], properties: { a: { type: string } } }
        - { $ref: '#/components/schemas/B' }
    B: { type: object, required: [b], properties: { b: { type: string } } }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: union of 0 object, 1 object
      a: A.a
      B: A.variant 2
    B: struct
      b: string
    A.a: struct
      id: string
      a: string
    A.variant 2: struct
      id: string
      b: string
    ");
}

#[test]
fn alternatives_that_only_ask_for_keys_are_no_union() {
    let yaml = r"
components:
  schemas:
    A:
      type: object
      properties: { a: { type: string }, b: { type: string } }
      anyOf: [{ required: [a] }, { required: [b] }]
    B:
      type: object
      properties: { a: { type: string } }
      oneOf: [{ required: [a] }, { not: { required: [a] } }]
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      a: string?
      b: string?
    B: struct
      a: string?
    ");
}

#[test]
fn a_type_beside_holds_for_alternatives_without_one() {
    let yaml = r"
components:
  schemas:
    A: { type: string, anyOf: [{ format: date }, { format: date-time }] }
    B: { type: object, oneOf: [{ required: [a], properties: { a: { type: string } } }, { required: [b], properties: { b: { type: string } } }] }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: union of 0 string, 1 string
      date: date
      date time: datetime
    B: union of 0 object, 1 object
      a: B.a
      b: B.b
    B.a: struct
      a: string
    B.b: struct
      b: string
    ");
}

#[test]
fn null_as_the_only_alternative_is_a_value_of_every_type() {
    let yaml = r"
components:
  schemas:
    A:
      type: object
      properties:
        s: { type: string, oneOf: [{ nullable: true }] }
        d: { type: string, format: date, anyOf: [{ nullable: true }] }
        o: { type: object, properties: { x: { type: string } }, oneOf: [{ nullable: true }] }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      s: string? or null
      d: date? or null
      o: A.o? or null
    A.o: struct
      x: string?
    ");
}
