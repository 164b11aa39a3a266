//! Converse and ConverseStream

mod answer;
mod attached;
mod cached;
mod cited;
mod conversation;
mod fields;
mod guardrail;
mod prompt;
mod roles;
mod structured;
mod supported;
mod thinking;
mod tools;

use serde_json::{Map, Value, json};

use super::catalogue::{self, Model};
use super::echo;
use super::faults::{STREAMING_UNSUPPORTED, Struck};
use super::operation::{Operation, Target};
use super::refusal::Refusal;
use super::reply::Reply;
pub(super) use answer::{Answer, Block};
pub(super) use cached::Cache;
pub(super) use structured::spoiled;

/// Answers a request whose members have been checked one by one.
pub(super) fn answer(target: Target<'_>, request: &Value, cache: &Cache, struck: &Struck) -> Result<Reply, Refusal> {
    let (target, request) = prompt::opened(target, request)?;
    let request = &*request;
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
    check(operation, model, request)?;
    let mut answer = said(request, structured::schema(request)?);
    tools::ask(request, &mut answer);
    fields::agree(&mut answer);
    guardrail::watch(request, &mut answer);
    cached::count(request, &model.id, cache, &mut answer)?;
    if let Some(model) = catalogue::routed_to(target) {
        let trace = answer.members.entry("trace").or_insert_with(|| json!({}));
        trace["promptRouter"] = json!({"invokedModelId": model});
    }
    let stopped = answer.stop_reason.clone();
    struck.change_answer(&mut answer, first_tool(request));
    if answer.stop_reason != stopped && answer.stop_reason == guardrail::INTERVENED {
        guardrail::intervene(request, &mut answer);
    }
    Ok(match operation {
        Operation::ConverseStream => Reply::frames(answer.events()),
        _ => Reply::json(answer.whole().to_string()),
    })
}

/// Refuses what the service refuses of a request as a whole, and what this model refuses.
fn check(operation: Operation, model: &Model, request: &Value) -> Result<(), Refusal> {
    let messages = conversation::list(&request["messages"]);
    conversation::check(request)?;
    roles::check(messages)?;
    supported::check(operation, model, request)?;
    attached::check(&model.id, messages)?;
    tools::check(request)?;
    fields::check(request)?;
    thinking::check(model, request)
}

/// How many tokens the countable part of a request has.
pub(super) fn count(request: &Value) -> Result<u64, Refusal> {
    conversation::check(request)?;
    roles::check(conversation::list(&request["messages"]))?;
    Ok(conversation::tokens(request))
}

fn said(request: &Value, schema: Option<Value>) -> Answer {
    let config = &request["inferenceConfig"];
    let stops = config["stopSequences"].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
    let said = match schema {
        Some(schema) => structured::value(&schema).to_string(),
        None => echo::reply(&conversation::prompt(request), &conversation::besides(request)),
    };
    let (text, stop) = echo::limit(&said, config["maxTokens"].as_u64(), &stops);
    let mut blocks = if text.is_empty() { Vec::new() } else { vec![Block::Text(text)] };
    if thinking::is_asked(request) {
        blocks.insert(0, Block::Reasoning(WHY.to_owned()));
    }
    if stop == echo::Stop::EndTurn {
        blocks.extend(cited::blocks(request));
    }
    let usage = (conversation::tokens(request), blocks.iter().map(Block::tokens).sum());
    Answer {
        blocks,
        stop_reason: stop.reason().to_owned(),
        usage: Some(usage),
        members: members(request),
        fields: fields::found(request, &stop),
        cache: Map::new(),
        event: None,
    }
}

/// What the sandbox has to think about.
pub(super) const WHY: &str = "The prompt is all there is to think about, and this is no model.";

/// What a reply repeats of its request: the service tier and the latency.
fn members(request: &Value) -> Map<String, Value> {
    let mut members = Map::new();
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
