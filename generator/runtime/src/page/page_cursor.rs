//! The link from a page to the next one: how a page identifies it, and when pagination ends.

use std::collections::HashSet;
use std::fmt::Display;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::link;
use crate::runtime::response::meta::Meta;

/// The link from a page to the next one.
///
/// It starts with the way in which the next page is identified. Then the declarations of the page about the end of the
/// list are added.
#[derive(Debug, Clone)]
#[must_use = "the link does nothing unless it is followed"]
pub struct Next {
    step: NextPage,
    more: Option<bool>,
    total: Option<u64>,
    pages: Option<u64>,
    /// The number of items on the page, if it is known.
    items: Option<usize>,
}

/// How the next page is identified.
#[derive(Debug, Clone)]
enum NextPage {
    /// By a cursor or a URL in the response; `None` if it contains neither.
    Named(Option<String>),
    /// By a page number: the number of this page, of the first page, and the number of items on this page.
    Page(i64, i64, usize),
    /// By an offset: the offset of this page, of the first item, and the number of items on this page.
    Offset(i64, i64, usize),
    /// In a way that cannot be followed.
    Lost(&'static str),
}

impl Next {
    const fn new(step: NextPage) -> Self {
        let items = match &step {
            NextPage::Page(_, _, items) | NextPage::Offset(_, _, items) => Some(*items),
            NextPage::Named(_) | NextPage::Lost(_) => None,
        };
        Self { step, more: None, total: None, pages: None, items }
    }

    /// Creates the link of a page that contains the cursor of the next one. Without a cursor it is the last page.
    pub fn cursor(cursor: Option<impl Display>) -> Self {
        Self::new(NextPage::Named(cursor.map(|cursor| cursor.to_string()).filter(|cursor| !cursor.is_empty())))
    }

    /// Creates the link of a page that contains the URL of the next one. Without a URL it is the last page.
    pub fn url(url: Option<impl Display>) -> Self {
        let next = Self::cursor(url);
        match &next.step {
            NextPage::Named(Some(url)) if !url.contains('?') => {
                Self::new(NextPage::Lost("the URL of the next page has no query"))
            }
            _ => next,
        }
    }

    /// Creates the link of a page whose `Link` header contains the URL of the next one. Without it, it is the last
    /// page.
    pub fn link(meta: &Meta) -> Self {
        Self::url(link::target(meta.headers(), "next"))
    }

    /// Creates the link between numbered pages, from the requested page number, the number of the first page, and the
    /// number of items on the page.
    ///
    /// An empty page is the last one.
    pub fn page(at: Option<impl ToString>, first: i64, items: usize) -> Self {
        Self::counted(at, first, |at| NextPage::Page(at, first, items))
    }

    /// Creates the link between pages with offsets, from the requested offset, the offset of the first item, and the
    /// number of items on the page.
    ///
    /// An empty page is the last one.
    pub fn offset(at: Option<impl ToString>, first: i64, items: usize) -> Self {
        Self::counted(at, first, |at| NextPage::Offset(at, first, items))
    }

    fn counted(at: Option<impl ToString>, first: i64, step: impl FnOnce(i64) -> NextPage) -> Self {
        match at.map_or(Ok(first), |at| at.to_string().parse()) {
            Ok(at) => Self::new(step(at)),
            Err(_) => Self::new(NextPage::Lost("the requested page has no number to count from")),
        }
    }

    /// Sets the number of items on the page.
    ///
    /// An empty page whose cursor is that of the request is the last page, and pagination fails after many empty pages.
    pub const fn items(mut self, items: usize) -> Self {
        self.items = Some(items);
        self
    }

    /// Sets whether the page declares that more pages follow.
    pub const fn more(mut self, more: Option<bool>) -> Self {
        self.more = more;
        self
    }

    /// Sets whether the page declares that it is the last one.
    pub fn last(self, last: Option<bool>) -> Self {
        self.more(last.map(|last| !last))
    }

    /// Sets the total number of items that the page declares.
    pub fn total(mut self, total: Option<impl ToString>) -> Self {
        self.total = total.and_then(|total| total.to_string().parse().ok());
        self
    }

    /// Sets the total number of pages that the page declares.
    pub fn pages(mut self, pages: Option<impl ToString>) -> Self {
        self.pages = pages.and_then(|pages| pages.to_string().parse().ok());
        self
    }

    /// Returns the cursor of the next page, `None` after the last one, or the reason why it cannot be found.
    pub(crate) fn follow(self, walk: &mut VisitedPages) -> Result<Option<String>, &'static str> {
        // An explicit declaration (`more`) takes precedence over the totals, and the totals over the number of items on
        // the page.
        let found = match self.step {
            _ if self.more == Some(false) => None,
            NextPage::Lost(why) => return Err(why),
            NextPage::Named(None) if self.more == Some(true) => {
                return Err("there are more pages, but the response does not identify the next one");
            }
            NextPage::Named(Some(cursor)) if self.items == Some(0) && self.more.is_none() && walk.is_at(&cursor) => {
                None
            }
            NextPage::Named(cursor) => cursor,
            NextPage::Page(_, _, 0) if self.more.is_none() => None,
            NextPage::Page(at, first, items) => {
                let index = u64::try_from(at.saturating_sub(first)).unwrap_or_default();
                let is_last = self.more.is_none()
                    && (self.pages == index.checked_add(1)
                        || self.total.is_some() && self.total == walk.until(index, items));
                if is_last { None } else { at.checked_add(1).map(|next| next.to_string()) }
            }
            NextPage::Offset(_, _, 0) if self.more == Some(true) => {
                return Err("there are more items, but none of them is on this page");
            }
            NextPage::Offset(_, _, 0) => None,
            NextPage::Offset(at, first, items) => {
                let next = i64::try_from(items).ok().and_then(|items| at.checked_add(items));
                let until = next.and_then(|next| u64::try_from(next.checked_sub(first)?).ok());
                let is_last = self.more.is_none() && self.total.is_some() && self.total == until;
                if is_last { None } else { next.map(|next| next.to_string()) }
            }
        };
        found.map(|cursor| walk.go(cursor)).transpose()
    }

    /// Returns true if the page is known to have no items.
    pub(crate) fn is_empty(&self) -> bool {
        self.items == Some(0)
    }

    /// Returns true if pages are counted. Then a server that returns the same page forever is not noticed by its
    /// cursors.
    pub(super) const fn is_counted(&self) -> bool {
        matches!(self.step, NextPage::Page(..) | NextPage::Offset(..))
    }
}

/// The pages that were visited, to detect that pagination does not terminate.
#[derive(Debug, Default)]
pub(crate) struct VisitedPages {
    /// The hashes of all cursors.
    cursors: HashSet<u64>,
    /// The hash of the cursor of the last request.
    at: Option<u64>,
    /// The hash of the previous page.
    page: Option<u64>,
    /// The number of empty pages in a row.
    empty: u32,
    /// The largest number of items on a page so far.
    largest: u64,
}

impl VisitedPages {
    /// Returns the number of items up to the end of a page, from its index and number of items, assuming that all pages
    /// before it have the largest size so far. The assumption skips no items, since only the last page can be smaller.
    fn until(&mut self, index: u64, items: usize) -> Option<u64> {
        let items = u64::try_from(items).ok()?;
        self.largest = self.largest.max(items);
        index.checked_mul(self.largest)?.checked_add(items)
    }

    /// Continues with a page, unless its cursor was used before.
    fn go(&mut self, cursor: String) -> Result<String, &'static str> {
        let at = hash(cursor.as_str());
        if self.cursors.insert(at) {
            self.at = Some(at);
            Ok(cursor)
        } else {
            Err("the cursor of the next page was already used")
        }
    }

    /// Returns true if the page that was requested last has this cursor.
    fn is_at(&self, cursor: &str) -> bool {
        self.at == Some(hash(cursor))
    }

    /// Counts a page, and returns how many pages in a row had no items.
    pub(crate) fn count(&mut self, is_empty: bool) -> u32 {
        self.empty = if is_empty { self.empty.saturating_add(1) } else { 0 };
        self.empty
    }

    /// Returns true if a page is identical to the previous one, byte for byte.
    pub(crate) fn repeats(&mut self, page: &[u8]) -> bool {
        let page = hash(page);
        self.page.replace(page) == Some(page)
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
