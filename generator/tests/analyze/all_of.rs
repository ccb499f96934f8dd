//! `allOf`: one struct, or the one thing that it comes down to.

use crate::meaning::{meaning, model};

#[test]
fn branches_are_one_struct() {
    let yaml = r"
components:
  schemas:
    Base: { type: object, required: [id], properties: { id: { type: string } } }
    A:
      description: An A.
      allOf:
        - $ref: '#/components/schemas/Base'
        - { type: object, required: [name], properties: { name: { type: string }, age: { type: integer } } }
      properties: { own: { type: boolean } }
      required: [age]
";
    insta::assert_snapshot!(model(yaml), @r"
    Base: struct
      id: string
    A: struct -- An A.
      id: string
      name: string
      age: i64
      own: boolean?
    ");
}

#[test]
fn one_reference_and_words_is_that_reference() {
    let yaml = r"
components:
  schemas:
    Base: { type: object, properties: { id: { type: string } } }
    A:
      type: object
      required: [x, y, z]
      properties:
        x: { allOf: [{ $ref: '#/components/schemas/Base' }], description: The x., nullable: true }
        y: { allOf: [{ $ref: '#/components/schemas/Base' }, { description: The y. }] }
        z: { type: object, allOf: [{ $ref: '#/components/schemas/Base' }], readOnly: true }
        w: { allOf: [{ $ref: '#/components/schemas/Base' }, { nullable: true }], example: { id: a } }
    Other: { allOf: [{ $ref: '#/components/schemas/Base' }], description: Another name. }
";
    insta::assert_snapshot!(model(yaml), @r#"
    Base: struct
      id: string?
    A: struct
      x: Base or null -- The x.
      y: Base -- The y.
      z: Base read-only
      w: Base? or null -- e.g. {"id":"a"}
    Other: Base
    "#);
}

#[test]
fn a_property_of_several_branches_satisfies_all_of_them() {
    let yaml = r"
components:
  schemas:
    A:
      allOf:
        - { type: object, properties: { n: { type: number, maximum: 10 }, s: { type: string }, o: { type: object, properties: { a: { type: string } } } } }
        - { type: object, properties: { n: { type: integer, minimum: 1 }, s: { enum: [x, y] }, o: { type: object, required: [b], properties: { b: { type: string } } } } }
";
    insta::assert_snapshot!(model(yaml), @r#"
    A: struct
      n: i64? -- 1..; ..10
      s: A.s?
      o: A.o?
    A.s: enum "x" | "y"
    A.o: struct
      a: string?
      b: string
    "#);
}

#[test]
fn contradictions_are_reported_and_the_first_is_taken() {
    let yaml = r"
components:
  schemas:
    A:
      allOf:
        - { type: object, properties: { x: { type: string }, e: { type: string, enum: [a, b] } } }
        - { type: object, properties: { x: { type: integer }, e: { type: string, enum: [c] } } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    A: struct
      x: string?
      e: A.e?
    A.e: enum "a" | "b"
    warning contradiction #/components/schemas/A/allOf/1/properties/x: this type contradicts another type that also applies; the first one is used (remove one of the types) [#/components/schemas/A/allOf/0/properties/x: both apply here]
    warning contradiction #/components/schemas/A/allOf/1/properties/e: this `enum` has no value in common with another one that also applies; it is ignored (remove one of the two, or make them agree) [#/components/schemas/A/allOf/0/properties/e: the other one]
    "#);
}

#[test]
fn branches_may_nest_and_repeat_and_recur() {
    let yaml = r"
components:
  schemas:
    A: { allOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' }, { type: object, properties: { a: { type: string } } }] }
    B: { allOf: [{ $ref: '#/components/schemas/C' }, { allOf: [{ type: object, properties: { b: { type: string } } }] }] }
    C: { type: object, properties: { c: { type: string }, again: { $ref: '#/components/schemas/A' } } }
    D: { allOf: [{ $ref: '#/components/schemas/D' }, { type: object, properties: { d: { type: string } } }] }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    A: struct
      c: string?
      again: A?
      b: string?
      a: string?
    B: struct
      c: string?
      again: A?
      b: string?
    C: struct
      c: string?
      again: A?
    D: struct
      d: string?
    ");
}

#[test]
fn scalars_are_merged_too() {
    let yaml = r"
components:
  schemas:
    Name: { type: string, maxLength: 20 }
    Size: { type: string, enum: [s, m, l] }
    A:
      type: object
      properties:
        a: { allOf: [{ $ref: '#/components/schemas/Name' }, { maxLength: 10, minLength: 1 }] }
        b: { allOf: [{ $ref: '#/components/schemas/Size' }, { enum: [s, m] }] }
        c: { allOf: [{ type: string }, { format: uuid }] }
";
    insta::assert_snapshot!(model(yaml), @r#"
    Name: string -- ..20 Characters
    Size: enum "s" | "m" | "l"
    A: struct
      a: string? -- 1..10 Characters
      b: A.b?
      c: uuid?
    A.b: enum "s" | "m"
    "#);
}

#[test]
fn a_union_among_the_branches_takes_the_others_into_each_variant() {
    let yaml = r"
components:
  schemas:
    A:
      allOf:
        - { type: object, required: [id], properties: { id: { type: string } } }
        - oneOf:
            - { title: Cat, type: object, required: [meow], properties: { meow: { type: boolean } } }
            - { title: Dog, type: object, required: [bark], properties: { bark: { type: boolean } } }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: union of 0 object, 1 object
      Cat: A.Cat
      Dog: A.Dog
    A.Cat: struct -- Cat
      id: string
      meow: boolean
    A.Dog: struct -- Dog
      id: string
      bark: boolean
    ");
}

#[test]
fn others_are_kept_or_denied_as_any_branch_says() {
    let yaml = r"
components:
  schemas:
    A: { allOf: [{ type: object, properties: { a: { type: string } } }, { type: object, additionalProperties: { type: integer } }] }
    B: { allOf: [{ type: object, properties: { a: { type: string } }, additionalProperties: false }, { type: object, properties: { b: { type: string } } }] }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      a: string?
      others: i64
    B: struct
      a: string?
      b: string?
      no others
    ");
}
