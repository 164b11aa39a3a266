//! `bedr invoke`: a body in the provider's own format; bytes in, bytes out

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Number, Value};

use super::frames::Events;
use super::tally::Tally;
use super::{Context, count_tokens, frames, input, lookup, usage_log};
use crate::bedrock::{self, Broken, Call, EventStream, Frame, Operation, Reply, ReplyBody};
use crate::cli::InvokeArgs;
use crate::conversation::{after_count_body, count_body};
use crate::error::{CallFacts, Error, Kind};
use crate::output::Usage;

pub async fn run(args: InvokeArgs, cx: &mut Context) -> Result<ExitCode> {
    refuse_binary_before_it_costs(&args, cx)?;
    let model = match args.model.clone() {
        Some(name) => cx.model_id(name)?,
        None => cx.default_model()?,
    };
    let mut body = input::raw_body(&args.raw_body, cx).await?;
    let mut tally = Tally::open(args.usage, usage_log(args.usage_log.clone()).as_deref())?;
    let operation = if args.stream { Operation::InvokeModelWithResponseStream } else { Operation::InvokeModel };
    let service = cx.service().await?;
    let model = cx.resolved(model, args.model.as_deref(), args.resolve, &service).await?;
    if let Some(limit) = args.max_input_tokens {
        body = after_count_body(count_tokens::within(limit, count_body(body), &model, &service, cx).await?);
    }
    let call = Call { headers: headers(&args), ..Call::run(operation, model, body) };

    let printed = if args.stream {
        match service.stream(&call).await {
            Ok(reply) => print_stream(reply, &args, cx).await?,
            Err(error) => return Err(lookup::explain(error.into(), &service, cx).await),
        }
    } else {
        match service.call(&call).await {
            Ok(reply) => print_reply(reply, &args, cx).await?,
            Err(error) => return Err(lookup::explain(error.into(), &service, cx).await),
        }
    };
    cx.stdout.flush()?;
    let told = tally.tell(&printed.facts, &printed.usage, None, &cx.stderr);
    match printed.broken.or_else(|| (!printed.came).then(empty)) {
        Some(error) => Err(error.of_call(printed.facts).partial(cx.stdout.has_output()).into()),
        None => told.map(|()| ExitCode::SUCCESS),
    }
}

/// No model answers with nothing at all.
fn empty() -> Error {
    Error::new(Kind::Incomplete, "the answer is empty: the reply ended before anything of it came")
}

/// What no body can carry.
/// Source: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html>
fn headers(args: &InvokeArgs) -> Vec<(&'static str, String)> {
    let mut headers = vec![("content-type", args.content_type.clone()), ("accept", args.accept.clone())];
    if let Some(guardrail) = &args.guardrail {
        headers.push(("x-amzn-bedrock-guardrailidentifier", guardrail.id.clone()));
        headers.push(("x-amzn-bedrock-guardrailversion", guardrail.version.clone()));
    }
    if let Some(trace) = args.guardrail_trace {
        headers.push(("x-amzn-bedrock-trace", trace.name().to_ascii_uppercase()));
    }
    if let Some(tier) = &args.service_tier {
        headers.push(("x-amzn-bedrock-service-tier", tier.clone()));
    }
    if let Some(latency) = &args.latency {
        headers.push(("x-amzn-bedrock-performanceconfig-latency", latency.clone()));
    }
    headers
}

fn is_text(content_type: &str) -> bool {
    let content_type = content_type.to_ascii_lowercase();
    content_type.starts_with("text/") || content_type.contains("json") || content_type.contains("xml")
}

/// An answer that a terminal cannot show would be paid for and lost, so it is not asked for.
fn refuse_binary_before_it_costs(args: &InvokeArgs, cx: &Context) -> Result<(), Error> {
    let lost = cx.stdout.is_terminal() && !args.binary && !is_text(&args.accept) && args.accept != "*/*";
    if !lost {
        return Ok(());
    }
    Err(Error::usage(format!(
        "`--accept {}` asks for an answer that is not text, and stdout is a terminal",
        args.accept
    ))
    .hint("redirect stdout into a file, or add `--binary`"))
}

/// An answer that is on stdout, whole or as far as it came.
struct Printed {
    facts: CallFacts,
    usage: Usage,
    /// Whether anything of an answer came.
    came: bool,
    broken: Option<Error>,
}

/// Writes the reply as it arrives; it is never in memory as a whole, unless it is JSON for a terminal.
async fn print_reply(reply: Reply<ReplyBody>, args: &InvokeArgs, cx: &mut Context) -> Result<Printed> {
    let usage = usage_of_headers(&reply);
    let content_type = reply.header("content-type").unwrap_or_default().to_owned();
    // Every reply of the service has a request id, and no model's answer is a page.
    let is_from_elsewhere = reply.facts.request_id.is_none() && content_type.starts_with("text/");
    let Reply { facts, status, mut body, .. } = reply;
    if is_from_elsewhere {
        let page = body.beginning(64 * 1024).await;
        return Err(bedrock::not_bedrock(status, &content_type, &page).of_call(facts).into());
    }
    if cx.stdout.is_terminal() && !args.binary {
        let (bytes, broken) = body.whole(bedrock::LONGEST_ANSWER).await;
        print_on_terminal(&bytes, &content_type, cx)?;
        let broken = broken.map(|broken| bedrock::broken(&broken));
        return Ok(Printed { facts, usage, came: !bytes.is_empty(), broken });
    }
    let mut came = 0;
    let broken = loop {
        match body.piece().await {
            Ok(Some(_)) if came > bedrock::LONGEST_ANSWER => {
                break Some(bedrock::broken(&Broken::TooLarge(bedrock::LONGEST_ANSWER)));
            }
            Ok(Some(piece)) => {
                came += piece.len();
                cx.stdout.bytes(&piece)?;
            }
            Ok(None) => break None,
            Err(broken) => break Some(bedrock::broken(&broken)),
        }
    };
    Ok(Printed { facts, usage, came: came > 0, broken })
}

fn not_for_a_terminal(what: &str) -> Error {
    Error::usage(format!("the answer is {what}, which is not written to a terminal"))
        .hint("redirect stdout into a file, or add `--binary`")
}

fn print_on_terminal(bytes: &[u8], content_type: &str, cx: &mut Context) -> Result<()> {
    match std::str::from_utf8(bytes) {
        Ok(_) if cx.json() => cx.stdout.json(bytes),
        Ok(text) if is_text(content_type) || content_type.is_empty() => {
            cx.stdout.text(text)?;
            cx.stdout.end_line()
        }
        _ => keep(bytes, content_type, cx),
    }
}

/// An answer that nobody expected to be binary is paid for all the same: it goes into a file.
fn keep(bytes: &[u8], content_type: &str, cx: &Context) -> Result<()> {
    let mut file = tempfile::Builder::new().prefix("bedr-answer-").tempfile().context("cannot keep the answer")?;
    file.write_all(bytes).context("cannot keep the answer")?;
    let (_, path) = file.keep().context("cannot keep the answer")?;
    let about = format!("{} bytes of {content_type}", bytes.len());
    cx.stderr.warn(&format!("the answer is {about}, not for a terminal: it is in `{}`", path.display()));
    Ok(())
}

/// Writes each chunk as soon as its frame is here.
async fn print_stream(reply: Reply<EventStream>, args: &InvokeArgs, cx: &mut Context) -> Result<Printed> {
    let content_type = reply.header("x-amzn-bedrock-content-type").unwrap_or("application/json").to_ascii_lowercase();
    let shown = match cx.stdout.is_terminal() {
        _ if cx.json() => Shown::Not,
        true if !args.binary && is_text(&content_type) => Shown::Safely,
        true if !args.binary => return Err(not_for_a_terminal(&format!("a stream of {content_type}")).into()),
        _ => Shown::Exactly,
    };
    let is_json = content_type.contains("json");
    let mut chunks =
        Chunks { is_json, shown, usage: usage_of_headers(&reply), came: false, after_document: false, closed: false };
    let Reply { facts, mut body, .. } = reply;
    let broken = frames::print(&mut body, &facts, &mut chunks, cx).await?;
    // No event says that a stream is whole; the counters in its last chunk do, without being promised.
    if broken.is_none() && chunks.after_document && !chunks.closed {
        cx.stderr.warn("the stream ended without the counters that close it: check that the answer is whole");
    }
    Ok(Printed { facts, usage: chunks.usage, came: chunks.came, broken })
}

/// The chunks of a stream on their way to stdout.
struct Chunks {
    /// Whether the answer is said to be JSON.
    is_json: bool,
    shown: Shown,
    usage: Usage,
    came: bool,
    /// Whether the last chunk was a JSON document of its own.
    after_document: bool,
    /// Whether the counters came, which are in the last chunk.
    closed: bool,
}

/// How the bytes of a chunk get to stdout.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    /// Its event was written instead.
    Not,
    Exactly,
    /// As text that cannot steer the terminal.
    Safely,
}

#[derive(Deserialize)]
struct PayloadPart<'a> {
    #[serde(borrow)]
    bytes: Option<&'a str>,
}

impl Events for Chunks {
    fn event(&mut self, frame: &Frame, cx: &mut Context) -> Result<Option<Error>> {
        match unwrap(frame) {
            Ok(Some(bytes)) => self.print(&bytes, cx).map(|()| None),
            Ok(None) => Ok(None),
            Err(error) => Ok(Some(error)),
        }
    }
}

impl Chunks {
    fn print(&mut self, bytes: &[u8], cx: &mut Context) -> Result<()> {
        self.came = true;
        let is_document =
            self.is_json && bytes.first() == Some(&b'{') && serde_json::from_slice::<IgnoredAny>(bytes).is_ok();
        if is_document && memchr::memmem::find(bytes, METRICS.as_bytes()).is_some() {
            self.read_metrics(bytes);
        }
        if is_document && self.after_document && self.shown != Shown::Not {
            cx.stdout.bytes(b"\n")?;
        }
        self.after_document = is_document;
        match self.shown {
            Shown::Not => Ok(()),
            Shown::Exactly => cx.stdout.bytes(bytes),
            Shown::Safely => cx.stdout.text(&String::from_utf8_lossy(bytes)),
        }
    }

    /// The last JSON chunk of a stream carries the counters that a unary reply has in headers.
    fn read_metrics(&mut self, bytes: &[u8]) {
        let chunk: Value = serde_json::from_slice(bytes).unwrap_or_default();
        let metrics = &chunk[METRICS];
        self.closed = metrics.is_object();
        let number = |name: &str| metrics.get(name).and_then(Value::as_number).cloned();
        self.usage = Usage {
            input: number("inputTokenCount"),
            output: number("outputTokenCount"),
            cache_read: number("cacheReadInputTokenCount"),
            cache_write: number("cacheWriteInputTokenCount"),
            latency_ms: number("invocationLatency"),
        };
    }
}

const METRICS: &str = "amazon-bedrock-invocationMetrics";

/// The bytes of a `chunk` event; `None` for an event nobody knows.
fn unwrap(frame: &Frame) -> Result<Option<Vec<u8>>, Error> {
    if frame.name != "chunk" {
        return Ok(None);
    }
    let damaged = || Error::new(Kind::Service, "a chunk of the stream is not the JSON that Amazon Bedrock sends");
    let part: PayloadPart = serde_json::from_slice(frame.payload).map_err(|error| damaged().caused_by(error))?;
    let Some(bytes) = part.bytes else {
        return Ok(None);
    };
    STANDARD.decode(bytes).map(Some).map_err(|error| damaged().caused_by(error))
}

fn usage_of_headers<B>(reply: &Reply<B>) -> Usage {
    let number = |name: &str| reply.header(name)?.parse::<u64>().ok().map(Number::from);
    Usage {
        input: number("x-amzn-bedrock-input-token-count"),
        output: number("x-amzn-bedrock-output-token-count"),
        cache_read: number("x-amzn-bedrock-cache-read-input-token-count"),
        cache_write: number("x-amzn-bedrock-cache-write-input-token-count"),
        latency_ms: number("x-amzn-bedrock-invocation-latency"),
    }
}
