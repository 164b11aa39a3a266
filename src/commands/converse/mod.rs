//! `bedr converse`: assemble the request, call, print the answer as it comes, judge how it ended

mod answered;
pub mod assemble;
mod attach;
pub mod history;
mod lock;
mod shape;
mod view;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use super::tally::Tally;
use super::{Context, count_tokens, frames, lookup, usage_log};
use crate::bedrock::{self, Call, EventStream, Operation, Reply, Service};
use crate::cli::ConverseArgs;
use crate::conversation::{Answer, Outcome, Request, after_count, count_request, for_one_reply};
use crate::error::Error;
use crate::output::AnswerFile;
use answered::{Answered, Arriving};
use history::{Asked, History};
use view::View;

pub async fn run(args: ConverseArgs, cx: &mut Context) -> Result<ExitCode> {
    view::check(&args, cx.global.output)?;
    let log = usage_log(args.usage_log.clone());
    history::refuse_one_file_for_two(&args, log.as_deref())?;
    let history = History::of(&args.request, !args.no_save && !args.print_request);
    let kept_in = history.kept_in();
    let done = ask(args, log.as_deref(), history, cx).await;
    if let Err(error) = &done {
        history::tell_if_reader_left(kept_in.as_deref(), error, cx);
    }
    done
}

async fn ask(args: ConverseArgs, log: Option<&Path>, mut history: History, cx: &mut Context) -> Result<ExitCode> {
    let file = args.answer.output_file.as_deref().map(AnswerFile::prepare).transpose()?;
    let streams = if cx.json() { args.stream } else { !args.no_stream };
    if args.no_stream || !(streams || args.print_request) {
        shape::guardrail_needs_stream(&args.request.shape, args.no_stream)?;
    }
    let mut request = assemble::request(&args.request, &mut history, cx).await?;
    if args.print_request {
        // One without a model is a request all the same: for `--request`, beside `-m`.
        if let (None, Some(model)) = (request.model(), cx.known_model()?) {
            request.set_model(model);
        }
        return print_request(request, file.as_ref(), cx);
    }
    let model = match request.model() {
        Some(model) => model.to_owned(),
        None => cx.default_model()?,
    };
    let view = View::new(&args, &request, cx.json());
    let waits = view::waits(&request, file.as_ref(), cx);
    let mut tally = Tally::open(args.usage, log)?;
    tally.metadata = request.member("requestMetadata").cloned();
    let service = cx.service().await?;
    let model = cx.resolved(model, args.request.model.as_deref(), args.resolve, &service).await?;
    if let Some(limit) = args.max_input_tokens {
        let counted = count_tokens::within(limit, count_request(&mut request), &model, &service, cx).await?;
        after_count(&mut request, counted);
    }
    let guardrail = if streams { None } else { request.for_one_reply() };
    let call = Call::run(Operation::Converse, model, request.into_body());
    let asked = Asked::of(&call, guardrail);
    let answer = history.answer();

    if waits {
        cx.stdout.hold();
    }
    let answered = if streams {
        stream(&service, call, answer, &args, view, cx).await
    } else {
        unary(&service, &call, answer, view, cx).await
    };
    let mut answered = match answered {
        Ok(answered) => answered,
        Err(error) => {
            cx.stdout.release()?;
            return Err(lookup::explain(error, &service, cx).await);
        }
    };
    let fold = answered.answer.fold.take();
    answered.conclude(&args, file.as_ref(), &mut tally, cx)?;
    history.keep(&asked, fold, cx)?;
    finish(cx)
}

fn print_request(request: Request, file: Option<&AnswerFile>, cx: &mut Context) -> Result<ExitCode> {
    if file.is_some() {
        cx.stdout.hold();
    }
    cx.stdout.json(&request.into_json())?;
    if let Some(file) = file {
        file.write(&cx.stdout.take_held())?;
    }
    finish(cx)
}

fn finish(cx: &mut Context) -> Result<ExitCode> {
    cx.stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Converse: one reply.
async fn unary(
    service: &Service,
    call: &Call,
    mut answer: Answer,
    mut view: View,
    cx: &mut Context,
) -> Result<Answered> {
    let reply = service.call(call).await?;
    let status = reply.status;
    let content_type = reply.header("content-type").unwrap_or_default().to_owned();
    let facts = reply.facts;
    let (body, broken) = reply.body.whole(bedrock::LONGEST_ANSWER).await;
    let broken = broken.map(|broken| bedrock::broken(&broken).of_call(facts.clone()));
    if broken.is_some() {
        if cx.json() {
            cx.stdout.bytes(&body)?;
        }
        return Ok(Answered { facts, answer, view, broken });
    }
    let not_an_answer = |error: Error| {
        let error =
            if body.first() == Some(&b'{') { error } else { bedrock::not_bedrock(status, &content_type, &body) };
        error.of_call(facts.clone())
    };
    let pieces = if cx.json() { answer.reply_facts(&body).map(|()| Vec::new()) } else { answer.reply(&body) };
    let mut pieces = pieces.map_err(not_an_answer)?;
    if answer.stop_reason.is_none() {
        return Err(Outcome::no_answer().of_call(facts).into());
    }
    if let Some(fold) = &mut answer.fold {
        fold.reply(&body);
    }
    if cx.json() {
        cx.stdout.json(&body)?;
        if view.reads_content(&answer) {
            pieces = answer.reply(&body).map_err(not_an_answer)?;
        }
    }
    pieces.into_iter().try_for_each(|piece| view.show(piece, cx))?;
    Ok(Answered { facts, answer, view, broken })
}

/// ConverseStream, or Converse if the model or a policy allows nothing else and nobody asked for a stream.
async fn stream(
    service: &Service,
    mut call: Call,
    answer: Answer,
    args: &ConverseArgs,
    view: View,
    cx: &mut Context,
) -> Result<Answered> {
    call.operation = Operation::ConverseStream;
    match service.stream(&call).await {
        Ok(reply) => print_stream(reply, answer, view, cx).await,
        Err(error) if !args.stream && bedrock::is_streaming_refused(&error) => {
            cx.stderr.note(&format!("not streamed: {}", error.message));
            call.operation = Operation::Converse;
            if let Some(body) = call.body.as_deref().and_then(for_one_reply) {
                call.body = Some(body.into());
            }
            unary(service, &call, answer, view, cx).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn print_stream(reply: Reply<EventStream>, answer: Answer, view: View, cx: &mut Context) -> Result<Answered> {
    let Reply { facts, mut body, .. } = reply;
    let mut arriving = Arriving { answer, view };
    let broken = frames::print(&mut body, &facts, &mut arriving, cx).await?;
    let Arriving { answer, view } = arriving;
    Ok(Answered { facts, answer, view, broken })
}

/// Lets the model write one token, and says what that took.
pub async fn probe(model: String, service: &Service) -> Result<String, Error> {
    let body = br#"{"messages":[{"role":"user","content":[{"text":"Hi"}]}],"inferenceConfig":{"maxTokens":1}}"#;
    let (reply, facts) = service.json(&Call::run(Operation::Converse, model, body.to_vec())).await?;
    let mut answer = Answer::default();
    answer.reply_facts(&reply).map_err(|error| error.of_call(facts))?;
    let count = |tokens: Option<serde_json::Number>| tokens.map_or_else(|| "-".to_owned(), |tokens| tokens.to_string());
    Ok(format!("it answers; {} tokens in, {} out", count(answer.input_tokens), count(answer.output_tokens)))
}
