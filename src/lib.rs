//! The module map; `run`: parse, dispatch, report, exit code

mod aws_files;
mod bedrock;
mod catalogue;
pub mod cli;
mod commands;
mod config;
mod conversation;
mod deadline;
mod error;
#[cfg(fuzzing)]
pub mod fuzzing;
mod known;
mod output;
pub mod sandbox;
mod signals;
mod source;
mod text_file;
mod waiting;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, ErrorFormat};
use commands::Context;
use deadline::Deadline;
use error::{Error, Kind};
use output::{ReaderGone, Stderr, Stdout, StdoutBuffer};
use signals::{Companion, Signals};

/// Runs the program with these arguments, the first of which is its name, and says how it ended.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    if let Some(code) = cli::answered(&arguments) {
        return code;
    }
    let format = error_format(&arguments);
    let mut stderr = Stderr::new(matches!(format, Ok(ErrorFormat::Json)));
    report_panics(stderr.clone());
    if let Err(error) = format {
        return ended(Err(error.into()), &stderr);
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error, &stderr),
    };
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
    let deadline = Deadline::new(cli.global.timeout);
    end_at(deadline, stdout.buffer(), stderr.clone());
    let notes = stderr.clone();
    waiting::tell_with(move |note| notes.note(note));
    let mut cx = Context::new(cli.global, stdout, stderr, signals, deadline);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(commands::run(cli.command, &mut cx));
    // What had arrived before an error belongs to the reader.
    let flushed = cx.stdout.flush();
    runtime.shutdown_background();
    result.and_then(|code| flushed.map(|()| code))
}

/// Ends the process at its deadline where it is stuck in a read or a write that nobody can interrupt.
#[expect(clippy::exit, reason = "the main thread cannot be made to return")]
fn end_at(deadline: Deadline, stdout: StdoutBuffer, stderr: Stderr) {
    deadline.watch(move |error| {
        Companion::end();
        stdout.flush_if_free();
        let error = error.partial(stdout.has_written());
        stderr.error(&error);
        std::process::exit(error.kind.exit().into());
    });
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
    let rendered = error.render().to_string();
    // clap repeats what was typed, a file's name say, as it is.
    let is_safe = output::clean(&rendered) == rendered;
    if !error.use_stderr() || (!stderr.json && is_safe) {
        return match error.print() {
            // A reader that closed the pipe has seen enough of the help.
            Err(failed) if failed.kind() != std::io::ErrorKind::BrokenPipe => {
                ended(Err(anyhow::Error::from(failed).context("cannot write the help")), stderr)
            }
            _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Kind::Usage.exit())),
        };
    }
    let mut lines = rendered.lines().map(str::trim).filter(|line| !line.is_empty());
    let error = match error.kind() {
        clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Error::usage("a command is missing").hint("`--help` lists the commands")
        }
        _ => {
            let message = lines.next().unwrap_or_default().trim_start_matches("error: ");
            Error::usage(message).hint(lines.collect::<Vec<_>>().join(" "))
        }
    };
    ended(Err(error.into()), stderr)
}

/// `--error-format`, else `BEDR_ERROR_FORMAT`. It holds for clap's errors too, so it is looked for before clap does.
fn error_format(arguments: &[OsString]) -> Result<ErrorFormat, Error> {
    let typed = arguments.iter().enumerate().find_map(|(at, argument)| {
        match argument.to_str()?.strip_prefix("--error-format")? {
            "" => arguments.get(at + 1)?.to_str(),
            value => value.strip_prefix('='),
        }
    });
    if let Some(typed) = typed {
        // One that is neither is refused by clap, as text.
        return Ok(if typed == "json" { ErrorFormat::Json } else { ErrorFormat::Text });
    }
    match std::env::var("BEDR_ERROR_FORMAT").unwrap_or_default().as_str() {
        "json" => Ok(ErrorFormat::Json),
        "" | "text" => Ok(ErrorFormat::Text),
        other => Err(Error::usage(format!("`BEDR_ERROR_FORMAT` is `{other}`, which is no format"))
            .hint("it is `text` or `json`")),
    }
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

#[cfg(test)]
mod tests {
    use std::fmt::Debug;
    use std::marker::PhantomData;

    use super::*;

    /// Whether a type prints: its own constant is found before the trait's.
    struct Probe<T>(PhantomData<T>);

    trait Silent {
        const PRINTS: bool = false;
    }

    impl<T> Silent for Probe<T> {}

    impl<T: Debug> Probe<T> {
        const PRINTS: bool = true;
    }

    #[test]
    fn types_that_hold_words_or_keys_do_not_print() {
        const { assert!(Probe::<u8>::PRINTS) };
        for (name, prints) in [
            ("Cli", Probe::<Cli>::PRINTS),
            ("ConverseArgs", Probe::<cli::ConverseArgs>::PRINTS),
            ("SandboxArgs", Probe::<cli::SandboxArgs>::PRINTS),
            ("Global", Probe::<cli::Global>::PRINTS),
            ("Typed", Probe::<conversation::Typed>::PRINTS),
            ("Attachments", Probe::<conversation::Attachments>::PRINTS),
            ("Request", Probe::<conversation::Request>::PRINTS),
            ("Answer", Probe::<conversation::Answer>::PRINTS),
            ("Fold", Probe::<conversation::Fold>::PRINTS),
            ("Call", Probe::<bedrock::Call>::PRINTS),
            ("Reply", Probe::<bedrock::Reply<bedrock::ReplyBody>>::PRINTS),
            ("Settings", Probe::<bedrock::Settings>::PRINTS),
            ("Wanted", Probe::<bedrock::Wanted>::PRINTS),
            ("SandboxAccess", Probe::<bedrock::SandboxAccess>::PRINTS),
            ("Context", Probe::<Context>::PRINTS),
            ("sandbox::Request", Probe::<sandbox::Request>::PRINTS),
        ] {
            assert!(!prints, "{name} derives `Debug`");
        }
    }
}
