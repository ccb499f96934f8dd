//! Paginated lists, whose pages are fetched when they are needed.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec::IntoIter;

use futures_core::Stream;

use super::page_cursor::VisitedPages;
use crate::runtime::call::operation::{Operation, Paginated};
use crate::runtime::client::core::Core;
use crate::runtime::error::{DecodeError, Error};
use crate::runtime::response::decoded::Response;
use crate::runtime::response::raw::RawResponse;
use crate::runtime::transport::interface::BoxFuture;

/// The default limit for empty pages in a row.
const MAX_EMPTY_PAGES: u32 = 100;

/// The result of decoding a page.
type Page<O> = Result<Response<<O as Operation>::Output>, Error<<O as Operation>::Failure>>;

/// The result of fetching a page.
type RawPage<O> = Result<RawResponse, Error<<O as Operation>::Failure>>;

/// The result of reading an item.
type Item<O> = Result<<O as Paginated>::Item, Error<<O as Operation>::Failure>>;

/// The pages of a list.
///
/// No request is sent before the first page is polled. The stream ends after the last page or after an error;
/// [`cursor`](Self::cursor) is the place to continue from. The parameters of the operation cannot change between pages.
#[must_use = "pages are not fetched until they are polled"]
pub struct Pages<O: Paginated> {
    core: Core,
    state: State<O>,
    cursor: Option<String>,
    /// The cursor of the last page that was returned.
    current: Option<String>,
    /// The cursor of the page before it.
    previous: Option<String>,
    walk: VisitedPages,
    /// The maximum number of empty pages in a row.
    max_empty: u32,
}

enum State<O: Paginated> {
    /// The operation of the next page.
    Ready(O),
    /// The call that fetches the next page.
    Waiting(BoxFuture<'static, (O, RawPage<O>)>),
    /// The last page was returned, but it identifies no valid next page: its response, and the reason.
    Broken(RawResponse, &'static str),
    /// The last page was returned.
    Done,
}

impl<O: Paginated> Pages<O> {
    /// Creates a stream of pages that starts with the page of `operation`.
    pub fn new(core: Core, mut operation: O) -> Self {
        operation.ask_for_first();
        Self {
            core,
            current: None,
            previous: None,
            cursor: operation.options().resumed().map(str::to_owned),
            state: State::Ready(operation),
            walk: VisitedPages::default(),
            max_empty: MAX_EMPTY_PAGES,
        }
    }

    /// Returns the next page, or `None` after the last one.
    ///
    /// If the future is dropped, the next call returns the page.
    pub async fn next(&mut self) -> Option<Page<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Limits how many pages in a row may have no items, 100 unless set. A server that never ends its list causes an
    /// error, after which [`cursor`](Self::cursor) is the place to continue from.
    pub const fn max_empty_pages(mut self, pages: u32) -> Self {
        self.max_empty = pages;
        self
    }

    /// Returns a stream of the items of the remaining pages.
    pub fn items(self) -> Items<O> {
        let ready = Vec::new().into_iter();
        Items { pages: self, ready, taken: 0, skipped: 0, left: None, is_prefetching: false, prefetched: Poll::Pending }
    }

    /// Returns the cursor of the next page, or of the page that failed. It is `None` before the first page, unless the
    /// list was resumed, and after the last one.
    ///
    /// Pass it to `resume` of the same operation to continue there, even in another process. It is always text: a
    /// cursor of the server, a page number, an offset or a URL.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Ready(operation) => {
                    let core = self.core.clone();
                    self.state = State::Waiting(Box::pin(async move {
                        let page = core.send_raw(&operation).await;
                        (operation, page)
                    }));
                }
                State::Waiting(mut call) => {
                    let Poll::Ready((operation, page)) = call.as_mut().poll(context) else {
                        self.state = State::Waiting(call);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(page.and_then(|page| self.read(operation, page))));
                }
                State::Broken(raw, message) => {
                    let error = DecodeError::new(raw, String::new(), message.to_owned());
                    return Poll::Ready(Some(Err(error.into())));
                }
                State::Done => return Poll::Ready(None),
            }
        }
    }

    /// Decodes a page and prepares the request of the next one.
    fn read(&mut self, mut operation: O, page: RawResponse) -> Page<O> {
        // Bodies are cheap to clone. The clone is compared with the next page, and is part of the error if there is no
        // valid next page.
        let body = page.body().clone();
        let page = O::decode(page)?;
        let next = operation.next_page(&page);
        let is_endless = self.walk.count(next.is_empty()) > self.max_empty;
        let repeats = next.is_counted() && self.walk.repeats(&body);
        let found = next.follow(&mut self.walk);
        let broken = |why| State::Broken(RawResponse::new(page.meta().clone(), body), why);
        let current = std::mem::replace(&mut self.cursor, found.as_ref().ok().cloned().flatten());
        self.previous = std::mem::replace(&mut self.current, current);
        // This page is returned in any case. A problem with the next page is reported by the next poll.
        self.state = match found {
            Ok(None) => State::Done,
            Ok(Some(_)) if repeats => broken("the page is identical to the previous one"),
            Ok(Some(_)) if is_endless => {
                broken("too many pages in a row have no items; `max_empty_pages` sets the limit")
            }
            Ok(Some(cursor)) => {
                operation.set_cursor(cursor);
                State::Ready(operation)
            }
            Err(why) => broken(why),
        };
        Ok(page)
    }
}

/// No field is pinned.
impl<O: Paginated> Unpin for Pages<O> {}

impl<O: Paginated> Stream for Pages<O> {
    type Item = Page<O>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Paginated> fmt::Debug for Pages<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").field("operation", &O::ID).finish_non_exhaustive()
    }
}

/// The items of all pages of a list.
///
/// A page is fetched after the last item of the page before it, or with [`prefetch`](Self::prefetch) while the items of
/// that page are read. The stream ends after the last item, or after an error.
#[must_use = "items are not fetched until they are polled"]
pub struct Items<O: Paginated> {
    pages: Pages<O>,
    /// The remaining items of the current page.
    ready: IntoIter<O::Item>,
    /// The number of items of the current page that were returned or skipped.
    taken: usize,
    /// The number of items of the first page that are skipped; zero once it was read.
    skipped: usize,
    /// The remaining number of items, if it is limited.
    left: Option<usize>,
    is_prefetching: bool,
    /// The page after the one whose items are read, or the end of the list, once it was fetched.
    prefetched: Poll<Option<Page<O>>>,
}

impl<O: Paginated> Items<O> {
    /// Creates a stream of items that starts with the page of `operation`.
    pub fn new(core: Core, operation: O) -> Self {
        Pages::new(core, operation).items()
    }

    /// Returns the next item, or `None` after the last one.
    ///
    /// No item is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Item<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Stops after this many items. Pages beyond the limit are not fetched.
    pub const fn limit(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// Fetches the next page while the items of a page are read, instead of after the last one.
    ///
    /// At most one page is fetched ahead, and none beyond [`limit`](Self::limit). Its request is sent when an item is read,
    /// and makes progress whenever one is read. An error of it is returned after the items of the page before it.
    pub const fn prefetch(mut self) -> Self {
        self.is_prefetching = true;
        self
    }

    /// Skips this many items of the first page: the [`offset`](Self::offset) that was saved with the cursor of that page.
    pub const fn skip_items(mut self, items: usize) -> Self {
        self.skipped = items;
        self
    }

    /// Limits how many pages in a row may have no items, 100 unless set; see [`Pages::max_empty_pages`].
    pub fn max_empty_pages(mut self, pages: u32) -> Self {
        self.pages = self.pages.max_empty_pages(pages);
        self
    }

    /// Returns all items, in order.
    ///
    /// # Errors
    /// The first error that occurs. The items before it are lost.
    pub async fn collect(mut self) -> Result<Vec<O::Item>, Error<O::Failure>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    /// Returns the cursor of the page with the next item, or of the page that failed; see [`Pages::cursor`]. It is `None`
    /// before the end of the first page, unless the list was resumed, and after the last item.
    ///
    /// With it, a list continues without losing an item. To skip the items of that page that were returned already, save
    /// [`offset`](Self::offset) as well, and pass it to [`skip_items`](Self::skip_items).
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        let cursor = match (self.ready.len() == 0, &self.prefetched) {
            (true, Poll::Ready(Some(Ok(_)))) => &self.pages.current,
            (false, Poll::Ready(Some(Ok(_)))) => &self.pages.previous,
            (true, _) => &self.pages.cursor,
            (false, _) => &self.pages.current,
        };
        cursor.as_deref()
    }

    /// Returns how many items of the page of [`cursor`](Self::cursor) were returned or skipped; zero between two pages.
    /// Until the first page was read, also if that failed, it is the number of [`skip_items`](Self::skip_items).
    #[must_use]
    pub fn offset(&self) -> usize {
        if self.ready.len() == 0 { self.skipped } else { self.taken }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Item<O>>> {
        if self.left == Some(0) {
            return Poll::Ready(None);
        }
        loop {
            if let Some(item) = self.ready.next() {
                self.taken += 1;
                self.left = self.left.map(|left| left - 1);
                self.fetch_ahead(context);
                return Poll::Ready(Some(Ok(item)));
            }
            let page = match std::mem::replace(&mut self.prefetched, Poll::Pending) {
                Poll::Ready(page) => page,
                Poll::Pending => ready!(self.pages.poll(context)),
            };
            match page {
                Some(Ok(page)) => {
                    self.ready = O::into_items(page.into_inner()).into_iter();
                    // Only items of the first page are skipped.
                    let skipped = std::mem::take(&mut self.skipped);
                    self.taken = self.ready.by_ref().take(skipped).count();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// Fetches the next page if it is wanted before the items of the current page were read.
    fn fetch_ahead(&mut self, context: &mut Context<'_>) {
        let is_needed = self.left.is_none_or(|left| left > self.ready.len());
        if self.is_prefetching && is_needed && self.prefetched.is_pending() {
            self.prefetched = self.pages.poll(context);
        }
    }
}

/// No field is pinned.
impl<O: Paginated> Unpin for Items<O> {}

impl<O: Paginated> Stream for Items<O> {
    type Item = Item<O>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Paginated> fmt::Debug for Items<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("operation", &O::ID).finish_non_exhaustive()
    }
}
