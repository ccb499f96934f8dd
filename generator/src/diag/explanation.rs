//! An example of each kind of finding, and the recommended action. The examples are from the snapshots of the fixtures; the test
//! target `codes` compares them.

use super::Code;

/// The part of `oaspress explain` that is more than the explanation of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// A line of a document or configuration, or a part of it.
    pub source: &'static str,
    /// The message about this line.
    pub message: &'static str,
    /// The recommended action, without a full stop.
    pub fix: &'static str,
}

macro_rules! explanations {
    ($($code:ident: $source:literal, $message:literal, $fix:literal;)*) => {
        impl Code {
            /// Returns an example of the finding, and the recommended action.
            #[must_use]
            pub const fn explanation(self) -> Explanation {
                match self {
                    $(Self::$code => Explanation { source: $source, message: $message, fix: $fix },)*
                }
            }
        }
    };
}

#[rustfmt::skip]
explanations! {
    Syntax: "", "did not find expected node content, while parsing a flow node",
        "correct the text at the position that the finding names";
    OddEncoding: "info: { title: Café, version: '1' }", "the text is not UTF-8: the byte 0xE9 is invalid here; treating it as Latin-1",
        "save the file as UTF-8, and write both surrogates of an escape";
    DuplicateKey: "operationId: getB", "the key `operationId` is written twice in one object; only the last one is used",
        "remove or rename all but one of the keys";
    Version: "openapi: 4.0.0", "`openapi: 4.0.0` is not a supported version",
        "write the document in OpenAPI 3.0, 3.1 or 3.2, or in Swagger 2.0";
    OddVersion: "openapi: 3.0", "`openapi` is written as `3.0`",
        "write three numbers, as in `openapi: 3.0.3`";
    UnknownKeyword: "title: { type: string, maxLenght: 200 }", "`maxLenght` is not a keyword of a schema; it has no effect",
        "correct the spelling, move the keyword to the object that has it, or write an extension, `x-…`";
    WrongType: "tags: not-a-list", "`tags` is the string \"not-a-list\"; treating it as `[\"not-a-list\"]`",
        "write a value of the type that OpenAPI requires";
    RefSibling: "description: Has no effect.", "`description` is used although it is next to `$ref`",
        "put the reference into an `allOf` to add to it, or use OpenAPI 3.1";
    DanglingRef: "- $ref: '#/components/parameters/Limt'", "`#/components/parameters/Limt` does not exist",
        "correct the reference, or declare its target";
    ExternalRef: "net:", "`https://example.com/schemas.yaml` is a URL; files are never downloaded",
        "save the file next to the document, refer to it by its relative path, or set `--root DIR` to the folder of all files";
    MissingFile: "missing: { $ref: 'missing.yaml#/Thing' }", "the file `missing.yaml` does not exist; 2 references refer to it",
        "get the other files of the description as well, each at the place to which the references lead";
    NoOperations: "paths:", "no path has an operation, so the crate calls nothing",
        "declare operations in the path items, or get the files that they refer to";
    UnreadableFile: "yaml: { $ref: 'parts/broken.yaml#/Thing' }", "`parts/broken.yaml` cannot be read as JSON or YAML: reading ends at 3:23",
        "correct the file; `oaspress lint FILE` shows its error";
    UnsupportedSchema: "enum: [1, a, true, { b: c }]", "these values have no common type: `1`, `\"a\"`, `true`, `{\"b\":\"c\"}`; accepting any JSON value",
        "declare one type, or read the `serde_json::Value` yourself";
    UnsupportedOperation: "'101':", "this operation switches its connection to another protocol, which is not supported",
        "build its request with `Operation::to_request`, and send it with another library";
    UnsupportedParameter: "- {name: seen at, in: cookie, schema: {type: integer}}", "`seen at` is not a valid cookie name; it is sent percent-encoded",
        "declare the parameter as the server reads it";
    UnsupportedMediaType: "example: {}", "`example` is not a valid media type, so it is never sent",
        "declare a media type that the server accepts, such as `application/json`";
    UnsupportedSecurity: "type: basic", "the security scheme `key` does not follow OpenAPI; treating it as `type: http` with `scheme: basic`",
        "declare the scheme as OpenAPI defines it, or add the credentials in an interceptor";
    HttpScheme: "scheme: Token", "the scheme `Token` of `custom` is unknown: the credential is sent unchanged, as `Authorization: Token …`",
        "declare `type: apiKey`, `in: header` and `name: Authorization` to set the whole value";
    OauthFlow: "implicit:", "the client does not request tokens by the flow `implicit` of `old`, which OAuth 2.1 removes; it sends the access token that the caller passes",
        "pass a token, or a `TokenSource` that fetches one";
    OauthUrl: "tokenUrl: http://auth.example.com/token", "the URL `http://auth.example.com/token` of the security scheme `partly` is plain HTTP, which exposes credentials on the network: clients reject it unless `allow_plain_http` is called",
        "declare an absolute `https` URL, for example by an overlay";
    OauthScope: "read write: Two scopes.", "the scope `read write` of the security scheme `partly` has characters that a scope cannot have: the crate has no constant for it",
        "declare each scope on its own, without blanks, quotes and backslashes";
    NameClash: "user:", "this type is called `UserLower`, because another type has the name `User`",
        "choose another name under `[names]` in the configuration";
    MissingOperationId: "get:", "`GET /without-id` has no `operationId`",
        "add an `operationId`, or set `method` of `[operations.\"GET /path\"]` in the configuration";
    RepeatedWords: "operationId: files_api_routes_list_files", "all methods of the group `files` begin with `api_routes_`, such as `api_routes_list_files`; another group repeats words as well",
        "nothing, or set `method` of `[operations.ID]` in the configuration for the methods that you call";
    PathParameter: "- name: id", "the path parameter `id` is not in the path `/unused`; it is dropped",
        "declare the parameters that the path contains in braces, with `in: path` and `required: true`";
    PatternNotChecked: "pattern: \"^(?! )[^\\n\\r]*$\"", "the pattern `^(?! )[^\\n\\r]*$` is not checked before a request is sent",
        "nothing: the server still checks the pattern";
    InvalidDefault: "default: many", "the default `\"many\"` does not match its type; it is ignored",
        "correct the default or the type";
    EnumDuplicate: "enum: [asc, desc, asc]", "`asc` is listed more than once in this `enum`",
        "remove the duplicate";
    RelativeServer: "- url: /v1", "the server `/v1` is not an absolute URL, so every user of the client has to pass the base URL to `new` or to `base_url` of the builder, or set `DIAGNOSTIC_RELATIVE_SERVER_BASE_URL` for `from_env`",
        "add an absolute URL to `servers`, or set `base-url` under `[client]` in the configuration";
    RefPlace: "$ref: '#/paths/~1b/get'", "`$ref` is not allowed in place of an operation; following it anyway",
        "write the object in place of the reference, or refer to the object around it";
    OddRef: "- $ref: 'components/parameters/Limit'", "`components/parameters/Limit` is not a valid reference; treating it as `#/components/parameters/Limit`",
        "write the reference as `#/components/…`";
    MissingKeyword: "- name: plain", "a parameter has neither `schema` nor `content`",
        "add the keyword";
    RefCycle: "Here:", "`#/components/schemas/There` refers back to itself and to nothing else",
        "replace one of the references in the cycle by a schema";
    TooDeep: "", "`allOf` is nested too deeply; the inner schemas are left out",
        "move inner schemas to `components`, and refer to them";
    Contradiction: "- type: integer", "this type contradicts another type that also applies; the first one is used",
        "remove one of the two, or make them agree";
    EnumValue: "enum: ['1', '2']", "`\"1\"` in the `enum` of an integer is a string; treating it as a number",
        "write values of the declared type";
    RequiredProperty: "schema:", "`required` lists `item`, which is not declared as a property",
        "declare it under `properties`, or correct the name";
    Discriminator: "dgo: '#/components/schemas/Dgo'", "`#/components/schemas/Dgo` is not a schema of this document",
        "correct the mapping, or give the property an `enum` with one value in each alternative";
    NestedValue: "- name: rules", "the parameter `rules` has objects in its items, and `style: form` does not define how they are serialized: calls that set them are rejected",
        "set `nested` of the parameter in the configuration to the convention of the server";
    NotChecked: "not:", "`not` is not checked",
        "nothing: the server still checks the constraint";
    DuplicateParameter: "- name: limit", "the parameter `limit` is listed more than once; only the first is used",
        "remove all but one of them";
    ReservedHeader: "- {name: Authorization, in: header, required: true", "the header parameter `Authorization` is left out, because the client sets this header itself",
        "nothing: the media types of bodies, the credentials and the transport determine its value";
    PathTemplate: "get:", "the path `no-slash` does not begin with `/`, which is added",
        "write the path as the server expects it: `/`, segments, and parameters in braces";
    DuplicateOperationId: "operationId: getUser", "the `operationId` `getUser` is a duplicate; this operation is named after its method and path",
        "make the `operationId` unique";
    StatusCode: "'99':", "`99` is not a status code; the response is left out",
        "write a number such as `404`, a range such as `4XX`, or `default`, each once";
    ServerVariable: "- url: https://{region}.example.com/{version}", "the variable `{region}` of this URL is not declared",
        "declare it under `variables`, with a default";
    ServerUrl: "- url: api.example.com/v1?key=1", "`api.example.com/v1?key=1` is not a valid server URL; treating it as `https://api.example.com/v1`",
        "write an absolute URL without query and fragment";
    MissingSecurity: "key:", "no operation declares which security schemes it accepts; each is sent with the first credential that is set",
        "write `security` at the root of the document, or `security: []` if no credential is required";
    UndeclaredSecurity: "- tokn: []", "the security scheme `tokn` is not declared",
        "declare the scheme, or correct its name";
    Overlay: "- target: info.title", "`info.title` is not a JSONPath, from character 0 on",
        "correct the overlay";
    OverlayNoEffect: "- target: $.info", "the action has no `update`, `copy` or `remove: true`, so it changes nothing",
        "adapt the action to the document, or remove it";
    OverlayExtends: "\"extends\": \"shop.yaml\",", "the overlay extends `shop.yaml`, and is applied to `openapi.yaml`",
        "use the overlay that belongs to this document, or correct `extends`";
    Unused: "x-media:", "extensions such as `x-media` are not used",
        "nothing, unless the crate depends on it: then declare it with keywords that have an effect";
    ConfigUnknownKey: "[cleint]", "there is no key or table `cleint`",
        "correct the spelling; `oaspress explain TABLE` lists the keys of a table";
    ConfigWrongType: "runtime = 1", "`crate.runtime` has to be a string or a table, but is an integer",
        "write a value of this type; `oaspress explain KEY` has an example";
    ConfigInvalidValue: "0123456789ab = ' '", "`changes.accept.0123456789ab = \" \"` is empty",
        "write one of the values that `oaspress explain KEY` describes";
    ConfigNotApplicable: "[operations.put_biling]", "no API description has the operation `put_biling`",
        "correct the name, or remove the entry";
    UnmatchedAccept: "0123456789ab = \"the field was always empty\"", "no change since the release of 0.1.0 has the fingerprint `0123456789ab`",
        "remove the entry, or accept the fingerprint that `oaspress diff` shows now";
    TrafficPath: "paths:", "no path matches `GET /v1/{}/{}/{}/{}`, in 1 exchange",
        "describe the path, or pass `--server URL` if it does not belong to the API";
    TrafficMethod: "/pets/{id}:", "the path has no `DELETE`, in 1 exchange",
        "describe the operation";
    TrafficStatus: "responses:", "status 202 is not described, in 1 of 6 responses of `GET /pets/{id}` (202)",
        "describe the response";
    TrafficErrorStatus: "responses:", "status 404 is not described, in 1 of 6 responses of `GET /pets/{id}` (404)",
        "describe the response";
    TrafficMediaType: "'200':", "a body of type `text/html` is not described, in 1 of 6 responses of `GET /pets/{id}` (200)",
        "describe the body";
    TrafficBody: "schema: { $ref: '#/components/schemas/Pet' }", "the body of the response is not valid `application/json`, in 1 of 6 responses of `GET /pets/{id}` (200)",
        "describe another media type";
    TrafficMissing: "Pet:", "`name` is required, and missing, in 1 of 2 responses of `GET /pets` (200)",
        "remove it from `required`";
    TrafficNull: "owner: { $ref: '#/components/schemas/Owner' }", "the value is `null`, in 1 of 2 responses of `GET /pets` (200)",
        "allow `null`";
    TrafficTyped: "id: { type: string }", "the value is `integer` instead of `string`, in 1 of 6 responses of `GET /pets/{id}` (200)",
        "declare the observed type";
    TrafficFormat: "born: { type: string, format: date-time }", "the value does not satisfy `format`, in 1 of 2 responses of `GET /pets` (200)",
        "remove `format`";
    TrafficEnum: "status: { type: string, enum: [available, sold] }", "`enum` does not list `lost`, in 1 of 2 responses of `GET /pets` (200)",
        "add the values to `enum`; a repair by `--write-overlay` needs `--accept-values`";
    TrafficProperty: "Pet:", "the schema does not declare the property `password`, in 1 of 2 requests of `POST /pets` (201)",
        "declare the property, or allow it with `additionalProperties`";
    TrafficConstraint: "name: { type: string, maxLength: 10 }", "the value does not satisfy `maxLength`, in 1 of 2 responses of `GET /pets` (200)",
        "remove the keyword, or adapt it";
    TrafficParameter: "get:", "the operation does not declare the query parameter `verbose`, in 1 of 6 requests of `GET /pets/{id}` (200)",
        "declare it; if it is a credential, declare a security scheme";
    TrafficMissingParameter: "- { name: limit, in: query, required: true", "the parameter `limit` is required, and missing, in 1 of 2 requests of `GET /pets` (200)",
        "declare it as optional";
}
