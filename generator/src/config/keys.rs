//! The table of all keys of `oaspress.toml`. The JSON Schema for editors and `oaspress explain` are made from it; tests compare it with
//! the code that reads the configuration, and with the book.

/// A key of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The path, with the names of the API description in capitals: `operations.ID.method`.
    pub path: &'static str,
    /// The values.
    pub value: KeyValue,
    /// The value if the key is missing.
    pub default: &'static str,
    /// The effect, as a noun phrase or a sentence without a period.
    pub meaning: &'static str,
    /// A line of TOML, or the value after `=`.
    pub example: &'static str,
}

/// The values of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyValue {
    /// Any string.
    Text,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// One of these strings, another string, or a table.
    TextOrTable(&'static [&'static str]),
    /// Strings without repetition.
    Texts,
    /// `true`.
    True,
    /// `false`.
    False,
    /// `true` or `false`.
    Boolean,
    /// `false` or one of these strings.
    FalseOr(&'static [&'static str]),
    /// `false` or a table.
    FalseOrTable,
    /// An integer, 0 or more.
    Number,
    /// A table with any contents.
    Free,
}

macro_rules! keys {
    ($($path:literal $value:expr, $default:literal, $example:literal, $meaning:literal;)*) => {
        /// All keys, by table.
        pub const KEYS: &[Key] =
            &[$(Key { path: $path, value: $value, default: $default, meaning: $meaning, example: $example }),*];
    };
}

use KeyValue::{Boolean, False, FalseOr, FalseOrTable, Free, Number, OneOf, Text, TextOrTable, Texts, True};

const NESTED: KeyValue = OneOf(&["spring", "aspnet", "rails", "qs", "json"]);

keys! {
    "documents.path" Text, "none: it is required", "\"billing.yaml\"", "in an entry `[[documents]]`: an API description of the crate, relative to the configuration";
    "documents.module" Text, "from the name of the file", "\"billing\"", "in an entry `[[documents]]`: name of the module with its client, operations and models";
    "overlays" Texts, "[]", "[\"fixes.overlay.yaml\"]", "overlays to apply in this order, relative to the configuration";
    "crate.name" Text, "the title of the description", "\"library\"", "name of the package";
    "crate.version" Text, "\"0.1.0\"", "\"0.3.0\"", "version of the package";
    "crate.description" Text, "\"Client of\" and the title", "\"Client of the library API\"", "description of the package";
    "crate.license" Text, "not set", "\"MIT\"", "SPDX expression";
    "crate.repository" Text, "not set", "\"https://example.com/library\"", "URL of the source";
    "crate.homepage" Text, "`externalDocs` of the description", "\"https://example.com\"", "URL of the home page";
    "crate.authors" Texts, "[]", "[\"Ada Lovelace <ada@example.com>\"]", "authors of the package";
    "crate.keywords" Texts, "[]", "[\"library\"]", "keywords for the registry";
    "crate.categories" Texts, "[]", "[\"api-bindings\"]", "categories of the registry";
    "crate.publish" False, "true", "false", "`false`: the package is not published";
    "crate.runtime" TextOrTable(&["vendored", "crate"]), "\"vendored\"", "\"crate\"", "where the runtime comes from: a copy, or the package `oaspress-runtime`";
    "crate.runtime.version" Text, "the version of this generator's runtime", "\"0.1\"", "version requirement of the package";
    "crate.runtime.path" Text, "not set", "\"../runtime\"", "folder of the package, relative to the crate";
    "crate.runtime.git" Text, "not set", "\"https://example.com/runtime.git\"", "repository of the package";
    "crate.dependencies.PACKAGE" TextOrTable(&[]), "none", "\"1.2\"", "further dependency: a version requirement, or a table";
    "crate.dependencies.PACKAGE.version" Text, "not set", "\"1.2\"", "version requirement";
    "crate.dependencies.PACKAGE.path" Text, "not set", "\"../package\"", "folder of the package, relative to the crate";
    "crate.dependencies.PACKAGE.git" Text, "not set", "\"https://example.com/package.git\"", "repository of the package";
    "crate.dependencies.PACKAGE.features" Texts, "[]", "[\"serde\"]", "features of the package";
    "crate.dependencies.PACKAGE.default-features" False, "true", "false", "`false`: without the default features of the package";
    "crate.dependencies.PACKAGE.optional" True, "false", "true", "`true`: only a feature enables it";
    "crate.features.FEATURE" Texts, "none", "[\"dep:package\"]", "further feature, with the features that it enables";
    "crate.manifest" Free, "{}", "{ badges.maintenance.status = \"actively-developed\" }", "further contents of `Cargo.toml`";
    "client.base-url" Text, "the first server of the description", "\"https://library.example.com/v1\"", "base URL, if the description declares none or a wrong one";
    "client.base-url-environment" Text, "not set", "\"LIBRARY_URL\"", "environment variable with the base URL, for `Client::from_env`";
    "client.server" Text, "the first server of the description", "\"Sandbox\"", "declared server that is the default: its URL, name or description";
    "security.SCHEME.environment" Text, "not set", "\"LIBRARY_TOKEN\"", "environment variable with the credential of this security scheme; `user:password` for basic authentication";
    "security.SCHEME.optional" True, "false", "true", "`true`: operations are sent without this credential if it is not set";
    "security.SCHEME.scheme" Text, "not set", "\"bearer\"", "adds a scheme that the description forgets: a credential in `Authorization`, as `bearer` or `basic`";
    "security.SCHEME.header" Text, "not set", "\"X-Api-Key\"", "adds a scheme that the description forgets: a key in this header";
    "security.SCHEME.query" Text, "not set", "\"key\"", "adds a scheme that the description forgets: a key in this query parameter";
    "security.SCHEME.cookie" Text, "not set", "\"session\"", "adds a scheme that the description forgets: a key in this cookie";
    "operations.ID.method" Text, "from the `operationId`", "\"download\"", "name of the method";
    "operations.ID.pagination" FalseOrTable, "recognized", "{ cursor = \"after\", next = \"next_cursor\", items = \"data\" }", "how pages follow each other; `false`: the operation is not paginated";
    "operations.ID.pagination.style" OneOf(&["cursor", "page", "offset", "url", "link"]), "by the other keys", "\"link\"", "pagination style";
    "operations.ID.pagination.cursor" Text, "not set", "\"after\"", "parameter for the cursor; `body.…` for a property of the request body";
    "operations.ID.pagination.next" Text, "not set", "\"next_cursor\"", "property of a page with the cursor of the next one";
    "operations.ID.pagination.id" Text, "not set", "\"id\"", "in place of `next`: property of the last item that is the cursor";
    "operations.ID.pagination.page" Text, "not set", "\"page\"", "parameter for the number of the page";
    "operations.ID.pagination.offset" Text, "not set", "\"offset\"", "parameter for the number of the first item";
    "operations.ID.pagination.first" Number, "1 for pages, 0 for items", "0", "number of the first page or item";
    "operations.ID.pagination.url" Text, "not set", "\"next_url\"", "property of a page with the URL of the next one";
    "operations.ID.pagination.items" Text, "the response is the list", "\"data\"", "property with the items";
    "operations.ID.pagination.more" Text, "not set", "\"has_more\"", "property that is true before the last page";
    "operations.ID.pagination.last" Text, "not set", "\"is_last\"", "property that is true on the last page";
    "operations.ID.pagination.total" Text, "not set", "\"total\"", "property with the number of items";
    "operations.ID.pagination.pages" Text, "not set", "\"pages\"", "property with the number of pages";
    "operations.ID.allow-empty-path" Texts, "[]", "[\"path\"]", "path parameters that may be empty, which would call another endpoint";
    "operations.ID.stream" FalseOr(&["json"]), "recognized", "\"json\"", "`\"json\"`: the response is JSON values one after the other; `false`: it is a single value";
    "operations.ID.redirects" Boolean, "true", "false", "`false`: a redirect is the result, and is not followed";
    "operations.ID.idempotent" True, "false", "true", "`true`: the request can be repeated, so it is retried";
    "operations.ID.parameters.NAME.nested" NESTED, "`requests.nested`", "\"rails\"", "convention for nested values of this parameter";
    "operations.ID.body.nested" NESTED, "`requests.nested`", "\"spring\"", "convention for nested values of this form";
    "requests.nested" NESTED, "not set", "\"qs\"", "convention for nested values of all parameters and forms";
    "responses.absent-and-null" OneOf(&["same", "distinct"]), "\"same\"", "\"distinct\"", "whether models that are only received distinguish a missing property from `null`";
    "presence.nullable" Texts, "[]", "[\"Pet.tags\"]", "properties that may be `null` although the description excludes it";
    "presence.optional" Texts, "[]", "[\"#/components/schemas/Pet/properties/owner\"]", "properties that may be missing although they are required";
    "presence.required" Texts, "[]", "[\"*.id\"]", "properties that are never missing although they are optional";
    "presence.requests.nullable" Texts, "[]", "[\"NewPet.owner\"]", "as `presence.nullable`, only in schemas that are only sent";
    "presence.requests.optional" Texts, "[]", "[\"NewPet.name\"]", "as `presence.optional`, only in schemas that are only sent";
    "presence.requests.required" Texts, "[]", "[\"NewPet.kind\"]", "as `presence.required`, only in schemas that are only sent";
    "presence.responses.nullable" Texts, "[]", "[\"*.deleted_at\"]", "as `presence.nullable`, only in schemas that are only received";
    "presence.responses.optional" Texts, "[]", "[\"Pet.name\"]", "as `presence.optional`, only in schemas that are only received";
    "presence.responses.required" Texts, "[]", "[\"Pet.id\"]", "as `presence.required`, only in schemas that are only received";
    "error.code" Text, "recognized", "\"error.code\"", "where the code is in the body of an error";
    "error.message" Text, "recognized", "\"error.message\"", "where the message is in the body of an error";
    "error.kind" Text, "recognized", "\"error.type\"", "where the class of error is in the body of an error";
    "error.param" Text, "recognized", "\"error.param\"", "where the invalid parameter is in the body of an error";
    "error.request-id" Text, "recognized", "\"request_id\"", "where the request id is in the body of an error";
    "error.in-progress" Texts, "[]", "[\"idempotency_in_progress\"]", "codes of a 409 that means that the first call with the same idempotency key is not finished; it is retried";
    "webhooks.signature.style" OneOf(&["plain", "standard", "timestamped"]), "not set", "\"standard\"", "how webhooks are signed";
    "webhooks.signature.header" Text, "not set", "\"X-Signature\"", "header that contains the signature";
    "webhooks.signature.prefix" Text, "not set", "\"sha256=\"", "text before the signature";
    "names.strip-prefix" Text, "not set", "\"Api\"", "prefix that the names of schemas lose";
    "names.PLACE" Text, "from the description", "\"Animal\"", "Rust name of what is at this place: a JSON pointer, such as `#/webhooks/NAME`, or method and path of an operation";
    "types.date-time" TextOrTable(&["jiff", "chrono", "time", "string"]), "\"jiff\"", "\"chrono\"", "type of `format: date-time`";
    "types.date" TextOrTable(&["jiff", "chrono", "time", "string"]), "that of `date-time`, unless it is `\"string\"`", "\"chrono\"", "type of `format: date`";
    "types.uuid" TextOrTable(&["uuid", "string"]), "\"uuid\"", "\"string\"", "type of `format: uuid`";
    "types.decimal" TextOrTable(&["rust_decimal", "string"]), "\"string\"", "\"rust_decimal\"", "type of strings with `format: decimal`";
    "types.uri" TextOrTable(&["url", "string"]), "\"string\"", "\"url::Url\"", "type of `format: uri`";
    "types.int64-as-string" True, "false", "true", "`true`: strings with `format: int64` or `uint64` are integers in Rust";
    "types.from-document" True, "false", "true", "`true`: the types that `x-rust-type` names are used, if the configuration has their packages";
    "types.share" False, "true", "false", "`false`: each inline schema has a type of its own, also if another schema is equal";
    "types.PLACE" TextOrTable(&["string"]), "from the description", "{ use = \"money::Amount\", crate = \"1\" }", "type of the schema or property at this JSON pointer, or of strings with this format";
    "types.PLACE.use" Text, "not set", "\"money::Amount\"", "the type, with its path from its crate";
    "types.PLACE.crate" TextOrTable(&[]), "not set", "{ version = \"1\", features = [\"serde\"] }", "the package of the type: a version requirement, or a table";
    "types.PLACE.crate.name" Text, "the crate in the path", "\"my-money\"", "name of the package, if it has a `-`";
    "types.PLACE.crate.version" Text, "not set", "\"1\"", "version requirement";
    "types.PLACE.crate.path" Text, "not set", "\"../money\"", "folder of the package, relative to the crate";
    "types.PLACE.crate.git" Text, "not set", "\"https://example.com/money.git\"", "repository of the package";
    "types.PLACE.crate.features" Texts, "[]", "[\"serde\"]", "features of the package";
    "types.PLACE.crate.default-features" False, "true", "false", "`false`: without the default features of the package";
    "derive.PartialEq" False, "true", "false", "`false`: models, errors and responses are not compared, and compile faster. Enumerations, checked strings and models of the lists `Eq`, `PartialOrd` and `Ord` still are";
    "derive.Copy" Texts, "[]", "[\"Position\"]", "models that are `Copy`";
    "derive.Eq" Texts, "[]", "[\"*\", \"!Weight\"]", "models that are `Eq`";
    "derive.PartialOrd" Texts, "[]", "[\"Weight\"]", "models that are `PartialOrd`";
    "derive.Ord" Texts, "[]", "[\"Tag\"]", "models that are `Ord`, and `PartialOrd` and `Eq`";
    "derive.Hash" Texts, "[]", "[\"Tag\"]", "models that are `Hash`";
    "derive.schemars" Texts, "[]", "[\"*\"]", "models that are `schemars::JsonSchema`, with the feature `schemars`";
    "derive.strum" Texts, "[]", "[\"Color\"]", "enumerations with `strum`'s `IntoEnumIterator`, `EnumCount` and `VariantArray`, with the feature `strum`";
    "derive.accessors" Texts, "[]", "[\"Shape\"]", "unions with methods `as_…` and `into_…` for each variant";
    "files.allow" Texts, "[]", "[\"about.md\"]", "files and folders that the description may refer to, although they are hidden or have another ending";
    "lint.deny" Texts, "[]", "[\"unknown-keyword\"]", "codes of findings that are errors";
    "lint.allow" Texts, "[]", "[\"unused\"]", "codes of findings that are not reported";
    "changes.accept.FINGERPRINT" Text, "none", "\"the server has required it since May\"", "change since the last release that affects no user: its fingerprint and the reason";
    "include.tags" Texts, "everything", "[\"issues\"]", "tags of the operations that are generated";
    "include.operations" Texts, "everything", "[\"list*\"]", "`operationId`s of the operations that are generated";
    "include.paths" Texts, "everything", "[\"/repos/**#GET\"]", "paths of the operations that are generated";
    "include.schemas" Texts, "what operations use", "[\"WebhookEvent\"]", "schemas that are generated although no operation uses them";
    "exclude.tags" Texts, "[]", "[\"internal\"]", "tags of operations that are left out";
    "exclude.operations" Texts, "[]", "[\"delete*\"]", "`operationId`s of operations that are left out";
    "exclude.paths" Texts, "[]", "[\"/admin/**\"]", "paths of operations that are left out";
    "exclude.schemas" Texts, "[]", "[\"Internal*\"]", "schemas that are any JSON value where they are used";
    "exclude.media-types" Texts, "[]", "[\"application/xml\"]", "media types of bodies that are left out";
    "exclude.security" Texts, "[]", "[\"legacy_key\"]", "security schemes that are left out";
    "exclude.deprecated" True, "false", "true", "`true`: deprecated operations are left out";
}

impl Key {
    /// Returns the parts of the path.
    pub fn parts(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('.')
    }

    /// Returns true if the key is the one at these keys of a configuration.
    #[must_use]
    pub fn is_at(&self, keys: &[&str]) -> bool {
        let mut keys = keys.iter();
        self.parts().all(|part| keys.next().is_some_and(|key| is_placeholder(part) || part == *key))
            && keys.next().is_none()
    }

    /// Returns true if the key is in the table at these keys, or in a table within it.
    #[must_use]
    pub fn is_within(&self, tables: &[&str]) -> bool {
        let parts: Vec<&str> = self.parts().collect();
        let mut pairs = parts.iter().zip(tables);
        parts.len() > tables.len() && pairs.all(|(part, table)| is_placeholder(part) || part == table)
    }
}

/// Returns true if a part of a path represents names of the API description.
#[must_use]
pub(super) fn is_placeholder(part: &str) -> bool {
    part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Returns true if the table has this key, or keys within it.
#[must_use]
pub(super) fn is_known(keys: &[&str]) -> bool {
    KEYS.iter().any(|key| {
        let parts: Vec<&str> = key.parts().collect();
        let within = parts.iter().zip(keys).all(|(part, key)| is_placeholder(part) || part == key);
        within && (parts.len() >= keys.len() || key.value == Free)
    })
}
