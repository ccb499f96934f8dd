//! Streams of events that go on where they broke off: a connection that ends is made again, as the HTML standard says.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::codec::Decode;
use super::core::Core;
use super::error::{Error, TransportKind};
use super::events::{DONE, Event, EventId, EventShape, EventStream};
use super::meta::Meta;
use super::operation::{Operation, Sent};
use super::random;
use super::transport::BoxFuture;

/// The wait before a connection is made again, unless the server names one.
const WAIT: Duration = Duration::from_secs(1);

/// The shortest wait; a server may name none at all.
const SHORTEST: Duration = Duration::from_millis(100);

/// The longest wait, also of those that a server asks for.
const LONGEST: Duration = Duration::from_secs(60);

/// How many connections in a row may bring no event.
const PATIENCE: u32 = 10;

type Opened<O, T> = Sent<O, EventStream<T, <O as Operation>::Failure>>;
type Came<O, T> = Result<Event<T>, Error<<O as Operation>::Failure>>;
type Ends<T> = dyn Fn(&Event<T>) -> bool + Send + Sync;

/// A stream of events that is opened again when its connection ends or breaks, and tells the server the id of the last event.
///
/// * It waits before that for as long as the server says in `retry`, else for a second; twice as long after each connection
///   that brought no event, and never for more than a minute.
/// * It ends after an answer with status 204, after the event `[DONE]` or that of [`until`](Self::until), after an error that
///   another try can not mend, and after ten connections in a row without an event.
/// * A connection on which nothing comes for longer than the client's idle timeout counts as broken.
///
/// What goes wrong before the first event stream is there is an error at once. An event that can not be read is an error that the
/// next event may follow.
#[must_use = "events are not read before they are asked for"]
pub struct EventSource<O: Operation, T> {
    core: Core,
    shape: EventShape,
    state: State<O, T>,
    last_event_id: EventId,
    retry: Option<Duration>,
    meta: Option<Meta>,
    ends: Box<Ends<T>>,
    patience: u32,
    /// How many connections in a row brought no event.
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

impl<O: Operation + 'static, T: Decode + 'static> EventSource<O, T> {
    /// The events of an operation that only reads; nothing is sent before the first one is asked for.
    pub fn new(core: Core, operation: O, shape: EventShape) -> Self {
        Self {
            core,
            shape,
            state: State::Ready(operation),
            last_event_id: EventId::default(),
            retry: None,
            meta: None,
            ends: Box::new(|event| event.data == DONE),
            patience: PATIENCE,
            fruitless: 0,
            reconnects: 0,
        }
    }

    /// Goes on after the event of this id, which an earlier stream had as its [`last_event_id`](Self::last_event_id).
    pub fn resume(mut self, last_event_id: impl Into<String>) -> Self {
        self.last_event_id = EventId::from(last_event_id.into());
        self
    }

    /// Ends after the event for which this holds, and no longer after `[DONE]`.
    pub fn until(mut self, ends: impl Fn(&Event<T>) -> bool + Send + Sync + 'static) -> Self {
        self.ends = Box::new(ends);
        self
    }

    /// Bounds how many connections in a row may bring no event, 10 unless set.
    pub const fn max_reconnects(mut self, connections: u32) -> Self {
        self.patience = connections;
        self
    }

    /// The next event, or none after the last one.
    ///
    /// A future that is dropped loses nothing.
    pub async fn next(&mut self) -> Option<Came<O, T>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Came<O, T>>> {
        loop {
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

    /// Takes a connection, or why there is none.
    fn opened(&mut self, operation: O, opened: Opened<O, T>) -> Result<(), Error<O::Failure>> {
        match opened {
            Ok(answer) => {
                let (events, meta) = answer.into_parts();
                // By this the server says that there is nothing to come back for.
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

    /// Takes what came of a connection: an event, or its end. What it returns is for the caller.
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
            // After an error that stays there is nothing on this connection, and nothing is to be had from another one.
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
                // A server that has nothing to say again and again is taken to have nothing more to say.
                self.wait(operation, Duration::ZERO);
                None
            }
        }
    }

    /// Prepares for another connection; false if there were too many.
    fn wait(&mut self, operation: O, asked: Duration) -> bool {
        if self.fruitless >= self.patience {
            return false;
        }
        let first = self.retry.unwrap_or(WAIT).max(SHORTEST);
        let length = first.saturating_mul(2_u32.saturating_pow(self.fruitless)).max(asked).min(LONGEST);
        // Many clients whose server went away must not come back all at once.
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

    /// What is known of the last answer, once there was one.
    #[must_use]
    pub const fn meta(&self) -> Option<&Meta> {
        self.meta.as_ref()
    }

    /// How often a connection was made after the first one.
    #[must_use]
    pub const fn reconnects(&self) -> u32 {
        self.reconnects
    }
}

/// Whether another connection may do better.
fn passes<E>(error: &Error<E>) -> bool {
    match error {
        Error::Transport(error) => {
            matches!(error.kind(), TransportKind::Connect | TransportKind::Interrupted | TransportKind::Timeout)
        }
        Error::Api(error) => matches!(error.status().as_u16(), 408 | 429 | 500 | 502..=504),
        _ => false,
    }
}

/// Nothing in it is pinned in place.
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
