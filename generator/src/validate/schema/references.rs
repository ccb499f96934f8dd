//! Validators that refer to each other by number, so that each schema is compiled once, however many schemas refer to
//! it.

use std::cell::RefCell;
use std::collections::HashMap;
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

/// The outcome of validating a value.
#[derive(Clone)]
enum Outcome {
    /// The validation has begun. A schema may refer to itself for the same value, which adds no rule.
    Open,
    Valid,
    Invalid,
    /// The value is invalid for this reason.
    Reason(String),
}

/// A value within the value that is validated.
#[derive(PartialEq, Eq, Hash)]
enum Part {
    /// The address of an array or object.
    Container(usize),
    /// A copy, since the validator makes values of the names of properties.
    Scalar(Value),
}

impl Part {
    fn of(value: &Value) -> Self {
        match value {
            Value::Array(_) | Value::Object(_) => Self::Container(super::address(value)),
            scalar => Self::Scalar(scalar.clone()),
        }
    }
}

/// The outcomes within the outermost reference, by validator and part of the value. Without them, two references to the same schema
/// double the time at each level of the value.
#[derive(Default)]
struct Outcomes {
    depth: usize,
    known: HashMap<(usize, Part), Outcome>,
}

thread_local! {
    static OUTCOMES: RefCell<Outcomes> = RefCell::default();
}

impl Reference {
    /// Returns the outcome for a value. Calls `validate` unless the outcome is known or the maximum depth is reached.
    fn outcome(
        &self,
        value: &Value,
        is_enough: fn(&Outcome) -> bool,
        validate: fn(&Validator, &Value) -> Outcome,
    ) -> Outcome {
        let validator = self.list.upgrade().and_then(|list| get(&list, self.number));
        let Some(validator) = validator else { return Outcome::Valid };
        let key = || (self.number, Part::of(value));
        let known = OUTCOMES.with_borrow_mut(|outcomes| {
            let known = outcomes.known.get(&key()).filter(|outcome| is_enough(outcome)).cloned();
            if known.is_none() && outcomes.depth < MAX_DEPTH {
                outcomes.depth += 1;
                outcomes.known.insert(key(), Outcome::Open);
                return None;
            }
            Some(known.unwrap_or(Outcome::Valid))
        });
        if let Some(known) = known {
            return known;
        }
        let outcome = validate(&validator, value);
        OUTCOMES.with_borrow_mut(|outcomes| {
            outcomes.depth -= 1;
            if outcomes.depth == 0 {
                outcomes.known.clear();
            } else {
                outcomes.known.insert(key(), outcome.clone());
            }
        });
        outcome
    }
}

impl<'i> Keyword<'i> for Reference {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        let has_reason = |outcome: &Outcome| !matches!(outcome, Outcome::Invalid);
        let validate =
            |validator: &Validator, value: &Value| reason(validator, value).map_or(Outcome::Valid, Outcome::Reason);
        match self.outcome(instance, has_reason, validate) {
            Outcome::Reason(reason) => Err(ValidationError::custom(format!("{INNER}{reason}"))),
            Outcome::Open | Outcome::Valid | Outcome::Invalid => Ok(()),
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        let validate = |validator: &Validator, value: &Value| {
            if validator.is_valid(value) { Outcome::Valid } else { Outcome::Invalid }
        };
        matches!(self.outcome(instance, |_| true, validate), Outcome::Open | Outcome::Valid)
    }
}
