//! Which inline schemas are one type stays as it was in the previous version.

use insta::assert_snapshot;

use oaspress::Input;
use oaspress::command::Exit;
use oaspress::config::Config;
use oaspress::diff::{Change, diff};
use oaspress::input::InMemory;
use oaspress::surface::Surface;

use super::Project;

const EQUAL: &str = "\
openapi: 3.1.0
info: { title: Lists, version: '1' }
servers: [{ url: https://lists.example }]
paths:
  /a/people: { get: { operationId: listPeople, parameters: [{ name: sort, in: query, schema: { type: string, enum: [asc, desc] } }], responses: { '204': { description: none } } } }
  /b/pets: { get: { operationId: listPets, parameters: [{ name: sort, in: query, schema: { type: string, enum: [asc, desc] } }], responses: { '204': { description: none } } } }
  /c/orders: { get: { operationId: listOrders, parameters: [{ name: sort, in: query, schema: { type: string, enum: [asc, desc] } }], responses: { '204': { description: none } } } }
";

/// A parameter with a shorter name than the others.
const NEWCOMER: &str = "  /d: { get: { operationId: all, parameters: [{ name: sort, in: query, schema: { type: string, enum: [asc, desc] } }], responses: { '204': { description: none } } } }\n";

impl Project {
    /// A project whose document has three equal enumerations.
    fn equal() -> Self {
        let project = Self::new();
        project.write("api.yaml", EQUAL);
        project
    }

    /// Adds a value to the enumeration of an operation.
    fn add_value(&self, operation: &str) {
        let values =
            format!("{operation}, parameters: [{{ name: sort, in: query, schema: {{ type: string, enum: [asc, desc");
        self.edit("api.yaml", &values, &format!("{values}, none"));
    }

    /// The models of the listing, and the schemas that define their types.
    fn models(&self) -> String {
        let listed = self.listed(" models::");
        let models = listed.lines().filter(|line| line.starts_with("type ") || line.starts_with("enum "));
        models.collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn equal_enumerations_are_one_type() {
    let project = Project::equal();
    project.generate_fixed();
    assert_eq!(project.lock(), "");
    assert_snapshot!(project.models(), @"
    type models::ListOrdersSort = models::ListPetsSort
    type models::ListPeopleSort = models::ListPetsSort
    enum models::ListPetsSort
    ");
}

#[test]
fn a_schema_that_changes_is_separated_alone() {
    let project = Project::equal();
    assert_eq!(project.generate().0, Exit::Done);
    project.add_value("listOrders");
    let said = project.generate_fixed();
    assert_eq!(project.lock(), "", "{said}");
    assert_snapshot!(project.models(), @"
    enum models::ListOrdersSort
    type models::ListPeopleSort = models::ListPetsSort
    enum models::ListPetsSort
    ");
}

#[test]
fn others_stay_one_type_if_its_owner_changes() {
    let project = Project::equal();
    assert_eq!(project.generate().0, Exit::Done);
    project.add_value("listPets");
    let said = project.generate_fixed();
    assert_eq!(project.lock(), "", "{said}");
    assert_snapshot!(project.models(), @"
    type models::ListOrdersSort = models::ListPeopleSort
    enum models::ListPeopleSort
    enum models::ListPetsSort
    ");
}

#[test]
fn a_newcomer_is_an_alias_although_its_name_is_shorter() {
    let project = Project::equal();
    assert_eq!(project.generate().0, Exit::Done);
    project.edit("api.yaml", "  /c/orders", &format!("{NEWCOMER}  /c/orders"));
    project.generate_fixed();
    assert_snapshot!(project.models(), @"
    type models::AllSort = models::ListPetsSort
    type models::ListOrdersSort = models::ListPetsSort
    type models::ListPeopleSort = models::ListPetsSort
    enum models::ListPetsSort
    ");
    assert_snapshot!(project.lock(), @r#"
    [shared]
    "GET /a/people query:sort/schema" = "GET /b/pets query:sort/schema"
    "GET /b/pets query:sort/schema" = "GET /b/pets query:sort/schema"
    "GET /c/orders query:sort/schema" = "GET /b/pets query:sort/schema"
    "GET /d query:sort/schema" = "GET /b/pets query:sort/schema"
    "#);
    // The pinned owner outlives further versions, and `--fresh` drops it.
    assert_eq!(project.fresh().0, Exit::Done);
    assert_eq!(project.lock(), "");
    assert_snapshot!(project.models(), @"
    enum models::AllSort
    type models::ListOrdersSort = models::AllSort
    type models::ListPeopleSort = models::AllSort
    type models::ListPetsSort = models::AllSort
    ");
}

#[test]
fn types_that_become_equal_stay_different() {
    let project = Project::equal();
    project.edit(
        "api.yaml",
        "listOrders, parameters: [{ name: sort, in: query, schema: { type: string, enum: [asc, desc",
        "listOrders, parameters: [{ name: sort, in: query, schema: { type: string, enum: [asc",
    );
    assert_eq!(project.generate().0, Exit::Done);
    project.edit("api.yaml", "enum: [asc]", "enum: [asc, desc]");
    project.generate_fixed();
    assert_snapshot!(project.models(), @"
    enum models::ListOrdersSort
    type models::ListPeopleSort = models::ListPetsSort
    enum models::ListPetsSort
    ");
    assert_snapshot!(project.lock(), @r#"
    [shared]
    "GET /c/orders query:sort/schema" = "GET /c/orders query:sort/schema"
    "#);
    // A newcomer joins the type that it would join without a history.
    project.edit("api.yaml", "  /c/orders", &format!("{NEWCOMER}  /c/orders"));
    project.generate_fixed();
    assert_snapshot!(project.models(), @"
    type models::AllSort = models::ListPetsSort
    enum models::ListOrdersSort
    type models::ListPeopleSort = models::ListPetsSort
    enum models::ListPetsSort
    ");
    assert_snapshot!(project.lock(), @r#"
    [shared]
    "GET /a/people query:sort/schema" = "GET /b/pets query:sort/schema"
    "GET /b/pets query:sort/schema" = "GET /b/pets query:sort/schema"
    "GET /c/orders query:sort/schema" = "GET /c/orders query:sort/schema"
    "GET /d query:sort/schema" = "GET /b/pets query:sort/schema"
    "#);
}

#[test]
fn a_component_that_becomes_equal_is_another_type() {
    let project = Project::equal();
    assert_eq!(project.generate().0, Exit::Done);
    let component = "components: { schemas: { Sort: { type: string, enum: [asc, desc] } } }\n";
    project.edit("api.yaml", "paths:\n", &format!("{component}paths:\n"));
    project.write("oaspress.toml", "[crate]\nname = \"pets\"\nruntime = \"crate\"\n[include]\nschemas = [\"*\"]\n");
    project.generate_fixed();
    assert_snapshot!(project.models(), @"
    type models::ListOrdersSort = models::ListPetsSort
    type models::ListPeopleSort = models::ListPetsSort
    enum models::ListPetsSort
    enum models::Sort
    ");
    assert_eq!(project.fresh().0, Exit::Done);
    assert_snapshot!(project.models(), @"
    type models::ListOrdersSort = models::Sort
    type models::ListPeopleSort = models::Sort
    type models::ListPetsSort = models::Sort
    enum models::Sort
    ");
}

#[test]
fn types_are_not_shared_without_the_key() {
    let project = Project::equal();
    project.write("oaspress.toml", "[crate]\nname = \"pets\"\nruntime = \"crate\"\n[types]\nshare = false\n");
    project.generate_fixed();
    assert_eq!(project.lock(), "");
    assert!(!project.models().contains("type "), "{}", project.models());
}

/// The changes between two documents whose crates have no history, one per line.
fn between(old: &str, new: &str) -> String {
    let surface = |document: &str| -> Surface {
        let input = Input { name: "lists.yaml".to_owned(), bytes: document.as_bytes().to_vec() };
        let (understood, found) = oaspress::understand(&input, &InMemory::default(), &Config::default());
        let listing = understood.unwrap_or_else(|| panic!("{:?}", found.diagnostics)).surface();
        listing.to_string().parse().expect("a listing")
    };
    let verdict = diff(&surface(old), &surface(new));
    let line = |change: &Change| {
        format!("{}: {} ({}, {})", change.rule, change.message, change.wire.name(), change.source.name())
    };
    verdict.changes.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn types_that_are_joined_or_separated_are_changes() {
    let other = EQUAL.replacen(
        "listOrders, parameters: [{ name: sort, in: query, schema: { type: string, enum: [asc, desc",
        "listOrders, parameters: [{ name: sort, in: query, schema: { type: string, enum: [asc, desc, none",
        1,
    );
    assert_snapshot!(between(EQUAL, &other), @"
    model-separated: `models::ListOrdersSort` is not the same type as `models::ListPeopleSort` any more (none, inference)
    enum-value-added: the value `none` of `ListOrdersSort` is new (none, added)
    ");
    assert_snapshot!(between(&other, EQUAL), @"
    enum-value-removed: the value `none` of `ListOrdersSort` is gone (breaks, breaks)
    model-joined: `models::ListOrdersSort` is the same type as `models::ListPeopleSort` (none, inference)
    ");
}

/// The owner of a type can change without a change for users.
#[test]
fn another_owner_is_not_a_change() {
    let grown = EQUAL.replacen("  /c/orders", &format!("{NEWCOMER}  /c/orders"), 1);
    assert_snapshot!(between(EQUAL, &grown), @"operation-added: GET /d is new (none, added)");
    let component = "components: { schemas: { Sort: { type: string, enum: [asc, desc] } } }\n";
    let used = "  /e: { get: { operationId: e, parameters: [{ name: sort, in: query, schema: { $ref: '#/components/schemas/Sort' } }], responses: { '204': { description: none } } } }\n";
    let with_component = format!("{}{component}", EQUAL.replacen("  /c/orders", &format!("{used}  /c/orders"), 1));
    assert_snapshot!(between(EQUAL, &with_component), @"
    schema-added: `models::Sort` is new (none, added)
    operation-added: GET /e is new (none, added)
    ");
}
