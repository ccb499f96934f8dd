//! Writing crates into folders and comparing them.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use insta::assert_snapshot;
use oaspress::disk::{self, Difference, DiskError, Foreign, MANIFEST, Written};
use oaspress::file_tree::FileTree;
use oaspress::render::Palette;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Writes the crate `pets`.
fn write(tree: &FileTree, dir: &Path, foreign: Foreign) -> Result<Written, DiskError> {
    disk::write(tree, "pets", dir, foreign)
}

fn check(tree: &FileTree, dir: &Path) -> Result<Difference, DiskError> {
    disk::check(tree, "pets", dir)
}

fn tree(files: &[(&str, &str)]) -> FileTree {
    files.iter().copied().collect()
}

fn read(dir: &Path, path: &str) -> String {
    fs::read_to_string(dir.join(path)).unwrap_or_else(|error| format!("{path}: {error}"))
}

/// The names in a folder, sorted.
fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("a folder");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// An error without the part of it that differs from run to run.
fn refused(tree: &FileTree, dir: &Path, parent: &TempDir) -> String {
    let error = write(tree, dir, Foreign::Keep).expect_err("refused");
    let real = parent.path().canonicalize().expect("it exists");
    let text =
        error.to_string().replace(&real.display().to_string(), "…").replace(&parent.path().display().to_string(), "…");
    format!("{text}\n{}", error.help())
}

#[test]
fn a_new_folder_is_written_whole() {
    let parent = folder();
    let dir = parent.path().join("deep/out");
    let files = tree(&[("Cargo.toml", "[package]\n"), ("src/lib.rs", "//! x\n")]);
    let written = write(&files, &dir, Foreign::Keep).expect("written");
    assert_eq!((written.created, written.changed.len()), (vec!["Cargo.toml".to_owned(), "src/lib.rs".to_owned()], 0));
    assert_eq!(names(&dir), [MANIFEST, "Cargo.toml", "src"]);
    assert_eq!(names(dir.parent().expect("a parent")), ["out"]);
    assert_snapshot!(read(&dir, MANIFEST), @"
    # The files that oaspress has written here, each with its hash (XXH3, 128 bits). It deletes those that it no longer writes, and
    # does not overwrite those that were edited.
    crate pets
    746fbcc37d20705453af50517c050562 Cargo.toml
    4beead2e7c70593ebc2c765af53710dd src/lib.rs
    ");
    assert!(check(&files, &dir).expect("read").is_empty());
}

#[test]
fn what_is_right_is_not_touched() {
    let parent = folder();
    let dir = parent.path().join("out");
    write(&tree(&[("a", "1"), ("b/c", "2")]), &dir, Foreign::Keep).expect("written");
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    for path in ["a", "b/c", MANIFEST] {
        let file = fs::File::options().write(true).open(dir.join(path)).expect("a file");
        file.set_modified(long_ago).expect("a time");
    }
    let modified = |path: &str| fs::metadata(dir.join(path)).and_then(|found| found.modified()).expect("a time");
    let before = modified("a");
    assert_eq!(modified(MANIFEST), before);
    let written = write(&tree(&[("a", "1"), ("b/c", "new")]), &dir, Foreign::Keep).expect("written");
    assert_eq!((written.changed, written.unchanged), (vec!["b/c".to_owned()], vec!["a".to_owned()]));
    assert_eq!(modified("a"), before);
    assert!(modified("b/c") > before && modified(MANIFEST) > before, "the manifest has the hash of the new file");
    let folder_before = modified("");
    let written = write(&tree(&[("a", "1"), ("b/c", "new")]), &dir, Foreign::Keep).expect("written");
    assert!(written.is_nothing());
    assert_eq!(modified(""), folder_before);
}

#[test]
fn what_is_no_longer_produced_is_deleted_and_nothing_else() {
    let parent = folder();
    let dir = parent.path().join("out");
    write(&tree(&[("a", "1"), ("b/c/d", "2"), ("b/e", "3")]), &dir, Foreign::Keep).expect("written");
    fs::write(dir.join("b/mine"), "mine").expect("a file");
    let written = write(&tree(&[("a", "1")]), &dir, Foreign::Keep).expect("written");
    assert_eq!(written.deleted, ["b/c/d", "b/e"]);
    assert_eq!(
        (names(&dir), names(&dir.join("b"))),
        (vec![MANIFEST.to_owned(), "a".to_owned(), "b".to_owned()], vec!["mine".to_owned()])
    );
    assert_eq!(read(&dir, "b/mine"), "mine");
    // A file that somebody has already deleted is no trouble.
    fs::remove_file(dir.join("a")).expect("a file");
    assert!(write(&tree(&[("z", "1")]), &dir, Foreign::Keep).expect("written").deleted.is_empty());
    assert_eq!(names(&dir), [MANIFEST, "b", "z"]);
}

#[test]
fn files_of_others_are_not_replaced_unless_forced() {
    let parent = folder();
    let dir = parent.path().join("out");
    write(&tree(&[("a", "1")]), &dir, Foreign::Keep).expect("written");
    fs::write(dir.join("b"), "mine").expect("a file");
    fs::write(dir.join("c"), "3").expect("a file");
    let files = tree(&[("a", "new"), ("b", "2"), ("c", "3")]);
    assert_snapshot!(refused(&files, &dir, &parent), @"
    oaspress did not write these files, which it would replace: b
    move them away, or use `--force` to replace them
    ");
    assert_eq!((read(&dir, "a"), read(&dir, "b")), ("1".to_owned(), "mine".to_owned()));
    let written = write(&files, &dir, Foreign::Replace).expect("forced");
    assert_eq!((written.changed, written.unchanged), (vec!["a".to_owned(), "b".to_owned()], vec!["c".to_owned()]));
    // From now on they are the generator's.
    assert_eq!(write(&tree(&[("a", "new")]), &dir, Foreign::Keep).expect("written").deleted, ["b", "c"]);
}

#[test]
fn edited_files_are_not_replaced_unless_forced() {
    let parent = folder();
    let dir = parent.path().join("out");
    write(&tree(&[("a", "1"), ("b", "1"), ("c", "1"), ("d", "1")]), &dir, Foreign::Keep).expect("written");
    for path in ["a", "b", "c"] {
        fs::write(dir.join(path), "mine").expect("a file");
    }
    // `a` has the new text already, `b` would be overwritten, and `c` would be deleted.
    let new = tree(&[("a", "mine"), ("b", "2"), ("d", "2")]);
    assert_snapshot!(refused(&new, &dir, &parent), @"
    these files were edited since oaspress wrote them: b, c (no longer generated)
    undo the edits, for example with `git restore`, or use `--force` to discard them; what the crate should do differently belongs in `oaspress.toml`, in an overlay or in a crate of your own
    ");
    assert_eq!((read(&dir, "b"), read(&dir, "c"), read(&dir, "d")), ("mine".into(), "mine".into(), "1".into()));
    assert_eq!(check(&new, &dir).expect("read").edited, ["b", "c"]);
    let written = write(&new, &dir, Foreign::Replace).expect("forced");
    assert_eq!((written.changed, written.deleted), (vec!["b".to_owned(), "d".to_owned()], vec!["c".to_owned()]));
    assert!(write(&tree(&[("a", "3"), ("b", "3")]), &dir, Foreign::Keep).is_ok(), "they are the generator's again");
}

#[test]
fn line_ends_are_not_an_edit() {
    let parent = folder();
    let dir = parent.path().join("out");
    write(&tree(&[("a", "1\n2\n")]), &dir, Foreign::Keep).expect("written");
    fs::write(dir.join("a"), "1\r\n2\r\n").expect("a file");
    let manifest = read(&dir, MANIFEST).replace('\n', "\r\n");
    fs::write(dir.join(MANIFEST), manifest).expect("a manifest");
    assert_eq!(write(&tree(&[("a", "3\n")]), &dir, Foreign::Keep).expect("written").changed, ["a"]);
}

#[test]
fn a_folder_of_an_earlier_version_is_generated_again() {
    let parent = folder();
    let dir = parent.path().join("out");
    write(&tree(&[("a", "1"), ("b", "1"), ("c", "1")]), &dir, Foreign::Keep).expect("written");
    fs::write(dir.join(MANIFEST), "# The files that oaspress has written here.\na\nb\nc\n").expect("a manifest");
    fs::write(dir.join("a"), "whatever").expect("a file");
    let written = write(&tree(&[("a", "2"), ("b", "1")]), &dir, Foreign::Keep).expect("written");
    assert_eq!(
        (written.changed, written.unchanged, written.deleted),
        (vec!["a".into()], vec!["b".into()], vec!["c".into()])
    );
    fs::write(dir.join("b"), "mine").expect("a file");
    assert!(refused(&tree(&[("a", "2"), ("b", "2")]), &dir, &parent).contains("were edited"), "now there are hashes");
}

#[test]
fn a_folder_with_another_crate_is_not_replaced_unless_forced() {
    let parent = folder();
    let dir = parent.path().join("out");
    write(&tree(&[("a", "1")]), &dir, Foreign::Keep).expect("written");
    let error = disk::write(&tree(&[("a", "1")]), "zoo", &dir, Foreign::Keep).expect_err("another crate");
    let real = dir.canonicalize().expect("it exists");
    let text = error.to_string().replace(&real.display().to_string(), "…/out");
    assert_eq!(text, "…/out contains the crate `pets`, which would be replaced by `zoo`");
    assert_eq!(error.help(), "choose another folder, or use `--force` if the crate has another name now");
    disk::write(&tree(&[("a", "1")]), "zoo", &dir, Foreign::Replace).expect("forced");
    assert!(read(&dir, MANIFEST).contains("\ncrate zoo\n"));
}

#[test]
fn a_manifest_with_a_merge_conflict_lists_the_files_of_both_sides() {
    let parent = folder();
    let dir = parent.path().join("out");
    let lines = |files: &[(&str, &str)]| {
        write(&tree(files), &dir, Foreign::Replace).expect("written");
        read(&dir, MANIFEST).lines().filter(|line| !line.starts_with(['#', 'c'])).collect::<Vec<_>>().join("\n")
    };
    let (theirs, ours) = (lines(&[("a", "theirs"), ("b", "1")]), lines(&[("a", "ours")]));
    let conflict = format!("crate pets\n<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> theirs\n");
    fs::write(dir.join(MANIFEST), conflict).expect("a manifest");
    fs::write(dir.join("a"), "theirs").expect("a file");
    fs::write(dir.join("b"), "1").expect("a file");
    let written = write(&tree(&[("a", "both")]), &dir, Foreign::Keep).expect("written");
    assert_eq!((written.changed, written.deleted), (vec!["a".to_owned()], vec!["b".to_owned()]));
    assert!(!read(&dir, MANIFEST).contains("<<<"));
}

#[test]
fn a_folder_of_somebody_else_is_left_alone_unless_forced() {
    let parent = folder();
    let dir = parent.path().join("out");
    fs::create_dir(&dir).expect("a folder");
    fs::create_dir(dir.join(".git")).expect("a folder");
    assert!(write(&tree(&[("a", "1")]), &dir, Foreign::Keep).is_ok(), "an empty repository is as good as nothing");
    let repository = parent.path().join("repository");
    fs::create_dir_all(repository.join(".github")).expect("a folder");
    for name in [".gitignore", "LICENSE-MIT", "README.md", "openapi.yaml", "oaspress.toml"] {
        fs::write(repository.join(name), "mine").expect("a file");
    }
    assert!(write(&tree(&[("a", "1")]), &repository, Foreign::Keep).is_ok(), "a new repository has no code");
    let conflict = refused(&tree(&[("README.md", "1")]), &repository, &parent);
    assert!(
        conflict.starts_with("oaspress did not write these files, which it would replace: README.md"),
        "{conflict}"
    );
    let other = parent.path().join("other");
    fs::create_dir(&other).expect("a folder");
    fs::write(other.join("notes"), "mine").expect("a file");
    assert_snapshot!(refused(&tree(&[("a", "1")]), &other, &parent), @"
    …/other is not empty, and oaspress did not write it (it has no `.oaspress-manifest`)
    choose another folder, or use `--force` if nothing in it is lost
    ");
    assert_eq!(names(&other), ["notes"]);
    write(&tree(&[("a", "1")]), &other, Foreign::Replace).expect("forced");
    assert_eq!(names(&other), [MANIFEST, "a", "notes"]);
}

#[test]
fn what_an_interrupted_run_left_is_cleared_away() {
    let parent = folder();
    let dir = parent.path().join("out");
    write(&tree(&[("a", "1")]), &dir, Foreign::Keep).expect("written");
    fs::create_dir_all(dir.join(".oaspress-staging/new")).expect("a folder");
    fs::write(dir.join(".oaspress-staging/new/0"), "half").expect("a file");
    fs::create_dir_all(parent.path().join(".fresh.oaspress-staging/src")).expect("a folder");
    assert!(write(&tree(&[("a", "1")]), &dir, Foreign::Keep).expect("written").is_nothing());
    write(&tree(&[("a", "1")]), &parent.path().join("fresh"), Foreign::Keep).expect("written");
    assert_eq!(names(parent.path()), ["fresh", "out"]);
    assert_eq!(
        (names(&dir), names(&parent.path().join("fresh"))),
        (vec![MANIFEST.to_owned(), "a".to_owned()], vec![MANIFEST.to_owned(), "a".to_owned()])
    );
}

#[test]
fn paths_that_lead_elsewhere_are_refused() {
    let parent = folder();
    let dir = parent.path().join("out");
    for path in ["../x", "/x", "a/../../x", "", "a//b", "./a", "a\\b", "c:x", "a\0", MANIFEST, ".oaspress-staging/x"] {
        let error = write(&tree(&[(path, "1")]), &dir, Foreign::Keep).expect_err(path);
        assert!(error.to_string().ends_with("is not a path within the folder"), "{error}");
    }
    assert!(write(&tree(&[("src/A.rs", ""), ("src/a.rs", "")]), &dir, Foreign::Keep).is_err());
    assert!(!dir.exists());
    fs::write(parent.path().join("precious"), "mine").expect("a file");
    write(&tree(&[("a", "1")]), &dir, Foreign::Keep).expect("written");
    fs::write(dir.join(MANIFEST), "a\n../precious\n").expect("a manifest");
    assert_snapshot!(refused(&tree(&[("a", "1")]), &dir, &parent), @"
    `../precious` is not a path within the folder
    `.oaspress-manifest` lists files within its own folder only
    ");
    assert_eq!(read(parent.path(), "precious"), "mine");
}

#[test]
fn folders_and_files_in_the_way_are_named() {
    let parent = folder();
    let dir = parent.path().join("out");
    write(&tree(&[("a", "1")]), &dir, Foreign::Keep).expect("written");
    fs::create_dir(dir.join("b")).expect("a folder");
    fs::write(dir.join("c"), "mine").expect("a file");
    assert_snapshot!(refused(&tree(&[("b", "1")]), &dir, &parent), @"
    …/out/b is in the way
    move it away
    ");
    assert_snapshot!(refused(&tree(&[("c/d", "1")]), &dir, &parent), @"
    …/out/c is in the way
    move it away
    ");
    assert_snapshot!(refused(&tree(&[("a", "1")]), &dir.join("c"), &parent), @"
    …/out/c is in the way
    move it away
    ");
    assert_eq!(read(&dir, "a"), "1");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;

    let parent = folder();
    let (dir, elsewhere) = (parent.path().join("out"), parent.path().join("elsewhere"));
    fs::create_dir(&elsewhere).expect("a folder");
    fs::write(elsewhere.join("lib.rs"), "mine").expect("a file");
    write(&tree(&[("a", "1"), ("b", "1")]), &dir, Foreign::Keep).expect("written");
    symlink(&elsewhere, dir.join("src")).expect("a link");
    assert_snapshot!(refused(&tree(&[("src/lib.rs", "1")]), &dir, &parent), @"
    …/out/src is a symbolic link, which is not followed
    move it away
    ");
    // A link in the place of a file is an edit. If it is replaced, what it leads to stays.
    fs::remove_file(dir.join("a")).expect("a file");
    symlink(elsewhere.join("lib.rs"), dir.join("a")).expect("a link");
    assert!(refused(&tree(&[("a", "1"), ("b", "1")]), &dir, &parent).starts_with("these files were edited"));
    write(&tree(&[("a", "1"), ("b", "1")]), &dir, Foreign::Replace).expect("written");
    assert!(!dir.join("a").is_symlink());
    // A link that is listed and no longer produced goes, and what is behind it stays.
    fs::write(dir.join(MANIFEST), "a\nb\nsrc\n").expect("a manifest");
    assert_eq!(write(&tree(&[("a", "1")]), &dir, Foreign::Keep).expect("written").deleted, ["b", "src"]);
    fs::write(dir.join(MANIFEST), "a\ntarget/lib.rs\n").expect("a manifest");
    symlink(&elsewhere, dir.join("target")).expect("a link");
    assert_snapshot!(refused(&tree(&[("a", "1")]), &dir, &parent), @"
    …/out/target is a symbolic link, which is not followed
    move it away
    ");
    // The folder itself may be behind a link: that is the user's own way to it.
    symlink(&dir, parent.path().join("link")).expect("a link");
    fs::remove_file(dir.join("target")).expect("a link");
    write(&tree(&[("a", "2")]), &parent.path().join("link"), Foreign::Keep).expect("written");
    assert_eq!((read(&dir, "a"), read(&elsewhere, "lib.rs")), ("2".to_owned(), "mine".to_owned()));
}

#[test]
fn a_difference_is_shown_line_by_line() {
    let parent = folder();
    let dir = parent.path().join("out");
    let lines = |last: &str| (1..20).fold(String::new(), |text, n| text + &format!("line {n}\n")) + last;
    write(&tree(&[("a", &lines("old\n")), ("b", "1"), ("c", "x")]), &dir, Foreign::Keep).expect("written");
    let new = tree(&[("a", &lines("new\n")), ("c", "x"), ("d/e", "1\n2\n")]);
    let difference = check(&new, &dir).expect("read");
    assert_snapshot!(difference.unified(&Palette::default()), @"
    --- a (current)
    +++ a (generated)
    @@ -17,4 +17,4 @@
     line 17
     line 18
     line 19
    -old
    +new
    --- b (no longer produced)
    +++ d/e (missing, 2 lines)
    ");
    assert_eq!(read(&dir, "b"), "1");
    let missing = check(&tree(&[("a", "1\n")]), &parent.path().join("missing")).expect("read");
    assert_snapshot!(missing.unified(&Palette::default()), @"+++ a (missing, 1 line)");
    fs::remove_file(dir.join(MANIFEST)).expect("a file");
    write(&new, &dir, Foreign::Replace).expect("written");
    fs::write(dir.join(MANIFEST), "a\nc\nd/e\n").expect("a manifest");
    let files: Vec<String> = check(&new, &dir).expect("read").files.into_iter().map(|(path, _)| path).collect();
    assert_eq!(files, [MANIFEST]);
    let whole = (0..1000).fold(String::new(), |text, n| text + &format!("other {n}\n"));
    let all = check(&tree(&[("a", &whole)]), &dir).expect("read").unified(&Palette::default());
    assert!(all.contains("more lines of a\n") && all.lines().count() < 220, "{all}");
}
