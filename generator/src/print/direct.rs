//! Formats declarations from their tokens, without a parser, as `prettyplease` formats them. It knows the declarations that large
//! crates consist of, in lines that need no break, and returns `None` for all others.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::line::{MARGIN, is_punct, line, split};
use super::tokens::{Declaration, Kind, attributes};

/// Formats a declaration with its attributes, indented by this number of spaces. The members of an `impl` are formatted separately.
pub(super) fn declaration(declaration: &Declaration, indent: usize) -> Option<String> {
    let mut text = String::new();
    for attribute in &declaration.attributes {
        self::attribute(attribute, indent, &mut text)?;
    }
    match declaration.kind {
        Kind::Line(_) => line_of(&declaration.tokens, indent, "", &mut text)?,
        Kind::Function => function(&declaration.tokens, indent, &mut text)?,
        Kind::Fields => fields(&declaration.tokens, indent, &mut text)?,
        Kind::Impl => line_of(declaration.tokens.split_last()?.1, indent, " {}", &mut text)?,
        Kind::Other => return None,
    }
    Some(text)
}

/// Formats an `impl` up to its opening brace.
pub(super) fn head(declaration: &Declaration, tokens: &[TokenTree]) -> Option<String> {
    let mut text = String::new();
    for attribute in &declaration.attributes {
        self::attribute(attribute, 0, &mut text)?;
    }
    line_of(tokens, 0, " {", &mut text)?;
    Some(text)
}

/// Writes an attribute, which is documentation if it has text.
fn attribute(attribute: &TokenStream, indent: usize, text: &mut String) -> Option<()> {
    let tokens: Vec<TokenTree> = attribute.clone().into_iter().collect();
    if let [TokenTree::Ident(name), equals, TokenTree::Literal(value)] = tokens.as_slice()
        && name == "doc"
        && is_punct(Some(equals), '=')
    {
        let value = value.to_string();
        let plain = value.strip_prefix('"')?.strip_suffix('"')?;
        if plain.contains('\\') || plain.starts_with('/') {
            return None;
        }
        let _ = writeln!(text, "{:indent$}///{}", "", plain.trim_end_matches(' '));
        return Some(());
    }
    let has_list = tokens.iter().any(|token| matches!(token, TokenTree::Group(_)));
    let start = text.len();
    let _ = write!(text, "{:indent$}#[", "");
    line(&tokens, text)?;
    text.push(']');
    let fits = !has_list || text.len() - start < MARGIN;
    text.push('\n');
    fits.then_some(())
}

/// Writes tokens and an ending as one line.
fn line_of(tokens: &[TokenTree], indent: usize, ending: &str, text: &mut String) -> Option<()> {
    let start = text.len();
    let _ = write!(text, "{:indent$}", "");
    line(tokens, text)?;
    text.push_str(ending);
    let fits = text.len() - start <= MARGIN;
    text.push('\n');
    fits.then_some(())
}

/// Writes elements, one a line with a comma. A comma at the margin is rejected, since it may be written after the break.
fn elements<'t>(elements: impl Iterator<Item = &'t [TokenTree]>, indent: usize, text: &mut String) -> Option<()> {
    for element in elements {
        let start = text.len();
        line_of(element, indent, ",", text)?;
        if text.len() - start > MARGIN {
            return None;
        }
    }
    Some(())
}

/// Writes a struct with named fields, or an enum.
fn fields(tokens: &[TokenTree], indent: usize, text: &mut String) -> Option<()> {
    let (body, head) = body(tokens)?;
    let members: Vec<TokenTree> = body.stream().into_iter().collect();
    if members.is_empty() {
        return line_of(head, indent, " {}", text);
    }
    line_of(head, indent, " {", text)?;
    let mut rest = members.as_slice();
    while !rest.is_empty() {
        let (attributes, after) = attributes(rest);
        for attribute in &attributes {
            self::attribute(attribute, indent + INDENT, text)?;
        }
        let end = split(after).next().map_or(0, <[TokenTree]>::len);
        elements(std::iter::once(after.get(..end)?), indent + INDENT, text)?;
        rest = after.get(end + 1..).unwrap_or_default();
    }
    let _ = writeln!(text, "{:indent$}}}", "");
    Some(())
}

/// The indentation of one level.
const INDENT: usize = 4;

/// Splits off the block at the end.
fn body(tokens: &[TokenTree]) -> Option<(&Group, &[TokenTree])> {
    match tokens.split_last()? {
        (TokenTree::Group(body), head) if body.delimiter() == Delimiter::Brace => Some((body, head)),
        _ => None,
    }
}

fn function(tokens: &[TokenTree], indent: usize, text: &mut String) -> Option<()> {
    let (body, head) = body(tokens)?;
    let statements: Vec<TokenTree> = body.stream().into_iter().collect();
    let opening = if statements.is_empty() { " {}" } else { " {" };
    signature(head, indent, opening, text)?;
    if statements.is_empty() {
        return Some(());
    }
    let mut rest = statements.as_slice();
    while let Some(end) = rest.iter().position(|token| is_punct(Some(token), ';')) {
        let (statement, after) = rest.split_at(end + 1);
        line_of(statement, indent + INDENT, "", text)?;
        rest = after;
    }
    if !rest.is_empty() {
        tail(rest, indent + INDENT, text)?;
    }
    let _ = writeln!(text, "{:indent$}}}", "");
    Some(())
}

/// Writes a signature in one line, or with a line per parameter.
fn signature(tokens: &[TokenTree], indent: usize, opening: &str, text: &mut String) -> Option<()> {
    let start = text.len();
    let _ = write!(text, "{:indent$}", "");
    line(tokens, text)?;
    text.push_str(opening);
    if text.len() - start <= MARGIN {
        text.push('\n');
        return Some(());
    }
    let name = tokens.iter().position(|token| matches!(token, TokenTree::Ident(word) if word == "fn"))?;
    let list =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
    let at = name + tokens.get(name..)?.iter().position(list)?;
    let (before, after) = (tokens.get(..at)?, tokens.get(at + 1..)?);
    let TokenTree::Group(parameters) = tokens.get(at)? else { return None };
    // A break in the type that is returned, rather than between parameters, is possible up to here.
    let first_break = after.iter().position(|token| is_punct(Some(token), '<'));
    if let Some(end) = first_break {
        let mut line_to_break = String::new();
        line(tokens.get(..=at + 1 + end)?, &mut line_to_break)?;
        if indent + line_to_break.len() <= MARGIN {
            return None;
        }
    }
    text.truncate(start);
    let _ = write!(text, "{:indent$}", "");
    line(before, text)?;
    text.push_str("(\n");
    if text.len() - start > MARGIN {
        return None;
    }
    let parameters: Vec<TokenTree> = parameters.stream().into_iter().collect();
    elements(split(&parameters), indent + INDENT, text)?;
    let closing = text.len();
    let _ = write!(text, "{:indent$})", "");
    if !after.is_empty() {
        text.push(' ');
        line(after, text)?;
    }
    text.push_str(opening);
    let fits = text.len() - closing <= MARGIN;
    text.push('\n');
    fits.then_some(())
}

/// Writes the expression at the end of a block, which may be a struct.
fn tail(tokens: &[TokenTree], indent: usize, text: &mut String) -> Option<()> {
    /// The maximum width of a struct in one line, up to its closing brace.
    const MAX_STRUCT: usize = 34;
    let Some((body, path)) = body(tokens) else { return line_of(tokens, indent, "", text) };
    let is_type = |word: &str| word.starts_with(|first: char| first.is_ascii_uppercase());
    let [TokenTree::Ident(name)] = path else { return None };
    let name = name.to_string();
    let fields: Vec<TokenTree> = body.stream().into_iter().collect();
    if !is_type(&name) {
        return None;
    }
    if fields.is_empty() {
        let _ = writeln!(text, "{:indent$}{name} {{}}", "");
        return Some(());
    }
    let mut one_line = format!("{name} {{ ");
    for (index, field) in split(&fields).enumerate() {
        if index > 0 {
            one_line.push_str(", ");
        }
        line(field, &mut one_line)?;
    }
    if one_line.len() < MAX_STRUCT {
        let _ = writeln!(text, "{:indent$}{one_line} }}", "");
        return Some(());
    }
    let _ = writeln!(text, "{:indent$}{name} {{", "");
    elements(split(&fields), indent + INDENT, text)?;
    let _ = writeln!(text, "{:indent$}}}", "");
    Some(())
}
