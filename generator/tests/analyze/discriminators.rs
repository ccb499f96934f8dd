//! Unions whose variants are told by a property that the document names.

use crate::meaning::{findings, meaning, model};

#[test]
fn values_are_mapped_by_reference_by_name_and_by_the_name_of_the_schema() {
    let yaml = r"
components:
  schemas:
    Cat: { type: object, required: [kind], properties: { kind: { type: string }, meow: { type: boolean } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string }, bark: { type: boolean } } }

    ByReference: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat', kitten: '#/components/schemas/Cat', dog: Dog } } }
    Implicit: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind } }
";
    insta::assert_snapshot!(model(yaml), @r#"
    Cat: struct
      kind: string
      meow: boolean?
    Dog: struct
      kind: string
      bark: boolean?
    ByReference: union of one by kind: 0 object = "cat"|"kitten"|"Cat", 1 object = "dog"|"Dog"
      Cat: Cat
      Dog: Dog
    Implicit: union of one by kind: 0 object = "Cat", 1 object = "Dog"
      Cat: Cat
      Dog: Dog
    "#);
}

#[test]
fn a_value_that_stands_for_one_variant_is_its_constant() {
    let yaml = r"
components:
  schemas:
    Cat: { type: object, required: [kind], properties: { kind: { type: string }, meow: { type: boolean } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string }, bark: { type: boolean } } }

    Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' } } }
";
    insta::assert_snapshot!(model(yaml), @r#"
    Cat: struct
      kind: string always "cat"
      meow: boolean?
    Dog: struct
      kind: string always "dog"
      bark: boolean?
    Pet: union of one by kind: 0 object = "cat"|"Cat", 1 object = "dog"|"Dog"
      Cat: Cat
      Dog: Dog
    "#);
}

#[test]
fn constants_of_the_variants_come_before_their_names() {
    let yaml = r"
components:
  schemas:
    Cat: { type: object, required: [kind], properties: { kind: { type: string, enum: [cat] } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string, enum: [dog, puppy] } } }
    Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind } }
";
    insta::assert_snapshot!(model(yaml), @r#"
    Cat: struct
      kind: Cat.kind always "cat"
    Dog: struct
      kind: Dog.kind
    Pet: union of one by kind: 0 object = "cat"|"Cat", 1 object = "dog"|"puppy"|"Dog"
      Cat: Cat
      Dog: Dog
    Cat.kind: enum "cat"
    Dog.kind: enum "dog" | "puppy"
    "#);
}

#[test]
fn a_property_that_no_variant_declares_is_not_added() {
    let yaml = r"
components:
  schemas:
    Cat: { type: object, properties: { meow: { type: boolean } } }
    Dog: { type: object, properties: { bark: { type: boolean } } }
    Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind } }
";
    insta::assert_snapshot!(model(yaml), @r#"
    Cat: struct
      meow: boolean?
    Dog: struct
      bark: boolean?
    Pet: union of one by kind: 0 object = "Cat", 1 object = "Dog"
      Cat: Cat
      Dog: Dog
    "#);
}

#[test]
fn a_parent_stands_for_its_children() {
    let yaml = r"
components:
  schemas:
    Pet: { type: object, required: [kind, name], properties: { kind: { type: string }, name: { type: string } }, discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { meow: { type: boolean } } }] }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
    Lion: { allOf: [{ $ref: '#/components/schemas/Cat' }, { type: object, properties: { roar: { type: boolean } } }] }
    Owner: { type: object, properties: { pet: { $ref: '#/components/schemas/Pet' } } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    Pet: union of one by kind: 0 object = "cat"|"Cat", 1 object = "Dog", 2 object = "Lion"
      Cat: Cat
      Dog: Dog
      Lion: Lion
    Cat: struct
      kind: string always "cat"
      name: string
      meow: boolean?
    Dog: struct
      kind: string always "Dog"
      name: string
    Lion: struct
      kind: string always "Lion"
      name: string
      meow: boolean?
      roar: boolean?
    Owner: struct
      pet: Pet?
    "#);
}

#[test]
fn a_parent_that_is_mapped_to_itself_is_one_of_its_variants() {
    let yaml = r"
components:
  schemas:
    Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind, mapping: { pet: Pet, cat: Cat } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { meow: { type: boolean } } }] }
";
    insta::assert_snapshot!(model(yaml), @r#"
    Pet: union of one by kind: 0 object = "pet"|"Pet", 1 object = "cat"|"Cat"
      Pet: Pet.base
      Cat: Cat
    Cat: struct
      kind: string always "cat"
      meow: boolean?
    Pet.base: struct
      kind: string always "pet"
    "#);
}

#[test]
fn a_parent_that_lists_children_which_refer_back_to_it() {
    let yaml = r"
components:
  schemas:
    Pet: { type: object, required: [kind], properties: { kind: { type: string } }, oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { meow: { type: boolean } } }] }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { bark: { type: boolean } } }] }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    Pet: union of one by kind: 0 object = "Cat", 1 object = "Dog"
      Cat: Cat
      Dog: Dog
    Cat: struct
      kind: string always "Cat"
      meow: boolean?
    Dog: struct
      kind: string always "Dog"
      bark: boolean?
    "#);
}

#[test]
fn what_does_not_agree_is_reported() {
    let yaml = r"
components:
  schemas:
    Cat: { type: object, required: [kind], properties: { kind: { type: string }, meow: { type: boolean } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string }, bark: { type: boolean } } }

    A: { oneOf: [{ $ref: '#/components/schemas/Cat' }], discriminator: { propertyName: kind, mapping: { dgo: '#/components/schemas/Dgo' } } }
    B: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind, mapping: { a: '#/components/schemas/A' } } }
    C: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { type: object, required: [x], properties: { x: { type: string } } }], discriminator: { propertyName: kind } }
    D: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { mapping: { a: Cat } } }
";
    insta::assert_snapshot!(findings(yaml), @"
    warning missing-keyword #/components/schemas/D/discriminator: a discriminator without `propertyName` has no meaning; it is left out (add the keyword)
    warning discriminator #/components/schemas/B/discriminator/mapping/a: `a` is mapped to `#/components/schemas/A`, which is not one of the alternatives (add it to the alternatives, or remove the mapping)
    warning discriminator #/components/schemas/C/oneOf/1: no value of `kind` identifies this alternative; the discriminator is ignored (give the property an `enum` with one value, or make the alternative a component) [#/components/schemas/C/discriminator: the discriminator]
    ");
}

#[test]
fn a_discriminating_property_stays_optional_and_decides_other_unions() {
    let yaml = r"
components:
  schemas:
    Pet: { type: object, properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { age: { type: integer } } }] }
    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { age: { type: integer } } }] }
    Either: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] }
";
    insta::assert_snapshot!(model(yaml), @r#"
    Pet: union of one by kind: 0 object = "Cat", 1 object = "Dog"
      Cat: Cat
      Dog: Dog
    Cat: struct
      kind: string? always "Cat"
      age: i64?
    Dog: struct
      kind: string? always "Dog"
      age: i64?
    Either: union of 0 object where kind in [String("Cat")], 1 object where kind in [String("Dog")]
      Cat: Cat
      Dog: Dog
    "#);
}
