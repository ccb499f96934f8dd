//! Interrupts a write at every step, by an error and by killing the process, and checks the result.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::super::plan::plan;
use super::super::{Foreign, MANIFEST};
use super::{Journal, JournalStep, STAGING, Written, stage};
use crate::disk::DiskError;
use crate::file_tree::FileTree;

fn tree(files: &[(&str, &str)]) -> FileTree {
    files.iter().copied().collect()
}

fn write(tree: &FileTree, dir: &Path, foreign: Foreign) -> Result<Written, DiskError> {
    super::write(tree, "pets", dir, foreign)
}

fn old() -> FileTree {
    tree(&[("a", "old a"), ("b/c", "old c"), ("gone/x/y", "y"), ("same", "same")])
}

/// Returns files in which the file `a` becomes a folder, and the folder `b` becomes a file.
fn new() -> FileTree {
    tree(&[("a/deep/er", "new"), ("b", "new b"), ("d", "new d"), ("same", "same")])
}

/// Returns the content of a folder without the staging folder, including empty folders.
fn contents(dir: &Path) -> BTreeMap<String, Option<String>> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(dir).expect("within").display().to_string();
            if name == STAGING {
                continue;
            }
            if path.is_dir() {
                found.insert(format!("{name}/"), None);
                open.push(path);
            } else {
                found.insert(name, Some(fs::read_to_string(path).expect("text")));
            }
        }
    }
    found
}

fn steps(dir: &Path) -> Vec<JournalStep> {
    stage(&plan(&new(), "pets", dir).expect("a plan"), &dir.join(STAGING)).expect("staged")
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_and_the_next_one_finishes() {
    let reference = tempfile::tempdir().expect("a folder");
    write(&new(), &reference.path().join("out"), Foreign::Keep).expect("written");
    let expected = contents(&reference.path().join("out"));
    let mut count = 0;
    for killed_after in 0.. {
        let parent = tempfile::tempdir().expect("a folder");
        let dir = &parent.path().join("out");
        write(&old(), dir, Foreign::Keep).expect("written");
        let steps = steps(dir);
        count = steps.len();
        let mut journal = Journal::new(dir, dir.join(STAGING).join("old"));
        for step in steps.iter().take(killed_after) {
            journal.perform(step).expect("a step");
        }
        drop(journal);
        for (path, text) in contents(dir).into_iter().filter(|(path, _)| path != MANIFEST) {
            let whole = |tree: &FileTree| tree.get(&path).map(str::to_owned) == text;
            assert!(whole(&old()) || whole(&new()), "{path} after {killed_after} steps: {text:?}");
        }
        write(&new(), dir, Foreign::Keep).expect("finished");
        assert_eq!(contents(dir), expected, "after {killed_after} steps");
        assert!(!dir.join(STAGING).exists());
        if killed_after >= steps.len() {
            break;
        }
    }
    assert_eq!(count, 8);
}

#[test]
fn a_run_that_fails_takes_everything_back() {
    for failing in 0..8 {
        let parent = tempfile::tempdir().expect("a folder");
        let dir = &parent.path().join("out");
        write(&old(), dir, Foreign::Keep).expect("written");
        let before = contents(dir);
        let mut journal = Journal::new(dir, dir.join(STAGING).join("old"));
        for step in steps(dir).iter().take(failing) {
            journal.perform(step).expect("a step");
        }
        let missing = JournalStep::Install { path: "e".to_owned(), staged: dir.join("not there") };
        assert!(journal.perform(&missing).is_err());
        journal.undo();
        assert_eq!(contents(dir), before, "after {failing} steps");
    }
}

#[test]
fn a_step_that_fails_fails_the_write_and_changes_nothing() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = &parent.path().join("out");
    write(&old(), dir, Foreign::Keep).expect("written");
    // The folder contains a foreign file, so a file cannot replace it.
    fs::write(dir.join("b/foreign"), "mine").expect("a file");
    let before = contents(dir);
    let error = write(&new(), dir, Foreign::Keep).expect_err("`b` is in the way");
    assert!(error.to_string().ends_with("out/b is in the way"), "{error}");
    assert_eq!(contents(dir), before);
    assert!(!dir.join(STAGING).exists());
}
