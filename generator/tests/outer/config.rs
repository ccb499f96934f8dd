//! Reading `oaspress.toml`.

use insta::assert_snapshot;
use oaspress::config::{
    Applicable, Config, PageStep, Pages, Pagination, PropertyPath, TypeChoice, check_applied, key_path, not_applicable,
};
use oaspress::diag::{Code, Diagnostics};
use oaspress::path::DocumentId;

use crate::shown::{configured, rendered};

const WHOLE: &str = r##"
[crate]
name = "kirim"
version = "0.1.0"
description = "Contacts"
repository = "https://example.org/kirim"
license = "MIT OR Apache-2.0"

[client]
base-url-environment = "KIRIM_BASE_URL"

[security.bearerAuth]
environment = "KIRIM_API_KEY"

[operations.listContacts]
method = "list"
pagination = { cursor = "cursor", next = "meta.next_cursor", more = "has_more", items = "data" }

[operations.other]
pagination = false

[error]
code = "error.code"
message = "error.message"
kind = "error.type"
param = "error.param"
request-id = "request_id"

[names]
"#/components/schemas/Foo" = "Bar"

[types]
date-time = "string"

[lint]
deny = ["unknown-keyword"]
allow = ["unused", "missing-operation-id"]
"##;

#[test]
fn every_key_is_read() {
    let (config, found) = configured(WHOLE);
    assert_eq!(found, "");
    assert_eq!((config.crate_name(), config.crate_version()), (Some("kirim"), Some("0.1.0")));
    assert_eq!(config.crate_description(), Some("Contacts"));
    assert_eq!(config.crate_repository(), Some("https://example.org/kirim"));
    assert_eq!(config.crate_license(), Some("MIT OR Apache-2.0"));
    assert_eq!(config.base_url_environment(), Some("KIRIM_BASE_URL"));
    assert_eq!(config.environment_of("bearerAuth"), Some("KIRIM_API_KEY"));
    assert_eq!(config.method_of("listContacts"), Some("list"));
    let Some(Pagination::Paged(Pages { step: PageStep::Cursor { parameter, next }, items, end })) =
        config.pagination_of("listContacts")
    else {
        panic!("no pagination: {config:?}");
    };
    assert_eq!((parameter.as_str(), next.names().collect::<Vec<_>>()), ("cursor", vec!["meta", "next_cursor"]));
    let text = |path: &Option<PropertyPath>| path.as_ref().map(|path| path.as_str().to_owned());
    assert_eq!((text(&end.more).as_deref(), text(items).as_deref()), (Some("has_more"), Some("data")));
    assert_eq!(config.pagination_of("other"), Some(&Pagination::Off));
    assert_eq!(config.error_path("request-id"), Some("request_id"));
    assert_eq!(config.name_of("#/components/schemas/Foo"), Some("Bar"));
    assert_eq!((config.types.choice("date-time"), config.date_time_is_string()), (Some(&TypeChoice::String), true));
    assert_eq!(config.lint.deny, [Code::UnknownKeyword]);
    assert_eq!(config.lint.allow, [Code::Unused, Code::MissingOperationId]);
    assert_eq!(configured("").0, Config::default());
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    assert_snapshot!(configured("[crate]\nversoin = '1.0.0'\n").1, @"
    error[config-unknown-key]: `crate` has no key `versoin`
     --> oaspress.toml:2:1
      |
    2 | versoin = '1.0.0'
      | ^^^^^^^
      = help: did you mean `version`?
    ");
    assert_snapshot!(configured("[clinet]\n").1, @"
    error[config-unknown-key]: there is no key or table `clinet`
     --> oaspress.toml:1:2
      |
    1 | [clinet]
      |  ^^^^^^
      = help: did you mean `client`?
    ");
    assert_snapshot!(configured("[security.key]\nenv = 'X'\n").1, @r"
    error[config-unknown-key]: `key` has no key `env`
     --> oaspress.toml:2:1
      |
    2 | env = 'X'
      | ^^^
      = help: there are `environment`, `optional`, `scheme`, `header`, `query` and `cookie`
    ");
    assert_snapshot!(configured("[operations.list]\npagination = { cursor = 'c', next = 'n', items = 'i', has_more = 'm' }\n").1, @"
    error[config-unknown-key]: `pagination` has no key `has_more`
     --> oaspress.toml:2:55
      |
    2 | … cursor = 'c', next = 'n', items = 'i', has_more = 'm' }
      |                                          ^^^^^^^^
      = help: there are `style`, `cursor`, `id`, `next`, `items`, `more`, `last`, `total` and `pages`
    ");
    assert_snapshot!(configured("[error]\nrequest_id = 'x'\n").1, @"
    error[config-unknown-key]: `error` has no key `request_id`
     --> oaspress.toml:2:1
      |
    2 | request_id = 'x'
      | ^^^^^^^^^^
      = help: did you mean `request-id`?
    ");
    assert_snapshot!(configured("crate.name = 'x'\ncrate.edition = '2024'\n").1, @"
    error[config-unknown-key]: `crate` has no key `edition`
     --> oaspress.toml:2:7
      |
    2 | crate.edition = '2024'
      |       ^^^^^^^
    ");
}

#[test]
fn a_wrong_type_is_shown_where_it_is() {
    assert_snapshot!(configured("crate = 'kirim'\n").1, @"
    error[config-wrong-type]: `crate` has to be a table, but is a string
     --> oaspress.toml:1:1
      |
    1 | crate = 'kirim'
      | ^^^^^
    ");
    assert_snapshot!(configured("[crate]\nversion = 1.0\n").1, @"
    error[config-wrong-type]: `crate.version` has to be a string, but is a float
     --> oaspress.toml:2:1
      |
    2 | version = 1.0
      | ^^^^^^^
    ");
    assert_snapshot!(configured("[lint]\ndeny = 'unused'\nallow = ['unused', 3]\n").1, @"
    error[config-wrong-type]: `lint.deny` has to be an array of strings, but is a string
     --> oaspress.toml:2:1
      |
    2 | deny = 'unused'
      | ^^^^

    error[config-wrong-type]: `lint.allow` may contain only strings, but contains an integer
     --> oaspress.toml:3:20
      |
    3 | allow = ['unused', 3]
      |                    ^
    ");
    assert_snapshot!(configured("[operations]\nlist = 'x'\nget.pagination = 'yes'\n").1, @"
    error[config-wrong-type]: `operations.list` has to be a table, but is a string
     --> oaspress.toml:2:1
      |
    2 | list = 'x'
      | ^^^^

    error[config-wrong-type]: `operations.get.pagination` has to be a table or `false`, but is a string
     --> oaspress.toml:3:5
      |
    3 | get.pagination = 'yes'
      |     ^^^^^^^^^^
    ");
    assert_snapshot!(configured("[names]\n'#/a' = 1979-05-27\n").1, @r##"
    error[config-wrong-type]: `names."#/a"` has to be a string, but is a date or time
     --> oaspress.toml:2:1
      |
    2 | '#/a' = 1979-05-27
      | ^^^^^
    "##);
}

#[test]
fn a_wrong_value_is_shown_where_it_is() {
    assert_snapshot!(configured("[crate]\nname = '2fast'\nversion = '1.0'\nlicense = ''\n").1, @r#"
    error[config-invalid-value]: `crate.name = "2fast"` is not a valid crate name
     --> oaspress.toml:2:1
      |
    2 | name = '2fast'
      | ^^^^
      = help: a crate's name begins with a letter, has only letters, digits, `-` and `_`, and is neither a Rust keyword nor a crate of Rust

    error[config-invalid-value]: `crate.version = "1.0"` is not a valid version
     --> oaspress.toml:3:1
      |
    3 | version = '1.0'
      | ^^^^^^^
      = help: it consists of three numbers, as in `0.1.0`

    error[config-invalid-value]: `crate.license = ""` is empty
     --> oaspress.toml:4:1
      |
    4 | license = ''
      | ^^^^^^^
      = help: set a value, or remove the key
    "#);
    assert_snapshot!(configured("[client]\nbase-url-environment = 'BASE URL'\n").1, @r#"
    error[config-invalid-value]: `client.base-url-environment = "BASE URL"` is not a valid name of an environment variable
     --> oaspress.toml:2:1
      |
    2 | base-url-environment = 'BASE URL'
      | ^^^^^^^^^^^^^^^^^^^^
      = help: it has only letters, digits and `_`, as in `EXAMPLE_API_KEY`
    "#);
    assert_snapshot!(configured("[operations.a]\nmethod = 'type'\npagination = true\n").1, @r#"
    error[config-invalid-value]: `operations.a.method = "type"` is not a valid Rust name
     --> oaspress.toml:2:1
      |
    2 | method = 'type'
      | ^^^^^^
      = help: it begins with a letter, has only letters, digits and `_`, and is not a keyword

    error[config-invalid-value]: `pagination = true` does not declare how pages are linked
     --> oaspress.toml:3:1
      |
    3 | pagination = true
      | ^^^^^^^^^^
      = help: write a table with `cursor`, `next` and `items`, or `false`, or remove the key
    "#);
    assert_snapshot!(configured("[operations.a]\npagination = { cursor = '', next = 'a..b' }\n").1, @r#"
    error[config-invalid-value]: `operations.a.pagination` lacks `items`
     --> oaspress.toml:2:1
      |
    2 | pagination = { cursor = '', next = 'a..b' }
      | ^^^^^^^^^^
      = help: it is the path of the items within a page

    error[config-invalid-value]: `operations.a.pagination.cursor = ""` is empty
     --> oaspress.toml:2:16
      |
    2 | pagination = { cursor = '', next = 'a..b' }
      |                ^^^^^^
      = help: set a value, or remove the key

    error[config-invalid-value]: `operations.a.pagination.next = "a..b"` is not a path of properties
     --> oaspress.toml:2:29
      |
    2 | pagination = { cursor = '', next = 'a..b' }
      |                             ^^^^
      = help: write the names of the properties from the outside in, as in `error.code`
    "#);
}

#[test]
fn a_wrong_choice_is_shown_with_the_right_ones() {
    assert_snapshot!(configured("[names]\n'components/schemas/Foo' = 'Bar'\n'#/components/schemas/Foo' = 'B-r'\n").1, @r##"
    error[config-invalid-value]: `components/schemas/Foo` is not a JSON pointer
     --> oaspress.toml:2:1
      |
    2 | 'components/schemas/Foo' = 'Bar'
      | ^^^^^^^^^^^^^^^^^^^^^^^^
      = help: write the location in the API description, as in `#/components/schemas/Pet` or `pets.yaml#/Pet`, or an operation, as in `GET /pets`

    error[config-invalid-value]: `names."#/components/schemas/Foo" = "B-r"` is not a valid Rust name
     --> oaspress.toml:3:1
      |
    3 | '#/components/schemas/Foo' = 'B-r'
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: it begins with a letter, has only letters, digits and `_`, and is not a keyword
    "##);
    assert_snapshot!(configured("[types]\ndate-time = 'strng'\n").1, @r#"
    error[config-invalid-value]: `types.date-time = "strng"` is not a supported type
     --> oaspress.toml:2:1
      |
    2 | date-time = 'strng'
      | ^^^^^^^^^
      = help: did you mean `string`?
    "#);
    assert_snapshot!(configured("[types]\ndate-time = 'instant'\n").1, @r#"
    error[config-invalid-value]: `types.date-time = "instant"` is not a supported type
     --> oaspress.toml:2:1
      |
    2 | date-time = 'instant'
      | ^^^^^^^^^
      = help: there are `jiff`, `chrono`, `time` and `string`
    "#);
    assert_snapshot!(configured("[lint]\ndeny = ['unused', 'wrong-typ']\nallow = ['unused', 'syntax']\n").1, @"
    error[config-invalid-value]: no diagnostic has the code `wrong-typ`
     --> oaspress.toml:2:19
      |
    2 | deny = ['unused', 'wrong-typ']
      |                   ^^^^^^^^^^^
      = help: did you mean `wrong-type`?

    error[config-invalid-value]: `unused` is both denied and allowed
     --> oaspress.toml:3:10
      |
    3 | allow = ['unused', 'syntax']
      |          ^^^^^^^^
      = help: remove one of the two

    error[config-invalid-value]: `syntax` is an error, which cannot be allowed
     --> oaspress.toml:3:20
      |
    3 | allow = ['unused', 'syntax']
      |                    ^^^^^^^^
      = help: remove it, and correct what it reports
    ");
}

#[test]
fn broken_toml_is_shown_where_it_breaks_and_the_rest_is_checked() {
    assert_snapshot!(configured("[crate]\nname = kirim\nversoin = '1'\n[client\n").1, @"
    error[syntax]: string values must be quoted, expected literal string
     --> oaspress.toml:2:8
      |
    2 | name = kirim
      |        ^

    error[config-unknown-key]: `crate` has no key `versoin`
     --> oaspress.toml:3:1
      |
    3 | versoin = '1'
      | ^^^^^^^
      = help: did you mean `version`?

    error[syntax]: unclosed table, expected `]`
     --> oaspress.toml:4:8
      |
    4 | [client
      |        ^
    ");
    assert_snapshot!(configured("[crate]\nname = 'a'\nname = 'b'\n").1, @"
    error[syntax]: duplicate key
     --> oaspress.toml:3:1
      |
    3 | name = 'b'
      | ^
    ");
}

#[test]
fn what_does_not_apply_names_the_nearest_thing_that_would() {
    let mut diagnostics = Diagnostics::new();
    let document = Applicable {
        operations: vec!["listContact".to_owned(), "other".to_owned()],
        security_schemes: vec!["apiKey".to_owned()],
        pointers: vec!["#/components/schemas/Food".to_owned()],
        webhooks: Vec::new(),
        idempotency_keys: false,
    };
    let (config, _) = configured(WHOLE);
    check_applied(&config, &document, &mut diagnostics);
    let place = key_path(&["operations", "listContacts", "pagination", "items"]);
    diagnostics.push(not_applicable(&place, "property", "data", ["items", "meta"]));
    let found = diagnostics.into_vec();
    assert_snapshot!(rendered(&found, DocumentId::CONFIG, "oaspress.toml", WHOLE.as_bytes()), @r##"
    error[config-not-applicable]: the API description has no security scheme `bearerAuth`
      --> oaspress.toml:12:11
       |
    12 | [security.bearerAuth]
       |           ^^^^^^^^^^
       = help: the only one is `apiKey`

    error[config-not-applicable]: the API description has no operation `listContacts`
      --> oaspress.toml:15:13
       |
    15 | [operations.listContacts]
       |             ^^^^^^^^^^^^
       = help: did you mean `listContact`?

    error[config-not-applicable]: the API description has no property `data`
      --> oaspress.toml:17:81
       |
    17 | … "meta.next_cursor", more = "has_more", items = "data" }
       |                                          ^^^^^
       = help: there are `items` and `meta`

    error[config-not-applicable]: the API description has no named item at `#/components/schemas/Foo`
      --> oaspress.toml:30:1
       |
    30 | "#/components/schemas/Foo" = "Bar"
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: did you mean `#/components/schemas/Food`?
    "##);
}
