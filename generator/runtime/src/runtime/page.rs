//! Lists that come in pages, read one page after the other as they are needed.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec::IntoIter;

use futures_core::Stream;

use super::core::Core;
use super::error::{DecodeError, Error};
use super::meta::Meta;
use super::operation::{Operation, Paginated};
use super::response::Response;
use super::transport::BoxFuture;

/// A page, as an operation gives it.
type Page<O> = Result<Response<<O as Operation>::Output>, Error<<O as Operation>::Failure>>;

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
    seen: HashSet<u64>,
}

enum State<O: Paginated> {
    /// The operation for the next page.
    Ready(O),
    /// The next page is on its way.
    Waiting(BoxFuture<'static, (O, Page<O>)>),
    /// The page that was given leads nowhere: the answer that it came in, and why.
    Broken(Meta, &'static str),
    /// There is no next page.
    Done,
}

impl<O: Paginated> Pages<O> {
    /// The pages from the one on that `operation` gives.
    pub fn new(core: Core, operation: O) -> Self {
        Self { core, state: State::Ready(operation), cursor: None, seen: HashSet::new() }
    }

    /// The next page, or none after the last one.
    ///
    /// A future that is dropped loses nothing: the page is there when it is asked for again.
    pub async fn next(&mut self) -> Option<Page<O>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The items of these pages, those that were given already left out.
    pub fn items(self) -> Items<O> {
        Items { pages: self, items: Vec::new().into_iter() }
    }

    /// The cursor of the page that is next, or that failed; none for the first page, and after the last one.
    ///
    /// The same operation with this cursor goes on from there, even in another process.
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
                        let page = core.send(&operation).await;
                        (operation, page)
                    }));
                }
                State::Waiting(mut call) => {
                    let Poll::Ready((operation, page)) = call.as_mut().poll(context) else {
                        self.state = State::Waiting(call);
                        return Poll::Pending;
                    };
                    if let Ok(page) = &page {
                        self.go_on(operation, page);
                    }
                    return Poll::Ready(Some(page));
                }
                State::Broken(meta, message) => {
                    let error = DecodeError::new(meta, String::new(), message.to_owned(), String::new());
                    return Poll::Ready(Some(Err(error.into())));
                }
                State::Done => return Poll::Ready(None),
            }
        }
    }

    /// Prepares for the page after this one.
    fn go_on(&mut self, mut operation: O, page: &Response<O::Output>) {
        self.cursor = O::next_cursor(page).filter(|cursor| !cursor.is_empty());
        let Some(cursor) = &self.cursor else {
            if O::has_more(page) == Some(true) {
                self.state = State::Broken(page.meta().clone(), "there are more pages, and the next one is not named");
            }
            return;
        };
        let mut hasher = DefaultHasher::new();
        cursor.hash(&mut hasher);
        self.state = if self.seen.insert(hasher.finish()) {
            operation.set_cursor(cursor.clone());
            State::Ready(operation)
        } else {
            State::Broken(page.meta().clone(), "the cursor of the next page was there before")
        };
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
    items: IntoIter<O::Item>,
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

    /// The cursor of the page after the one whose items are being given; see [`Pages::cursor`].
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.pages.cursor()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Item<O>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.items = O::into_items(page.into_inner()).into_iter(),
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
