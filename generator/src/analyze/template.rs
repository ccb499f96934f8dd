//! Reads path templates and the path parameters that belong to them.

mod expression;
mod query;

use std::collections::{HashMap, HashSet};

use super::context::Context;
use super::secrets;
use crate::diag::{Code, Diagnostic};
use crate::model::{Docs, Location, Parameter, PathPiece, Reserved, Style, Type};
use crate::path::SpecPath;
use expression::Expression;

/// A piece of a template, with parameters by name.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    Literal(&'t str),
    Name(Expression<'t>),
}

/// Returns the names of the parameters in a template.
fn names<'a, 't>(pieces: &'a [Piece<'t>]) -> impl Iterator<Item = &'t str> + Clone + 'a {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Name(expression) => Some(expression.name),
        Piece::Literal(_) => None,
    })
}

/// Splits a template into pieces, and adapts `parameters` to it. Parameters that are in the template but not declared
/// are added. Path parameters that are declared but not in the template are removed.
pub(super) fn pieces(
    cx: &mut Context<'_>,
    operation: &SpecPath,
    template: &str,
    parameters: &mut Vec<Parameter>,
) -> Vec<PathPiece> {
    // The part after `#` is never sent. Documents use it to distinguish operations with the same path.
    let sent = template.split('#').next().unwrap_or_default();
    let sent = &with_colons(cx, operation, sent, parameters);
    let sent = &query::without_duplicates(cx, operation, sent, parameters);
    let mut cut = cut(sent);
    // First the names in the template, then those of the parameters: a parameter is renamed only if its name is not in the
    // template, and dropped only if that did not help.
    choose_names(cx, operation, &mut cut, parameters);
    renamed(cx, template, &cut, parameters);
    drop_unused(cx, template, &cut, parameters);
    let in_query = sent.find('?').unwrap_or(sent.len());
    let mut indices = Indices::new(parameters);
    let mut pieces = Vec::new();
    let mut at = 0;
    for piece in &cut {
        match piece {
            Piece::Literal(text) => {
                pieces.push(PathPiece::Literal(escaped(text)));
                at += text.len();
            }
            Piece::Name(Expression { raw, name, has_segments }) => {
                let index = index_of(cx, operation, parameters, &mut indices, name, at > in_query);
                if let Some(parameter) = parameters.get_mut(index).filter(|_| *has_segments) {
                    parameter.reserved = Reserved::AllowedWithSlash;
                }
                pieces.push(PathPiece::Parameter(index));
                at += raw.len() + 2;
            }
        }
    }
    report_escapes(cx, operation, &cut);
    if !sent.starts_with('/') {
        let message = format!("the path `{template}` does not begin with `/`, which is added");
        cx.findings.report_once(Diagnostic::new(Code::PathTemplate, operation, message));
        pieces.insert(0, PathPiece::Literal("/".to_owned()));
    }
    pieces
}

/// Chooses the parameter name of each expression: its name without operators and patterns, unless a parameter is declared
/// under the whole text.
fn choose_names(cx: &mut Context<'_>, operation: &SpecPath, cut: &mut [Piece<'_>], parameters: &[Parameter]) {
    let declared: HashSet<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    for piece in cut {
        let Piece::Name(expression) = piece else { continue };
        if expression.raw != expression.name && declared.contains(expression.raw) {
            expression.name = expression.raw;
        }
        report_expression(cx, operation, expression);
    }
}

/// Removes the path parameters that are not in the template, and reports them.
fn drop_unused(cx: &mut Context<'_>, template: &str, cut: &[Piece<'_>], parameters: &mut Vec<Parameter>) {
    let in_template: HashSet<&str> = names(cut).collect();
    let is_used = |parameter: &Parameter| in_template.contains(parameter.name.as_str());
    let unused: Vec<Parameter> =
        parameters.extract_if(.., |parameter| parameter.location == Location::Path && !is_used(parameter)).collect();
    for parameter in unused {
        report_unused(cx, &parameter, template, cut);
    }
}

/// Reports the first literal text that has to be escaped.
fn report_escapes(cx: &mut Context<'_>, operation: &SpecPath, cut: &[Piece<'_>]) {
    let mut literals = cut.iter().filter_map(|piece| match piece {
        Piece::Literal(text) => Some(*text),
        Piece::Name(_) => None,
    });
    if let Some(text) = literals.find(|text| escaped(text) != *text) {
        let message =
            format!("`{text}` contains characters that are not allowed in a URL; it is sent as `{}`", escaped(text));
        cx.findings.report_once(Diagnostic::new(Code::PathTemplate, operation, message));
    }
}

/// Replaces `/:id`, the syntax of other frameworks, by `/{id}`, if the path parameter `id` is declared and not
/// elsewhere in the path.
fn with_colons(cx: &mut Context<'_>, operation: &SpecPath, sent: &str, parameters: &[Parameter]) -> String {
    let mut out = sent.to_owned();
    let segments: HashSet<&str> = sent.split('/').collect();
    for parameter in parameters.iter().filter(|parameter| parameter.location == Location::Path) {
        let colon = format!(":{}", parameter.name);
        if !segments.contains(colon.as_str()) || sent.contains(&format!("{{{}}}", parameter.name)) {
            continue;
        }
        let braced = format!("{{{}}}", parameter.name);
        let segments = out.split('/').map(|segment| if segment == colon { braced.as_str() } else { segment });
        out = segments.collect::<Vec<_>>().join("/");
        let message = format!("`{colon}` in the path is treated as the parameter `{braced}`");
        cx.findings.report_once(Diagnostic::new(Code::PathTemplate, operation, message));
    }
    out
}

/// Renames path parameters that are not in the template. If exactly one undeclared name in the template has the same
/// letters and digits, ignoring case, the parameter gets that name.
fn renamed(cx: &mut Context<'_>, template: &str, cut: &[Piece<'_>], parameters: &mut [Parameter]) {
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let in_template: HashSet<&str> = names(cut).collect();
    let declared: HashSet<String> =
        parameters.iter().filter(|one| one.location == Location::Path).map(|one| one.name.clone()).collect();
    let mut by_letters: HashMap<String, Vec<&str>> = HashMap::new();
    for name in names(cut).filter(|name| !declared.contains(*name)) {
        by_letters.entry(letters(name)).or_default().push(name);
    }
    for parameter in parameters.iter_mut().filter(|parameter| parameter.location == Location::Path) {
        if in_template.contains(parameter.name.as_str()) {
            continue;
        }
        let Some([name]) = by_letters.get(&letters(&parameter.name)).map(Vec::as_slice) else { continue };
        let message =
            format!("the path parameter `{}` is treated as `{{{name}}}` of the path `{template}`", parameter.name);
        cx.findings.report_once(Diagnostic::new(Code::PathParameter, &parameter.path, message));
        (*name).clone_into(&mut parameter.name);
    }
}

/// Escapes the characters of a template that a URL cannot contain. Existing percent escapes are kept.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_escape = || text.get(at + 1..at + 3).is_some_and(|hex| hex.chars().all(|c| c.is_ascii_hexdigit()));
        if c.is_ascii_alphanumeric() || "/?&=:@!$'()*+,;-._~".contains(c) || (c == '%' && is_escape()) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            out.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        }
    }
    out
}

/// Splits a template at its braces. An unmatched brace is an ordinary character. Braces within braces belong to the
/// pattern of a parameter.
fn cut(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inner, tail)) = closed(after) else { break };
        if !before.is_empty() {
            pieces.push(Piece::Literal(before));
        }
        pieces.push(Piece::Name(Expression::parse(inner)));
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

/// Splits a text at the matching closing brace.
fn closed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => return Some((text.get(..at)?, text.get(at + 1..)?)),
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.split_once('}')
}

/// Reports an expression that is more than a name.
fn report_expression(cx: &mut Context<'_>, operation: &SpecPath, expression: &Expression<'_>) {
    let Expression { raw, name, has_segments } = expression;
    let found = if *has_segments {
        let message = format!(
            "`{{{raw}}}` in the path is treated as the parameter `{name}` with any number of segments: `/` is sent unchanged"
        );
        Diagnostic::new(Code::PathTemplate, operation, message)
            .help("segments that are `.` or `..` are rejected when called")
    } else if raw != name {
        let message = format!("`{{{raw}}}` in the path is treated as the parameter `{{{name}}}`");
        Diagnostic::new(Code::PathTemplate, operation, message)
    } else {
        return;
    };
    cx.findings.report_once(found);
}

/// The indices of the parameters that a template can name. The first parameter of each name counts.
struct Indices {
    path: HashMap<String, usize>,
    query: HashMap<String, usize>,
}

impl Indices {
    fn new(parameters: &[Parameter]) -> Self {
        let by_name = |location: Location| {
            let all = parameters.iter().enumerate().filter(|(_, parameter)| parameter.location == location);
            // In reverse order, so that the first parameter of a name wins.
            all.rev().map(|(index, parameter)| (parameter.name.clone(), index)).collect()
        };
        Self { path: by_name(Location::Path), query: by_name(Location::Query) }
    }
}

/// Returns the parameter that a template names. After `?`, it may be declared as a query parameter, whose value is then
/// written at this place of the template.
fn index_of(
    cx: &mut Context<'_>,
    operation: &SpecPath,
    parameters: &mut Vec<Parameter>,
    indices: &mut Indices,
    name: &str,
    in_query: bool,
) -> usize {
    if let Some(&index) = indices.path.get(name) {
        return index;
    }
    let query = indices.query.get(name).copied();
    if let Some((index, parameter)) =
        query.filter(|_| in_query).and_then(|index| Some((index, parameters.get_mut(index)?)))
    {
        indices.query.remove(name);
        indices.path.insert(name.to_owned(), index);
        parameter.location = Location::Path;
        parameter.required = true;
        parameter.style = Style::Simple;
        parameter.explode = false;
        return index;
    }
    let message = format!("the path contains `{{{name}}}`, which is not declared as a path parameter");
    let near = parameters
        .iter()
        .filter(|parameter| parameter.location == Location::Query)
        .map(|parameter| parameter.name.as_str());
    let help = match cx.document.tree.nearest_of(name, parameters.len(), near) {
        Some(near) => format!("it is added as a string; `{near}` is declared in the query"),
        None => "it is added as a string".to_owned(),
    };
    cx.findings.report_once(Diagnostic::new(Code::PathParameter, operation, message).help(help));
    indices.path.insert(name.to_owned(), parameters.len());
    parameters.push(undeclared(operation, name));
    parameters.len() - 1
}

fn undeclared(operation: &SpecPath, name: &str) -> Parameter {
    Parameter {
        path: operation.clone(),
        name: name.to_owned(),
        location: Location::Path,
        required: true,
        ty: Type::String,
        style: Style::Simple,
        explode: false,
        delimiter: None,
        reserved: Reserved::Escaped,
        nesting: None,
        content: None,
        query: None,
        docs: Docs::default(),
        default: None,
        constant: None,
        initial: None,
        secret: secrets::is_named(name, Location::Path),
    }
}

fn report_unused(cx: &mut Context<'_>, parameter: &Parameter, template: &str, pieces: &[Piece<'_>]) {
    let message = format!("the path parameter `{}` is not in the path `{template}`; it is dropped", parameter.name);
    let near = cx.document.tree.nearest_of(&parameter.name, pieces.len(), names(pieces));
    let help = near.map(|name| format!("did you mean `{name}`?")).unwrap_or_default();
    cx.findings.report_once(Diagnostic::new(Code::PathParameter, &parameter.path, message).help(help));
}

#[cfg(test)]
mod tests {
    use super::{Expression, Piece, cut, escaped};

    fn name(name: &str) -> Piece<'_> {
        Piece::Name(Expression { raw: name, name, has_segments: false })
    }

    #[test]
    fn a_template_is_sent_as_a_url_can_be() {
        for (text, expected) in [
            ("/a.b/c-d_e~(f):g@h", "/a.b/c-d_e~(f):g@h"),
            ("/caf é", "/caf%20%C3%A9"),
            ("/a%2Fb/100%", "/a%2Fb/100%25"),
            ("/{a", "/%7Ba"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn a_template_is_cut_at_its_braces() {
        assert_eq!(cut("/a/{b}.{c}"), [Piece::Literal("/a/"), name("b"), Piece::Literal("."), name("c")]);
        let pattern = Expression { raw: "b:[0-9]{3}", name: "b", has_segments: false };
        assert_eq!(cut("/{b:[0-9]{3}}/c"), [Piece::Literal("/"), Piece::Name(pattern), Piece::Literal("/c")]);
        assert_eq!(cut("/{a/{b}"), [Piece::Literal("/"), name("a/{b")]);
        assert_eq!(cut("/a{b"), [Piece::Literal("/a{b")]);
        assert_eq!(cut(""), []);
    }
}
