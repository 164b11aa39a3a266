//! `bedr config`: each setting that is in force, and where it was said

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::{Context, environment};
use crate::bedrock::{DEFAULT_ATTEMPTS, InForce, masked};
use crate::cli::ConfigArgs;
use crate::config::Config;
use crate::error::Error;
use crate::output::{Row, Table};
use crate::sandbox as local;
use crate::source::{Said, Source};

pub async fn run(_args: ConfigArgs, cx: &mut Context) -> Result<ExitCode> {
    let config = cx.config()?.clone();
    let mut settings = Settings::default();
    settings.file(&config);
    if cx.global.sandbox {
        settings.sandbox(cx);
    } else {
        settings.model(cx, &config)?;
        settings.connection(&InForce::look_up(&cx.wanted(cx.global.region.clone())?).await?);
    }
    settings.names(&config);
    settings.output(cx);
    if cx.json() {
        cx.stdout.json(settings.json().to_string().as_bytes())?;
    } else {
        let rows = settings.rows(&config);
        Table { columns: &["NAME", "VALUE", "SOURCE"], rows, dispensable: &[] }.print(&mut cx.stdout)?;
    }
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Name, value and source, in the order in which they are shown. In a pipe and in JSON the names are a contract.
#[derive(Default)]
struct Settings(Vec<(&'static str, Value, String)>);

impl Settings {
    fn add(&mut self, name: &'static str, value: impl Into<Value>, source: impl ToString) {
        self.0.push((name, value.into(), source.to_string()));
    }

    fn said<T: Clone + Into<Value>>(&mut self, name: &'static str, said: Option<&Said<T>>) {
        match said {
            Some(said) => self.add(name, said.value.clone(), &said.source),
            None => self.unset(name),
        }
    }

    fn unset(&mut self, name: &'static str) {
        self.add(name, Value::Null, "unset");
    }

    fn file(&mut self, config: &Config) {
        match &config.path {
            None => self.unset("config"),
            Some(path) => {
                let there = if config.is_there { "" } else { ", not there" };
                self.add("config", path.value.display().to_string(), format!("{}{there}", path.source));
            }
        }
    }

    /// The id that would be called, behind an alias too.
    fn model(&mut self, cx: &Context, config: &Config) -> Result<(), Error> {
        let said = cx.said_model()?;
        match said.as_ref().and_then(|said| Some((said, config.alias(&said.value)?))) {
            Some((said, id)) => self.add("model", id, format!("{}, alias {}", said.source, said.value)),
            None => self.said("model", said.as_ref()),
        }
        Ok(())
    }

    fn connection(&mut self, found: &InForce) {
        self.said("region", found.region.as_ref());
        self.said("profile", Some(&found.profile));
        self.said("max_attempts", Some(&found.max_attempts));
        for (name, endpoint) in
            [("endpoint_bedrock", &found.control_endpoint), ("endpoint_bedrock_runtime", &found.runtime_endpoint)]
        {
            self.masked(name, endpoint.as_ref());
        }
        self.said("use_fips_endpoint", Some(&found.fips));
        self.said("use_dualstack_endpoint", Some(&found.dual_stack));
        let bundle =
            found.ca_bundle.as_ref().map(|said| Said::new(said.value.display().to_string(), said.source.clone()));
        self.said("ca_bundle", bundle.as_ref());
        self.masked("https_proxy", found.https_proxy.as_ref());
        self.masked("http_proxy", found.http_proxy.as_ref());
        self.said("no_proxy", found.no_proxy.as_ref());
    }

    /// A URL that may hold a password.
    fn masked(&mut self, name: &'static str, url: Option<&Said>) {
        let masked = url.map(|said| Said::new(masked(&said.value), said.source.clone()));
        self.said(name, masked.as_ref());
    }

    /// With `--sandbox` nothing of an account is used. Its port is known only when it runs.
    fn sandbox(&mut self, cx: &Context) {
        const SAID: &str = "--sandbox";
        self.add("model", local::MODEL, SAID);
        self.add("region", cx.sandbox_region(), if cx.global.region.is_some() { "--region" } else { SAID });
        self.unset("profile");
        let attempts = cx.global.max_attempts.map(|attempts| Said::new(attempts, Source::Flag("--max-attempts")));
        self.said("max_attempts", Some(&attempts.unwrap_or(Said::default_of(DEFAULT_ATTEMPTS))));
        self.add("endpoint_bedrock", Value::Null, SAID);
        self.add("endpoint_bedrock_runtime", Value::Null, SAID);
        for name in ["use_fips_endpoint", "use_dualstack_endpoint"] {
            self.add(name, false, SAID);
        }
        for name in ["ca_bundle", "https_proxy", "http_proxy", "no_proxy"] {
            self.add(name, Value::Null, SAID);
        }
    }

    fn names(&mut self, config: &Config) {
        self.said("regions", config.regions.as_ref());
        self.said("resolve", Some(config.resolve.as_ref().unwrap_or(&Said::default_of(false))));
        match &config.path {
            Some(path) if !config.aliases.is_empty() => {
                let ids = config.aliases.iter().map(|(name, id)| (name.clone(), json!(id.value)));
                self.add("aliases", Map::from_iter(ids), path.value.display());
            }
            _ => self.unset("aliases"),
        }
    }

    fn output(&mut self, cx: &Context) {
        let log = environment("BEDR_USAGE_LOG").map(|path| Said::new(path, Source::Variable("BEDR_USAGE_LOG")));
        self.said("usage_log", log.as_ref());
        let source = match (cx.global.error_format, environment("BEDR_ERROR_FORMAT")) {
            (Some(_), _) => Source::Flag("--error-format"),
            (None, Some(_)) => Source::Variable("BEDR_ERROR_FORMAT"),
            (None, None) => Source::Default,
        };
        self.add("error_format", if cx.stderr.json { "json" } else { "text" }, source);
    }

    /// An object for each, by name.
    fn json(self) -> Value {
        let members = self
            .0
            .into_iter()
            .map(|(name, value, source)| (name.to_owned(), json!({ "value": value, "source": source })));
        Value::Object(Map::from_iter(members))
    }

    /// A row for each; the aliases have one each, with the line on which they stand.
    fn rows(self, config: &Config) -> Vec<Row> {
        let mut rows = Vec::new();
        for (name, value, source) in self.0 {
            match value {
                Value::Object(_) => rows.extend(config.aliases.iter().map(|(alias, id)| {
                    vec![vec![format!("{name}.{alias}")], vec![id.value.clone()], vec![id.source.to_string()]]
                })),
                value => rows.push(vec![vec![name.to_owned()], cell(value), vec![source]]),
            }
        }
        rows
    }
}

fn cell(value: Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text],
        Value::Array(items) => items.into_iter().flat_map(cell).collect(),
        other => vec![other.to_string()],
    }
}
