//! The contacts of the server: identical in every run, with every kind of value that the schema allows.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::id::id;

const NAMES: [&str; 10] = [
    "Ada Lovelace",
    "Budi Santoso",
    "Siti Nurhaliza",
    "Grace Hopper",
    "Łukasz Żółć",
    "Dewi Lestari",
    "Seán O'Brien",
    "王小明",
    "Zoë \"Z\" Müller",
    "Radia Perlman",
];

/// The first second of 2025 as a Unix timestamp.
const FIRST_SECOND: i64 = 1_735_689_600;

/// Returns the first `count` contacts.
pub(super) fn generate(count: usize) -> Vec<Value> {
    (0..count).map(contact).collect()
}

fn contact(number: usize) -> Value {
    let created = FIRST_SECOND + 3607 * i64::try_from(number).expect("a test has fewer contacts than that");
    json!({
        "id": id("ctc", number),
        "object": "contact",
        "phone_number": unless_every(11, number, json!(format!("+62811{number:07}"))),
        "name": unless_every(7, number, json!(format!("{} {number}", NAMES[number % NAMES.len()]))),
        "email": unless_every(5, number, json!(format!("contact{number}@example.com"))),
        "metadata": metadata(number),
        "whatsapp_account": { "phone_number": unless_every(13, number, json!("+62 851-1760-0829")) },
        "created_at": timestamp(created, number),
        "updated_at": timestamp(created + 86_400, number + 1),
    })
}

/// Returns `value`, or null for the last of every `step` contacts.
fn unless_every(step: usize, number: usize, value: Value) -> Value {
    if number % step == step - 1 { Value::Null } else { value }
}

fn metadata(number: usize) -> Value {
    match number % 4 {
        0 => json!({ "number": number, "nested": { "list": [1, "two", null, 4.5], "empty": {} } }),
        1 => json!({}),
        2 => json!({ "vip": true, "note": "naïve café ☕" }),
        _ => Value::Null,
    }
}

/// Formats a timestamp, with milliseconds for every other contact, since the vendor's samples contain both forms.
fn timestamp(second: i64, number: usize) -> String {
    let timestamp = Timestamp::from_second(second).expect("the years of a test are within jiff's range");
    if number.is_multiple_of(2) { timestamp.to_string() } else { format!("{timestamp:.3}") }
}
