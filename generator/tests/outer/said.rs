//! The output of a command, for tests.

use std::path::Path;

use oaspress::command::{Console, MessageFormat, Report};
use oaspress::render::Palette;

/// Runs a command: its report, and results and messages without the name of the folder. The line that names the configuration is
/// left out, since every command has it.
pub(crate) fn said(
    folder: &Path,
    format: MessageFormat,
    run: impl FnOnce(&mut Console<'_>) -> Report,
) -> (Report, String) {
    let (report, text) = all_said(folder, format, run);
    let lines = text.split_inclusive('\n');
    let of_configuration =
        |line: &&str| line.starts_with("configuration: ") || line.contains("\"type\":\"configuration\"");
    (report, lines.filter(|line| !of_configuration(line)).collect())
}

/// The same with all lines.
pub(crate) fn all_said(
    folder: &Path,
    format: MessageFormat,
    run: impl FnOnce(&mut Console<'_>) -> Report,
) -> (Report, String) {
    let (mut messages, mut results) = (Vec::new(), Vec::new());
    let palette = Palette::default();
    let report = run(&mut Console { messages: &mut messages, results: &mut results, format, palette });
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text").replace(&folder.display().to_string(), "…");
    (report, format!("{}---\n{}", text(results), text(messages)))
}
