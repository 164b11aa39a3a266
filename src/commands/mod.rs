//! What each command does; `Context` holds what they share: output, input, and a service made on first use

mod completions;
mod converse;
mod frames;
mod generate;
mod input;
mod invoke;
mod models;
mod progress;
mod sandbox;
mod tally;

use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use anyhow::{Context as _, Result};

use crate::bedrock::{SandboxAccess, Service, Settings, Wanted};
use crate::cli::{Command, Global, OutputFormat};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::output::{Stderr, Stdout};
use crate::sandbox::{self as local, Sandbox};
use crate::signals::Signals;

/// What every command is given.
pub struct Context {
    pub global: Global,
    pub stdout: Stdout,
    pub stderr: Rc<Stderr>,
    pub signals: Signals,
    pub deadline: Deadline,
    /// The sandbox of `--sandbox`, as long as the command runs.
    sandbox: Option<Sandbox>,
}

/// Runs a command.
pub async fn run(command: Command, cx: &mut Context) -> Result<ExitCode> {
    match command {
        Command::Converse(args) => converse::run(*args, cx).await,
        Command::Invoke(args) => invoke::run(*args, cx).await,
        Command::Models(args) => models::run(args, cx).await,
        Command::Sandbox(args) => sandbox::run(args, cx).await,
        Command::Completions(args) => completions::run(args, cx).await,
        Command::Generate(args) => generate::run(args, cx).await,
    }
}

impl Context {
    pub fn new(global: Global, stdout: Stdout, stderr: Stderr, signals: Signals, deadline: Deadline) -> Self {
        Context { global, stdout, stderr: Rc::new(stderr), signals, deadline, sandbox: None }
    }

    /// Whether `-o json` was said.
    pub fn json(&self) -> bool {
        self.global.output == OutputFormat::Json
    }

    /// The service, with settings and clients made now: help, completion and usage errors never touch credentials.
    pub async fn service(&mut self) -> Result<Service> {
        let wanted = Wanted {
            region: self.global.region.clone(),
            profile: self.global.profile.clone(),
            endpoint_url: self.global.endpoint_url.clone(),
            max_attempts: self.global.max_attempts,
            connect_timeout: self.global.connect_timeout,
            read_timeout: self.global.read_timeout,
            deadline: self.deadline,
            sandbox: self.start_sandbox()?,
        };
        let settings = Settings::resolve(wanted).await?;
        let stderr = self.stderr.clone();
        Ok(Service::new(settings, Box::new(move |event| progress::tell(event, &stderr))))
    }

    fn start_sandbox(&mut self) -> Result<Option<SandboxAccess>> {
        if !self.global.sandbox {
            return Ok(None);
        }
        let settings = local::Settings { faults: self.global.fault.clone(), ..local::Settings::default() };
        let sandbox = Sandbox::start(settings).context("cannot start the sandbox")?;
        self.stderr.note("answered by the sandbox on this machine, not by Amazon Bedrock");
        let access = SandboxAccess {
            endpoint: sandbox.endpoint(),
            region: self.sandbox_region(),
            access_key_id: local::ACCESS_KEY_ID,
            secret_access_key: local::SECRET_ACCESS_KEY,
        };
        self.sandbox = Some(sandbox);
        Ok(Some(access))
    }

    /// The region that the sandbox is in: `--region`, or its own.
    pub fn sandbox_region(&self) -> String {
        self.global.region.clone().unwrap_or_else(|| local::REGION.to_owned())
    }

    /// The model to call when neither a flag nor a request names one: `BEDR_MODEL`. The sandbox has one of its own.
    pub fn default_model(&self) -> Result<String, Error> {
        if self.global.sandbox {
            return Ok(local::MODEL.to_owned());
        }
        environment("BEDR_MODEL").ok_or_else(|| {
            Error::usage("no model is given")
                .hint("add `-m ID`, or `export BEDR_MODEL=ID`; `bedr models list --ids` shows the ids")
        })
    }
}

/// A model's id as it was typed. It is passed on unchanged, but these cannot be sent: a URL would lose them.
fn typed_model(id: Option<String>) -> Result<Option<String>, Error> {
    match id {
        Some(id) if id.trim().is_empty() || matches!(id.as_str(), "." | "..") => {
            Err(Error::usage(format!("`{id}` is no model id")).hint("`bedr models list --ids` shows the ids"))
        }
        id => Ok(id),
    }
}

/// A variable of ours; one that is empty counts as unset.
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The usage log: the flag's, else `BEDR_USAGE_LOG`.
fn usage_log(flag: Option<PathBuf>) -> Option<PathBuf> {
    flag.or_else(|| environment("BEDR_USAGE_LOG").map(PathBuf::from))
}
