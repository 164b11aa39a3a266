//! Meta Llama
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html>

use serde_json::{Value, json};

use super::super::echo::{self, Stop};
use super::family::{Ask, Family, PLAIN, Said, text};

pub(super) static FAMILY: Family = Family {
    required: &["prompt"],
    ask: |request| Ask {
        prompt: text(&request["prompt"]),
        max_tokens: request["max_gen_len"].as_u64(),
        stops: Vec::new(),
    },
    whole: |said| {
        json!({
            "generation": said.text,
            "prompt_token_count": said.input,
            "generation_token_count": said.output,
            "stop_reason": reason(said),
        })
    },
    chunks,
    ..PLAIN
};

fn reason(said: &Said) -> &'static str {
    if said.stop == Stop::MaxTokens { "length" } else { "stop" }
}

fn chunks(said: &Said) -> Vec<Value> {
    let deltas = echo::deltas(&said.text);
    let last = deltas.len().saturating_sub(1);
    let mut bytes = 0;
    let chunk = |(at, text): (usize, &&str)| {
        bytes += text.len();
        json!({
            "generation": text,
            "prompt_token_count": (at == 0).then_some(said.input),
            "generation_token_count": echo::tokens(bytes),
            "stop_reason": (at == last).then_some(reason(said)),
        })
    };
    deltas.iter().enumerate().map(chunk).collect()
}
