//! An interceptor that signs requests with AWS Signature Version 4.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, Uri};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use oaspress_runtime::{BoxFuture, InterceptedRequest, Interceptor, InterceptorError, Secret};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// All characters that are escaped in the segments of a canonical path.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Headers that are not signed, since proxies may change them.
const UNSIGNED: [&str; 4] = ["accept", "authorization", "user-agent", "x-amzn-trace-id"];

/// Signs every request for a service of AWS.
pub(crate) struct SigV4 {
    key_id: String,
    secret: Secret,
    session_token: Option<Secret>,
    region: String,
    service: String,
    escapes_path: bool,
    now: fn() -> Timestamp,
}

impl SigV4 {
    /// Creates a signer for a service, such as `execute-api`, in a region.
    #[must_use]
    pub(crate) fn new(key_id: &str, secret: Secret, region: &str, service: &str) -> Self {
        Self {
            key_id: key_id.to_owned(),
            secret,
            session_token: None,
            region: region.to_owned(),
            service: service.to_owned(),
            // All services except S3 escape the path of the URL once more.
            escapes_path: service != "s3",
            now: Timestamp::now,
        }
    }

    /// Sets the token of temporary credentials.
    #[must_use]
    pub(crate) fn session_token(mut self, token: Secret) -> Self {
        self.session_token = Some(token);
        self
    }

    /// Signs the path of the URL unchanged.
    #[must_use]
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests need it"))]
    pub(crate) const fn path_as_sent(mut self) -> Self {
        self.escapes_path = false;
        self
    }

    /// Sets the clock, for tests.
    #[must_use]
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests need it"))]
    pub(crate) const fn clock(mut self, now: fn() -> Timestamp) -> Self {
        self.now = now;
        self
    }

    fn sign(&self, request: &mut InterceptedRequest) -> Result<(), InterceptorError> {
        let body = request.body().bytes().ok_or("a streaming body cannot be signed")?.clone();
        let time = TimeZone::UTC.to_datetime((self.now)()).strftime("%Y%m%dT%H%M%SZ").to_string();
        request.set_header("x-amz-date", &time)?;
        if let Some(token) = &self.session_token {
            request.set_header("x-amz-security-token", token.expose())?;
        }
        if self.service == "s3" {
            request.set_header("x-amz-content-sha256", &hex(&Sha256::digest(&body)))?;
        }
        let headers = signed_headers(request.uri(), request.headers());
        let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join(";");
        let lines: Vec<_> = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let lines = lines.concat();
        let canonical = format!(
            "{}\n{}\n{}\n{lines}\n{names}\n{}",
            request.method(),
            self.path(request.uri()),
            query(request.uri()),
            hex(&Sha256::digest(&body))
        );
        let day = &time[..8];
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let text = format!("{ALGORITHM}\n{time}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
        let first = format!("AWS4{}", self.secret.expose()).into_bytes();
        let key =
            [day, &self.region, &self.service, "aws4_request"].iter().try_fold(first, |key, part| mac(&key, part))?;
        let signature = hex(&mac(&key, &text)?);
        let credential = format!("{}/{scope}", self.key_id);
        let value = format!("{ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}");
        request.set_header("authorization", &value)?;
        Ok(())
    }

    fn path(&self, uri: &Uri) -> String {
        if self.escapes_path { utf8_percent_encode(uri.path(), IN_PATH).to_string() } else { uri.path().to_owned() }
    }
}

impl Interceptor for SigV4 {
    fn on_request<'a>(&'a self, request: &'a mut InterceptedRequest) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async move { self.sign(request) })
    }

    fn name(&self) -> &'static str {
        "AWS Signature Version 4"
    }
}

/// Returns the parameters of the query in the canonical order.
fn query(uri: &Uri) -> String {
    let parameters = uri.query().unwrap_or_default().split('&').filter(|parameter| !parameter.is_empty());
    let mut parameters: Vec<_> =
        parameters.map(|parameter| parameter.split_once('=').unwrap_or((parameter, ""))).collect();
    parameters.sort_unstable();
    let parameters: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    parameters.join("&")
}

/// Returns the headers that are signed, in order, with `Host`, which the transport adds.
fn signed_headers(uri: &Uri, headers: &HeaderMap) -> Vec<(String, String)> {
    let host = uri.authority().map(ToString::to_string).unwrap_or_default();
    let mut signed = vec![("host".to_owned(), host)];
    for name in headers.keys().filter(|name| !UNSIGNED.contains(&name.as_str())) {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        let values = values.map(|value| value.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
        signed.push((name.as_str().to_owned(), values.collect::<Vec<_>>().join(",")));
    }
    signed.sort_unstable();
    signed
}

fn mac(key: &[u8], text: &str) -> Result<Vec<u8>, InterceptorError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)?;
    mac.update(text.as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
