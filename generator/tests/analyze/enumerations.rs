//! Lists of values.

use crate::meaning::meaning;

#[test]
fn strings_integers_and_booleans() {
    let yaml = r"
components:
  schemas:
    S: { type: string, enum: [ASC, asc, '', '=', '+1'] }
    I: { type: integer, enum: [1, -2, 3] }
    N: { type: number, enum: [1, 2.0] }
    B: { type: boolean, enum: [true] }
    Untyped: { enum: [a, b] }
    UntypedIntegers: { enum: [1, 2] }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    S: enum "ASC" | "asc" | "" | "=" | "+1"
    I: enum 1 | -2 | 3
    N: enum 1 | 2
    B: boolean -- Values([Bool(true)])
    Untyped: enum "a" | "b"
    UntypedIntegers: enum 1 | 2
    "#);
}

#[test]
fn null_among_the_values_makes_it_nullable() {
    let yaml = r"
components:
  schemas:
    S: { type: string, enum: [a, null] }
    A: { type: object, required: [s], properties: { s: { $ref: '#/components/schemas/S' }, t: { type: string, nullable: true, enum: [x, null] } } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    S or null: enum "a"
    A: struct
      s: S or null always "a"
      t: A.t? or null always "x"
    A.t: enum "x"
    "#);
}

#[test]
fn other_values_are_converted_or_given_up() {
    let yaml = r"
components:
  schemas:
    Yaml: { type: string, enum: [on, 1, 2.5, x] }
    Quoted: { type: integer, enum: ['1', '2'] }
    Ratio: { type: number, enum: [0.5, 1] }
    Mixed: { enum: [a, 1, true] }
    Objects: { type: object, enum: [{ a: 1 }], properties: { a: { type: integer } } }
    Lists: { type: array, items: { type: string }, enum: [[a], [b]] }
    Empty: { type: string, enum: [] }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    Yaml: enum "on" | "1" | "2.5" | "x"
    Quoted: enum 1 | 2
    Ratio: f64 -- Values([Number(0.5), Number(1)])
    Mixed: union of 0 string, 1 integer, 2 boolean -- Values([String(`a`), Number(1), Bool(true)])
      string: Mixed.string
      integer: i64
      boolean: boolean
    Objects: struct
      a: i64?
    Lists: [string]
    Empty: string
    Mixed.string: enum "a"
    note enum-value #/components/schemas/Yaml/enum: `1` in the `enum` of a string is not a string; treating it as `"1"` (put it in quotes)
    note enum-value #/components/schemas/Quoted/enum: `"1"` in the `enum` of an integer is a string; treating it as a number (remove the quotes)
    note not-checked #/components/schemas/Ratio/enum: these values are not checked: `0.5`, `1` (only a list of strings or a list of integers becomes an enumeration)
    note not-checked #/components/schemas/Mixed/enum: these values are not checked: `1`, `true` (only a list of strings or a list of integers becomes an enumeration)
    note not-checked #/components/schemas/Objects/enum: these values are not checked: `{"a":1}` (only a list of strings or a list of integers becomes an enumeration)
    note not-checked #/components/schemas/Lists/enum: these values are not checked: `["a"]`, `["b"]` (put `enum` into `items`)
    "#);
}

#[test]
fn repetitions_are_reported() {
    let yaml = r"
components:
  schemas:
    S: { type: string, enum: [a, b, a, a] }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    S: enum "a" | "b"
    warning enum-duplicate #/components/schemas/S/enum: `a` is listed more than once in this `enum` (remove the duplicate)
    "#);
}

#[test]
fn one_value_is_the_constant_of_its_property() {
    let yaml = r"
components:
  schemas:
    Kind: { type: string, enum: [cat] }
    A: { type: object, required: [kind, version], properties: { kind: { $ref: '#/components/schemas/Kind' }, version: { type: integer, enum: [2] }, more: { const: x } } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    Kind: enum "cat"
    A: struct
      kind: Kind always "cat"
      version: A.version always 2
      more: A.more? always "x"
    A.version: enum 2
    A.more: enum "x"
    note unknown-keyword #/components/schemas/A/properties/more/const: `const` belongs to OpenAPI 3.1; using it anyway
    "#);
}

#[test]
fn names_and_descriptions() {
    let yaml = r"
components:
  schemas:
    S: { type: string, enum: [a, null, b], x-enum-varnames: [First, Nothing, Second], x-enum-descriptions: { a: The first., b: The second. } }
    M: { type: integer, enum: [1, 2], x-ms-enum: { values: [{ value: 1, name: One, description: Just one. }] } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    S or null: enum "a" as First (The first.) | "b" as Second (The second.)
    M: enum 1 as One (Just one.) | 2
    "#);
}
