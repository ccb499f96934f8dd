//! Runs the commands that the README and the book show, and compares what they print with the pages.
//!
//! `INSTA_UPDATE=always` writes the output into the pages.
#![cfg(unix)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A line that stands for any number of lines. In parentheses, it stands for the number of files.
const ELISION: &str = "…";

/// The files in the folder of each page: a name, and the page whose first block of YAML is the content.
const FILES: &[(&str, &str)] = &[("openapi.yaml", "quick-start.md"), ("fixes.overlay.yaml", "descriptions.md")];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn pages() -> Vec<PathBuf> {
    let book = root().join("generator/book/src");
    let mut pages: Vec<PathBuf> =
        fs::read_dir(book).expect("the book").map(|entry| entry.expect("a page").path()).collect();
    pages.extend(recipes());
    pages.sort();
    pages.push(root().join("README.md"));
    pages.retain(|page| page.extension().is_some_and(|end| end == "md"));
    pages
}

/// Returns the recipes: pages with a configuration and an overlay for a reduced description, `recipes/NAME.yaml`.
fn recipes() -> Vec<PathBuf> {
    let recipes = fs::read_dir(root().join("generator/book/src/recipes")).expect("the recipes");
    recipes.map(|entry| entry.expect("a page").path()).collect()
}

/// Writes the files that the commands of a page use into a folder.
fn write_files(page: &Path, folder: &Path) {
    for (name, source) in FILES {
        fs::write(folder.join(name), first_block(source, "yaml")).expect("a file");
    }
    let name = page.file_stem().and_then(|name| name.to_str()).expect("a name");
    if recipes().contains(&page.to_owned()) {
        let page = format!("recipes/{name}.md");
        fs::write(folder.join("oaspress.toml"), first_block(&page, "toml")).expect("a file");
        fs::write(folder.join("fixes.overlay.yaml"), first_block(&page, "yaml")).expect("a file");
        let document = format!("{name}.yaml");
        fs::copy(root().join("generator/book/recipes").join(&document), folder.join(document)).expect("a file");
    }
    if name == "documents" {
        fs::write(folder.join("oaspress.toml"), first_block("documents.md", "toml")).expect("a file");
        for document in ["billing.yaml", "checkout-service.openapi.yaml"] {
            let fixture = root().join("tests/fixtures/several-documents").join(document);
            fs::copy(fixture, folder.join(document)).expect("a file");
        }
    }
    if name == "traffic" {
        fs::write(folder.join("traffic.har"), first_block("traffic.md", "json")).expect("a file");
    }
}

/// Returns the content of the first block in a language.
fn first_block(page: &str, language: &str) -> String {
    let text = fs::read_to_string(root().join("generator/book/src").join(page)).expect("a page");
    let (_, rest) = text.split_once(&format!("```{language}\n")).expect("a block");
    rest.split("```").next().unwrap_or_default().to_owned()
}

/// A command of a page with the output that the page shows.
struct Shown {
    command: String,
    output: String,
}

/// Splits a block into its commands, each with its output.
fn commands(block: &str) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), shown.last_mut()) {
            (Some(command), _) => shown.push(Shown { command: command.to_owned(), output: String::new() }),
            (None, Some(last)) => last.output.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    shown
}

/// Returns true for a command that takes a toolchain or a network.
fn is_skipped(command: &str) -> bool {
    ["cargo ", "mdbook "].iter().any(|start| command.starts_with(start))
}

/// Runs a command and returns its output as a terminal shows it: `oaspress` writes its messages before its results.
fn run(command: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_oaspress")).parent().expect("a folder");
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(binary.to_owned()).chain(env::split_paths(&inherited));
    let path = env::join_paths(folders).expect("no folder contains the separator of folders");
    let mut shell = Command::new("sh");
    let shell = shell.args(["-c", command]).current_dir(folder).env("PATH", path).env("OASPRESS_CACHE", "");
    let output = shell.output().expect("a shell");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let output = text(&output.stderr) + &text(&output.stdout);
    output.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

/// Replaces the numbers of files in `(158 created)` and `(132 files)`, which change with every file of the runtime.
fn without_counts(text: &str) -> String {
    let parts = text.split_inclusive('(').map(|part| {
        let (count, rest) = part.split_at(part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let is_count = !count.is_empty() && (rest.starts_with(" created)") || rest.starts_with(" files)"));
        [if is_count { ELISION } else { count }, rest]
    });
    parts.flatten().collect()
}

/// Returns true if an output is what a page shows, which may leave out lines.
fn matches(output: &str, shown: &str) -> bool {
    let parts: Vec<&str> = shown.split(&format!("{ELISION}\n")).collect();
    let [first, middle @ .., last] = parts.as_slice() else { return output == shown };
    let Some(mut rest) = output.strip_prefix(first) else { return false };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// Runs the commands of a page. Returns the page as it should be, and the number of commands.
fn rewritten(text: &str, folder: &Path) -> (String, usize) {
    let (mut page, mut count) = (String::new(), 0);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("```console\n") {
        let (block, after) = after.split_once("```").expect("the block ends");
        page.extend([before, "```console\n"]);
        for Shown { command, output } in commands(block) {
            let real = if is_skipped(&command) { output.clone() } else { without_counts(&run(&command, folder)) };
            count += usize::from(!is_skipped(&command));
            let kept = if matches(&real, &output) { output } else { real };
            page.extend(["$ ", &command, "\n", &kept]);
        }
        page += "```";
        rest = after;
    }
    (page + rest, count)
}

#[test]
fn commands_print_what_the_pages_show() {
    let update = env::var("INSTA_UPDATE").is_ok_and(|value| value == "always");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for page in pages() {
        let folder = tempfile::tempdir().expect("a folder");
        write_files(&page, folder.path());
        let text = fs::read_to_string(&page).expect("a page");
        let (expected, commands) = rewritten(&text, folder.path());
        count += commands;
        if expected != text && update {
            fs::write(&page, &expected).expect("a page");
        } else if expected != text {
            let line = text.lines().zip(expected.lines()).find(|(shown, real)| shown != real);
            wrong.push(format!("{}: {line:?}", page.display()));
        }
    }
    assert!(count > 8, "only {count} commands");
    assert!(wrong.is_empty(), "INSTA_UPDATE=always corrects these pages:\n{}", wrong.join("\n"));
}

#[test]
fn an_elision_stands_for_any_lines() {
    assert_eq!(
        without_counts("wrote a (17 created, 2 changed)\nb/ (3 files)\n"),
        "wrote a (17 created, 2 changed)\nb/ (… files)\n"
    );
    assert_eq!(without_counts("wrote a (7 created)\n1 warning (a)\n"), "wrote a (… created)\n1 warning (a)\n");
    assert!(matches("a\nb\nc\n", "a\n…\nc\n") && matches("a\nb\n", "…\nb\n") && matches("a\n", "a\n"));
    assert!(!matches("a\nb\n", "a\n") && !matches("a\nb\n", "…\na\n") && !matches("a\nb\n", "b\n…\nb\n"));
}
