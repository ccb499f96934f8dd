//! The `oaspress` command.

use std::process::ExitCode;

/// Tokens and names are many small texts that live for a moment.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(oaspress::cli::main())
}
