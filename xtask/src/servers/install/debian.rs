//! Unpacks packages of the system's Debian release into a folder. `apt` uses a separate state, so that no password is
//! required and the system is not changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use super::super::known::Server;
use super::{Availability, Installed, exists};
use crate::shell;

/// How long the package lists are used before they are fetched again.
const FRESH: Duration = Duration::from_secs(24 * 60 * 60);

/// A package that is not installed on the system.
#[derive(Debug, PartialEq, Eq)]
struct Package {
    name: String,
    version: String,
}

pub(super) fn availability(server: &Server, packages: &[&str]) -> Result<Availability> {
    if !exists("apt-get") || !exists("dpkg-deb") {
        let reason = format!("{} is installed from Debian packages, and this machine has no `apt-get`", server.title);
        return Ok(Availability::Missing(reason));
    }
    if let Err(error) = update() {
        return Ok(Availability::Missing(format!("Debian's registry cannot be reached: {error:#}")));
    }
    let first = packages.first().context("a server without packages")?;
    let output = text(apt("apt-cache")?.args(["show", "--no-all-versions", first]));
    let Some(version) = output.ok().and_then(|shown| field(&shown, "Version")) else {
        return Ok(Availability::Missing(format!("no package of this system's release is called `{first}`")));
    };
    if upstream(&version).starts_with(server.version) {
        return Ok(Availability::Installable);
    }
    Ok(Availability::OtherVersion(format!(
        "the driver is written for {} {}, and this system's release has {version}",
        server.title, server.version
    )))
}

pub(super) fn install(packages: &[&str]) -> Result<Installed> {
    let root = root()?;
    let prefix = root.join("system");
    let plan =
        text(apt("apt-get")?.args(["--simulate", "--yes", "--no-install-recommends", "install"]).args(packages))?;
    let archives = root.join("archives");
    for folder in [&prefix, &archives] {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    for Package { name, version } in planned(&plan) {
        let stamp = archives.join(format!("{name}.unpacked"));
        if fs::read_to_string(&stamp).is_ok_and(|unpacked| unpacked == version) {
            continue;
        }
        println!("unpacking {name} {version}");
        unpack(&format!("{name}={version}"), &archives, &prefix)?;
        fs::write(&stamp, version).with_context(|| format!("cannot write {}", stamp.display()))?;
    }
    let programs = ["usr/sbin", "usr/bin", "sbin", "bin"].map(|folder| prefix.join(folder));
    // `pdns_server` is in a folder that is only in the `PATH` of root.
    let programs = programs.into_iter().chain([PathBuf::from("/usr/sbin")]).filter(|path| path.is_dir()).collect();
    Ok(Installed { programs, libraries: libraries(&prefix)?, prefix: Some(prefix) })
}

/// Unpacks the newest version of a package without its dependencies, and returns the folder.
pub(super) fn unpack_newest(name: &str) -> Result<PathBuf> {
    let root = root()?;
    let folder = root.join("packages").join(name);
    unpack(name, &root.join("archives"), &folder)?;
    Ok(folder)
}

/// Downloads a package, `NAME` or `NAME=VERSION`, and unpacks it into `prefix`.
fn unpack(package: &str, archives: &Path, prefix: &Path) -> Result<()> {
    let folder = archives.join(package);
    let _ = fs::remove_dir_all(&folder);
    for folder in [folder.as_path(), prefix] {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    text(apt("apt-get")?.arg("download").arg(package).current_dir(&folder))?;
    let archive = fs::read_dir(&folder)?.next().context("`apt-get download` wrote no file")??.path();
    text(Command::new("dpkg-deb").arg("--extract").arg(archive).arg(prefix))?;
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))
}

/// Returns the folders with shared libraries.
fn libraries(prefix: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for parent in ["usr/lib", "lib"].map(|folder| prefix.join(folder)).iter().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(parent)? {
            let path = entry?.path();
            if path.is_dir() && path.to_string_lossy().contains("-linux-gnu") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Returns the folder of all unpacked packages.
fn root() -> Result<PathBuf> {
    let root = shell::root().join("target/servers/debian");
    fs::create_dir_all(&root).with_context(|| format!("cannot create {}", root.display()))?;
    Ok(root)
}

/// Returns a command of `apt` that stores its lists in our folder and treats the packages of the system as installed.
fn apt(program: &str) -> Result<Command> {
    let root = root()?;
    for folder in ["state/lists/partial", "cache/archives/partial"] {
        fs::create_dir_all(root.join(folder)).with_context(|| format!("cannot create {folder}"))?;
    }
    let mut command = Command::new(program);
    command.arg("-o").arg(format!("Dir::State={}", root.join("state").display()));
    command.args(["-o", "Dir::State::status=/var/lib/dpkg/status"]);
    command.arg("-o").arg(format!("Dir::Cache={}", root.join("cache").display()));
    // The user `_apt` has no write access here.
    command.args(["-o", "APT::Sandbox::User=", "-o", "Debug::NoLocking=1", "-q"]);
    command.env("LC_ALL", "C").current_dir(root);
    Ok(command)
}

/// Fetches the package lists.
fn update() -> Result<()> {
    let stamp = root()?.join("updated");
    let age = fs::metadata(&stamp).and_then(|stamp| stamp.modified()).ok().and_then(|time| time.elapsed().ok());
    if age.is_some_and(|age| age < FRESH) {
        return Ok(());
    }
    println!("fetching the lists of Debian packages");
    text(apt("apt-get")?.arg("update"))?;
    fs::write(&stamp, "").with_context(|| format!("cannot write {}", stamp.display()))
}

/// Runs a command that must succeed, and returns its output.
fn text(command: &mut Command) -> Result<String> {
    let shown = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("`{shown}` cannot be started"))?;
    ensure!(output.status.success(), "`{shown}` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` does not print UTF-8"))
}

/// Parses the packages that a simulated installation adds or replaces: `Inst NAME [OLD] (VERSION RELEASE
/// [ARCHITECTURE])`.
fn planned(plan: &str) -> Vec<Package> {
    let packages = plan.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("Inst ")?.split_once(' ')?;
        let (_, rest) = rest.split_once('(')?;
        let version = rest.split_whitespace().next()?;
        Some(Package { name: name.to_owned(), version: version.to_owned() })
    });
    packages.collect()
}

/// Returns a field of a package description.
fn field(shown: &str, name: &str) -> Option<String> {
    let values = shown.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    values.map(|value| value.trim().to_owned()).next()
}

/// Returns the upstream part of a Debian version, without the epoch.
fn upstream(version: &str) -> &str {
    version.split_once(':').map_or(version, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_lists_new_and_replaced_packages() {
        let plan = "Reading package lists...\n\
            Inst libluajit-5.1-2 (2.1.0~beta3 Debian:12.15/oldstable [amd64])\n\
            Inst sqlite3 [3.40.1-2] (3.40.1-2+deb12u2 Debian:12.15/oldstable [amd64])\n\
            Conf sqlite3 (3.40.1-2+deb12u2 Debian:12.15/oldstable [amd64])\n";
        let package = |name: &str, version: &str| Package { name: name.to_owned(), version: version.to_owned() };
        assert_eq!(planned(plan), [package("libluajit-5.1-2", "2.1.0~beta3"), package("sqlite3", "3.40.1-2+deb12u2")]);
    }

    #[test]
    fn versions_are_read_without_their_epoch() {
        assert_eq!(field("Package: etcd\nVersion: 1:3.4.23-4\n", "Version").as_deref(), Some("1:3.4.23-4"));
        assert_eq!(upstream("1:3.4.23-4"), "3.4.23-4");
        assert_eq!(upstream("4.7.3-2"), "4.7.3-2");
    }
}
