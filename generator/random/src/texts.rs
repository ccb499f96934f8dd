//! Descriptions and titles: typical Markdown, and characters that need escaping in comments and literals.

use crate::draft::Draft;

const SENTENCES: &[&str] = &[
    "The identifier of the thing.",
    "See [the guide](https://example.com/guide).",
    "One of `a`, `b` and `c`.",
    "Deprecated: use `Other` instead.",
    "**Note**: returns [Pet], [Option] and [`Vec<T>`].",
    "Uses generics like Vec<String> and HashMap<K, V>.",
    "A list:\n\n* first\n* second\n  * nested",
    "1. one\n2. two",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "```json\n{ \"a\": 1 }\n```",
    "```\nlet x = 1;\n```",
    "    indented code",
    "https://example.com/a_b?c=d",
    "Ends with a backslash \\",
    "Has \"quotes\" and 'apostrophes' and `ticks",
    "# A heading",
    "<b>bold</b> and <br/>",
    "Braces {like} {{these}} and $CALL",
    "Trailing space  \nand a tab\there",
    "日本語の説明。",
    "Ünïcödé 🦀",
    "*/ ends a comment",
    "Array[3], map[string]int, x[y](z)",
    "an@example.com, <an@example.com>, <https://example.com>",
    "a < b && c > d",
    "$x^2$ and \\(y\\)",
    "[link]: https://example.com \"title\"",
    "First line\r\nsecond line",
    "- [ ] task\n- [x] done",
    "Term\n: Definition",
];

const TITLES: &[&str] =
    &["Pet Store", "API", "A & B", "core", "Test", "🙂", "x", "\"Quoted\"", "3D Things", "Self", "std"];

/// Writes several sentences.
pub(crate) fn paragraph(draft: &mut Draft<'_, '_>) -> String {
    let count = draft.between(1, 3);
    let sentences: Vec<&str> = (0..count).map(|_| draft.word(SENTENCES)).collect();
    let separator = draft.word(&[" ", "\n", "\n\n"]);
    sentences.join(separator)
}

/// Writes a single line.
pub(crate) fn line(draft: &mut Draft<'_, '_>) -> String {
    draft.word(TITLES).to_owned()
}
