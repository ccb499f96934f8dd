//! The first configuration of a document.

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use oaspress::Input;
use oaspress::command::{self, Exit, InitOptions, MessageFormat, SpecOptions};
use oaspress::config::{self, Config};
use oaspress::diag::Diagnostics;
use oaspress::init::init;
use oaspress::input::InMemory;

use crate::said::{all_said, said};

fn input(path: &Path) -> Input {
    Input { name: path.display().to_string(), bytes: fs::read(path).expect("a document") }
}

/// Returns the first configuration of a document, unless the document has errors.
fn configured(path: &Path) -> Option<String> {
    let (understood, _) = oaspress::understand(&input(path), &InMemory::default(), &Config::default());
    understood.map(|understood| init(&understood, "openapi.yaml"))
}

#[test]
fn it_shows_what_the_document_suggests() {
    let text = configured(Path::new("../spec/contacts.yaml")).expect("no errors");
    assert_snapshot!(text, @r##"
    # The configuration of oaspress for openapi.yaml. Every key is optional.
    # A key that is a comment here shows the value that applies without it, or an example.

    [crate]
    name = "kirim-public-api"
    version = "0.1.0"
    # description = "Client of the Kirim Public API"
    # license = "MIT OR Apache-2.0"
    # repository = "https://example.org/repository"
    # Depend on the runtime as a crate, which several clients can share; without this key, the folder contains a copy:
    # runtime = "crate"

    [client]
    # base-url = "https://api.kirim.chat/v1"
    # The environment variable that overrides the base URL:
    # base-url-environment = "KIRIM_PUBLIC_API_BASE_URL"

    # The environment variables that `Client::from_env` reads:
    [security.bearerAuth]
    environment = "KIRIM_PUBLIC_API_TOKEN"

    # One operation looks paginated. Uncomment its table to change how, or write `pagination = false`:
    # [operations.listContacts]
    # pagination = { cursor = "cursor", next = "next_cursor", items = "data", more = "has_more" }

    # The parts of the error body, for `ApiError::code` and the like:
    [error]
    code = "error.code"
    message = "error.message"
    kind = "error.type"
    param = "error.param"
    request-id = "error.request_id"

    # Properties for which the server does not do what the document declares:
    # [presence]
    # nullable = ["Pet.owner"]
    # optional = ["Pet.tag"]

    # Names of types, by the JSON pointer of the schema:
    # [names]
    # "#/components/schemas/Pet" = "Animal"

    # Parts of the document to generate, or to leave out:
    # [include]
    # tags = ["pets"]
    "##);
}

#[test]
fn it_applies_to_its_document_without_errors() {
    let folders = fs::read_dir("../tests/fixtures").expect("the fixtures").flatten().map(|entry| entry.path());
    let documents = folders.map(|folder| folder.join("openapi.yaml")).filter(|path| path.is_file());
    let mut count = 0;
    for path in documents.collect::<Vec<PathBuf>>() {
        let Some(text) = configured(&path) else { continue };
        let mut found = Diagnostics::new();
        let config = config::parse(&text, &mut found);
        assert!(found.into_vec().is_empty(), "{}: {text}", path.display());
        let (understood, found) = oaspress::understand(&input(&path), &InMemory::default(), &config);
        assert!(understood.is_some(), "{}: {:?}", path.display(), found.diagnostics);
        // The comments are valid as well, once they are uncommented: a key per line.
        let all = uncommented(&text);
        let mut found = Diagnostics::new();
        let _ = config::parse(&all, &mut found);
        assert!(found.into_vec().is_empty(), "{}: {all}", path.display());
        count += 1;
    }
    assert!(count > 100, "{count} documents");
}

/// Returns the configuration with its commented tables and keys.
fn uncommented(text: &str) -> String {
    let is_toml = |line: &str| line.starts_with('[') || line.contains(" = ");
    let lines = text.lines().filter_map(|line| match line.strip_prefix("# ") {
        Some(rest) if is_toml(rest) && !rest.ends_with(':') => Some(rest),
        Some(_) => None,
        None => Some(line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn it_is_written_beside_the_document_and_replaces_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = SpecOptions { spec: folder.path().join("api.yaml"), ..SpecOptions::default() };
    let document = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\n";
    fs::write(&spec.spec, document).expect("a file");
    let options = InitOptions { spec, out: None };
    let run = || said(folder.path(), MessageFormat::Human, |console| command::init(&options, console));
    let (report, text) = run();
    assert_eq!(report.exit, Exit::Done);
    assert!(text.ends_with("next: edit it, then `oaspress generate …/api.yaml --out FOLDER`\n"), "{text}");
    let written = fs::read_to_string(folder.path().join("oaspress.toml")).expect("the configuration");
    assert!(written.contains("[crate]\nname = \"pets\"\n"), "{written}");

    let (report, text) = run();
    assert_eq!(report.exit, Exit::Usage);
    assert!(text.contains("error: …/oaspress.toml exists already\n"), "{text}");
    assert_eq!(fs::read_to_string(folder.path().join("oaspress.toml")).expect("the configuration"), written);
}

/// A configuration that exists is about another purpose, and would decide what the first one contains.
#[test]
fn an_existing_configuration_is_used_only_if_it_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name);
    let document = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\n";
    fs::write(file("api.yaml"), document).expect("a file");
    fs::write(file("oaspress.toml"), "[crate]\nname = \"zoo\"\n").expect("a file");
    let init = |config: Option<PathBuf>, out: &str| {
        let spec = SpecOptions { spec: file("api.yaml"), config, ..SpecOptions::default() };
        let options = InitOptions { spec, out: Some(file(out)) };
        let (report, text) = all_said(folder.path(), MessageFormat::Human, |console| command::init(&options, console));
        assert_eq!(report.exit, Exit::Done, "{text}");
        (text, fs::read_to_string(file(out)).expect("the configuration"))
    };
    let (text, written) = init(None, "new.toml");
    let ignored = "configuration: none (…/oaspress.toml is not used; `--config …/oaspress.toml` uses it)\n";
    assert!(text.contains(ignored) && written.contains("name = \"pets\"\n"), "{text}{written}");
    let (text, written) = init(Some(file("oaspress.toml")), "other.toml");
    assert!(text.contains("configuration: …/oaspress.toml\n") && written.contains("name = \"zoo\"\n"), "{text}");
}
