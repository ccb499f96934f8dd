//! Converts responses of `fetch`.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode, Uri};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{self, Array, IteratorNext, Uint8Array};
use web_sys::wasm_bindgen::JsCast as _;
use web_sys::{ReadableStreamDefaultReader, ResponseType};

use super::exchange::Exchange;
use super::failure;
use crate::runtime::call::redirect::{self, RedirectedElsewhere};
use crate::runtime::client::client_config::is_loopback;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::body::Body;

/// Converts the response of a request to a URL. `exchange` is kept until its body is dropped.
pub(super) fn convert(
    response: &web_sys::Response,
    url: &Uri,
    exchange: Exchange,
) -> Result<Response<Body>, TransportError> {
    if response.type_() == ResponseType::Opaqueredirect {
        let why = "the server redirects the request, and a browser does not show where to";
        return Err(TransportError::new(TransportKind::Other).with_detail(why));
    }
    if response.redirected() && !stays_secure(url, &response.url()) {
        let why = "the server has redirected the request to plain `http`, which is not allowed";
        return Err(TransportError::new(TransportKind::Other).with_detail(why));
    }
    let invalid = |_| TransportError::new(TransportKind::Protocol);
    let mut converted = Response::new(match response.body() {
        Some(stream) => {
            let reader = ReadableStreamDefaultReader::new(&stream).map_err(|error| failure::interrupted(&error))?;
            Body::incoming(Chunks { reader, next: None, _exchange: exchange })
        }
        None => Body::default(),
    });
    *converted.status_mut() = StatusCode::from_u16(response.status()).map_err(invalid)?;
    *converted.headers_mut() = headers(response);
    if response.redirected() {
        // The addresses before the last one are not visible, so that even a response of the first origin may be the choice of another.
        converted.extensions_mut().insert(RedirectedElsewhere);
    }
    Ok(converted)
}

/// Returns true if the browser was allowed to follow the redirects from one URL to another.
///
/// A transport does not know the setting for plain `http`. Only a client that allows it has called another host in that way.
fn stays_secure(from: &Uri, to: &str) -> bool {
    let plain_http = !is_loopback(from.host().unwrap_or_default());
    origin(to).is_some_and(|to| redirect::stays_secure(from, &to, plain_http))
}

/// Returns the root of the server of a URL. The rest may have characters that [`Uri`] does not allow.
fn origin(url: &str) -> Option<Uri> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    Uri::builder().scheme(scheme).authority(authority).path_and_query("/").build().ok()
}

/// Returns the headers that the browser shows.
///
/// The browser has decompressed the body, so `Content-Encoding` and the length of the compressed body are left out. The encoding is hidden in responses
/// of other origins, whose length is left out in any case.
fn headers(response: &web_sys::Response) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let entries = js_sys::try_iter(&response.headers()).ok().flatten();
    for entry in entries.into_iter().flatten().flatten() {
        let entry: Array = entry.unchecked_into();
        if let Some((name, value)) = header(&entry) {
            headers.append(name, value);
        }
    }
    let is_decompressed = headers.remove(CONTENT_ENCODING).is_some();
    if is_decompressed || response.type_() == ResponseType::Cors {
        headers.remove(CONTENT_LENGTH);
    }
    headers
}

/// Returns a header from its name and its value, whose characters are bytes.
fn header(entry: &Array) -> Option<(HeaderName, HeaderValue)> {
    let name = entry.get(0).as_string()?;
    let value: Option<Vec<u8>> = entry.get(1).as_string()?.chars().map(|byte| u8::try_from(byte).ok()).collect();
    Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value?).ok()?))
}

/// The chunks of a response body.
struct Chunks {
    reader: ReadableStreamDefaultReader,
    /// The result of the read that has begun.
    next: Option<JsFuture>,
    _exchange: Exchange,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunks = &mut *self;
        let next = chunks.next.get_or_insert_with(|| JsFuture::from(chunks.reader.read()));
        let read = ready!(Pin::new(next).poll(context));
        chunks.next = None;
        Poll::Ready(match read {
            Ok(read) => {
                let read: IteratorNext = read.unchecked_into();
                let chunk = || Bytes::from(read.value().unchecked_into::<Uint8Array>().to_vec());
                (!read.done()).then(|| Ok(chunk()))
            }
            Err(error) => Some(Err(failure::interrupted(&error))),
        })
    }
}
