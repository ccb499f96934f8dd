//! Decompresses the bodies of responses, chunk by chunk.

use std::io::{self, BufRead, ErrorKind, Read};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{Response, StatusCode};

use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::body::Body;

/// The size of a decompressed chunk in bytes.
const CHUNK: usize = 16 * 1024;

/// The binary logarithm of the largest window of zstd in bytes: 8 MiB, which every decoder supports (RFC 9659).
#[cfg(feature = "zstd")]
const ZSTD_WINDOW_LOG: u32 = 23;

/// Decompresses the body of a response. The headers then describe the decompressed body.
pub(super) fn decompress(response: Response<Body>) -> Response<Body> {
    let has_no_body = matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let mut encodings = response.headers().get_all(CONTENT_ENCODING).iter();
    let (Some(encoding), None, false) = (encodings.next(), encodings.next(), has_no_body) else { return response };
    let slot = Arc::default();
    let source = Source { current: Bytes::new(), slot: Arc::clone(&slot) };
    let Some(decoder) = decoder(encoding.as_bytes(), source) else { return response };
    let (mut head, body) = response.into_parts();
    head.headers.remove(CONTENT_ENCODING);
    head.headers.remove(CONTENT_LENGTH);
    let phase = Phase::Decoding(decoder);
    let chunks = Decompressed { phase, slot, body, has_begun: false, room: vec![0; CHUNK] };
    Response::from_parts(head, Body::incoming(chunks))
}

/// Decompresses what a source returns. It can continue after the error `WouldBlock`.
type Decoder = Box<dyn Read + Send>;

/// Returns the decoder of an encoding, if it is enabled.
fn decoder(encoding: &[u8], source: Source) -> Option<Decoder> {
    match encoding.to_ascii_lowercase().as_slice() {
        #[cfg(feature = "gzip")]
        b"gzip" | b"x-gzip" => Some(Box::new(gzip::Gzip::new(source))),
        #[cfg(feature = "br")]
        b"br" => {
            use brotli_decompressor::BrotliDecoderParameter::BROTLI_DECODER_PARAM_LARGE_WINDOW;

            let mut decoder = brotli_decompressor::Decompressor::new(source, CHUNK);
            // The encoding `br` of HTTP has no large windows, which are up to 1 GiB.
            decoder.set_parameter(BROTLI_DECODER_PARAM_LARGE_WINDOW, 0);
            Some(Box::new(decoder))
        }
        #[cfg(feature = "zstd")]
        b"zstd" => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(source).ok()?;
            decoder.window_log_max(ZSTD_WINDOW_LOG).ok()?;
            Some(Box::new(decoder))
        }
        _ => {
            drop(source);
            None
        }
    }
}

/// The next compressed chunk.
#[derive(Default)]
struct Slot {
    chunk: Bytes,
    is_end: bool,
}

/// The compressed chunks as a reader. It returns `WouldBlock` if the next one has not arrived.
struct Source {
    current: Bytes,
    slot: Arc<Mutex<Slot>>,
}

impl BufRead for Source {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.current.is_empty() {
            let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
            if slot.chunk.is_empty() && !slot.is_end {
                return Err(ErrorKind::WouldBlock.into());
            }
            self.current = std::mem::take(&mut slot.chunk);
        }
        Ok(&self.current)
    }

    fn consume(&mut self, count: usize) {
        let _ = self.current.split_to(count.min(self.current.len()));
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

/// Decompression of gzip.
#[cfg(feature = "gzip")]
mod gzip {
    use std::io::{self, BufRead as _, Read, Write as _};

    use super::Source;

    /// The compressed bytes that are decompressed at once. They expand to at most 1032 times their size.
    const SLICE: usize = 128;

    /// A reader that returns all data which has arrived. The readers of the library hold back up to 32 KiB of it while they
    /// wait for the next chunk.
    pub(super) struct Gzip {
        source: Source,
        /// The decoder with the decompressed data.
        decoder: flate2::write::MultiGzDecoder<Vec<u8>>,
        /// The bytes of this data that were read.
        read: usize,
        has_ended: bool,
    }

    impl Gzip {
        pub(super) fn new(source: Source) -> Self {
            Self { source, decoder: flate2::write::MultiGzDecoder::new(Vec::new()), read: 0, has_ended: false }
        }
    }

    impl Read for Gzip {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            loop {
                let count = self.decoder.get_ref().get(self.read..).unwrap_or_default().read(buffer)?;
                if count > 0 || self.has_ended || buffer.is_empty() {
                    self.read += count;
                    return Ok(count);
                }
                self.decoder.get_mut().clear();
                self.read = 0;
                let compressed = self.source.fill_buf()?;
                let slice = compressed.get(..SLICE).unwrap_or(compressed);
                let count = slice.len();
                if count == 0 {
                    self.has_ended = true;
                    self.decoder.try_finish()?;
                } else {
                    self.decoder.write_all(slice)?;
                    self.decoder.flush()?;
                }
                self.source.consume(count);
            }
        }
    }
}

/// The phase of the decompression of a body.
enum Phase {
    Decoding(Decoder),
    /// The compressed data has ended. The end of the body follows, so that its connection can be used again.
    Ending,
    Ended,
}

/// The chunks of a decompressed body.
struct Decompressed {
    phase: Phase,
    slot: Arc<Mutex<Slot>>,
    body: Body,
    /// True after the first compressed chunk.
    has_begun: bool,
    room: Vec<u8>,
}

impl Decompressed {
    /// Waits for the next compressed chunk.
    fn poll_compressed(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        let chunk = ready!(Pin::new(&mut self.body).poll_next(context)).transpose()?;
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        match chunk {
            Some(chunk) => {
                self.has_begun |= !chunk.is_empty();
                slot.chunk = chunk;
            }
            None => slot.is_end = true,
        }
        Poll::Ready(Ok(()))
    }

    /// Waits for the end of the body, which contains nothing else. The rest of another one is ignored.
    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            let chunk = ready!(Pin::new(&mut self.body).poll_next(context));
            if chunk.as_ref().is_some_and(|chunk| chunk.as_ref().is_ok_and(Bytes::is_empty)) {
                continue;
            }
            self.phase = Phase::Ended;
            return Poll::Ready(chunk.filter(Result::is_err));
        }
    }

    fn has_ended(&self) -> bool {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner).is_end
    }

    /// Converts the error of a decoder: a body that ended early, or one that is not compressed in this way.
    fn failure(&self, error: io::Error) -> TransportError {
        let kind = if self.has_ended() { TransportKind::Interrupted } else { TransportKind::Protocol };
        TransportError::new(kind).because(error)
    }
}

impl Stream for Decompressed {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunks = &mut *self;
        loop {
            let decoder = match &mut chunks.phase {
                Phase::Decoding(decoder) => decoder,
                Phase::Ending => return chunks.poll_end(context),
                Phase::Ended => return Poll::Ready(None),
            };
            let outcome = match decoder.read(&mut chunks.room) {
                Ok(0) if !chunks.has_ended() => {
                    chunks.phase = Phase::Ending;
                    continue;
                }
                Ok(0) => None,
                Ok(count) => {
                    let chunk = chunks.room.get(..count).unwrap_or_default();
                    return Poll::Ready(Some(Ok(Bytes::copy_from_slice(chunk))));
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == ErrorKind::WouldBlock => match ready!(chunks.poll_compressed(context)) {
                    Ok(()) => continue,
                    Err(error) => Some(Err(error)),
                },
                // A response without any bytes, which is not valid, is an empty body.
                Err(_) if !chunks.has_begun => None,
                Err(error) => Some(Err(chunks.failure(error))),
            };
            chunks.phase = Phase::Ended;
            return Poll::Ready(outcome);
        }
    }
}
