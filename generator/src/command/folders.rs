//! Shortens a list of files to a list of folders.

use std::collections::BTreeMap;

/// The maximum number of files that are listed individually.
const FEW: usize = 10;

/// Returns the files if there are only a few, and otherwise a line per folder, such as `src/models/ (120 files)`.
pub(super) fn by_folder(files: &[String]) -> Vec<String> {
    if files.len() <= FEW {
        return files.to_vec();
    }
    let mut folders: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for file in files {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push(file);
    }
    let line = |(folder, files): (&str, Vec<&String>)| match files.as_slice() {
        [only] => vec![(*only).clone()],
        // Files in the root folder are listed individually, since readers open them first.
        _ if folder.is_empty() => files.into_iter().cloned().collect(),
        files => vec![format!("{folder}/ ({} files)", files.len())],
    };
    folders.into_iter().flat_map(line).collect()
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
        assert!(by_folder(&[]).is_empty());
    }
}
