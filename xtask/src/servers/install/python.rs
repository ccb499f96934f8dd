//! Installs Python packages into a virtual environment per server.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::super::process::finish;
use super::{Availability, Installed, exists};
use crate::shell;

/// The time limit for an installation.
const INSTALL: Duration = Duration::from_secs(30 * 60);

pub(super) fn availability() -> Availability {
    if exists("python3") {
        Availability::Installable
    } else {
        Availability::Missing("`python3` is missing: install Python 3.10 or newer, with its module `venv`".to_owned())
    }
}

pub(super) fn install(name: &str, requirements: &[&str]) -> Result<Installed> {
    let folder = shell::root().join("target/servers/python").join(name);
    let programs = folder.join("bin");
    let stamp = folder.join("installed");
    let wanted = requirements.join("\n");
    if !fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        println!("installing {} in {}; this can take some minutes", requirements.join(" and "), folder.display());
        let _ = fs::remove_dir_all(&folder);
        finish(Command::new("python3").args(["-m", "venv"]).arg(&folder), INSTALL)
            .context("the module `venv` of Python is needed; on Debian it is in the package `python3-venv`")?;
        let mut pip = Command::new(programs.join("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(requirements);
        finish(&mut pip, INSTALL)?;
        fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    }
    Ok(Installed { programs: vec![programs], ..Installed::default() })
}
