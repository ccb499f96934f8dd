//! The attempts of a call that has interceptors.

use std::pin::pin;
use std::sync::Arc;

use http::{Request, Response};

use super::execute::ClientInner;
use super::interceptor::{InterceptedRequest, InterceptedResponse, Interceptor, InterceptorError};
use super::plan::{Plan, Reading};
use super::redirect::{self, Redirects};
use crate::runtime::credentials::redaction::Unseen;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::body::{Body, Collected};
use crate::runtime::transport::interface::Alarm;

/// A request as it was sent, with its response.
type Exchange = (Box<Request<Body>>, Response<Body>);

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
        let (request, response) = exchanged.unwrap_or_else(late)?;
        self.learn(&response);
        let mut response = InterceptedResponse::new(response);
        let mut passed = self.read_whole(&mut response, plan, alarm).await;
        if passed.is_ok() {
            passed = alarm.until(pin!(self.respond(&request, &mut response, plan))).await.unwrap_or_else(late);
        }
        if let Err(failure) = passed {
            let meta = self.meta(request.request(), response.status(), response.headers().clone(), plan);
            return Err(failure.after(meta));
        }
        Ok((Box::new(request.into_request()), response.into_response()))
    }

    /// Sends a request and follows redirects. Each one is computed from the request without the changes of interceptors,
    /// which make them again for the next address. From the first address of another origin on, nothing is intercepted:
    /// that origin has chosen all addresses after it, even one of the first origin.
    async fn follow_intercepted(
        &self,
        first: &Request<Body>,
        plan: &Plan<'_>,
        attempt: u32,
    ) -> Result<(InterceptedRequest, Response<Body>), TransportError> {
        let mut redirected: Option<Request<Body>> = None;
        let (mut redirects, mut is_elsewhere) = (0, false);
        // A server may quote what any of these requests kept secret.
        let mut secrets = Unseen::default();
        secrets.add_all_of(first);
        loop {
            let request = redirected.as_ref().unwrap_or(first);
            let mut sent = InterceptedRequest::new(request.clone(), plan.endpoint, attempt, is_elsewhere);
            let response = self.exchange(&mut sent, plan).await?;
            secrets.add_all_of(sent.request());
            is_elsewhere |= redirect::is_redirected_elsewhere(&response);
            let is_followed = plan.redirects == Redirects::Follow && redirects < redirect::MOST;
            let plain_http = self.config.allows_plain_http();
            let next = is_followed
                .then(|| redirect::next(request, response.status(), response.headers(), plain_http))
                .flatten();
            let Some(next) = next else {
                sent.end_redirects(secrets, is_elsewhere);
                return Ok((sent, response));
            };
            is_elsewhere |= !redirect::is_same_origin(first.uri(), next.uri());
            redirected = Some(next);
            redirects += 1;
        }
    }

    /// Sends a request, after the interceptors if no redirect has led to another origin.
    async fn exchange(
        &self,
        request: &mut InterceptedRequest,
        plan: &Plan<'_>,
    ) -> Result<Response<Body>, TransportError> {
        if !request.is_redirected_elsewhere() {
            for interceptor in self.interceptors(plan) {
                interceptor.on_request(request).await.map_err(|error| rejected(interceptor, error))?;
            }
            request.seal();
        }
        self.transport.send(self.outgoing(request.request(), plan)).await
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
        let read = alarm.until(pin!(collected.read(response.body_mut(), bound, excess))).await.unwrap_or_else(late);
        let is_cut = collected.is_cut();
        let (read, cut) = match read {
            Ok(()) => (Ok(()), is_cut.then(|| TransportError::new(TransportKind::TooLarge))),
            Err(failure) if is_error => (Ok(()), Some(failure.of_answer())),
            Err(failure) => (Err(failure.of_answer()), None),
        };
        response.set_read(collected.into_bytes(), cut);
        read
    }

    /// Passes a response through the interceptors. Fails if they make a success of an error whose body is not whole.
    async fn respond(
        &self,
        request: &InterceptedRequest,
        response: &mut InterceptedResponse,
        plan: &Plan<'_>,
    ) -> Result<(), TransportError> {
        for interceptor in self.interceptors(plan).rev() {
            interceptor.on_response(request, response).await.map_err(|error| rejected(interceptor, error))?;
        }
        match response.take_cut() {
            Some(cut) if !plan.is_error(response.status()) => Err(cut),
            _ => Ok(()),
        }
    }
}

fn late<T>() -> Result<T, TransportError> {
    Err(TransportError::new(TransportKind::Timeout))
}

/// Creates the error of an interceptor.
fn rejected(interceptor: &dyn Interceptor, error: InterceptorError) -> TransportError {
    TransportError::new(TransportKind::Interceptor).with_detail(format!("`{}`", interceptor.name())).because(error)
}
