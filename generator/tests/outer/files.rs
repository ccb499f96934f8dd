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
    let text = crate::said::said(folder, MessageFormat::Human, |console| command::lint(&spec, console)).1;
    text.trim_start_matches("---\n").to_owned()
}

#[test]
fn what_is_outside_of_the_root_folder_is_read_only_where_the_root_is_said_to_be_higher() {
    let folder = folder(&["parts/here.yaml", "../common/there.yaml"]);
    assert_snapshot!(said(folder.path(), None), @r#"
    also read …/specs/parts/here.yaml
    warning[external-ref]: `../common/there.yaml` is outside of the root folder; it is not read
      --> …/specs/api.yaml:11:9  #/components/schemas/All/properties/p1
       |
    11 |         p1: { $ref: '../common/there.yaml' }
       |         ^^
       = help: set `--root DIR` to the folder that contains all files of the document

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
    warning[external-ref]: `parts/link.yaml` leads out of the root folder through a symbolic link; it is not read
      --> …/specs/api.yaml:10:9  #/components/schemas/All/properties/p0
       |
    10 |         p0: { $ref: 'parts/link.yaml' }
       |         ^^
       = help: set `--root DIR` to the folder that contains all files of the document

    warning[external-ref]: `linked/there.yaml` leads out of the root folder through a symbolic link; it is not read
      --> …/specs/api.yaml:11:9  #/components/schemas/All/properties/p1
       |
    11 |         p1: { $ref: 'linked/there.yaml' }
       |         ^^
       = help: set `--root DIR` to the folder that contains all files of the document

    warning[external-ref]: `parts` does not end in `.yaml`, `.yml` or `.json`; it is not read
      --> …/specs/api.yaml:13:9  #/components/schemas/All/properties/p3
       |
    13 |         p3: { $ref: 'parts' }
       |         ^^
       = help: `--allow parts`, or `allow = ["parts"]` under `[files]` in the configuration, lets the document refer to it

    3 warnings
    "#);
    assert!(!said(folder.path(), Some("")).contains("symbolic link"));
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

/// What is said when the document may refer to further files.
fn said_with(folder: &Path, allow: &[&str]) -> String {
    let allow = allow.iter().map(|path| (*path).to_owned()).collect();
    let spec = SpecOptions { spec: folder.join("specs/api.yaml"), allow, ..SpecOptions::default() };
    // Of many findings, people are shown a few.
    crate::said::said(folder, MessageFormat::Json, |console| command::lint(&spec, console)).1
}

#[test]
fn hidden_files_and_those_with_other_endings_are_read_only_where_that_is_allowed() {
    let folder = folder(&[".env", "parts/.hidden.yaml", ".git/part.yaml", "parts/id_rsa", "parts/part.schema"]);
    for path in [".env", "parts/.hidden.yaml", ".git/part.yaml", "parts/id_rsa", "parts/part.schema"] {
        let path = folder.path().join("specs").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, PART).expect("a file");
    }
    let said = said_with(folder.path(), &[]);
    assert!(!said.contains("\"type\":\"input\""), "{said}");
    for path in [".env", "parts/.hidden.yaml", ".git/part.yaml"] {
        assert!(said.contains(&format!("`{path}` is hidden; it is not read")), "{said}");
    }
    for path in ["parts/id_rsa", "parts/part.schema"] {
        let message = format!("`{path}` does not end in `.yaml`, `.yml` or `.json`; it is not read");
        assert!(said.contains(&message), "{said}");
    }
    let allow = [".env", "parts", ".git/"];
    assert!(said_with(folder.path(), &allow).contains("nothing to report"), "{}", said_with(folder.path(), &allow));
}

#[test]
fn the_configuration_allows_files_too_and_each_of_them_has_to_be_needed() {
    let folder = folder(&["parts/part.schema"]);
    fs::write(folder.path().join("specs/parts/part.schema"), PART).expect("a file");
    let configure = |text: &str| fs::write(folder.path().join("specs/oaspress.toml"), text).expect("a file");
    configure("[files]\nallow = ['parts/part.schema']\n");
    assert!(said(folder.path(), None).contains("nothing to report"), "{}", said(folder.path(), None));
    configure("[files]\nallow = ['parts/part.schema', 'other.txt']\n");
    let said = said(folder.path(), None);
    assert!(said.contains("no reference leads to `other.txt`"), "{said}");
}

#[test]
fn the_library_reads_no_other_files_from_memory_either() {
    let files = [(".env".to_owned(), b"SECRET: 1\n".to_vec())].into();
    let in_memory = InMemory { document: "api.yaml".to_owned(), files, overlays: Vec::new() };
    let input = Input { name: "api.yaml".to_owned(), bytes: document(&[".env"]).into_bytes() };
    let outcome = generate_from(&input, &in_memory, &Config::default());
    assert_eq!(outcome.inputs, []);
    let mut config = Config::default();
    config.files.allow.push(".env".to_owned());
    assert_eq!(generate_from(&input, &in_memory, &config).inputs.len(), 1);
}

#[test]
fn nothing_of_a_file_is_shown_that_is_not_a_document() {
    const SECRET: &str = "hunter2";
    let texts = [
        ("parts/plain.yaml", format!("{SECRET}\n")),
        ("parts/env.yaml", format!("PASSWORD={SECRET}\nTOKEN={SECRET}\n")),
        ("parts/broken.yaml", format!("a: [{SECRET}, *{SECRET}\n\t{SECRET}: }}\n")),
        ("parts/alias.yaml", format!("a: *{SECRET}\n")),
        ("parts/tab.yaml", format!("a:\n\t{SECRET}: \"\\{SECRET}\"\n")),
        ("parts/broken.json", format!("{{\"a\": \"{SECRET}\"")),
        ("parts/bytes.json", format!("{{\"\u{7}{SECRET}\"}}")),
        ("parts/key.yaml", format!("-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----\n")),
    ];
    let references: Vec<&str> = texts.iter().map(|(path, _)| *path).collect();
    let folder = folder(&references);
    for (path, text) in &texts {
        fs::write(folder.path().join("specs").join(path), text).expect("a file");
    }
    let spec = SpecOptions { spec: folder.path().join("specs/api.yaml"), ..SpecOptions::default() };
    for format in [MessageFormat::Human, MessageFormat::Json] {
        let (mut messages, mut results) = (Vec::new(), Vec::new());
        let palette = Palette::default();
        command::lint(&spec, &mut Console { messages: &mut messages, results: &mut results, format, palette });
        let shown = String::from_utf8([messages, results].concat()).expect("text");
        assert!(!shown.contains(SECRET), "{shown}");
        let unreadable = shown.matches("cannot be read as JSON or YAML").count()
            + shown.matches("contains neither an object nor a list").count();
        assert_eq!(unreadable, texts.len(), "{shown}");
    }
}

#[test]
fn a_description_takes_no_text_from_a_secret() {
    let text = "openapi: 3.1.0\ninfo: { title: T, version: '1', description: { $ref: '.env' } }\n\
        servers: [{ url: 'https://x.example' }]\npaths: {}\n";
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("api.yaml"), text).expect("a file");
    fs::write(folder.path().join(".env"), "PASSWORD=hunter2\n").expect("a file");
    let files = oaspress::disk::files(&folder.path().join("api.yaml"), None).expect("a folder");
    let input = Input { name: "api.yaml".to_owned(), bytes: text.into() };
    let outcome = generate_from(&input, &*files, &Config::default());
    let tree = outcome.files.expect("a crate");
    assert!(tree.iter().all(|(_, text)| !text.contains("hunter2")));
    assert!(outcome.diagnostics.iter().any(|found| found.message == "`.env` is hidden; it is not read"));
}

#[cfg(unix)]
#[test]
fn links_and_pipes_do_not_lead_around_the_rule() {
    use std::os::unix::fs::symlink;

    let folder = folder(&["parts/link.yaml", "parts/pipe.yaml", "parts/device.yaml", "parts/out.yaml"]);
    let specs = folder.path().join("specs");
    fs::write(specs.join(".env"), PART).expect("a file");
    symlink("../.env", specs.join("parts/link.yaml")).expect("a link");
    symlink("/dev/zero", specs.join("parts/device.yaml")).expect("a link");
    symlink("../../common/there.yaml", specs.join("parts/out.yaml")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(specs.join("parts/pipe.yaml")).status();
    assert!(made.expect("mkfifo runs").success());
    let said = said(folder.path(), None);
    assert!(!said.contains("also read"), "{said}");
    assert!(said.contains("`parts/link.yaml` is hidden; it is not read"), "{said}");
    assert!(said.contains("`parts/pipe.yaml` cannot be read: it is not a regular file"), "{said}");
    for path in ["parts/device.yaml", "parts/out.yaml"] {
        let message = format!("`{path}` leads out of the root folder through a symbolic link; it is not read");
        assert!(said.contains(&message), "{said}");
    }
}
