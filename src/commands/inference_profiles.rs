//! `bedr inference-profiles list` and `get`: by which ids most models are called

use std::process::ExitCode;

use anyhow::Result;

use super::Context;
use super::models::{listing, member_rows};
use crate::bedrock::{Call, Operation};
use crate::catalogue::{InferenceProfile, PROFILE_COLUMNS, PROFILE_DISPENSABLE};
use crate::cli::{InferenceProfilesArgs, InferenceProfilesCommand};
use crate::output::Table;

pub async fn run(args: InferenceProfilesArgs, cx: &mut Context) -> Result<ExitCode> {
    match args.command {
        InferenceProfilesCommand::List { patterns } => list(&patterns, cx).await,
        InferenceProfilesCommand::Get { id } => get(id, cx).await,
    }
}

async fn list(patterns: &[String], cx: &mut Context) -> Result<ExitCode> {
    let service = cx.service().await?;
    let mut profiles = listing::profiles(&service).await?;
    let in_all = profiles.len();
    profiles.retain(|profile| patterns.iter().all(|pattern| holds(profile, pattern)));
    if profiles.is_empty() {
        cx.stderr.note(&format!("none of the {in_all} inference profiles in {} matches", service.region()));
    }
    if cx.json() {
        let entries: Vec<&str> = profiles.iter().map(|profile| profile.raw.get()).collect();
        cx.stdout.json(format!("{{\"inferenceProfileSummaries\":[{}]}}", entries.join(",")).as_bytes())?;
    } else {
        let rows = profiles.iter().map(InferenceProfile::row).collect();
        Table { columns: PROFILE_COLUMNS, rows, dispensable: PROFILE_DISPENSABLE }.print(&mut cx.stdout)?;
    }
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn holds(profile: &InferenceProfile, pattern: &str) -> bool {
    let pattern = pattern.to_lowercase();
    let texts = [profile.callable_id(), profile.name()].into_iter().chain(profile.model_ids());
    texts.into_iter().any(|text| text.to_lowercase().contains(&pattern))
}

async fn get(id: String, cx: &mut Context) -> Result<ExitCode> {
    let id = Some(cx.model_id(id)?);
    let service = cx.service().await?;
    let (reply, facts) = service.json(&Call::get(Operation::GetInferenceProfile, id)).await?;
    let profile = InferenceProfile::of_reply(&reply).map_err(|error| error.of_call(facts))?;
    if cx.json() {
        cx.stdout.json(&reply)?;
    } else {
        let mut rows = member_rows(&reply)?;
        // Objects in a list are no cell; what they say are ids and regions.
        let ids = profile.model_ids().into_iter().map(str::to_owned).collect();
        match rows.iter_mut().find(|row| row[0][0] == "models") {
            Some(row) => row[1] = ids,
            None => rows.push(vec![vec!["models".to_owned()], ids]),
        }
        rows.push(vec![vec!["regions".to_owned()], profile.regions()]);
        Table { columns: &["MEMBER", "VALUE"], rows, dispensable: &[] }.print(&mut cx.stdout)?;
    }
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}
