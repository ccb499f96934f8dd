//! Names of methods within a group: the name of the operation without the words of its group.
//!
//! A name depends only on the operation and its group, so a new endpoint does not rename another one unless both get the same
//! name. Then both keep all their words.

use std::collections::HashMap;

use super::words::{self, Noun};
use crate::model::{Api, Operation};

/// Verbs that precede a plural; all others precede a singular. So operations that differ only in number remain distinct.
const MANY: &[&str] = &["list", "search", "find", "query", "count"];

/// The name of a group in the forms in which operations contain it.
struct Forms {
    group: String,
    singular: String,
    plural: String,
}

/// Returns the name of an operation in its group, as words: `list` for `listContacts`, `contacts/list` or `contacts.list` in
/// `contacts`.
pub(super) fn short(operation: &Operation, id: &str, group: Option<&str>) -> String {
    let forms = group.map(Forms::new);
    if operation.id.is_none() {
        return forms.and_then(|forms| below(operation, &forms)).unwrap_or_else(|| id.to_owned());
    }
    let own = without_path(operation, id).unwrap_or_else(|| id.to_owned());
    let Some(forms) = forms else { return own };
    let own = behind_group(&own, &forms);
    let whole = words::snake(&own, Noun::Operation);
    without_noun(&whole, &forms).map(str::to_owned).unwrap_or(own)
}

impl Forms {
    fn new(group: &str) -> Self {
        let group = group.trim_end_matches('_').to_owned();
        let singular = match group.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None if group.ends_with("ss") => group.clone(),
            None => group.strip_suffix('s').unwrap_or(&group).to_owned(),
        };
        let plural = match singular.strip_suffix('y') {
            _ if singular != group => group.clone(),
            Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
            _ if singular.ends_with("ss") => format!("{singular}es"),
            _ => format!("{singular}s"),
        };
        Self { group, singular, plural }
    }

    fn are(&self, words: &str) -> bool {
        let bare = |words: &str| words.replace('_', "");
        [&self.group, &self.singular, &self.plural].into_iter().any(|form| bare(form) == bare(words))
    }
}

/// Returns the words of a path after its group: `get by id` for `get /api/v3/calendar/{id}` in the group `calendar`. The segments
/// before the group are the common prefix of the API.
fn below(operation: &Operation, forms: &Forms) -> Option<String> {
    let segments: Vec<&str> = operation.template.split(['/', '?', '#']).filter(|segment| !segment.is_empty()).collect();
    let is_group = |segment: &&str| !segment.contains('{') && forms.are(&words::snake(segment, Noun::Operation));
    let at = segments.iter().position(is_group)?;
    Some(in_words(operation.method.as_str(), &segments[at + 1..]))
}

/// Returns the method and the path as words: `get pets by id` for `get /pets/{id}`.
pub(super) fn method_and_path(operation: &Operation) -> String {
    let segments: Vec<&str> = operation.template.split(['/', '?', '#']).filter(|segment| !segment.is_empty()).collect();
    in_words(operation.method.as_str(), &segments)
}

/// Returns the path as words: `pets by id` for `/pets/{id}`.
pub(super) fn path_words(template: &str) -> String {
    let segments: Vec<&str> = template.split(['/', '?', '#']).filter(|segment| !segment.is_empty()).collect();
    in_words("", &segments)
}

/// Returns the fixed segments of a path: `pets tags` for `/pets/{id}/tags`. Returns all words if no segment is fixed.
pub(super) fn fixed_words(template: &str) -> String {
    let fixed = template.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{'));
    let fixed = fixed.collect::<Vec<_>>().join(" ");
    if fixed.contains(char::is_alphanumeric) { fixed } else { format!("path {}", path_words(template)) }
}

fn in_words(method: &str, segments: &[&str]) -> String {
    let mut words = method.to_lowercase();
    let mut by = false;
    for segment in segments {
        let parameter = segment.starts_with('{');
        words.push_str(match (parameter, by) {
            (true, false) => " by ",
            (true, true) => " and ",
            (false, _) => " ",
        });
        by = parameter;
        words.push_str(segment);
    }
    words
}

/// Removes the method and the path that some frameworks append to an id: `read_item` for `read_item_items__item_id__get` of `GET
/// /items/{item_id}`.
fn without_path(operation: &Operation, id: &str) -> Option<String> {
    let known = format!("{} {}", operation.template, operation.method.as_str().to_lowercase());
    let whole = words::snake(id, Noun::Operation);
    let own = whole.strip_suffix(&words::snake(&known, Noun::Operation))?.strip_suffix('_')?;
    (!own.is_empty()).then(|| own.to_owned())
}

/// Does the same, but only if the spelling is exactly that of these frameworks.
pub(super) fn without_exact_path(operation: &Operation, id: &str) -> Option<String> {
    let path: String =
        operation.template.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let own = id.strip_suffix(&format!("{path}_{}", operation.method.as_str().to_lowercase()))?;
    is_name(own).then(|| own.to_owned())
}

/// Returns the first operation with each id.
pub(super) fn by_id(api: &Api) -> HashMap<&str, &Operation> {
    let operations = api.operations.iter().rev();
    operations.filter_map(|operation| Some((operation.id.as_deref()?, operation))).collect()
}

/// Returns the name of a form that such frameworks derive from the id: `upload_file body` for `Body_upload_file_files__post`.
pub(super) fn short_body(by_id: &HashMap<&str, &Operation>, component: &str) -> Option<String> {
    let id = component.strip_prefix("Body_")?;
    let operation = by_id.get(id)?;
    without_exact_path(operation, id).map(|name| format!("{name} body"))
}

/// Removes the group from the beginning of an id: `list-for-org` for `issues/list-for-org` and `IssuesController_listForOrg` in
/// the group `issues`.
fn behind_group(id: &str, forms: &Forms) -> String {
    if let Some((_, method)) = id.split_once("Controller_").or_else(|| id.split_once("Controller."))
        && is_name(method)
    {
        return method.to_owned();
    }
    let mut at = 0;
    for segment in id.split_inclusive(['.', '/', ':']) {
        at += segment.len();
        let rest = &id[at..];
        if forms.are(&words::snake(segment, Noun::Operation)) && is_name(rest) {
            return rest.to_owned();
        }
    }
    let whole = words::snake(id, Noun::Operation);
    let behind = |form: &String| whole.strip_prefix(form.as_str())?.strip_prefix('_');
    match [&forms.plural, &forms.group, &forms.singular].into_iter().find_map(behind) {
        Some(rest) if is_name(rest) => rest.to_owned(),
        _ => id.to_owned(),
    }
}

/// Returns true if the rest of an id is a name without its prefix.
fn is_name(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Removes the noun of the group: `list` for `list_contacts` in the group `contacts`, and `get` for `get_contact`.
fn without_noun<'a>(whole: &'a str, forms: &Forms) -> Option<&'a str> {
    let (verb, noun) = whole.split_once('_')?;
    let one = noun == forms.singular;
    let many = noun == forms.group || noun == forms.plural;
    (if MANY.contains(&verb) { many } else { one }).then_some(verb)
}

#[cfg(test)]
mod tests {
    use super::{Forms, behind_group, without_noun};

    #[test]
    fn a_group_stands_in_front_of_a_name() {
        for (id, group, expected) in [
            ("issues/list-for-org", "issues", "list-for-org"),
            ("issueGetComment", "issues", "get_comment"),
            ("gmail.users.labels.create", "users", "labels.create"),
            ("ContactsController_findAll_v1", "contact_api", "findAll_v1"),
            ("code-scanning/get-default", "code_scanning", "get-default"),
            ("dcim_cable-terminations_delete", "dcim", "cable_terminations_delete"),
            ("petstore", "pet", "petstore"),
            ("pets_2", "pets", "pets_2"),
            ("pets", "pets", "pets"),
        ] {
            assert_eq!(behind_group(id, &Forms::new(group)), expected, "{id}");
        }
    }

    #[test]
    fn a_noun_goes_where_the_verb_says_its_number() {
        for (whole, group, expected) in [
            ("list_contacts", "contacts", Some("list")),
            ("list_contact", "contacts", None),
            ("get_contact", "contacts", Some("get")),
            ("get_contacts", "contacts", None),
            ("list_pets", "pet", Some("list")),
            ("get_policy", "policies", Some("get")),
            ("list_addresses", "address", Some("list")),
            ("get_address", "address", Some("get")),
        ] {
            assert_eq!(without_noun(whole, &Forms::new(group)), expected, "{whole}");
        }
    }
}
