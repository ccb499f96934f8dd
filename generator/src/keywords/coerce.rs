//! Checks whether a value has the type of its keyword, and coerces it if its meaning is obvious.

use serde_json::{Number, Value};

use super::{Holds, ObjectKind};

/// The result of checking a value against the type of its keyword.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Coercion {
    /// The value has the type.
    Valid,
    /// The value does not have the type, but can be coerced to this value.
    Coerced(Value),
    /// The value does not have the type, but is equivalent to a missing value: `null`, or an empty list in place of an object.
    Empty,
    /// The value does not have the type, and its meaning is not obvious.
    Invalid,
}

/// Checks a value against the type `holds`.
#[must_use]
pub(crate) fn coerce(holds: Holds, value: &Value) -> Coercion {
    match holds {
        Holds::Any => Coercion::Valid,
        _ if value.is_null() => Coercion::Empty,
        Holds::String => string(value),
        Holds::Boolean => boolean(value),
        Holds::Number => number(value),
        Holds::Count => count(value),
        Holds::Strings => strings(value),
        Holds::List => valid_if(value.is_array()),
        Holds::StringMap => string_map(value),
        Holds::Type => type_name(value),
        Holds::TypeOrFile => type_or_file(value),
        Holds::Exclusive => {
            if value.is_number() {
                Coercion::Valid
            } else {
                boolean(value)
            }
        }
        Holds::OneOrBoolean(_) => schema_or_boolean(value),
        Holds::One(ObjectKind::Schema | ObjectKind::SwaggerSchema) => schema(value),
        Holds::One(_) | Holds::Map(_) => object(value),
        Holds::Many(_) => list(value),
    }
}

fn valid_if(condition: bool) -> Coercion {
    if condition { Coercion::Valid } else { Coercion::Invalid }
}

/// Accepts a string. A number or boolean is coerced, since YAML reads unquoted strings as such.
fn string(value: &Value) -> Coercion {
    match value {
        Value::String(_) => Coercion::Valid,
        Value::Number(number) => Coercion::Coerced(Value::String(number.to_string())),
        Value::Bool(value) => Coercion::Coerced(Value::String(value.to_string())),
        _ => Coercion::Invalid,
    }
}

fn boolean(value: &Value) -> Coercion {
    match value {
        Value::Bool(_) => Coercion::Valid,
        Value::String(text) if text.eq_ignore_ascii_case("true") => Coercion::Coerced(Value::Bool(true)),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Coercion::Coerced(Value::Bool(false)),
        _ => Coercion::Invalid,
    }
}

fn number(value: &Value) -> Coercion {
    match value {
        Value::Number(_) => Coercion::Valid,
        Value::String(text) => {
            text.trim().parse::<Number>().map_or(Coercion::Invalid, |number| Coercion::Coerced(Value::Number(number)))
        }
        _ => Coercion::Invalid,
    }
}

fn count(value: &Value) -> Coercion {
    match value {
        Value::Number(number) if number.is_u64() => Coercion::Valid,
        Value::Number(number) => {
            let whole = whole_count(&number.to_string());
            whole.map_or(Coercion::Invalid, |count| Coercion::Coerced(Value::from(count)))
        }
        Value::String(text) => {
            text.trim().parse::<u64>().map_or(Coercion::Invalid, |count| Coercion::Coerced(Value::from(count)))
        }
        _ => Coercion::Invalid,
    }
}

/// Converts `10.0` to 10.
fn whole_count(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.')?;
    fraction.bytes().all(|byte| byte == b'0').then_some(())?;
    whole.parse().ok()
}

fn strings(value: &Value) -> Coercion {
    match value {
        Value::Array(items) if items.iter().all(Value::is_string) => Coercion::Valid,
        Value::Array(items) => {
            let coerced: Option<Vec<Value>> = items.iter().filter(|item| !item.is_null()).map(as_string).collect();
            coerced.map_or(Coercion::Invalid, |items| Coercion::Coerced(Value::Array(items)))
        }
        Value::String(_) => Coercion::Coerced(Value::Array(vec![value.clone()])),
        Value::Object(map) if map.is_empty() => Coercion::Empty,
        _ => Coercion::Invalid,
    }
}

fn as_string(value: &Value) -> Option<Value> {
    match string(value) {
        Coercion::Valid => Some(value.clone()),
        Coercion::Coerced(coerced) => Some(coerced),
        Coercion::Empty | Coercion::Invalid => None,
    }
}

fn string_map(value: &Value) -> Coercion {
    match value {
        Value::Object(map) if map.values().all(Value::is_string) => Coercion::Valid,
        Value::Object(map) => {
            let kept = map.iter().filter_map(|(key, value)| as_string(value).map(|value| (key.clone(), value)));
            Coercion::Coerced(Value::Object(kept.collect()))
        }
        Value::Array(items) if items.is_empty() => Coercion::Empty,
        _ => Coercion::Invalid,
    }
}

/// Accepts the JSON types, and coerces common misspellings.
fn type_name(value: &Value) -> Coercion {
    match value {
        Value::String(text) => match text.as_str() {
            "string" | "number" | "integer" | "boolean" | "array" | "object" | "null" => Coercion::Valid,
            other => coerced_type(other).map_or(Coercion::Invalid, |name| Coercion::Coerced(Value::from(name))),
        },
        Value::Array(names) => {
            let known = names.iter().all(|name| matches!(type_name(name), Coercion::Valid | Coercion::Coerced(_)));
            if known && !names.is_empty() { Coercion::Coerced(value.clone()) } else { Coercion::Invalid }
        }
        _ => Coercion::Invalid,
    }
}

/// Accepts the types of Swagger 2.0, whose own JSON schema also allows several types.
fn type_or_file(value: &Value) -> Coercion {
    match value {
        Value::String(name) if name == "file" => Coercion::Valid,
        Value::Array(names) => {
            valid_if(!names.is_empty() && names.iter().all(|name| type_name(name) == Coercion::Valid))
        }
        _ => type_name(value),
    }
}

fn coerced_type(text: &str) -> Option<&'static str> {
    let name = match text.trim().to_ascii_lowercase().as_str() {
        "string" | "str" | "text" => "string",
        "number" | "float" | "double" | "decimal" => "number",
        "integer" | "int" | "int32" | "int64" | "long" => "integer",
        "boolean" | "bool" => "boolean",
        "array" | "list" => "array",
        "object" | "map" | "dict" => "object",
        "null" => "null",
        _ => return None,
    };
    Some(name)
}

fn schema_or_boolean(value: &Value) -> Coercion {
    match value {
        Value::Bool(_) | Value::Object(_) => Coercion::Valid,
        other => boolean(other),
    }
}

/// Accepts a schema. `true` is the schema that allows any value since JSON Schema draft 6.
fn schema(value: &Value) -> Coercion {
    match value {
        Value::Object(_) => Coercion::Valid,
        Value::Bool(true) => Coercion::Empty,
        _ => Coercion::Invalid,
    }
}

fn object(value: &Value) -> Coercion {
    match value {
        Value::Object(_) => Coercion::Valid,
        Value::Array(items) if items.is_empty() => Coercion::Empty,
        _ => Coercion::Invalid,
    }
}

fn list(value: &Value) -> Coercion {
    match value {
        Value::Array(_) => Coercion::Valid,
        Value::Object(map) if map.is_empty() => Coercion::Empty,
        _ => Coercion::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Coercion, coerce};
    use crate::keywords::Holds;

    #[test]
    fn obvious_mistakes_are_coerced() {
        let coerced = |value| Coercion::Coerced(value);
        assert_eq!(coerce(Holds::String, &json!(1.0)), coerced(json!("1.0")));
        assert_eq!(coerce(Holds::Boolean, &json!("True")), coerced(json!(true)));
        assert_eq!(coerce(Holds::Count, &json!("12")), coerced(json!(12)));
        assert_eq!(coerce(Holds::Count, &json!(12.0)), coerced(json!(12)));
        assert_eq!(coerce(Holds::Strings, &json!("a")), coerced(json!(["a"])));
        assert_eq!(coerce(Holds::Type, &json!("String")), coerced(json!("string")));
    }

    #[test]
    fn what_cannot_be_guessed_is_wrong() {
        assert_eq!(coerce(Holds::Count, &json!(-1)), Coercion::Invalid);
        assert_eq!(coerce(Holds::Strings, &json!(true)), Coercion::Invalid);
        assert_eq!(coerce(Holds::Type, &json!("thing")), Coercion::Invalid);
    }
}
