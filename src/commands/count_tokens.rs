//! `bedr count-tokens`, and the limit of `--max-input-tokens`: how large a request is, asked before it is paid for

use std::process::ExitCode;

use anyhow::Result;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::Number;

use super::converse::assemble;
use super::converse::history::History;
use super::{Context, input, lookup};
use crate::bedrock::{Call, Operation, Service};
use crate::catalogue::InferenceProfile;
use crate::cli::CountTokensArgs;
use crate::conversation::{count_body, count_request};
use crate::error::{CallFacts, Error, Kind};

pub async fn run(args: CountTokensArgs, cx: &mut Context) -> Result<ExitCode> {
    let typed = args.request.model.as_deref();
    let (named, body) = match &args.raw_body {
        Some(path) => {
            let named = typed.map(|name| cx.model_id(name.to_owned())).transpose()?;
            (named, count_body(input::raw_body(path, cx).await?))
        }
        None => {
            let mut request = assemble::request(&args.request, &mut History::of(&args.request, false), cx).await?;
            (request.model().map(str::to_owned), count_request(&mut request))
        }
    };
    let model = named.map_or_else(|| cx.default_model(), Ok)?;
    let service = cx.service().await?;
    let model = cx.resolved(model, typed, args.resolve, &service).await?;
    let counted = ask(body.into(), &model, &service, cx).await;
    let counted = explained(counted, &service, cx).await?;
    if cx.json() {
        cx.stdout.json(&counted.reply)?;
    } else {
        cx.stdout.text(&counted.tokens.to_string())?;
        cx.stdout.end_line()?;
    }
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Refuses a request that has more input tokens than that; `body` is what counts it, and comes back without a copy.
pub async fn within(limit: u64, body: Vec<u8>, model: &str, service: &Service, cx: &Context) -> Result<Vec<u8>> {
    let body = Bytes::from(body);
    let counted = ask(body.clone(), model, service, cx).await;
    let counted = counted.map_err(|error| error.caused_by("`--max-input-tokens` counts first; nothing else was sent"));
    let Counted { tokens, facts, .. } = explained(counted, service, cx).await?;
    if tokens.as_u64().is_some_and(|tokens| tokens <= limit) {
        return Ok(body.into());
    }
    let message = format!("the input has {tokens} tokens, and `--max-input-tokens` allows {limit}; it was not sent");
    let hint = format!("send less, or allow it: `--max-input-tokens {tokens}`");
    Err(Error::new(Kind::Request, message).hint(hint).of_call(facts).into())
}

/// What the service counted.
struct Counted {
    tokens: Number,
    reply: Bytes,
    facts: CallFacts,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    input_tokens: Option<Number>,
}

async fn explained(counted: Result<Counted, Error>, service: &Service, cx: &Context) -> Result<Counted> {
    match counted {
        Ok(counted) => Ok(counted),
        Err(error) => Err(lookup::explain(error.into(), service, cx).await),
    }
}

async fn ask(body: Bytes, model: &str, service: &Service, cx: &Context) -> Result<Counted, Error> {
    let base = base_model(model, service).await?;
    if base != model {
        cx.stderr.note(&format!("counted as `{base}`, the model that `{model}` calls"));
    }
    let (reply, facts) = service.json(&Call::run(Operation::CountTokens, base, body)).await?;
    let parsed: Result<Reply, _> = serde_json::from_slice(&reply);
    match parsed.ok().and_then(|reply| reply.input_tokens) {
        Some(tokens) => Ok(Counted { tokens, reply, facts }),
        None => Err(Error::new(Kind::Service, "the answer is not one of Amazon Bedrock's: it has no `inputTokens`")
            .hint("is `--endpoint-url` that of the Bedrock runtime?")
            .of_call(facts)),
    }
}

/// The id that CountTokens takes: it knows foundation models only, and these by their bare ids.
async fn base_model(model: &str, service: &Service) -> Result<String, Error> {
    if model.contains(":prompt/") {
        return Err(Error::new(
            Kind::Request,
            format!("`{model}` is a prompt of Prompt management, which CountTokens does not take"),
        )
        .hint("count its text as a message, with `-m` and the id of its model"));
    }
    if let Some((_, id)) = model.split_once("::foundation-model/") {
        return Ok(id.to_owned());
    }
    if !may_be_a_profile(model) {
        return Ok(model.to_owned());
    }
    match service.json(&Call::get(Operation::GetInferenceProfile, Some(model.to_owned()))).await {
        Ok((reply, _)) => {
            let profile = InferenceProfile::of_reply(&reply)?;
            Ok(profile.model_ids().first().map_or(model, |id| *id).to_owned())
        }
        // No profile after all: CountTokens says what it thinks of the id.
        Err(error) if error.kind == Kind::Model => Ok(model.to_owned()),
        Err(error) => Err(error),
    }
}

/// A profile's id is a model's behind a geography: `us.anthropic.claude-…`. A model's own id may have two dots as well, so
/// the service is asked.
fn may_be_a_profile(model: &str) -> bool {
    if model.starts_with("arn:") { model.contains("inference-profile/") } else { model.matches('.').count() > 1 }
}
