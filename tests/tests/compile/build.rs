//! Compiles all fixtures at once, and reports the result of each.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::cargo::{Cargo, Run};
use crate::doctests;
use crate::workspace::{self, Crates, Others};

/// Fixtures whose documentation is built and whose examples are compiled and run: special cases and an ordinary one.
const DOCUMENTED: &[&str] = &[
    "basics",
    "deprecated",
    "docs",
    "empty",
    "first-page",
    "first-page-events",
    "hostile-docs",
    "media-types",
    "names",
    "oauth-flows",
    "pagination",
    "security",
    "server-missing",
    "server-path",
    "server-tenant",
    "several-documents",
    "streams",
    "webhooks",
];

/// The compiled crates of all fixtures.
#[derive(Debug)]
pub(crate) struct Build {
    cargo: Cargo,
    crates: Crates,
    checked: Run,
    tested: Run,
}

impl Build {
    /// Generates and compiles the crates of these fixtures.
    pub(crate) fn new(names: &[&str], others: Others) -> Result<Self, String> {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
        let crates = workspace::write(&root, names, others)
            .map_err(|error| format!("the scratch workspace cannot be written: {error}"))?;
        let cargo = Cargo::new(&root);
        let check = if cargo.has_clippy() { "clippy" } else { "check" };
        let mut arguments = vec![check, "--keep-going"];
        // A crate with tests is built for its tests, which also reports compiler warnings. If all fixtures are
        // compiled, which takes minutes, clippy checks only the crates without tests.
        let is_checked =
            |name: &str| others == Others::Kept || crates.without_behaviour.iter().any(|without| without == name);
        for name in crates.without_behaviour.iter().chain(&crates.with_behaviour).filter(|name| is_checked(name)) {
            arguments.extend(["--package", name]);
        }
        for feature in crates.extra.iter().filter(|feature| feature.split('/').next().is_some_and(is_checked)) {
            arguments.extend(["--features", feature]);
        }
        let checked = cargo.compile(&arguments)?;

        let mut test = vec!["build", "--keep-going", "--no-default-features", "--test", "behaviour"];
        for name in &crates.with_behaviour {
            test.extend(["--package", name]);
        }
        for group in crates.groups.iter().chain(&crates.extra) {
            if group.split('/').next().is_some_and(|name| crates.with_behaviour.iter().any(|with| with == name)) {
                test.extend(["--features", group]);
            }
        }
        let tested = if crates.with_behaviour.is_empty() { Run::default() } else { cargo.compile(&test)? };
        Ok(Self { cargo, crates, checked, tested })
    }

    /// Checks the crate of a fixture. Returns an error that lists the warnings and the failed tests.
    pub(crate) fn check(&self, name: &str) -> Result<(), String> {
        let mut wrong = Vec::new();
        for complaints in [&self.checked, &self.tested].iter().filter_map(|run| run.complaints.get(name)) {
            wrong.push(format!("the crate of the fixture `{name}` has warnings:\n\n{}", complaints.join("\n")));
        }
        if let Some(program) = self.tested.programs.get(name) {
            let output = Command::new(program)
                .env("RUST_BACKTRACE", "0")
                .output()
                .map_err(|error| format!("{} cannot be run: {error}", program.display()))?;
            if !output.status.success() {
                let said = String::from_utf8_lossy(&output.stdout);
                wrong.push(format!("the crate of the fixture `{name}` misbehaves:\n\n{said}"));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
    }

    /// Runs the program with several clients, and its tests.
    pub(crate) fn check_program(&self) -> Result<(), String> {
        self.cargo.succeed(&["run", "--quiet", "--package", workspace::PROGRAM])?;
        self.cargo.succeed(&["test", "--quiet", "--package", workspace::PROGRAM])
    }

    /// Compiles the crate of a fixture with each feature of a module, a group of operations or the webhooks, without the
    /// other ones, and with none of them. Returns an error with the warnings.
    pub(crate) fn check_each_feature(&self, name: &str) -> Result<(), String> {
        let prefix = format!("{name}/");
        let own = |feature: &&String| feature.starts_with(&prefix);
        let features = self.crates.groups.iter().filter(own).map(String::as_str);
        for feature in features.chain([""]) {
            let mut arguments = vec!["check", "--no-default-features", "--package", name, "--features", feature];
            for feature in self.crates.extra.iter().filter(own) {
                arguments.extend(["--features", feature]);
            }
            let run = self.cargo.compile(&arguments)?;
            if let Some(complaints) = run.complaints.get(name) {
                return Err(format!(
                    "`{name}` with only the feature `{feature}` has warnings:\n\n{}",
                    complaints.join("\n")
                ));
            }
        }
        Ok(())
    }

    /// Checks the documentation of the sample. Returns an error with the warnings of rustdoc.
    pub(crate) fn check_documentation(&self) -> Result<(), String> {
        let run = self.cargo.compile(&sample(&["doc", "--no-deps"]))?;
        match run.complaints.into_iter().next() {
            None => Ok(()),
            Some((name, complaints)) => {
                Err(format!("the documentation of the fixture `{name}` has warnings:\n\n{}", complaints.join("\n")))
            }
        }
    }

    /// Compiles and runs the examples in the documentation of the sample, without the transport that they do not need.
    /// A text of the document that runs would leave a file.
    pub(crate) fn check_documentation_examples(&self) -> Result<(), String> {
        self.cargo.succeed(&self.doctest(DOCUMENTED))?;
        let crates = DOCUMENTED.iter().map(|name| self.cargo.root().join("crates").join(name));
        let is_left = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().starts_with("injected");
        for folder in crates.chain([self.cargo.root().to_owned()]) {
            let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            if let Some(left) = entries.flatten().find(is_left) {
                return Err(format!("a text of the document was run and wrote {}", left.path().display()));
            }
        }
        Ok(())
    }

    /// Checks that the doctests that rustdoc finds in the crate of a fixture are the ones that the generator wrote.
    pub(crate) fn check_doctests(&self, name: &str) -> Result<(), String> {
        let source = self.cargo.root().join("crates").join(name).join("src");
        let expected = doctests::written(&source, &name.replace('-', "_"))?;
        let blocking = format!("{name}/blocking");
        let mut arguments = self.doctest(&[name]);
        arguments.extend(["--features", &blocking]);
        let found = doctests::found(&self.cargo.doctests(&arguments)?)?;
        if found == expected {
            return Ok(());
        }
        let foreign: Vec<_> = found.iter().filter(|test| !expected.contains(test)).collect();
        let lost: Vec<_> = expected.iter().filter(|test| !found.contains(test)).collect();
        Err(format!(
            "the doctests of `{name}` are not the generator's\nfrom the document: {foreign:#?}\nlost: {lost:#?}"
        ))
    }

    /// Returns the arguments of cargo to run the doctests of these fixtures, without the transport that they do not
    /// need.
    fn doctest<'a>(&'a self, names: &[&'a str]) -> Vec<&'a str> {
        let mut arguments = vec!["test", "--doc", "--no-fail-fast", "--no-default-features"];
        arguments.extend(names.iter().flat_map(|name| ["--package", name]));
        for group in self.crates.groups.iter().chain(&self.crates.extra) {
            if group.split('/').next().is_some_and(|name| names.contains(&name)) {
                arguments.extend(["--features", group]);
            }
        }
        arguments
    }
}

fn sample<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let packages = DOCUMENTED.iter().flat_map(|name| ["--package", name]);
    arguments.iter().copied().chain(packages).collect()
}
