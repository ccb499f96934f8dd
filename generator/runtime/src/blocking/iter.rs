//! Iterators over pages, items, events and lines.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use super::wait::wait_for;
use crate::runtime::call::operation::Paginated;
use crate::runtime::page::pages;

/// An iterator over a stream. Each call of `next` blocks the thread until an item is available.
#[must_use = "nothing is read until `next` is called"]
pub struct Iter<S>(S);

/// An iterator over the pages of a list; see [`Pages`](pages::Pages).
pub type Pages<O> = Iter<pages::Pages<O>>;

/// An iterator over the items of all pages of a list; see [`Items`](pages::Items).
pub type Items<O> = Iter<pages::Items<O>>;

impl<S> Iter<S> {
    /// Iterates over the items of a stream.
    pub const fn new(stream: S) -> Self {
        Self(stream)
    }

    /// Returns the stream.
    pub const fn get_ref(&self) -> &S {
        &self.0
    }

    /// Returns the stream with all items that were not read yet.
    pub fn into_inner(self) -> S {
        self.0
    }
}

impl<S: Stream + Unpin> Iterator for Iter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        wait_for(poll_fn(|context| Pin::new(&mut self.0).poll_next(context)))
    }
}

impl<O: Paginated> Iter<pages::Pages<O>> {
    /// Limits how many pages in a row may have no items, 100 unless set.
    pub fn max_empty_pages(self, pages: u32) -> Self {
        Self(self.0.max_empty_pages(pages))
    }

    /// Returns an iterator over the items of the remaining pages.
    pub fn items(self) -> Items<O> {
        Iter(self.0.items())
    }

    /// Returns the cursor of the next page, or of the page that failed. It is `None` before the first page, unless the
    /// list was resumed, and after the last one.
    ///
    /// Pass it to `resume` of the same operation to continue there, even in another process.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.0.cursor()
    }
}

impl<O: Paginated> Iter<pages::Items<O>> {
    /// Stops after this many items. Pages beyond the limit are not fetched.
    ///
    /// `take` stops as well. This method also requests smaller pages where the API supports it.
    pub fn limit(self, items: usize) -> Self {
        Self(self.0.limit(items))
    }

    /// Skips this many items of the first page: the [`offset`](Self::offset) that was saved with the cursor of that page.
    pub fn skip_items(self, items: usize) -> Self {
        Self(self.0.skip_items(items))
    }

    /// Limits how many pages in a row may have no items, 100 unless set.
    pub fn max_empty_pages(self, pages: u32) -> Self {
        Self(self.0.max_empty_pages(pages))
    }

    /// Returns the cursor of the page with the next item, or of the page that failed; see `cursor` of [`Pages`]. It is
    /// `None` before the end of the first page, unless the list was resumed, and after the last item.
    ///
    /// With it, a list continues without losing an item. To skip the items of that page that were returned already, save
    /// [`offset`](Self::offset) as well, and pass it to [`skip_items`](Self::skip_items).
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.0.cursor()
    }

    /// Returns how many items of the page of [`cursor`](Self::cursor) were returned or skipped; zero between two pages.
    /// Until the first page was read, also if that failed, it is the number of [`skip_items`](Self::skip_items).
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset()
    }
}

impl<S: fmt::Debug> fmt::Debug for Iter<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Iter").field(&self.0).finish()
    }
}
