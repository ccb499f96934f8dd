//! The lock: what stays although the API description would lead to another choice now, by the whole output of the commands.

use std::fs;
use std::path::PathBuf;

use insta::assert_snapshot;
use oaspress::command::{self, DiffFormat, DiffOptions, Exit, GenerateOptions, MessageFormat, Mode, SpecOptions};
use tempfile::TempDir;

use crate::said::said;

/// A folder with a document, a configuration and a crate.
struct Project {
    folder: TempDir,
    options: GenerateOptions,
}

const OLD: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://pets.example }]
tags: [{ name: pets }]
paths:
  /pets/{pet_id}:
    get:
      operationId: getPet
      tags: [pets]
      parameters:
        - { name: pet_id, in: path, required: true, schema: { type: string } }
        - { name: Filter, in: query, schema: { type: string } }
        - { name: version, in: query, required: true, schema: { type: string, enum: [v1] } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/pet' } } } }
    put:
      operationId: putPet
      tags: [pets]
      parameters:
        - { name: pet_id, in: path, required: true, schema: { type: string } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/draft' } } }
      responses:
        '204': { description: done }
components:
  schemas:
    pet:
      type: object
      required: [_id]
      properties:
        _id: { type: string }
        order: { type: string, enum: [asc] }
    draft:
      type: object
      required: [kind, name]
      properties:
        kind: { type: string, enum: [cat] }
        name: { type: string }
";

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let spec = SpecOptions { spec: folder.path().join("api.yaml"), ..SpecOptions::default() };
        let out = folder.path().join("out");
        let remedy = "oaspress generate …".to_owned();
        let project = Self { folder, options: GenerateOptions { spec, out, remedy, ..GenerateOptions::default() } };
        project.write("api.yaml", OLD);
        project.write("oaspress.toml", "[crate]\nname = \"pets\"\nversion = \"1.0.0\"\nruntime = \"crate\"\n");
        project
    }

    /// A project whose crate was generated before these parts were added to its document.
    fn grown(edits: &[(&str, &str)]) -> Self {
        let project = Self::new();
        assert_eq!(project.generate().0, Exit::Done);
        for (before, added) in edits {
            project.edit("api.yaml", before, &format!("{before}{added}"));
        }
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file");
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "`{from}` is not in {name}");
        self.write(name, &text.replacen(from, to, 1));
    }

    fn run(&self, options: &GenerateOptions) -> (Exit, String) {
        let (report, text) =
            said(self.folder.path(), MessageFormat::Human, |console| command::generate(options, console));
        (report.exit, text)
    }

    fn generate(&self) -> (Exit, String) {
        self.run(&self.options)
    }

    fn check(&self) -> (Exit, String) {
        self.run(&GenerateOptions { mode: Mode::Check, ..self.options.clone() })
    }

    fn fresh(&self) -> (Exit, String) {
        let spec = SpecOptions { fresh: true, ..self.options.spec.clone() };
        self.run(&GenerateOptions { spec, ..self.options.clone() })
    }

    /// The choices in the lock; empty if there is none.
    fn lock(&self) -> String {
        let text = fs::read_to_string(self.path("oaspress.lock")).unwrap_or_default();
        text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n").trim().to_owned()
    }

    /// The lines of the listing that contain a text.
    fn listed(&self, part: &str) -> String {
        let listing = self.read("out/api.txt");
        let lines = listing.lines().filter(|line| line.contains(part) && !line.starts_with('#'));
        lines.map(|line| line.split("  ").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
    }

    /// Generates the crate, and checks that nothing changes when it is generated again, in the same folder or only from the lock.
    fn generate_fixed(&self) -> String {
        let (exit, said) = self.generate();
        assert_eq!(exit, Exit::Done, "{said}");
        let (lock, listing) = (self.lock(), self.read("out/api.txt"));
        let (exit, again) = self.generate();
        assert_eq!(
            (exit, self.lock(), self.read("out/api.txt")),
            (Exit::Done, lock.clone(), listing.clone()),
            "{again}"
        );
        assert_eq!(self.check().0, Exit::Done);
        let elsewhere = GenerateOptions { out: self.path("elsewhere"), ..self.options.clone() };
        let (exit, again) = self.run(&elsewhere);
        assert_eq!((exit, self.lock(), self.read("elsewhere/api.txt")), (Exit::Done, lock, listing), "{again}");
        said
    }
}

/// A schema that is spelled as the type of another one.
const SCHEMA: (&str, &str) = ("  schemas:\n", "    Pet: { type: object, properties: { extra: { type: string } } }\n");

#[test]
fn a_newcomer_is_qualified_and_the_old_name_stays() {
    let project = Project::grown(&[
        SCHEMA,
        (
            "        _id: { type: string }\n",
            "        id: { type: integer }\n        other: { $ref: '#/components/schemas/Pet' }\n",
        ),
        ("enum: [asc", ", Asc"),
        (
            "        - { name: Filter, in: query, schema: { type: string } }\n",
            "        - { name: filter, in: query, schema: { type: string } }\n",
        ),
    ]);
    assert_snapshot!(project.generate_fixed(), @"");
    assert_snapshot!(project.lock(), @"");
    assert_snapshot!(project.listed("models::Pet"), @"");
    assert_snapshot!(project.listed("set operations::GetPet"), @"");
}

#[test]
fn a_second_value_adds_no_argument() {
    let project = Project::grown(&[("enum: [v1", ", v2"), ("enum: [cat", ", dog")]);
    assert_snapshot!(project.generate_fixed(), @"");
    assert_snapshot!(project.lock(), @"");
    assert_snapshot!(project.listed("new "), @"");
    let operation = project.read("out/src/operations/pets.rs");
    assert!(operation.contains("version: Some(models::GetPetVersion::V1)"), "{operation}");
    let model = project.read("out/src/models/draft.rs");
    assert!(model.contains("kind: DraftKind::Cat") && model.contains("`new` sets it to `cat`"), "{model}");
}

#[test]
fn entries_that_are_not_needed_are_removed() {
    let project = Project::grown(&[SCHEMA]);
    project.generate_fixed();
    project.edit("api.yaml", SCHEMA.1, "");
    assert_snapshot!(project.check().1.split("---\n").last().unwrap_or_default(), @"");
    assert_snapshot!(project.generate_fixed(), @"");
    assert!(!project.path("oaspress.lock").exists());
}

#[test]
fn a_lock_that_would_change_is_drift() {
    let project = Project::grown(&[SCHEMA]);
    project.generate_fixed();
    let lock = project.read("oaspress.lock");
    fs::remove_file(project.path("oaspress.lock")).expect("the lock");
    let (exit, said) = project.check();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(said, @"");
    project.write("oaspress.lock", &lock.replace("= \"Pet\"", "= \"Gone\""));
    assert_eq!(project.check().0, Exit::Failed);
    project.generate();
    assert_eq!(project.read("oaspress.lock"), lock);
}

#[test]
fn fresh_drops_the_lock() {
    let project = Project::grown(&[SCHEMA]);
    project.generate_fixed();
    project.edit("api.yaml", "        name: { type: string }\n", "        name: { type: integer }\n");
    assert_snapshot!(project.generate().1, @"");
    assert_snapshot!(project.fresh().1, @"");
    assert!(!project.path("oaspress.lock").exists());
    assert_snapshot!(project.listed("struct models::Pet"), @"");
    assert_eq!(project.check().0, Exit::Done, "nothing comes back");
}

#[test]
fn the_configuration_comes_before_the_lock() {
    let project = Project::grown(&[SCHEMA]);
    project.generate_fixed();
    let config = project.read("oaspress.toml");
    project.write("oaspress.toml", &format!("{config}\n[names]\n\"#/components/schemas/Pet\" = \"Pet\"\n"));
    project.generate_fixed();
    assert_snapshot!(project.listed("struct models::Pet"), @"");
}

#[test]
fn a_broken_lock_is_an_error_with_a_place() {
    let project = Project::new();
    project.write("oaspress.lock", "[names]\n<<<<<<< HEAD\n\"#/a\" = \"A\"\n=======\n\"#/a\" = \"B\"\n>>>>>>> other\n");
    let (exit, said) = project.generate();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(said, @"");
    project.write("oaspress.lock", "[names]\n\"#/a\" = \"fn\"\n\"#/b\" = 1\n\n[methdos]\n\"GET /\" = \"get\"\n");
    let (exit, said) = project.check();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(said, @"");
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
    assert_snapshot!(text, @"");
}

#[test]
fn a_folder_without_a_crate_cannot_be_released() {
    let project = Project::new();
    let (report, text) =
        said(project.folder.path(), MessageFormat::Human, |console| command::release(&project.options, console));
    assert_eq!(report.exit, Exit::Usage);
    assert_snapshot!(text, @"");
}
