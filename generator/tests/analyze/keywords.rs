//! Keywords without an effect, or with another effect than the author expects.

use crate::meaning::{findings, meaning};

#[test]
fn unknown_keywords_with_the_nearest_one() {
    let yaml = r"
paths:
  /a:
    get:
      operationid: get
      responses: { '200': { description: ok, contents: {} } }
components:
  schemas:
    A: { type: object, propertys: {}, descripton: x }
    B: { type: string, descripton: y, wholly-new: 1 }
    C: { type: string, descripton: z }
";
    insta::assert_snapshot!(findings(yaml), @"
    warning unknown-keyword #/paths/~1a/get/operationid: `operationid` is not a keyword of an operation; it has no effect (did you mean `operationId`?)
    warning unknown-keyword #/paths/~1a/get/responses/200/contents: `contents` is not a keyword of a response; it has no effect (did you mean `content`?)
    warning unknown-keyword #/components/schemas/A/propertys: `propertys` is not a keyword of a schema; it has no effect (did you mean `properties`?)
    warning unknown-keyword #/components/schemas/A/descripton: `descripton` is not a keyword of a schema; it has no effect (did you mean `description`?) [#/components/schemas/B/descripton: the same is true here, and in 1 more places]
    warning unknown-keyword #/components/schemas/B/wholly-new: `wholly-new` is not a keyword of a schema; it has no effect (correct the spelling, move the keyword to the object that has it, or write an extension, `x-…`)
    note missing-operation-id #/paths/~1a/get: `GET /a` has no `operationId`
    ");
}

#[test]
fn wrong_types_are_mended_or_ignored() {
    let yaml = r"
components:
  schemas:
    A: { type: string, maxLength: '5', minLength: -1, description: 5, nullable: 'true', title: null, enum: x }
    B: { type: object, properties: [], required: id }
    C: [type, string]
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    A or null: string -- 5; ..5 Characters
    B: object
    C: any
    warning wrong-type #/components/schemas/C: this is a list instead of a schema; it has no effect (write a value of the type that OpenAPI requires)
    warning wrong-type #/components/schemas/A/maxLength: `maxLength` is the string "5"; treating it as `5` (write a whole number from 0)
    warning wrong-type #/components/schemas/A/minLength: `minLength` is a number; it has no effect (write a whole number from 0)
    warning wrong-type #/components/schemas/A/description: `description` is a number; treating it as `"5"` (write a string)
    warning wrong-type #/components/schemas/A/nullable: `nullable` is the string "true"; treating it as `true` (write `true` or `false`)
    note wrong-type #/components/schemas/A/title: `title` is empty; treating it as missing (write a string)
    warning wrong-type #/components/schemas/A/enum: `enum` is the string "x"; it has no effect (write a list)
    note wrong-type #/components/schemas/B/properties: `properties` is a list; treating it as missing (write an object)
    warning wrong-type #/components/schemas/B/required: `required` is the string "id"; treating it as `["id"]` (write a list of strings)
    "#);
}

#[test]
fn what_is_not_used_is_said_once_each() {
    let yaml = r"
x-logo: {}
paths:
  /a:
    x-group: 1
    post:
      operationId: post
      x-code: 1
      callbacks: { done: { '{$request.body#/url}': { post: { responses: { '200': { description: ok } } } } } }
      responses: { '200': { description: ok, links: { next: { operationId: post } } }, '201': { description: ok, links: {} } }
";
    insta::assert_snapshot!(findings(yaml), @r"
    note unused #/x-logo: extensions such as `x-logo` are not used [#/paths/~1a/x-group: the same is true here, and in 1 more places]
    note unused #/paths/~1a/post/callbacks: `callbacks` is not used
    note unused #/paths/~1a/post/responses/200/links: `links` is not used [#/paths/~1a/post/responses/201/links: the same is true here]
    ");
}

#[test]
fn keywords_of_later_versions() {
    let yaml = r"
components:
  schemas:
    A: { type: object, properties: { a: { const: 1 }, b: { type: string, examples: [x] } }, patternProperties: { '^x': { type: string } } }
";
    insta::assert_snapshot!(findings(yaml), @"
    note unknown-keyword #/components/schemas/A/patternProperties: `patternProperties` belongs to OpenAPI 3.1; using it anyway
    note unknown-keyword #/components/schemas/A/properties/a/const: `const` belongs to OpenAPI 3.1; using it anyway
    note unknown-keyword #/components/schemas/A/properties/b/examples: `examples` belongs to OpenAPI 3.1; using it anyway
    ");
}

#[test]
fn missing_keywords() {
    let yaml = r"
paths:
  /a:
    get: { operationId: get, parameters: [{ name: a, in: query }], responses: { '200': {} } }
    put: { operationId: put }
";
    insta::assert_snapshot!(findings(yaml), @"
    warning missing-keyword #/paths/~1a/get/parameters/0: a parameter has neither `schema` nor `content` (it is treated as a string)
    warning missing-keyword #/paths/~1a/get/responses/200: a response has no `description` (add the keyword)
    warning missing-keyword #/paths/~1a/put: an operation has no `responses` (add the keyword)
    ");
}

#[test]
fn a_right_document_is_said_nothing_of() {
    let yaml = r"
tags: [{ name: a, externalDocs: { url: https://example.com } }]
paths:
  /a/{id}:
    summary: A
    parameters: [{ name: id, in: path, required: true, schema: { type: string }, examples: { one: { value: a, summary: One } } }]
    post:
      operationId: post
      requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { f: { type: string, format: binary } } }, encoding: { f: { contentType: image/png, headers: { X: { schema: { type: string } } } } } } } }
      responses:
        '200': { description: ok, headers: { X-A: { schema: { type: string } } }, content: { application/json: { schema: { $ref: '#/components/schemas/A' }, examples: { one: { $ref: '#/components/examples/One' } } } } }
components:
  examples: { One: { value: { x-y: 1 } } }
  schemas:
    A: { type: object, xml: { name: a }, properties: { x-custom: { type: string }, $ref: { type: string }, type: { type: string }, example: { type: string } }, additionalProperties: false, example: { anything: [1] } }
";
    insta::assert_snapshot!(findings(yaml), @"");
}

#[test]
fn what_version_3_2_adds_is_read_in_earlier_versions() {
    let yaml = r"
paths:
  /a:
    query: { operationId: search, responses: { '200': { description: ok } } }
    additionalOperations:
      PURGE: { operationId: purge, responses: { '204': { description: ok } } }
";
    let found = findings(yaml);
    assert!(found.contains("`query` belongs to OpenAPI 3.2; using it anyway"), "{found}");
    assert!(found.contains("`additionalOperations` belongs to OpenAPI 3.2; using it anyway"), "{found}");
    let operations = meaning(yaml);
    assert!(operations.contains("search") && operations.contains("purge"), "{operations}");
}
