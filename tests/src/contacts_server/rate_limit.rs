//! The token bucket of the rate limit, and its response headers.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A bucket that refills evenly.
#[derive(Debug)]
pub(super) struct RateLimit {
    capacity: u32,
    window: Duration,
    tokens: f64,
    counted: Instant,
}

/// The state of the bucket when a request was counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct RateInfo {
    limit: u32,
    remaining: u32,
    reset: u64,
}

impl RateLimit {
    pub(super) fn new(capacity: u32, window: Duration) -> Self {
        Self { capacity, window, tokens: f64::from(capacity), counted: Instant::now() }
    }

    /// Takes one token. If the bucket is empty, returns the number of seconds until the next token, rounded up.
    pub(super) fn take(&mut self) -> Result<(), u64> {
        self.refill();
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Ok(());
        }
        Err(whole_seconds((1.0 - self.tokens) / self.per_second()).max(1))
    }

    /// Returns the current state of the bucket.
    pub(super) fn info(&mut self) -> RateInfo {
        self.refill();
        let until_full = (f64::from(self.capacity) - self.tokens) / self.per_second();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
        RateInfo {
            limit: self.capacity,
            remaining: floor(self.tokens),
            reset: whole_seconds(now.as_secs_f64() + until_full),
        }
    }

    fn refill(&mut self) {
        let now = Instant::now();
        let gained = now.duration_since(self.counted).as_secs_f64() * self.per_second();
        self.tokens = (self.tokens + gained).min(f64::from(self.capacity));
        self.counted = now;
    }

    fn per_second(&self) -> f64 {
        f64::from(self.capacity) / self.window.as_secs_f64()
    }
}

impl RateInfo {
    /// Returns the headers of every response except for 5xx responses.
    pub(super) fn headers(self) -> [(&'static str, String); 3] {
        [
            ("x-ratelimit-limit", self.limit.to_string()),
            ("x-ratelimit-remaining", self.remaining.to_string()),
            ("x-ratelimit-reset", self.reset.to_string()),
        ]
    }
}

fn whole_seconds(seconds: f64) -> u64 {
    Duration::from_secs_f64(seconds.ceil()).as_secs()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a bucket holds 0 to u32::MAX tokens")]
fn floor(tokens: f64) -> u32 {
    tokens.floor() as u32
}
