//! Signatures of a listing: the arguments of a function, and the types in it.

use std::collections::BTreeMap;

use crate::text::top_level;

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument<'a> {
    /// The name.
    pub(super) name: &'a str,
    /// The type.
    pub(super) ty: &'a str,
}

/// Returns the arguments of a function without `self`.
pub(super) fn arguments(signature: &str) -> Vec<Argument<'_>> {
    let inside = signature.find('(').and_then(|open| signature.get(open + 1..closing(signature, open)?));
    let parts = top_level(inside.unwrap_or_default()).filter_map(|part| part.split_once(": "));
    parts.map(|(name, ty)| Argument { name, ty }).collect()
}

/// Returns what a function returns.
pub(super) fn returned(signature: &str) -> &str {
    let end = signature.find('(').and_then(|open| closing(signature, open)).unwrap_or_default();
    signature.get(end..).and_then(|rest| rest.strip_prefix(") -> ")).unwrap_or_default()
}

/// The position of the parenthesis that closes this one.
fn closing(signature: &str, open: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, byte) in signature.bytes().enumerate().skip(open) {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Returns a signature with paths replaced.
pub(super) fn with_names(signature: &str, names: &BTreeMap<&str, &str>) -> String {
    let is_path = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':' || c == '#';
    let mut text = String::with_capacity(signature.len());
    let mut rest = signature;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !is_path(c)).unwrap_or(rest.len());
        if end == 0 {
            let next = rest.find(is_path).unwrap_or(rest.len());
            text.push_str(rest.get(..next).unwrap_or_default());
            rest = rest.get(next..).unwrap_or_default();
            continue;
        }
        let word = rest.get(..end).unwrap_or_default();
        // `name: T` has its colon at the end of a word.
        let (path, colon) =
            if word.ends_with(':') && !word.ends_with("::") { (word.trim_end_matches(':'), ":") } else { (word, "") };
        text.push_str(names.get(path).copied().unwrap_or(path));
        text.push_str(colon);
        rest = rest.get(end..).unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{arguments, returned, with_names};

    #[test]
    fn signatures_are_taken_apart() {
        let signature =
            "(&self, pet: (i64, models::Pet), tags: impl IntoIterator<Item = impl Into<String>>) -> operations::Get<C>";
        let names: Vec<_> = arguments(signature).iter().map(|one| (one.name, one.ty)).collect();
        assert_eq!(names, [("pet", "(i64, models::Pet)"), ("tags", "impl IntoIterator<Item = impl Into<String>>")]);
        assert_eq!(returned(signature), "operations::Get<C>");
        assert_eq!(arguments("() -> Self"), []);
    }

    #[test]
    fn only_whole_paths_are_replaced() {
        let names = BTreeMap::from([("models::Pet", "models::Animal")]);
        let replaced = with_names("(pet: models::Pet) -> Vec<models::PetList>", &names);
        assert_eq!(replaced, "(pet: models::Animal) -> Vec<models::PetList>");
    }
}
