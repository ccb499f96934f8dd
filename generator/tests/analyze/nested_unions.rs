//! Unions of several lists, within one another, and of names for one type.

use crate::meaning::model;

#[test]
fn several_lists_of_alternatives_are_multiplied() {
    let yaml = r"
components:
  schemas:
    A:
      allOf:
        - oneOf: [{ title: a, type: object, required: [a], properties: { a: { type: string } } }, { title: b, type: object, required: [b], properties: { b: { type: string } } }]
        - oneOf: [{ title: c, type: object, required: [c], properties: { c: { type: string } } }, { title: d, type: object, required: [d], properties: { d: { type: string } } }]
";
    insta::assert_snapshot!(model(yaml), @r"
    A: union of 0 object, 1 object, 2 object, 3 object
      a c: A.a c
      a d: A.a d
      b c: A.b c
      b d: A.b d
    A.a c: struct -- c
      a: string
      c: string
    A.a d: struct -- d
      a: string
      d: string
    A.b c: struct -- c
      b: string
      c: string
    A.b d: struct -- d
      b: string
      d: string
    ");
}

#[test]
fn unions_nest() {
    let yaml = r"
components:
  schemas:
    A: { oneOf: [{ $ref: '#/components/schemas/B' }, { type: object, required: [z], properties: { z: { type: string } } }] }
    B: { oneOf: [{ type: object, required: [x], properties: { x: { type: string } } }, { type: object, required: [y], properties: { y: { type: string } } }] }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: union of 0 object, 1 object
      B: B
      z: A.z
    B: union of 0 object, 1 object
      x: B.x
      y: B.y
    A.z: struct
      z: string
    B.x: struct
      x: string
    B.y: struct
      y: string
    ");
}

#[test]
fn several_names_of_one_type_are_one() {
    let yaml = r"
components:
  schemas:
    Name: { type: string, pattern: a }
    Label: { type: string }
    Size: { anyOf: [{ type: string, enum: [s] }, { type: string }] }
    Color: { type: string, enum: [red] }
    Strings: { anyOf: [{ $ref: '#/components/schemas/Name' }, { $ref: '#/components/schemas/Label' }] }
    Few: { oneOf: [{ $ref: '#/components/schemas/Name' }, { type: string }, { type: integer, format: int32 }, { type: integer, format: uint32 }] }
    Values: { anyOf: [{ $ref: '#/components/schemas/Size' }, { $ref: '#/components/schemas/Color' }] }
";
    insta::assert_snapshot!(model(yaml), @r#"
    Name: string -- Pattern(`a`)
    Label: string
    Size: enum "s"
    Color: enum "red"
    Strings: string
    Few: union of 0 string, 1 integer
      Name: Name
      integer: i64
    Values: enum "s" | "red"
    "#);
}

#[test]
fn constants_of_properties_that_may_be_missing_tell_too() {
    let yaml = r"
components:
  schemas:
    A:
      oneOf:
        - { type: object, properties: { kind: { type: string, enum: [a] }, x: { type: string } } }
        - { $ref: '#/components/schemas/B' }
    B:
      oneOf:
        - { type: object, required: [kind, b], properties: { kind: { type: string, enum: [b] }, b: { type: string } } }
        - { type: object, required: [kind, c], properties: { kind: { type: string, enum: [b] }, c: { type: string } } }
";
    insta::assert_snapshot!(model(yaml), @r#"
    A: union of 0 object where kind in [String("a")], 1 object where kind in [String("b")]
      a: A.a
      B: B
    B: union of 0 object where kind in [String("b")], 1 object where kind in [String("b")]
      b: B.b
      c: B.c
    A.a: struct
      kind: A.a.kind? always "a"
      x: string?
    B.b: struct
      kind: B.b.kind always "b"
      b: string
    B.c: struct
      kind: B.c.kind always "b"
      c: string
    A.a.kind: enum "a"
    B.b.kind: enum "b"
    B.c.kind: enum "b"
    "#);
}
