//! The reports to observers: calls, attempts and results.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use oaspress_runtime::runtime::observe::{CallEnd, Ended, Observed, Observer, Tried};
use oaspress_runtime::runtime::testing::{Fake, FakeResponse};
use oaspress_runtime::runtime::{AttemptEnd, Core, CoreBuilder, TransportError, TransportKind};

use crate::support::{Ask, Script, Turn, answer, run, target};

/// An observer that records its reports.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn add(&self, note: String) {
        self.0.lock().expect("no panic").push(note);
    }

    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("no panic"))
    }
}

impl Observer for Notes {
    fn begun(&self, call: &Observed<'_>) {
        self.add(format!("{} {} {} {} {:?}", call.operation, call.method, call.host, call.path, call.request_size));
    }

    fn tried(&self, _: &Observed<'_>, tried: &Tried) {
        let end = match tried.end {
            AttemptEnd::Status(status) => status.to_string(),
            AttemptEnd::Failure(kind) => kind.name().to_owned(),
        };
        self.add(format!("{}: {end}, again: {}, {:?}", tried.number, tried.wait.is_some(), tried.response_size));
    }

    fn ended(&self, _: &Observed<'_>, ended: &Ended<'_>) {
        self.add(format!("{:?} after {}, request {:?}", ended.end.error(), ended.attempt_count, ended.request_id));
    }
}

fn json(status: u16, body: &str) -> Turn {
    Turn::Response(answer(status, &[("content-type", "application/json"), ("x-request-id", "req-1")], body))
}

fn observed(script: &Script, observer: impl Observer) -> Core {
    CoreBuilder::new(target()).no_timeout().transport(script.clone()).observer(observer).build()
}

#[test]
fn every_try_and_the_end_are_told() {
    let notes = Notes::default();
    let failure = Turn::Failure(TransportError::new(TransportKind::Connect));
    let script = Script::new([failure, json(503, "{}"), json(200, "[1, 2]")]);
    run(observed(&script, notes.clone()).send(&Ask::things())).expect("an answer");
    assert_eq!(
        notes.taken(),
        [
            "ask GET api.example.com /… Some(0)",
            "1: connect, again: true, None",
            "2: 503 Service Unavailable, again: true, Some(2)",
            "3: 200 OK, again: false, Some(6)",
            "None after 3, request Some(\"req-1\")",
        ]
    );
}

#[test]
fn a_closure_is_told_how_calls_end() {
    let ends = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&ends);
    let observer = move |call: &Observed<'_>, ended: &Ended<'_>| {
        seen.lock().expect("no panic").push((call.operation, ended.end));
    };
    let script = Script::new([json(404, "{}"), Turn::Failure(TransportError::new(TransportKind::Security))]);
    let core = observed(&script, observer);
    run(core.send(&Ask::things())).expect_err("an error");
    run(core.send(&Ask::things())).expect_err("an error");
    let ends = ends.lock().expect("no panic");
    assert_eq!(ends[0].1.error(), Some("404"));
    assert_eq!(ends[1], ("ask", CallEnd::Failure(TransportKind::Security)));
}

#[test]
fn a_call_that_nobody_waits_for_is_cancelled() {
    let notes = Notes::default();
    let core = CoreBuilder::new(target()).transport(crate::support::Silent).observer(notes.clone()).build();
    run(async {
        let things = Ask::things();
        let call = tokio::time::timeout(Duration::from_millis(20), core.send(&things));
        call.await.expect_err("there is no response");
    });
    assert_eq!(notes.taken()[1], "Some(\"cancelled\") after 0, request None");
}

#[test]
fn times_are_those_of_the_transport() {
    let late = FakeResponse::json(200, &1).after(Duration::from_secs(3));
    let fake = Fake::new().on::<Ask>([FakeResponse::empty(503), late]);
    let times = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&times);
    let observer = move |_: &Observed<'_>, ended: &Ended<'_>| seen.lock().expect("no panic").push(ended.elapsed);
    let core = CoreBuilder::new(target()).transport(fake.clone()).observer(observer).build();
    let made = run(core.send(&Ask::things())).expect("an answer");
    let told = times.lock().expect("no panic")[0];
    assert!(told >= Duration::from_secs(3), "{told:?}");
    assert_eq!((told, made.meta().elapsed()), (fake.elapsed(), fake.elapsed()));
}
