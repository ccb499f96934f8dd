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

/// What is known of a validator and a value.
#[derive(Clone)]
enum Answer {
    /// The validator is being asked. A schema may refer to itself for the same value, which adds no rule.
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

/// The answers to the outermost reference, by validator and part of the value. Without them, two references to the same schema
/// double the time at each level of the value.
#[derive(Default)]
struct Answers {
    depth: usize,
    known: HashMap<(usize, Part), Answer>,
}

thread_local! {
    static ANSWERS: RefCell<Answers> = RefCell::default();
}

impl Reference {
    /// Returns the answer of the validator, which is `ask`ed unless the answer is known or the maximum depth is reached.
    fn answer(&self, value: &Value, is_enough: fn(&Answer) -> bool, ask: fn(&Validator, &Value) -> Answer) -> Answer {
        let validator = self.list.upgrade().and_then(|list| get(&list, self.number));
        let Some(validator) = validator else { return Answer::Valid };
        let key = || (self.number, Part::of(value));
        let known = ANSWERS.with_borrow_mut(|answers| {
            let known = answers.known.get(&key()).filter(|answer| is_enough(answer)).cloned();
            if known.is_none() && answers.depth < MAX_DEPTH {
                answers.depth += 1;
                answers.known.insert(key(), Answer::Open);
                return None;
            }
            Some(known.unwrap_or(Answer::Valid))
        });
        if let Some(known) = known {
            return known;
        }
        let answer = ask(&validator, value);
        ANSWERS.with_borrow_mut(|answers| {
            answers.depth -= 1;
            if answers.depth == 0 {
                answers.known.clear();
            } else {
                answers.known.insert(key(), answer.clone());
            }
        });
        answer
    }
}

impl<'i> Keyword<'i> for Reference {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        let has_reason = |answer: &Answer| !matches!(answer, Answer::Invalid);
        let ask = |validator: &Validator, value: &Value| reason(validator, value).map_or(Answer::Valid, Answer::Reason);
        match self.answer(instance, has_reason, ask) {
            Answer::Reason(reason) => Err(ValidationError::custom(format!("{INNER}{reason}"))),
            Answer::Open | Answer::Valid | Answer::Invalid => Ok(()),
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        let ask = |validator: &Validator, value: &Value| {
            if validator.is_valid(value) { Answer::Valid } else { Answer::Invalid }
        };
        matches!(self.answer(instance, |_| true, ask), Answer::Open | Answer::Valid)
    }
}
