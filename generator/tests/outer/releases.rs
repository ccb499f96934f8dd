//! Releases, the version that changes require, and accepted changes, by the whole output of the commands.

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use oaspress::command::{
    self, DiffFormat, DiffOptions, Exit, FailOn, GenerateOptions, MessageFormat, Mode, SpecOptions,
};
use oaspress::disk::Foreign;
use tempfile::TempDir;

use crate::said::said;

const CONFIG: &str = "# Kept.\n[crate]\nname = \"kirim\"   # the flagship\nversion = \"0.1.0\"\nruntime = \"crate\"\n";

/// A folder with a document, a configuration and a crate.
struct Project {
    folder: TempDir,
    options: GenerateOptions,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let spec = SpecOptions { spec: folder.path().join("api.yaml"), ..SpecOptions::default() };
        let out = folder.path().join("out");
        let options =
            GenerateOptions { spec, out, remedy: "oaspress generate …".to_owned(), ..GenerateOptions::default() };
        let project = Self { folder, options };
        let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/contacts.yaml");
        project.write("api.yaml", &fs::read_to_string(document).expect("the document"));
        project.write("oaspress.toml", CONFIG);
        project
    }

    /// A project whose crate is generated and released.
    fn released() -> Self {
        let project = Self::new();
        assert_eq!(project.generate().0, Exit::Done);
        assert_eq!(project.release().0, Exit::Done);
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

    /// Replaces a text in a file, which has to contain it.
    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "`{from}` is not in {name}");
        self.write(name, &text.replacen(from, to, 1));
    }

    fn require_phone(&self) {
        self.edit(
            "api.yaml",
            "      name: phone\n      in: query\n",
            "      name: phone\n      in: query\n      required: true\n",
        );
    }

    fn add_parameter(&self) {
        let limit = "        - $ref: '#/components/parameters/Limit'\n";
        let parameter = "        - { name: sort, in: query, schema: { type: string } }\n";
        self.edit("api.yaml", limit, &format!("{limit}{parameter}"));
    }

    fn run(&self, options: &GenerateOptions, format: MessageFormat) -> (Exit, String) {
        let (report, text) = said(self.folder.path(), format, |console| command::generate(options, console));
        (report.exit, text)
    }

    fn generate(&self) -> (Exit, String) {
        self.run(&self.options, MessageFormat::Human)
    }

    fn check(&self) -> (Exit, String) {
        self.run(&GenerateOptions { mode: Mode::Check, ..self.options.clone() }, MessageFormat::Human)
    }

    fn bump(&self) -> (Exit, String) {
        self.run(&GenerateOptions { bump: true, ..self.options.clone() }, MessageFormat::Human)
    }

    fn release(&self) -> (Exit, String) {
        let (report, text) =
            said(self.folder.path(), MessageFormat::Human, |console| command::release(&self.options, console));
        (report.exit, text)
    }

    fn diff(&self, fail_on: Option<FailOn>, format: DiffFormat) -> (Exit, String) {
        let options = DiffOptions {
            old: self.path("out/api.released.txt"),
            new: self.path("api.yaml"),
            format,
            fail_on,
            ..DiffOptions::default()
        };
        let (report, text) = said(self.folder.path(), MessageFormat::Human, |console| command::diff(&options, console));
        (report.exit, text)
    }

    /// The fingerprint of the only change since the release.
    fn fingerprint(&self) -> String {
        let (_, text) = self.diff(None, DiffFormat::Human);
        let (_, rest) = text.split_once("fingerprint: ").expect("a change");
        rest.lines().next().expect("a fingerprint").to_owned()
    }
}

#[test]
fn a_release_is_recorded_and_compared_with() {
    let project = Project::new();
    project.generate();
    assert_snapshot!(project.release().1, @"
    ---
    recorded the release of 0.1.0 in …/out/api.released.txt
    ");
    let (listing, released) = (project.read("out/api.txt"), project.read("out/api.released.txt"));
    assert_snapshot!(released.lines().take(5).collect::<Vec<_>>().join("\n"), @"
    # oaspress api 1
    # The public API of the last release of this crate: `oaspress release` writes it, and `oaspress generate` compares with it.

    crate kirim 0.1.0
    runtime oaspress-runtime@0.1.0
    ");
    assert_eq!(listing.lines().skip(4).collect::<Vec<_>>(), released.lines().skip(3).collect::<Vec<_>>());
    assert_snapshot!(project.release().1, @"
    ---
    …/out/api.released.txt is up to date
    ");
    assert_eq!(project.check(), (Exit::Done, "---\n…/out is up to date\n".to_owned()));
}

#[test]
fn operations_that_the_configuration_leaves_out_still_work() {
    let project = Project::new();
    let more = "paths:\n  /more:\n    get: { operationId: more, responses: { '204': { description: Done } } }\n";
    project.edit("api.yaml", "paths:\n", more);
    assert_eq!(project.generate().0, Exit::Done);
    assert_eq!(project.release().0, Exit::Done);
    let config = project.read("oaspress.toml");
    project.write("oaspress.toml", &format!("{config}\n[exclude]\noperations = [\"more\"]\n"));
    let (exit, text) = project.generate();
    assert_eq!(exit, Exit::Done, "{text}");
    assert!(text.contains("api: ") && !text.contains("stop working"), "{text}");
    let (exit, text) = project.diff(Some(FailOn::Wire), DiffFormat::Human);
    assert!(exit == Exit::Done && text.contains("GET /more is left out"), "{text}");
    assert_eq!(project.check().0, Exit::Failed, "the source of users breaks");
}

#[test]
fn a_check_fails_until_the_version_is_raised() {
    let project = Project::released();
    project.require_phone();
    let (exit, text) = project.generate();
    assert_eq!(exit, Exit::Done);
    assert_snapshot!(text);
    // The comparison is with the release, not with the crate before.
    let (exit, text) = project.check();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(text);
    project.edit("oaspress.toml", "0.1.0", "0.1.7");
    project.generate();
    assert_eq!(project.check().0, Exit::Failed);
    project.edit("oaspress.toml", "0.1.7", "0.2.0");
    project.generate();
    let (exit, text) = project.check();
    assert_eq!(exit, Exit::Done);
    assert_snapshot!(text);
}

#[test]
fn the_version_is_raised_in_the_configuration() {
    let project = Project::released();
    project.require_phone();
    let (exit, text) = project.bump();
    assert_eq!(exit, Exit::Done);
    assert_snapshot!(text);
    assert_eq!(project.read("oaspress.toml"), CONFIG.replace("0.1.0", "0.2.0"));
    assert!(project.read("out/Cargo.toml").contains("version = \"0.2.0\""));
    assert_eq!(project.check().0, Exit::Done);
    let (_, text) = project.bump();
    assert!(!text.contains("raised") && text.contains("up to date"), "{text}");
    assert_eq!(project.release().1, "---\nrecorded the release of 0.2.0 in …/out/api.released.txt\n");
    project.add_parameter();
    project.bump();
    assert_eq!(project.read("oaspress.toml"), CONFIG.replace("0.1.0", "0.2.1"), "an addition is a patch below 1.0.0");
}

#[test]
fn steps_are_those_of_cargo_from_one_on() {
    let project = Project::new();
    project.edit("oaspress.toml", "0.1.0", "1.0.0");
    project.generate();
    project.release();
    project.add_parameter();
    project.bump();
    assert!(project.read("oaspress.toml").contains("version = \"1.1.0\""));
    project.require_phone();
    project.bump();
    assert!(project.read("oaspress.toml").contains("version = \"2.0.0\""));
    project.edit("oaspress.toml", "2.0.0", "0.9.0");
    project.generate();
    assert!(project.check().1.contains(
        "`[crate] version` is 0.9.0, but the changes since the release of 1.0.0 require a major step: 2.0.0 or higher"
    ));
}

#[test]
fn a_version_below_the_release_is_an_error_without_any_change() {
    let project = Project::released();
    project.edit("oaspress.toml", "0.1.0", "0.0.9");
    project.generate();
    let (exit, text) = project.check();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(text);
}

#[test]
fn without_a_configuration_one_is_created_for_the_version() {
    let project = Project::released();
    fs::remove_file(project.path("oaspress.toml")).expect("a file");
    let mut options = project.options.clone();
    options.crate_name = Some("kirim".to_owned());
    project.require_phone();
    let bump = GenerateOptions { bump: true, foreign: Foreign::Replace, ..options };
    let (exit, text) = project.run(&bump, MessageFormat::Human);
    assert_eq!(exit, Exit::Done, "{text}");
    assert!(text.ends_with("raised `[crate] version` in …/oaspress.toml to 0.2.0\n"), "{text}");
    assert_eq!(project.read("oaspress.toml"), "[crate]\nversion = \"0.2.0\"\n");
}

#[test]
fn nothing_is_raised_without_a_release_or_with_errors() {
    let project = Project::new();
    project.generate();
    let listing = project.read("out/api.txt");
    project.require_phone();
    let (exit, text) = project.bump();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(text);
    assert_eq!(project.read("out/api.txt"), listing, "nothing is written");
    let project = Project::released();
    project.require_phone();
    project.edit("api.yaml", "openapi: 3", "openapi: 9");
    assert_eq!(project.bump().0, Exit::Failed);
    assert_eq!(project.read("oaspress.toml"), CONFIG);
}

#[test]
fn a_release_needs_a_folder_that_is_up_to_date_and_a_version() {
    let project = Project::released();
    project.require_phone();
    let (exit, text) = project.release();
    assert_eq!(exit, Exit::Failed);
    assert!(text.ends_with("  = help: run `oaspress generate …`\n"), "{text}");
    project.generate();
    let (exit, text) = project.release();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(text);
    assert!(project.read("out/api.released.txt").contains("\ncrate kirim 0.1.0\n"));
    project.edit("out/api.released.txt", "crate kirim", "<<<<<<< HEAD\ncrate kirim");
    let (exit, text) = project.release();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(text);
    assert_eq!(project.check().0, Exit::Failed);
    assert_eq!(project.generate().0, Exit::Done);
}

#[test]
fn accepted_changes_do_not_count() {
    let project = Project::released();
    project.require_phone();
    let fingerprint = project.fingerprint();
    let accept = format!("\n[changes.accept]\n{fingerprint} = \"every caller passes it | already\"\n");
    project.write("oaspress.toml", &format!("{CONFIG}{accept}"));
    for (name, format) in [
        ("human", DiffFormat::Human),
        ("json", DiffFormat::Json),
        ("markdown", DiffFormat::Markdown),
        ("github", DiffFormat::Github),
        ("changelog", DiffFormat::Changelog),
    ] {
        let (exit, text) = project.diff(Some(FailOn::Wire), format);
        assert_eq!(exit, Exit::Done);
        assert_snapshot!(format!("accepted_{name}"), text);
    }
    // A patch is still needed: the accepted change is a change.
    project.generate();
    let (exit, text) = project.check();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(text);
    assert_eq!(project.bump().0, Exit::Done);
    assert!(project.read("oaspress.toml").contains("version = \"0.1.1\""));
    let (_, text) = project.release();
    assert_snapshot!(text);
    assert_eq!(project.read("oaspress.toml"), format!("{}\n[changes.accept]\n", CONFIG.replace("0.1.0", "0.1.1")));
    assert_eq!(project.check(), (Exit::Done, "---\n…/out is up to date\n".to_owned()));
}

#[test]
fn an_accepted_change_that_is_not_made_is_an_error() {
    let project = Project::released();
    let accept = "\n[changes.accept]\n0123456789ab = \"the field was always empty\"\n";
    project.write("oaspress.toml", &format!("{CONFIG}{accept}"));
    project.require_phone();
    let (exit, text) = project.check();
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(text);
    assert_eq!(project.generate().0, Exit::Failed);
    assert_eq!(project.release().0, Exit::Failed);
    let (exit, text) = project.diff(Some(FailOn::Minor), DiffFormat::Human);
    assert_eq!(exit, Exit::Failed);
    assert_snapshot!(text);
    let (exit, text) = project.diff(None, DiffFormat::Human);
    assert!(exit == Exit::Done && text.contains("note[unmatched-accept]"), "{text}");
    // Without a release, each crate is compared with the one before, so an entry may be about an earlier one.
    fs::remove_file(project.path("out/api.released.txt")).expect("a file");
    assert_eq!(project.generate().0, Exit::Done);
}

#[test]
fn entries_of_accepted_changes_are_checked() {
    let project = Project::new();
    let accept = "[changes.accept]\nABCDEF012345 = 'x'\n0123456789ab = ' '\nabcdef012345 = 1\n[changes.allow]\n";
    project.write("oaspress.toml", accept);
    assert_snapshot!(project.check().1);
}

#[test]
fn a_fingerprint_does_not_depend_on_lines_and_other_changes() {
    let project = Project::released();
    project.require_phone();
    let fingerprint = project.fingerprint();
    project.edit("api.yaml", "openapi: 3", "# A line.\n\nopenapi: 3");
    project.add_parameter();
    let (_, text) = project.diff(None, DiffFormat::Human);
    assert!(text.contains(&format!("fingerprint: {fingerprint}\n")), "{text}");
    let fingerprints: Vec<&str> =
        text.lines().filter_map(|line| line.split_once("fingerprint: ")).map(|(_, one)| one).collect();
    assert_eq!(fingerprints.len(), 2);
    assert_ne!(fingerprints[0], fingerprints[1]);
}

#[test]
fn programs_read_the_verdict_of_a_generated_crate() {
    let project = Project::released();
    project.require_phone();
    let lines = |options: &GenerateOptions| -> String {
        let text = project.run(options, MessageFormat::Json).1;
        let is_wanted = |line: &&str| {
            ["\"verdict\"", "\"version\""].iter().any(|kind| line.starts_with(&format!("{{\"type\":{kind}")))
        };
        text.lines().filter(is_wanted).collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(lines(&project.options));
    assert_snapshot!(lines(&GenerateOptions { bump: true, ..project.options.clone() }));
}
