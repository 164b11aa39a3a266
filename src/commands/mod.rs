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

use std::process::ExitCode;
use std::rc::Rc;

use anyhow::{Context as _, Result};

use crate::bedrock::{SandboxAccess, Service, Settings, Wanted};
use crate::cli::{Command, Global, OutputFormat};
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
    pub fn new(global: Global, stdout: Stdout, stderr: Stderr, signals: Signals) -> Self {
        Context { global, stdout, stderr: Rc::new(stderr), signals, sandbox: None }
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

    /// The model to call when none was said: the sandbox has one for that, the service has not.
    pub fn default_model(&self) -> Result<String, Error> {
        if self.global.sandbox {
            return Ok(local::MODEL.to_owned());
        }
        Err(Error::usage("no model was said")
            .hint("add `-m ID`, or `export BEDR_MODEL=ID`; `bedr models list --ids` shows the ids"))
    }
}

/// Some(value), unless it is empty: an environment variable that is set to nothing counts as unset.
fn non_empty(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.is_empty())
}
