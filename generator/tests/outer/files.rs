//! Which files of a folder are read, and what is said of the others.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use oaspress::command::{self, Console, MessageFormat, SpecOptions};
use oaspress::config::Config;
use oaspress::input::InMemory;
use oaspress::render::Palette;
use oaspress::{Input, generate_from};
use tempfile::TempDir;

const PART: &str = "type: object\n";

/// A folder `specs` with a document whose schema has a property for each reference, beside a folder `common` with a part.
fn folder(references: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file");
    };
    write("specs/api.yaml", &document(references));
    write("specs/parts/here.yaml", PART);
    write("common/there.yaml", PART);
    folder
}

fn document(references: &[&str]) -> String {
    let mut text =
        "openapi: 3.0.3\ninfo: { title: Parts, version: '1' }\nservers: [{ url: https://a.example }]\n".to_owned();
    text.push_str("paths: {}\ncomponents:\n  schemas:\n    All:\n      type: object\n      properties:\n");
    for (number, reference) in references.iter().enumerate() {
        let _ = writeln!(text, "        p{number}: {{ $ref: '{reference}' }}");
    }
    text
}

/// What is said to people, without the name of the folder.
fn said(folder: &Path, root: Option<&str>) -> String {
    let root = root.map(|root| folder.join(root));
    let spec = SpecOptions { spec: folder.join("specs/api.yaml"), root, ..SpecOptions::default() };
    let (mut messages, mut results) = (Vec::new(), Vec::new());
    let (format, palette) = (MessageFormat::Human, Palette::default());
    command::lint(&spec, &mut Console { messages: &mut messages, results: &mut results, format, palette });
    String::from_utf8(messages).expect("text").replace(&folder.display().to_string(), "…")
}

#[test]
fn what_is_outside_of_the_root_folder_is_read_only_where_the_root_is_said_to_be_higher() {
    let folder = folder(&["parts/here.yaml", "../common/there.yaml"]);
    assert_snapshot!(said(folder.path(), None), @r#"
    also read …/specs/parts/here.yaml
    warning[external-ref]: `../common/there.yaml` is outside of the root folder, and is not read
      --> …/specs/api.yaml:11:9  #/components/schemas/All/properties/p1
       |
    11 |         p1: { $ref: '../common/there.yaml' }
       |         ^^
       = help: `--root DIR` names the folder that holds all files of the document

    1 warning
    "#);
    assert_snapshot!(said(folder.path(), Some("")), @r#"
    also read …/specs/parts/here.yaml and …/common/there.yaml
    nothing to report
    "#);
    assert_snapshot!(said(folder.path(), Some("common")), @r#"
    error: …/specs/api.yaml is not in the folder …/common
      = help: choose a folder that holds the document and all files that it refers to
    "#);
}

#[cfg(unix)]
#[test]
fn a_link_leads_nowhere_outside_of_the_root_folder() {
    use std::os::unix::fs::symlink;

    let folder = folder(&["parts/link.yaml", "linked/there.yaml", "parts/inner.yaml", "parts"]);
    symlink("../../common/there.yaml", folder.path().join("specs/parts/link.yaml")).expect("a link");
    symlink("here.yaml", folder.path().join("specs/parts/inner.yaml")).expect("a link");
    symlink("../common", folder.path().join("specs/linked")).expect("a link");
    assert_snapshot!(said(folder.path(), None), @r#"
    also read …/specs/parts/inner.yaml
    warning[external-ref]: `parts/link.yaml` leads out of the root folder through a symbolic link, and is not read
      --> …/specs/api.yaml:10:9  #/components/schemas/All/properties/p0
       |
    10 |         p0: { $ref: 'parts/link.yaml' }
       |         ^^
       = help: `--root DIR` names the folder that holds all files of the document

    warning[external-ref]: `linked/there.yaml` leads out of the root folder through a symbolic link, and is not read
      --> …/specs/api.yaml:11:9  #/components/schemas/All/properties/p1
       |
    11 |         p1: { $ref: 'linked/there.yaml' }
       |         ^^
       = help: `--root DIR` names the folder that holds all files of the document

    warning[unreadable-file]: `parts` cannot be read: it is a folder
      --> …/specs/api.yaml:13:9  #/components/schemas/All/properties/p3
       |
    13 |         p3: { $ref: 'parts' }
       |         ^^

    3 warnings
    "#);
    assert!(!said(folder.path(), Some("")).contains("external-ref"));
}

#[test]
fn many_files_are_counted() {
    let names: Vec<String> = (0..9).map(|number| format!("parts/part{number}.yaml")).collect();
    let folder = folder(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for name in &names {
        fs::write(folder.path().join("specs").join(name), PART).expect("a file");
    }
    assert_snapshot!(said(folder.path(), None), @r#"
    also read …/specs/parts/part0.yaml, …/specs/parts/part1.yaml, …/specs/parts/part2.yaml, …/specs/parts/part3.yaml and 5 more
    nothing to report
    "#);
}

/// Generates from files in memory, and gives the codes of what was found.
fn codes(document: &str, files: &[(&str, &str)]) -> Vec<String> {
    let input = Input { name: "api.yaml".to_owned(), bytes: document.as_bytes().to_vec() };
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let files = InMemory { document: "api.yaml".to_owned(), files, overlays: Vec::new() };
    let outcome = generate_from(&input, &files, &Config::default());
    outcome.diagnostics.iter().map(|found| found.code.to_string()).collect()
}

#[test]
fn files_that_lead_in_circles_come_to_an_end() {
    let circle = [("a.yaml", "$ref: b.yaml"), ("b.yaml", "$ref: a.yaml")];
    assert_eq!(codes(&document(&["a.yaml"]), &circle), ["ref-cycle"]);
    let through = [("a.yaml", "$ref: b.yaml#/x"), ("b.yaml", "$ref: a.yaml#/y")];
    assert_eq!(codes(&document(&["a.yaml#/z"]), &through), ["ref-cycle"]);
    let within = [("a.yaml", "type: object\nproperties:\n  a: { $ref: '#' }\n  b: { $ref: '#/properties/a' }\n")];
    assert_eq!(codes(&document(&["a.yaml", "a.yaml#/properties/b"]), &within), Vec::<String>::new());
}

#[test]
fn one_place_may_be_taken_for_several_kinds_of_things() {
    let root = "openapi: 3.0.3\ninfo: { $ref: x.yaml }\nservers: { $ref: x.yaml }\npaths: { $ref: x.yaml }\ncomponents: { $ref: x.yaml }\n";
    let odd =
        [("x.yaml", "$ref2: 1\n/a: { $ref: x.yaml }\nschemas: { $ref: x.yaml }\nget: { $ref: 'x.yaml#/schemas' }\n")];
    assert!(!codes(root, &odd).is_empty());
    let inner = [("x.yaml", "schemas: { A: { $ref: '#' }, B: { $ref: '#/schemas' }, C: { $ref: 'api.yaml' } }\n")];
    assert!(!codes(root, &inner).is_empty());
}
