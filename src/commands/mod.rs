//! What each command does; `Context` holds what they share: output, input, and a service made on first use

mod completions;
mod config;
mod converse;
mod count_tokens;
mod doctor;
mod frames;
mod generate;
mod inference_profiles;
mod input;
mod invoke;
mod lookup;
mod models;
mod progress;
mod retyped;
mod sandbox;
mod tally;

use std::cell::OnceCell;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use anyhow::{Context as _, Result};

use crate::bedrock::{Auth, Progress, SandboxAccess, Service, Settings, Wanted, checked_region};
use crate::catalogue::{self, Geography};
use crate::cli::{AuthScheme, Command, Global, OutputFormat};
use crate::config::Config;
use crate::deadline::Deadline;
use crate::error::{Error, Kind};
use crate::known::Owner;
use crate::output::{Stderr, Stdout};
use crate::sandbox::{self as local, Sandbox};
use crate::signals::Signals;
use crate::source::{Said, Source};

/// What every command is given.
pub struct Context {
    pub global: Global,
    pub stdout: Stdout,
    pub stderr: Rc<Stderr>,
    pub signals: Signals,
    pub deadline: Deadline,
    config: OnceCell<Config>,
    /// The sandbox of `--sandbox`, as long as the command runs.
    sandbox: Option<Sandbox>,
}

/// Runs a command. The commands in the hint of an error are for the same account and configuration.
pub async fn run(command: Command, cx: &mut Context) -> Result<ExitCode> {
    let result = run_command(command, cx).await;
    result.map_err(|error| match error.downcast::<Error>() {
        Ok(mut error) => {
            error.hint = error.hint.map(|hint| retyped::with_connection(&hint, &cx.global));
            error.into()
        }
        Err(other) => other,
    })
}

async fn run_command(command: Command, cx: &mut Context) -> Result<ExitCode> {
    match command {
        Command::Converse(args) => converse::run(*args, cx).await,
        Command::Invoke(args) => invoke::run(*args, cx).await,
        Command::CountTokens(args) => count_tokens::run(*args, cx).await,
        Command::Models(args) => models::run(args, cx).await,
        Command::InferenceProfiles(args) => inference_profiles::run(args, cx).await,
        Command::Config(args) => config::run(args, cx).await,
        Command::Doctor(args) => doctor::run(args, cx).await,
        Command::Sandbox(args) => sandbox::run(args, cx).await,
        Command::Completions(args) => completions::run(args, cx).await,
        Command::Generate(args) => generate::run(args, cx).await,
    }
}

impl Context {
    pub fn new(global: Global, stdout: Stdout, stderr: Stderr, signals: Signals, deadline: Deadline) -> Self {
        Context { global, stdout, stderr: Rc::new(stderr), signals, deadline, config: OnceCell::new(), sandbox: None }
    }

    /// Whether `-o json` was said.
    pub fn json(&self) -> bool {
        self.global.output == OutputFormat::Json
    }

    /// The service, with settings and clients made now: help, completion and usage errors never touch credentials.
    pub async fn service(&mut self) -> Result<Service> {
        if let Some(several) =
            self.global.region.as_deref().filter(|typed| typed.eq_ignore_ascii_case("all") || typed.contains(','))
        {
            return Err(Error::usage(format!("`--region` takes one region here, not `{several}`"))
                .hint("`bedr models list` takes several; a region is named like `us-east-1`")
                .into());
        }
        self.service_in(self.global.region.clone()).await
    }

    /// The same in a region that is said here; `None` is the environment's or the profile's.
    pub async fn service_in(&mut self, region: Option<String>) -> Result<Service> {
        // Here too, because the sandbox has no profile to check it.
        let flag = |region| checked_region(Said::new(region, Source::Flag("--region"))).map(|said| said.value);
        let region = region.map(flag).transpose()?;
        let wanted = Wanted { sandbox: self.start_sandbox(region.clone())?, ..self.wanted(region)? };
        let settings = Settings::resolve(wanted).await?;
        let stderr = self.stderr.clone();
        Ok(Service::new(settings, Rc::new(move |event: &Progress| progress::tell(event, &stderr))))
    }

    /// What was said of the connection. The sandbox is told nothing of an account.
    fn wanted(&self, region: Option<String>) -> Result<Wanted, Error> {
        let nothing = Config::default();
        // One that was named has to be right, even where the sandbox needs nothing of it.
        let unread = self.global.sandbox && self.global.config.is_none();
        let config = if unread { &nothing } else { self.config()? };
        Ok(Wanted {
            region,
            profile: self.global.profile.clone(),
            configured_region: config.region.clone(),
            configured_profile: config.profile.clone(),
            endpoint_url: self.global.endpoint_url.clone(),
            auth: self.global.auth.map(|scheme| match scheme {
                AuthScheme::Bearer => Auth::Bearer,
                AuthScheme::Sigv4 => Auth::Sigv4,
            }),
            max_attempts: self.global.max_attempts,
            ca_bundle: self.global.ca_bundle.clone(),
            fips: self.global.fips,
            dual_stack: self.global.dual_stack,
            retry_for: self.global.retry_for,
            retry_timeouts: self.global.retry_timeouts,
            connect_timeout: self.global.connect_timeout,
            read_timeout: self.global.read_timeout,
            deadline: self.deadline,
            sandbox: None,
        })
    }

    /// bedr's configuration, read when something of it is needed: help, completion and the sandbox work without.
    pub fn config(&self) -> Result<&Config, Error> {
        if let Some(config) = self.config.get() {
            return Ok(config);
        }
        let config = Config::load(self.global.config.as_deref())?;
        Ok(self.config.get_or_init(|| config))
    }

    fn start_sandbox(&mut self, region: Option<String>) -> Result<Option<SandboxAccess>> {
        if !self.global.sandbox {
            return Ok(None);
        }
        sandbox_alone(&self.global)?;
        let settings = local::Settings { faults: self.global.fault.clone(), ..local::Settings::default() };
        let region = region.unwrap_or_else(|| local::REGION.to_owned());
        let sandbox = Sandbox::start_in(&region, settings).context("cannot start the sandbox")?;
        self.stderr.note("answered by the sandbox on this machine, not by Amazon Bedrock");
        let access = SandboxAccess {
            endpoint: sandbox.endpoint(),
            region,
            access_key_id: local::ACCESS_KEY_ID,
            secret_access_key: local::SECRET_ACCESS_KEY,
        };
        self.sandbox = Some(sandbox);
        Ok(Some(access))
    }

    /// The regions that `--region` names, where a command takes several; none where it says nothing.
    pub fn regions(&self) -> Result<Vec<String>, Error> {
        let Some(typed) = self.global.region.as_deref() else {
            return Ok(Vec::new());
        };
        let configured = if typed.eq_ignore_ascii_case("all") { self.config()?.regions.as_ref() } else { None };
        let regions = catalogue::named_regions(typed, configured.map(|regions| regions.value.as_slice()));
        // One that does not exist would look like one that is not enabled, or has no Bedrock.
        match regions.iter().find(|region| !region.ends_with(|last: char| last.is_ascii_digit())) {
            Some(typo) if regions.len() > 1 => Err(Error::usage(format!("`--region` names no region: `{typo}`"))
                .hint("a region is named like `us-east-1` or `eu-central-1`")),
            _ => Ok(regions),
        }
    }

    /// Whose listings are kept; nobody's where the sandbox answers, which is no account.
    pub fn owner(&self) -> Option<Owner> {
        if self.global.sandbox {
            return None;
        }
        let configured = self.config().ok().and_then(|config| config.profile.as_ref());
        let configured = configured.map(|profile| profile.value.as_str());
        let Global { profile, endpoint_url, auth, .. } = &self.global;
        let sends_api_key = *auth != Some(AuthScheme::Sigv4);
        Some(Owner::new(profile.as_deref(), configured, endpoint_url.as_deref(), sends_api_key))
    }

    /// Where the sandbox of this process listens; empty where there is none.
    pub fn sandbox_endpoint(&self) -> String {
        self.sandbox.as_ref().map(Sandbox::endpoint).unwrap_or_default()
    }

    /// The region that the sandbox is in: `--region`, or its own.
    pub fn sandbox_region(&self) -> String {
        self.global.region.clone().unwrap_or_else(|| local::REGION.to_owned())
    }

    /// The model to call when neither a flag nor a request names one.
    pub fn default_model(&self) -> Result<String, Error> {
        self.known_model()?.ok_or_else(|| {
            Error::usage("no model is given")
                .hint("add `-m ID`, or `export BEDR_MODEL=ID`; `bedr models list --ids` shows the ids")
        })
    }

    /// The same, if there is one. The sandbox has one of its own.
    pub fn known_model(&self) -> Result<Option<String>, Error> {
        if self.global.sandbox {
            return Ok(Some(local::MODEL.to_owned()));
        }
        self.said_model()?.map(|model| self.model_id(model.value)).transpose()
    }

    /// `BEDR_MODEL`, else the configuration's `model`.
    pub fn said_model(&self) -> Result<Option<Said>, Error> {
        match environment("BEDR_MODEL") {
            Some(model) => Ok(Some(Said::new(model, Source::Variable("BEDR_MODEL")))),
            None => Ok(self.config()?.model.clone()),
        }
    }

    /// The id that a name stands for, where `--resolve` or the configuration asks for that; said on stderr if it is another.
    pub async fn resolved(
        &self,
        name: String,
        typed: Option<&str>,
        wanted: Option<bool>,
        service: &Service,
    ) -> Result<String, Error> {
        let configured = || Ok::<_, Error>(self.config()?.resolve.as_ref().is_some_and(|resolve| resolve.value));
        let wanted = match wanted {
            Some(wanted) => wanted,
            // The sandbox works beside a file that cannot be read.
            None if self.global.sandbox => configured().unwrap_or_default(),
            None => configured()?,
        };
        if !wanted {
            return Ok(name);
        }
        let names = std::slice::from_ref(&name);
        let asked = models::resolve::Asked { names, geography: Geography::Near, by: "--resolve" };
        let found = asked.find(service, self).await;
        // An id needs no list to be called by; a policy that hides the lists must not stand in its way.
        let is_id = name.contains('.') && !name.contains(char::is_whitespace);
        let (id, why) = match found {
            Err(error) if is_id && matches!(error.kind, Kind::Denied | Kind::Model) => {
                self.stderr.note(&format!("`{name}` is passed on as it is: {error}"));
                return Ok(name);
            }
            found => found?,
        };
        if id != name || typed.is_some_and(|typed| typed != id) {
            self.stderr.note(&why);
        }
        Ok(id)
    }

    /// The id behind an alias; a name that is none is passed on unchanged.
    pub fn model_id(&self, name: String) -> Result<String, Error> {
        let name = sendable(name)?;
        let Some(id) = self.config()?.alias(&name) else {
            return Ok(name);
        };
        self.stderr.debug(|| format!("alias {name} is {id}"));
        Ok(id.to_owned())
    }
}

/// clap sees that flags contradict each other only where they stand on the same side of the command's name.
fn sandbox_alone(global: &Global) -> Result<(), Error> {
    let said = [
        ("--auth", global.auth.is_some()),
        ("--endpoint-url", global.endpoint_url.is_some()),
        ("--profile", global.profile.is_some()),
    ];
    match said.into_iter().find(|(_, said)| *said) {
        None => Ok(()),
        Some((flag, _)) => Err(Error::usage(format!("`--sandbox` cannot be used with `{flag}`"))
            .hint("the sandbox has keys and an address of its own")),
    }
}

/// A model's id as it was typed. It is passed on unchanged, but these cannot be sent: a URL would lose them.
fn sendable(id: String) -> Result<String, Error> {
    if id.trim().is_empty() || matches!(id.as_str(), "." | "..") {
        return Err(Error::usage(format!("`{id}` is no model id")).hint("`bedr models list --ids` shows the ids"));
    }
    Ok(id)
}

/// A variable of ours; one that is empty counts as unset.
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The usage log: the flag's, else `BEDR_USAGE_LOG`.
fn usage_log(flag: Option<PathBuf>) -> Option<PathBuf> {
    flag.or_else(|| environment("BEDR_USAGE_LOG").map(PathBuf::from))
}
