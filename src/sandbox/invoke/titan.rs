//! Amazon Titan Text
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html>

use serde_json::{Value, json};

use super::super::echo::{self, Stop};
use super::family::{Ask, Family, PLAIN, Said, text, texts};

pub(super) static FAMILY: Family = Family {
    required: &["inputText"],
    ask: |request| Ask {
        prompt: text(&request["inputText"]),
        max_tokens: request["textGenerationConfig"]["maxTokenCount"].as_u64(),
        stops: texts(&request["textGenerationConfig"]["stopSequences"]),
    },
    whole: |said| {
        let result = json!({"tokenCount": said.output, "outputText": said.text, "completionReason": reason(said)});
        json!({"inputTextTokenCount": said.input, "results": [result]})
    },
    chunks,
    ..PLAIN
};

fn reason(said: &Said) -> &'static str {
    match said.stop {
        Stop::EndTurn => "FINISH",
        Stop::MaxTokens => "LENGTH",
        Stop::Sequence(_) => "STOP_CRITERIA_MET",
    }
}

fn chunks(said: &Said) -> Vec<Value> {
    let deltas = echo::deltas(&said.text);
    let last = deltas.len().saturating_sub(1);
    let chunk = |(at, text): (usize, &&str)| {
        json!({
            "outputText": text,
            "index": 0,
            "totalOutputTextTokenCount": (at == last).then_some(said.output),
            "completionReason": (at == last).then_some(reason(said)),
            "inputTextTokenCount": (at == 0).then_some(said.input),
        })
    };
    deltas.iter().enumerate().map(chunk).collect()
}
