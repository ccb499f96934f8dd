//! Packs what is published, unpacks it outside of this repository, and uses it there as a user would: builds the command, generates
//! crates with both forms of the runtime, and compiles them and `kirim`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use crate::generate::SPEC;
use crate::shell::{cargo, output, root, run, scratch_target};

/// The packages in the order in which they are published.
pub(crate) const PACKAGES: [&str; 3] = ["oaspress-runtime", "oaspress", "kirim"];

/// The fields that a registry shows. `repository` is not among them until the project has an address.
const METADATA: [&str; 7] = ["description", "readme", "license", "rust_version", "keywords", "categories", "metadata"];

/// The folder of the archives.
const TARGET: &str = "target/packages";

/// Packs, unpacks and uses the packages.
///
/// # Errors
/// If a package cannot be packed, lacks metadata, or does not do outside of the repository what it does here.
pub(crate) fn package() -> Result<()> {
    let outside = Outside::packed(&PACKAGES)?;
    for name in ["oaspress-runtime", "oaspress"] {
        check_metadata(&outside.package(name)?)?;
    }
    let command = outside.build_command()?;
    outside.generate(&command, "vendored")?;
    outside.compare_copy()?;
    outside.generate(&command, "crate")?;
    for folder in [outside.folder.join("vendored"), outside.folder.join("crate"), outside.package("kirim")?] {
        // The versions of dependencies are those of this repository.
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let mut check = outside.cargo(&["check", "--all-targets", "--all-features"])?;
        // As the other scratch workspaces, which share what is compiled.
        check.envs([("CARGO_PROFILE_DEV_DEBUG", "false"), ("CARGO_INCREMENTAL", "0")]);
        run(check.arg("--target-dir").arg(scratch_target()).current_dir(&folder))?;
    }
    println!("{} are complete: they were packed, built and used outside of the repository.", PACKAGES.join(", "));
    Ok(())
}

/// A folder outside of the repository, which is removed at the end.
pub(crate) struct Outside {
    folder: PathBuf,
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Outside {
    /// Packs packages and unpacks them in a folder outside of the repository.
    ///
    /// # Errors
    /// If a package cannot be packed.
    pub(crate) fn packed(names: &[&str]) -> Result<Self> {
        let outside = Self::new()?;
        let mut pack = cargo(&["package", "--no-verify", "--allow-dirty", "--target-dir", TARGET]);
        run(pack.args(names.iter().flat_map(|name| ["-p", name])))?;
        for name in names {
            outside.unpack(name)?;
        }
        Ok(outside)
    }

    fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("oaspress-packages-{}", std::process::id()));
        ensure!(!folder.starts_with(root()), "the folder for temporary files is in the repository");
        fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
        Ok(Self { folder })
    }

    /// Unpacks a package. The first folder of the archive has its version in its name.
    fn unpack(&self, name: &str) -> Result<()> {
        let archive = entry(&root().join(TARGET).join("package"), name, ".crate")?;
        run(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(&self.folder))
    }

    /// Returns the folder of an unpacked package.
    ///
    /// # Errors
    /// If it was not packed.
    pub(crate) fn package(&self, name: &str) -> Result<PathBuf> {
        entry(&self.folder, name, "")
    }

    /// A cargo that takes the unpacked runtime for the published one.
    ///
    /// # Errors
    /// If the runtime was not packed.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Result<Command> {
        let runtime = self.package("oaspress-runtime")?;
        let patch = format!("patch.crates-io.oaspress-runtime.path = '{}'", runtime.display());
        let mut command = cargo(arguments);
        command.args(["--config", &patch]);
        Ok(command)
    }

    /// Builds the command and returns its path.
    fn build_command(&self) -> Result<PathBuf> {
        let package = self.package("oaspress")?;
        // With the profile of this repository, so that dependencies are not compiled again.
        let mut build = self.cargo(&["build", "--features", "cli", "--bin", "oaspress"])?;
        build.args([
            "--config",
            "profile.dev.debug = 'line-tables-only'",
            "--config",
            "profile.dev.package.'*'.debug = false",
        ]);
        let target = root().join("target");
        run(build.arg("--target-dir").arg(&target).current_dir(package))?;
        // Another build would replace the program.
        let name = format!("oaspress{}", std::env::consts::EXE_SUFFIX);
        let program = self.folder.join(&name);
        fs::copy(target.join("debug").join(&name), &program).with_context(|| format!("{}", program.display()))?;
        Ok(program)
    }

    /// Generates a crate of the flagship's document, with its configuration but for the runtime.
    fn generate(&self, command: &Path, runtime: &str) -> Result<()> {
        let configuration = self.folder.join("oaspress.toml");
        fs::write(&configuration, format!("[crate]\nname = \"{runtime}-client\"\nruntime = \"{runtime}\"\n"))?;
        let spec = self.folder.join("contacts.yaml");
        fs::copy(root().join(SPEC), &spec)?;
        let mut generate = Command::new(command);
        generate.arg("generate").arg(&spec).arg("--config").arg(&configuration).arg("--out").arg(runtime);
        run(generate.current_dir(&self.folder))
    }

    /// Compares the copy in the generated crate with the published runtime, except for the root and the pages of its folders,
    /// which declare only the modules that the crate needs.
    fn compare_copy(&self) -> Result<()> {
        let (copy, published) =
            (self.folder.join("vendored/src/runtime"), self.package("oaspress-runtime")?.join("src"));
        let mut files = 0;
        for entry in fs::read_dir(&copy).with_context(|| format!("{}", copy.display()))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                files += compare_folder(&entry.path(), &published.join(entry.file_name()))?;
            }
        }
        ensure!(files > 50, "the generated crate has {files} files of the runtime");
        Ok(())
    }
}

/// Compares the files of a folder with those of the published runtime, and returns their number.
fn compare_folder(copy: &Path, published: &Path) -> Result<usize> {
    let mut files = 0;
    for entry in fs::read_dir(copy).with_context(|| format!("{}", copy.display()))? {
        let entry = entry?;
        let (copy, published) = (entry.path(), published.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            files += compare_folder(&copy, &published)?;
        } else if fs::read(&copy)? == fs::read(&published)? {
            files += 1;
        } else {
            bail!("{} differs from the published runtime", copy.display());
        }
    }
    Ok(files)
}

/// Finds `NAME-VERSION` with this ending. An older archive of another version is not meant.
fn entry(folder: &Path, name: &str, ending: &str) -> Result<PathBuf> {
    let manifest = output(&mut cargo(&["pkgid", "-p", name]))?;
    let version = manifest.trim().rsplit(['#', '@']).next().unwrap_or_default();
    let path = folder.join(format!("{name}-{version}{ending}"));
    ensure!(path.exists(), "{} is missing", path.display());
    Ok(path)
}

/// Reads the manifest of an unpacked package.
fn check_metadata(folder: &Path) -> Result<()> {
    let mut metadata = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let text = output(metadata.current_dir(folder))?;
    let value: Value = serde_json::from_str(&text)?;
    let package = value.pointer("/packages/0").context("cargo lists no package")?;
    for field in METADATA {
        let is_empty = match package.get(field) {
            Some(Value::Array(values)) => values.is_empty(),
            Some(value) => value.is_null(),
            None => true,
        };
        ensure!(!is_empty, "{} has no `{field}`", folder.display());
    }
    let readme = package.get("readme").and_then(Value::as_str).unwrap_or_default();
    for file in [readme, "LICENSE-MIT", "LICENSE-APACHE"] {
        ensure!(folder.join(file).is_file(), "{} has no {file}", folder.display());
    }
    let documented = package.pointer("/metadata/docs/rs/all-features");
    ensure!(documented == Some(&Value::Bool(true)), "{}: docs.rs does not get all features", folder.display());
    Ok(())
}
