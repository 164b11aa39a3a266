//! `bedr models list` and `bedr models get`: which models there are

use std::process::ExitCode;

use anyhow::Result;
use bytes::Bytes;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Context, typed_model};
use crate::bedrock::{self, Call, Operation};
use crate::catalogue::{self, Filter, Summary};
use crate::cli::{ModelsArgs, ModelsCommand, ModelsGetArgs, ModelsListArgs};
use crate::error::{CallFacts, Error, Kind};
use crate::output::{Row, Table};

/// A list of models is some hundred kilobytes.
const LONGEST_LIST: usize = 64 * 1024 * 1024;

pub async fn run(args: ModelsArgs, cx: &mut Context) -> Result<ExitCode> {
    match args.command {
        ModelsCommand::List(args) => list(args, cx).await,
        ModelsCommand::Get(args) => get(args, cx).await,
    }
}

async fn list(args: ModelsListArgs, cx: &mut Context) -> Result<ExitCode> {
    let ids_only = args.ids;
    if ids_only && cx.json() {
        return Err(Error::usage("`--ids` prints lines, and `-o json` asks for JSON")
            .hint("leave one of them out")
            .into());
    }
    let (reply, facts) = fetch(Call::get(Operation::ListFoundationModels, None), cx).await?;
    let filter = filter(args);
    let mut models = catalogue::model_summaries(&reply).map_err(|error| error.of_call(facts.clone()))?;
    let in_all = models.len();
    models.retain(|model| filter.matches(model));
    if models.is_empty() {
        let region = facts.region.unwrap_or_default();
        cx.stderr.note(&format!("none of the {in_all} models in {region} matches"));
    }
    print_list(&reply, &models, &filter, ids_only, cx)?;
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn filter(args: ModelsListArgs) -> Filter {
    Filter {
        patterns: args.patterns,
        provider: args.provider,
        input_modalities: args.input_modality,
        output_modalities: args.output_modality,
        inference_type: args.inference_type,
        customization: args.customization,
        status: args.status,
        streaming: args.streaming,
    }
}

fn print_list(reply: &Bytes, models: &[Summary], filter: &Filter, ids_only: bool, cx: &mut Context) -> Result<()> {
    if ids_only {
        return models.iter().try_for_each(|model| cx.stdout.line(model.id()));
    }
    if !cx.json() {
        let rows = models.iter().map(Summary::row).collect();
        return Table { columns: catalogue::COLUMNS, rows, dispensable: catalogue::DISPENSABLE }.print(&mut cx.stdout);
    }
    if filter.is_empty() {
        return cx.stdout.json(reply);
    }
    cx.stdout.json(&catalogue::with_summaries(reply, models)?)
}

async fn get(args: ModelsGetArgs, cx: &mut Context) -> Result<ExitCode> {
    let id = typed_model(Some(args.id))?;
    let (reply, facts) = fetch(Call::get(Operation::GetFoundationModel, id), cx).await?;
    let parsed: Details = serde_json::from_slice(&reply).map_err(|error| not_a_model(error).of_call(facts.clone()))?;
    let Some(details) = parsed.model_details else {
        let error = Error::new(Kind::Service, "the answer is not one of Amazon Bedrock's: it has no `modelDetails`");
        return Err(error.hint("is `--endpoint-url` that of Bedrock's control plane?").of_call(facts).into());
    };
    if cx.json() {
        cx.stdout.json(&reply)?;
    } else {
        Table { columns: &["MEMBER", "VALUE"], rows: rows_of(&details), dispensable: &[] }.print(&mut cx.stdout)?;
    }
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details<'a> {
    #[serde(borrow)]
    model_details: Option<Members<'a>>,
}

type Members<'a> = IndexMap<String, &'a RawValue>;

/// Every member, one a row, those of an object as `modelLifecycle.status`: what the service adds is shown too.
fn rows_of(details: &Members) -> Vec<Row> {
    let mut rows = Vec::new();
    for (name, value) in details {
        match serde_json::from_str::<Members>(value.get()) {
            Ok(inner) => {
                rows.extend(inner.iter().map(|(key, value)| vec![vec![format!("{name}.{key}")], cell(value)]));
            }
            Err(_) => rows.push(vec![vec![name.clone()], cell(value)]),
        }
    }
    rows
}

/// Texts as they are, a list of them as such, everything else as its JSON.
fn cell(value: &RawValue) -> Vec<String> {
    let texts = serde_json::from_str::<Vec<String>>(value.get());
    let text = || serde_json::from_str::<String>(value.get()).unwrap_or_else(|_| value.get().to_owned());
    texts.unwrap_or_else(|_| vec![text()])
}

fn not_a_model(error: serde_json::Error) -> Error {
    Error::new(Kind::Service, "the answer is not the JSON that Amazon Bedrock sends").caused_by(error)
}

/// The whole reply of a control-plane call.
async fn fetch(call: Call, cx: &mut Context) -> Result<(Bytes, CallFacts)> {
    let service = cx.service().await?;
    let reply = service.call(&call).await?;
    let status = reply.status;
    let content_type = reply.header("content-type").unwrap_or_default().to_owned();
    let facts = reply.facts;
    let (body, broken) = reply.body.whole(LONGEST_LIST).await;
    if let Some(broken) = broken {
        return Err(bedrock::broken(&broken).of_call(facts).into());
    }
    if body.first() != Some(&b'{') {
        return Err(bedrock::not_bedrock(status, &content_type, &body).of_call(facts).into());
    }
    Ok((body, facts))
}
