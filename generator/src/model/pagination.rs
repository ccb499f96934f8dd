//! How the result of an operation is read page by page.

use std::fmt;

/// How an operation's result is read page by page: names of a parameter and of properties of the answer.
///
/// A place in the answer is a path of names from the outside in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// How the page after one is asked for.
    pub step: PageStep,
    /// Where the items of a page are; empty where the answer is the list.
    pub items: Vec<String>,
    /// What a page says of the end.
    pub end: PageEnd,
    /// Whether the configuration says so: otherwise it is what the document suggests.
    pub configured: bool,
}

/// How the page after one is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStep {
    /// A parameter gets what the page says.
    Cursor {
        /// The parameter.
        parameter: Asking,
        /// Where the page says it.
        next: Vec<String>,
    },
    /// A parameter gets what the last item of the page says.
    LastItem {
        /// The parameter.
        parameter: Asking,
        /// Where an item says it.
        id: Vec<String>,
    },
    /// A parameter counts pages.
    Page {
        /// The parameter.
        parameter: Asking,
        /// The number of the first page.
        first: i64,
    },
    /// A parameter counts items.
    Offset {
        /// The parameter.
        parameter: Asking,
        /// The number of the first item.
        first: i64,
    },
    /// The page has the URL of the next one.
    Url {
        /// Where.
        next: Vec<String>,
    },
    /// The header `Link` has the URL of the next page.
    Link,
}

/// What of a request changes from page to page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asking {
    /// A query parameter.
    Parameter(String),
    /// A property of the body.
    Body(Vec<String>),
}

/// `cursor`, or `body.page.cursor`.
impl fmt::Display for Asking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(name) => formatter.write_str(name),
            Self::Body(path) => write!(formatter, "body.{}", path.join(".")),
        }
    }
}

impl PageStep {
    /// What changes from page to page; none where a URL tells all of it.
    #[must_use]
    pub fn parameter(&self) -> Option<&Asking> {
        match self {
            Self::Cursor { parameter, .. }
            | Self::LastItem { parameter, .. }
            | Self::Page { parameter, .. }
            | Self::Offset { parameter, .. } => Some(parameter),
            Self::Url { .. } | Self::Link => None,
        }
    }
}

/// What a page says of the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageEnd {
    /// Whether there is a next page.
    pub more: Option<Vec<String>>,
    /// Whether this is the last page.
    pub last: Option<Vec<String>>,
    /// How many items there are on all pages.
    pub total: Option<Vec<String>>,
    /// How many pages there are.
    pub pages: Option<Vec<String>>,
}
