//! The send path: sends the requests of operations through a transport, retries them, and enforces the deadline of the
//! call.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderMap;
use http::{Request, StatusCode};

use super::client_config::ClientConfig;
use super::core_builder::CoreBuilder;
use crate::runtime::call::call_spec::CallSpec;
use crate::runtime::call::conditional::{self, IfModified};
use crate::runtime::call::execute::{CallResponse, ClientInner};
use crate::runtime::call::operation::{self, Endpoint, Operation, Sent};
use crate::runtime::call::options::Options;
use crate::runtime::call::plan::{Plan, Reading};
use crate::runtime::call::redirect::Redirects;
use crate::runtime::call::retry::{Replay, RetryPolicy};
use crate::runtime::call::retry_rule::read_code;
use crate::runtime::credentials::security::Security;
use crate::runtime::credentials::token_refresh::TokenRefresh;
use crate::runtime::credentials::token_transport::TokenTransport;
use crate::runtime::error::{Error, Fault, TransportError, TransportKind};
use crate::runtime::response::decoded::Response;
use crate::runtime::response::raw::RawResponse;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::clock::Instant;
use crate::runtime::transport::interface::{Alarm, BoxFuture};
use crate::runtime::transport::threads::MaybeSync;
use crate::runtime::transport::{compression, idle_timeout};

/// The part that all generated clients share. It is cheap to clone.
#[derive(Clone)]
pub struct Core(pub(crate) Arc<ClientInner>);

/// Builds the request of an operation.
trait Make: Fn() -> Result<Request<Body>, Fault> + MaybeSync {}

impl<F: Fn() -> Result<Request<Body>, Fault> + MaybeSync> Make for F {}

impl Core {
    /// Creates a client of this configuration with the default settings.
    #[must_use]
    pub fn new(config: ClientConfig) -> Self {
        CoreBuilder::new(config).build()
    }

    /// Returns the config: the server and the credentials.
    #[must_use]
    pub fn config(&self) -> &ClientConfig {
        &self.0.config
    }

    /// Sends an operation and reads its response.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn send<O: Operation>(&self, operation: &O) -> Sent<O> {
        let answer = self.ask(CallSpec::new(operation), &|| operation::request(operation, &self.0.config)).await?;
        O::decode(answer.whole())
    }

    /// Sends an operation with other media types in `Accept`, and reads every success with `read`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn send_as<O: Operation, T>(
        &self,
        operation: &O,
        accept: &'static str,
        read: fn(RawResponse) -> Sent<O, T>,
    ) -> Sent<O, T> {
        let spec = CallSpec { accept: Some(accept), ..CallSpec::new(operation) };
        let answer = self.ask(spec, &|| operation::request(operation, &self.0.config)).await?;
        let response = answer.whole();
        if expects::<O>(response.status()) { read(response) } else { Err(O::refuse(response)) }
    }

    /// Sends an operation with the headers of a condition, after which 304 is not an error.
    pub(crate) async fn send_conditional<O: Operation>(
        &self,
        operation: &O,
        conditions: &HeaderMap,
    ) -> Sent<O, IfModified<O::Output>> {
        let spec = CallSpec { more: Some(conditions), is_conditional: true, ..CallSpec::new(operation) };
        let answer = self.ask(spec, &|| operation::request(operation, &self.0.config)).await?;
        conditional::read::<O>(answer.whole())
    }

    /// Sends an operation and returns its response unchanged, whatever its status.
    ///
    /// # Errors
    /// When no response arrives.
    pub async fn send_raw<O: Operation>(&self, operation: &O) -> Result<RawResponse, Error<O::Failure>> {
        let make = || {
            let mut request = operation::request(operation, &self.0.config)?;
            compression::forbid(request.headers_mut());
            Ok(request)
        };
        let answer = self.ask(CallSpec::new(operation), &make).await?;
        Ok(answer.whole())
    }

    /// Sends an operation and returns the body of a success unbuffered, of any size.
    ///
    /// The call's timeout ends when the head of the response has arrived. From then on the idle timeout limits the gap
    /// between chunks.
    ///
    /// # Errors
    /// All errors that occur before the body; see [`Error`].
    pub async fn send_stream<O: Operation>(&self, operation: &O) -> Sent<O, Body> {
        self.send_stream_with(operation, None, HeaderMap::new()).await
    }

    /// Sends an operation as [`send_stream`](Self::send_stream) does, with these media types in `Accept` and additional
    /// headers, which replace headers of the same name.
    pub(crate) async fn send_stream_with<O: Operation>(
        &self,
        operation: &O,
        accept: Option<&'static str>,
        more: HeaderMap,
    ) -> Sent<O, Body> {
        let spec = CallSpec { accept, more: Some(&more), reading: Reading::Head, ..CallSpec::new(operation) };
        match self.ask(spec, &|| operation::request(operation, &self.0.config)).await? {
            CallResponse::Open(meta, body) => {
                let longest = operation.options().idle_timeout().or(self.0.settings.idle_timeout);
                Ok(Response::new(idle_timeout::bounded(body, Arc::clone(&self.0.transport), longest), meta))
            }
            CallResponse::Whole(response) => Err(O::refuse(response)),
        }
    }

    /// Returns the connection over which token sources send their requests.
    #[must_use]
    pub fn token_transport(&self) -> &TokenTransport {
        &self.0.token_transport
    }

    /// Returns the retry policy of a call.
    pub(crate) fn retry_policy(&self, options: &Options) -> RetryPolicy {
        let mut retry = self.0.settings.retry;
        retry.max_retries = options.max_retries().unwrap_or(retry.max_retries);
        retry
    }

    /// Waits with the timer of the transport.
    #[must_use]
    pub fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        idle_timeout::sleep(Arc::clone(&self.0.transport), length)
    }

    /// Returns the maximum size of the body of a success, and of one item of a stream, in bytes.
    #[must_use]
    pub fn max_response_size(&self) -> usize {
        self.0.settings.max_response_size
    }

    /// Fetches the tokens that a request requires, builds it and sends it. All operations share this code.
    async fn ask(&self, spec: CallSpec<'_>, make: &dyn Make) -> Result<CallResponse, Fault> {
        let started = self.0.transport.now();
        let security = self.0.config.security_of(spec.security, spec.options);
        self.ready(security, spec.options).await?;
        let make = || make().map(|request| spec.complete(request));
        let request = make()?;
        let again = || make().ok();
        let token_refresh = TokenRefresh::new(security, &self.0.config, &self.0.token_transport, &again);
        let mut plan = Plan {
            endpoint: spec.endpoint,
            in_progress: spec.in_progress,
            reading: spec.reading,
            expected: spec.expected,
            is_conditional: spec.is_conditional,
            read_code: spec.read_code,
            redirects: spec.redirects,
            token_refresh: token_refresh.as_ref(),
            ..self.plan(started, spec.replay, spec.options)
        };
        self.0.execute(&request, &mut plan).await
    }

    /// Sends a request that is already built.
    ///
    /// # Errors
    /// When no response arrives.
    #[must_use]
    pub fn send_request(
        &self,
        request: Request<Body>,
        replay: Replay,
        options: &Options,
    ) -> BoxFuture<'_, Result<RawResponse, Fault>> {
        let started = self.0.transport.now();
        let endpoint = request.extensions().get().copied().unwrap_or_default();
        let options = options.clone();
        Box::pin(async move {
            let mut plan = Plan { endpoint, ..self.plan(started, replay, &options) };
            self.0.execute(&request, &mut plan).await.map(CallResponse::whole)
        })
    }

    /// Fetches the tokens that a call requires, until the deadline of the call at most.
    async fn ready(&self, security: Security, options: &Options) -> Result<(), Fault> {
        if security.sources(self.0.config.credentials()).next().is_none() {
            return Ok(());
        }
        let deadline = self.deadline(self.0.transport.now(), options);
        let ready = pin!(self.0.config.ready_over(security, Some(&self.0.token_transport)));
        let late = || Err(TransportError::new(TransportKind::Timeout));
        Ok(Alarm::at(self.0.transport.as_ref(), deadline).until(ready).await.unwrap_or_else(late)?)
    }

    /// Returns the deadline of a call that started at this time.
    fn deadline(&self, started: Instant, options: &Options) -> Option<Instant> {
        started.checked_add(options.timeout().or(self.0.settings.timeout)?)
    }

    /// Returns the plan of a call whose whole response is read.
    fn plan<'a>(&self, started: Instant, replay: Replay, options: &'a Options) -> Plan<'a> {
        Plan {
            endpoint: Endpoint::default(),
            started,
            deadline: self.deadline(started, options),
            replay,
            in_progress: &[],
            expected: &[],
            is_conditional: false,
            redirects: Redirects::Follow,
            retry: self.retry_policy(options),
            retry_rule: options.retry_rule(),
            read_code: read_code::<()>,
            interceptors: options.interceptors(),
            reading: Reading::Whole,
            token_refresh: None,
            #[cfg(feature = "blocking")]
            idle_timeout: options.idle_timeout().or(self.0.settings.idle_timeout),
        }
    }
}

/// Returns true if a status is a success of an operation, or is outside of 200 to 299 and not documented as an error.
fn expects<O: Operation>(status: StatusCode) -> bool {
    status.is_success() || O::EXPECTED.contains(&status.as_u16())
}

impl fmt::Debug for Core {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Core")
            .field("config", &self.0.config)
            .field("retry", &self.0.settings.retry)
            .field("timeout", &self.0.settings.timeout)
            .finish_non_exhaustive()
    }
}
