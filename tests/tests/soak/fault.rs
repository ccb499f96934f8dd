//! The fault of each request and the expected result of each call. Both are derived from the number of the call.

use std::time::Duration;

use kirim::TransportKind;
use oaspress_tests::raw_server::{ServerStep, send};

/// A fault in handling a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The connection is reset before the operation is executed.
    ResetBefore,
    /// The connection is reset after the operation is executed.
    ResetAfter,
    CloseInHead,
    HalfABody,
    CloseUnannounced,
    Busy,
    TooMany,
    Gateway,
    Broken,
    Garbage,
    ShortLength,
    Compressed,
    TooLarge,
    Slow,
    Hang,
    /// The server does not respond, and the caller drops the call before the client's timeout.
    Dropped,
}

/// All faults.
const ALL: [Fault; 16] = [
    Fault::ResetBefore,
    Fault::ResetAfter,
    Fault::CloseInHead,
    Fault::HalfABody,
    Fault::CloseUnannounced,
    Fault::Busy,
    Fault::TooMany,
    Fault::Gateway,
    Fault::Broken,
    Fault::Garbage,
    Fault::ShortLength,
    Fault::Compressed,
    Fault::TooLarge,
    Fault::Slow,
    Fault::Hang,
    Fault::Dropped,
];

/// The kind of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    Reads,
    /// Changes state, with an idempotency key.
    Keyed,
    /// Changes state, and is sent only once.
    Once,
}

/// The result of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Right,
    Api(u16),
    Decode,
    Transport(TransportKind),
    Dropped,
}

/// The maximum number of retries of a call.
pub(crate) const RETRIES: u32 = 3;

/// The maximum size of a response body, in bytes.
pub(crate) const BOUND: usize = 50_000;

/// Returns the kind of a call. Six of ten calls only read.
pub(crate) fn kind(call: usize) -> FaultKind {
    match call % 10 {
        0..6 => FaultKind::Reads,
        6..8 => FaultKind::Keyed,
        _ => FaultKind::Once,
    }
}

/// Returns the fault of an attempt of a call. Five of a hundred attempts have one.
pub(crate) fn chosen(call: usize, tried: u32) -> Option<Fault> {
    let random = mixed(call, tried);
    if random % 100 >= 5 {
        return None;
    }
    let fault = ALL[random / 100 % ALL.len()];
    // The caller prepares for these faults before the call, so they only occur in the first attempt.
    (tried == 0 || !matches!(fault, Fault::Hang | Fault::Dropped)).then_some(fault)
}

/// Returns a pseudo-random number (splitmix64).
fn mixed(call: usize, tried: u32) -> usize {
    let mut bits = (call as u64).wrapping_mul(8).wrapping_add(u64::from(tried)).wrapping_add(1);
    bits = bits.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((bits ^ (bits >> 31)) >> 1).unwrap_or_default()
}

impl Fault {
    /// Returns the result of an attempt, and true if it may be retried.
    fn end(self, kind: FaultKind) -> (End, bool) {
        let may_repeat = kind != FaultKind::Once;
        match self {
            Self::ResetBefore | Self::ResetAfter | Self::CloseInHead | Self::HalfABody => {
                (End::Transport(TransportKind::Interrupted), may_repeat)
            }
            Self::Busy => (End::Api(503), may_repeat),
            Self::TooMany => (End::Api(429), may_repeat),
            Self::Gateway => (End::Api(502), may_repeat),
            Self::Broken => (End::Api(500), kind == FaultKind::Reads),
            Self::Garbage => (End::Transport(TransportKind::Protocol), false),
            Self::ShortLength | Self::Compressed => (End::Decode, false),
            Self::TooLarge => (End::Transport(TransportKind::TooLarge), false),
            Self::Hang => (End::Transport(TransportKind::Timeout), false),
            Self::Dropped => (End::Dropped, false),
            Self::Slow | Self::CloseUnannounced => (End::Right, false),
        }
    }

    /// Returns true if the operation is executed before the fault.
    pub(crate) fn comes_after(self) -> bool {
        !matches!(
            self,
            Self::ResetBefore | Self::CloseInHead | Self::Busy | Self::TooMany | Self::Gateway | Self::Broken
        )
    }

    /// Returns the steps that the server executes in place of the response.
    pub(crate) fn steps(self, head: &str, body: &str) -> Vec<ServerStep> {
        let refusal = |status: &str| vec![send(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"))];
        let whole = || send(format!("{head}{body}"));
        match self {
            Self::ResetBefore | Self::ResetAfter => vec![ServerStep::Reset],
            Self::CloseInHead => vec![send("HTTP/1.1 200 OK\r\nContent-"), ServerStep::Close],
            Self::HalfABody => vec![send(format!("{head}{}", &body[..body.len() / 2])), ServerStep::Close],
            Self::CloseUnannounced => vec![whole(), ServerStep::Close],
            Self::Busy => refusal("503 Busy"),
            Self::TooMany => refusal("429 Too Many\r\nRetry-After: 0"),
            Self::Gateway => {
                vec![send("HTTP/1.1 502 Bad\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>")]
            }
            Self::Broken => refusal("500 Broken"),
            Self::Garbage => vec![send("what is this?\r\n\r\n"), ServerStep::Close],
            Self::ShortLength => {
                vec![send(format!("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{body}")), ServerStep::Close]
            }
            Self::Compressed => {
                vec![send("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\n\x0b\x02\x03\x04")]
            }
            Self::TooLarge => vec![send("HTTP/1.1 200 OK\r\n\r\n"), send(vec![b' '; 2 * BOUND]), ServerStep::Close],
            Self::Slow => vec![ServerStep::Pause(Duration::from_millis(20)), whole()],
            Self::Hang | Self::Dropped => vec![ServerStep::Hang],
        }
    }
}

/// Returns the expected result of a call, which follows from the faults of its attempts.
pub(crate) fn end(call: usize) -> End {
    let mut last = End::Right;
    for tried in 0..=RETRIES {
        let Some(fault) = chosen(call, tried) else { return End::Right };
        let (end, may_repeat) = fault.end(kind(call));
        if !may_repeat {
            return end;
        }
        last = end;
    }
    last
}
