//! How the result of an operation is paginated.

use std::fmt;

/// How the result of an operation is paginated: the parameter and the properties of the response that are involved.
///
/// A location in the response is a list of property names, outermost first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// How the next page is requested.
    pub step: PageStep,
    /// The location of the items in a page. Empty if the response is the list itself.
    pub items: Vec<String>,
    /// The properties that mark the end of the list.
    pub end: PageEnd,
    /// True if the configuration declares the pagination. If false, it was derived from the document.
    pub configured: bool,
}

/// How the next page is requested. The configuration has the same steps with parameters and locations as written
/// ([`crate::config::PageStep`]), and the generated crate has them with fields ([`crate::rust::PageStep`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStep<Parameter = CursorTarget, Place = Vec<String>, First = i64> {
    /// A parameter takes a value of the page.
    Cursor {
        /// The parameter.
        parameter: Parameter,
        /// The location of the value in the page.
        next: Place,
    },
    /// A parameter takes a value of the last item of the page.
    LastItem {
        /// The parameter.
        parameter: Parameter,
        /// The location of the value in an item.
        id: Place,
    },
    /// A parameter is the number of the page.
    Page {
        /// The parameter.
        parameter: Parameter,
        /// The number of the first page.
        first: First,
    },
    /// A parameter is the number of skipped items.
    Offset {
        /// The parameter.
        parameter: Parameter,
        /// The number of the first item.
        first: First,
    },
    /// The page contains the URL of the next page.
    Url {
        /// The location of the URL in the page.
        next: Place,
    },
    /// The header `Link` contains the URL of the next page.
    Link,
}

/// The part of a request that changes from page to page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CursorTarget {
    /// A query parameter.
    Parameter(String),
    /// A property of the body.
    Body(Vec<String>),
}

/// Writes `cursor`, or `body.page.cursor`.
impl fmt::Display for CursorTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(name) => formatter.write_str(name),
            Self::Body(path) => write!(formatter, "body.{}", path.join(".")),
        }
    }
}

impl<Parameter, Place, First> PageStep<Parameter, Place, First> {
    /// Returns the part of the request that changes from page to page. `None` if the next page has a URL of its own.
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

    /// Returns true if the next page depends on the number of items or on the last item.
    #[must_use]
    pub const fn depends_on_items(&self) -> bool {
        matches!(self, Self::LastItem { .. } | Self::Page { .. } | Self::Offset { .. })
    }
}

/// The locations in a page that mark the end of the list. The configuration and the generated crate have them as well,
/// like the steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageEnd<Place = Vec<String>> {
    /// The location of a boolean that is true if there is a next page.
    pub more: Option<Place>,
    /// The location of a boolean that is true on the last page.
    pub last: Option<Place>,
    /// The location of the number of items on all pages.
    pub total: Option<Place>,
    /// The location of the number of pages.
    pub pages: Option<Place>,
}

impl<Place> PageEnd<Place> {
    /// Returns the declared locations, each with its key in the configuration, which is also its name in the runtime.
    pub fn declared(&self) -> impl Iterator<Item = (&'static str, &Place)> {
        let all = [("more", &self.more), ("last", &self.last), ("total", &self.total), ("pages", &self.pages)];
        all.into_iter().filter_map(|(key, place)| Some((key, place.as_ref()?)))
    }
}

impl<Place> Default for PageEnd<Place> {
    fn default() -> Self {
        Self { more: None, last: None, total: None, pages: None }
    }
}
