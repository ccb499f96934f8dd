//! Writes one test per directory of `fixtures/`, whatever the directory contains.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=fixtures");
    let mut names = Vec::new();
    for entry in fs::read_dir("fixtures")? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();

    let mut tests = format!("const NAMES: &[&str] = &{names:?};\n");
    for name in &names {
        let identifier = name.replace('-', "_");
        write!(tests, "\n#[test]\nfn {identifier}() {{\n    check({name:?});\n}}\n").map_err(io::Error::other)?;
    }
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&out).join("fixtures.rs"), tests)
}
