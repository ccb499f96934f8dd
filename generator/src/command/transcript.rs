//! The output of a part of a command, which can be printed again.

use super::Console;

/// The output of a part of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Transcript {
    pub(super) messages: String,
    pub(super) results: String,
}

impl Transcript {
    /// Runs a part of a command without printing its output. Returns its result and its output.
    pub(super) fn of<T>(console: &Console<'_>, part: impl FnOnce(&mut Console<'_>) -> T) -> (T, Self) {
        let (mut messages, mut results) = (Vec::new(), Vec::new());
        let palette = console.palette.clone();
        let result =
            part(&mut Console { messages: &mut messages, results: &mut results, format: console.format, palette });
        let text = |bytes| String::from_utf8(bytes).unwrap_or_default();
        (result, Self { messages: text(messages), results: text(results) })
    }

    /// Prints the output.
    pub(super) fn print(&self, console: &mut Console<'_>) {
        // Errors in writing output cannot be reported.
        let _ = console.messages.write_all(self.messages.as_bytes());
        let _ = console.results.write_all(self.results.as_bytes());
    }
}
