//! Amazon Nova
//!
//! Source: <https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html>

use serde_json::{Value, json};

use super::super::echo;
use super::family::{Ask, Family, PLAIN, Said, last_text, texts};

pub(super) static FAMILY: Family = Family {
    required: &["messages"],
    ask: |request| Ask {
        prompt: last_text(&request["messages"]),
        max_tokens: request["inferenceConfig"]["maxTokens"].as_u64(),
        stops: texts(&request["inferenceConfig"]["stopSequences"]),
    },
    whole: |said| {
        json!({
            "output": {"message": {"content": [{"text": said.text}], "role": "assistant"}},
            "stopReason": said.stop.reason(),
            "usage": usage(said),
        })
    },
    chunks,
    ..PLAIN
};

fn usage(said: &Said) -> Value {
    json!({
        "inputTokens": said.input,
        "outputTokens": said.output,
        "totalTokens": said.input + said.output,
        "cacheReadInputTokenCount": 0,
        "cacheWriteInputTokenCount": 0,
    })
}

fn chunks(said: &Said) -> Vec<Value> {
    let mut chunks = vec![json!({"messageStart": {"role": "assistant"}})];
    chunks.extend(
        echo::deltas(&said.text)
            .iter()
            .map(|text| json!({"contentBlockDelta": {"delta": {"text": text}, "contentBlockIndex": 0}})),
    );
    chunks.extend([
        json!({"contentBlockStop": {"contentBlockIndex": 0}}),
        json!({"messageStop": {"stopReason": said.stop.reason()}}),
        json!({"metadata": {"usage": usage(said), "metrics": {}, "trace": {}}}),
    ]);
    chunks
}
