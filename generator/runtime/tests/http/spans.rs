//! The `tracing` output of a call: a span with the names of OpenTelemetry, an event for every attempt, and no secrets.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use oaspress_runtime::runtime::{Core, CoreBuilder, Style, TransportError, TransportKind};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::Registry;

use crate::support::{Ask, SECRET, Script, TOKEN, Turn, answer, run, target};

/// The fields of all spans, and the events, as text.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<SeenSpans>>);

#[derive(Default)]
struct SeenSpans {
    spans: BTreeMap<u64, BTreeMap<&'static str, String>>,
    events: Vec<String>,
}

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl<S: Subscriber> Layer<S> for Seen {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        let mut found = self.0.lock().expect("no panic");
        attributes.record(&mut Fields(found.spans.entry(id.into_u64()).or_default()));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut found = self.0.lock().expect("no panic");
        values.record(&mut Fields(found.spans.entry(id.into_u64()).or_default()));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        fields.retain(|name, _| !matches!(*name, "elapsed" | "wait"));
        let mut text = String::new();
        for (name, value) in fields {
            let _ = write!(text, "{name}={value} ");
        }
        self.0.lock().expect("no panic").events.push(text.trim_end().to_owned());
    }
}

/// Returns the output of a call.
fn watch(script: &Script, ask: &Ask) -> SeenSpans {
    let seen = Seen::default();
    let core: Core =
        CoreBuilder::new(target().credential(&TOKEN, SECRET)).no_timeout().transport(script.clone()).build();
    let subscriber = Registry::default().with(seen.clone());
    tracing::subscriber::with_default(subscriber, || drop(run(core.send(ask))));
    std::mem::take(&mut *seen.0.lock().expect("no panic"))
}

fn secretive() -> Ask {
    Ask::new(|request| {
        request.segment("/things/");
        request.path("id", Style::SIMPLE, "private-path")?;
        request.query("search", Style::FORM, "private-query")?;
        request.json(&"private-body".to_owned())
    })
}

#[test]
fn a_call_is_a_span_as_open_telemetry_has_it() {
    let json = [("content-type", "application/json"), ("x-request-id", "req-1")];
    let busy = Turn::Response(answer(503, &[], "private-answer"));
    let found = watch(&Script::new([busy, Turn::Response(answer(200, &json, "\"private-answer\""))]), &secretive());
    assert_eq!(found.spans.len(), 1);
    let span = found.spans.values().next().expect("a span");
    let expected = [
        ("http.request.body.size", "14"),
        ("http.request.method", "GET"),
        ("http.request.resend_count", "1"),
        ("http.response.body.size", "16"),
        ("http.response.status_code", "200"),
        ("operation.id", "ask"),
        ("otel.kind", "client"),
        ("otel.name", "GET /…"),
        ("request.id", "req-1"),
        ("server.address", "api.example.com"),
        ("server.port", "443"),
        ("url.scheme", "https"),
        ("url.template", "/…"),
    ];
    assert_eq!(*span, expected.map(|(name, value)| (name, value.to_owned())).into());
    assert_eq!(
        found.events,
        [
            "error.type=503 http.request.resend_count=0 http.response.status_code=503 message=attempt failed, retrying",
            "http.request.resend_count=1 http.response.status_code=200 message=attempt ended",
        ]
    );
    assert!(!format!("{:?} {:?}", found.spans, found.events).contains("private"));
}

#[test]
fn a_call_that_fails_says_why() {
    let failure = TransportError::new(TransportKind::Security).because("private");
    let found = watch(&Script::new([Turn::Failure(failure)]), &secretive());
    let span = found.spans.values().next().expect("a span");
    assert_eq!((span["error.type"].as_str(), span["otel.status_code"].as_str()), ("security", "ERROR"));
    assert!(!format!("{:?} {:?}", found.spans, found.events).contains("private"));
    let refused = watch(&Script::new([Turn::Response(answer(404, &[], ""))]), &secretive());
    assert_eq!(refused.spans.values().next().expect("a span")["error.type"], "404");
}

#[test]
fn no_span_and_no_event_holds_a_credential() {
    let echo =
        Turn::Response(answer(400, &[("content-type", "application/json")], &format!("{{\"message\":\"{SECRET}\"}}")));
    let found = watch(&Script::new([echo]), &secretive());
    assert!(!format!("{:?} {:?}", found.spans, found.events).contains(SECRET));
}
