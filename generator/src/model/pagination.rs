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

/// How the page after one is requested. The configuration names parameters and places as it is written ([`crate::config::PageStep`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStep<Parameter = Asking, Place = Vec<String>, First = i64> {
    /// A parameter takes a value of the page.
    Cursor {
        /// The parameter.
        parameter: Parameter,
        /// The place of the value in the page.
        next: Place,
    },
    /// A parameter takes a value of the last item of the page.
    LastItem {
        /// The parameter.
        parameter: Parameter,
        /// The place of the value in an item.
        id: Place,
    },
    /// A parameter counts pages.
    Page {
        /// The parameter.
        parameter: Parameter,
        /// The number of the first page.
        first: First,
    },
    /// A parameter counts items.
    Offset {
        /// The parameter.
        parameter: Parameter,
        /// The number of the first item.
        first: First,
    },
    /// The page has the URL of the next one.
    Url {
        /// The place of the URL in the page.
        next: Place,
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

impl<Parameter, Place, First> PageStep<Parameter, Place, First> {
    /// What changes from page to page; none where a URL tells all of it.
    #[must_use]
    pub fn parameter(&self) -> Option<&Parameter> {
        match self {
            Self::Cursor { parameter, .. }
            | Self::LastItem { parameter, .. }
            | Self::Page { parameter, .. }
            | Self::Offset { parameter, .. } => Some(parameter),
            Self::Url { .. } | Self::Link => None,
        }
    }
}

/// The places in a page that tell where the list ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageEnd<Place = Vec<String>> {
    /// Whether there is a next page.
    pub more: Option<Place>,
    /// Whether this is the last page.
    pub last: Option<Place>,
    /// How many items there are on all pages.
    pub total: Option<Place>,
    /// How many pages there are.
    pub pages: Option<Place>,
}

impl<Place> Default for PageEnd<Place> {
    fn default() -> Self {
        Self { more: None, last: None, total: None, pages: None }
    }
}
