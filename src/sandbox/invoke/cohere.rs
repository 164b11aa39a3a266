//! Cohere Command R
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html>

use serde_json::{Value, json};

use super::super::echo::{self, Stop};
use super::family::{Ask, Family, PLAIN, Said, text, texts};

/// The service sends no token counts in headers for it.
pub(super) static FAMILY: Family = Family {
    required: &["message"],
    ask: |request| Ask {
        prompt: text(&request["message"]),
        max_tokens: request["max_tokens"].as_u64(),
        stops: texts(&request["stop_sequences"]),
    },
    whole,
    chunks,
    counts: false,
    ..PLAIN
};

fn whole(said: &Said) -> Value {
    json!({
        "response_id": id(said, 1),
        "text": said.text,
        "generation_id": id(said, 2),
        "chat_history": [
            {"role": "USER", "message": said.prompt},
            {"role": "CHATBOT", "message": said.text},
        ],
        "finish_reason": if said.stop == Stop::MaxTokens { "MAX_TOKENS" } else { "COMPLETE" },
    })
}

fn id(said: &Said, which: u8) -> String {
    format!("00000000-0000-4000-800{which}-{:012x}", said.input)
}

fn chunks(said: &Said) -> Vec<Value> {
    let mut chunks: Vec<Value> = echo::deltas(&said.text)
        .iter()
        .map(|text| json!({"is_finished": false, "event_type": "text-generation", "text": text}))
        .collect();
    let response = whole(said);
    let reason = response["finish_reason"].clone();
    chunks
        .push(json!({"is_finished": true, "event_type": "stream-end", "finish_reason": reason, "response": response}));
    chunks
}
