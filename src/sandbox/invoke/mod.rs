//! InvokeModel and InvokeModelWithResponseStream

mod anthropic;
mod cohere;
mod embeddings;
mod family;
mod image;
mod llama;
mod mistral;
mod nova;
mod titan;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::json;

use super::catalogue::{self, Model};
use super::echo;
use super::eventstream::Frame;
use super::faults::{STREAMING_UNSUPPORTED, Struck};
use super::operation::{Operation, Target};
use super::refusal::Refusal;
use super::reply::{Content, Reply};
use family::Family;

const LARGEST_BODY: usize = 25_000_000;
const LATENCY_MS: u64 = 12;
/// The service model's limit for one chunk is 1,000,000 bytes.
const LARGEST_CHUNK: usize = 64 * 1024;
const PADDING: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// What a request says outside its body.
pub(super) struct Head {
    /// What kind of body the answer should have, if the request cares.
    pub(super) accept: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) latency: Option<String>,
    pub(super) service_tier: Option<String>,
    /// Guardrail and version; one without the other is refused.
    pub(super) guardrail: (Option<String>, Option<String>),
}

/// Answers a request whose path and headers have been checked one by one.
pub(super) fn answer(target: Target<'_>, head: &Head, body: &Bytes, struck: &Struck) -> Result<Reply, Refusal> {
    let operation = target.operation;
    let model = catalogue::called(target)?;
    if operation.streams() && !model.streams {
        return Err(STREAMING_UNSUPPORTED.refusal(target));
    }
    check(head, body)?;
    let mut reply = match model.family.as_str() {
        "echo" => echoed(operation, head, body),
        name => {
            let family = Family::named(name).ok_or_else(|| unsupported(model))?;
            in_family(family, operation, model, body, struck)?
        }
    };
    let repeated = [
        ("x-amzn-bedrock-performanceconfig-latency", &head.latency),
        ("x-amzn-bedrock-service-tier", &head.service_tier),
    ];
    for (name, value) in repeated {
        reply.headers.extend(value.clone().map(|value| (name, value)));
    }
    if struck.adds_unknown_members()
        && let Content::Frames(frames) = &mut reply.content
    {
        frames.push(Frame::event("hologram", json!({"depth": 3, "p": "abc"}).to_string()));
    }
    Ok(reply)
}

/// How many tokens InvokeModel would count of a body.
pub(super) fn count(model: &Model, body: &[u8]) -> Result<u64, Refusal> {
    if model.family == "echo" {
        return Ok(echo::tokens(body.len()));
    }
    let family = Family::named(&model.family).ok_or_else(|| unsupported(model))?;
    Ok(family.say(&model.id, &family.parse(body)?).input)
}

fn check(head: &Head, body: &Bytes) -> Result<(), Refusal> {
    if body.len() > LARGEST_BODY {
        let words = "Member must have length less than or equal to 25000000";
        let message = format!("1 validation error detected: Value at 'body' failed to satisfy constraint: {words}");
        return Err(Refusal::validation(message));
    }
    match &head.guardrail {
        (Some(_), Some(_)) | (None, None) => Ok(()),
        _ => Err(Refusal::validation("The guardrail identifier and the guardrail version must both be provided.")),
    }
}

fn unsupported(model: &Model) -> Refusal {
    Refusal::validation(format!("This action doesn't support the model `{}`.", model.id))
}

/// The body as it came. Nothing can be added to it, so a stream of it has no metrics.
fn echoed(operation: Operation, head: &Head, body: &Bytes) -> Reply {
    let wanted = head.accept.as_deref().filter(|accept| !accept.contains('*'));
    let kind = wanted.or(head.content_type.as_deref()).unwrap_or("application/json");
    let tokens = echo::tokens(body.len());
    if !operation.streams() {
        return counted(Reply::whole(kind, body.clone()), tokens, tokens);
    }
    let size = body.len().div_ceil(3).clamp(1, LARGEST_CHUNK);
    Reply::frames(body.chunks(size).map(chunk).collect()).header("x-amzn-bedrock-content-type", kind)
}

fn in_family(
    family: &Family,
    operation: Operation,
    model: &Model,
    body: &[u8],
    struck: &Struck,
) -> Result<Reply, Refusal> {
    let request = family.parse(body)?;
    let said = family.say(&model.id, &request);
    if operation.streams() {
        let mut chunks = (family.chunks)(&said);
        if let Some(last) = chunks.last_mut().filter(|_| struck.counts_tokens()) {
            last["amazon-bedrock-invocationMetrics"] = said.metrics(LATENCY_MS);
        }
        let frames = chunks.iter().map(|part| chunk(part.to_string().as_bytes())).collect();
        return Ok(Reply::frames(frames).header("x-amzn-bedrock-content-type", "application/json"));
    }
    let reply = Reply::json((family.whole)(&said).to_string());
    Ok(if family.counts {
        counted(reply, said.input, said.output)
    } else {
        reply.header("x-amzn-bedrock-invocation-latency", LATENCY_MS)
    })
}

fn counted(reply: Reply, input: u64, output: u64) -> Reply {
    reply
        .header("x-amzn-bedrock-invocation-latency", LATENCY_MS)
        .header("x-amzn-bedrock-input-token-count", input)
        .header("x-amzn-bedrock-output-token-count", output)
        .header("x-amzn-bedrock-cache-read-input-token-count", 0)
        .header("x-amzn-bedrock-cache-write-input-token-count", 0)
}

fn chunk(bytes: &[u8]) -> Frame {
    let padding = &PADDING[..3 + bytes.len() % (PADDING.len() - 3)];
    Frame::event("chunk", json!({"bytes": STANDARD.encode(bytes), "p": padding}).to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn head() -> Head {
        Head { accept: None, content_type: None, latency: None, service_tier: None, guardrail: (None, None) }
    }

    fn target(operation: Operation, identifier: &str) -> Target<'_> {
        Target { operation, identifier, region: super::super::REGION }
    }

    fn invoke(operation: Operation, model: &str, body: &str) -> Result<Reply, Refusal> {
        answer(target(operation, model), &head(), &Bytes::copy_from_slice(body.as_bytes()), &Struck::default())
    }

    fn chunks(reply: Reply) -> Vec<Vec<u8>> {
        let Content::Frames(frames) = reply.content else { panic!("no stream") };
        let bytes = |frame: &Frame| {
            let payload: Value = serde_json::from_slice(&frame.payload).unwrap();
            STANDARD.decode(payload["bytes"].as_str().unwrap()).unwrap()
        };
        frames.iter().map(bytes).collect()
    }

    const BODIES: [(&str, &str); 9] = [
        (
            "us.anthropic.claude-haiku-4-5-20251001-v1:0",
            r#"{"anthropic_version":"bedrock-2023-05-31","max_tokens":99,"messages":[{"role":"user","content":"hi"}]}"#,
        ),
        ("amazon.nova-lite-v1:0", r#"{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#),
        ("amazon.titan-text-express-v1", r#"{"inputText":"hi"}"#),
        ("amazon.titan-embed-text-v2:0", r#"{"inputText":"hi"}"#),
        ("amazon.titan-image-generator-v2:0", r#"{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"hi"}}"#),
        ("meta.llama3-1-8b-instruct-v1:0", r#"{"prompt":"hi"}"#),
        ("mistral.mistral-7b-instruct-v0:2", r#"{"prompt":"hi"}"#),
        ("cohere.command-r-v1:0", r#"{"message":"hi"}"#),
        ("cohere.embed-english-v3", r#"{"texts":["hi"],"input_type":"search_query"}"#),
    ];

    #[test]
    fn every_family_answers_its_own_body_and_refuses_an_empty_one() {
        for (model, body) in BODIES {
            assert!(invoke(Operation::InvokeModel, model, body).is_ok(), "{model}");
            let refusal = invoke(Operation::InvokeModel, model, "{}").err().unwrap();
            assert!(refusal.message.contains("required"), "{model}: {}", refusal.message);
            assert!(invoke(Operation::InvokeModel, model, "no JSON").is_err(), "{model}");
        }
    }

    #[test]
    fn every_family_that_streams_says_the_same_in_chunks() {
        for (model, body) in BODIES {
            let streamed = invoke(Operation::InvokeModelWithResponseStream, model, body);
            let Ok(streamed) = streamed else {
                let refusal = streamed.err().unwrap().message;
                assert_eq!(refusal, "The model is unsupported for streaming.", "{model}");
                continue;
            };
            let chunks = chunks(streamed);
            let last: Value = serde_json::from_slice(chunks.last().unwrap()).unwrap();
            assert!(last["amazon-bedrock-invocationMetrics"]["outputTokenCount"].is_u64(), "{model}");
            let joined = chunks.concat();
            assert!(String::from_utf8_lossy(&joined).contains(" sandbox, not"), "{model}");
        }
    }

    #[test]
    fn an_echo_is_the_body_to_the_byte() {
        let body: String = (0..200_000).map(|at| char::from(b' ' + (at % 90) as u8)).collect();
        let reply = invoke(Operation::InvokeModelWithResponseStream, super::super::MODEL, &body).unwrap();
        let chunks = chunks(reply);
        assert!(chunks.len() >= 3);
        assert_eq!(chunks.concat(), body.as_bytes());
    }

    #[test]
    fn a_guardrail_needs_its_version() {
        let head = Head { guardrail: (Some("abc".into()), None), ..head() };
        let refused =
            answer(target(Operation::InvokeModel, super::super::MODEL), &head, &Bytes::new(), &Struck::default());
        assert_eq!(refused.err().unwrap().code, "ValidationException");
    }
}
