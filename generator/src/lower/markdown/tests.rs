//! Markdown that is repaired.

use super::{block, inline, note};

#[test]
fn no_text_becomes_a_test_or_a_dead_link() {
    let cases = [
        ("see [the page](/guide) now", "see the page now"),
        ("see [https://x.test/a](/a)", "see <https://x.test/a>"),
        ("see [the [1] page](/a)", "see the \\[1\\] page"),
        ("see [the page](https://x.test/a)", "see [the page](https://x.test/a)"),
        ("an [id] here", "an \\[id\\] here"),
        ("an [`Id`][id]\n\n[id]: crate::Id\n", "an `Id`"),
        ("an [`Id`] or [ID][], [of x][id]\n\n[id]: ../id.html\n[`Id`]: crate::Id\n\nend", "an `Id` or ID, of x\n\nend"),
        ("an [Id]\n\n[id]: https://x.test\n", "an [Id]\n\n[id]: https://x.test"),
        ("a\n\n[b]: c\n    let x; // [b]", "a\n\nlet x; // b"),
        ("see ![a plan][plan]\n\n[Plan]: ./plan.png", "see a plan"),
        ("an id\n\n[optional]: yes", "an id\n\n\\[optional\\]: yes"),
        ("at https://x.test/a.", "at <https://x.test/a>."),
        ("a <b>c</b> d", "a \\<b>c\\</b> d"),
        ("a\n\n    let x;\n", "a\n\n```text\nlet x;\n```"),
        ("```\nlet x;\n```", "```text\nlet x;\n```"),
        ("```rust\nlet x;\n```", "```text\nlet x;\n```"),
        ("```json\n{}\n```", "```json\n{}\n```"),
        ("```json\n{}", "```json\n{}\n```"),
        ("- one\n - two\nof it", "- one\n - two\n   of it"),
        ("> one\nof it", "> one\n> of it"),
        ("> - one\nof it\n> of it", "> - one\n>   of it\n> of it"),
        ("- one\n<!-- note -->", "- one\n\n\\<!-- note -->"),
        ("<p>\n</p>", "\\<p>\n\\</p>"),
        ("<p>\n- a\nb [c]\n</p>", "\\<p>\n- a\n  b \\[c\\]\n  \\</p>"),
        ("<pre>\n\n    let x;\n</pre>", "\\<pre>\n\n```text\nlet x;\n```\n\\</pre>"),
        ("```edition2021\nlet x;\n```", "```text\nlet x;\n```"),
        ("a\n\n    if x {\n        y\n    }", "a\n\n```text\nif x {\n    y\n}\n```"),
        ("a\n\n    ```\n    x\n", "a\n\n````text\n```\nx\n````"),
        ("> a\n>\n>     let x;\n>     let y;\n\nb", "> a\n>\n> ```text\n> let x;\n> let y;\n> ```\n\nb"),
        ("- a\n\n      let x;\n\nb", "- a\n\n  ```text\n  let x;\n  ```\n\nb"),
        ("-     let x;\n\nb", "- ```text\n  let x;\n  ```\n\nb"),
        ("> ```json\n> {}\n\nlet x;", "> ```json\n> {}\n\nlet x;"),
        ("- a\n  ```\n  {}\n\nlet x;", "- a\n  ```text\n  {}\n\nlet x;"),
        ("~~~text\nfoo ~~~", "~~~text\nfoo ~~~\n~~~"),
        ("a \\\\<b> \\<c> \\\\[d]", "a \\\\\\<b> \\<c> \\\\\\[d\\]"),
        ("a[^1]\n\n[^1]: b", "a[^1]\n\n[^1]: b"),
        ("- [ ] a [x]", "- [ ] a \\[x\\]"),
    ];
    for (raw, expected) in cases {
        assert_eq!(block(raw), expected, "{raw}");
    }
    assert_eq!(
        block("- one\nof two\n  - inner\n   line\n\n1. next\n     line"),
        "- one\n  of two\n  - inner\n    line\n\n1. next\n   line"
    );
    assert_eq!(inline("# Title\nof two"), "Title of two");
    assert_eq!(inline("~~~text\nfoo ~~~"), "text foo ~~~");
    for text in ["`a` b", "``a`b`` c", "```a``` b", "**a** b", "*a* b", "~~a~~ b", "-1 is all", "+1 or #2"] {
        assert_eq!(inline(text), text);
    }
    assert_eq!(inline("> - `a` b"), "`a` b");
    assert_eq!(inline("`a b"), "a b");
    assert_eq!(inline("```json\n{}"), "json {}");
    assert_eq!(note("use `x`, *not*\n y"), "use `x`, *not* y");
    assert_eq!(note("see [x](/y) or <b>"), "see x or \\<b>");
}
