//! The lock: what stays although the API description would lead to another choice now, by the whole output of the commands.

mod file;
mod shared;

use std::fs;
use std::path::PathBuf;

use insta::assert_snapshot;
use oaspress::command::{self, Exit, GenerateOptions, MessageFormat, Mode, SpecOptions};
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
    assert_snapshot!(project.generate_fixed(), @r##"
    changed api.txt
    changed src/models.rs
    changed src/models/pet.rs
    changed src/operations/pets.rs
    ---
    warning[name-clash]: this type is called `PetPascal`, because another type has the name `Pet`
      --> …/api.yaml:29:5  #/components/schemas/Pet
       |
    29 |     Pet: { type: object, properties: { extra: { type: string } } }
       |     ^^^
      ::: …/api.yaml:30:5  #/components/schemas/pet  it has the name
       |
    30 |     pet:
       |     ---
       = help: to choose another name, write `"#/components/schemas/Pet" = "…"` under `[names]` in the configuration

    1 warning; wrote …/out (4 changed, 22 unchanged)
    api: 5 changes of the public API: a minor step from 1.0.0
    api: `oaspress diff OLD NEW` lists them, with the old `api.txt` or document as OLD
    lock: …/oaspress.lock keeps `"#/components/schemas/Pet" = "PetPascal"`, `"#/components/schemas/pet" = "Pet"`, `"#/components/schemas/pet/properties/_id" = "id"` and 5 more of the earlier version; commit it
    "##);
    assert_snapshot!(project.lock(), @r##"
    [names]
    "#/components/schemas/Pet" = "PetPascal"
    "#/components/schemas/pet" = "Pet"
    "#/components/schemas/pet/properties/_id" = "id"
    "#/components/schemas/pet/properties/id" = "id_lower"
    "#/components/schemas/pet/properties/order value:Asc" = "AscPascal"
    "#/components/schemas/pet/properties/order value:asc" = "Asc"
    "GET /pets/{pet_id} query:Filter" = "filter"
    "GET /pets/{pet_id} query:filter" = "query_filter"
    "##);
    assert_snapshot!(project.listed("models::Pet"), @"
    struct models::Pet
    field models::Pet::id: String
    field models::Pet::id_lower: Option<i64>
    field models::Pet::order: Option<models::PetOrder>
    field models::Pet::other: Option<models::PetPascal>
    fn models::Pet::sample() -> Self
    enum models::PetOrder
    const models::PetOrder::ALL: &[Self]
    variant models::PetOrder::Asc
    variant models::PetOrder::AscPascal
    variant models::PetOrder::Unknown(String)
    fn models::PetOrder::as_str(&self) -> &str
    struct models::PetPascal
    field models::PetPascal::extra: Option<String>
    fn models::PetPascal::sample() -> Self
    assoc operations::GetPet::Output: models::Pet
    send operations::GetPet::send(self) -> Response<models::Pet>
    response operations::GetPet[200]
    ");
    assert_snapshot!(project.listed("set operations::GetPet"), @"
    set operations::GetPet::filter(self, filter: impl Into<String>) -> Self
    set operations::GetPet::query_filter(self, query_filter: impl Into<String>) -> Self
    ");
}

#[test]
fn a_second_value_adds_no_argument() {
    let project = Project::grown(&[("enum: [v1", ", v2"), ("enum: [cat", ", dog")]);
    assert_snapshot!(project.generate_fixed(), @r##"
    changed api.txt
    changed src/models.rs
    changed src/models/draft.rs
    changed src/models/get_pet.rs
    changed src/operations/pets.rs
    ---
    wrote …/out (5 changed, 21 unchanged)
    api: 3 changes of the public API: a minor step from 1.0.0
    api: `oaspress diff OLD NEW` lists them, with the old `api.txt` or document as OLD
    lock: …/oaspress.lock keeps `"#/components/schemas/draft/properties/kind" = "cat"`, `"GET /pets/{pet_id} query:version" = "v1"` of the earlier version; commit it
    "##);
    assert_snapshot!(project.lock(), @r##"
    [constants]
    "#/components/schemas/draft/properties/kind" = "cat"
    "GET /pets/{pet_id} query:version" = "v1"
    "##);
    assert_snapshot!(project.listed("new "), @"
    new Client::new() -> Self
    new blocking::Client::new() -> Self
    new models::Draft::new(name: impl Into<String>) -> Self
    new operations::GetPet::new(pet_id: impl Into<String>) -> Self
    new operations::PutPet::new(pet_id: impl Into<String>, body: models::Draft) -> Self
    ");
    let operation = project.read("out/src/operations/pets.rs");
    assert!(operation.contains("version: Some(GetPetVersion::V1)"), "{operation}");
    let model = project.read("out/src/models/draft.rs");
    assert!(model.contains("kind: DraftKind::Cat") && model.contains("`new` sets it to `cat`"), "{model}");
}

/// Two structs with one property, which has one value in the second of them.
const INHERITED: (&str, &str) = (
    "paths:\n",
    "  /reports:
    post:
      operationId: postReport
      tags: [pets]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/special' } } } }
      responses: { '204': { description: done } }
    put:
      operationId: putReport
      tags: [pets]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/report' } } } }
      responses: { '204': { description: done } }
",
);

#[test]
fn a_value_of_one_struct_does_not_stay_in_another() {
    let project = Project::new();
    project.edit("api.yaml", INHERITED.0, &format!("{}{}", INHERITED.0, INHERITED.1));
    let schemas =
        "    report: { type: object, required: [name], properties: { name: { type: string, enum: [full, short] } } }
    special: { allOf: [{ $ref: '#/components/schemas/report' }, { properties: { name: { enum: [short] } } }] }\n";
    project.edit("api.yaml", "  schemas:\n", &format!("  schemas:\n{schemas}"));
    assert_eq!(project.generate().0, Exit::Done);
    project.generate_fixed();
    assert_eq!(project.lock(), "");
    assert_eq!(
        project.listed("new models::Report"),
        "new models::Report::new(name: impl Into<models::ReportName>) -> Self"
    );
}

#[test]
fn scopes_and_authorization_servers_keep_their_names() {
    let project = Project::new();
    let scheme = "  securitySchemes:
    accounts:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://pets.example/token
          scopes:
            read:pets: Reads.
";
    project.edit("api.yaml", "components:\n", &format!("components:\n{scheme}"));
    project.edit("api.yaml", "tags:", "security: [{ accounts: [] }]\ntags:");
    assert_eq!(project.generate().0, Exit::Done);
    project.edit("api.yaml", "read:pets: Reads.\n", "read:pets: Reads.\n            read_pets: Reads as well.\n");
    project.generate_fixed();
    assert_snapshot!(project.listed("const oauth::"), @r"
    const oauth::Accounts::READ_PETS: &str
    const oauth::Accounts::SCOPE_READ_UNDERSCORE_PETS: &str
    ");
    assert!(project.lock().contains("\"oauth:accounts scope:read:pets\" = \"READ_PETS\""));
}

#[test]
fn entries_that_are_not_needed_are_removed() {
    let project = Project::grown(&[SCHEMA]);
    project.generate_fixed();
    project.edit("api.yaml", SCHEMA.1, "");
    assert_snapshot!(project.check().1.split("---\n").last().unwrap_or_default(), @r##"
    error: …/out is not what would be generated: 3 files differ
      = help: run `oaspress generate …`
    api: 1 change of the public API: a major step from 1.0.0
    api: `oaspress diff OLD NEW` lists them, with the old `api.txt` or document as OLD
    error: …/oaspress.lock is not what would be generated: it does not need `"#/components/schemas/Pet" = "PetPascal"`, `"#/components/schemas/pet" = "Pet"`
      = help: run `oaspress generate …`, and commit the file
    "##);
    assert_snapshot!(project.generate_fixed(), @r##"
    changed api.txt
    changed src/models.rs
    changed src/models/pet.rs
    ---
    wrote …/out (3 changed, 23 unchanged)
    api: 1 change of the public API: a major step from 1.0.0
    api: `oaspress diff OLD NEW` lists them, with the old `api.txt` or document as OLD
    lock: …/oaspress.lock does not need `"#/components/schemas/Pet" = "PetPascal"`, `"#/components/schemas/pet" = "Pet"` any more
    "##);
    assert!(!project.path("oaspress.lock").exists());
}
