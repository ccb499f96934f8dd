//! The options of a single call, and how the struct of an operation carries them.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use super::interceptor::Interceptor;
use super::retry_rule::RetryRule;
use crate::runtime::error::{InvalidInput, Location};
use crate::runtime::request::encoder::header;

/// The options of a single call. An option that is not set has the value of the client.
#[derive(Clone, Default)]
pub struct Options(Option<Box<Set>>);

/// The options, on the heap so that operations stay small.
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
    resumed: Option<String>,
    interceptors: Vec<Arc<dyn Interceptor>>,
    retry_rule: Option<Arc<dyn RetryRule>>,
    broken: Option<InvalidInput>,
}

/// Options without a setting. A static could not contain options in a browser, where they are not `Sync`.
const NONE: &Options = &Options(None);
/// An empty map of headers.
static NO_HEADERS: std::sync::LazyLock<HeaderMap> = std::sync::LazyLock::new(HeaderMap::new);

impl Options {
    /// Returns options without a setting.
    #[must_use]
    pub const fn none() -> &'static Self {
        NONE
    }

    fn set(&mut self) -> &mut Set {
        self.0.get_or_insert_default()
    }

    /// Sets the deadline of the whole call, including all attempts.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.set().timeout = Some(timeout);
    }

    /// Sets the idle timeout of a streaming response.
    pub fn set_idle_timeout(&mut self, timeout: Duration) {
        self.set().idle_timeout = Some(timeout);
    }

    /// Sets the maximum number of retries.
    pub fn set_max_retries(&mut self, retries: u32) {
        self.set().max_retries = Some(retries);
    }

    /// Adds an interceptor, which runs before those of the client.
    pub fn add_interceptor(&mut self, interceptor: impl Interceptor) {
        self.set().interceptors.push(Arc::new(interceptor));
    }

    /// Sets the rule about retries, which precedes that of the client.
    pub fn set_retry_rule(&mut self, rule: impl RetryRule) {
        self.set().retry_rule = Some(Arc::new(rule));
    }

    /// Sets a header, in place of another of the same name. An invalid one is reported when the operation is sent.
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

    /// Sends the call to another server, given as an absolute URL. An invalid URL is reported when the operation is
    /// sent.
    pub fn set_base_url(&mut self, base_url: &str) {
        self.set().base_url = Some(base_url.to_owned());
    }

    /// Sends no credentials, and requires none.
    pub fn set_anonymous(&mut self) {
        self.set().is_anonymous = true;
    }

    /// Returns true if the call has no credentials.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.0.as_ref().is_some_and(|set| set.is_anonymous)
    }

    /// Sends an idempotency key, so that the call may be sent more than once.
    pub fn set_idempotency_key(&mut self, key: &str) {
        self.set_header("idempotency-key", key);
        self.set().is_keyed = true;
    }

    /// Returns true if the call has an idempotency key that the caller set.
    #[must_use]
    pub fn is_keyed(&self) -> bool {
        self.0.as_ref().is_some_and(|set| set.is_keyed)
    }

    /// Replaces the query by that of a link to the next page, except for credentials. An invalid link is reported when
    /// the operation is sent.
    pub fn set_link(&mut self, link: String) {
        self.set().link = Some(link);
    }

    /// Sets the cursor of the page at which a list is resumed.
    pub fn set_resumed(&mut self, cursor: &str) {
        self.set().resumed = Some(cursor.to_owned());
    }

    /// Returns the cursor of the page at which a list is resumed.
    pub(crate) fn resumed(&self) -> Option<&str> {
        self.0.as_ref()?.resumed.as_deref()
    }

    /// Parses a cursor as the value of a parameter. An invalid cursor is reported when the operation is sent.
    #[must_use]
    pub fn cursor<T: FromStr>(&mut self, parameter: &'static str, cursor: &str) -> Option<T> {
        let value = cursor.parse().ok();
        if value.is_none() {
            let invalid = InvalidInput::new(parameter, Location::Query, "is not a cursor of this operation");
            self.set().broken.get_or_insert(invalid);
        }
        value
    }

    /// Returns the link that replaces the query.
    pub(crate) fn link(&self) -> Option<&str> {
        self.0.as_ref()?.link.as_deref()
    }

    /// Returns the server of this call, if set.
    #[must_use]
    pub fn base_url(&self) -> Option<&str> {
        self.0.as_ref()?.base_url.as_deref()
    }

    /// Returns the timeout of the whole call, if set.
    #[must_use]
    pub fn timeout(&self) -> Option<Duration> {
        self.0.as_ref()?.timeout
    }

    /// Returns the idle timeout of a streaming response, if set.
    #[must_use]
    pub fn idle_timeout(&self) -> Option<Duration> {
        self.0.as_ref()?.idle_timeout
    }

    /// Returns the maximum number of retries, if set.
    #[must_use]
    pub fn max_retries(&self) -> Option<u32> {
        self.0.as_ref()?.max_retries
    }

    /// Returns the interceptors in their order.
    pub(crate) fn interceptors(&self) -> &[Arc<dyn Interceptor>] {
        self.0.as_ref().map_or(&[], |set| &set.interceptors)
    }

    /// Returns the rule about retries, if set.
    pub(crate) fn retry_rule(&self) -> Option<&dyn RetryRule> {
        self.0.as_ref()?.retry_rule.as_deref()
    }

    /// Returns the headers that are set.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.as_ref().map_or(&NO_HEADERS, |set| &set.headers)
    }

    /// Returns the first invalid option.
    pub(crate) fn broken(&self) -> Option<&InvalidInput> {
        self.0.as_ref()?.broken.as_ref()
    }
}

/// Shows the names of headers without their values.
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

/// The part that every operation has in addition to its parameters: the client that sends it, and the options of the
/// call.
#[derive(Debug, Clone, Default)]
pub struct Call<C> {
    client: C,
    options: Options,
}

impl<C> Call<C> {
    /// Creates a call on a client, without options.
    #[must_use]
    pub const fn new(client: C) -> Self {
        Self { client, options: Options(None) }
    }

    /// Returns the client.
    #[must_use]
    pub const fn client(&self) -> &C {
        &self.client
    }

    /// Returns the options of this call.
    #[must_use]
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// Returns the options of this call for changing them.
    #[must_use]
    pub const fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

/// Implements the setters of the options of a call, and access to the client, for the struct of an operation with a field
/// `call`.
#[doc(hidden)]
#[macro_export]
macro_rules! call_options {
    ($operation:ident) => {
        $crate::call_options!($operation, keyed);

        impl<C> $operation<C> {
            /// Sends this key in the header `Idempotency-Key`. A server that supports the header recognizes repeated
            /// attempts by it, so the call is retried like one that only reads.
            #[inline]
            pub fn idempotency_key(mut self, key: &str) -> Self {
                self.call.options_mut().set_idempotency_key(key);
                self
            }
        }
    };
    ($operation:ident, keyed) => {
        impl<C> $crate::runtime::OnClient for $operation<C>
        where
            Self: $crate::runtime::Operation,
        {
            type Client = C;

            fn client(&self) -> &C {
                self.call.client()
            }
        }

        impl<C> $operation<C> {
            /// Sets the deadline of this call, including all attempts and the waits between them.
            #[inline]
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call.options_mut().set_timeout(timeout);
                self
            }

            /// Sets the idle timeout of a streaming response: the maximum gap between chunks of a body, of events or of
            /// lines.
            #[inline]
            pub fn idle_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call.options_mut().set_idle_timeout(timeout);
                self
            }

            /// Sets the maximum number of retries of this call; 0 allows a single attempt.
            #[inline]
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.call.options_mut().set_max_retries(retries);
                self
            }

            /// Sets a rule that decides which failed attempts of this call are retried, before the rule of the client
            /// and the default decide; see [`RetryRule`](crate::RetryRule).
            #[inline]
            pub fn retry_when(mut self, rule: impl $crate::runtime::RetryRule) -> Self {
                self.call.options_mut().set_retry_rule(rule);
                self
            }

            /// Adds an interceptor of the requests and responses of this call. It runs before the interceptors of the
            /// client; see [`Interceptor`](crate::Interceptor).
            #[inline]
            pub fn interceptor(mut self, interceptor: impl $crate::runtime::Interceptor) -> Self {
                self.call.options_mut().add_interceptor(interceptor);
                self
            }

            /// Sends this call to another server, given as an absolute URL, with the credentials that it requires.
            #[inline]
            pub fn base_url(mut self, base_url: &str) -> Self {
                self.call.options_mut().set_base_url(base_url);
                self
            }

            /// Sends this call without credentials, even if the API description requires them, as for the call that
            /// fetches a token.
            #[inline]
            pub fn anonymous(mut self) -> Self {
                self.call.options_mut().set_anonymous();
                self
            }

            /// Sets a header of this call, in place of another of the same name.
            #[inline]
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.call.options_mut().set_header(name, value);
                self
            }
        }
    };
}
