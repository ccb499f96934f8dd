//! Names of parts that the document does not name: the structs of named arguments, the field of a body, the field for other keys, and
//! the module of operations without a tag. [`free`] finds the names of such parts, and of results and bodies.

use std::collections::BTreeSet;

use super::Names;

/// The text that is added to a name until nothing else has it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Affix {
    Before(&'static str),
    After(&'static str),
}

/// Returns the preferred name with as many affixes as it needs so that nothing else has it.
pub(super) fn free(wish: &str, affix: Affix, is_taken: impl Fn(&str) -> bool) -> String {
    let mut name = wish.to_owned();
    while is_taken(&name) {
        match affix {
            Affix::Before(text) => name.insert_str(0, text),
            Affix::After(text) => name.push_str(text),
        }
    }
    name
}

/// Assigns the names that depend on no other name of their kind.
pub(super) fn settle(names: &mut Names) {
    let operations = names.operations.iter().map(|operation| operation.name.clone());
    let groups = names.groups.iter().map(|group| group.name.clone());
    let taken: BTreeSet<String> =
        operations.chain(groups).chain(names.schemas.iter().map(|schema| schema.name.clone())).collect();
    let arguments = |of: &str| free(&format!("{of}Required"), Affix::After("Fields"), |name| taken.contains(name));
    for schema in &mut names.schemas {
        let is_member = |name: &str| schema.members.iter().any(|member| member == name);
        schema.rest = free("additional_properties", Affix::Before("other_"), is_member);
        schema.arguments = arguments(&schema.name);
    }
    for operation in &mut names.operations {
        let is_parameter = |name: &str| operation.parameters.iter().any(|parameter| parameter == name);
        operation.body_field = free("body", Affix::After("_content"), is_parameter);
        let is_input = |name: &str| name == operation.body_field || is_parameter(name);
        operation.bundle = free("required", Affix::After("_arguments"), is_input);
        operation.arguments = arguments(&operation.name);
    }
    // The name of the module would be that of its parent.
    for group in names.groups.iter_mut().filter(|group| group.module == "operations") {
        group.module.push('_');
    }
    let is_group = |name: &str| names.groups.iter().any(|group| group.module == name);
    names.untagged = free("untagged", Affix::After("_operations"), is_group);
}

#[cfg(test)]
mod tests {
    use super::{Affix, free};

    #[test]
    fn affixes_are_added_until_the_name_is_free() {
        let taken = ["body", "body_content", "rest"];
        let is_taken = |name: &str| taken.contains(&name);
        assert_eq!(free("body", Affix::After("_content"), is_taken), "body_content_content");
        assert_eq!(free("rest", Affix::Before("other_"), is_taken), "other_rest");
        assert_eq!(free("new", Affix::Before("other_"), is_taken), "new");
    }
}
