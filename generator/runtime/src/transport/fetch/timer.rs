//! Waits with `setTimeout`.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use web_sys::js_sys::Function;
use web_sys::wasm_bindgen::JsValue;
use web_sys::wasm_bindgen::closure::Closure;

use super::scope;

/// The longest delay of `setTimeout`, in milliseconds. A longer one would end immediately.
const LONGEST: u128 = i32::MAX as u128;

/// Waits for a duration. Without a timer it waits forever.
pub(crate) async fn sleep(duration: Duration) {
    let mut rest = duration.as_nanos().div_ceil(1_000_000);
    while rest > 0 {
        let part = rest.min(LONGEST);
        match Timer::start(i32::try_from(part).unwrap_or(i32::MAX)) {
            Some(timer) => timer.await,
            None => std::future::pending().await,
        }
        rest -= part;
    }
}

/// A running timer. Dropping it stops it.
struct Timer {
    id: JsValue,
    state: Rc<State>,
    /// The environment calls it, so it is kept until the timer has ended.
    _callback: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct State {
    is_over: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Timer {
    /// Starts a timer, if the environment has any.
    fn start(milliseconds: i32) -> Option<Self> {
        let state = Rc::<State>::default();
        let ended = Rc::clone(&state);
        let callback = Closure::<dyn FnMut()>::new(move || {
            ended.is_over.set(true);
            if let Some(waker) = ended.waker.take() {
                waker.wake();
            }
        });
        let delay = JsValue::from_f64(milliseconds.into());
        let id = scope::function("setTimeout")?.call2(&scope::global(), callback.as_ref(), &delay).ok()?;
        Some(Self { id, state, _callback: callback })
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.state.is_over.get() {
            return Poll::Ready(());
        }
        self.state.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if !self.state.is_over.get() {
            let stopped =
                scope::function("clearTimeout").map(|clear: Function| clear.call1(&scope::global(), &self.id));
            // A timer that cannot be stopped calls a function that is gone, which the environment reports.
            let _ = stopped;
        }
    }
}
