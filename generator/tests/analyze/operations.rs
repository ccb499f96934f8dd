//! Operations: ids, words, tags, servers, security.

use crate::meaning::{meaning, model};

#[test]
fn ids_that_are_missing_empty_or_repeated() {
    let yaml = r"
paths:
  /a: { get: { operationId: same, responses: { '204': { description: ok } } }, put: { operationId: same, responses: { '204': { description: ok } } } }
  /b: { get: { responses: { '204': { description: ok } } }, put: { operationId: ' ', responses: { '204': { description: ok } } } }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    same: GET /a
      204:
    -: PUT /a
      204:
    -: GET /b
      204:
    -: PUT /b
      204:
    warning duplicate-operation-id #/paths/~1a/put/operationId: the `operationId` `same` is a duplicate; this operation is named after its method and path (make the `operationId` unique) [#/paths/~1a/get/operationId: the first one is here]
    note missing-operation-id #/paths/~1b/get: `GET /b` has no `operationId`, nor does another operation
    ");
}

#[test]
fn words_and_servers_of_the_path_hold_where_the_operation_has_none() {
    let yaml = r"
servers: [{ url: 'https://{region}.example.com/{v}', variables: { region: { default: eu, enum: [eu, us] } } }]
paths:
  /a:
    summary: All about a.
    servers: [{ url: /path }]
    get: { operationId: get, responses: { '204': { description: ok } } }
    put: { operationId: put, summary: Puts., deprecated: true, tags: [x, ''], servers: [{ url: /own }], externalDocs: { url: https://example.com }, responses: { '204': { description: ok } } }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    get: GET /a -- All about a.
      204:
      at /path
    put: PUT /a [x] -- Puts.; deprecated; see https://example.com
      204:
      at /own
    warning server-variable #/servers/0/url: the variable `{v}` of this URL is not declared (declare it under `variables`, with a default)
    ");
}

#[test]
fn security() {
    let yaml = r"
security: [{ token: [] }]
paths:
  /a: { get: { operationId: inherits, responses: { '204': { description: ok } } } }
  /b: { get: { operationId: none, security: [], responses: { '204': { description: ok } } } }
  /c: { get: { operationId: either, security: [{ token: [], key: [] }, { basic: [read] }, {}], responses: { '204': { description: ok } } } }
  /d: { get: { operationId: wrong, security: [{ tokne: [] }, { basic: [] }], responses: { '204': { description: ok } } } }
components:
  securitySchemes:
    token: { type: http, scheme: Bearer }
    key: { type: apiKey, in: header, name: X-Key }
    basic: { type: http, scheme: basic }
    oauth: { type: oauth2, flows: {} }
    open: { type: openIdConnect, openIdConnectUrl: https://example.com }
    odd: { type: mutualTLS }
";
    insta::assert_snapshot!(meaning(yaml), @r"
    inherits: GET /a
      204:
      with token
    none: GET /b
      204:
    either: GET /c
      204:
      with token and key
      with basic
      with nothing
    wrong: GET /d
      204:
      with basic
    warning unsupported-security #/components/securitySchemes/odd: `odd` requires a client certificate, which is a setting of the transport: the client sends requests without it unless it is set (pass the certificate and its key to `client_certificate` of the client's builder)
    warning undeclared-security #/paths/~1d/get/security/0/tokne: the security scheme `tokne` is not declared (did you mean `token`?)
    ");
}

#[test]
fn every_method() {
    let yaml = r"
paths:
  /a:
    get: { operationId: a, responses: {} }
    put: { operationId: b, responses: {} }
    post: { operationId: c, responses: {} }
    delete: { operationId: d, responses: {} }
    options: { operationId: e, responses: {} }
    head: { operationId: f, responses: {} }
    patch: { operationId: g, responses: {} }
    trace: { operationId: h, responses: {} }
";
    insta::assert_snapshot!(model(yaml), @r"
    a: GET /a
    b: PUT /a
    c: POST /a
    d: DELETE /a
    e: OPTIONS /a
    f: HEAD /a
    g: PATCH /a
    h: TRACE /a
    ");
}

#[test]
fn a_bad_operation_costs_itself() {
    let yaml = r"
paths:
  /a: { get: text, put: { operationId: put, responses: { '204': { description: ok } } } }
  /b: text
  /c: { get: { operationId: [1], tags: x, parameters: {}, responses: { '200': { content: { application/json: { schema: { type: string } } } } } } }
";
    insta::assert_snapshot!(meaning(yaml), @r#"
    put: PUT /a
      204:
    -: GET /c [x]
      200: application/json string
    warning wrong-type #/paths/~1a/get: `get` is the string "text"; it has no effect (write an object)
    warning wrong-type #/paths/~1c/get/operationId: `operationId` is a list; it has no effect (write a string)
    warning wrong-type #/paths/~1c/get/tags: `tags` is the string "x"; treating it as `["x"]` (write a list of strings)
    note wrong-type #/paths/~1c/get/parameters: `parameters` is an object; treating it as missing (write a list)
    warning missing-keyword #/paths/~1c/get/responses/200: a response has no `description` (add the keyword)
    warning wrong-type #/paths/~1b: this path cannot be read: it is not an object (write a value of the type that OpenAPI requires)
    note missing-operation-id #/paths/~1c/get: `GET /c` has no `operationId`
    "#);
}
