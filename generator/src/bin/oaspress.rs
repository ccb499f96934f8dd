//! The `oaspress` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(oaspress::cli::main())
}
