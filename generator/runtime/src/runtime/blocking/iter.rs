//! What comes one after the other, as iterators.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use super::wait::wait_for;
use crate::runtime::operation::Paginated;
use crate::runtime::page;

/// What comes one after the other, read when it is asked for; the thread waits until it is there.
#[must_use = "nothing is read before it is asked for"]
pub struct Iter<S>(S);

/// The pages of a list; see [`Pages`](page::Pages).
pub type Pages<O> = Iter<page::Pages<O>>;

/// The items of a list, on however many pages they are; see [`Items`](page::Items).
pub type Items<O> = Iter<page::Items<O>>;

impl<S: Stream + Unpin> Iter<S> {
    /// The items of a stream.
    pub const fn new(stream: S) -> Self {
        Self(stream)
    }

    /// The stream.
    pub const fn get_ref(&self) -> &S {
        &self.0
    }

    /// The stream with all that was not read yet.
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

impl<O: Paginated> Iter<page::Pages<O>> {
    /// Limits how many pages in a row may have no items, 100 unless set.
    pub fn max_empty_pages(self, pages: u32) -> Self {
        Self(self.0.max_empty_pages(pages))
    }

    /// The items of these pages, those that were given already left out.
    pub fn items(self) -> Items<O> {
        Iter(self.0.items())
    }

    /// The cursor of the page that is next, or that failed; none for the first page, and after the last one.
    ///
    /// The same operation, told to `resume` at this cursor, goes on from there, even in another process.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.0.cursor()
    }
}

impl<O: Paginated> Iter<page::Items<O>> {
    /// Ends after this many items at the latest, and fetches no page that none of them is on.
    ///
    /// `take` ends there, too; this lets a server send smaller pages where it can.
    pub fn limit(self, items: usize) -> Self {
        Self(self.0.limit(items))
    }

    /// Limits how many pages in a row may have no items, 100 unless set.
    pub fn max_empty_pages(self, pages: u32) -> Self {
        Self(self.0.max_empty_pages(pages))
    }

    /// The cursor of the page after the one whose items are being given; see `cursor` of [`Pages`].
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.0.cursor()
    }
}

impl<S: fmt::Debug> fmt::Debug for Iter<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Iter").field(&self.0).finish()
    }
}
