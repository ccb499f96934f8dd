//! Resolves clashes between names of one scope. A name depends on the original name and its context, never on the number of
//! earlier names.

use std::collections::{BTreeMap, BTreeSet};

/// A request for a name.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    /// The original name, which is unique within the scope.
    pub raw: String,
    /// The preferred name.
    pub name: String,
    /// The alternatives if the preferred name is taken, derived from the context; the first free one is used. Never empty.
    pub qualified: Vec<String>,
    /// The rank of the request. The only request with the lowest rank keeps a name that several prefer.
    pub rank: u8,
}

/// The assigned names, in the order of the requests, and the indices of the requests that did not get their preferred name.
pub(super) struct Names {
    pub names: Vec<String>,
    pub moved: Vec<usize>,
}

/// Assigns every request a unique name.
pub(super) fn distinct(wishes: &[Wish], reserved: &[&str]) -> Names {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, wish) in wishes.iter().enumerate() {
        groups.entry(&wish.name).or_default().push(index);
    }
    let mut taken: BTreeSet<String> = reserved.iter().map(|&name| name.to_owned()).collect();
    let mut names = vec![String::new(); wishes.len()];
    let mut moved = Vec::new();
    for (&name, members) in &groups {
        match keeper(wishes, members) {
            Some(keeper) if !taken.contains(name) => {
                taken.insert(name.to_owned());
                name.clone_into(&mut names[keeper]);
                moved.extend(members.iter().copied().filter(|&member| member != keeper));
            }
            _ => moved.extend(members),
        }
    }
    moved.sort_unstable();
    resolve(wishes, moved.clone(), &mut taken, &mut names);
    Names { names, moved }
}

/// Assigns the requests at the indices `open` one of their alternatives.
pub(super) fn resolve(wishes: &[Wish], mut open: Vec<usize>, taken: &mut BTreeSet<String>, names: &mut [String]) {
    let levels = wishes.iter().map(|wish| wish.qualified.len()).max().unwrap_or_default();
    for level in 0..levels {
        open = qualify(wishes, open, level, taken, names);
    }
    mark(wishes, open, taken, names);
}

/// Returns true if a request could get this name, depending on the other requests.
pub(super) fn is_alternative(wish: &Wish, name: &str) -> bool {
    let marked = || with_mark(wish.qualified.last().unwrap_or(&wish.name), &wish.raw);
    wish.name == name || wish.qualified.iter().any(|one| one == name) || is_marked(name, &marked())
}

/// Returns true for a name with a mark, and for one that is numbered in addition.
fn is_marked(name: &str, marked: &str) -> bool {
    let number = name.strip_prefix(marked).map(|rest| rest.trim_start_matches(['_', 'X']));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Assigns the remaining requests a name with a hash of the original name. Names with the same hash are numbered in the order of
/// their original names: appending the hash until the name is free would take cubic time.
fn mark(wishes: &[Wish], open: Vec<usize>, taken: &mut BTreeSet<String>, names: &mut [String]) {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in open {
        let wish = &wishes[index];
        groups.entry(with_mark(wish.qualified.last().unwrap_or(&wish.name), &wish.raw)).or_default().push(index);
    }
    for (marked, mut members) in groups {
        members.sort_by_key(|&member| &wishes[member].raw);
        let mut numbers = 2_usize..;
        for member in members {
            let mut name = marked.clone();
            while !taken.insert(name.clone()) {
                name = joined(&marked, &numbers.next().unwrap_or_default().to_string());
            }
            names[member] = name;
        }
    }
}

/// Assigns the alternatives of one level that are free and that only one request has. Returns the remaining requests.
fn qualify(
    wishes: &[Wish],
    open: Vec<usize>,
    level: usize,
    taken: &mut BTreeSet<String>,
    names: &mut [String],
) -> Vec<usize> {
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    for name in open.iter().filter_map(|&index| wishes[index].qualified.get(level)) {
        *asked.entry(name).or_default() += 1;
    }
    let mut left = Vec::new();
    for index in open {
        match wishes[index].qualified.get(level) {
            Some(name) if asked.get(name.as_str()) == Some(&1) && taken.insert(name.clone()) => {
                name.clone_into(&mut names[index]);
            }
            _ => left.push(index),
        }
    }
    left
}

/// Returns the request that keeps the name: the only one with the lowest rank, else the one whose original name is equal.
fn keeper(wishes: &[Wish], members: &[usize]) -> Option<usize> {
    let best = members.iter().map(|&member| wishes[member].rank).min()?;
    let ranked: Vec<usize> = members.iter().copied().filter(|&member| wishes[member].rank == best).collect();
    let mut candidates = match ranked.as_slice() {
        [only] => return Some(*only),
        _ => ranked.into_iter().filter(|&member| wishes[member].raw == wishes[member].name.trim_start_matches("r#")),
    };
    candidates.next()
}

/// Returns the name with four hexadecimal digits that depend only on the original name.
fn with_mark(name: &str, raw: &str) -> String {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in raw.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    let mark = (hash >> 16) ^ (hash & 0xffff);
    let name = name.strip_prefix("r#").unwrap_or(name);
    joined(name.trim_end_matches('_'), &format!("{mark:04x}"))
}

/// Returns the name with a suffix, in the case of the name.
fn joined(name: &str, suffix: &str) -> String {
    let snake = name.chars().all(|c| !c.is_ascii_uppercase());
    if snake { format!("{name}_{suffix}") } else { format!("{name}X{suffix}") }
}

#[cfg(test)]
mod tests {
    use super::{Wish, distinct, with_mark};

    fn wish(raw: &str, name: &str, qualified: &str) -> Wish {
        Wish { raw: raw.to_owned(), name: name.to_owned(), qualified: vec![qualified.to_owned()], rank: 0 }
    }

    #[test]
    fn a_mark_makes_no_double_underscore() {
        for name in ["self_", "r#type", "plain"] {
            let marked = with_mark(name, "raw");
            assert!(!marked.contains("__") && !marked.starts_with("r#"), "{marked}");
        }
    }

    #[test]
    fn very_many_names_with_one_mark_stay_short() {
        let raws = (0..).map(|number: u32| number.to_string()).filter(|raw| with_mark("a", raw) == with_mark("a", "0"));
        let wishes: Vec<_> = raws.take(30).map(|raw| wish(&raw, "a", "a")).collect();
        let given = distinct(&wishes, &["a"]).names;
        assert_eq!(given.iter().collect::<std::collections::BTreeSet<_>>().len(), 30);
        assert!(given.iter().all(|name| name.len() <= "a_0123_30".len()), "{given:?}");
        let backwards: Vec<_> = wishes.iter().rev().cloned().collect();
        assert!(
            distinct(&backwards, &["a"]).names.iter().rev().eq(&given),
            "the order of the document decides nothing"
        );
    }

    #[test]
    fn the_exact_spelling_keeps_the_name() {
        let given = distinct(&[wish("_id", "id", "underscore_id"), wish("id", "id", "id_field")], &[]);
        assert_eq!(given.names, ["underscore_id", "id"]);
    }

    #[test]
    fn twins_are_both_qualified_and_do_not_depend_on_order() {
        let twins = [wish("ASC", "Asc", "AscUpper"), wish("asc", "Asc", "AscLower")];
        assert_eq!(distinct(&twins, &[]).names, ["AscUpper", "AscLower"]);
        let reversed = [twins[1].clone(), twins[0].clone()];
        assert_eq!(distinct(&reversed, &[]).names, ["AscLower", "AscUpper"]);
    }

    #[test]
    fn a_reserved_name_is_never_given() {
        assert_eq!(distinct(&[wish("new", "new", "query_new")], &["new"]).names, ["query_new"]);
    }

    #[test]
    fn equal_qualified_names_are_told_apart_by_spelling() {
        let given = distinct(&[wish("a.b", "ab", "a_b"), wish("a-b", "ab", "a_b")], &[]);
        assert_ne!(given.names[0], given.names[1]);
    }

    #[test]
    fn the_second_choice_comes_before_the_spelling() {
        let mut wishes = [wish("a.b", "ab", "a_b"), wish("a-b", "ab", "a_b"), wish("ab", "ab", "a_b")];
        wishes[0].qualified.push("get_ab".to_owned());
        wishes[1].qualified.push("put_ab".to_owned());
        assert_eq!(distinct(&wishes, &[]).names, ["get_ab", "put_ab", "ab"]);
        wishes.reverse();
        assert_eq!(distinct(&wishes, &[]).names, ["ab", "put_ab", "get_ab"]);
    }
}
