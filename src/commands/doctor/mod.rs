//! `bedr doctor`: from the settings to the model, what works and what stands in the way

mod report;

use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Result;
use serde_json::Value;

use super::models::model_of_profile;
use super::{Context, converse};
use crate::aws_files;
use crate::bedrock::{Call, InForce, Operation, Service, masked};
use crate::cli::DoctorArgs;
use crate::error::{Error, Kind};
use crate::output::Table;
use crate::source::Said;
use report::{Check, Outcome, Report};

/// The checks of AWS's two files.
const AWS_FILES: [&str; 2] = ["aws_config", "aws_credentials"];

pub async fn run(args: DoctorArgs, cx: &mut Context) -> Result<ExitCode> {
    let mut report = Report::default();
    let found = report.examine(&args, cx).await;
    cx.stderr.progress("");
    if let Err(error) = found {
        // The first check that is not there yet.
        let is_there = |name: &str| report.checks.iter().any(|check| check.name == name);
        let before = if cx.global.sandbox { &[][..] } else { &AWS_FILES };
        let mut names = ["config"].iter().chain(before).chain(&["region"]);
        let name = names.find(|name| !is_there(name)).unwrap_or(&"settings");
        report.add(*name, None, Outcome::Failed(error));
    }
    if cx.json() {
        cx.stdout.json(report.json().to_string().as_bytes())?;
    } else {
        let rows = report.checks.iter().map(Check::row).collect();
        Table { columns: &["CHECK", "RESULT", "TIME", "FOUND"], rows, dispensable: &[] }.print(&mut cx.stdout)?;
    }
    cx.stdout.flush()?;
    match report.first_failure() {
        Some(error) => Err(error.partial(true).into()),
        None => Ok(ExitCode::SUCCESS),
    }
}

impl Report {
    /// The error is one of the settings, without which nothing else can be tried.
    async fn examine(&mut self, args: &DoctorArgs, cx: &mut Context) -> Result<(), Error> {
        let found = self.settings(cx).await?;
        let service = cx.service().await.map_err(Error::from)?;
        let endpoints = found.map(|found| self.network(found, &service));
        let endpoints = endpoints.unwrap_or_else(|| vec![("sandbox", cx.sandbox_endpoint())]);
        let is_known = self.caller(&service, cx).await;
        let mut is_reached = true;
        for (name, url) in endpoints {
            is_reached &= self.way(name, &url, &service, cx).await;
        }
        self.model(args, &service, is_known && is_reached, cx).await;
        Ok(())
    }

    /// What is in force; nothing of it holds for the sandbox.
    async fn settings(&mut self, cx: &Context) -> Result<Option<InForce>, Error> {
        let config = cx.config()?;
        let path = config.path.as_ref().map(|path| said(&path.value.display().to_string(), path));
        let path = path.unwrap_or_else(|| "none".to_owned());
        self.ok("config", if config.is_there { path } else { format!("{path}, not there") });
        if cx.global.sandbox {
            self.ok("region", format!("{} (--sandbox)", cx.sandbox_region()));
            return Ok(None);
        }
        for (name, file) in AWS_FILES.into_iter().zip(aws_files::located()) {
            let there = if aws_files::read(&file)?.is_some() { "" } else { ", not there" };
            self.ok(name, format!("{}{there}", file.value.display()));
        }
        let found = InForce::look_up(&cx.wanted(cx.global.region.clone())?).await?;
        self.ok("profile", said(&found.profile.value, &found.profile));
        match &found.region {
            Some(region) => self.ok("region", said(&region.value, region)),
            None => return Ok(None),
        }
        Ok(Some(found))
    }

    /// How the network is reached, and the endpoints of the two services.
    fn network(&mut self, found: InForce, service: &Service) -> Vec<(&'static str, String)> {
        let proxy = found.https_proxy.as_ref().or(found.http_proxy.as_ref());
        self.ok("proxy", proxy.map_or_else(|| "none".to_owned(), |proxy| said(&masked(&proxy.value), proxy)));
        let bundle = found.ca_bundle.as_ref().map(|path| said(&path.value.display().to_string(), path));
        let outcome = match bundle {
            Some(bundle) => {
                service.settings().check_authorities().map_or_else(Outcome::Failed, |()| Outcome::Ok(bundle))
            }
            // Whether these can be read matters only to the handshake.
            None => Outcome::Ok("the system's".to_owned()),
        };
        self.add("ca_bundle", None, outcome);
        let mut endpoints = Vec::new();
        for (name, endpoint) in [("bedrock", found.control_endpoint), ("bedrock-runtime", found.runtime_endpoint)] {
            if let Some(endpoint) = endpoint {
                self.ok(&format!("{name}.endpoint"), said(&masked(&endpoint.value), &endpoint));
                endpoints.push((name, endpoint.value));
            }
        }
        endpoints
    }

    /// Whether requests can be signed.
    async fn caller(&mut self, service: &Service, cx: &Context) -> bool {
        let settings = service.settings();
        let by = match (cx.global.auth, &cx.global.profile) {
            (Some(_), _) => "--auth",
            (None, _) if settings.sends_api_key() => "AWS_BEARER_TOKEN_BEDROCK",
            (None, Some(_)) => "--profile",
            (None, None) => "default",
        };
        let scheme = if settings.sends_api_key() { "bearer" } else { "sigv4" };
        self.ok("auth", format!("{scheme} ({by})"));
        if settings.sends_api_key() {
            self.ok("credentials", "the API key in AWS_BEARER_TOKEN_BEDROCK");
            self.skip("caller", "STS does not know API keys");
            return true;
        }
        cx.stderr.progress("asking for credentials");
        let start = Instant::now();
        let keys = settings.keys().await;
        let is_had = keys.is_ok();
        let outcome = keys.map_or_else(Outcome::Failed, |keys| {
            let left = keys.expiry.map(|expiry| expiry.duration_since(SystemTime::now()).unwrap_or_default());
            let left = left.map(|left| format!(", {} left", humantime::format_duration(whole_minutes(left))));
            Outcome::Ok(format!("key …{} of {}{}", keys.ending, keys.origin, left.unwrap_or_default()))
        });
        self.add("credentials", Some(start.elapsed()), outcome);
        if cx.global.sandbox {
            self.skip("caller", "the sandbox has no STS");
        } else if is_had {
            cx.stderr.progress("asking STS");
            let start = Instant::now();
            let outcome = match settings.caller().await {
                Ok(caller) => Outcome::Ok(format!("account {}, {}", caller.account, caller.arn)),
                // Where STS is out of reach, Bedrock need not be.
                Err(error) if error.kind != Kind::Credentials => Outcome::Unknown(error),
                Err(error) => Outcome::Failed(error),
            };
            let is_known = !matches!(outcome, Outcome::Failed(_));
            self.add("caller", Some(start.elapsed()), outcome);
            return is_known;
        } else {
            self.skip("caller", "there are no credentials");
        }
        is_had
    }

    /// Whether the endpoint can be called.
    async fn way(&mut self, name: &str, url: &str, service: &Service, cx: &Context) -> bool {
        cx.stderr.progress(&format!("connecting to {name}"));
        let steps = match service.settings().reach(url).await {
            Ok(steps) => steps,
            Err(error) => {
                self.add(format!("{name}.endpoint"), None, Outcome::Failed(error));
                return false;
            }
        };
        let is_reached = steps.iter().all(|step| step.outcome.is_ok());
        for step in steps {
            let outcome = step.outcome.map_or_else(Outcome::Failed, Outcome::Ok);
            self.add(format!("{name}.{}", step.what), Some(step.took), outcome);
        }
        is_reached
    }

    async fn model(&mut self, args: &DoctorArgs, service: &Service, is_reached: bool, cx: &mut Context) {
        let model = match &args.model {
            Some(name) => cx.model_id(name.clone()).map(Some),
            None => cx.known_model(),
        };
        let model = match model {
            Ok(Some(model)) => model,
            Ok(None) => return self.skip("model", "none is named; add `-m ID`"),
            Err(error) => return self.add("model", None, Outcome::Failed(error)),
        };
        self.ok("model", &model);
        if !is_reached {
            return self.skip("availability", "a check before it failed");
        }
        cx.stderr.progress("asking for the model's availability");
        let start = Instant::now();
        let outcome = availability(&model, service, cx).await;
        self.add("availability", Some(start.elapsed()), outcome);
        if args.probe {
            cx.stderr.progress("calling the model");
            let start = Instant::now();
            let outcome = converse::probe(model, service).await;
            self.add("probe", Some(start.elapsed()), outcome.map_or_else(Outcome::Failed, Outcome::Ok));
        }
    }
}

/// Source: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModelAvailability.html>
async fn availability(model: &str, service: &Service, cx: &Context) -> Outcome {
    let asked = async |id: String| service.json(&Call::get(Operation::GetFoundationModelAvailability, Some(id))).await;
    let mut answer = asked(model.to_owned()).await;
    let is_refused = answer.as_ref().is_err_and(|error| matches!(error.kind, Kind::Model | Kind::Request));
    if is_refused && let Some(base) = model_of_profile(model, service, cx).await {
        answer = asked(base).await;
    }
    let reply = match answer {
        Ok((reply, _)) => serde_json::from_slice::<Value>(&reply).unwrap_or_default(),
        // Another permission than that to call it.
        Err(error) if error.kind == Kind::Denied => return Outcome::Unknown(error),
        Err(error) => return Outcome::Failed(error),
    };
    let parts = [
        ("authorizationStatus", &reply["authorizationStatus"], "AUTHORIZED", "may the caller's policies call it?"),
        (
            "entitlementAvailability",
            &reply["entitlementAvailability"],
            "AVAILABLE",
            "has the account subscribed to it?",
        ),
        (
            "regionAvailability",
            &reply["regionAvailability"],
            "AVAILABLE",
            "`bedr models list --region all` shows where it is",
        ),
        (
            "agreementAvailability",
            &reply["agreementAvailability"]["status"],
            "AVAILABLE",
            "its agreement is not accepted yet: the first call of somebody who may subscribe does that",
        ),
    ];
    let missing = parts.iter().find(|(_, found, wanted, _)| *found != wanted);
    let shown = |(name, found, ..): &(&str, &Value, &str, &str)| format!("{name} {}", found.as_str().unwrap_or("-"));
    match missing {
        None => Outcome::Ok(parts.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Some(part) => {
            let kind = if part.0 == "regionAvailability" { Kind::Model } else { Kind::Denied };
            Outcome::Failed(Error::new(kind, format!("`{model}`: {}", shown(part))).hint(part.3))
        }
    }
}

/// A value and who said it.
fn said<T>(shown: &str, said: &Said<T>) -> String {
    format!("{shown} ({})", said.source)
}

/// Seconds would differ from run to run.
fn whole_minutes(time: Duration) -> Duration {
    Duration::from_secs(time.as_secs() / 60 * 60)
}
