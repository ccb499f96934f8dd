//! The lines of a text form, with their indentation, their documentation and the names of references.

use std::collections::{BTreeMap, BTreeSet};

use super::examples;
use crate::comment::Comment;
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
    /// The paragraphs of documentation that are constants of the generator, of which the lines show only the first words.
    pub phrases: BTreeSet<String>,
}

impl Section {
    /// Returns the section as one of a module.
    pub(super) fn within(self, module: &str) -> Self {
        Self { name: format!("{module}/{}", self.name), title: format!("{module}/{}", self.title), ..self }
    }
}

/// The longest line to which documentation is appended.
const WIDTH: usize = 140;

/// A constant paragraph of more words is abbreviated.
const SHORT: usize = 5;

/// The state of the text form that is being written.
pub(super) struct Writer<'c> {
    directory: Directory<'c>,
    operations: BTreeMap<OperationId, &'c Operation>,
    schemes: BTreeMap<SchemeId, &'c str>,
    depth: usize,
    lines: Vec<String>,
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
        let mut lines = std::mem::take(&mut self.lines).into_iter();
        let title = lines.next().unwrap_or_default();
        Section { name: name.to_owned(), title, lines: lines.collect(), phrases: std::mem::take(&mut self.phrases) }
    }

    /// Writes lines with one more level of indentation.
    pub(super) fn inside(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// Writes a line.
    pub(super) fn line(&mut self, text: &str) {
        self.lines.push(format!("{}{text}", "    ".repeat(self.depth)));
    }

    /// Writes a line with its documentation: behind it if it fits, else below it. Missing documentation is shown too.
    pub(super) fn described(&mut self, text: &str, docs: &Comment) {
        let paragraphs = self.paragraphs(docs);
        let all = paragraphs.join(" ¶ ");
        if paragraphs.is_empty() {
            self.line(&format!("{text}  /// (undocumented)"));
        } else if !all.contains('\n') && self.depth * 4 + text.len() + all.len() < WIDTH {
            self.line(&format!("{text}  /// {all}"));
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
    fn doc_lines(&mut self, paragraphs: &[String]) {
        let mut row = String::new();
        let mut rows = Vec::new();
        for paragraph in paragraphs {
            let fits = self.depth * 4 + row.len() + paragraph.len() < WIDTH && !paragraph.contains('\n');
            if fits && !row.is_empty() {
                row.push_str(" ¶ ");
            } else if !row.is_empty() {
                rows.push(std::mem::take(&mut row));
            }
            row.push_str(paragraph);
            if paragraph.contains('\n') {
                rows.push(std::mem::take(&mut row));
            }
        }
        rows.extend(Some(row).filter(|row| !row.is_empty()));
        for line in rows.iter().flat_map(|row| row.lines()) {
            self.line(format!("/// {line}").trim_end());
        }
    }

    /// Returns the paragraphs of documentation. Those that are constant are abbreviated, and noted.
    fn paragraphs(&mut self, docs: &Comment) -> Vec<String> {
        let mut shown = Vec::new();
        for (paragraph, is_constant) in docs.paragraphs() {
            let example = examples::abbreviated(&paragraph);
            shown.push(example.unwrap_or_else(|| if is_constant { self.phrase(&paragraph) } else { paragraph }));
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
        let texts = paragraphs.into_iter().map(|(text, is_constant)| {
            let rest = own.map(|own| text.replace(own, "…")).filter(|rest| *rest != text);
            rest.or(is_constant.then_some(text))
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
