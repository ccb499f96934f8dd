//! The attempts of a call that has interceptors.

use std::pin::pin;
use std::sync::Arc;

use http::{Request, Response};

use super::execute::ClientInner;
use super::interceptor::{InterceptedRequest, InterceptedResponse, Interceptor, InterceptorError};
use super::plan::{Plan, Reading};
use super::redirect::{self, Redirects};
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::body::{Body, Collected};
use crate::runtime::transport::interface::Alarm;

/// A request as it was sent, with its response.
type Exchange = (Box<Request<Body>>, Response<Body>);

/// A request that may have passed interceptors, with its response.
struct Exchanged {
    request: InterceptedRequest,
    response: Response<Body>,
    /// True if the request passed the interceptors, so that its response passes them, too.
    is_intercepted: bool,
}

impl ClientInner {
    /// Returns the interceptors of a call in the order in which a request passes them.
    fn interceptors<'a>(&'a self, plan: &Plan<'a>) -> impl DoubleEndedIterator<Item = &'a dyn Interceptor> {
        plan.interceptors.iter().chain(&self.settings.interceptors).map(Arc::as_ref)
    }

    /// Sends a request once, with its redirects, and passes request and response through the interceptors of the call.
    pub(super) async fn intercepted(
        &self,
        request: &Request<Body>,
        plan: &Plan<'_>,
        alarm: &mut Alarm<'_>,
        attempt: u32,
    ) -> Result<Exchange, TransportError> {
        let exchanged = alarm.until(pin!(self.follow_intercepted(request, plan, attempt))).await;
        let Exchanged { request, response, is_intercepted } = exchanged.unwrap_or_else(late)?;
        if !is_intercepted {
            return Ok((Box::new(request.into_request()), response));
        }
        let mut response = InterceptedResponse::new(response);
        if let Err(failure) = self.read_whole(&mut response, plan, alarm).await {
            let meta = self.meta(request.request(), response.status(), response.headers().clone(), plan);
            return Err(failure.of_answer().after(meta));
        }
        let responded = alarm.until(pin!(self.respond(&request, &mut response, plan))).await.unwrap_or_else(late);
        if let Err(failure) = responded {
            let meta = self.meta(request.request(), response.status(), response.headers().clone(), plan);
            return Err(failure.after(meta));
        }
        Ok((Box::new(request.into_request()), response.into_response()))
    }

    /// Sends a request and follows redirects. Each one is computed from the request without the changes of interceptors,
    /// which make them again for the next address.
    async fn follow_intercepted(
        &self,
        first: &Request<Body>,
        plan: &Plan<'_>,
        attempt: u32,
    ) -> Result<Exchanged, TransportError> {
        let mut redirected: Option<Request<Body>> = None;
        let mut redirects = 0;
        loop {
            let request = redirected.as_ref().unwrap_or(first);
            let exchanged = self.exchange(request, first, plan, attempt).await?;
            let (status, headers) = (exchanged.response.status(), exchanged.response.headers());
            let is_followed = plan.redirects == Redirects::Follow && redirects < redirect::MOST;
            let next = is_followed
                .then(|| redirect::next(request, status, headers, self.config.allows_plain_http()))
                .flatten();
            match next {
                Some(next) => redirected = Some(next),
                None => return Ok(exchanged),
            }
            redirects += 1;
        }
    }

    /// Sends a request, after the interceptors if it goes to the server of the first request.
    async fn exchange(
        &self,
        request: &Request<Body>,
        first: &Request<Body>,
        plan: &Plan<'_>,
        attempt: u32,
    ) -> Result<Exchanged, TransportError> {
        let is_intercepted = redirect::is_same_origin(first.uri(), request.uri());
        let mut request = InterceptedRequest::new(request.clone(), plan.endpoint, attempt);
        if is_intercepted {
            for interceptor in self.interceptors(plan) {
                interceptor.on_request(&mut request).await.map_err(|error| rejected(interceptor, error))?;
            }
        }
        let response = self.transport.send(self.outgoing(request.request(), plan)).await?;
        Ok(Exchanged { request, response, is_intercepted })
    }

    /// Reads the body of a response, unless it is the success of a streaming call. The part of an error body that was
    /// read is kept if the rest is missing.
    async fn read_whole(
        &self,
        response: &mut InterceptedResponse,
        plan: &Plan<'_>,
        alarm: &mut Alarm<'_>,
    ) -> Result<(), TransportError> {
        let is_error = plan.is_error(response.status());
        if plan.reading == Reading::Head && !is_error {
            return Ok(());
        }
        let (bound, excess) = self.bound(is_error);
        let mut collected = Collected::new(response.headers());
        let read = alarm.until(pin!(collected.read(response.body_mut(), bound, excess))).await;
        response.set_body(collected.into_bytes());
        if is_error { Ok(()) } else { read.unwrap_or_else(late) }
    }

    async fn respond(
        &self,
        request: &InterceptedRequest,
        response: &mut InterceptedResponse,
        plan: &Plan<'_>,
    ) -> Result<(), TransportError> {
        for interceptor in self.interceptors(plan).rev() {
            interceptor.on_response(request, response).await.map_err(|error| rejected(interceptor, error))?;
        }
        Ok(())
    }
}

fn late<T>() -> Result<T, TransportError> {
    Err(TransportError::new(TransportKind::Timeout))
}

/// Creates the error of an interceptor.
fn rejected(interceptor: &dyn Interceptor, error: InterceptorError) -> TransportError {
    TransportError::new(TransportKind::Interceptor).with_detail(format!("`{}`", interceptor.name())).because(error)
}
