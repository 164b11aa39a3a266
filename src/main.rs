//! The process's arguments and streams in, its exit code out

use std::process::ExitCode;

fn main() -> ExitCode {
    bedr::run(std::env::args_os().collect())
}
