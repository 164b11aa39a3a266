//! `bedr converse`: assemble the request, call, print the answer as it comes, judge how it ended

use std::process::ExitCode;

use anyhow::Result;

use super::frames::Events;
use super::tally::Tally;
use super::{Context, frames, input, lookup, usage_log};
use crate::bedrock::{self, Call, EventStream, Frame, Operation, Reply, Service};
use crate::cli::ConverseArgs;
use crate::conversation::{Answer, Outcome, Request, Typed};
use crate::error::{CallFacts, Error};
use crate::output::Usage;

pub async fn run(args: ConverseArgs, cx: &mut Context) -> Result<ExitCode> {
    let mut request = assemble(&args, cx).await?;
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
    let body = std::mem::replace(&mut request, Request::new()).into_body();
    let mut tally = Tally::open(args.usage, usage_log(args.usage_log.clone()).as_deref())?;
    let service = cx.service().await?;
    let model = cx.resolved(model, args.model.as_deref(), args.resolve, &service).await?;
    let call = Call::run(Operation::Converse, model, body);

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

/// An answer that is on stdout, whole or as far as it came.
struct Answered {
    facts: CallFacts,
    answer: Answer,
    broken: Option<Error>,
}

impl Answered {
    /// Ends the line, tells what it cost, and says how it ended.
    fn conclude(self, args: &ConverseArgs, tally: &mut Tally, cx: &mut Context) -> Result<()> {
        cx.stdout.end_line()?;
        cx.stdout.flush()?;
        let stop_reason = self.answer.stop_reason.as_deref();
        let told = tally.tell(&self.facts, &usage_of(&self.answer), stop_reason, &cx.stderr);
        let outcome = match (self.broken, stop_reason) {
            (Some(error), _) => Outcome::Failed(error),
            (None, None) => Outcome::Failed(Outcome::unfinished()),
            (None, Some(reason)) => Outcome::of(reason, args.allow_truncated),
        };
        if !cx.json() && !cx.stdout.has_output() && !self.answer.other_content.is_empty() {
            let kinds: Vec<&str> = self.answer.other_content.iter().map(String::as_str).collect();
            cx.stderr.note(&format!("the answer holds no text but {}; `-o json` shows it", kinds.join(", ")));
        }
        if self.answer.mended {
            cx.stderr.warn("the answer holds half of a character, shown as U+FFFD; `-o json` shows what came");
        }
        match outcome {
            Outcome::Done => {}
            Outcome::Warning(warning) => cx.stderr.warn(&warning),
            Outcome::Failed(mut error) => {
                if error.call.operation.is_none() {
                    error = error.of_call(self.facts);
                }
                return Err(error.partial(cx.stdout.has_output()).into());
            }
        }
        told
    }
}

fn usage_of(answer: &Answer) -> Usage {
    Usage {
        input: answer.input_tokens.clone(),
        output: answer.output_tokens.clone(),
        cache_read: answer.cache_read_tokens.clone(),
        cache_write: answer.cache_write_tokens.clone(),
        latency_ms: answer.latency_ms.clone(),
    }
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

impl Events for Answer {
    fn event(&mut self, frame: &Frame, cx: &mut Context) -> Result<Option<Error>> {
        // In JSON Lines the deltas are many, and nothing in them is needed.
        if cx.json() && frame.name == "contentBlockDelta" {
            return Ok(None);
        }
        match Answer::event(self, frame.name, frame.payload) {
            Ok(Some(text)) if !cx.json() => cx.stdout.text(&text).map(|()| None),
            Ok(_) => Ok(None),
            Err(error) => Ok(Some(error)),
        }
    }

    /// After `messageStop` only the usage is missing.
    fn is_whole(&self) -> bool {
        self.stop_reason.is_some()
    }
}

/// The request out of flags, PROMPT, stdin and `--request`.
async fn assemble(args: &ConverseArgs, cx: &Context) -> Result<Request> {
    let stdin_for = stdin_taker(args)?;
    let model = args.model.clone().map(|name| cx.model_id(name)).transpose()?;
    let mut piped = match stdin_for {
        Taker::Nobody => None,
        _ => Some(input::utf8(input::stdin(input::LONGEST_REQUEST, cx).await?, "stdin")?),
    };
    let mut request = match (&args.request, &stdin_for) {
        (Some(_), Taker::Request) => Request::parse(&piped.take().unwrap_or_default(), "-")?,
        (Some(path), _) => {
            let name = path.display().to_string();
            let bytes = input::file(path, input::LONGEST_REQUEST)?;
            Request::parse(&input::utf8(bytes, &format!("`{name}`"))?, &name)?
        }
        (None, _) => Request::new(),
    };
    let mut typed = Typed {
        model,
        max_tokens: args.max_tokens,
        temperature: args.temperature.clone(),
        top_p: args.top_p.clone(),
        stop: args.stop.clone(),
        ..Typed::default()
    };
    match stdin_for {
        Taker::System => typed.system = piped.take(),
        _ => typed.system = args.system.as_deref().map(|system| words(system, "--system")).transpose()?,
    }
    match args.prompt.as_deref() {
        Some("-" | "@-") | None => {}
        Some(prompt) => typed.prompt = Some(words(prompt, "PROMPT")?),
    }
    typed.piped = piped.filter(|text| !text.trim().is_empty());
    request.overlay(typed)?;
    if request.has_something_to_say() { Ok(request) } else { Err(nothing_to_send(args).into()) }
}

/// Who gets stdin.
#[derive(PartialEq)]
enum Taker {
    Nobody,
    Prompt,
    Request,
    System,
}

/// Decides it from what was typed. Two that want it is an error that names both.
fn stdin_taker(args: &ConverseArgs) -> Result<Taker> {
    let mut takers = Vec::new();
    if args.request.as_deref().is_some_and(|path| path.as_os_str() == "-") {
        takers.push(("`--request -`", Taker::Request));
    }
    if matches!(args.system.as_deref(), Some("@-")) {
        takers.push(("`--system @-`", Taker::System));
    }
    if matches!(args.prompt.as_deref(), Some("-" | "@-")) {
        takers.push(("PROMPT `-`", Taker::Prompt));
    }
    if let [(first, _), (second, _), ..] = takers.as_slice() {
        return Err(Error::usage(format!("{first} and {second} both read stdin, which can be read once only"))
            .hint("put one of them into a file")
            .into());
    }
    match takers.pop() {
        Some((name, _)) if args.no_stdin => {
            Err(Error::usage(format!("{name} reads stdin, but `--no-stdin` says not to")).into())
        }
        Some((_, taker)) => Ok(taker),
        None if args.no_stdin || args.request.is_some() || !input::stdin_is_piped() => Ok(Taker::Nobody),
        None => Ok(Taker::Prompt),
    }
}

/// A text as it was typed: `@FILE` reads a file, `@@x` is the text `@x`.
fn words(typed: &str, flag: &str) -> Result<String> {
    let text = match typed.strip_prefix('@') {
        Some(literal) if literal.starts_with('@') => literal.to_owned(),
        Some(path) => input::utf8(input::file(path.as_ref(), input::LONGEST_REQUEST)?, &format!("`{path}`"))?,
        None => typed.to_owned(),
    };
    if text.trim().is_empty() && typed.starts_with('@') {
        return Err(Error::usage(format!("`{}` is empty, and the service refuses empty text", &typed[1..])).into());
    }
    if text.trim().is_empty() {
        return Err(Error::usage(format!("{flag} is empty, and the service refuses empty text"))
            .hint("is a variable in your script unset?")
            .into());
    }
    Ok(text)
}

fn nothing_to_send(args: &ConverseArgs) -> Error {
    let message = match &args.request {
        Some(path) => format!(
            "there is nothing to send: `--request {}` holds no messages, and no PROMPT was given",
            path.display()
        ),
        None => "there is nothing to send: no PROMPT was given, and stdin is empty or a terminal".to_owned(),
    };
    Error::usage(message).hint("type a PROMPT, as in `bedr converse 'Hello'`, or pipe one in")
}
