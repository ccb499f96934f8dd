//! The words that names consist of, several per line.

/// Nouns. There are only a few, so that they collide.
#[rustfmt::skip]
pub(crate) const NOUNS: &[&str] =
    &["pet", "order", "item", "user", "list", "value", "status", "type", "kind", "address", "policy", "id", "name", "data"];

/// Rust keywords of every edition, primitive types, attributes and weak keywords.
#[rustfmt::skip]
pub(crate) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "auto",
    "default", "macro_rules", "raw", "safe", "bool", "char", "f64", "i32", "i64", "isize", "str", "u8", "u64", "usize",
    "derive", "test", "cfg", "doc", "deprecated",
];

/// Items of the prelude and of crates that generated code uses, in `PascalCase`.
#[rustfmt::skip]
pub(crate) const TYPES: &[&str] = &[
    "Option", "Some", "None", "Result", "Ok", "Err", "String", "Vec", "Box", "Iterator", "Default", "Clone", "Copy",
    "Debug", "Drop", "Eq", "PartialEq", "PartialOrd", "Ord", "Hash", "Fn", "FnOnce", "From", "Into", "TryFrom",
    "TryInto", "AsRef", "ToString", "ToOwned", "Send", "Sync", "Sized", "Unpin", "Display", "Formatter", "FromStr",
    "BTreeMap", "HashMap", "Map", "Value", "Number", "Bytes", "Uuid", "Timestamp", "Date", "Time", "DateTime",
    "Duration", "Serialize", "Deserialize", "Serializer", "Deserializer", "Method", "StatusCode", "HeaderMap",
    "HeaderName", "HeaderValue", "Uri", "Request", "PhantomData", "Pin", "Future", "Context", "Poll", "Stream", "Arc",
    "Cow", "Infallible", "Self", "A", "B", "C", "D", "E", "F", "O", "R", "S", "T", "N", "K", "V", "Extend", "Any",
];

/// Items of the generated crate and its runtime, in `PascalCase`.
#[rustfmt::skip]
pub(crate) const RUNTIME: &[&str] = &[
    "FakeResponse", "ApiError", "Argument", "Attempt", "AttemptEnd", "Base64", "Body", "BoxFuture", "Call", "Checked",
    "Client", "ClientBuilder", "Codec", "ConfigurationError", "Core", "CoreBuilder", "Credential", "Credentials",
    "Deadline", "Decode", "DecodeError", "Download", "Encode", "Encoding", "Endpoint", "Engine", "Error", "ErrorBody",
    "ErrorInfo", "Event", "EventStream", "Failed", "Fake", "Fault", "FilePart", "Guide", "Headers", "Idempotency",
    "InvalidInput", "InvalidValue", "Items", "Json", "JsonLines", "Location", "Meta", "MissingCredential", "Models",
    "Nested", "New", "Next", "Null", "Object", "Observer", "OffsetTime", "Operation", "Operations", "Options",
    "Outgoing", "OwnServer", "Page", "Pages", "Paginated", "Payload", "Presence", "Private", "Proxy", "Query",
    "RateLimit", "RawResponse", "Record", "Redirects", "Replay", "RequestEncoder", "ReqwestTransport", "Response",
    "RetryOutcome", "RetryPolicy", "Rules", "Runtime", "Schema", "Scheme", "Secret", "Security", "Sending", "Sent",
    "Server", "Servers", "SignatureError", "Sink", "Source", "Style", "Take", "Target", "Text", "TokenError",
    "TokenSource", "Transport", "TransportError", "TransportKind", "Type", "Unknown", "Upload", "Webhook", "Webhooks",
    "Other", "BaseUrl", "Crate", "Testing", "Blocking", "Tower", "Tracing", "Generic", "Observe",
];

/// Methods, parameters and local variables of generated code, and modules, features and dependencies of generated
/// crates.
#[rustfmt::skip]
pub(crate) const MEMBERS: &[&str] = &[
    "anonymous", "answer", "arguments", "as_str", "as_ref", "base_url", "blocking", "body", "build", "builder", "call",
    "call_options", "client", "clone", "connect", "connect_timeout", "content", "cookie", "cookies", "core", "decode",
    "default", "drop", "encode", "encoder", "eq", "error", "extra", "fmt", "follow_events", "form", "format", "from",
    "from_env", "from_response", "from_str", "get", "guide", "hash", "header", "headers", "http", "idempotency_key",
    "idle_timeout", "into", "into_download", "is_empty", "item", "items", "iter", "jiff", "key", "kind", "len", "main",
    "max_retries", "message", "meta", "method", "models", "multipart", "new", "next", "null", "observer", "on",
    "open_enum", "operation", "operations", "option", "options", "output", "page", "pages", "params", "parse", "path",
    "pattern", "proxy", "query", "record", "redacted_debug", "reqwest", "reqwest_client", "request", "response",
    "result", "resume", "retries", "retry", "runtime", "rustls", "scheme", "secrecy", "security", "send", "send_raw",
    "send_stream", "serde", "serde_json", "server", "servers", "sink", "source", "status", "std", "alloc", "stream",
    "target", "testing", "text", "timeout", "to_owned", "to_request", "to_string", "tokio", "tower", "tracing",
    "transport", "try_from", "try_into", "tuples", "union", "unknown", "ureq", "ureq_agent", "url", "user_agent",
    "value", "values", "vec", "webhook", "webhooks", "webhook_payloads", "with_transport", "wrapper", "with_self__null",
    "with_type", "with_name", "with_id_null", "extra_properties", "additional_properties", "native_tls", "base64",
    "bytes", "uuid", "futures_core", "percent_encoding", "f", "s", "this", "other", "state", "hasher", "list", "map",
    "name", "id", "data", "type_", "self_", "crate_", "super_", "models_", "lib", "mod", "con", "aux", "com1", "Empty",
];

/// Suffixes that the generator appends to names that are taken.
#[rustfmt::skip]
pub(crate) const SUFFIXES: &[&str] = &[
    "schema", "parameter", "response", "request body", "header", "property", "variant", "inline", "output", "value",
    "output value", "body", "content", "choice", "operations", "operation", "field", "item", "items", "lower", "upper",
    "camel", "pascal", "list", "map", "tuple", "builder", "request", "error", "by id", "1", "2", "all", "any",
    "additional properties", "key", "null", "kind", "type", "x0000", "event", "page",
];

/// Prefixes that the generator adds to names that are taken.
#[rustfmt::skip]
pub(crate) const PREFIXES: &[&str] = &[
    "schema", "field", "value", "operation", "query", "path", "header", "cookie", "with", "with_", "get", "list",
    "create", "send", "scheme", "underscore", "dollar", "raw", "r#", "my", "new", "variable", "send_", "into",
];

/// Names that consist mostly of punctuation.
#[rustfmt::skip]
pub(crate) const ODD: &[&str] = &[
    "_", "__", "___", "-", "--", "$", "@", "#", "*", ".", "..", "+1", "-1", "1", "0", "007", "1.0", "1e5", "404", "2fa",
    "3d", "é", "日本", "日本語", "🦀", "🦀🦀", "ß", "ǅ", "ﬁ", "İ", "Ω", "a b", "a  b", "a-b", "a_b", "aB", "AB", "ab", "Ab",
    "a.b", "a/b", "a\\b", "a:b", "a[b]", "a[]", "$a", "@a", "_a", "a_", "__a", "a__b", "A-B", "A_B", "a$b", "filter[x][y]",
    "{a}", "a,b", "a;b", "a=b", "a&b", "a?b", "a#b", "a%b", "a'b", "a\"b", "a`b", "``", "a``b", "a|b", "a~b", "a~1b",
    "x-a", "X-A", "X_A", "x.a", "<a>", "List<Pet>", "Map«String,Pet»", "Foo`1[[Bar]]", "com.example.Pet", "Pet.Item",
    "\u{200b}", "a\u{200d}b", "\u{202e}x", "\t", "a\tb", "a\nb", " ", "  ", " a", "a ", "😀", "👍🏽", "+", "<", "<=", "!=",
    "i18n", "HTTPServer", "iOS", "OAuth2", "v1", "V1", "v1.2", "v1_2", "v12", "userID", "userId", "user_id", "UserID",
];
