//! Parses the documentation of generated files as rustdoc does, without the generator's code: the text that `cargo
//! doc` shows, and the text that `cargo test` searches for doctests.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use syn::visit::Visit;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The extensions of `CommonMark` that rustdoc supports.
const SHOWN: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// The documentation of an item, or of a Markdown file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Documentation {
    /// The text that `cargo doc` shows.
    pub shown: String,
    /// The text that `cargo test` searches for doctests.
    pub tested: String,
}

/// Returns the defects in the documentation of a crate, given its files. A code block belongs to the generator if it
/// contains the name of the crate. The runtime is skipped, since it is identical in every crate.
#[must_use]
pub fn defects<'a>(files: impl Iterator<Item = (&'a str, &'a str)>, krate: &str) -> Vec<String> {
    let mut defects = Vec::new();
    for (path, text) in files.filter(|(path, _)| !path.starts_with("src/runtime/")) {
        let found = match path.rsplit_once('.') {
            Some((_, "rs")) => of_rust(text),
            Some((_, "md")) => Ok(vec![of_markdown(text)]),
            _ => continue,
        };
        match found {
            Ok(found) => {
                let all = found.iter().flat_map(|item| item.defects(&|code| code.contains(krate)));
                defects.extend(all.map(|defect| format!("{path}: {defect}")));
            }
            Err(error) => defects.push(format!("{path} is not Rust: {error}")),
        }
    }
    defects
}

/// Returns the documentation of every item of a Rust file.
///
/// # Errors
///
/// Returns an error if the file cannot be parsed.
pub fn of_rust(source: &str) -> Result<Vec<Documentation>, String> {
    let file = syn::parse_file(source).map_err(|error| error.to_string())?;
    let mut found = FoundDocs::default();
    found.add(&file.attrs);
    found.visit_file(&file);
    Ok(found.0)
}

/// Returns the documentation in a Markdown file.
#[must_use]
pub fn of_markdown(text: &str) -> Documentation {
    Documentation { shown: text.to_owned(), tested: text.to_owned() }
}

/// Returns true if a code block belongs to the generator, because it contains the name of the crate.
pub type IsOurs<'a> = &'a dyn Fn(&str) -> bool;

impl Documentation {
    /// Returns the defects: raw HTML, links that run code, code blocks that do not belong to the generator, invisible
    /// characters.
    #[must_use]
    pub fn defects(&self, is_ours: IsOurs<'_>) -> Vec<String> {
        let mut defects = Vec::new();
        for options in [Options::empty(), SHOWN] {
            for event in Parser::new_ext(&self.shown, options) {
                match event {
                    Event::Html(html) | Event::InlineHtml(html) => defects.push(format!("raw HTML: {html}")),
                    Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) if runs(&dest_url) => {
                        defects.push(format!("a link that runs something: {dest_url}"));
                    }
                    _ => {}
                }
            }
            let code = code_blocks_with(&self.tested, options).into_iter();
            defects.extend(code.filter(|code| !is_ours(&code.text)).map(|code| format!("foreign code: {code:?}")));
        }
        let hides = |c: char| {
            c != '\n'
                && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c))
        };
        defects.extend(self.shown.chars().find(|&c| hides(c)).map(|c| format!("an invisible character: {c:?}")));
        defects
    }
}

/// A code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The info string of the fence.
    pub info: String,
    /// The content.
    pub text: String,
}

/// Returns the code blocks in Markdown, as rustdoc finds them when it searches for doctests.
#[must_use]
pub fn code_blocks(markdown: &str) -> Vec<Code> {
    code_blocks_with(markdown, Options::empty())
}

fn code_blocks_with(markdown: &str, options: Options) -> Vec<Code> {
    let mut blocks = Vec::new();
    let mut open: Option<Code> = None;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = if let CodeBlockKind::Fenced(info) = kind { info.to_string() } else { String::new() };
                open = Some(Code { info, text: String::new() });
            }
            Event::Text(text) => {
                if let Some(code) = &mut open {
                    code.text.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

fn runs(url: &str) -> bool {
    let url: String = url.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let url = url.to_ascii_lowercase();
    ["javascript:", "data:", "vbscript:", "file:"].iter().any(|scheme| url.starts_with(scheme))
}

#[derive(Default)]
struct FoundDocs(Vec<Documentation>);

impl FoundDocs {
    fn add(&mut self, attributes: &[Attribute]) {
        let notes = attributes.iter().filter_map(note).map(|note| Documentation { shown: note, tested: String::new() });
        self.0.extend(notes);
        let lines: Vec<(String, bool)> = attributes.iter().filter_map(line).collect();
        if lines.is_empty() {
            return;
        }
        let joined = |only_tested: bool| {
            let lines = lines.iter().filter(|(_, hidden)| !(only_tested && *hidden)).map(|(line, _)| line.as_str());
            dedented(&lines.collect::<Vec<_>>().join("\n"))
        };
        self.0.push(Documentation { shown: joined(false), tested: joined(true) });
    }
}

/// Removes the indentation that all lines share.
fn dedented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let least = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    text.lines().map(|line| line.get(least..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Returns the text of `#[doc = "…"]` or `#[cfg_attr(not(doctest), doc = "…")]`, and true if it is hidden from
/// doctests. Removes the space after `///`, which is not part of the indentation.
fn line(attribute: &Attribute) -> Option<(String, bool)> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => {
            let text = literal(&pair.value)?;
            Some((text.strip_prefix(' ').unwrap_or(&text).to_owned(), false))
        }
        Meta::List(list) if list.path.is_ident("cfg_attr") => {
            let parts = syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated;
            let parts = list.parse_args_with(parts).ok()?;
            let hidden = matches!(parts.first()?, Meta::List(not) if not.path.is_ident("not") && not.tokens.to_string() == "doctest");
            match parts.last()? {
                Meta::NameValue(pair) if pair.path.is_ident("doc") => Some((literal(&pair.value)?, hidden)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Returns the text of `#[deprecated = "…"]`, which rustdoc renders as Markdown.
fn note(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("deprecated") => literal(&pair.value),
        _ => None,
    }
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// Defines a visitor for each kind of item that can be documented.
macro_rules! visits {
    ($($method:ident $ty:ident),+ $(,)?) => {
        impl<'ast> Visit<'ast> for FoundDocs {
            $(
                fn $method(&mut self, node: &'ast syn::$ty) {
                    self.add(&node.attrs);
                    syn::visit::$method(self, node);
                }
            )+
        }
    };
}

visits!(
    visit_field Field,
    visit_impl_item_fn ImplItemFn,
    visit_impl_item_const ImplItemConst,
    visit_item_const ItemConst,
    visit_item_enum ItemEnum,
    visit_item_fn ItemFn,
    visit_item_macro ItemMacro,
    visit_item_mod ItemMod,
    visit_item_static ItemStatic,
    visit_item_struct ItemStruct,
    visit_item_trait ItemTrait,
    visit_item_type ItemType,
    visit_item_use ItemUse,
    visit_trait_item_fn TraitItemFn,
    visit_variant Variant,
);

#[cfg(test)]
mod tests {
    use super::{of_markdown, of_rust};

    #[test]
    fn documentation_is_read_as_rustdoc_reads_it() {
        let source = "//! A\n//!\n#![cfg_attr(not(doctest), doc = r\"B\n    c\")]\n/// D\n#[cfg_attr(not(doctest), doc = \"```\")]\n\
                      pub struct E {\n    ///  F\n    ///   g\n    f: u8,\n}\n";
        let found = of_rust(source).expect("Rust");
        let texts: Vec<_> = found.iter().map(|item| (item.shown.as_str(), item.tested.as_str())).collect();
        assert_eq!(texts, [("A\n\nB\n    c", "A"), ("D\n```", "D"), ("F\n g", "F\n g")]);
    }

    #[test]
    fn every_defect_is_seen() {
        let is_ours = |code: &str| code.contains("ours");
        for (text, expected) in [
            ("a <b>", "raw HTML: <b>"),
            ("<!-- a -->", "raw HTML: <!-- a -->"),
            ("[a](javascript:b)", "a link that runs something: javascript:b"),
            ("a\n\n    b", "foreign code: Code { info: \"\", text: \"b\" }"),
            ("> ```text\n> b", "foreign code: Code { info: \"text\", text: \"b\" }"),
            ("a\rb", "an invisible character: '\\r'"),
        ] {
            assert_eq!(
                of_markdown(text).defects(&is_ours).first().map(|defect| defect.trim_end()),
                Some(expected),
                "{text}"
            );
        }
        assert!(
            of_markdown("# a\n\n```\nours\n```\n\n[b](crate::b) `<c>` <https://d.test>").defects(&is_ours).is_empty()
        );
    }
}
