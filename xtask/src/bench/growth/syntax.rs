//! Documents that are hard to parse: YAML and JSON at its limits.

use super::document::{Document, Row};

/// The rows about JSON and YAML.
pub(super) const ROWS: &[Row] = &[
    Row { name: "duplicate keys", document: |n| json("S", &vec!["\"a\":{\"type\":\"string\"}"; n.max(1)].join(",")) },
    Row { name: "digits", document: |n| json("S", &format!("\"a\":{{\"maximum\":{}}}", "9".repeat(n))) },
    Row { name: "depth", document: |n| json("S", &format!("\"a\":{}{}", "[".repeat(n), "]".repeat(n))) },
    Row { name: "open braces", document: |n| Document::Text("json", "{".repeat(n)) },
    Row { name: "escapes", document: |n| json("S", &format!("\"a\":{{\"title\":\"{}\"}}", "\\u0041".repeat(n))) },
    Row {
        name: "half characters",
        document: |n| json("S", &format!("\"a\":{{\"title\":\"{}\"}}", "\\ud83d".repeat(n))),
    },
    Row {
        name: "YAML duplicate keys",
        document: |n| yaml(&format!("components:\n  schemas:\n{}", "    A: {type: string}\n".repeat(n))),
    },
    Row { name: "YAML aliases", document: aliases },
    Row { name: "YAML aliases of aliases", document: aliases_of_aliases },
    Row { name: "YAML anchors", document: |n| yaml(&format!("x-a:\n{}", lines(n, |i| format!("  - &a{i} v")))) },
    Row {
        name: "YAML depth",
        document: |n| yaml(&format!("x-a:\n{}", lines(n.isqrt(), |i| " ".repeat(i + 1) + "a:"))),
    },
    Row { name: "YAML merge keys", document: merge_keys },
    Row { name: "YAML plain text", document: |n| yaml(&format!("x-a: {}\n", "a ".repeat(n))) },
    Row { name: "YAML folded text", document: |n| yaml(&format!("x-a: >\n{}", "  a\n".repeat(n))) },
    Row { name: "YAML question marks", document: |n| yaml(&format!("x-a: {}\n", "? ".repeat(n))) },
    Row { name: "YAML comments", document: |n| yaml(&"# c\n".repeat(n)) },
    Row { name: "YAML lines", document: |n| yaml(&"\n".repeat(n)) },
    Row { name: "YAML flow list", document: |n| yaml(&format!("x-a: [{}]\n", "a, ".repeat(n))) },
    Row { name: "YAML flow list without commas", document: |n| yaml(&format!("x-a: [{}]\n", "a ".repeat(n))) },
    Row { name: "YAML tags", document: |n| yaml(&format!("x-a:\n{}", lines(n, |_| "  - !!str v".to_owned()))) },
    Row {
        name: "YAML numbers as text",
        document: |n| yaml(&format!("tags:\n{}", lines(n, |i| format!("  - {{name: 1.{i}0}}")))),
    },
    Row { name: "YAML numbers below aliases", document: numbers_below_aliases },
    Row { name: "YAML merges of one map", document: merges_of_one_map },
    Row { name: "YAML list of merges", document: list_of_merges },
    Row { name: "YAML long key", document: |n| yaml(&format!("x-{}: a\n", "a".repeat(n))) },
    Row { name: "YAML long keys in braces", document: |n| yaml(&format!("x-a: {{{}: a}}\n", "a b".repeat(n))) },
    Row { name: "YAML digits", document: |n| yaml(&format!("x-a: {}\nx-b: 1e{}\n", "9".repeat(n), "1".repeat(n))) },
    Row { name: "YAML escapes", document: |n| yaml(&format!("x-a: \"{}\"\n", "\\u0041\\n".repeat(n))) },
    Row {
        name: "YAML keys with question marks",
        document: |n| yaml(&format!("x-a:\n{}", lines(n, |i| format!("  ? k{i}\n  : v")))),
    },
    Row { name: "YAML documents", document: |n| yaml(&"---\na: b\n".repeat(n)) },
    Row { name: "exponent", document: |n| json("S", &format!("\"a\":{{\"maximum\":1e-{}}}", "1".repeat(n))) },
    Row { name: "fraction", document: |n| json("S", &format!("\"a\":{{\"minimum\":0.{}}}", "12".repeat(n))) },
    Row {
        name: "numbers",
        document: |n| json("S", &format!("\"a\":{{\"enum\":[{}]}}", vec!["1.5e3"; n.max(1)].join(","))),
    },
];

/// Returns a JSON document whose schema has these properties, verbatim.
fn json(name: &str, properties: &str) -> Document {
    let schema = format!("{{\"type\":\"object\",\"properties\":{{{properties}}}}}");
    let info = "\"info\":{\"title\":\"T\",\"version\":\"1\"},\"paths\":{}";
    let text = format!("{{\"openapi\":\"3.1.0\",{info},\"components\":{{\"schemas\":{{\"{name}\":{schema}}}}}}}");
    Document::Text("json", text)
}

fn yaml(rest: &str) -> Document {
    Document::Text("yaml", format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n{rest}"))
}

fn lines(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).map(|i| line(i) + "\n").collect()
}

fn aliases(n: usize) -> Document {
    let properties = lines(50, |i| format!("        p{i}: {{type: string}}"));
    let aliases = lines(n, |i| format!("    B{i}: *a"));
    yaml(&format!("components:\n  schemas:\n    A: &a\n      type: object\n      properties:\n{properties}{aliases}"))
}

fn aliases_of_aliases(n: usize) -> Document {
    let nine = |i: usize| vec![format!("*x{}", i - 1); 9].join(",");
    let line = |i| if i == 0 { "x-0: &x0 [a]".to_owned() } else { format!("x-{i}: &x{i} [{}]", nine(i)) };
    yaml(&lines(n, line))
}

fn merge_keys(n: usize) -> Document {
    let line = |i: usize| match i {
        0 => "x-0: &x0 {k0: 1}".to_owned(),
        _ => format!("x-{i}: &x{i} {{<<: *x{}, k{i}: 1}}", i - 1),
    };
    yaml(&lines(n, line))
}

fn merges_of_one_map(n: usize) -> Document {
    let keys = lines(n, |i| format!("  k{i}: 1"));
    yaml(&format!("x-a: &a\n{keys}x-b:\n{}", lines(n, |_| "  - {<<: *a, z: 1}".to_owned())))
}

fn list_of_merges(n: usize) -> Document {
    let all = vec!["*a"; n.max(1)].join(", ");
    yaml(&format!("x-a: &a {{k: 1}}\nx-b: {{<<: [{all}]}}\n"))
}

fn numbers_below_aliases(n: usize) -> Document {
    let anchors = lines(n, |i| format!("  - &a{i} {{name: 1.{i}0}}"));
    let aliases = lines(n, |i| format!("  - *a{i}"));
    yaml(&format!("x-tags:\n{anchors}tags:\n{aliases}"))
}
