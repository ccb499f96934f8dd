use super::{Comment, Line};

/// Returns the comment as written above an item.
fn written(comment: &Comment) -> String {
    comment.lines().iter().map(Line::outer).collect::<Vec<_>>().join("\n")
}

fn document(text: &str) -> Comment {
    text.to_owned().into()
}

#[test]
fn text_that_can_begin_code_is_hidden_from_doctest() {
    for text in [
        "> ```json\n> {}\n\nlet x;",
        "- a:\n  ```json\n  {}",
        "* > 1. ~~~\nlet x;",
        "Text.\n\n    let x;",
        ">     let x;",
        "1)     let x;",
        "- a\n\n      let x;",
        "> -     let x;",
        "[a]: b\n    let x; // [a]",
        "[^a]: > ```",
        "[^a]:     let x;",
        "Text.\n\n\tlet x;",
    ] {
        let lines = Comment::from("Before.").and_block(document(text)).and_block("After.").lines();
        let hidden: Vec<&str> = lines.iter().filter(|line| line.hidden_from_doctest).map(|line| &*line.text).collect();
        assert_eq!(hidden, [text.replace('\t', "    ").trim_end()], "{lines:?}");
        assert_eq!(lines.len(), 5, "{lines:?}");
    }
}

#[test]
fn usual_text_is_written_as_usual() {
    for text in [
        "A list:\n\n* one\n  * two\n\n> quoted",
        "| a | b |\n|---|---|\n| `x    y` |  z    |",
        "See `a` and ``b`c``, <https://x.test>, [here](https://x.test).",
        "1. one\n2. two\n   of it",
    ] {
        assert!(document(text).lines().iter().all(|line| !line.hidden_from_doctest), "{text:?}");
        let text: Vec<&str> = text.lines().collect();
        assert_eq!(document(&text.join("\n")).lines().iter().map(|line| &line.text).collect::<Vec<_>>(), text);
    }
}

#[test]
fn examples_of_the_generator_stay_tests() {
    let comment = document("> ```\n> {}").and_block("# Example").and_block(Comment::example("no_run", "let x;"));
    assert_eq!(
        written(&comment),
        "#[cfg_attr(not(doctest), doc = r\"> ```\n> {}\")]\n///\n/// # Example\n///\n\
         /// ```no_run\n/// let x;\n/// ```"
    );
    // A fence that is never closed, or a comment in HTML, would hide the example.
    for text in ["Text\n~~~text\nfoo ~~~", "<!-- ", "<script>", "```text\n~~~"] {
        let comment = document(text).and_block(Comment::example("", "let x;"));
        assert!(written(&comment).ends_with("///\n/// ```\n/// let x;\n/// ```"), "{text}: {}", written(&comment));
        assert!(!written(&comment).contains(text), "{text}: {}", written(&comment));
    }
    let source = Comment::from("A").and_block(Comment::example("", "let x = \"\n```\nmain() \";")).and_block("B");
    assert_eq!(written(&source), "/// A\n///\n///\n/// B", "source that could end its block is not source");
}

#[test]
fn html_and_links_that_run_something_are_words() {
    for (text, expected) in [
        ("x \\\\<script>y</script>", "/// x \\\\\\\\\\<script\\>y\\<\\/script\\>"),
        ("<!-- a -->", "/// \\<\\!\\-\\- a \\-\\-\\>"),
        ("<?php", "/// \\<\\?php"),
        ("> - <b>", "/// \\> \\- \\<b\\>"),
        ("<javascript:alert(1)>", "/// \\<javascript\\:alert\\(1\\)\\>"),
        ("[a](javascript:b)", "/// \\[a\\]\\(javascript\\:b\\)"),
        ("[a](java\\\nscript:b)", "/// [a](java\\\n/// script:b)"),
        ("[a](&#106;avascript:b)", "/// \\[a\\]\\(\\&\\#106\\;avascript\\:b\\)"),
        ("![a](data:image/svg+xml,b)", "/// \\!\\[a\\]\\(data\\:image\\/svg\\+xml\\,b\\)"),
        ("[a]\n\n[a]: JavaScript:b", "/// \\[a\\]\n///\n/// \\[a\\]\\: JavaScript\\:b"),
        ("[a](crate::A) <me@x.test> [b](https://x.test)", "/// [a](crate::A) <me@x.test> [b](https://x.test)"),
    ] {
        assert_eq!(written(&document(text)), expected, "{text}");
    }
    // Neither of two texts is HTML, and both of them are: the code ends where it is to begin.
    let comment = Comment::fill("{}: {}", [document("a `b"), document("`<b> c`")]);
    assert_eq!(written(&comment), "/// a \\`b: \\`\\<b\\> c\\`");
}

#[test]
fn a_comment_is_read_as_a_whole() {
    // rustdoc takes away the indentation that all lines have.
    assert_eq!(written(&document("   a\n     b")), "/// a\n///   b");
    assert_eq!(written(&document("a\r\nb\rc\u{2028}d\u{202e}\u{200b}")), "/// a\n/// b\n/// c\n/// d");
    let item = Comment::from("* `a`: ").and(document("one\n\n- two\n- three")).hanging();
    assert_eq!(written(&item), "/// * `a`: one\n///\n///   - two\n///   - three");
    assert_eq!(written(&Comment::new()), "");
}

#[test]
fn a_page_has_no_code_of_the_document() {
    let page = document("```\nlet x;\n```").and_block(Comment::example("rust", "let y;")).page();
    assert_eq!(page, "\\`\\`\\`\nlet x\\;\n\\`\\`\\`\n\n```rust\nlet y;\n```\n");
}

#[test]
fn only_names_are_names() {
    assert_eq!(Comment::name("r#type").segments, Comment::from("r#type").segments);
    assert_eq!(Comment::name("a`b").segments, document("a`b").segments);
    assert_eq!(Comment::code("a`b\n\u{202e}"), document("``a`b\\n\\u{202e}``"));
}

fn lines_of(text: &str) -> Vec<String> {
    document(text).lines().into_iter().map(|line| line.text).collect()
}

#[test]
fn long_lines_of_paragraphs_are_broken_at_spaces() {
    let long = "word ".repeat(30);
    let lines = lines_of(&long);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines.join(" "), long.trim());
    assert!(lines.iter().all(|line| line.len() <= 112), "{lines:?}");
    // A list item goes on below its text.
    let lines = lines_of(&format!("* {long}\n* next"));
    assert_eq!(
        lines.iter().map(|line| line.get(..2)).collect::<Vec<_>>(),
        [Some("* "), Some("  "), Some("* ")],
        "{lines:?}"
    );
    // A page has no maximum length of lines.
    assert_eq!(document(&long).page().lines().count(), 1);
}

#[test]
fn lines_that_would_mean_something_else_are_not_broken() {
    let long = "word ".repeat(30);
    let same = [
        format!("# {long}"),
        format!("| {long}| b |\n|---|---|\n| c | d |"),
        format!("> {long}"),
        format!("[{long}](https://x.test)"),
        "w".repeat(300),
    ];
    for text in same {
        let expected: Vec<&str> = text.lines().map(str::trim_end).collect();
        assert_eq!(lines_of(&text), expected);
    }
    // No part begins like a list item, a heading or another block.
    for start in ["- ", "1. ", "2) ", "# ", "> ", "+ ", "| ", "=== ", "``` ", "<div> "] {
        let lines = lines_of(&format!("word {}", format!("{start}word ").repeat(30)));
        let parts = lines.iter().skip(1);
        assert!(parts.clone().all(|line| !line.starts_with(start.trim())), "{start}: {lines:?}");
    }
}

#[test]
fn paragraphs_are_constant_if_all_of_their_text_is() {
    let comment = Comment::from("A constant.")
        .and_block("Another with ")
        .and(Comment::code("name"))
        .and_block(document("Text.\n\nMore text."))
        .and_block("The last\n\none.");
    let paragraphs = comment.paragraphs();
    let parts = paragraphs
        .iter()
        .map(|super::Paragraph { text, template, values }| (text.as_str(), template.as_str(), values.len()));
    assert_eq!(
        parts.collect::<Vec<_>>(),
        [
            ("A constant.", "A constant.", 0),
            ("Another with `name`", "Another with …", 1),
            ("Text.", "…", 1),
            ("More text.", "…", 1),
            ("The last", "The last", 0),
            ("one.", "one.", 0)
        ]
    );
}
