//! What a page says of the one after it, and what follows from that.

use std::collections::HashSet;
use std::fmt::Display;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::link;
use super::meta::Meta;

/// What a page says of the one after it.
///
/// Begun with how the next page is named, and completed with what the page tells about the end of the list.
#[derive(Debug, Clone)]
#[must_use = "it only says what a page says"]
pub struct Next {
    step: Step,
    more: Option<bool>,
    total: Option<u64>,
    pages: Option<u64>,
    /// How many items are on the page, if that is known.
    items: Option<usize>,
}

/// How the page after one is named.
#[derive(Debug, Clone)]
enum Step {
    /// By what the page says.
    Named(Option<String>),
    /// By a number: its own, that of the first page, and how many items are on it.
    Page(i64, i64, usize),
    /// By the number of its first item: its own, that of the first one, and how many items are on it.
    Offset(i64, i64, usize),
    /// In a way that can not be followed.
    Lost(&'static str),
}

impl Next {
    const fn new(step: Step) -> Self {
        let items = match &step {
            Step::Page(_, _, items) | Step::Offset(_, _, items) => Some(*items),
            Step::Named(_) | Step::Lost(_) => None,
        };
        Self { step, more: None, total: None, pages: None, items }
    }

    /// The page names the next one, or none.
    pub fn cursor(cursor: Option<impl Display>) -> Self {
        Self::new(Step::Named(cursor.map(|cursor| cursor.to_string()).filter(|cursor| !cursor.is_empty())))
    }

    /// The page has the URL of the next one, or none.
    pub fn url(url: Option<impl Display>) -> Self {
        let next = Self::cursor(url);
        match &next.step {
            Step::Named(Some(url)) if !url.contains('?') => {
                Self::new(Step::Lost("the URL of the next page has no query"))
            }
            _ => next,
        }
    }

    /// The answer's `Link` header has the URL of the next page, or none.
    pub fn link(meta: &Meta) -> Self {
        Self::url(link::target(meta.headers(), "next"))
    }

    /// Pages are numbered: the number that was asked for, that of the first page, and how many items there were.
    ///
    /// After an empty page there is none.
    pub fn page(at: Option<impl ToString>, first: i64, items: usize) -> Self {
        Self::counted(at, first, |at| Step::Page(at, first, items))
    }

    /// A page is named by the number of its first item: the one that was asked for, that of the first item of all, and how
    /// many items there were.
    ///
    /// After an empty page there is none.
    pub fn offset(at: Option<impl ToString>, first: i64, items: usize) -> Self {
        Self::counted(at, first, |at| Step::Offset(at, first, items))
    }

    fn counted(at: Option<impl ToString>, first: i64, step: impl FnOnce(i64) -> Step) -> Self {
        match at.map_or(Ok(first), |at| at.to_string().parse()) {
            Ok(at) => Self::new(step(at)),
            Err(_) => Self::new(Step::Lost("the page that was asked for has no number to count from")),
        }
    }

    /// Sets how many items are on the page.
    ///
    /// A page without items that names itself as the next one is the last one, and a walk through many such pages ends.
    pub const fn items(mut self, items: usize) -> Self {
        self.items = Some(items);
        self
    }

    /// Whether the page says that there are more.
    pub const fn more(mut self, more: Option<bool>) -> Self {
        self.more = more;
        self
    }

    /// Whether the page says that it is the last one.
    pub fn last(self, last: Option<bool>) -> Self {
        self.more(last.map(|last| !last))
    }

    /// How many items the page says that there are on all pages.
    pub fn total(mut self, total: Option<impl ToString>) -> Self {
        self.total = total.and_then(|total| total.to_string().parse().ok());
        self
    }

    /// How many pages the page says that there are.
    pub fn pages(mut self, pages: Option<impl ToString>) -> Self {
        self.pages = pages.and_then(|pages| pages.to_string().parse().ok());
        self
    }

    /// The cursor of the next page, none after the last one, or why it can not be found.
    pub(super) fn follow(self, walk: &mut Walk) -> Result<Option<String>, &'static str> {
        let found = match self.step {
            _ if self.more == Some(false) => None,
            Step::Lost(why) => return Err(why),
            Step::Named(None) if self.more == Some(true) => {
                return Err("there are more pages, and the next one is not named");
            }
            Step::Named(Some(cursor)) if self.items == Some(0) && self.more.is_none() && walk.is_at(&cursor) => None,
            Step::Named(cursor) => cursor,
            Step::Page(_, _, 0) if self.more.is_none() => None,
            Step::Page(at, first, items) => {
                let index = u64::try_from(at.saturating_sub(first)).unwrap_or_default();
                let is_last = self.more.is_none()
                    && (self.pages == index.checked_add(1)
                        || self.total.is_some() && self.total == walk.until(index, items));
                if is_last { None } else { at.checked_add(1).map(|next| next.to_string()) }
            }
            Step::Offset(_, _, 0) if self.more == Some(true) => {
                return Err("there are more items, and none of them is on this page");
            }
            Step::Offset(_, _, 0) => None,
            Step::Offset(at, first, items) => {
                let next = i64::try_from(items).ok().and_then(|items| at.checked_add(items));
                let until = next.and_then(|next| u64::try_from(next.checked_sub(first)?).ok());
                let is_last = self.more.is_none() && self.total.is_some() && self.total == until;
                if is_last { None } else { next.map(|next| next.to_string()) }
            }
        };
        found.map(|cursor| walk.go(cursor)).transpose()
    }

    /// Returns true if the page is known to have no items.
    pub(super) fn is_empty(&self) -> bool {
        self.items == Some(0)
    }

    /// Whether pages are counted, so that nothing that the server says shows that it goes in circles.
    pub(super) const fn is_counted(&self) -> bool {
        matches!(self.step, Step::Page(..) | Step::Offset(..))
    }
}

/// What a walk remembers of the pages that it has seen, so that it ends.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The cursors, hashed.
    cursors: HashSet<u64>,
    /// The cursor of the page that was requested last, hashed.
    at: Option<u64>,
    /// The page before, hashed.
    page: Option<u64>,
    /// How many pages in a row had no items.
    empty: u32,
    /// The most items that were on one page.
    largest: u64,
}

impl Walk {
    /// How many items there are up to the page with this index and number of items, if pages are as large as the largest one
    /// that was seen. None are missed: a page can not be smaller than that, only the last one.
    fn until(&mut self, index: u64, items: usize) -> Option<u64> {
        let items = u64::try_from(items).ok()?;
        self.largest = self.largest.max(items);
        index.checked_mul(self.largest)?.checked_add(items)
    }

    /// Goes to a page, if it was not there before.
    fn go(&mut self, cursor: String) -> Result<String, &'static str> {
        let at = hash(cursor.as_str());
        if self.cursors.insert(at) {
            self.at = Some(at);
            Ok(cursor)
        } else {
            Err("the cursor of the next page was there before")
        }
    }

    /// Returns true if the page that was requested last has this cursor.
    fn is_at(&self, cursor: &str) -> bool {
        self.at == Some(hash(cursor))
    }

    /// Counts a page, and returns how many pages in a row had no items.
    pub(super) fn count(&mut self, is_empty: bool) -> u32 {
        self.empty = if is_empty { self.empty.saturating_add(1) } else { 0 };
        self.empty
    }

    /// Whether a page is the same as the one before, to the letter.
    pub(super) fn repeats(&mut self, page: &[u8]) -> bool {
        let page = hash(page);
        self.page.replace(page) == Some(page)
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
