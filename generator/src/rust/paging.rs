//! How the result of an operation is paginated.

use super::Ty;
use crate::comment::Comment;
use crate::model;

/// How a result is paginated.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The documentation of the pagination, in Markdown.
    pub docs: Comment,
    /// The documentation of the methods.
    pub methods: PagingDocs,
    /// The type of an item.
    pub item: Ty,
    /// The path of the list of items within a page. If it is empty, the page is the list.
    pub items: FieldChain,
    /// How the next page is requested.
    pub step: PageStep,
    /// The fields of a page that mark the end.
    pub end: PageEnd,
    /// Whether the result is an `Option` of a page; `None` ends the iteration.
    pub optional: bool,
}

/// The documentation of the methods of a paginated operation.
#[derive(Debug, Clone)]
pub struct PagingDocs {
    /// `pages`.
    pub pages: Comment,
    /// `items`.
    pub items: Comment,
    /// `resume`.
    pub resume: Comment,
}

/// The path of fields to a value, outermost first, each with whether it is an `Option`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldChain(pub Vec<(String, bool)>);

impl FieldChain {
    /// Returns an expression for the number of items in the list at the end of the path, which begins at the expression `begin`.
    #[must_use]
    pub fn length(&self, begin: &str) -> String {
        let (mut at, mut is_optional) = (begin.to_owned(), false);
        for (field, optional) in &self.0 {
            at = match (is_optional, optional) {
                (false, false) => format!("{at}.{field}"),
                (false, true) => format!("{at}.{field}.as_ref()"),
                (true, false) => format!("{at}.map(|it| &it.{field})"),
                (true, true) => format!("{at}.and_then(|it| it.{field}.as_ref())"),
            };
            is_optional |= optional;
        }
        if is_optional { format!("{at}.map_or(0, Vec::len)") } else { format!("{at}.len()") }
    }
}

/// How the next page is requested, with the field that differs between requests and the paths of fields.
pub type PageStep = model::PageStep<CursorField, FieldChain>;

/// The paths of the fields of a page that mark the end.
pub type PageEnd = model::PageEnd<FieldChain>;

/// The field that differs between requests for pages: a field of the operation, or one within its body.
#[derive(Debug, Clone)]
pub struct CursorField {
    /// The path from the operation to the value that has the field; empty for a field of the operation. The value of every
    /// `Option` on it implements `Default`.
    pub outer: FieldChain,
    /// The name of the field.
    pub name: String,
    /// The name of its parameter on the wire.
    pub parameter: String,
    /// Whether the field is an `Option`.
    pub optional: bool,
    /// Whether the field is an `Option<Option<…>>`.
    pub nullable: bool,
    /// The type of its value.
    pub kind: CursorKind,
}

/// The type of the value that differs between requests for pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorKind {
    /// A `String`.
    Text,
    /// `Checked`.
    Checked,
    /// A number.
    Number,
}
