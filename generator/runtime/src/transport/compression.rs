//! Compressed responses: the header that allows them, and their decompression. Without a feature that enables an encoding, requests
//! and responses stay unchanged, so that no caller depends on these features.
//!
//! The size limit of a response applies to the decompressed body, and hardly more is decompressed than is read. A decoder keeps
//! up to 8 MiB of the decompressed data (zstd; 16 MiB for brotli, 32 KiB for gzip). A body that requires more is an error.

#[cfg(all(
    any(feature = "gzip", feature = "br", feature = "zstd"),
    any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking")
))]
mod decoder;

#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
use http::header::RANGE;
use http::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
use http::{Method, Request, Response};

#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
use super::body::Body;

/// True if responses are decompressed.
const IS_ENABLED: bool = cfg!(any(feature = "gzip", feature = "br", feature = "zstd"));

/// Requires a response that is not compressed, unless the caller sets the header.
pub(crate) fn forbid(headers: &mut HeaderMap) {
    if IS_ENABLED {
        headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("identity"));
    }
}

/// Allows the server to compress the response. Returns false if the request requires the bytes of the server: it has the
/// header itself, or requests a part.
#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
pub(crate) fn allow(request: &mut Request<Body>) -> bool {
    let headers = request.headers();
    let requires_bytes = headers.contains_key(ACCEPT_ENCODING) || headers.contains_key(RANGE);
    if !IS_ENABLED || requires_bytes || request.method() == Method::HEAD {
        return false;
    }
    request.headers_mut().insert(ACCEPT_ENCODING, encodings());
    true
}

/// Returns the encodings that are enabled, as a value of `Accept-Encoding`.
#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
fn encodings() -> HeaderValue {
    static ENCODINGS: std::sync::LazyLock<HeaderValue> = std::sync::LazyLock::new(|| {
        let all = [(cfg!(feature = "zstd"), "zstd"), (cfg!(feature = "br"), "br"), (cfg!(feature = "gzip"), "gzip")];
        let names: Vec<&str> = all.into_iter().filter_map(|(is_enabled, name)| is_enabled.then_some(name)).collect();
        HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static("identity"))
    });
    ENCODINGS.clone()
}

/// Decompresses the body of a response whose request [`allow`] has changed. The headers then describe the decompressed body.
#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
pub(crate) fn decompress(response: Response<Body>) -> Response<Body> {
    #[cfg(any(feature = "gzip", feature = "br", feature = "zstd"))]
    let response = decoder::decompress(response);
    response
}
