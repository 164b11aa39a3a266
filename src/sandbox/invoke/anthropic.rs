//! Anthropic's Messages
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html>

use serde_json::{Value, json};

use super::super::echo::{self, Stop};
use super::family::{Ask, Family, PLAIN, Said, last_text, texts};

pub(super) static FAMILY: Family = Family {
    required: &["anthropic_version", "max_tokens", "messages"],
    ask: |request| Ask {
        prompt: last_text(&request["messages"]),
        max_tokens: request["max_tokens"].as_u64(),
        stops: texts(&request["stop_sequences"]),
    },
    whole,
    chunks,
    provider_words: true,
    ..PLAIN
};

fn whole(said: &Said) -> Value {
    let mut message = message(said);
    message["content"] = json!([{"type": "text", "text": said.text}]);
    message["stop_reason"] = said.stop.reason().into();
    message["stop_sequence"] = sequence(said);
    message["usage"]["output_tokens"] = said.output.into();
    message
}

fn message(said: &Said) -> Value {
    json!({
        "model": said.model.trim_start_matches("anthropic.").split("-v1").next(),
        "id": format!("msg_bdrk_{:024}", said.input),
        "type": "message",
        "role": "assistant",
        "content": [],
        "stop_reason": null,
        "stop_sequence": null,
        "usage": {
            "input_tokens": said.input,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "output_tokens": 1,
        },
    })
}

fn sequence(said: &Said) -> Value {
    match &said.stop {
        Stop::Sequence(sequence) => sequence.as_str().into(),
        _ => Value::Null,
    }
}

fn chunks(said: &Said) -> Vec<Value> {
    let mut chunks = vec![
        json!({"type": "message_start", "message": message(said)}),
        json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}),
    ];
    chunks.extend(
        echo::deltas(&said.text).iter().map(
            |text| json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}),
        ),
    );
    chunks.extend([
        json!({"type": "content_block_stop", "index": 0}),
        json!({
            "type": "message_delta",
            "delta": {"stop_reason": said.stop.reason(), "stop_sequence": sequence(said)},
            "usage": {"output_tokens": said.output},
        }),
        json!({"type": "message_stop"}),
    ]);
    chunks
}
