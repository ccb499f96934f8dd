//! How the result of an operation is paginated.

use super::Ty;
use crate::comment::Comment;

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
    pub step: PagingStep,
    /// The fields of a page that mark the end.
    pub ends: Vec<PagingEnd>,
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

/// How the next page is requested.
#[derive(Debug, Clone)]
pub enum PagingStep {
    /// Sets this field to the cursor at this path of the page.
    Cursor(CursorField, FieldChain),
    /// Sets this field to the cursor at this path of the last item.
    LastItem(CursorField, FieldChain),
    /// Increments this page number, whose first value is this.
    Page(CursorField, i64),
    /// Increments this offset, whose first value is this.
    Offset(CursorField, i64),
    /// Follows the URL at this path of the page.
    Url(FieldChain),
    /// Follows the header `Link`.
    Link,
}

impl PagingStep {
    /// Returns true if the next page depends on the number of items or on the last item.
    #[must_use]
    pub const fn counts_items(&self) -> bool {
        matches!(self, Self::LastItem(..) | Self::Page(..) | Self::Offset(..))
    }

    /// Returns the field that differs between requests for pages.
    #[must_use]
    pub fn field(&self) -> Option<&CursorField> {
        match self {
            Self::Cursor(field, _) | Self::LastItem(field, _) | Self::Page(field, _) | Self::Offset(field, _) => {
                Some(field)
            }
            Self::Url(_) | Self::Link => None,
        }
    }
}

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

/// A field of a page that marks the end.
#[derive(Debug, Clone)]
pub struct PagingEnd {
    /// Its meaning.
    pub says: PagingEndKind,
    /// Its path within the page.
    pub at: FieldChain,
}

/// The meaning of a field that marks the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagingEndKind {
    /// Whether there are more pages.
    More,
    /// Whether this is the last page.
    Last,
    /// The total number of items.
    Total,
    /// The total number of pages.
    Pages,
}
