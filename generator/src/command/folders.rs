//! Shortens a list of files to a list of folders.

use std::collections::BTreeMap;

/// The maximum number of files that are listed individually.
const FEW: usize = 10;

/// The number of levels of folders that are listed.
const DEPTH: usize = 2;

/// Returns the files if there are only a few, and otherwise a line per folder, such as `src/models/ (120 files)`.
pub(super) fn by_folder(files: &[String]) -> Vec<String> {
    if files.len() <= FEW {
        return files.to_vec();
    }
    let mut folders: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for file in files {
        folders.entry(folder_of(file)).or_default().push(file);
    }
    let line = |(folder, files): (&str, Vec<&String>)| match files.as_slice() {
        [only] => vec![(*only).clone()],
        // Files in the root folder are listed individually, since readers open them first.
        _ if folder.is_empty() => files.into_iter().cloned().collect(),
        files => vec![format!("{folder}/ ({} files)", files.len())],
    };
    folders.into_iter().flat_map(line).collect()
}

/// Returns the folder that represents a file in the list: its own, or the one of the second level that contains it.
fn folder_of(file: &str) -> &str {
    let ends: Vec<usize> = file.match_indices('/').map(|(end, _)| end).take(DEPTH).collect();
    ends.last().and_then(|end| file.get(..*end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::by_folder;

    #[test]
    fn many_files_are_counted_by_folder() {
        let names = |count: usize| (0..count).map(|index| format!("src/models/m{index}.rs"));
        let top = || ["Cargo.toml", "README.md", "src/lib.rs"].map(str::to_owned);
        let few: Vec<String> = top().into_iter().chain(names(7)).collect();
        assert_eq!(by_folder(&few), few);
        let many: Vec<String> = top().into_iter().chain(names(8)).collect();
        assert_eq!(by_folder(&many), ["Cargo.toml", "README.md", "src/lib.rs", "src/models/ (8 files)"]);
        let deep = ["src/runtime/call/retry.rs", "src/runtime/body.rs"].map(str::to_owned);
        let many: Vec<String> = deep.into_iter().chain(names(9)).collect();
        assert_eq!(by_folder(&many), ["src/models/ (9 files)", "src/runtime/ (2 files)"]);
        assert!(by_folder(&[]).is_empty());
    }
}
