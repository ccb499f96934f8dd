//! Finds the name that a misspelt one was probably meant to be; knows nothing of what the names are for.

/// The candidate that `name` is most likely a misspelling of, if one is near enough.
///
/// Of equally near ones it is the first.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    let allowed = (folded.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &fold(candidate)), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// A help text: the nearest of the candidates, or all of them if they are few, or nothing.
#[must_use]
pub fn suggestion<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(nearest) = nearest(name, candidates.clone()) {
        return format!("did you mean `{nearest}`?");
    }
    let mut listed: Vec<_> = candidates.into_iter().map(|name| format!("`{name}`")).collect();
    match (listed.len(), listed.pop()) {
        (1, Some(only)) => format!("the only one is {only}"),
        (2..=12, Some(last)) => format!("there are {} and {last}", listed.join(", ")),
        _ => String::new(),
    }
}

/// Case and separators are how names differ when nobody misspelt anything.
fn fold(name: &str) -> String {
    name.chars().filter(|char| !"-_ ".contains(*char)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{nearest, suggestion};

    #[test]
    fn finds_the_nearest_name_or_none() {
        let names = ["list", "listContacts", "base-url-environment"];
        assert_eq!(nearest("list_contacts", names), Some("listContacts"));
        assert_eq!(nearest("baseUrlEnviroment", names), Some("base-url-environment"));
        assert_eq!(nearest("lsit", names), Some("list"));
        assert_eq!(nearest("pagination", names), None);
    }

    #[test]
    fn names_all_when_none_is_near_and_they_are_few() {
        assert_eq!(suggestion("lsit", ["list", "get"]), "did you mean `list`?");
        assert_eq!(suggestion("x-y-z", ["list", "get"]), "there are `list` and `get`");
        assert_eq!(suggestion("x-y-z", ["list"]), "the only one is `list`");
        assert_eq!(suggestion("x-y-z", []), "");
    }
}
