//! Lists that come in pages, read one page after the other as they are needed.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec::IntoIter;

use futures_core::Stream;

use super::core::Core;
use super::error::{DecodeError, Error};
use super::next::Walk;
use super::operation::{Operation, Paginated};
use super::raw::RawResponse;
use super::response::Response;
use super::transport::BoxFuture;

/// How many pages in a row may have no items, unless set.
const MAX_EMPTY_PAGES: u32 = 100;

/// A page, as an operation gives it.
type Page<O> = Result<Response<<O as Operation>::Output>, Error<<O as Operation>::Failure>>;

/// A page, as it comes.
type RawPage<O> = Result<RawResponse, Error<<O as Operation>::Failure>>;

/// An item, as a page holds it.
type Item<O> = Result<<O as Paginated>::Item, Error<<O as Operation>::Failure>>;

/// The pages of a list.
///
/// Nothing is sent before the first one is asked for, and nothing more once nobody asks. It ends after the last page, or
/// after an error; [`cursor`](Self::cursor) tells where to go on from there. The arguments of the operation can not
/// change on the way.
#[must_use = "pages are not fetched before they are asked for"]
pub struct Pages<O: Paginated> {
    core: Core,
    state: State<O>,
    cursor: Option<String>,
    walk: Walk,
    /// How many pages in a row may have no items.
    max_empty: u32,
}

enum State<O: Paginated> {
    /// The operation for the next page.
    Ready(O),
    /// The next page is on its way.
    Waiting(BoxFuture<'static, (O, RawPage<O>)>),
    /// The page that was given leads nowhere: the answer that it came in, and why.
    Broken(RawResponse, &'static str),
    /// There is no next page.
    Done,
}

impl<O: Paginated> Pages<O> {
    /// The pages from the one on that `operation` gives.
    pub fn new(core: Core, mut operation: O) -> Self {
        operation.ask_for_first();
        Self { core, state: State::Ready(operation), cursor: None, walk: Walk::default(), max_empty: MAX_EMPTY_PAGES }
    }

    /// The next page, or none after the last one.
    ///
    /// A future that is dropped loses nothing: the page is there when it is asked for again.
    pub async fn next(&mut self) -> Option<Page<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Limits how many pages in a row may have no items, 100 unless set: a server that never ends its list is an error, after which
    /// [`cursor`](Self::cursor) tells where to continue.
    pub const fn max_empty_pages(mut self, pages: u32) -> Self {
        self.max_empty = pages;
        self
    }

    /// The items of these pages, those that were given already left out.
    pub fn items(self) -> Items<O> {
        Items { pages: self, ready: Vec::new().into_iter(), left: None }
    }

    /// The cursor of the page that is next, or that failed; none for the first page, and after the last one.
    ///
    /// The same operation, told to `resume` at this cursor, goes on from there, even in another process. It is text in any
    /// case: what the server calls a cursor, the number of a page or of an item, or a URL.
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

    /// Reads a page and prepares for the one after it.
    fn read(&mut self, mut operation: O, page: RawResponse) -> Page<O> {
        let body = page.body().clone();
        let page = O::decode(page)?;
        let next = operation.next_page(&page);
        let is_endless = self.walk.count(next.is_empty()) > self.max_empty;
        let repeats = next.is_counted() && self.walk.repeats(&body);
        let found = next.follow(&mut self.walk);
        let broken = |why| State::Broken(RawResponse::new(page.meta().clone(), body), why);
        self.cursor = found.as_ref().ok().cloned().flatten();
        self.state = match found {
            Ok(None) => State::Done,
            Ok(Some(_)) if repeats => broken("the page is the same as the one before"),
            Ok(Some(_)) if is_endless => {
                broken("too many pages in a row have no items; `max_empty_pages` sets how many may have none")
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

/// Nothing in it is pinned in place.
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

/// The items of a list, on however many pages they are.
///
/// It fetches a page when the items of the one before are used up, and ends after the last item, or after an error.
#[must_use = "items are not fetched before they are asked for"]
pub struct Items<O: Paginated> {
    pages: Pages<O>,
    /// Those of a page that are still to be given.
    ready: IntoIter<O::Item>,
    /// How many more are to be given, if that is bounded.
    left: Option<usize>,
}

impl<O: Paginated> Items<O> {
    /// The items from the page on that `operation` gives.
    pub fn new(core: Core, operation: O) -> Self {
        Pages::new(core, operation).items()
    }

    /// The next item, or none after the last one.
    ///
    /// A future that is dropped loses nothing.
    pub async fn next(&mut self) -> Option<Item<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Ends after this many items at the latest, and fetches no page that none of them is on.
    pub const fn limit(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// Limits how many pages in a row may have no items, 100 unless set; see [`Pages::max_empty_pages`].
    pub fn max_empty_pages(mut self, pages: u32) -> Self {
        self.pages = self.pages.max_empty_pages(pages);
        self
    }

    /// All of them, in their order.
    ///
    /// # Errors
    /// The first one that there is; what was read before it is lost.
    pub async fn collect(mut self) -> Result<Vec<O::Item>, Error<O::Failure>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    /// The cursor of the page after the one whose items are being given; see [`Pages::cursor`].
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.pages.cursor()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Item<O>>> {
        if self.left == Some(0) {
            return Poll::Ready(None);
        }
        loop {
            if let Some(item) = self.ready.next() {
                self.left = self.left.map(|left| left - 1);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.ready = O::into_items(page.into_inner()).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Nothing in it is pinned in place.
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
