//! Writes repairs as an overlay of the OpenAPI Overlay Specification 1.0.

use serde_json::json;

use super::repair::Change;
use crate::path::SpecPath;

/// Keywords whose values are arrays, so that the next token of a path is an index.
const LISTS: [&str; 5] = ["allOf", "anyOf", "oneOf", "parameters", "prefixItems"];

/// Returns the text of an overlay with these changes, as YAML.
///
/// # Errors
///
/// Returns an error if it cannot be written as YAML.
pub fn overlay(changes: &[Change]) -> Result<String, String> {
    let mut actions = Vec::new();
    for change in changes {
        for key in &change.removed {
            let target = json_path(&change.place.child(key));
            actions.push(json!({ "target": target, "description": change.description, "remove": true }));
        }
        if let Some(update) = &change.update {
            let target = json_path(&change.place);
            actions.push(json!({ "target": target, "description": change.description, "update": update }));
        }
    }
    let overlay = json!({
        "overlay": "1.0.0",
        "info": { "title": "Differences between the API description and recorded traffic", "version": "1.0.0" },
        "actions": actions,
    });
    let text = serde_yaml::to_string(&overlay).map_err(|error| error.to_string())?;
    Ok(format!("# Written by `oaspress check-traffic --write-overlay`. Review each action before you use it.\n{text}"))
}

/// Writes a place as a `JSONPath` that selects exactly it.
fn json_path(place: &SpecPath) -> String {
    let mut path = "$".to_owned();
    let mut previous = String::new();
    for token in place.tokens() {
        let is_index = LISTS.contains(&previous.as_str()) && token.bytes().all(|byte| byte.is_ascii_digit());
        let is_name = token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_index {
            path.push_str(&format!("[{token}]"));
        } else if is_name {
            path.push_str(&format!(".{token}"));
        } else {
            path.push_str(&format!("['{}']", escaped(&token)));
        }
        previous = token.into_owned();
    }
    path
}

/// Escapes a name for a string in single quotes, by RFC 9535.
fn escaped(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        match c {
            '\'' | '\\' => text.extend(['\\', c]),
            c if c < ' ' => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::json_path;
    use crate::path::SpecPath;

    #[test]
    fn places_are_written_as_json_paths() {
        let path = SpecPath::root().child("paths").child("/it's/{id}").child("get").child("parameters").index(1);
        assert_eq!(json_path(&path), r"$.paths['/it\'s/{id}'].get.parameters[1]");
        let path = SpecPath::root().child("responses").child("200").child("x-a");
        assert_eq!(json_path(&path), "$.responses['200']['x-a']");
    }
}
