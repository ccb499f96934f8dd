//! The `oaspress` command.

use std::process::ExitCode;

/// Generating makes and drops many small pieces, in several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(oaspress::cli::main())
}
