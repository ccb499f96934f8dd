//! Parses the Overlay Object and its actions.

use std::collections::HashMap;

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::action::TARGET;
use super::{Overlay, invalid};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::nearest::suggestion;
use crate::path::SpecPath;

/// The versions of the Overlay Specification that differ in their rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V1_0,
    V1_1,
}

/// A parsed overlay.
pub(super) struct Rules {
    pub(super) version: Version,
    /// The value of `extends`, and its place.
    pub(super) extends: Option<(String, SpecPath)>,
    pub(super) actions: Vec<Action>,
}

pub(super) struct Action {
    /// The place of the action in the overlay.
    pub(super) place: SpecPath,
    pub(super) target: Query,
    pub(super) change: Change,
}

/// A parsed `JSONPath` and its text.
pub(super) struct Query {
    pub(super) text: String,
    pub(super) path: JsonPath,
}

/// The change that an action makes to the selected nodes.
pub(super) enum Change {
    Remove,
    Update(Value),
    Copy(Query),
    Nothing,
}

const OVERLAY_KEYS: &[&str] = &["overlay", "info", "extends", "actions"];
const INFO_KEYS: &[&str] = &["title", "version", "description"];
const ACTION_KEYS: &[&str] = &[TARGET, "description", "update", "remove", "copy"];

/// Parses an overlay; `None` if its version is not supported or it has no actions.
pub(super) fn read(overlay: &Overlay<'_>, diagnostics: &mut Diagnostics) -> Option<Rules> {
    let root = SpecPath::in_document(overlay.id);
    let Value::Object(members) = &overlay.value else {
        invalid(&root, "an overlay has to be an object", "it begins with `overlay: 1.1.0`", diagnostics);
        return None;
    };
    unknown_keys(members, &root, OVERLAY_KEYS, diagnostics);
    let version = version(members, &root, diagnostics)?;
    info(members, &root, diagnostics);
    let extends = string(members, &root, "extends", diagnostics).map(|text| (text, root.child("extends")));
    let place = root.child("actions");
    let listed = match members.get("actions") {
        Some(Value::Array(listed)) if !listed.is_empty() => listed,
        Some(_) => {
            invalid(&place, "`actions` has to be an array with at least one action", "", diagnostics);
            return None;
        }
        None => {
            invalid(&root, "the overlay has no `actions`", "add a list of actions, each with a `target`", diagnostics);
            return None;
        }
    };
    let mut actions = Vec::with_capacity(listed.len());
    let mut known: HashMap<&Value, usize> = HashMap::with_capacity(listed.len());
    for (index, value) in listed.iter().enumerate() {
        let place = place.index(index);
        let earlier = *known.entry(value).or_insert(index);
        if earlier < index {
            let repeated = Diagnostic::new(Code::Overlay, &place, "this action is listed twice");
            diagnostics.push(
                repeated.help("remove it").related(&root.child("actions").index(earlier), "the first one is here"),
            );
        }
        actions.extend(action(value, &place, version, diagnostics));
    }
    Some(Rules { version, extends, actions })
}

fn version(members: &Map<String, Value>, root: &SpecPath, diagnostics: &mut Diagnostics) -> Option<Version> {
    let place = root.child("overlay");
    let help = "write `overlay: 1.1.0` or `overlay: 1.0.0`";
    let text = match members.get("overlay") {
        Some(Value::String(text)) => text,
        Some(other) => {
            invalid(&place, format!("`overlay: {other}` is not the version of an overlay"), help, diagnostics);
            return None;
        }
        None => {
            invalid(root, "this is not an overlay: it has no `overlay` with a version", help, diagnostics);
            return None;
        }
    };
    let patch = |prefix: &str| text.strip_prefix(prefix).is_some_and(is_number);
    if patch("1.0.") {
        return Some(Version::V1_0);
    }
    if patch("1.1.") {
        return Some(Version::V1_1);
    }
    invalid(&place, format!("version `{text}` of overlays is not supported"), help, diagnostics);
    None
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn info(members: &Map<String, Value>, root: &SpecPath, diagnostics: &mut Diagnostics) {
    let place = root.child("info");
    let info = match members.get("info") {
        Some(Value::Object(info)) => info,
        Some(_) => return invalid(&place, "`info` has to be an object", "", diagnostics),
        None => {
            return invalid(root, "the overlay has no `info`", "add `info` with `title` and `version`", diagnostics);
        }
    };
    unknown_keys(info, &place, INFO_KEYS, diagnostics);
    for key in ["title", "version"] {
        if !info.contains_key(key) {
            invalid(&place, format!("`info` has no `{key}`"), "", diagnostics);
        }
    }
    for key in INFO_KEYS {
        string(info, &place, key, diagnostics);
    }
}

fn action(value: &Value, place: &SpecPath, version: Version, diagnostics: &mut Diagnostics) -> Option<Action> {
    let Value::Object(members) = value else {
        invalid(
            place,
            "an action has to be an object",
            "it has a `target`, and `update`, `copy` or `remove`",
            diagnostics,
        );
        return None;
    };
    unknown_keys(members, place, ACTION_KEYS, diagnostics);
    string(members, place, "description", diagnostics);
    if !members.contains_key(TARGET) {
        invalid(place, "the action has no `target`", "add a JSONPath, as in `target: $.info`", diagnostics);
        return None;
    }
    let target = query(members, place, TARGET, diagnostics)?;
    let change = change(members, place, version, diagnostics)?;
    Some(Action { place: place.clone(), target, change })
}

/// Parses the change of an action. `remove: true` takes precedence, as the specification requires.
fn change(
    members: &Map<String, Value>,
    place: &SpecPath,
    version: Version,
    diagnostics: &mut Diagnostics,
) -> Option<Change> {
    let removes = match members.get("remove") {
        None | Some(Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        Some(_) => {
            invalid(&place.child("remove"), "`remove` has to be `true` or `false`", "", diagnostics);
            return None;
        }
    };
    if members.contains_key("copy") && version == Version::V1_0 {
        let help = "write `overlay: 1.1.0`, or repeat the value under `update`";
        invalid(&place.child("copy"), "`copy` does not exist in version 1.0 of overlays", help, diagnostics);
        return None;
    }
    match (removes, members.get("update"), members.contains_key("copy")) {
        (true, update, copies) => {
            if update.is_some() || copies {
                let ignored = if update.is_some() { "update" } else { "copy" };
                let message = format!("`{ignored}` has no effect beside `remove: true`");
                diagnostics.push(Diagnostic::new(Code::OverlayNoEffect, &place.child(ignored), message));
            }
            Some(Change::Remove)
        }
        (false, Some(_), true) => {
            let help = "write two actions: they are applied in their order";
            invalid(place, "an action cannot have both `update` and `copy`", help, diagnostics);
            None
        }
        (false, Some(update), false) => Some(Change::Update(update.clone())),
        (false, None, true) => query(members, place, "copy", diagnostics).map(Change::Copy),
        (false, None, false) => {
            let message = "the action has no `update`, `copy` or `remove: true`, so it changes nothing";
            diagnostics.push(Diagnostic::new(Code::OverlayNoEffect, place, message));
            Some(Change::Nothing)
        }
    }
}

fn query(members: &Map<String, Value>, place: &SpecPath, key: &str, diagnostics: &mut Diagnostics) -> Option<Query> {
    let text = string(members, place, key, diagnostics)?;
    match JsonPath::parse(&text) {
        Ok(path) => Some(Query { text, path }),
        Err(error) => {
            let message = format!("`{text}` is not a JSONPath, from character {} on", error.position());
            let help = if text.starts_with('$') {
                "see RFC 9535; a name with characters such as `/` and `-` goes into brackets, as in `$.paths['/pets']`"
            } else {
                "a JSONPath begins with `$`, as in `$.info.title`"
            };
            invalid(&place.child(key), message, help, diagnostics);
            None
        }
    }
}

/// Returns a string member. Any other type is an error.
fn string(members: &Map<String, Value>, place: &SpecPath, key: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let value = members.get(key)?;
    let text = value.as_str().map(str::to_owned);
    if text.is_none() {
        let help = if value.is_number() { "put it into quotes" } else { "" };
        invalid(&place.child(key), format!("`{key}` has to be a string"), help, diagnostics);
    }
    text
}

fn unknown_keys(members: &Map<String, Value>, place: &SpecPath, known: &[&str], diagnostics: &mut Diagnostics) {
    for key in members.keys().filter(|key| !known.contains(&key.as_str()) && !key.starts_with("x-")) {
        let help = suggestion(key, known.iter().copied());
        invalid(&place.child(key), format!("`{key}` is not a keyword of overlays here"), help, diagnostics);
    }
}
