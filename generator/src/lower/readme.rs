//! Writes the README of the crate.

use super::showcase::Shown;
use super::{Scope, client, crate_docs, first_steps, guide};
use crate::comment::Comment;
use crate::rust::{Chapter, RuntimeModule};

/// Returns the README of the crate.
pub(super) fn readme(
    scope: &Scope<'_>,
    shown: Option<&Shown>,
    chapters: &[Chapter],
    runtime_modules: &[RuntimeModule],
) -> Comment {
    let title = Comment::fill("# {}", [Comment::name(&scope.crate_name)]);
    let chapters = chapters.iter().map(|chapter| Comment::from("* ").and(chapter.title));
    let guide = "## Guide\n\n`cargo doc --open` shows the documentation of all operations, and a guide with a chapter per task:\n\n";
    title
        .and_block(client::of_the_api("A client of ", scope))
        .and_block(Comment::example("rust", &first_steps::function(scope, shown)))
        .and_block(Comment::from("## Credentials\n\n").and(guide::credentials(scope)))
        .and_block(client::keys_with_prefix(scope))
        .and_block(
            Comment::from("## Features\n\n")
                .and(crate_docs::features(scope, runtime_modules.contains(&RuntimeModule::Webhook))),
        )
        .and_block(Comment::from(guide).and(Comment::joined(chapters, "\n")))
        .and_block("This crate is generated: change the API description that it comes from, not its files.")
}
