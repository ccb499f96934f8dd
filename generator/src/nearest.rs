//! Finds the name that was probably meant by a misspelt one. It does not depend on the use of the names.

/// The separators between the words of a name.
const SEPARATORS: &str = "-_ ";

/// The maximum number of candidates that are considered.
const CONSIDERED: usize = 10_000;

/// The maximum number of candidates that are compared letter by letter: those that share the longest prefix and suffix
/// with the name.
const COMPARED: usize = 64;

/// The maximum length of a name that is compared letter by letter.
const LENGTH: usize = 128;

/// Returns the candidate that `name` is most likely a misspelling of, if one is similar enough.
///
/// Of equally similar candidates, the first one is returned. A call makes at most a fixed number of comparisons, since
/// a document can contain any number of misspelt names.
#[must_use]
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    let length = folded.chars().count();
    let allowed = if length > LENGTH { 0 } else { (length / 3).max(1) };
    promising(name, candidates)
        .into_iter()
        .map(|candidate| (candidate, fold(candidate)))
        .filter(|(_, other)| if allowed == 0 { *other == folded } else { other.chars().count() <= length + allowed })
        .map(|(candidate, other)| {
            (if allowed == 0 { 0 } else { strsim::damerau_levenshtein(&folded, &other) }, candidate)
        })
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the candidates that share the longest prefixes and suffixes with `name`, in their original order.
fn promising<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let others = candidates.into_iter().take(CONSIDERED).filter(|candidate| *candidate != name);
    let mut ranked: Vec<_> =
        others.enumerate().map(|(at, other)| (usize::MAX - shared(name, other), at, other)).collect();
    if ranked.len() > COMPARED {
        ranked.select_nth_unstable_by_key(COMPARED, |&(rank, at, _)| (rank, at));
        ranked.truncate(COMPARED);
        ranked.sort_unstable_by_key(|&(_, at, _)| at);
    }
    ranked.into_iter().map(|(_, _, other)| other).collect()
}

/// Returns the number of bytes that two names share at their beginning and end, ignoring case and separators.
fn shared(one: &str, other: &str) -> usize {
    fn letters(text: &str) -> impl DoubleEndedIterator<Item = u8> {
        text.bytes().filter(|byte| !SEPARATORS.as_bytes().contains(byte))
    }
    let alike = |(one, other): &(u8, u8)| one.eq_ignore_ascii_case(other);
    let beginning = letters(one).zip(letters(other)).take(LENGTH).take_while(alike).count();
    beginning + letters(one).rev().zip(letters(other).rev()).take(LENGTH).take_while(alike).count()
}

/// Returns a help text with the nearest candidate, or with all candidates if they are few. Otherwise it is empty.
#[must_use]
pub(crate) fn suggestion<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
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

/// Removes case and separators, in which names often differ without being misspelt.
fn fold(name: &str) -> String {
    name.chars().filter(|char| !SEPARATORS.contains(*char)).flat_map(char::to_lowercase).collect()
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
    fn finds_it_among_very_many_and_compares_few() {
        let names: Vec<String> = (0..9_000).map(|number| format!("ContactGroup{number}List")).collect();
        let names = || names.iter().map(String::as_str);
        assert_eq!(nearest("ContactGruop8123List", names()), Some("ContactGroup8123List"));
        assert_eq!(nearest("contact_group_77_list", names()), Some("ContactGroup77List"));
        assert_eq!(super::promising("ContactGroup77Lst", names()).len(), super::COMPARED);
        let long = "long".repeat(20_000);
        assert_eq!(nearest(&long.replace("gl", "g_l"), names().chain([long.as_str()])), Some(long.as_str()));
        assert_eq!(nearest(&format!("{long}x"), [long.as_str()]), None);
    }

    #[test]
    fn names_all_when_none_is_near_and_they_are_few() {
        assert_eq!(suggestion("lsit", ["list", "get"]), "did you mean `list`?");
        assert_eq!(suggestion("x-y-z", ["list", "get"]), "there are `list` and `get`");
        assert_eq!(suggestion("x-y-z", ["list"]), "the only one is `list`");
        assert_eq!(suggestion("x-y-z", []), "");
    }
}
