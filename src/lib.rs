//! The module map; `run`: parse, dispatch, report, exit code

mod bedrock;
mod catalogue;
pub mod cli;
mod commands;
mod conversation;
mod error;
mod output;
pub mod sandbox;
mod signals;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, ErrorFormat};
use commands::Context;
use error::{Error, Kind};
use output::{ReaderGone, Stderr, Stdout};
use signals::Signals;

/// Runs the program with these arguments, the first of which is its name, and says how it ended.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let as_json = wants_json_errors(&arguments);
    let stderr = Stderr::new(as_json);
    report_panics(stderr.clone());
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error, &stderr),
    };
    let mut stderr = stderr;
    stderr.json = cli.global.error_format == ErrorFormat::Json;
    stderr.quiet = cli.global.quiet;
    stderr.verbose = cli.global.verbose;
    ended(start(cli, stderr.clone()), &stderr)
}

fn start(cli: Cli, stderr: Stderr) -> anyhow::Result<ExitCode> {
    if !cli.global.fault.is_empty() && !cli.global.sandbox && !matches!(cli.command, cli::Command::Sandbox(_)) {
        let error = Error::usage("`--fault` is for the sandbox only");
        return Err(error.hint("add `--sandbox`, or say `bedr sandbox --fault …`").into());
    }
    let stdout = Stdout::open()?;
    let signals = Signals::watch(stdout.buffer())?;
    let limit = cli.global.timeout;
    let mut cx = Context::new(cli.global, stdout, stderr, signals);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        let work = commands::run(cli.command, &mut cx);
        match limit {
            None => work.await,
            Some(limit) => tokio::time::timeout(limit, work).await.unwrap_or_else(|_| Err(too_long(limit).into())),
        }
    });
    // What had arrived before an error belongs to the reader.
    let flushed = cx.stdout.flush();
    runtime.shutdown_background();
    result.and_then(|code| flushed.map(|()| code))
}

fn too_long(limit: std::time::Duration) -> Error {
    let message = format!("the command took longer than its `--timeout` of {} s", limit.as_secs_f64());
    Error::new(Kind::Network, message).hint("raise `--timeout`, or leave it out")
}

/// The one place where a result becomes an exit code, and an error is shown.
fn ended(result: anyhow::Result<ExitCode>, stderr: &Stderr) -> ExitCode {
    match result {
        Ok(code) => code,
        Err(error) if error.is::<ReaderGone>() => ExitCode::SUCCESS,
        Err(error) => {
            let error = Error::from(error);
            stderr.error(&error);
            ExitCode::from(error.kind.exit())
        }
    }
}

/// Help and version, which were asked for, or arguments that cannot be meant.
fn unparsed(error: &clap::Error, stderr: &Stderr) -> ExitCode {
    use clap::error::ErrorKind;
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if is_help || !stderr.json {
        // A reader that closed the pipe has seen enough of the help.
        let _ = error.print();
        return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Kind::Usage.exit()));
    }
    let rendered = error.render().to_string();
    let message = rendered.lines().next().unwrap_or_default().trim_start_matches("error: ");
    let rest = rendered.lines().skip(1).map(str::trim).filter(|line| !line.is_empty());
    let hint: Vec<&str> = rest.collect();
    stderr.error(&Error::usage(message).hint(hint.join(" ")));
    ExitCode::from(Kind::Usage.exit())
}

/// `--error-format json` holds for clap's errors too, which come before there are flags.
fn wants_json_errors(arguments: &[OsString]) -> bool {
    let typed = arguments.iter().enumerate().find_map(|(at, argument)| {
        let argument = argument.to_str()?;
        match argument.strip_prefix("--error-format") {
            Some("") => arguments.get(at + 1)?.to_str().map(str::to_owned),
            Some(value) => value.strip_prefix('=').map(str::to_owned),
            None => None,
        }
    });
    typed.or_else(|| std::env::var("BEDR_ERROR_FORMAT").ok()).is_some_and(|format| format == "json")
}

/// A bug ends like every other error: one message, exit 1, no dump.
#[expect(clippy::exit, reason = "a panic hook has no other way to choose the exit code")]
fn report_panics(stderr: Stderr) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
        let error = Error::new(Kind::Internal, format!("a bug in bedr, at {place}"))
            .hint("please report it with the command that you typed; this message holds none of your data");
        stderr.error(&error);
        std::process::exit(Kind::Internal.exit().into());
    }));
}
