//! How the result of an operation is read page by page.

use super::Ty;
use crate::comment::Comment;

/// How a result is read page by page.
#[derive(Debug, Clone)]
pub struct Paging {
    /// Markdown: what leads from page to page.
    pub docs: Comment,
    /// The type of an item.
    pub item: Ty,
    /// Where a page has its items; without fields it is the list.
    pub items: Way,
    /// How the page after one is asked for.
    pub step: PagingStep,
    /// What a page says of the end.
    pub ends: Vec<PagingEnd>,
}

/// Fields on the way to a value, outermost first, each with whether it is an `Option`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way(pub Vec<(String, bool)>);

impl Way {
    /// The way as source, `meta.items`, where nothing on it is an `Option`.
    #[must_use]
    pub fn plain(&self) -> Option<String> {
        let plain = self.0.iter().all(|(_, optional)| !optional);
        plain.then(|| self.0.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>().join("."))
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
