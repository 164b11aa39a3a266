//! `bedr converse`: assemble the request, call, print the answer as it comes, judge how it ended

mod answered;
pub mod assemble;

use std::process::ExitCode;

use anyhow::Result;

use super::tally::Tally;
use super::{Context, count_tokens, frames, lookup, usage_log};
use crate::bedrock::{self, Call, EventStream, Operation, Reply, Service};
use crate::cli::ConverseArgs;
use crate::conversation::{Answer, Outcome, count_request};
use crate::error::Error;
use answered::Answered;

pub async fn run(args: ConverseArgs, cx: &mut Context) -> Result<ExitCode> {
    let mut request = assemble::request(&args.request, cx).await?;
    if args.print_request {
        // One without a model is a request all the same: for `--request`, beside `-m`.
        if let (None, Some(model)) = (request.model(), cx.known_model()?) {
            request.set_model(model);
        }
        cx.stdout.json(&request.to_json())?;
        return finish(cx);
    }
    let model = match request.model() {
        Some(model) => model.to_owned(),
        None => cx.default_model()?,
    };
    let mut tally = Tally::open(args.usage, usage_log(args.usage_log.clone()).as_deref())?;
    tally.metadata = request.member("requestMetadata").cloned();
    let service = cx.service().await?;
    let model = cx.resolved(model, args.request.model.as_deref(), args.resolve, &service).await?;
    if let Some(limit) = args.max_input_tokens {
        count_tokens::within(limit, count_request(&request), &model, &service, cx).await?;
    }
    let call = Call::run(Operation::Converse, model, request.into_body());

    let streams = if cx.json() { args.stream } else { !args.no_stream };
    let answered = if streams { stream(&service, call, &args, cx).await } else { unary(&service, &call, cx).await };
    let answered = match answered {
        Ok(answered) => answered,
        Err(error) => return Err(lookup::explain(error, &service, cx).await),
    };
    answered.conclude(&args, &mut tally, cx)?;
    finish(cx)
}

fn finish(cx: &mut Context) -> Result<ExitCode> {
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Converse: one reply.
async fn unary(service: &Service, call: &Call, cx: &mut Context) -> Result<Answered> {
    let reply = service.call(call).await?;
    let status = reply.status;
    let content_type = reply.header("content-type").unwrap_or_default().to_owned();
    let facts = reply.facts;
    let (body, broken) = reply.body.whole(bedrock::LONGEST_ANSWER).await;
    let broken = broken.map(|broken| bedrock::broken(&broken).of_call(facts.clone()));
    let mut answer = Answer::default();
    if broken.is_some() {
        if cx.json() {
            cx.stdout.bytes(&body)?;
        }
        return Ok(Answered { facts, answer, broken });
    }
    let not_an_answer = |error: Error| {
        let error =
            if body.first() == Some(&b'{') { error } else { bedrock::not_bedrock(status, &content_type, &body) };
        error.of_call(facts.clone())
    };
    let text = if cx.json() { answer.reply_facts(&body).map(|()| None) } else { answer.reply(&body).map(Some) };
    let text = text.map_err(not_an_answer)?;
    if answer.stop_reason.is_none() {
        return Err(Outcome::no_answer().of_call(facts).into());
    }
    match text {
        Some(text) => cx.stdout.text(&text)?,
        None => cx.stdout.json(&body)?,
    }
    Ok(Answered { facts, answer, broken })
}

/// ConverseStream, or Converse if the model or a policy allows nothing else and nobody asked for a stream.
async fn stream(service: &Service, mut call: Call, args: &ConverseArgs, cx: &mut Context) -> Result<Answered> {
    call.operation = Operation::ConverseStream;
    match service.stream(&call).await {
        Ok(reply) => print_stream(reply, cx).await,
        Err(error) if !args.stream && bedrock::is_streaming_refused(&error) => {
            cx.stderr.note(&format!("not streamed: {}", error.message));
            call.operation = Operation::Converse;
            unary(service, &call, cx).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn print_stream(reply: Reply<EventStream>, cx: &mut Context) -> Result<Answered> {
    let Reply { facts, mut body, .. } = reply;
    let mut answer = Answer::default();
    let broken = frames::print(&mut body, &facts, &mut answer, cx).await?;
    Ok(Answered { facts, answer, broken })
}
