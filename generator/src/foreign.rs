//! Recognizes files in other formats that are often passed by mistake: archives, images, and descriptions of other kinds of APIs.

use serde_json::Value;

/// A file in another format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// The format, with its article.
    pub(crate) what: &'static str,
    /// The suggested solution.
    pub(crate) help: &'static str,
}

impl Foreign {
    /// Returns true if the file contains other files.
    #[cfg(feature = "traffic")]
    pub(crate) fn is_packed(&self) -> bool {
        self.help == UNPACK
    }
}

const UNPACK: &str = "unpack it, and pass the document in it";
const DOCUMENT: &str = "pass the OpenAPI document of the API, in YAML or JSON";
const CONVERT: &str = "export the API as OpenAPI, or convert the file with a tool for that format";

/// The first bytes of formats that are not text.
const SIGNATURES: &[(&[u8], Foreign)] = &[
    (b"PK\x03\x04", Foreign { what: "a ZIP archive", help: UNPACK }),
    (b"\x1f\x8b", Foreign { what: "compressed by gzip", help: UNPACK }),
    (b"BZh", Foreign { what: "compressed by bzip2", help: UNPACK }),
    (b"\xfd7zXZ\0", Foreign { what: "compressed by xz", help: UNPACK }),
    (b"\x28\xb5\x2f\xfd", Foreign { what: "compressed by zstd", help: UNPACK }),
    (b"%PDF-", Foreign { what: "a PDF", help: DOCUMENT }),
    (b"\x89PNG", Foreign { what: "an image", help: DOCUMENT }),
    (b"\xff\xd8\xff", Foreign { what: "an image", help: DOCUMENT }),
    (b"GIF8", Foreign { what: "an image", help: DOCUMENT }),
    (b"\x7fELF", Foreign { what: "a program", help: DOCUMENT }),
    (b"MZ", Foreign { what: "a program", help: DOCUMENT }),
];

/// Recognizes a file that is not text by its first bytes, or by bytes that no text contains. UTF-16 has zeros as well, in every
/// second byte.
pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Foreign> {
    let beginning = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    if let Some((_, found)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        // A text can begin with the letters of a signature, but it contains no control characters.
        let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
        let is_binary =
            bytes.starts_with(b"%PDF-") || std::str::from_utf8(bytes).is_err() || beginning.iter().any(is_control);
        return is_binary.then_some(*found);
    }
    let has_zeros = beginning.windows(2).any(|pair| *pair == [0, 0]);
    let marks: [&[u8]; 3] = [b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"];
    let is_marked = marks.iter().any(|mark| bytes.starts_with(mark));
    (has_zeros && !is_marked).then_some(Foreign { what: "a binary file", help: DOCUMENT })
}

/// The beginnings of text formats that are not JSON, and rarely YAML.
const BEGINNINGS: &[(&str, Foreign)] = &[
    ("#%RAML", Foreign { what: "a RAML document", help: CONVERT }),
    ("FORMAT: 1A", Foreign { what: "an API Blueprint", help: CONVERT }),
    ("syntax = \"proto", Foreign { what: "a Protocol Buffers file", help: CONVERT }),
    ("$version: \"", Foreign { what: "a Smithy model", help: CONVERT }),
];

/// The first words of definitions in GraphQL, before a name.
const GRAPHQL: [&str; 9] =
    ["type ", "schema {", "interface ", "scalar ", "enum ", "input ", "union ", "directive @", "extend "];

/// Recognizes another text format by its first line that is not a comment.
pub(crate) fn of_text(text: &str) -> Option<Foreign> {
    let text = text.trim_start();
    if let Some((_, found)) = BEGINNINGS.iter().find(|(beginning, _)| text.starts_with(beginning)) {
        return Some(*found);
    }
    let mut is_description = false;
    let mut lines = text.lines().map(str::trim).filter(|line| {
        let is_quoted = is_description;
        is_description ^= line.matches("\"\"\"").count() % 2 == 1;
        !is_quoted && !line.is_empty() && !line.starts_with(['#', '"'])
    });
    let first = lines.next()?;
    let is_graphql = GRAPHQL.iter().any(|word| first.starts_with(word)) && !first.contains(": ");
    is_graphql.then_some(Foreign {
        what: "a GraphQL schema",
        help: "GraphQL is another kind of API: OpenAPI describes HTTP requests",
    })
}

/// Recognizes a description of another kind by its members.
pub(crate) fn of_document(document: &Value) -> Option<Foreign> {
    let has = |pointer: &str| document.pointer(pointer).is_some();
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let foreign = |what| Some(Foreign { what, help: CONVERT });
    match () {
        () if has("/asyncapi") => Some(Foreign { what: "an AsyncAPI document", help: "" }),
        () if has("/arazzo") => {
            Some(Foreign { what: "an Arazzo document", help: "pass the document that it describes workflows of" })
        }
        () if has("/overlay") => Some(Foreign {
            what: "an Overlay document",
            help: "pass it with `--overlay`, and the document that it changes as the argument",
        }),
        () if text("/info/schema").contains("getpostman.com") || has("/info/_postman_id") => {
            foreign("a Postman collection")
        }
        () if has("/collection/info/schema") && has("/collection/item") => foreign("a Postman collection"),
        () if has("/__export_format") || text("/type").starts_with("collection.insomnia") => {
            foreign("an Insomnia export")
        }
        () if has("/data/__schema") || has("/__schema") => Some(Foreign {
            what: "a GraphQL schema",
            help: "GraphQL is another kind of API: OpenAPI describes HTTP requests",
        }),
        () if has("/log/entries") => foreign("an HTTP archive (HAR)"),
        () if text("/kind") == "discovery#restDescription" => foreign("a Google discovery document"),
        () if has("/smithy") => foreign("a Smithy model"),
        () if has("/swaggerVersion") => foreign("a Swagger 1 document"),
        () if has("/$schema") || has("/$defs") => Some(Foreign {
            what: "a JSON Schema",
            help: "a schema is a part of an OpenAPI document: put it under `components.schemas`",
        }),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{of_bytes, of_document, of_text};

    #[test]
    fn files_that_are_not_text_are_recognized() {
        let what = |bytes: &[u8]| of_bytes(bytes).map(|found| found.what);
        assert_eq!(what(b"PK\x03\x04\x14\0"), Some("a ZIP archive"));
        assert_eq!(what(b"\x1f\x8b\x08\0"), Some("compressed by gzip"));
        assert_eq!(what(b"MZ\x90\0\x03"), Some("a program"));
        assert_eq!(what(b"\x01\x02\0\0\0\x05"), Some("a binary file"));
        for text in ["MZ: 1\n", "BZh: 1\n", "openapi: 3.0.3\n", "", "o\0p\0e\0", "\0o\0p"] {
            assert_eq!(what(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn other_text_formats_are_recognized() {
        let what = |text: &str| of_text(text).map(|found| found.what);
        for graphql in ["type Query {\n  a: Int\n}", "# A comment\nschema {\n", "\"\"\"\nSome docs\n\"\"\"\ntype A {\n"]
        {
            assert_eq!(what(graphql), Some("a GraphQL schema"), "{graphql}");
        }
        assert_eq!(what("#%RAML 1.0\ntitle: A"), Some("a RAML document"));
        for yaml in ["openapi: 3.0.3", "type: object", "# type Query {\nopenapi: 3.0.3", "enum : [a]", "{\"type\": 1}"]
        {
            assert_eq!(what(yaml), None, "{yaml}");
        }
    }

    #[test]
    fn other_documents_are_recognized() {
        let what = |document| of_document(&document).map(|found| found.what);
        let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
        assert_eq!(
            what(json!({ "info": { "name": "A", "schema": schema }, "item": [] })),
            Some("a Postman collection")
        );
        assert_eq!(what(json!({ "data": { "__schema": {} } })), Some("a GraphQL schema"));
        assert_eq!(what(json!({ "asyncapi": "3.0.0" })), Some("an AsyncAPI document"));
        assert_eq!(what(json!({ "openapi": "3.0.3" })), None);
    }
}
