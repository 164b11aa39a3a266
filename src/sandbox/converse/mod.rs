//! Converse and ConverseStream

mod answer;
mod conversation;

use serde_json::{Map, Value, json};

use super::catalogue;
use super::echo;
use super::faults::{STREAMING_UNSUPPORTED, Struck};
use super::operation::{Operation, Target};
use super::refusal::Refusal;
use super::reply::Reply;
pub(super) use answer::{Answer, Block};

/// Answers a request whose members have been checked one by one.
pub(super) fn answer(target: Target<'_>, request: &Value, struck: &Struck) -> Result<Reply, Refusal> {
    let operation = target.operation;
    let model = catalogue::called(target)?;
    if !model.talks {
        return Err(Refusal::validation(
            "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
        ));
    }
    if operation.streams() && !model.streams {
        return Err(STREAMING_UNSUPPORTED.refusal(target));
    }
    conversation::check(request)?;
    let mut answer = said(request);
    if let Some(model) = catalogue::routed_to(target) {
        let trace = answer.members.entry("trace").or_insert_with(|| json!({}));
        trace["promptRouter"] = json!({"invokedModelId": model});
    }
    struck.change_answer(&mut answer, first_tool(request));
    Ok(match operation {
        Operation::ConverseStream => Reply::frames(answer.events()),
        _ => Reply::json(answer.whole().to_string()),
    })
}

/// How many tokens the countable part of a request has.
pub(super) fn count(request: &Value) -> Result<u64, Refusal> {
    conversation::check(request)?;
    Ok(conversation::tokens(request))
}

fn said(request: &Value) -> Answer {
    let config = &request["inferenceConfig"];
    let stops = config["stopSequences"].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
    let said = echo::reply(&conversation::prompt(request), &conversation::besides(request));
    let (text, stop) = echo::limit(&said, config["maxTokens"].as_u64(), &stops);
    let usage = (conversation::tokens(request), echo::tokens(text.len()));
    Answer {
        blocks: if text.is_empty() { Vec::new() } else { vec![Block::Text(text)] },
        stop_reason: stop.reason().to_owned(),
        usage: Some(usage),
        members: members(request),
        fields: None,
        event: None,
    }
}

/// What a reply repeats of its request: the service tier, the latency, a guardrail's trace.
fn members(request: &Value) -> Map<String, Value> {
    let mut members = Map::new();
    let trace = request["guardrailConfig"]["trace"].as_str().is_some_and(|trace| trace != "disabled");
    if trace {
        members.insert("trace".to_owned(), json!({"guardrail": {"actionReason": "No action."}}));
    }
    for name in ["performanceConfig", "serviceTier"] {
        if let Some(value) = request.get(name).filter(|value| value.is_object()) {
            members.insert(name.to_owned(), value.clone());
        }
    }
    members
}

fn first_tool(request: &Value) -> Option<&str> {
    let tools = request["toolConfig"]["tools"].as_array()?;
    tools.iter().find_map(|tool| tool["toolSpec"]["name"].as_str())
}
