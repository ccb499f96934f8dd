//! Event streams that reconnect after their connection ends, as the HTML standard specifies.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::events::{DONE, Event, EventId, EventShape, EventStream};
use crate::runtime::call::operation::{Operation, Sent};
use crate::runtime::call::random;
use crate::runtime::client::core::Core;
use crate::runtime::client::dispatch::{Converted, Dispatch, OnClient};
use crate::runtime::codec::traits::Decode;
use crate::runtime::error::{Error, TransportKind};
use crate::runtime::response::meta::Meta;
use crate::runtime::transport::interface::BoxFuture;
use crate::runtime::transport::threads::{MaybeSend, MaybeSync};

/// The default wait before a reconnect.
const WAIT: Duration = Duration::from_secs(1);

/// The minimum wait, even if the server declares a shorter one.
const SHORTEST: Duration = Duration::from_millis(100);

/// The maximum wait, even if the server declares a longer one.
const LONGEST: Duration = Duration::from_secs(60);

/// The default number of connections in a row that may end without an event.
const PATIENCE: u32 = 10;

type Opened<O, T> = Sent<O, EventStream<T, <O as Operation>::Failure>>;
type Came<O, T> = Result<Event<T>, Error<<O as Operation>::Failure>>;
/// Tells the last event of a stream.
trait Ends<T>: Fn(&Event<T>) -> bool + MaybeSend + MaybeSync {}

impl<T, F: Fn(&Event<T>) -> bool + MaybeSend + MaybeSync> Ends<T> for F {}

/// A stream of events that reconnects when its connection ends or fails, with the id of the last event.
///
/// * Before a reconnect it waits for the time that the server declares in `retry`, 1 second by default. The wait
///   doubles after each connection without an event, up to 1 minute.
/// * It ends after a response with status 204, after the event `[DONE]` or the event of [`until`](Self::until), after
///   an error that a reconnect cannot solve, and after ten connections in a row without an event.
/// * A connection without data for longer than the idle timeout of the client counts as failed.
///
/// An error that occurs before the first connection is open is returned at once. An event that cannot be read is an
/// error, and further events may follow it.
#[must_use = "events are not read until they are polled"]
pub struct EventSource<O: Operation, T> {
    core: Core,
    shape: EventShape,
    state: State<O, T>,
    last_event_id: EventId,
    retry: Option<Duration>,
    meta: Option<Meta>,
    ends: Box<dyn Ends<T>>,
    patience: u32,
    /// The number of connections in a row without an event.
    fruitless: u32,
    reconnects: u32,
}

enum State<O: Operation, T> {
    Ready(O),
    Opening(BoxFuture<'static, (O, Opened<O, T>)>),
    Open(O, Box<EventStream<T, O::Failure>>),
    Waiting(O, BoxFuture<'static, ()>),
    Done,
}

/// Returns the events of an operation, also those after a reconnection.
pub fn follow<O: OnClient<Client: Dispatch> + 'static, T: Decode + 'static>(
    operation: O,
    shape: EventShape,
) -> Converted<O, EventSource<O, T>> {
    O::Client::stream(EventSource::new(operation.client().core().clone(), operation, shape))
}

impl<O: Operation + 'static, T: Decode + 'static> EventSource<O, T> {
    /// Creates the event stream of an operation that only reads. No request is sent before the first event is polled.
    pub fn new(core: Core, operation: O, shape: EventShape) -> Self {
        Self {
            core,
            shape,
            state: State::Ready(operation),
            last_event_id: EventId::default(),
            retry: None,
            meta: None,
            ends: Box::new(|event: &Event<T>| event.data == DONE),
            patience: PATIENCE,
            fruitless: 0,
            reconnects: 0,
        }
    }

    /// Continues after the event with this id, which is the [`last_event_id`](Self::last_event_id) of an earlier
    /// stream.
    pub fn resume(mut self, last_event_id: impl Into<String>) -> Self {
        self.last_event_id = EventId::from(last_event_id.into());
        self
    }

    /// Ends after the first event for which this closure returns true, instead of after `[DONE]`.
    pub fn until(mut self, ends: impl Fn(&Event<T>) -> bool + MaybeSend + MaybeSync + 'static) -> Self {
        self.ends = Box::new(ends);
        self
    }

    /// Limits how many connections in a row may end without an event, 10 unless set.
    pub const fn max_reconnects(mut self, connections: u32) -> Self {
        self.patience = connections;
        self
    }

    /// Returns the next event, or `None` after the last one.
    ///
    /// No event is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Came<O, T>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Came<O, T>>> {
        loop {
            // Every arm that does not end the stream has to put a state back. An arm that returns an error without
            // doing so ends it.
            match std::mem::replace(&mut self.state, State::Done) {
                State::Ready(operation) => self.state = State::Opening(self.open(operation)),
                State::Opening(mut opening) => {
                    let Poll::Ready((operation, opened)) = opening.as_mut().poll(context) else {
                        self.state = State::Opening(opening);
                        return Poll::Pending;
                    };
                    if let Err(error) = self.opened(operation, opened) {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
                State::Open(operation, mut events) => {
                    let Poll::Ready(event) = Pin::new(&mut *events).poll_next(context) else {
                        self.state = State::Open(operation, events);
                        return Poll::Pending;
                    };
                    if let Some(event) = self.came(operation, events, event) {
                        return Poll::Ready(Some(event));
                    }
                }
                State::Waiting(operation, mut wait) => {
                    if wait.as_mut().poll(context).is_pending() {
                        self.state = State::Waiting(operation, wait);
                        return Poll::Pending;
                    }
                    self.reconnects = self.reconnects.saturating_add(1);
                    self.state = State::Ready(operation);
                }
                State::Done => return Poll::Ready(None),
            }
        }
    }

    fn open(&self, operation: O) -> BoxFuture<'static, (O, Opened<O, T>)> {
        let (core, shape, last) = (self.core.clone(), self.shape, self.last_event_id.clone());
        Box::pin(async move {
            let opened = EventStream::open_after(&core, &operation, shape, last).await;
            (operation, opened)
        })
    }

    /// Handles the result of a connection attempt.
    fn opened(&mut self, operation: O, opened: Opened<O, T>) -> Result<(), Error<O::Failure>> {
        match opened {
            Ok(answer) => {
                let (events, meta) = answer.into_parts();
                // With status 204 the server declares that the client shall not reconnect.
                let is_over = meta.status() == http::StatusCode::NO_CONTENT;
                self.meta = Some(meta);
                if !is_over {
                    self.state = State::Open(operation, Box::new(events));
                }
                Ok(())
            }
            Err(error) => {
                let asked = error.retry_after().unwrap_or_default();
                let goes_on = self.meta.is_some() && passes(&error) && asked <= LONGEST;
                if goes_on && self.wait(operation, asked) { Ok(()) } else { Err(error) }
            }
        }
    }

    /// Handles an event or the end of a connection. Returns the item for the caller, if there is one.
    fn came(
        &mut self,
        operation: O,
        events: Box<EventStream<T, O::Failure>>,
        event: Option<Came<O, T>>,
    ) -> Option<Came<O, T>> {
        self.last_event_id.clone_from(events.last_id());
        self.retry = events.retry().or(self.retry);
        match event {
            Some(Err(error)) if passes(&error) => {
                if self.wait(operation, Duration::ZERO) {
                    None
                } else {
                    Some(Err(error))
                }
            }
            // A permanent error ends the stream, since a reconnect would not solve it.
            Some(Err(error @ Error::Transport(_))) => Some(Err(error)),
            Some(event) => {
                self.fruitless = 0;
                let is_last = event.as_ref().is_ok_and(|event| (self.ends)(event));
                if !is_last {
                    self.state = State::Open(operation, events);
                }
                Some(event)
            }
            None => {
                // A server that repeatedly sends no event is considered finished.
                self.wait(operation, Duration::ZERO);
                None
            }
        }
    }

    /// Schedules a reconnect. Returns false if there were too many.
    fn wait(&mut self, operation: O, asked: Duration) -> bool {
        if self.fruitless >= self.patience {
            return false;
        }
        let first = self.retry.unwrap_or(WAIT).max(SHORTEST);
        let length = first.saturating_mul(2_u32.saturating_pow(self.fruitless)).max(asked).min(LONGEST);
        // Add up to 25 % at random, so that many clients do not reconnect at the same time.
        let length = length.mul_f64(1.0 + random::unit() / 4.0);
        self.fruitless += 1;
        self.state = State::Waiting(operation, self.core.sleep(length));
        true
    }
}

impl<O: Operation, T> EventSource<O, T> {
    /// Returns the id of the last event that [`next`](Self::next) returned, or of the last one before it that had one, for
    /// [`resume`](Self::resume), even in another process; `None` if none had.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        Some(self.last_event_id.as_str()).filter(|id| !id.is_empty())
    }

    /// Returns the status and the headers of the last response; `None` before the first one.
    #[must_use]
    pub const fn meta(&self) -> Option<&Meta> {
        self.meta.as_ref()
    }

    /// Returns the number of connections after the first one.
    #[must_use]
    pub const fn reconnects(&self) -> u32 {
        self.reconnects
    }
}

/// Returns true if another connection may succeed.
fn passes<E>(error: &Error<E>) -> bool {
    match error {
        Error::Transport(error) => {
            matches!(error.kind(), TransportKind::Connect | TransportKind::Interrupted | TransportKind::Timeout)
        }
        Error::Api(error) => matches!(error.status().as_u16(), 408 | 429 | 500 | 502..=504),
        _ => false,
    }
}

/// No field is pinned.
impl<O: Operation, T> Unpin for EventSource<O, T> {}

impl<O: Operation + 'static, T: Decode + 'static> Stream for EventSource<O, T> {
    type Item = Result<Event<T>, Error<O::Failure>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Operation, T> fmt::Debug for EventSource<O, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EventSource")
            .field("operation", &O::ID)
            .field("reconnects", &self.reconnects)
            .finish_non_exhaustive()
    }
}
