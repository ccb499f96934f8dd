//! Tells names of one scope apart. A name depends on what the thing is called and where it stands, never on how many came
//! before it.

use std::collections::{BTreeMap, BTreeSet};

/// One thing that wants a name.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    /// What the document calls it, distinct within the scope.
    pub raw: String,
    /// The name it would have alone.
    pub name: String,
    /// The name it takes when the first is not free: made from where it stands.
    pub qualified: String,
    /// The lowest rank of a group keeps the name, if it has that rank alone.
    pub rank: u8,
}

/// The names given, in the order of the wishes, and the indices of those that did not get the name they wished for.
pub(super) struct Names {
    pub names: Vec<String>,
    pub moved: Vec<usize>,
}

/// Gives every wish a name of its own.
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
    let mut second: BTreeMap<&str, usize> = BTreeMap::new();
    for &index in &moved {
        *second.entry(&wishes[index].qualified).or_default() += 1;
    }
    for &index in &moved {
        let wish = &wishes[index];
        let alone = second.get(wish.qualified.as_str()) == Some(&1);
        let mut name = wish.qualified.clone();
        if !alone || taken.contains(&name) {
            name = with_mark(&name, &wish.raw);
        }
        while !taken.insert(name.clone()) {
            name = with_mark(&name, &wish.raw);
        }
        names[index] = name;
    }
    Names { names, moved }
}

/// Which of several keeps the name: the only one of the best rank, else the only one that is spelt like it.
fn keeper(wishes: &[Wish], members: &[usize]) -> Option<usize> {
    let best = members.iter().map(|&member| wishes[member].rank).min()?;
    let ranked: Vec<usize> = members.iter().copied().filter(|&member| wishes[member].rank == best).collect();
    let mut candidates = match ranked.as_slice() {
        [only] => return Some(*only),
        _ => ranked.into_iter().filter(|&member| wishes[member].raw == wishes[member].name),
    };
    candidates.next()
}

/// The name with four hexadecimal digits that depend on the spelling alone.
fn with_mark(name: &str, raw: &str) -> String {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in raw.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    let mark = (hash >> 16) ^ (hash & 0xffff);
    let snake = name.chars().all(|c| !c.is_ascii_uppercase());
    let name = name.strip_prefix("r#").unwrap_or(name);
    if snake { format!("{name}_{mark:04x}") } else { format!("{name}X{mark:04x}") }
}

#[cfg(test)]
mod tests {
    use super::{Wish, distinct};

    fn wish(raw: &str, name: &str, qualified: &str) -> Wish {
        Wish { raw: raw.to_owned(), name: name.to_owned(), qualified: qualified.to_owned(), rank: 0 }
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
}
