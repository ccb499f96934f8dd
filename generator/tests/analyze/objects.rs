//! Properties, presence, other keys.

use crate::meaning::{meaning, model};

#[test]
fn presence_in_all_four_combinations() {
    let yaml = r"
components:
  schemas:
    A:
      type: object
      required: [a, b]
      properties: { a: { type: string }, b: { type: string, nullable: true }, c: { type: string }, d: { type: string, nullable: true } }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      a: string
      b: string or null
      c: string?
      d: string? or null
    ");
}

#[test]
fn other_keys_beside_properties() {
    let yaml = r"
components:
  schemas:
    A: { type: object, properties: { a: { type: string } }, additionalProperties: { type: object, properties: { x: { type: string } } } }
    B: { type: object, properties: { a: { type: string } }, additionalProperties: true }
    C: { type: object, properties: { a: { type: string } }, additionalProperties: false }
";
    insta::assert_snapshot!(model(yaml), @r"
    A: struct
      a: string?
      others: A.value
    B: struct
      a: string?
      others: any
    C: struct
      a: string?
      no others
    A.value: struct
      x: string?
    ");
}

#[test]
fn words_of_a_property() {
    let yaml = r"
components:
  schemas:
    A:
      title: An A
      description: All about A.
      type: object
      properties:
        a: { type: integer, minimum: 1, maximum: 100, description: A number., example: 5, deprecated: true, x-deprecated-reason: Use b. }
        b: { type: array, items: { type: string }, minItems: 1, maxItems: 1, uniqueItems: true, externalDocs: { url: https://example.com } }
        c: { type: number, minimum: 0, exclusiveMinimum: true, maximum: 1, multipleOf: 0.5 }
        d: { type: object, additionalProperties: { type: string }, maxProperties: 3 }
        e: { type: string, pattern: 'a`b', minLength: 2, maxLength: 2 }
        f: { type: string, format: date-time, readOnly: true }
        g: { type: string, writeOnly: true, examples: [x, y] }
";
    insta::assert_snapshot!(model(yaml), @r#"
    A: struct -- An A; All about A.
      a: i64? -- A number.; deprecated Use b.; e.g. 5; 1..100
      b: [string]? -- see https://example.com; 1..1 Items; UniqueItems
      c: f64? -- 0 exclusive..1; MultipleOf(Number(0.5))
      d: {string}? -- ..3 Keys
      e: string? -- 2..2 Characters; Pattern(`a`b`)
      f: datetime? read-only
      g: string? write-only -- e.g. "x"
    "#);
}

#[test]
fn required_names_that_are_no_properties() {
    let yaml = r"
components:
  schemas:
    A: { type: object, required: [id, nmae, other], properties: { id: { type: string }, name: { type: string } } }
    B: { type: object, required: [x], properties: { id: { type: string } }, additionalProperties: true }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    A: struct
      id: string
      name: string?
      other: any?
    B: struct
      id: string?
      others: any
    warning required-property #/components/schemas/A: `required` lists `nmae`, which is not declared as a property (did you mean `name`?)
    warning required-property #/components/schemas/A: `required` lists `other`, which is not declared as a property (declare it under `properties`; until then, it is optional and accepts any value)
    warning required-property #/components/schemas/B: `required` lists `x`, which is not declared as a property (declare it under `properties`; until then, it is optional and accepts any value)
    ");
}

/// The names of a document are compared with misspelt ones only so often, which must not change the types.
#[test]
fn a_slip_in_required_does_not_depend_on_other_schemas() {
    let list = |name: &str| (0..1000).map(|at| format!("{name}{at}")).collect::<Vec<_>>();
    let (missing, declared) = (list("missing").join(", "), list("declared").join(": {}, "));
    let yaml = format!(
        "
components:
  schemas:
    A: {{ type: object, required: [{missing}], properties: {{ {declared}: {{}} }} }}
    B: {{ type: object, required: [nmae, nname], properties: {{ name: {{ type: string }} }} }}
"
    );
    let all = meaning(&yaml);
    let of_b: Vec<&str> = all.lines().skip_while(|line| *line != "B: struct").take(3).collect();
    assert_eq!(of_b, ["B: struct", "  name: string?", "  nname: any?"]);
    assert!(!all.contains("or write `name`"), "the comparisons are used up");
}

#[test]
fn required_on_the_property_itself() {
    let yaml = r"
components:
  schemas:
    A: { type: object, properties: { id: { type: string, required: true }, name: { type: string, required: false } } }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    A: struct
      id: string
      name: string?
    warning wrong-type #/components/schemas/A/properties/id/required: `required: true` is not allowed in a property itself (list the property in `required` of the object that contains it) [#/components/schemas/A/properties/name/required: the same is true here]
    ");
}
