//! Traffic that differs from its document, by the whole output of the command.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use insta::assert_snapshot;
use oaspress::command::{
    self, Exit, GenerateOptions, MessageFormat, Report, SpecOptions, TrafficFailOn, TrafficOptions,
};
use tempfile::TempDir;

use crate::said::said;

/// A folder with a document and traffic.
struct Project {
    folder: TempDir,
    options: TrafficOptions,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outer/traffic");
        for name in ["pets.yaml", "pets.har"] {
            fs::copy(source.join(name), folder.path().join(name)).expect("a file");
        }
        let spec = SpecOptions { spec: folder.path().join("pets.yaml"), ..SpecOptions::default() };
        let traffic = vec![folder.path().join("pets.har")];
        Self { folder, options: TrafficOptions { spec, traffic, ..TrafficOptions::default() } }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn check(&self, format: MessageFormat) -> (Report, String) {
        said(self.folder.path(), format, |console| command::check_traffic(&self.options, console))
    }

    /// Writes a file with traffic, and checks it in place of the other one.
    fn check_text(&mut self, text: impl AsRef<[u8]>) -> (Exit, String) {
        let path = self.path("other.har");
        fs::write(&path, text).expect("a file");
        self.options.traffic = vec![path];
        let (report, said) = self.check(MessageFormat::Human);
        (report.exit, said)
    }
}

fn har() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outer/traffic/pets.har")).expect("a file")
}

#[test]
fn every_difference_has_a_place_in_the_document() {
    let (report, said) = Project::new().check(MessageFormat::Human);
    assert_eq!(report.exit, Exit::Done);
    assert!(!said.contains("SECRET"), "{said}");
    assert_snapshot!(said);
}

#[test]
fn programs_read_the_differences() {
    let (_, said) = Project::new().check(MessageFormat::Json);
    assert!(!said.contains("SECRET"), "{said}");
    let lines: Vec<&str> = said.lines().filter(|line| line.contains(r#""type":"traffic""#)).collect();
    assert_snapshot!(lines.join("\n"));
    assert!(said.contains(r#""code":"traffic-null""#) && said.contains(r#""kind":"traffic""#));
}

#[test]
fn differences_fail_if_they_should() {
    let mut project = Project::new();
    project.options.fail_on = Some(TrafficFailOn::Warnings);
    assert_eq!(project.check(MessageFormat::Human).0.exit, Exit::Failed);
    project.options.fail_on = Some(TrafficFailOn::Notes);
    assert_eq!(project.check(MessageFormat::Human).0.exit, Exit::Failed);
}

#[test]
fn the_overlay_makes_the_traffic_valid_and_a_crate_is_generated_with_it() {
    let mut project = Project::new();
    let overlay = project.path("fixes.overlay.yaml");
    project.options.overlay = Some(overlay.clone());
    project.options.accept_values = true;
    let (report, said) = project.check(MessageFormat::Human);
    assert_eq!(report.exit, Exit::Done, "{said}");
    let text = fs::read_to_string(&overlay).expect("an overlay");
    assert!(!text.contains("SECRET"), "{text}");
    assert_snapshot!(text);
    assert_snapshot!(
        said.lines().filter(|line| line.contains("repair") || line.contains("wrote")).collect::<Vec<_>>().join("\n")
    );

    // An overlay is never replaced.
    let (again, said) = project.check(MessageFormat::Human);
    assert_eq!(again.exit, Exit::Usage, "{said}");

    project.options.overlay = None;
    project.options.spec.overlays = vec![overlay];
    let (_, said) = project.check(MessageFormat::Human);
    assert_snapshot!(said);

    let generate =
        GenerateOptions { spec: project.options.spec.clone(), out: project.path("out"), ..GenerateOptions::default() };
    let (report, said) =
        crate::said::said(project.folder.path(), MessageFormat::Human, |console| command::generate(&generate, console));
    assert_eq!(report.exit, Exit::Done, "{said}");
    let pet = fs::read_to_string(project.path("out/src/models/pet.rs")).expect("a model");
    assert!(pet.contains("name: Option<String>") && pet.contains("color: Option<String>"), "{pet}");
}

/// Writes an overlay with this configuration. Returns the exit, the output and the overlay.
fn overlay_with(config: &str) -> (Exit, String, String) {
    let mut project = Project::new();
    let path = project.path("oaspress.toml");
    fs::write(&path, config).expect("a file");
    project.options.spec.config = Some(path);
    let overlay = project.path("fixes.overlay.yaml");
    project.options.overlay = Some(overlay.clone());
    let (report, said) = project.check(MessageFormat::Human);
    (report.exit, said, fs::read_to_string(&overlay).unwrap_or_default())
}

#[test]
fn allowed_differences_are_not_repaired() {
    let (_, _, all) = overlay_with("");
    assert!(all.contains("nullable: true"), "{all}");
    let (exit, said, overlay) = overlay_with("[lint]\nallow = [\"traffic-null\"]\n");
    assert_eq!(exit, Exit::Done, "{said}");
    assert!(overlay.contains("actions:") && !overlay.contains("nullable"), "{overlay}");
    assert!(!said.contains("traffic-null"), "{said}");
}

#[test]
fn denied_differences_fail_and_are_repaired() {
    let (_, _, all) = overlay_with("");
    let (exit, said, overlay) = overlay_with("[lint]\ndeny = [\"traffic-null\"]\n");
    assert_eq!(exit, Exit::Failed, "{said}");
    assert!(said.contains("wrote ") && said.contains("error[traffic-null]"), "{said}");
    assert_eq!(overlay, all);
}

#[test]
fn files_that_are_not_traffic_are_explained() {
    let mut project = Project::new();
    let mut told = Vec::new();
    let cases: [(&str, &[u8]); 8] = [
        ("text", b"hello"),
        ("nothing", b""),
        ("a document", b"{\"openapi\": \"3.0.3\"}"),
        ("no entries", b"{\"log\": {\"entries\": []}}"),
        ("an archive", b"PK\x03\x04..."),
        ("packets", b"\xd4\xc3\xb2\xa1..."),
        ("flows", b"4711:7:version;"),
        (
            "another API",
            br#"{"log":{"entries":[{"request":{"method":"GET","url":"https://x.org/a"},"response":{"status":200}}]}}"#,
        ),
    ];
    for (name, bytes) in cases {
        let (exit, said) = project.check_text(bytes);
        assert_eq!(exit, Exit::Failed, "{said}");
        told.push(format!("# {name}\n{said}"));
    }
    project.options.traffic = vec![project.path("missing.har")];
    told.push(project.check(MessageFormat::Human).1);
    assert_snapshot!(told.join("\n"));
}

#[test]
fn truncated_compressed_and_line_wise_traffic_is_read() {
    let mut project = Project::new();
    let text = har();
    let (_, whole) = project.check_text(&text);
    let (exit, cut) = project.check_text(&text[..text.len() / 2]);
    assert_eq!(exit, Exit::Done, "{cut}");
    assert!(cut.contains("only the part before an error was used: EOF"), "{cut}");

    let (_, marked) = project.check_text(format!("\u{feff}{text}"));
    assert_eq!(marked, whole);

    let packed = |text: &str| {
        let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).expect("memory");
        packed.finish().expect("memory")
    };
    let (_, unpacked) = project.check_text(packed(&text));
    assert_eq!(unpacked, whole);
    let (first, second) = text.split_at(text.len() / 2);
    let (_, unpacked) = project.check_text([packed(first), packed(second)].concat());
    assert_eq!(unpacked, whole);

    let log: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let entries = log["log"]["entries"].as_array().expect("entries");
    let lines: Vec<String> = entries.iter().map(ToString::to_string).collect();
    let (_, by_line) = project.check_text(lines.join("\n"));
    assert_eq!(by_line, whole);
}
