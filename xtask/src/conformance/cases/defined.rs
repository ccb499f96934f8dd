//! Reduces values to the parts for which the specifications define a serialization.

use serde_json::Value;

use crate::conformance::spec::{In, Parameter};
use crate::conformance::styles::Style;

/// Removes the parts of a value that the style of a parameter cannot serialize. Returns false if nothing is left.
pub(super) fn defined(parameter: &Parameter<'_>, value: &mut Value) -> bool {
    // A `null` value of an optional parameter in `content` means that the parameter is absent.
    let Some(style) = parameter.style else { return parameter.required || !value.is_null() };
    let is_scalar = |value: &Value| !(value.is_array() || value.is_object() || value.is_null());
    match value {
        Value::Null => false,
        Value::Array(items) => {
            items.retain(is_scalar);
            // Servers do not agree on a serialization of arrays in cookies.
            !items.is_empty() && style != Style::Deep && !(parameter.place == In::Cookie && parameter.explode)
        }
        Value::Object(members) => {
            members.retain(|_, value| is_scalar(value));
            let is_listed = matches!(style, Style::Space | Style::Pipe | Style::Tab) && parameter.explode;
            !members.is_empty() && !is_listed
        }
        Value::String(text) if parameter.place == In::Path => !text.is_empty(),
        // Header values have no leading or trailing white space (RFC 9110, section 5.5).
        Value::String(text) if parameter.place == In::Header => text.trim() == text,
        _ => true,
    }
}

/// Removes every `null`, since no style can serialize it.
pub(super) fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(without_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use oaspress::internals::validate::Files;

    use super::{In, Parameter, Style, defined};

    #[test]
    fn headers_have_no_white_space_at_their_ends() {
        let files = Files::from_document(json!({}));
        let in_place = |place| Parameter {
            declared: files.root(),
            place,
            name: "Range".to_owned(),
            required: false,
            style: Some(Style::Simple),
            explode: false,
            schema: None,
        };
        assert!(!defined(&in_place(In::Header), &mut json!("bytes=0-0, ")));
        assert!(defined(&in_place(In::Header), &mut json!("bytes=0-0, 1-1")));
        assert!(defined(&in_place(In::Path), &mut json!("bytes=0-0, ")));
    }
}
