//! Parameters and path templates.

use crate::meaning::meaning;

#[test]
fn styles_and_their_defaults() {
    let yaml = r"
paths:
  /a/{p}/{l}/{m}:
    get:
      operationId: get
      parameters:
        - { name: p, in: path, required: true, schema: { type: string } }
        - { name: l, in: path, required: true, style: label, explode: true, schema: { type: array, items: { type: string } } }
        - { name: m, in: path, required: true, style: matrix, schema: { type: string } }
        - { name: q, in: query, schema: { type: array, items: { type: integer } } }
        - { name: s, in: query, style: spaceDelimited, schema: { type: array, items: { type: string } } }
        - { name: d, in: query, style: deepObject, explode: true, schema: { type: object, properties: { x: { type: string } } } }
        - { name: r, in: query, allowReserved: true, explode: false, schema: { type: string } }
        - { name: X-H, in: header, schema: { type: string } }
        - { name: c, in: cookie, schema: { type: string, enum: [only] } }
        - { name: j, in: query, content: { application/json: { schema: { type: object, properties: { y: { type: string } } } } } }
      responses: { '204': { description: ok } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    get().d >: struct
      x: string?
    get().c >: enum "only"
    get().j >: struct
      y: string?
    get: GET /a/{p}/{l}/{m}
      path p: string Simple
      path l: [string] Label*
      path m: string Matrix
      query q?: [i64] Form*
      query s?: [string] SpaceDelimited
      query d?: get().d DeepObject*
      query r?: string Form reserved
      header X-H?: string Simple
      cookie c?: get().c Form* always "only"
      query j?: get().j Form* as application/json
      204:
    "#);
}

#[test]
fn an_operation_overrides_the_parameters_of_its_path() {
    let yaml = r"
paths:
  /a/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: X-Trace, in: header, schema: { type: string } }
      - { name: both, in: query, schema: { type: string } }
    get:
      operationId: get
      parameters:
        - { name: x-trace, in: header, schema: { type: integer } }
        - { name: id, in: query, schema: { type: boolean } }
        - { name: own, in: query, schema: { type: string } }
        - { name: own, in: query, schema: { type: integer } }
      responses: { '204': { description: ok } }
";
    insta::assert_snapshot!(meaning(yaml), @"
    get: GET /a/{id}
      path id: string Simple
      query both?: string Form*
      header x-trace?: i64 Simple
      query id?: boolean Form*
      query own?: string Form*
      204:
    warning duplicate-parameter #/paths/~1a~1{id}/get/parameters/3: the parameter `own` is listed more than once; only the first is used (remove all but one of them) [#/paths/~1a~1{id}/get/parameters/2: the first one is here]
    ");
}

#[test]
fn the_template_and_the_parameters_are_made_to_agree() {
    let yaml = r"
paths:
  /a/{id}/{nmae}:
    get:
      operationId: get
      parameters:
        - { name: id, in: path, required: false, schema: { type: string } }
        - { name: name, in: path, required: true, schema: { type: string } }
      responses: { '204': { description: ok } }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    get: GET /a/{id}/{nmae}
      path id: string Simple
      path nmae: string Simple
      204:
    warning path-parameter #/paths/~1a~1{id}~1{nmae}/get/parameters/0: the path parameter `id` is not marked as required; treating it as required (write `required: true`)
    warning path-parameter #/paths/~1a~1{id}~1{nmae}/get/parameters/1: the path parameter `name` is not in the path `/a/{id}/{nmae}`; it is dropped (did you mean `nmae`?)
    warning path-parameter #/paths/~1a~1{id}~1{nmae}/get: the path contains `{nmae}`, which is not declared as a path parameter (it is added as a string)
    ");
}

#[test]
fn what_follows_a_hash_is_cut_off_and_a_query_is_kept() {
    let yaml = r"
paths:
  /a/{id}.json#copy: { post: { operationId: copy, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '204': { description: ok } } } }
  /a?view=full: { get: { operationId: full, responses: { '204': { description: ok } } } }
  /a?x={x}&y={y}: { get: { operationId: both, parameters: [{ name: x, in: query, schema: { type: string } }, { name: y, in: path, required: true, schema: { type: string } }], responses: { '204': { description: ok } } } }
  b/c: { get: { operationId: noSlash, responses: { '204': { description: ok } } } }
";
    insta::assert_snapshot!(meaning(yaml), @"
    copy: POST /a/{id}.json
      path id: string Simple
      204:
    full: GET /a?view=full
      204:
    both: GET /a?x={x}&y={y}
      path x: string Simple
      path y: string Simple
      204:
    noSlash: GET /b/c
      204:
    warning path-template #/paths/b~1c/get: the path `b/c` does not begin with `/`, which is added (write the path as the server expects it: `/`, segments, and parameters in braces)
    ");
}

#[test]
fn headers_that_are_set_from_elsewhere_are_left_out() {
    let yaml = r"
paths:
  /a:
    get:
      operationId: get
      parameters:
        - { name: accept, in: header, schema: { type: string } }
        - { name: Authorization, in: header, required: true, schema: { type: string } }
      responses: { '200': { description: ok, headers: { Content-Type: { schema: { type: string } }, ETag: { required: true, schema: { type: string } } } } }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    get: GET /a
      200:  ETag: string
    note reserved-header #/paths/~1a/get/parameters/0: the header parameter `accept` is left out, because the client sets this header itself (the media types of bodies, the credentials and the transport determine its value)
    note reserved-header #/paths/~1a/get/parameters/1: the header parameter `Authorization` is left out, because the client sets this header itself (the media types of bodies, the credentials and the transport determine its value)
    ");
}

#[test]
fn a_bad_parameter_costs_itself() {
    let yaml = r"
paths:
  /a:
    get:
      operationId: get
      parameters:
        - { name: a, in: body, schema: { type: string } }
        - { in: query, schema: { type: string } }
        - { name: b, in: query, style: simple, schema: { type: string } }
        - { name: c, in: query }
        - { name: d, in: query, content: { text/plain: { schema: { type: string } } } }
        - text
        - { name: e, in: query, required: 'true', schema: { type: string } }
      responses: { '204': { description: ok } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    get: GET /a
      query b?: string Form*
      query c?: string Form*
      query d?: string Form*
      query e: string Form*
      204:
    warning wrong-type #/paths/~1a/get/parameters/5: this is the string "text" instead of a parameter; it has no effect (write a value of the type that OpenAPI requires)
    warning missing-keyword #/paths/~1a/get/parameters/1: a parameter without `name` has no meaning; it is left out (add the keyword)
    warning missing-keyword #/paths/~1a/get/parameters/3: a parameter has neither `schema` nor `content` (it is treated as a string)
    warning wrong-type #/paths/~1a/get/parameters/6/required: `required` is the string "true"; treating it as `true` (write `true` or `false`)
    warning unsupported-parameter #/paths/~1a/get/parameters/0/in: `in: body` is not allowed; the parameter is left out (use `query`, `querystring`, `header`, `path` or `cookie`)
    warning unsupported-parameter #/paths/~1a/get/parameters/2/style: `style: simple` is not allowed for query parameters; using the default, `form` (use `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`)
    warning unsupported-parameter #/paths/~1a/get/parameters/4/content/text~1plain: values of the type `text/plain` are not serialized; the value is a string that is sent unchanged (only JSON values are serialized)
    "#);
}
