//! Validators that refer to each other by number, so that each schema is compiled once, however many schemas refer to
//! it.

use std::cell::Cell;
use std::sync::{Arc, PoisonError, RwLock, Weak};

use jsonschema::{Draft, Keyword, ValidationError, Validator};
use serde_json::{Value, json};

/// The keyword of a reference. Its value is the number of a validator.
pub(super) const KEYWORD: &str = "x-validator";

/// The maximum depth of nested references. A schema may refer to itself for the same value.
const MAX_DEPTH: usize = 100;

type List = RwLock<Vec<Option<Arc<Validator>>>>;

/// Validators by number.
#[derive(Default)]
pub(super) struct Validators(Arc<List>);

impl Validators {
    /// Reserves the number of a validator that is compiled later.
    pub(super) fn reserve(&self) -> usize {
        let mut list = self.0.write().unwrap_or_else(PoisonError::into_inner);
        list.push(None);
        list.len() - 1
    }

    /// Compiles a schema. If that fails, the number has no validator, and every value is valid.
    pub(super) fn compile(&self, number: usize, schema: &Value) {
        let list = Arc::downgrade(&self.0);
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        let options = options.with_keyword(KEYWORD, move |_, number, _| {
            let number = number.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or(usize::MAX);
            Ok(Box::new(Reference { list: list.clone(), number }))
        });
        let validator = options.build(schema).ok().map(Arc::new);
        let mut list = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = list.get_mut(number) {
            *slot = validator;
        }
    }

    /// Returns the validator with a number.
    pub(super) fn get(&self, number: usize) -> Option<Arc<Validator>> {
        get(&self.0, number)
    }
}

/// Returns a schema that refers to a validator.
pub(super) fn reference(number: usize) -> Value {
    json!({ KEYWORD: number })
}

/// Returns true if a schema refers to a validator.
pub(super) fn is_reference(schema: &serde_json::Map<String, Value>) -> bool {
    schema.contains_key(KEYWORD)
}

/// Returns the first reason why a validator rejects a value, with the path to it.
pub(super) fn reason(validator: &Validator, value: &Value) -> Option<String> {
    let error = validator.validate(value).err()?;
    let (place, text) = (error.instance_path().to_string(), error.to_string());
    // The reason of a referenced validator begins with a path, which is appended to the outer path.
    Some(match text.strip_prefix(INNER) {
        Some(inner) => format!("{place}{inner}"),
        None => format!("{place}: {text}"),
    })
}

/// Marks a reason that begins with a path.
const INNER: &str = "\u{1}";

fn get(list: &List, number: usize) -> Option<Arc<Validator>> {
    list.read().unwrap_or_else(PoisonError::into_inner).get(number)?.clone()
}

struct Reference {
    list: Weak<List>,
    number: usize,
}

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

impl Reference {
    /// Calls the validator unless the maximum depth is reached.
    fn ask<T>(&self, ask: impl FnOnce(&Validator) -> T) -> Option<T> {
        let validator = get(&*self.list.upgrade()?, self.number)?;
        let depth = DEPTH.get();
        if depth >= MAX_DEPTH {
            return None;
        }
        DEPTH.set(depth + 1);
        let answer = ask(&validator);
        DEPTH.set(depth);
        Some(answer)
    }
}

impl<'i> Keyword<'i> for Reference {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        match self.ask(|validator| reason(validator, instance)).flatten() {
            Some(reason) => Err(ValidationError::custom(format!("{INNER}{reason}"))),
            None => Ok(()),
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        self.ask(|validator| validator.is_valid(instance)).unwrap_or(true)
    }
}
