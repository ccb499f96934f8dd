//! Checks that the code in the README is the body of an example, line by line, so that it compiles.

use std::fs;
use std::path::Path;

#[test]
fn the_readme_shows_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("../README.md")).expect("there is a README");
    let example = fs::read_to_string(root.join("examples/readme.rs")).expect("there is an example");
    let (_, block) = readme.split_once("```rust\n").expect("the README shows code");
    let (block, _) = block.split_once("```").expect("the code ends");
    for line in block.lines().filter(|line| !line.is_empty()) {
        assert!(example.contains(&format!("    {line}\n")), "the example has no line `{line}`");
    }
    assert_eq!(block.lines().count(), example_lines(&example), "the example has more lines than the README shows");
}

/// Returns the number of lines of the function's body without the last one, `Ok(())`.
fn example_lines(example: &str) -> usize {
    let body = example.split_once("kirim::Error> {\n").map(|(_, rest)| rest).unwrap_or_default();
    body.lines().take_while(|line| *line != "    Ok(())").count()
}
