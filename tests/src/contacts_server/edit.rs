//! Edits a page of contacts before it is sent.

use std::fmt;

use serde_json::{Map, Value, json};

const NULLABLE_OF_CONTACT: [&str; 4] = ["phone_number", "name", "email", "metadata"];

/// The error if the page has no value at this JSON pointer.
#[derive(Debug)]
pub(super) struct NoPlace(String);

impl fmt::Display for NoPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the fault cannot be applied: the page has no {}", self.0)
    }
}

/// Replaces the value at a JSON pointer.
pub(super) fn set(page: &mut Value, pointer: &str, value: Value) -> Result<(), NoPlace> {
    let place = page.pointer_mut(pointer).ok_or_else(|| NoPlace(pointer.to_owned()))?;
    *place = value;
    Ok(())
}

/// Removes the key at a JSON pointer from its object.
pub(super) fn remove(page: &mut Value, pointer: &str) -> Result<(), NoPlace> {
    let removed =
        pointer.rsplit_once('/').and_then(|(object, key)| page.pointer_mut(object)?.as_object_mut()?.shift_remove(key));
    removed.map(drop).ok_or_else(|| NoPlace(pointer.to_owned()))
}

/// Adds a field to the page and to each object in it, except for free-form objects.
pub(super) fn add_unknown_fields(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(add_unknown_fields),
        Value::Object(object) => {
            let with_a_schema = object.iter_mut().filter(|(key, _)| *key != "metadata");
            with_a_schema.for_each(|(_, value)| add_unknown_fields(value));
            object.insert("unknown_field".to_owned(), json!({ "new": ["in", 2027] }));
        }
        _ => {}
    }
}

/// Sets every nullable value to null.
pub(super) fn null_where_allowed(page: &mut Value) {
    each_nullable(page, |object, key| {
        object.insert(key.to_owned(), Value::Null);
    });
}

/// Removes every nullable value.
pub(super) fn remove_nullable(page: &mut Value) {
    each_nullable(page, |object, key| {
        object.shift_remove(key);
    });
}

/// Calls `change` with every object of the page and each of its nullable keys.
fn each_nullable(page: &mut Value, change: impl Fn(&mut Map<String, Value>, &str)) {
    if let Some(contacts) = page["data"].as_array_mut() {
        for contact in contacts.iter_mut().filter_map(Value::as_object_mut) {
            for key in NULLABLE_OF_CONTACT {
                change(contact, key);
            }
            if let Some(account) = contact.get_mut("whatsapp_account").and_then(Value::as_object_mut) {
                change(account, "phone_number");
            }
        }
    }
    if let Some(page) = page.as_object_mut() {
        change(page, "next_cursor");
    }
}
