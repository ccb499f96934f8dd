//! How the result of an operation is read page by page.

use super::Ty;
use crate::comment::Comment;

/// How a result is read page by page.
#[derive(Debug, Clone)]
pub struct Paging {
    /// Markdown: what leads from page to page.
    pub docs: Comment,
    /// The documentation of the methods.
    pub methods: PagingDocs,
    /// The type of an item.
    pub item: Ty,
    /// Where a page has its items; without fields it is the list.
    pub items: Way,
    /// How the page after one is asked for.
    pub step: PagingStep,
    /// What a page says of the end.
    pub ends: Vec<PagingEnd>,
    /// Whether the result is an `Option` of a page; `None` is the end.
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

/// Fields on the way to a value, outermost first, each with whether it is an `Option`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way(pub Vec<(String, bool)>);

impl Way {
    /// The number of items at the end of the way, as an expression that begins with this one.
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

/// How the page after one is asked for.
#[derive(Debug, Clone)]
pub enum PagingStep {
    /// A field gets what the page says.
    Cursor(CursorField, Way),
    /// A field gets what the last item says, the way beginning there.
    LastItem(CursorField, Way),
    /// A field counts pages, from this number on.
    Page(CursorField, i64),
    /// A field counts items, from this number on.
    Offset(CursorField, i64),
    /// The page has the URL of the next one.
    Url(Way),
    /// The header `Link` has it.
    Link,
}

impl PagingStep {
    /// Whether the way to the next page depends on the number of items, or on the last one.
    #[must_use]
    pub const fn counts_items(&self) -> bool {
        matches!(self, Self::LastItem(..) | Self::Page(..) | Self::Offset(..))
    }

    /// The field that changes from page to page.
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

/// The field that changes from page to page: one of the operation, or one within its body.
#[derive(Debug, Clone)]
pub struct CursorField {
    /// The way from the operation to what the field is in; empty for a field of the operation. What is an `Option` on it has a
    /// default.
    pub outer: Way,
    /// Its name.
    pub name: String,
    /// The name of its parameter on the wire.
    pub parameter: String,
    /// Whether it is an `Option`.
    pub optional: bool,
    /// Whether it is an `Option` in that `Option`.
    pub nullable: bool,
    /// What it holds.
    pub kind: CursorKind,
}

/// What the field holds that changes from page to page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorKind {
    /// A `String`.
    Text,
    /// `Checked`.
    Checked,
    /// A number.
    Number,
}

/// What a page says of the end.
#[derive(Debug, Clone)]
pub struct PagingEnd {
    /// What it says.
    pub says: PagingEndKind,
    /// Where.
    pub at: Way,
}

/// What a page can say of the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagingEndKind {
    /// Whether there are more.
    More,
    /// Whether it is the last one.
    Last,
    /// How many items there are.
    Total,
    /// How many pages there are.
    Pages,
}
