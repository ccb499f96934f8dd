//! The program: its arguments, exit codes, and output streams.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DOCUMENT: &str = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\nservers: [{ url: https://pets.example }]\n\
                        paths: {}\n";

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oaspress"));
    let command = command.current_dir(folder).args(arguments).env("OASPRESS_CACHE", "");
    let Output { status, stdout, stderr } = command.output().expect("it starts");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

#[test]
fn generate_writes_checks_and_fails_with_the_right_codes() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| run(folder.path(), arguments);
    fs::write(folder.path().join("api.yaml"), DOCUMENT).expect("a file");
    let (code, out, err) = run(&["generate", "api.yaml", "--out", "pets", "--crate-name", "pets"]);
    assert_eq!((code, out.lines().next()), (0, Some("created Cargo.toml")));
    assert!(err.starts_with("configuration: none (") && err.contains("\nwrote pets ("), "{err}");

    fs::write(folder.path().join("pets/README.md"), "mine\n").expect("a file");
    let (code, out, err) = run(&["generate", "api.yaml", "--out", "pets", "--crate-name", "pets", "--check"]);
    assert!((code, out.starts_with("--- README.md (current)\n")) == (1, true), "{code} {out}");
    let remedy = "  = help: run `oaspress generate api.yaml --out pets --crate-name pets --force`, which discards the edits of README.md\n";
    assert!(err.ends_with(remedy), "{err}");
    let (code, _, err) = run(&["generate", "api.yaml", "--out", "pets", "--crate-name", "pets"]);
    assert_eq!(
        (code, err.contains("\nerror: these files were edited since oaspress wrote them: README.md\n")),
        (1, true),
        "{err}"
    );

    fs::write(folder.path().join("api.yaml"), "openapi: 4.0.0\n").expect("a file");
    let (code, out, err) = run(&["generate", "api.yaml", "--out", "pets"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("\nerror[version]: ") && !err.contains('\u{1b}'), "{err}");
    assert_eq!(run(&["generate", "api.yaml"]).0, 2);
    assert_eq!(run(&["gnerate"]).0, 2);
}

#[test]
fn json_goes_to_standard_output() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("api.yaml"), "openapi: 4.0.0\n").expect("a file");
    let (code, out, err) = run(folder.path(), &["lint", "api.yaml", "--message-format", "json"]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!((code, lines[0]), (1, "{\"type\":\"configuration\",\"path\":null}"), "{out}");
    assert!(lines[1].starts_with("{\"type\":\"diagnostic\",\"code\":\"version\""), "{out}");
    assert_eq!(err, "1 error\n");
}

#[test]
fn explain_knows_every_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, out, _) = run(folder.path(), &["explain", "duplicate-key"]);
    assert!((code, out.starts_with("warning[duplicate-key] (invalid)\n")) == (0, true), "{out}");
    assert_eq!(run(folder.path(), &["explain", "nothing"]).0, 2);
}

#[test]
fn diff_compares_documents_from_files_and_standard_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| run(folder.path(), arguments);
    fs::write(folder.path().join("old.yaml"), DOCUMENT).expect("a file");
    let paths = "paths: { /pets: { get: { operationId: listPets, responses: { '204': { description: None } } } } }";
    fs::write(folder.path().join("new.yaml"), DOCUMENT.replace("paths: {}", paths)).expect("a file");
    let (code, out, err) = run(&["diff", "old.yaml", "new.yaml", "--fail-on", "major"]);
    assert!((code, out.starts_with("added[operation-added]: GET /pets is new\n")) == (0, true), "{out}{err}");
    let (code, out, _) = run(&["diff", "new.yaml", "old.yaml", "--fail-on", "wire", "--format", "json"]);
    assert!((code, out.starts_with("{\"type\":\"change\",\"rule\":\"operation-removed\"")) == (1, true), "{out}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_oaspress"));
    let old = fs::File::open(folder.path().join("old.yaml")).expect("a file");
    let output =
        command.current_dir(folder.path()).args(["diff", "-", "new.yaml"]).stdin(old).output().expect("it starts");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("added[operation-added]: GET /pets is new\n"));
    assert!(
        run(&["explain", "operation-removed"]).1.starts_with("change[operation-removed] (wire: breaks in requests,")
    );
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, help, _) = run(folder.path(), &["--help"]);
    let (_, listed) = help.split_once("Commands:\n").expect("a list of commands");
    let (listed, _) = listed.split_once("\n\n").expect("an end of the list");
    let commands: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.contains(&"generate") && commands.contains(&"init"), "{help}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, out, err) = run(folder.path(), &["completions", shell]);
        assert_eq!((code, err.as_str()), (0, ""), "{shell}");
        assert!(commands.iter().all(|command| out.contains(command)), "{shell}: {out}");
    }
    let (code, out, err) = run(folder.path(), &["man"]);
    assert_eq!((code, err.as_str()), (0, ""));
    // A hyphen is escaped in the language of manual pages.
    let out = out.replace("\\-", "-");
    assert!(out.starts_with(".ie") && commands.iter().all(|command| out.contains(command)), "{out}");
}

#[test]
fn a_release_requires_a_version_for_later_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| run(folder.path(), arguments);
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("api.yaml", DOCUMENT);
    write("oaspress.toml", "[crate]\nname = 'pets'\nversion = '1.0.0'\nruntime = 'crate'\n");
    assert_eq!(run(&["generate", "api.yaml", "--out", "pets"]).0, 0);
    let (code, _, err) = run(&["release", "api.yaml", "--out", "pets"]);
    let recorded =
        format!("recorded the release of 1.0.0 in {}\n", Path::new("pets").join("api.released.txt").display());
    assert!(code == 0 && err.ends_with(&recorded), "{err}");
    let paths = "paths: { /pets: { get: { operationId: listPets, responses: { '204': { description: None } } } } }";
    write("api.yaml", &DOCUMENT.replace("paths: {}", paths));
    let (code, _, err) = run(&["release", "api.yaml", "--out", "pets"]);
    assert!(code == 1 && err.ends_with("  = help: run `oaspress generate api.yaml --out pets`\n"), "{err}");
    assert_eq!(run(&["generate", "api.yaml", "--out", "pets"]).0, 0);
    let (code, _, err) = run(&["generate", "api.yaml", "--out", "pets", "--check"]);
    let help = "  = help: write `version = \"1.1.0\"` under `[crate]` in the configuration, or run `oaspress generate api.yaml --out pets --bump`\n";
    assert!(code == 1 && err.ends_with(help), "{err}");
    let (code, _, err) = run(&["generate", "api.yaml", "--out", "pets", "--bump"]);
    assert!(code == 0 && err.ends_with("raised `[crate] version` in oaspress.toml from 1.0.0 to 1.1.0\n"), "{err}");
    assert_eq!(run(&["generate", "api.yaml", "--out", "pets", "--check"]).0, 0);
    assert_eq!(run(&["generate", "api.yaml", "--out", "pets", "--check", "--bump"]).0, 2);
    write("oaspress.toml", "[crate]\nname = 'zoo'\nversion = '1.1.0'\nruntime = 'crate'\n");
    let (code, _, err) = run(&["generate", "api.yaml", "--out", "pets"]);
    assert!(code == 1 && err.contains("contains the crate `pets`, which would be replaced by `zoo`\n"), "{err}");
}

#[test]
fn a_file_that_does_not_exist_has_a_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("openapi.yaml"), DOCUMENT).expect("a file");
    let remedy = |path: &str| {
        let (code, _, err) = run(folder.path(), &["lint", path]);
        (code, err.split_once("help: ").map(|(_, help)| help.trim_end().to_owned()))
    };
    assert_eq!(remedy("opneapi.yaml"), (1, Some("did you mean `openapi.yaml`?".to_owned())));
    let pipe = "oaspress does not use the network: download the file, or pipe a document and write `-` in its place, as in `curl -fsSL https://pets.example/api.yaml | oaspress lint -`";
    assert_eq!(remedy("https://pets.example/api.yaml"), (1, Some(pipe.to_owned())));
    assert_eq!(remedy("file:///pets/api.yaml"), (1, Some("write the path, `/pets/api.yaml`".to_owned())));
    assert_eq!(remedy("another"), (1, None));
}

#[test]
fn a_folder_in_place_of_a_document_has_a_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let specs = folder.path().join("specs");
    fs::create_dir(&specs).expect("a folder");
    let remedy = || {
        let (code, _, err) = run(folder.path(), &["generate", "specs", "--out", "pets"]);
        (code, err.split_once("help: ").map(|(_, help)| help.trim_end().replace('\\', "/")))
    };
    let nothing = "name a file; the folder has no file that ends in `.yaml`, `.yml` or `.json`";
    assert_eq!(remedy(), (1, Some(nothing.to_owned())));
    fs::write(specs.join("openapi.yaml"), DOCUMENT).expect("a file");
    fs::write(specs.join("notes.txt"), "notes").expect("a file");
    assert_eq!(remedy(), (1, Some("name the file in it, `specs/openapi.yaml`".to_owned())));
    fs::write(specs.join("common.yaml"), DOCUMENT).expect("a file");
    assert_eq!(remedy(), (1, Some("name one of its 2 documents, such as `specs/openapi.yaml`".to_owned())));
}

#[test]
fn a_dry_run_lists_the_files_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| run(folder.path(), arguments);
    fs::write(folder.path().join("api.yaml"), DOCUMENT).expect("a file");
    let dry = ["generate", "api.yaml", "--out", "pets", "--dry-run"];
    let (code, out, err) = run(&dry);
    assert_eq!((code, out.lines().next()), (0, Some("create Cargo.toml")), "{err}");
    assert!(err.contains("\ndry run: would write pets (create "), "{err}");
    assert!(!folder.path().join("pets").exists(), "nothing is written");

    assert_eq!(run(&["generate", "api.yaml", "--out", "pets"]).0, 0);
    assert!(run(&dry).2.contains("pets is up to date ("), "nothing would change");
    fs::write(folder.path().join("api.yaml"), DOCUMENT.replace("Pets", "Dogs")).expect("a file");
    let (code, out, _) = run(&["generate", "api.yaml", "--out", "pets", "--dry-run", "--message-format", "json"]);
    assert_eq!(code, 1, "the folder contains a crate of another name: {out}");
    let (code, out, _) = run(&[&dry[..], &["--crate-name", "pets", "--message-format", "json"]].concat());
    assert!(out.contains(r#"{"type":"file","change":"change","path":"README.md"}"#), "{out}");
    assert!((code, out.contains(r#""planned":{"created":0,"changed":"#)) == (0, true), "{out}");

    fs::write(folder.path().join("pets/README.md"), "mine\n").expect("a file");
    let (code, _, err) = run(&[&dry[..], &["--crate-name", "pets"]].concat());
    assert!((code, err.contains("these files were edited")) == (1, true), "{err}");
    assert_eq!(run(&[&dry[..], &["--check"]].concat()).0, 2);
}

/// Waits until a condition holds; the program looks at the files four times a second.
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..300 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("it takes too long until {what}");
}

#[test]
fn watch_generates_again_when_a_file_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let document = DOCUMENT.replace("paths: {}", "paths: { /pets: { $ref: pets.yaml } }");
    fs::write(path("api.yaml"), document).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_oaspress"));
    command
        .args(["generate", "api.yaml", "--out", "pets", "--watch"])
        .current_dir(folder.path())
        .env("OASPRESS_CACHE", "");
    let log = fs::File::create(path("log")).expect("a file");
    let mut child = command.stdout(log.try_clone().expect("a file")).stderr(log).spawn().expect("it starts");
    let has = |name: &str, text: &str| fs::read_to_string(path(name)).is_ok_and(|found| found.contains(text));

    wait_until("the missing file is watched", || has("log", "watching "));
    let item = "get: { operationId: listPets, responses: { '204': { description: None } } }\n";
    fs::write(path("pets.yaml"), item).expect("a file");
    wait_until("the crate has the operation", || has("pets/api.txt", "ListPets"));
    fs::write(path("oaspress.toml"), "[crate]\nversion = \"0.7.0\"\n").expect("a file");
    wait_until("the crate has the version", || has("pets/Cargo.toml", "0.7.0"));
    wait_until("the change is reported", || has("log", "changed: oaspress.toml\n"));
    child.kill().and_then(|()| child.wait()).expect("it ends");
    assert_eq!(run(folder.path(), &["generate", "-", "--out", "pets", "--watch"]).0, 2);
}

#[test]
fn runs_are_remembered_in_the_folder_of_the_environment() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("api.yaml"), DOCUMENT).expect("a file");
    let run = |variables: &[(&str, &Path)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oaspress"));
        let command = command.current_dir(folder.path()).args(["generate", "api.yaml", "--out", "pets"]);
        for name in ["OASPRESS_CACHE", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"] {
            command.env_remove(name);
        }
        let output = command.envs(variables.iter().copied()).output().expect("it starts");
        assert!(output.status.success());
        String::from_utf8(output.stderr).expect("text")
    };
    let count = |name: &str| fs::read_dir(folder.path().join(name)).map_or(0, Iterator::count);
    let own = folder.path().join("own");
    run(&[("OASPRESS_CACHE", &own)]);
    assert_eq!(count("own"), 1);
    let second = run(&[("OASPRESS_CACHE", &own)]);
    assert!(second.contains("\npets is up to date ("), "{second}");
    assert_eq!(run(&[]), second, "no folder");
    assert_eq!(run(&[("OASPRESS_CACHE", Path::new("")), ("HOME", folder.path())]), second);
    assert!(!folder.path().join(".cache").exists());
    if cfg!(target_os = "linux") {
        assert_eq!(run(&[("HOME", folder.path())]), second);
        assert_eq!(count(".cache/oaspress"), 1);
        assert_eq!(run(&[("XDG_CACHE_HOME", &own), ("HOME", folder.path())]), second);
        assert_eq!(count("own/oaspress"), 1);
    }
}
