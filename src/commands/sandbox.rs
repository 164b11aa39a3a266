//! `bedr sandbox`: serve until Ctrl-C, or run a command with the environment set

use std::net::SocketAddr;
use std::process::{Command, ExitCode, ExitStatus};

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};

use super::Context;
use crate::cli::SandboxArgs;
use crate::error::Error;
use crate::output::Stderr;
use crate::sandbox::{self as local, Exchange, Sandbox};

/// Variables that would lead a client somewhere else than to the sandbox.
const CLEARED: &[&str] = &[
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_BEARER_TOKEN_BEDROCK",
    "AWS_ENDPOINT_URL",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_CA_BUNDLE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
];

pub async fn run(args: SandboxArgs, cx: &mut Context) -> Result<ExitCode> {
    if cx.global.sandbox {
        return Err(Error::usage("`--sandbox` and the command `sandbox` are two ways to the same")
            .hint("leave `--sandbox` out")
            .into());
    }
    if args.command.is_empty() && std::env::args_os().any(|argument| argument == "--") {
        return Err(Error::usage("there is no command behind `--`").hint("is a variable in your script unset?").into());
    }
    let settings = local::Settings {
        address: SocketAddr::from(([127, 0, 0, 1], args.port.unwrap_or(0))),
        faults: cx.global.fault.clone(),
        on_exchange: Some(log_to((*cx.stderr).clone(), args.command.is_empty())),
    };
    let sandbox = Sandbox::start_in(&cx.sandbox_region(), settings).with_context(|| match args.port {
        Some(port) => format!("cannot listen on port {port}; leave `--port` out to take a free one"),
        None => "cannot start the sandbox".to_owned(),
    })?;
    let variables = variables(&sandbox, cx.sandbox_region());
    match args.command.split_first() {
        Some((program, rest)) => run_command(program, rest, &variables, cx),
        None => serve(&variables, cx).await,
    }
}

/// One line a request on stderr, without what was said in it; beside a command, whose stderr it is, only if asked for.
fn log_to(stderr: Stderr, alone: bool) -> Box<dyn Fn(&Exchange) + Send + Sync> {
    Box::new(move |exchange| {
        let operation = exchange.operation.unwrap_or("-");
        let fault = exchange.fault.as_ref().map(|fault| format!(", fault {fault}")).unwrap_or_default();
        let Exchange { method, path, status, .. } = exchange;
        let status = if *status == 0 { "no reply".to_owned() } else { status.to_string() };
        let line = format!("sandbox: {operation} {status}, {method} {path}{fault}");
        if alone { stderr.note(&line) } else { stderr.debug(|| line) }
    })
}

/// What leads any AWS client to the sandbox.
fn variables(sandbox: &Sandbox, region: String) -> Vec<(&'static str, String)> {
    vec![
        ("AWS_ENDPOINT_URL_BEDROCK", sandbox.endpoint()),
        ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", sandbox.endpoint()),
        ("AWS_REGION", region.clone()),
        ("AWS_DEFAULT_REGION", region),
        ("AWS_ACCESS_KEY_ID", local::ACCESS_KEY_ID.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", local::SECRET_ACCESS_KEY.to_owned()),
        ("BEDR_MODEL", local::MODEL.to_owned()),
        // Said rather than cleared: a profile may ask for them, and neither goes with an endpoint of one's own.
        ("AWS_USE_FIPS_ENDPOINT", "false".to_owned()),
        ("AWS_USE_DUALSTACK_ENDPOINT", "false".to_owned()),
        // The profile and the aliases of this machine mean another account.
        ("BEDR_CONFIG", "/dev/null".to_owned()),
    ]
}

async fn serve(variables: &[(&'static str, String)], cx: &mut Context) -> Result<ExitCode> {
    if cx.json() {
        let members = variables.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())));
        let object = Value::Object(Map::from_iter(members)).to_string();
        cx.stdout.json(object.as_bytes())?;
    } else {
        for (name, value) in variables {
            cx.stdout.line(&format!("export {name}='{}'", value.replace('\'', r"'\''")))?;
        }
        cx.stdout.line(&format!("unset {}", CLEARED.join(" ")))?;
    }
    cx.stdout.flush()?;
    cx.stderr.note("the sandbox is listening; Ctrl-C ends it");
    std::future::pending().await
}

/// Runs the command and ends as it does, by the same signal if it was one.
fn run_command(
    program: &str,
    arguments: &[String],
    variables: &[(&'static str, String)],
    cx: &mut Context,
) -> Result<ExitCode> {
    let mut command = Command::new(program);
    command.args(arguments);
    CLEARED.iter().for_each(|name| {
        command.env_remove(name);
    });
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    let mut child = cx.signals.hand_to(|| command.spawn()).map_err(|error| {
        Error::usage(format!("cannot run `{program}`"))
            .caused_by(error)
            .hint("what stands behind `--` is a program and its arguments")
    })?;
    let status = child.wait().with_context(|| format!("cannot wait for `{program}`"))?;
    Ok(end_as(status))
}

fn end_as(status: ExitStatus) -> ExitCode {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        crate::signals::die_of(signal);
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    ExitCode::from(code.unwrap_or(1))
}
