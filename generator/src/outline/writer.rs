//! The lines of a text form, with their indentation, their documentation and the names of references.

use std::collections::{BTreeMap, BTreeSet};

use super::examples;
use crate::comment::{Comment, Paragraph};
use crate::model::{OperationId, SchemeId};
use crate::rust::{Crate, Deprecated, Directory, Item, Operation, Passing, Path, Ty};

/// A part of the text form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The name: that of a module (`models/contact`), or `manifest`, `exports`, `root`, `readme`, `guide/errors`.
    pub name: String,
    /// The first line: the name, and more about the module.
    pub title: String,
    /// The further lines.
    pub lines: Vec<String>,
    /// The title and the lines again, without the generator's own words in documentation. A line that has nothing else is empty.
    pub brief: Vec<String>,
    /// The paragraphs of documentation that are constants of the generator, of which the lines show only the first words, and the
    /// constant texts of the others.
    pub phrases: BTreeSet<String>,
}

impl Section {
    /// Returns the section as one of a module.
    pub(super) fn within(self, module: &str) -> Self {
        Self { name: format!("{module}/{}", self.name), title: format!("{module}/{}", self.title), ..self }
    }
}

/// A line, or a paragraph of documentation in it.
#[derive(Default)]
struct Line {
    full: String,
    /// The same without the generator's own words in documentation.
    brief: String,
}

/// The longest line to which documentation is appended.
const WIDTH: usize = 140;

/// The phrase of a paragraph contains at most so many values.
const VALUES: usize = 4;

/// The sign between paragraphs on one line.
const BETWEEN: &str = " ¶ ";

/// A constant paragraph of more words is abbreviated.
const SHORT: usize = 5;

/// The state of the text form that is being written.
pub(super) struct Writer<'c> {
    directory: Directory<'c>,
    operations: BTreeMap<OperationId, &'c Operation>,
    schemes: BTreeMap<SchemeId, &'c str>,
    depth: usize,
    lines: Vec<Line>,
    phrases: BTreeSet<String>,
}

impl<'c> Writer<'c> {
    pub(super) fn new(crate_: &'c Crate) -> Self {
        let mut operations = BTreeMap::new();
        let mut schemes = BTreeMap::new();
        for item in crate_.modules.iter().flat_map(|module| &module.items) {
            match item {
                Item::Operation(operation) => drop(operations.insert(operation.index, &**operation)),
                Item::Client(client) => {
                    schemes.extend(client.schemes.iter().map(|scheme| (scheme.id, scheme.constant.as_str())));
                }
                _ => {}
            }
        }
        let directory = Directory::new(&crate_.modules);
        Self { directory, operations, schemes, depth: 0, lines: Vec::new(), phrases: BTreeSet::new() }
    }

    /// Writes a section whose title is its name.
    pub(super) fn section(&mut self, name: &str, write: impl FnOnce(&mut Self)) -> Section {
        self.line(name);
        self.section_below(name, write)
    }

    /// Writes a section.
    pub(super) fn titled(&mut self, name: &str, about: &str, docs: &Comment, write: impl FnOnce(&mut Self)) -> Section {
        self.described(&words([name, about]), docs);
        self.section_below(name, write)
    }

    /// Writes a section whose title is written already.
    fn section_below(&mut self, name: &str, write: impl FnOnce(&mut Self)) -> Section {
        write(self);
        let written = std::mem::take(&mut self.lines).into_iter().map(|line| (line.full, line.brief));
        let (mut lines, brief): (Vec<String>, Vec<String>) = written.unzip();
        let title = if lines.is_empty() { String::new() } else { lines.remove(0) };
        Section { name: name.to_owned(), title, lines, brief, phrases: std::mem::take(&mut self.phrases) }
    }

    /// Writes lines with one more level of indentation.
    pub(super) fn inside(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// Writes a line.
    pub(super) fn line(&mut self, text: &str) {
        self.line_in_brief(text, text);
    }

    fn line_in_brief(&mut self, full: &str, brief: &str) {
        let indented = |text: &str| format!("{}{text}", "    ".repeat(self.depth));
        let brief = if brief.is_empty() { String::new() } else { indented(brief) };
        self.lines.push(Line { full: indented(full), brief });
    }

    /// Writes a line with its documentation: behind it if it fits, else below it. Missing documentation is shown too.
    pub(super) fn described(&mut self, text: &str, docs: &Comment) {
        let paragraphs = self.paragraphs(docs);
        let length: usize = paragraphs.iter().map(|paragraph| paragraph.full.len() + BETWEEN.len()).sum();
        let fits = self.depth * 4 + text.len() + length < WIDTH + BETWEEN.len();
        if paragraphs.is_empty() {
            self.line(&format!("{text}  /// (undocumented)"));
        } else if fits && !paragraphs.iter().any(|paragraph| paragraph.full.contains('\n')) {
            let all = |part: fn(&Line) -> &str| paragraphs.iter().map(part).collect::<Vec<_>>().join(BETWEEN);
            let [full, brief] = [all(|line| &line.full), all(|line| &line.brief)];
            self.line_in_brief(&format!("{text}  /// {full}"), &format!("{text}  /// {brief}"));
        } else {
            self.line(text);
            self.inside(|writer| writer.doc_lines(&paragraphs));
        }
    }

    /// Writes a line with its notes, if there are any.
    pub(super) fn noted(&mut self, text: &str, notes: &Comment) {
        if notes.is_empty() {
            self.line(text);
        } else {
            self.described(text, notes);
        }
    }

    /// Writes documentation.
    pub(super) fn docs(&mut self, docs: &Comment) {
        let paragraphs = self.paragraphs(docs);
        self.doc_lines(&paragraphs);
    }

    /// Writes as many paragraphs on a line as fit. A paragraph with several lines keeps them.
    fn doc_lines(&mut self, paragraphs: &[Line]) {
        let mut row = Line::default();
        let mut rows = Vec::new();
        for Line { full, brief } in paragraphs {
            let fits = self.depth * 4 + row.full.len() + full.len() < WIDTH && !full.contains('\n');
            if fits && !row.full.is_empty() {
                row.full.push_str(BETWEEN);
                row.brief.push_str(BETWEEN);
            } else if !row.full.is_empty() {
                rows.push(std::mem::take(&mut row));
            }
            row.full.push_str(full);
            row.brief.push_str(brief);
            if full.contains('\n') {
                rows.push(std::mem::take(&mut row));
            }
        }
        rows.extend(Some(row).filter(|row| !row.full.is_empty()));
        for Line { full, brief } in rows {
            let mut brief = brief.lines();
            for line in full.lines() {
                let brief = brief.next().map(|brief| format!("/// {brief}")).unwrap_or_default();
                self.line_in_brief(format!("/// {line}").trim_end(), brief.trim_end());
            }
        }
    }

    /// Returns the paragraphs of documentation. Those that are constant are abbreviated, and noted.
    fn paragraphs(&mut self, docs: &Comment) -> Vec<Line> {
        let mut shown = Vec::new();
        for paragraph in docs.paragraphs() {
            let brief = brief(&paragraph);
            let Paragraph { text, template, .. } = &paragraph;
            shown.push(if let Some(example) = examples::abbreviated(text) {
                Line { brief: example.clone(), full: example }
            } else if paragraph.is_constant() {
                Line { full: self.phrase(text), brief }
            } else {
                if brief != *text {
                    self.phrases.insert(beginning(template));
                }
                Line { full: paragraph.text, brief }
            });
        }
        shown
    }

    /// Notes documentation that has no text of the API description, except for `own`, so that the lines need not show it. Returns
    /// false for other documentation, and if there is none.
    pub(super) fn notes(&mut self, docs: &Comment, own: Option<&str>) -> bool {
        let paragraphs = docs.paragraphs();
        if paragraphs.is_empty() {
            return false;
        }
        let texts = paragraphs.into_iter().map(|paragraph| {
            let rest = own.map(|own| paragraph.text.replace(own, "…")).filter(|rest| *rest != paragraph.text);
            rest.or(paragraph.is_constant().then_some(paragraph.text))
        });
        let noted: Option<Vec<String>> = texts.collect();
        let is_noted = noted.is_some();
        self.phrases.extend(noted.into_iter().flatten());
        is_noted
    }

    /// Notes a constant text, and returns its first words.
    pub(super) fn phrase(&mut self, text: &str) -> String {
        if text.split_whitespace().count() <= SHORT {
            return text.to_owned();
        }
        self.phrases.insert(text.to_owned());
        let first: Vec<&str> = text.split_whitespace().take(SHORT - 1).collect();
        format!("{} …", first.join(" "))
    }

    /// Returns the operation with this id.
    pub(super) fn operation(&self, id: OperationId) -> Option<&'c Operation> {
        self.operations.get(&id).copied()
    }

    /// Returns the constant of a security scheme.
    pub(super) fn scheme(&self, id: SchemeId) -> &'c str {
        self.schemes.get(&id).copied().unwrap_or("undefined")
    }

    /// Returns the name to which a path refers. An item that is written by its public name at the root begins with `crate`.
    pub(super) fn path(&self, path: Path) -> String {
        match path {
            Path::Item(item) => self.directory.name(item).to_owned(),
            Path::Exported(item) => format!("crate::{}", self.directory.name(item)),
            Path::Runtime(symbol) => format!("runtime::{}", symbol.name()),
            Path::Public(symbol) => format!("crate::{}", symbol.name()),
            Path::Std(std) => std.name().to_owned(),
            Path::External(external) => {
                let (module, name) = external.parts();
                format!("{module}::{name}")
            }
        }
    }

    /// Returns the source of a type.
    pub(super) fn ty(&self, ty: &Ty) -> String {
        ty.source(&|path| self.path(path))
    }

    /// Returns the source of an argument's type.
    pub(super) fn passed(&self, passing: Passing, ty: &Ty) -> String {
        let ty = self.ty(ty);
        match passing {
            Passing::Plain => ty,
            Passing::Into => format!("into {ty}"),
            Passing::Each => format!("each into {ty}"),
            Passing::Checked => format!("checked {ty}"),
        }
    }
}

/// Returns a template up to its fourth value, so that lists of values of any length have one phrase.
fn beginning(template: &str) -> String {
    match template.match_indices('…').nth(VALUES) {
        Some((end, _)) => format!("{}[further values]", template.get(..end).unwrap_or_default()),
        None => template.to_owned(),
    }
}

/// Returns a paragraph without the generator's own words: the other texts, with `…` between them. Text of the API description
/// is unchanged.
fn brief(Paragraph { text, template, values }: &Paragraph) -> String {
    if template.contains(char::is_alphanumeric) && !text.starts_with("```") {
        let values = values.iter().map(|value| format!("… {value}"));
        if values.len() == 0 { "…".to_owned() } else { values.collect::<Vec<_>>().join(" ") }
    } else {
        text.clone()
    }
}

/// Returns the words that are not empty, with blanks between them.
pub(super) fn words<const N: usize>(words: [&str; N]) -> String {
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns a word if a condition is true.
pub(super) const fn flag(condition: bool, word: &'static str) -> &'static str {
    if condition { word } else { "" }
}

/// Returns a text as a literal of Rust.
pub(super) fn quoted(text: &str) -> String {
    crate::invisible::literal(text).to_string()
}

/// Returns `deprecated`, with its reason if there is one.
pub(super) fn deprecated(deprecated: Option<&Deprecated>) -> String {
    match deprecated {
        None => String::new(),
        Some(Deprecated { reason: None }) => "deprecated".to_owned(),
        Some(Deprecated { reason: Some(reason) }) => {
            format!("deprecated {}", quoted(reason.page().trim_end()))
        }
    }
}

/// Returns `hidden` for a value that `Debug` does not show.
pub(super) const fn hidden(is_hidden: bool) -> &'static str {
    flag(is_hidden, "hidden")
}

/// Returns the fields of a path, with `?` behind each that is an `Option`.
pub(super) fn fields_text(fields: &[(String, bool)]) -> String {
    let mut text = String::new();
    for (field, optional) in fields {
        text.extend([".", field, flag(*optional, "?")]);
    }
    text
}
