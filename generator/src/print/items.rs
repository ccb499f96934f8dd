//! Formats items one by one, and the members of an `impl` one by one, with blank lines between them. `prettyplease` formats those that
//! [`direct`] does not.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::File;

use super::direct;
use super::tokens::{Declaration, Kind, declarations};
use crate::emit::Documentation;
use crate::invisible::{escaped, has_invisible};

/// The way in which declarations are formatted. Both lead to the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Formatting {
    /// From their tokens, if that is possible.
    Direct,
    /// By a parser, always.
    Parsed,
}

/// Formats items with their documentation. Tokens that are not valid Rust are printed unformatted, so that the compiler reports the problem: it would be a
/// defect of `emit`.
pub(super) fn formatted(tokens: &TokenStream, documentation: &Documentation, formatting: Formatting) -> String {
    let printer = Printer { documentation, formatting };
    let Some(text) = printer.declarations(tokens.clone(), 0) else { return format!("{tokens}\n") };
    if !text.split('\n').any(has_invisible) {
        return text;
    }
    printer.declarations(with_escapes(tokens.clone()), 0).unwrap_or(text)
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

/// The indentation of the members of an `impl`.
const INDENT: usize = 4;

struct Printer<'a> {
    documentation: &'a Documentation,
    formatting: Formatting,
}

impl Printer<'_> {
    /// Formats declarations; `None` if one is not valid Rust.
    fn declarations(&self, tokens: TokenStream, indent: usize) -> Option<String> {
        let printed: Option<Vec<Printed>> =
            declarations(tokens).into_iter().map(|declaration| self.declaration(declaration, indent)).collect();
        Some(separated(printed?))
    }

    fn declaration(&self, mut declaration: Declaration, indent: usize) -> Option<Printed> {
        let docs = self.take_docs(&mut declaration.attributes, indent);
        let paragraph = match declaration.kind {
            Kind::Line(keyword) => [("use", Paragraph::Use), ("const", Paragraph::Const), ("type", Paragraph::Type)]
                .into_iter()
                .find_map(|(word, paragraph)| (word == keyword).then_some(paragraph)),
            _ => None,
        };
        let text = match declaration.tokens.split_last() {
            Some((TokenTree::Group(body), head)) if declaration.kind == Kind::Impl && !body.stream().is_empty() => {
                let head = self.head(&declaration, head)?;
                format!("{head}{}}}\n", self.declarations(body.stream(), INDENT)?)
            }
            _ => self.direct(|| direct::declaration(&declaration, indent)).or_else(|| parsed(&declaration, indent))?,
        };
        Some(Printed { paragraph, text: docs + &text })
    }

    fn direct(&self, format: impl FnOnce() -> Option<String>) -> Option<String> {
        (self.formatting == Formatting::Direct).then(format).flatten()
    }

    /// Removes the attribute that stands for documentation, and returns the documentation as indented lines.
    fn take_docs(&self, attributes: &mut Vec<TokenStream>, indent: usize) -> String {
        let lines = |attribute: &TokenStream| {
            let mut tokens = attribute.clone().into_iter();
            let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(index))) = (tokens.next(), tokens.next()) else {
                return None;
            };
            let index: usize = index.stream().to_string().parse().ok().filter(|_| name == "doc")?;
            self.documentation.get(index)
        };
        let Some((at, lines)) = attributes.iter().enumerate().find_map(|(at, one)| Some((at, lines(one)?))) else {
            return String::new();
        };
        attributes.remove(at);
        let indent = " ".repeat(indent);
        lines.iter().flat_map(|line| [&indent, line, "\n"]).collect()
    }

    /// Formats an `impl` up to its opening brace.
    fn head(&self, declaration: &Declaration, head: &[TokenTree]) -> Option<String> {
        if let Some(text) = self.direct(|| direct::head(declaration, head)) {
            return Some(text);
        }
        let empty = Group::new(Delimiter::Brace, TokenStream::new());
        let tokens = head.iter().cloned().chain([TokenTree::from(empty)]).collect();
        let text = parsed(&Declaration { attributes: declaration.attributes.clone(), kind: Kind::Impl, tokens }, 0)?;
        Some(text.trim_end().trim_end_matches('}').to_owned() + "\n")
    }
}

/// Formats a declaration by a parser, indented for its place; `None` if it is not valid Rust.
fn parsed(declaration: &Declaration, indent: usize) -> Option<String> {
    let tokens = declaration.to_stream();
    if indent == 0 {
        return Some(prettyplease::unparse(&syn::parse2::<File>(tokens).ok()?));
    }
    let text = prettyplease::unparse(&syn::parse2::<File>(quote! { impl Around { #tokens } }).ok()?);
    let inside = text.split_once('\n').and_then(|(_, rest)| rest.trim_end().strip_suffix('}'));
    inside.map(str::to_owned)
}

/// Joins declarations with a blank line between them, except within paragraphs.
fn separated(printed: Vec<Printed>) -> String {
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

    use super::{Documentation, Formatting};

    fn formatted(tokens: &proc_macro2::TokenStream, documentation: &Documentation) -> String {
        super::formatted(tokens, documentation, Formatting::Direct)
    }

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
