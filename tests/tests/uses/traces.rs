//! Calls as spans, with the names of OpenTelemetry.

use std::io::Write;
use std::sync::{Arc, Mutex};

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse, wait_for};
use tracing_subscriber::fmt::format::FmtSpan;

use crate::support::{ACCOUNT, TestResult, client_of, page};

/// A writer whose text can be read.
#[derive(Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl Write for Text {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("text").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_call_is_a_span() -> TestResult {
    let text = Text::default();
    let writer = text.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let fake = Fake::new().on::<ListContacts>([FakeResponse::empty(503), FakeResponse::ok(&page(&[], None))]);

    tracing::subscriber::with_default(subscriber, || {
        wait_for(client_of(&fake).contacts().list(ACCOUNT).search("secret-text").send())
    })?;

    let text = String::from_utf8(text.0.lock().expect("text").clone())?;
    for part in [
        "url.template=\"/{phone_number_id}/contacts\"",
        "http.request.method",
        "server.address",
        "http.response.status_code=200",
        "http.request.resend_count=1",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("secret-text") && !text.contains("a-token-for-tests"), "{text}");
    Ok(())
}
