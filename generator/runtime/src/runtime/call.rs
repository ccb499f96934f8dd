//! What can be set for one call alone, and how an operation's struct carries it.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use http::HeaderMap;

use super::error::{InvalidInput, Location};
use super::request::header;

/// What a caller set for one call alone; what is not set is as the client has it.
#[derive(Clone, Default)]
pub struct Options(Option<Box<Set>>);

/// What is set, apart from the operation so that the latter stays small.
#[derive(Clone, Default)]
struct Set {
    timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    max_retries: Option<u32>,
    headers: HeaderMap,
    base_url: Option<String>,
    is_anonymous: bool,
    is_keyed: bool,
    link: Option<String>,
    broken: Option<InvalidInput>,
}

/// What nothing set looks like.
static NONE: Options = Options(None);
/// No headers.
static NO_HEADERS: std::sync::LazyLock<HeaderMap> = std::sync::LazyLock::new(HeaderMap::new);

impl Options {
    /// Nothing set.
    #[must_use]
    pub fn none() -> &'static Self {
        &NONE
    }

    fn set(&mut self) -> &mut Set {
        self.0.get_or_insert_default()
    }

    /// Bounds the time for the whole call, all tries included.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.set().timeout = Some(timeout);
    }

    /// Bounds the time in which nothing comes of an answer that is read as it comes.
    pub fn set_idle_timeout(&mut self, timeout: Duration) {
        self.set().idle_timeout = Some(timeout);
    }

    /// Bounds the number of tries after the first one.
    pub fn set_max_retries(&mut self, retries: u32) {
        self.set().max_retries = Some(retries);
    }

    /// Adds a header, in place of any other of its name; what is wrong with it is said when the operation is sent.
    pub fn set_header(&mut self, name: &str, value: &str) {
        let set = self.set();
        match header(name, value) {
            Ok((name, mut value)) => {
                value.set_sensitive(true);
                set.headers.insert(name, value);
            }
            Err(invalid) => {
                set.broken.get_or_insert(invalid);
            }
        }
    }

    /// Sends the call to another server: an absolute URL; what is wrong with it is said when the operation is sent.
    pub fn set_base_url(&mut self, base_url: &str) {
        self.set().base_url = Some(base_url.to_owned());
    }

    /// Sends no credentials, and requires none.
    pub fn set_anonymous(&mut self) {
        self.set().is_anonymous = true;
    }

    /// Whether the call carries no credentials.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.0.as_ref().is_some_and(|set| set.is_anonymous)
    }

    /// Sends a key by which the server knows the call again, so that it may be sent more than once.
    pub fn set_idempotency_key(&mut self, key: &str) {
        self.set_header("idempotency-key", key);
        self.set().is_keyed = true;
    }

    /// Whether the call carries a key by which the server knows it again.
    #[must_use]
    pub fn is_keyed(&self) -> bool {
        self.0.as_ref().is_some_and(|set| set.is_keyed)
    }

    /// Asks for what a link from one page to the next one asks for: it has the whole query, credentials aside. What is wrong with
    /// it is said when the operation is sent.
    pub fn set_link(&mut self, link: String) {
        self.set().link = Some(link);
    }

    /// The value of the parameter that a cursor stands for; that there is none is said when the operation is sent.
    #[must_use]
    pub fn cursor<T: FromStr>(&mut self, parameter: &'static str, cursor: &str) -> Option<T> {
        let value = cursor.parse().ok();
        if value.is_none() {
            let invalid = InvalidInput::new(parameter, Location::Query, "is no cursor of this operation");
            self.set().broken.get_or_insert(invalid);
        }
        value
    }

    /// The link that has the query.
    pub(super) fn link(&self) -> Option<&str> {
        self.0.as_ref()?.link.as_deref()
    }

    /// The server of this call alone, if set.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        self.0.as_ref()?.base_url.as_deref()
    }

    /// The time for the whole call, if set.
    #[must_use]
    pub fn timeout(&self) -> Option<Duration> {
        self.0.as_ref()?.timeout
    }

    /// The longest time in which nothing comes of an answer that is read as it comes, if set.
    #[must_use]
    pub fn idle_timeout(&self) -> Option<Duration> {
        self.0.as_ref()?.idle_timeout
    }

    /// The number of tries after the first one, if set.
    #[must_use]
    pub fn max_retries(&self) -> Option<u32> {
        self.0.as_ref()?.max_retries
    }

    /// The headers that are set.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.as_ref().map_or(&NO_HEADERS, |set| &set.headers)
    }

    /// The first header that can not be sent.
    pub(super) fn broken(&self) -> Option<&InvalidInput> {
        self.0.as_ref()?.broken.as_ref()
    }
}

/// Headers are shown without their values.
impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Options")
            .field("timeout", &self.timeout())
            .field("max_retries", &self.max_retries())
            .field("headers", &self.headers().keys().collect::<Vec<_>>())
            .finish()
    }
}

/// What every operation's struct holds besides its arguments: the client that sends it, and the call's own options.
#[derive(Debug, Clone, Default)]
pub struct Call<C> {
    client: C,
    options: Options,
}

impl<C> Call<C> {
    /// A call on a client, with nothing set.
    #[must_use]
    pub const fn new(client: C) -> Self {
        Self { client, options: Options(None) }
    }

    /// The client.
    #[must_use]
    pub const fn client(&self) -> &C {
        &self.client
    }

    /// What is set for this call.
    #[must_use]
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// What is set for this call, to be changed.
    #[must_use]
    pub const fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

/// Gives an operation's struct, which has a field `call`, the setters of what can be set for one call alone.
///
/// It is exported so that a crate that has no operations gets no warning.
#[doc(hidden)]
#[macro_export]
macro_rules! call_options {
    ($operation:ident) => {
        $crate::call_options!($operation, keyed);

        impl<C> $operation<C> {
            /// Sends a key of your choice in the header `Idempotency-Key`, by which a server that heeds it knows the call
            /// again: the call is tried again like one that only reads.
            #[inline]
            pub fn idempotency_key(mut self, key: &str) -> Self {
                self.call.options_mut().set_idempotency_key(key);
                self
            }
        }
    };
    ($operation:ident, keyed) => {
        impl<C> $operation<C> {
            /// Bounds the time for this call, all tries and the waits between them included.
            #[inline]
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call.options_mut().set_timeout(timeout);
                self
            }

            /// Bounds the time in which nothing comes of an answer that is read as it comes: of a stream, of events, of lines.
            #[inline]
            pub fn idle_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call.options_mut().set_idle_timeout(timeout);
                self
            }

            /// Bounds how often this call is tried again; 0 for a single try.
            #[inline]
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.call.options_mut().set_max_retries(retries);
                self
            }

            /// Sends this call to another server, with the credentials that it needs: an absolute URL.
            #[inline]
            pub fn base_url(mut self, base_url: &str) -> Self {
                self.call.options_mut().set_base_url(base_url);
                self
            }

            /// Sends this call without credentials, whatever the client has and the API description requires, as for the call
            /// that fetches a token.
            #[inline]
            pub fn anonymous(mut self) -> Self {
                self.call.options_mut().set_anonymous();
                self
            }

            /// Adds a header to this call, in place of any other of its name.
            #[inline]
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.call.options_mut().set_header(name, value);
                self
            }
        }
    };
}
