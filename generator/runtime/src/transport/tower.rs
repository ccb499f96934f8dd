//! Services of `tower`: a service as the transport of a client, and a transport as a service, so that layers can be
//! added around both.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Request, Response};
use tower_service::Service;

use super::body::Body;
use super::http_body::BodyFrames;
use super::interface::{BoxFuture, Transport};
use super::threads::MaybeSend;
use super::timer;
use crate::runtime::error::{TransportError, TransportKind};

/// A service as the transport of a client.
///
/// Each request is sent to a clone of the service, once that is ready. The client waits with the timer of `tokio`, or in a
/// browser, with the feature `fetch`, with that of the browser. An error of the service that is not a [`TransportError`], and has none as its source, has the kind
/// [`TransportKind::Other`].
#[derive(Debug)]
pub struct TowerTransport<S>(Mutex<S>);

impl<S> TowerTransport<S> {
    /// Sends requests through this service.
    #[must_use]
    pub const fn new(service: S) -> Self {
        // A transport is used by several threads at once, which a service need not support.
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + MaybeSend + 'static,
    S::Future: MaybeSend,
    S::Error: Into<Box<dyn StdError + Send + Sync>>,
    B: http_body::Body + MaybeSend + 'static,
    B::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let failed = |error: S::Error| failure(error.into(), TransportKind::Other);
            poll_fn(|context| service.poll_ready(context)).await.map_err(failed)?;
            let response = service.call(request).await.map_err(failed)?;
            let broken = |error: B::Error| failure(error.into(), TransportKind::Interrupted);
            Ok(response.map(|body| Body::incoming(BodyFrames { body: Box::pin(body), failure: broken })))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        timer::sleep(duration)
    }
}

/// Converts the error of a service. A transport error is returned unchanged.
fn failure(error: Box<dyn StdError + Send + Sync>, usually: TransportKind) -> TransportError {
    let error = match error.downcast::<TransportError>() {
        Ok(error) => return *error,
        Err(error) => error,
    };
    let first: &(dyn StdError + 'static) = &*error;
    let kind = std::iter::successors(Some(first), |&error| error.source())
        .find_map(|cause| cause.downcast_ref::<TransportError>())
        .map_or(usually, TransportError::kind);
    TransportError::new(kind).because(error)
}

/// A transport as a service, for adding layers around it.
#[derive(Clone)]
pub struct TransportService(Arc<dyn Transport>);

impl TransportService {
    /// Sends requests through this transport.
    #[must_use]
    pub fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }
}

impl Service<Request<Body>> for TransportService {
    type Response = Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Response<Body>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move { transport.send(request).await })
    }
}

impl fmt::Debug for TransportService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TransportService(..)")
    }
}

// A transport remains one with layers around it, also in a browser, where futures are not `Send`.
const _: fn(TransportService) -> Arc<dyn Transport> = |service| Arc::new(TowerTransport::new(service));
