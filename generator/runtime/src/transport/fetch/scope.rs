//! The functions of the environment, which pages, workers and Node.js have in their global scope.

use web_sys::js_sys::{self, Function, Reflect};
use web_sys::wasm_bindgen::{JsCast as _, JsValue};

/// Returns the global scope.
pub(super) fn global() -> JsValue {
    js_sys::global().into()
}

/// Returns a function of the global scope.
pub(super) fn function(name: &str) -> Option<Function> {
    value(name)?.dyn_into().ok()
}

/// Returns a value of the global scope.
pub(super) fn value(name: &str) -> Option<JsValue> {
    let value = Reflect::get(&global(), &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}
