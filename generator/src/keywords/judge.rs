//! Checks whether a value has the type of its keyword, and coerces it if its meaning is obvious.

use serde_json::{Number, Value};

use super::{Holds, Kind};

/// The result of checking a value against the type of its keyword.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The value has the type.
    Fits,
    /// The value does not have the type, but can be coerced to this value.
    Mended(Value),
    /// The value does not have the type, but is equivalent to a missing value: `null`, or an empty list in place of an object.
    Empty,
    /// The value does not have the type, and its meaning is not obvious.
    Wrong,
}

/// Checks a value against the type `holds`.
#[must_use]
pub fn judge(holds: Holds, value: &Value) -> Verdict {
    match holds {
        Holds::Any => Verdict::Fits,
        _ if value.is_null() => Verdict::Empty,
        Holds::String => string(value),
        Holds::Boolean => boolean(value),
        Holds::Number => number(value),
        Holds::Count => count(value),
        Holds::Strings => strings(value),
        Holds::List => fits_if(value.is_array()),
        Holds::StringMap => string_map(value),
        Holds::Type => type_name(value),
        Holds::TypeOrFile => type_or_file(value),
        Holds::Exclusive => {
            if value.is_number() {
                Verdict::Fits
            } else {
                boolean(value)
            }
        }
        Holds::OneOrBoolean(_) => schema_or_boolean(value),
        Holds::One(Kind::Schema | Kind::SwaggerSchema) => schema(value),
        Holds::One(_) | Holds::Map(_) => object(value),
        Holds::Many(_) => list(value),
    }
}

fn fits_if(condition: bool) -> Verdict {
    if condition { Verdict::Fits } else { Verdict::Wrong }
}

/// Accepts a string. A number or boolean is coerced, since YAML reads unquoted strings as such.
fn string(value: &Value) -> Verdict {
    match value {
        Value::String(_) => Verdict::Fits,
        Value::Number(number) => Verdict::Mended(Value::String(number.to_string())),
        Value::Bool(value) => Verdict::Mended(Value::String(value.to_string())),
        _ => Verdict::Wrong,
    }
}

fn boolean(value: &Value) -> Verdict {
    match value {
        Value::Bool(_) => Verdict::Fits,
        Value::String(text) if text.eq_ignore_ascii_case("true") => Verdict::Mended(Value::Bool(true)),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Verdict::Mended(Value::Bool(false)),
        _ => Verdict::Wrong,
    }
}

fn number(value: &Value) -> Verdict {
    match value {
        Value::Number(_) => Verdict::Fits,
        Value::String(text) => {
            text.trim().parse::<Number>().map_or(Verdict::Wrong, |number| Verdict::Mended(Value::Number(number)))
        }
        _ => Verdict::Wrong,
    }
}

fn count(value: &Value) -> Verdict {
    match value {
        Value::Number(number) if number.is_u64() => Verdict::Fits,
        Value::Number(number) => {
            let whole = whole_count(&number.to_string());
            whole.map_or(Verdict::Wrong, |count| Verdict::Mended(Value::from(count)))
        }
        Value::String(text) => {
            text.trim().parse::<u64>().map_or(Verdict::Wrong, |count| Verdict::Mended(Value::from(count)))
        }
        _ => Verdict::Wrong,
    }
}

/// Converts `10.0` to 10.
fn whole_count(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.')?;
    fraction.bytes().all(|byte| byte == b'0').then_some(())?;
    whole.parse().ok()
}

fn strings(value: &Value) -> Verdict {
    match value {
        Value::Array(items) if items.iter().all(Value::is_string) => Verdict::Fits,
        Value::Array(items) => {
            let mended: Option<Vec<Value>> = items.iter().filter(|item| !item.is_null()).map(as_string).collect();
            mended.map_or(Verdict::Wrong, |items| Verdict::Mended(Value::Array(items)))
        }
        Value::String(_) => Verdict::Mended(Value::Array(vec![value.clone()])),
        Value::Object(map) if map.is_empty() => Verdict::Empty,
        _ => Verdict::Wrong,
    }
}

fn as_string(value: &Value) -> Option<Value> {
    match string(value) {
        Verdict::Fits => Some(value.clone()),
        Verdict::Mended(mended) => Some(mended),
        Verdict::Empty | Verdict::Wrong => None,
    }
}

fn string_map(value: &Value) -> Verdict {
    match value {
        Value::Object(map) if map.values().all(Value::is_string) => Verdict::Fits,
        Value::Object(map) => {
            let kept = map.iter().filter_map(|(key, value)| as_string(value).map(|value| (key.clone(), value)));
            Verdict::Mended(Value::Object(kept.collect()))
        }
        Value::Array(items) if items.is_empty() => Verdict::Empty,
        _ => Verdict::Wrong,
    }
}

/// Accepts the JSON types, and coerces common misspellings.
fn type_name(value: &Value) -> Verdict {
    match value {
        Value::String(text) => match text.as_str() {
            "string" | "number" | "integer" | "boolean" | "array" | "object" | "null" => Verdict::Fits,
            other => mended_type(other).map_or(Verdict::Wrong, |name| Verdict::Mended(Value::from(name))),
        },
        Value::Array(names) => {
            let known = names.iter().all(|name| matches!(type_name(name), Verdict::Fits | Verdict::Mended(_)));
            if known && !names.is_empty() { Verdict::Mended(value.clone()) } else { Verdict::Wrong }
        }
        _ => Verdict::Wrong,
    }
}

/// Accepts the types of Swagger 2.0, whose own JSON schema also allows several types.
fn type_or_file(value: &Value) -> Verdict {
    match value {
        Value::String(name) if name == "file" => Verdict::Fits,
        Value::Array(names) => fits_if(!names.is_empty() && names.iter().all(|name| type_name(name) == Verdict::Fits)),
        _ => type_name(value),
    }
}

fn mended_type(text: &str) -> Option<&'static str> {
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

fn schema_or_boolean(value: &Value) -> Verdict {
    match value {
        Value::Bool(_) | Value::Object(_) => Verdict::Fits,
        other => boolean(other),
    }
}

/// Accepts a schema. `true` is the schema that allows any value since JSON Schema draft 6.
fn schema(value: &Value) -> Verdict {
    match value {
        Value::Object(_) => Verdict::Fits,
        Value::Bool(true) => Verdict::Empty,
        _ => Verdict::Wrong,
    }
}

fn object(value: &Value) -> Verdict {
    match value {
        Value::Object(_) => Verdict::Fits,
        Value::Array(items) if items.is_empty() => Verdict::Empty,
        _ => Verdict::Wrong,
    }
}

fn list(value: &Value) -> Verdict {
    match value {
        Value::Array(_) => Verdict::Fits,
        Value::Object(map) if map.is_empty() => Verdict::Empty,
        _ => Verdict::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Verdict, judge};
    use crate::keywords::Holds;

    #[test]
    fn plain_mistakes_are_mended() {
        let mended = |value| Verdict::Mended(value);
        assert_eq!(judge(Holds::String, &json!(1.0)), mended(json!("1.0")));
        assert_eq!(judge(Holds::Boolean, &json!("True")), mended(json!(true)));
        assert_eq!(judge(Holds::Count, &json!("12")), mended(json!(12)));
        assert_eq!(judge(Holds::Count, &json!(12.0)), mended(json!(12)));
        assert_eq!(judge(Holds::Strings, &json!("a")), mended(json!(["a"])));
        assert_eq!(judge(Holds::Type, &json!("String")), mended(json!("string")));
    }

    #[test]
    fn what_cannot_be_guessed_is_wrong() {
        assert_eq!(judge(Holds::Count, &json!(-1)), Verdict::Wrong);
        assert_eq!(judge(Holds::Strings, &json!(true)), Verdict::Wrong);
        assert_eq!(judge(Holds::Type, &json!("thing")), Verdict::Wrong);
    }
}
