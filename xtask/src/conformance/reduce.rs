//! Reduces the case of a fault, as long as it stays valid and reproduces the fault.

use serde_json::{Map, Value};

use super::cases::Case;
use super::schema::{Alternatives, Direction, Judge};
use super::spec::Operation;
use crate::corpus::RawPlace;

/// The maximum number of reductions.
const ROUNDS: usize = 12;

/// The maximum number of candidates per reduction.
const TRIED: usize = 150;

/// Returns the smallest case for which `has_fault` returns true.
pub(super) fn reduce<'f>(
    judge: &mut Judge<'f>,
    operation: &Operation<'f>,
    case: Case,
    mut has_fault: impl FnMut(&[Case]) -> Vec<bool>,
) -> Case {
    let mut smallest = case;
    for _ in 0..ROUNDS {
        let Some((value, direction)) = value_of(&smallest) else { break };
        let schema = schema_of(operation, &smallest);
        judge.alternatives = Alternatives::One;
        if schema.is_some_and(|schema| !judge.accepts(schema, direction, &value)) {
            judge.alternatives = Alternatives::Any;
        }
        let mut candidates = Vec::new();
        for value in smaller(&value) {
            let is_valid = schema.is_none_or(|schema| judge.accepts(schema, direction, &value));
            if is_valid && candidates.len() < TRIED {
                candidates.push(with_value(&smallest, value));
            }
        }
        candidates.sort_by_key(|case| value_of(case).map_or(0, |(value, _)| value.to_string().len()));
        let found = has_fault(&candidates);
        let Some((next, _)) = candidates.into_iter().zip(found).find(|(_, found)| *found) else { break };
        smallest = next;
    }
    smallest
}

/// Returns the body of a case.
fn value_of(case: &Case) -> Option<(Value, Direction)> {
    if let Some(response) = &case.response {
        return Some((response.value.clone()?, Direction::Response));
    }
    case.request.as_ref()?.body.as_ref().map(|(_, value)| (value.clone(), Direction::Request))
}

fn schema_of<'f>(operation: &Operation<'f>, case: &Case) -> Option<RawPlace<'f>> {
    if let Some(response) = &case.response {
        let (response, content) = response.place?;
        return operation.responses.get(response)?.contents.get(content)?.schema;
    }
    operation.bodies.get(case.request.as_ref()?.body.as_ref()?.0)?.schema
}

fn with_value(case: &Case, value: Value) -> Case {
    let mut case = case.clone();
    if let Some(response) = &mut case.response {
        response.body = value.to_string();
        response.value = Some(value);
    } else if let Some(request) = &mut case.request {
        request.replace_body(value);
    }
    case
}

/// Returns copies of a value with one member or item removed each.
fn smaller(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(members) => {
            let fewer = members.keys().map(|gone| {
                let kept = members.iter().filter(|(key, _)| *key != gone);
                Value::Object(kept.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>())
            });
            let inner = members.iter().flat_map(|(key, member)| {
                smaller(member).into_iter().map(move |member| {
                    let mut changed = members.clone();
                    changed.insert(key.clone(), member);
                    Value::Object(changed)
                })
            });
            fewer.chain(inner).collect()
        }
        Value::Array(items) => {
            let fewer = (0..items.len()).map(|gone| {
                let kept = items.iter().enumerate().filter(|(index, _)| *index != gone);
                Value::Array(kept.map(|(_, item)| item.clone()).collect())
            });
            let inner = items.iter().enumerate().flat_map(|(index, item)| {
                smaller(item).into_iter().map(move |item| {
                    let mut changed = items.clone();
                    changed[index] = item;
                    Value::Array(changed)
                })
            });
            fewer.chain(inner).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::smaller;

    #[test]
    fn one_thing_is_less_each_time() {
        let all: Vec<String> =
            smaller(&json!({ "a": [1, { "b": 2 }], "c": 3 })).iter().map(ToString::to_string).collect();
        assert_eq!(
            all,
            [
                r#"{"c":3}"#,
                r#"{"a":[1,{"b":2}]}"#,
                r#"{"a":[{"b":2}],"c":3}"#,
                r#"{"a":[1],"c":3}"#,
                r#"{"a":[1,{}],"c":3}"#,
            ]
        );
    }
}
