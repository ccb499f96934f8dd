//! The `oaspress` command.

fn main() {}
