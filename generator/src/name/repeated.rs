//! Reports the groups whose methods all begin with the same words. The names stay as they are, since a name must not depend on the
//! other operations of its group.

use super::configured::method_and_path;
use super::{GroupName, OperationName};
use crate::config::{Config, key_path};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, Operation};

/// The minimum number of such methods in a group.
const FEWEST: usize = 3;

/// The verbs with which all methods of a group can reasonably begin.
const VERBS: &[&str] = &[
    "add", "check", "count", "create", "delete", "download", "edit", "fetch", "find", "get", "is", "list", "patch",
    "post", "put", "query", "read", "remove", "retrieve", "search", "send", "set", "show", "update", "upload",
];

/// Reports all such groups by one finding, since they have one cause. Methods that the configuration names, and those that are named
/// after their paths, do not count.
pub(super) fn report(
    api: &Api,
    config: &Config,
    (groups, names): (&[GroupName], &[OperationName]),
    diagnostics: &mut Diagnostics,
) {
    let mut methods: Vec<Vec<(&Operation, &str)>> = vec![Vec::new(); groups.len()];
    for (operation, name) in api.operations.iter().zip(names) {
        let is_derived = operation.id.is_some() && config.method_of(&operation.config_key()).is_none();
        if let Some(group) = name.group.and_then(|group| methods.get_mut(group)).filter(|_| is_derived) {
            group.push((operation, &name.method));
        }
    }
    let found = groups.iter().zip(&methods);
    let found: Vec<_> = found.filter_map(|(group, methods)| Some((group, methods, common(methods)?))).collect();
    let Some((group, [(operation, method), ..], words)) = found.first().map(|(a, b, c)| (a, b.as_slice(), c)) else {
        return;
    };
    let others = match found.len() - 1 {
        0 => String::new(),
        1 => "; another group repeats words as well".to_owned(),
        count => format!("; {count} other groups repeat words as well"),
    };
    let message =
        format!("all methods of the group `{}` begin with `{words}_`, such as `{method}`{others}", group.method);
    let help = format!(
        "to shorten a method, set `{}` in the configuration; `{}` shortens its type",
        key_path(&["operations", &operation.config_key(), "method"]),
        key_path(&["names", &method_and_path(operation)])
    );
    diagnostics.push(Diagnostic::new(Code::RepeatedWords, &operation.path.child("operationId"), message).help(help));
}

/// Returns the words with which all methods begin, if there are enough methods and the words are more than a verb.
fn common(methods: &[(&Operation, &str)]) -> Option<String> {
    let split: Vec<Vec<&str>> = methods.iter().map(|(_, method)| method.split('_').collect()).collect();
    let (first, others) = split.split_first()?;
    let is_common = |at: &usize| others.iter().all(|words| words.get(*at) == first.get(*at));
    let shortest = split.iter().map(Vec::len).min()?;
    let count = (0..shortest.checked_sub(1)?).take_while(is_common).count();
    let words = first.get(..count)?;
    let is_more = words.first().is_some_and(|word| !VERBS.contains(word));
    (split.len() >= FEWEST && is_more).then(|| words.join("_"))
}

#[cfg(test)]
mod tests {
    use super::VERBS;

    #[test]
    fn the_verbs_are_sorted() {
        assert!(VERBS.is_sorted());
    }
}
