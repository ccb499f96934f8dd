//! Checks that `emit` writes no documentation: `lower` decides what it says. Reads the literals of the sources.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Words of Rust that precede another word in a literal of source.
const KEYWORDS: &[&str] = &["pub", "struct", "enum"];

/// Returns true if a text has two words in a row, separated by blanks, of which none is a keyword of [`KEYWORDS`].
fn is_prose(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| matches!(c, '.' | ',' | ':' | ';' | '(' | ')' | '`' | '[' | ']' | '"'));
        word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic() || c == '\'') && !KEYWORDS.contains(&word)
    };
    // A word that ends with a comma begins a list of names rather than a sentence.
    words
        .windows(2)
        .any(|pair| matches!(pair, [left, right] if is_word(left) && is_word(right) && !left.ends_with(',')))
}

#[test]
fn emit_writes_no_documentation() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src");
    let mut files = vec![root.join("emit.rs")];
    collect(&root.join("emit"), &mut files);
    assert!(files.len() > 10, "the sources of `emit` are not where they were");
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("the file was listed");
        let tokens: TokenStream = text.parse().expect("it is Rust");
        let mut of_file = Vec::new();
        english(tokens, false, &mut of_file);
        found.extend(of_file.into_iter().map(|text| format!("{}: {text}", file.display())));
    }
    assert!(found.is_empty(), "`lower` decides what documentation says, `emit` prints it:\n{}", found.join("\n"));
}

#[test]
fn english_is_found_in_every_form() {
    let found = |source: &str| {
        let mut found = Vec::new();
        english(source.parse().expect("it is Rust"), false, &mut found);
        found.len()
    };
    for source in [
        r#"const RETURNS: &str = "The result.";"#,
        r#"fn f() { docs(&Comment::fill("Sets {}.", [])) }"#,
        r#"fn f() { text.and_block(" it is set") }"#,
        "fn f() { quote! { /// Builds.\n pub fn build(self) {} } }",
        r#"fn f() { quote! { #[doc = "One"] struct A; } }"#,
        r#"fn f() { quote! { #[must_use = "a builder does nothing"] struct A; } }"#,
        r##"fn f() { push(r#"and more of it"#) }"##,
    ] {
        assert_eq!(found(source), 1, "{source}");
    }
    for source in [
        "//! The module.\n/// The documentation of the generator itself.\nfn f() {}",
        r#"#[expect(lint, reason = "a set of facts")] fn f() {}"#,
        r#"fn f() { quote! { #[doc = #text] #[cfg(feature = "a")] pub struct A; } }"#,
        r#"fn f() { format!("pub struct {bundle}") + "Debug, Clone, PartialEq" + "{presence} {}: {}," }"#,
    ] {
        assert_eq!(found(source), 0, "{source}");
    }
}

/// Finds prose in literals, documentation in `quote!`, and comments that are made of literals. Attributes of the source itself are
/// skipped.
fn english(tokens: TokenStream, is_quoted: bool, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let rest = tokens.get(index + 1..).unwrap_or_default();
        index += 1;
        match (token, rest) {
            (TokenTree::Punct(hash), [TokenTree::Group(group), ..] | [_, TokenTree::Group(group), ..])
                if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket && !is_quoted =>
            {
                index += if matches!(rest, [TokenTree::Group(_), ..]) { 1 } else { 2 };
            }
            (TokenTree::Ident(doc), [TokenTree::Punct(equals), TokenTree::Literal(literal), ..])
                if *doc == "doc" && equals.as_char() == '=' =>
            {
                found.push(literal.to_string());
                index += 2;
            }
            (
                TokenTree::Ident(comment),
                [TokenTree::Punct(first), TokenTree::Punct(_), TokenTree::Ident(function), ..],
            ) if *comment == "Comment" && first.as_char() == ':' => {
                found.push(format!("Comment::{function}"));
                // Its argument is the same finding.
                index += 4;
            }
            (TokenTree::Ident(name), [TokenTree::Punct(bang), TokenTree::Group(group), ..])
                if *name == "quote" && bang.as_char() == '!' =>
            {
                english(group.stream(), true, found);
                index += 2;
            }
            (TokenTree::Literal(literal), _) if is_prose(&literal.to_string()) => found.push(literal.to_string()),
            (TokenTree::Group(group), _) => english(group.stream(), is_quoted, found),
            _ => {}
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources can be listed") {
        let path = entry.expect("the sources can be listed").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
