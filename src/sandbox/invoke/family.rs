//! Model families: what a body must have, what it asks for, and how an answer looks in it

use serde_json::{Value, json};

use super::super::echo::{self, Stop};
use super::super::refusal::Refusal;
use super::{anthropic, cohere, embeddings, image, llama, mistral, nova, titan};

/// How a model family's bodies look.
pub(super) struct Family {
    /// The members without which a body is refused.
    pub(super) required: &'static [&'static str],
    pub(super) ask: fn(&Value) -> Ask,
    pub(super) whole: fn(&Said) -> Value,
    /// The chunks of a stream; the metrics are added to the last one.
    pub(super) chunks: fn(&Said) -> Vec<Value>,
    /// Whether the service counts its tokens in the headers of a whole reply; the last chunk of a stream has them always.
    pub(super) counts: bool,
    /// What else is wrong with a body, as the service's schema check says it.
    pub(super) check: fn(&Value) -> Option<String>,
    /// Whether a missing member is refused in the provider's words, or in those of the service's schema check.
    pub(super) provider_words: bool,
}

/// What a body asks for.
#[derive(Default)]
pub(super) struct Ask {
    pub(super) prompt: String,
    pub(super) max_tokens: Option<u64>,
    pub(super) stops: Vec<String>,
}

/// What the sandbox says to it.
pub(super) struct Said<'a> {
    pub(super) model: &'a str,
    pub(super) request: &'a Value,
    pub(super) prompt: String,
    pub(super) text: String,
    pub(super) stop: Stop,
    pub(super) input: u64,
    pub(super) output: u64,
}

/// What most families have in common.
pub(super) const PLAIN: Family = Family {
    required: &[],
    ask: |_| Ask::default(),
    whole: |_| Value::Null,
    chunks: |_| Vec::new(),
    counts: true,
    check: |_| None,
    provider_words: false,
};

impl Family {
    /// The family that the catalogue calls so.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        Some(match name {
            "anthropic" => &anthropic::FAMILY,
            "nova" => &nova::FAMILY,
            "titan-text" => &titan::FAMILY,
            "titan-embed" => &embeddings::TITAN,
            "titan-image" => &image::FAMILY,
            "llama" => &llama::FAMILY,
            "mistral" => &mistral::FAMILY,
            "cohere" => &cohere::FAMILY,
            "cohere-embed" => &embeddings::COHERE,
            _ => return None,
        })
    }

    /// A body with all that it must have.
    pub(super) fn parse(&self, body: &[u8]) -> Result<Value, Refusal> {
        let request: Value = serde_json::from_slice(body).unwrap_or_default();
        if !request.is_object() {
            let message = "Malformed input request, please reformat your input and try again.";
            return Err(Refusal::validation(message));
        }
        let missing = |name: &&&str| request[**name].is_null();
        let missing: Vec<&str> = self.required.iter().filter(missing).copied().collect();
        let wrong = match missing.first() {
            None => (self.check)(&request),
            Some(name) if self.provider_words => {
                return Err(Refusal::validation(format!("{name}: Field required")));
            }
            Some(_) => {
                let keys = missing.join("] not found#: required key [");
                Some(format!("#: required key [{keys}] not found"))
            }
        };
        match wrong {
            None => Ok(request),
            Some(wrong) => Err(Refusal::validation(format!(
                "Malformed input request: {wrong}, please reformat your input and try again."
            ))),
        }
    }

    /// What the sandbox says to a body.
    pub(super) fn say<'a>(&self, model: &'a str, request: &'a Value) -> Said<'a> {
        let Ask { prompt, max_tokens, stops } = (self.ask)(request);
        let stops: Vec<&str> = stops.iter().map(String::as_str).collect();
        let (text, stop) = echo::limit(&echo::reply(&prompt, &[]), max_tokens, &stops);
        let (input, output) = (echo::tokens(prompt.len()), echo::tokens(text.len()));
        Said { model, request, prompt, text, stop, input, output }
    }
}

impl Said<'_> {
    /// What the service adds to the last chunk of a stream.
    pub(super) fn metrics(&self, latency_ms: u64) -> Value {
        json!({
            "inputTokenCount": self.input,
            "outputTokenCount": self.output,
            "invocationLatency": latency_ms,
            "firstByteLatency": latency_ms / 2,
        })
    }
}

/// The text of the last of several messages: a string, or blocks with a `text`.
pub(super) fn last_text(messages: &Value) -> String {
    let last = messages.as_array().and_then(|messages| messages.last());
    match last.map(|message| &message["content"]) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(blocks)) => {
            let texts: Vec<&str> = blocks.iter().filter_map(|block| block["text"].as_str()).collect();
            texts.join("\n")
        }
        _ => String::new(),
    }
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub(super) fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}
