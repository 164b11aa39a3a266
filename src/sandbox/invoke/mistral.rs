//! Mistral AI's text completion
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html>

use serde_json::{Value, json};

use super::super::echo::{self, Stop};
use super::family::{Ask, Family, PLAIN, Said, text, texts};

pub(super) static FAMILY: Family = Family {
    required: &["prompt"],
    ask: |request| Ask {
        prompt: text(&request["prompt"]),
        max_tokens: request["max_tokens"].as_u64(),
        stops: texts(&request["stop"]),
    },
    whole: |said| json!({"outputs": [{"text": said.text, "stop_reason": reason(said)}]}),
    chunks,
    ..PLAIN
};

fn reason(said: &Said) -> &'static str {
    if said.stop == Stop::MaxTokens { "length" } else { "stop" }
}

fn chunks(said: &Said) -> Vec<Value> {
    let deltas = echo::deltas(&said.text);
    let last = deltas.len().saturating_sub(1);
    let chunk = |(at, text): (usize, &&str)| json!({"outputs": [{"text": text, "stop_reason": (at == last).then_some(reason(said))}]});
    deltas.iter().enumerate().map(chunk).collect()
}
