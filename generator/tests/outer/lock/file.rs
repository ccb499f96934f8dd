//! The file of the lock: drift, `--fresh`, its errors, and the commands that follow it.

use std::fs;

use insta::assert_snapshot;
use oaspress::command::{self, DiffFormat, DiffOptions, Exit, MessageFormat};

use super::{OLD, Project, SCHEMA};
use crate::said::said;

#[test]
fn a_lock_that_would_change_is_drift() {
    let project = Project::grown(&[SCHEMA]);
    project.generate_fixed();
    let lock = project.read("oaspress.lock");
    fs::remove_file(project.path("oaspress.lock")).expect("the lock");
    let (exit, said) = project.check();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(said, @r##"
    ---
    warning[name-clash]: this type is called `PetPascal`, because another type has the name `Pet`
      --> …/api.yaml:28:5  #/components/schemas/Pet
       |
    28 |     Pet: { type: object, properties: { extra: { type: string } } }
       |     ^^^
      ::: …/api.yaml:29:5  #/components/schemas/pet  it has the name
       |
    29 |     pet:
       |     ---
       = help: to choose another name, write `"#/components/schemas/Pet" = "…"` under `[names]` in the configuration

    1 warning; …/out is up to date
    error: …/oaspress.lock is not what would be generated: it lacks `"#/components/schemas/Pet" = "PetPascal"`, `"#/components/schemas/pet" = "Pet"`
      = help: run `oaspress generate …`, and commit the file
    "##);
    project.write("oaspress.lock", &lock.replace("= \"Pet\"", "= \"Gone\""));
    assert_eq!(project.check().0, Exit::Failed, "the type can never have this name");
    project.write("oaspress.lock", &lock);
    assert_eq!(project.check().0, Exit::Done);
}

#[test]
fn fresh_drops_the_lock() {
    let project = Project::grown(&[SCHEMA]);
    project.generate_fixed();
    project.edit("api.yaml", "        name: { type: string }\n", "        name: { type: integer }\n");
    assert_snapshot!(project.generate().1, @r##"
    changed api.txt
    changed src/models/draft.rs
    ---
    warning[name-clash]: this type is called `PetPascal`, because another type has the name `Pet`
      --> …/api.yaml:28:5  #/components/schemas/Pet
       |
    28 |     Pet: { type: object, properties: { extra: { type: string } } }
       |     ^^^
      ::: …/api.yaml:29:5  #/components/schemas/pet  it has the name
       |
    29 |     pet:
       |     ---
       = help: to choose another name, write `"#/components/schemas/Pet" = "…"` under `[names]` in the configuration

    1 warning; wrote …/out (2 changed, 24 unchanged)
    api: 1 change of the public API: a major step from 1.0.0
    api: clients built from the old document stop working at: PUT /pets/{pet_id}
    api: `oaspress diff OLD NEW` lists them, with the old `api.txt` or document as OLD
    lock: this step breaks source anyway: `oaspress generate … --fresh` would drop the 2 choices in …/oaspress.lock
    "##);
    assert_snapshot!(project.fresh().1, @r##"
    changed api.txt
    changed src/models.rs
    changed src/models/pet.rs
    changed src/operations/pets.rs
    ---
    warning[name-clash]: this type is called `PetLower`, because another type has the name `Pet`
      --> …/api.yaml:29:5  #/components/schemas/pet
       |
    29 |     pet:
       |     ^^^
      ::: …/api.yaml:28:5  #/components/schemas/Pet  it has the name
       |
    28 |     Pet: { type: object, properties: { extra: { type: string } } }
       |     ---
       = help: to choose another name, write `"#/components/schemas/pet" = "…"` under `[names]` in the configuration

    1 warning; wrote …/out (4 changed, 22 unchanged)
    api: 2 changes of the public API: a major step from 1.0.0
    api: `oaspress diff OLD NEW` lists them, with the old `api.txt` or document as OLD
    lock: …/oaspress.lock does not need `"#/components/schemas/Pet" = "PetPascal"`, `"#/components/schemas/pet" = "Pet"` any more
    "##);
    assert!(!project.path("oaspress.lock").exists());
    assert_snapshot!(project.listed("struct models::Pet"), @"
    struct models::Pet
    struct models::PetLower
    ");
    assert_eq!(project.check().0, Exit::Done, "nothing comes back");
}

#[test]
fn the_configuration_comes_before_the_lock() {
    let project = Project::grown(&[SCHEMA]);
    project.generate_fixed();
    let config = project.read("oaspress.toml");
    project.write("oaspress.toml", &format!("{config}\n[names]\n\"#/components/schemas/Pet\" = \"Pet\"\n"));
    project.generate_fixed();
    assert_snapshot!(project.listed("struct models::Pet"), @"
    struct models::Pet
    struct models::PetLower
    ");
}

#[test]
fn a_broken_lock_is_an_error_with_a_place() {
    let project = Project::new();
    project.write("oaspress.lock", "[names]\n<<<<<<< HEAD\n\"#/a\" = \"A\"\n=======\n\"#/a\" = \"B\"\n>>>>>>> other\n");
    let (exit, said) = project.generate();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(said, @"
    ---
    error[syntax]: the lock has the markers of a merge conflict
     --> …/oaspress.lock:2:1
      |
    2 | <<<<<<< HEAD
      | ^
      = help: keep the entries of both sides and remove the markers, or restore one side; then generate the crate again, which removes the entries that are not needed

    1 error; …/out is unchanged
    ");
    project.write("oaspress.lock", "[names]\n\"#/a\" = \"fn\"\n\"#/b\" = 1\n\n[methdos]\n\"GET /\" = \"get\"\n");
    let (exit, said) = project.check();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(said, @r##"
    ---
    error[config-invalid-value]: `names."#/a" = "fn"` is not a valid Rust name
     --> …/oaspress.lock:2:1
      |
    2 | "#/a" = "fn"
      | ^^^^^
      = help: it begins with a letter, has only letters, digits and `_`, and is not a keyword

    error[config-wrong-type]: `names."#/b"` has to be a string, but is an integer
     --> …/oaspress.lock:3:1
      |
    3 | "#/b" = 1
      | ^^^^^

    error[config-unknown-key]: there is no key or table `methdos`
     --> …/oaspress.lock:5:2
      |
    5 | [methdos]
      |  ^^^^^^^
      = help: did you mean `methods`?

    3 errors; …/out is unchanged
    "##);
    assert_eq!(project.fresh().0, Exit::Done, "it is not read");
}

#[test]
fn a_comparison_keeps_what_the_crate_would_keep() {
    let project = Project::grown(&[SCHEMA]);
    project.write("old.yaml", OLD);
    let options = DiffOptions {
        old: project.path("old.yaml"),
        new: project.path("api.yaml"),
        format: DiffFormat::Human,
        ..DiffOptions::default()
    };
    let (_, text) = said(project.folder.path(), MessageFormat::Human, |console| command::diff(&options, console));
    assert_snapshot!(text, @"
    added[schema-added]: `models::PetPascal` is new
      --> …/api.yaml:28:5
       = source: added at `models::PetPascal`
       = fingerprint: 8f09c2b68aa0

    1 change of the public API: a minor step from 1.0.0
    ---
    ");
}

#[test]
fn a_folder_without_a_crate_cannot_be_released() {
    let project = Project::new();
    let (report, text) =
        said(project.folder.path(), MessageFormat::Human, |console| command::release(&project.options, console));
    assert_eq!(report.exit, Exit::Usage);
    assert_snapshot!(text, @"
    ---
    error: …/out is not the folder of a generated crate: it has no `api.txt`
      = help: run `oaspress generate …` first, or name another folder with `--out`
    ");
}
