//! The whole output of `oaspress diff` for edits that maintainers make to a document.

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use oaspress::command::{self, Console, DiffFormat, DiffOptions, Exit, FailOn, MessageFormat, SpecOptions};
use oaspress::render::Palette;
use tempfile::TempDir;

/// Two versions of the flagship's document.
struct Versions {
    folder: TempDir,
    options: DiffOptions,
}

impl Versions {
    /// The document, and a copy with texts replaced; each has to be in it.
    fn edited(edits: &[(&str, &str)]) -> Self {
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let old = fs::read_to_string(spec.join("contacts.yaml")).expect("the document");
        let new = edits.iter().fold(old.clone(), |text, (from, to)| {
            assert!(text.contains(from), "`{from}` is not in the document");
            text.replacen(from, to, 1)
        });
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, text: &str| -> PathBuf {
            let path = folder.path().join(name);
            fs::write(&path, text).expect("a file");
            path
        };
        let options = DiffOptions {
            old: file("old.yaml", &old),
            new: file("new.yaml", &new),
            spec: SpecOptions { config: Some(spec.join("oaspress.toml")), ..SpecOptions::default() },
            ..DiffOptions::default()
        };
        Self { folder, options }
    }

    /// The same without the configuration, which names operations.
    fn without_configuration(mut self) -> Self {
        let path = self.folder.path().join("none.toml");
        fs::write(&path, "").expect("a file");
        self.options.spec.config = Some(path);
        self
    }

    /// The output of the command, without the name of the folder.
    fn diff(&self) -> (Exit, String) {
        let (mut messages, mut results) = (Vec::new(), Vec::new());
        let mut console = Console {
            messages: &mut messages,
            results: &mut results,
            format: MessageFormat::Human,
            palette: Palette::default(),
        };
        let report = command::diff(&self.options, &mut console);
        let folder = format!("{}/", self.folder.path().display());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text").replace(&folder, "");
        (report.exit, text(results) + &text(messages))
    }
}

/// The changes of an edit.
fn changes(edits: &[(&str, &str)]) -> String {
    let (exit, text) = Versions::edited(edits).diff();
    assert_eq!(exit, Exit::Done);
    text
}

const LIMIT: &str = "        - $ref: '#/components/parameters/Limit'\n";

#[test]
fn nothing_changes() {
    assert_eq!(changes(&[("Lists the contacts", "Returns the contacts")]), "no changes of the public API\n");
}

#[test]
fn an_optional_parameter_is_added() {
    let parameter = "        - { name: sort, in: query, schema: { type: string } }\n";
    assert_snapshot!(changes(&[(LIMIT, &format!("{LIMIT}{parameter}"))]));
}

#[test]
fn a_field_is_added() {
    let field = "        company:\n          description: The company.\n          type: string\n        metadata:\n          description: Whatever";
    assert_snapshot!(changes(&[("        metadata:\n          description: Whatever", field)]));
}

#[test]
fn a_field_is_renamed() {
    let edits = [
        ("        - email\n", "        - mail\n"),
        (
            "        email:\n          description: The contact's email address.",
            "        mail:\n          description: The contact's email address.",
        ),
    ];
    assert_snapshot!(changes(&edits));
}

#[test]
fn an_operation_is_removed() {
    let edit = ("    get:\n      operationId: listContacts", "    x-get:\n      operationId: listContacts");
    assert_snapshot!(Versions::edited(&[edit]).without_configuration().diff().1);
}

#[test]
fn an_optional_parameter_becomes_required() {
    assert_snapshot!(changes(&[(
        "      name: phone\n      in: query\n",
        "      name: phone\n      in: query\n      required: true\n"
    )]));
}

#[test]
fn a_string_becomes_an_integer() {
    let id =
        "        id:\n          description: The contact's permanent id, `ctc_` and 26 characters.\n          type: ";
    assert_snapshot!(changes(&[(
        &format!("{id}string\n          example: ctc_01HXYZABCDEFGHJKMNPQRSTVWX"),
        &format!("{id}integer")
    )]));
}

#[test]
fn an_enumeration_has_another_value() {
    assert_snapshot!(changes(&[("          enum: [contact]\n", "          enum: [contact, group]\n")]));
}

const NOT_FOUND: &str = "        '404':\n          $ref: '#/components/responses/ResourceNotFound'\n";

#[test]
fn an_error_status_has_the_same_body() {
    let conflict = "        '409':\n          $ref: '#/components/responses/ResourceNotFound'\n";
    assert_snapshot!(changes(&[(NOT_FOUND, &format!("{NOT_FOUND}{conflict}"))]));
}

#[test]
fn an_error_status_has_another_body() {
    let conflict = "        '409':\n          description: Busy.\n          content:\n            application/json:\n              schema: { $ref: '#/components/schemas/WhatsappAccount' }\n";
    assert_snapshot!(changes(&[(NOT_FOUND, &format!("{NOT_FOUND}{conflict}"))]));
}

#[test]
fn an_endpoint_is_added() {
    let endpoint = "  /accounts:\n    get:\n      operationId: listAccounts\n      tags: [Contacts]\n      responses:\n        '200':\n          description: All.\n          content:\n            application/json:\n              schema: { type: array, items: { $ref: '#/components/schemas/WhatsappAccount' } }\n";
    assert_snapshot!(changes(&[(
        "  /{phone_number_id}/contacts:\n",
        &format!("{endpoint}  /{{phone_number_id}}/contacts:\n")
    )]));
}

#[test]
fn an_operation_id_is_renamed() {
    let edit = ("operationId: listContacts", "operationId: findContacts");
    assert_snapshot!(Versions::edited(&[edit]).without_configuration().diff().1);
}

#[test]
fn a_tag_is_renamed() {
    let edits = [
        ("  - name: Contacts\n", "  - name: People\n"),
        ("      tags: [Contacts]\n      summary: List", "      tags: [People]\n      summary: List"),
    ];
    assert_snapshot!(changes(&edits));
}

/// A change with breaks of both kinds.
fn breaking() -> Versions {
    Versions::edited(&[(
        "      name: phone\n      in: query\n",
        "      name: phone\n      in: query\n      required: true\n",
    )])
}

#[test]
fn programs_read_lines_of_json() {
    let mut versions = breaking();
    versions.options.format = DiffFormat::Json;
    assert_snapshot!(versions.diff().1);
}

#[test]
fn a_pull_request_has_tables() {
    let mut versions = breaking();
    versions.options.format = DiffFormat::Markdown;
    assert_snapshot!(versions.diff().1);
}

#[test]
fn a_workflow_has_annotations() {
    let mut versions = breaking();
    versions.options.format = DiffFormat::Github;
    assert_snapshot!(versions.diff().1);
}

#[test]
fn a_changelog_is_grouped_by_operation() {
    let endpoint = "  /accounts:\n    get:\n      operationId: listAccounts\n      tags: [Contacts]\n      responses: { '204': { description: None } }\n";
    let deprecated = "      name: search\n      in: query\n      deprecated: true\n";
    let mut versions = Versions::edited(&[
        ("  /{phone_number_id}/contacts:\n", &format!("{endpoint}  /{{phone_number_id}}/contacts:\n")),
        ("      name: phone\n      in: query\n", "      name: phone\n      in: query\n      required: true\n"),
        ("      name: search\n      in: query\n", deprecated),
        (LIMIT, "        - { name: sort, in: query, schema: { type: string } }\n"),
        ("          enum: [contact]\n", "          enum: [contact, group]\n"),
        (
            "        metadata:\n          description: Whatever",
            "        company: { type: string }\n        metadata:\n          description: Whatever",
        ),
    ]);
    versions.options.format = DiffFormat::Changelog;
    assert_snapshot!(versions.diff().1);
    versions.options.old = versions.options.new.clone();
    assert_eq!(versions.diff().1, "## [Unreleased]\n\nNo changes of the public API.\n");
}

#[test]
fn what_fails_is_chosen() {
    let exit = |mut versions: Versions, fail_on| {
        versions.options.fail_on = Some(fail_on);
        versions.diff().0
    };
    let added = || Versions::edited(&[("          enum: [contact]\n", "          enum: [contact, group]\n")]);
    assert_eq!(exit(breaking(), FailOn::Major), Exit::Failed);
    assert_eq!(exit(breaking(), FailOn::Wire), Exit::Failed);
    let parameter = Versions::edited(&[(
        LIMIT,
        &format!("{LIMIT}        - {{ name: sort, in: query, schema: {{ type: string }} }}\n"),
    )]);
    assert_eq!(exit(parameter, FailOn::Minor), Exit::Failed);
    let parameter = Versions::edited(&[(
        LIMIT,
        &format!("{LIMIT}        - {{ name: sort, in: query, schema: {{ type: string }} }}\n"),
    )]);
    assert_eq!(exit(parameter, FailOn::Major), Exit::Done);
    assert_eq!(exit(added(), FailOn::Wire), Exit::Done);
}

#[test]
fn a_folder_and_a_listing_are_compared_like_documents() {
    let mut versions = breaking();
    let expected = versions.diff().1;
    let out = versions.folder.path().join("crate");
    let options = command::GenerateOptions {
        spec: SpecOptions { spec: versions.options.old.clone(), ..versions.options.spec.clone() },
        out: out.clone(),
        ..command::GenerateOptions::default()
    };
    let (mut messages, mut results) = (Vec::new(), Vec::new());
    let palette = Palette::default();
    let format = MessageFormat::Human;
    command::generate(&options, &mut Console { messages: &mut messages, results: &mut results, format, palette });
    for old in [out.clone(), out.join("api.txt")] {
        versions.options.old = old;
        assert_eq!(versions.diff().1, expected);
    }
    fs::write(out.join("api.txt"), "# oaspress api 0\n").expect("a file");
    let (exit, text) = versions.diff();
    assert_eq!(exit, Exit::Failed);
    assert!(text.contains("error: crate/api.txt is not a listing: line 1: "), "{text}");
}

#[test]
fn generating_again_says_what_changed() {
    let versions = breaking();
    let generate = |document: &Path, mode: command::Mode| {
        let options = command::GenerateOptions {
            spec: SpecOptions { spec: document.to_owned(), ..versions.options.spec.clone() },
            out: versions.folder.path().join("crate"),
            mode,
            ..command::GenerateOptions::default()
        };
        let (mut messages, mut results) = (Vec::new(), Vec::new());
        let palette = Palette::default();
        let format = MessageFormat::Human;
        command::generate(&options, &mut Console { messages: &mut messages, results: &mut results, format, palette });
        let text = String::from_utf8(messages).expect("text");
        text.lines().filter(|line| line.starts_with("api: ")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(generate(&versions.options.old, command::Mode::Write), "");
    assert_snapshot!(generate(&versions.options.new, command::Mode::Check));
    assert_eq!(generate(&versions.options.old, command::Mode::Check), "");
}
