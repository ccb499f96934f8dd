//! Formats items one by one, and the members of an `impl` one by one, with blank lines between them.

use std::mem;

use proc_macro2::{Group, TokenStream, TokenTree};
use syn::{Attribute, File, ImplItem, Item, ItemImpl, Meta, parse_quote};

use crate::emit::Documentation;
use crate::invisible::{escaped, has_invisible};

/// Formats items with their documentation. Tokens that are not valid Rust are printed unformatted, so that the compiler reports the problem: it would be a
/// defect of `emit`.
pub(super) fn formatted(tokens: &TokenStream, documentation: &Documentation) -> String {
    let Ok(file) = syn::parse2::<File>(tokens.clone()) else { return format!("{tokens}\n") };
    let text = items(file.items, documentation);
    if !text.split('\n').any(has_invisible) {
        return text;
    }
    let shown = syn::parse2::<File>(with_escapes(tokens.clone()));
    shown.map_or(text, |file| items(file.items, documentation))
}

/// An item, or a member of one, that is formatted.
struct Printed {
    /// The kind of declaration, if several of its kind that are one line each form a paragraph.
    paragraph: Option<Paragraph>,
    text: String,
}

/// The kinds of declarations that form paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Paragraph {
    Use,
    Const,
    Type,
}

impl Printed {
    fn follows_without_blank_line(&self, previous: &Self) -> bool {
        let is_line = |printed: &Self| printed.text.lines().nth(1).is_none();
        self.paragraph.is_some() && self.paragraph == previous.paragraph && is_line(self) && is_line(previous)
    }
}

fn items(items: Vec<Item>, documentation: &Documentation) -> String {
    separated(items.into_iter().map(|mut item| {
        let docs = attributes(&mut item).map(|attributes| docs(attributes, documentation, "")).unwrap_or_default();
        let paragraph = match &item {
            Item::Use(_) => Some(Paragraph::Use),
            Item::Const(_) => Some(Paragraph::Const),
            Item::Type(_) => Some(Paragraph::Type),
            _ => None,
        };
        let text = match item {
            Item::Impl(item) if !item.items.is_empty() => implementation(item, documentation),
            item => unparse(item),
        };
        Printed { paragraph, text: docs + &text }
    }))
}

/// Returns the attributes of an item that can have documentation.
fn attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        Item::Const(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Fn(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Type(item) => &mut item.attrs,
        _ => return None,
    })
}

/// Removes the attribute that stands for documentation, and returns the documentation as indented lines.
fn docs(attributes: &mut Vec<Attribute>, documentation: &Documentation, indent: &str) -> String {
    let lines = |attribute: &Attribute| {
        let Meta::List(list) = &attribute.meta else { return None };
        let index: usize = list.tokens.to_string().parse().ok().filter(|_| list.path.is_ident("doc"))?;
        documentation.get(index)
    };
    let Some((at, lines)) = attributes.iter().enumerate().find_map(|(at, one)| Some((at, lines(one)?))) else {
        return String::new();
    };
    attributes.remove(at);
    lines.iter().flat_map(|line| [indent, line, "\n"]).collect()
}

/// The indentation of the members of an `impl`.
const INDENT: &str = "    ";

/// Formats an `impl` without its members, and writes the members between its braces.
fn implementation(mut item: ItemImpl, documentation: &Documentation) -> String {
    let members = mem::take(&mut item.items);
    let members = separated(members.into_iter().map(|mut member| {
        let attributes = match &mut member {
            ImplItem::Const(item) => Some(&mut item.attrs),
            ImplItem::Fn(item) => Some(&mut item.attrs),
            ImplItem::Type(item) => Some(&mut item.attrs),
            _ => None,
        };
        let docs = attributes.map(|attributes| docs(attributes, documentation, INDENT)).unwrap_or_default();
        let paragraph = match &member {
            ImplItem::Const(_) => Some(Paragraph::Const),
            ImplItem::Type(_) => Some(Paragraph::Type),
            _ => None,
        };
        Printed { paragraph, text: docs + &self::member(member) }
    }));
    let head = unparse(Item::Impl(item));
    let head = head.trim_end().trim_end_matches('}');
    format!("{head}\n{members}}}\n")
}

/// Formats a member of an `impl`, indented as it is there.
fn member(member: ImplItem) -> String {
    let mut around: ItemImpl = parse_quote! { impl Around {} };
    around.items.push(member);
    let text = unparse(Item::Impl(around));
    let inside = text.split_once('\n').and_then(|(_, rest)| rest.trim_end().strip_suffix('}'));
    inside.unwrap_or(&text).to_owned()
}

fn unparse(item: Item) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}

/// Joins declarations with a blank line between them, except within paragraphs.
fn separated(printed: impl Iterator<Item = Printed>) -> String {
    let mut text = String::new();
    let mut previous: Option<Printed> = None;
    for next in printed {
        if previous.is_some_and(|previous| !next.follows_without_blank_line(&previous)) {
            text.push('\n');
        }
        text.push_str(&next.text);
        previous = Some(next);
    }
    text
}

/// Returns the tokens with all invisible characters in string literals escaped. `proc_macro2` leaves a few fillers unescaped.
fn with_escapes(tokens: TokenStream) -> TokenStream {
    let escaped = |token| match token {
        TokenTree::Group(group) => Group::new(group.delimiter(), with_escapes(group.stream())).into(),
        TokenTree::Literal(literal) => {
            let source = literal.to_string();
            let shown = if source.starts_with('"') { escaped(&source).parse().ok() } else { None };
            shown.unwrap_or(literal).into()
        }
        other => other,
    };
    tokens.into_iter().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::formatted;

    #[test]
    fn members_are_separated_unless_they_form_a_paragraph() {
        let tokens = quote! {
            pub use a::B;
            pub use a::C;
            impl Operation for List {
                const METHOD: Method = Method::GET;
                const PATH: &'static str = "/pets";
                /// Documented.
                const SCOPES: &'static [&'static str] = &["a"];
                type Output = Vec<Pet>;
                type Failure = ErrorBody;
                fn read(self) -> bool { true }
                #[must_use]
                fn write(self) -> bool { false }
            }
            impl Clone for List {}
        };
        assert_eq!(
            formatted(&tokens, &Vec::new()),
            "pub use a::B;\npub use a::C;\n\nimpl Operation for List {\n    const METHOD: Method = Method::GET;\n    \
             const PATH: &'static str = \"/pets\";\n\n    /// Documented.\n    const SCOPES: &'static [&'static str] = &[\"a\"];\n\n    \
             type Output = Vec<Pet>;\n    type Failure = ErrorBody;\n\n    fn read(self) -> bool {\n        true\n    }\n\n    \
             #[must_use]\n    fn write(self) -> bool {\n        false\n    }\n}\n\nimpl Clone for List {}\n"
        );
    }

    #[test]
    fn documentation_is_written_in_place_of_its_attribute() {
        let tokens = quote! {
            #[doc(1)]
            #[deprecated]
            pub type Old = New;
            impl Text {
                #[doc(0)]
                fn text() {}
            }
        };
        let documentation = vec![vec!["/// One.".to_owned(), "///".to_owned()], vec!["/// Two.".to_owned()]];
        assert_eq!(
            formatted(&tokens, &documentation),
            "/// Two.\n#[deprecated]\npub type Old = New;\n\nimpl Text {\n    /// One.\n    ///\n    fn text() {}\n}\n"
        );
    }

    #[test]
    fn text_in_literals_does_not_change_the_layout() {
        let tokens = quote! {
            impl Text {
                const TEXT: &'static str = "\n    }\n    pub fn x() {\n";
                fn text() {}
            }
        };
        let text = formatted(&tokens, &Vec::new());
        assert!(text.contains("\\n    }\\n    pub fn x() {\\n"), "{text}");
    }
}
