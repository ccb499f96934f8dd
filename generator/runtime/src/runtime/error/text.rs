//! Text of servers made fit for a line of a log.

use std::fmt::{self, Write as _};

/// The most characters of a server's text that an error shows.
const LONGEST: usize = 300;

/// Displays a text on one line: control characters become spaces, and what is too long is cut.
pub(super) struct OneLine<'a>(pub(super) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, character) in self.0.trim().chars().enumerate() {
            if count == LONGEST {
                return formatter.write_char('…');
            }
            formatter.write_char(if character.is_control() { ' ' } else { character })?;
        }
        Ok(())
    }
}
