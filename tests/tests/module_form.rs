//! Compiles and runs a client that is a module of another crate, both as a folder in its source and from its build script, as the
//! book shows it.

mod scratch;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

use oaspress::command::{self, Console, Exit, GenerateOptions, MessageFormat, Mode, SpecOptions};
use oaspress::render::Palette;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the blocks of code of a page in a language.
fn blocks(page: &str, info: &str) -> Vec<String> {
    let path = repository().join("generator/book/src").join(page);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let fence = format!("```{info}\n");
    text.split(&fence).skip(1).filter_map(|rest| Some(rest.split_once("```")?.0.to_owned())).collect()
}

/// Runs the command for the module in `src/api`, and returns its outcome and its messages.
fn generate(root: &Path, mode: Mode) -> (Exit, String) {
    let options = GenerateOptions {
        spec: SpecOptions { spec: root.join("openapi.yaml"), ..SpecOptions::default() },
        out: root.join("src/api"),
        is_module: true,
        mode,
        ..GenerateOptions::default()
    };
    let (mut messages, mut results) = (Vec::new(), Vec::new());
    let mut console = Console {
        messages: &mut messages,
        results: &mut results,
        format: MessageFormat::Human,
        palette: Palette::default(),
    };
    let report = command::generate(&options, &mut console);
    (report.exit, String::from_utf8_lossy(&messages).into_owned())
}

/// The end of the library: the module from the build script, and a test of both.
const TEST: &str = r##"
#[cfg(test)]
mod tests {
    use oaspress_runtime::testing::{FakeResponse, Fake, wait_for};

    #[test]
    fn the_module_sends_calls() {
        let answer = r#"{ "items": [{ "id": 1, "title": "Notes", "author": "Ada" }] }"#;
        let fake = Fake::new().on::<crate::api::operations::ListBooks>(FakeResponse::bytes(200, "application/json", answer));
        let client = crate::api::Client::builder().token("secret").transport(fake).build().expect("a client");
        assert_eq!(wait_for(crate::titles(&client)).expect("a response"), ["Notes"]);
    }

    #[test]
    fn the_build_script_writes_the_same_module() {
        let client = crate::built::api::Client::new("secret");
        assert_eq!(crate::built::api::BASE_URL, crate::api::BASE_URL);
        drop(client.books().list());
    }
}
"##;

/// Writes the crate that contains the module. Its lints are stricter than those of most users.
fn write(root: &Path, dependencies: &str) -> io::Result<()> {
    let rust = blocks("module.md", "rust,ignore");
    let [program, build_script, include] = rust.as_slice() else { panic!("three examples: {rust:?}") };
    let runtime = repository().join("generator/runtime");
    let of_repository = dependencies.replacen("version = \"0.1.0\"", &format!("path = '{}'", runtime.display()), 1);
    assert_ne!(of_repository, dependencies, "the runtime has a version");
    let manifest = format!(
        "[package]\nname = \"module-form\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{of_repository}\n\
         [dev-dependencies]\noaspress-runtime = {{ path = '{}', features = [\"testing\"] }}\n\n\
         [build-dependencies]\noaspress = {{ path = '{}' }}\n\n\
         [lints.rust]\nwarnings = \"deny\"\nunreachable_pub = \"deny\"\n\n[workspace]\n{}",
        runtime.display(),
        repository().join("generator").display(),
        scratch::PROFILE
    );
    let library = format!("//! A program.\n\n{program}\npub mod built {{\n    {include}}}\n{TEST}");
    fs::write(root.join("Cargo.toml"), manifest)?;
    fs::write(root.join("build.rs"), build_script)?;
    fs::write(root.join("src/lib.rs"), library)?;
    fs::copy(repository().join("Cargo.lock"), root.join("Cargo.lock")).map(drop)
}

/// Returns the dependencies that `mod.rs` lists.
fn listed(module: &str) -> String {
    let lines = module.lines().skip_while(|line| *line != "//! ```toml").skip(1).take_while(|line| *line != "//! ```");
    lines.flat_map(|line| [line.trim_start_matches("//! "), "\n"]).collect()
}

#[test]
fn the_module_and_the_build_script_of_the_book_compile() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("module-form");
    let _ = fs::remove_dir_all(root.join("src"));
    fs::create_dir_all(root.join("src")).expect("a folder");
    fs::write(root.join("openapi.yaml"), &blocks("quick-start.md", "yaml")[0]).expect("a document");
    let (exit, messages) = generate(&root, Mode::Write);
    assert_eq!(exit, Exit::Done, "{messages}");
    assert!(messages.contains("and `#[rustfmt::skip] mod api;` to the module around it"), "{messages}");
    let (exit, messages) = generate(&root, Mode::Check);
    assert_eq!(exit, Exit::Done, "{messages}");
    let module = fs::read_to_string(root.join("src/api/mod.rs")).expect("a module");
    let dependencies = listed(&module);
    assert_eq!(dependencies, blocks("module.md", "toml")[0], "the dependencies in the book");
    write(&root, &dependencies).expect("a crate");
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["test", "--offline", "--lib", "--target-dir"]).arg(scratch::target());
    let output = command.current_dir(&root).stdin(Stdio::null()).output().expect("cargo runs");
    let text = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&text));
}
