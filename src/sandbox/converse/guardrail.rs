//! Guardrails: every one that is named blocks one word, and tells about it when it is asked to

use serde_json::{Value, json};

use super::conversation::list;
use super::{Answer, Block};

/// The word that the sandbox's guardrails block.
const WORD: &str = "blockme";
/// What a guardrail of the console answers in place of the model, unless it was given other words.
const BLOCKED: &str = "Sorry, the model cannot answer this question.";

pub(super) const INTERVENED: &str = "guardrail_intervened";

/// Puts the guardrail's message in the place of an answer to what it blocks.
pub(super) fn watch(request: &Value, answer: &mut Answer) {
    let config = &request["guardrailConfig"];
    if !config.is_object() {
        return;
    }
    if guarded(request).iter().any(|text| text.contains(WORD)) {
        intervene(request, answer);
    } else {
        trace(config, json!({"actionReason": "No action."}), answer);
    }
}

/// Makes an answer that of a guardrail, where the request has one: a fault can want it of any.
pub(super) fn intervene(request: &Value, answer: &mut Answer) {
    let config = &request["guardrailConfig"];
    if !config.is_object() {
        return;
    }
    answer.blocks = vec![Block::Text(BLOCKED.to_owned())];
    answer.stop_reason = INTERVENED.to_owned();
    // The model has seen nothing of it.
    answer.usage = answer.usage.map(|_| (0, 0));
    trace(config, assessment(&config["guardrailIdentifier"]), answer);
}

fn trace(config: &Value, guardrail: Value, answer: &mut Answer) {
    if config["trace"].as_str().is_some_and(|trace| trace != "disabled") {
        answer.members.entry("trace").or_insert_with(|| json!({}))["guardrail"] = guardrail;
    }
}

/// What is looked at: what is marked for it, or all texts of the last message where nothing is.
fn guarded(request: &Value) -> Vec<&str> {
    let messages = list(&request["messages"]);
    let blocks = || messages.iter().flat_map(|message| list(&message["content"]));
    let marked: Vec<&str> = blocks().filter_map(|block| block["guardContent"]["text"]["text"].as_str()).collect();
    if !marked.is_empty() {
        return marked;
    }
    let last = messages.last().map_or(&[][..], |message| list(&message["content"]));
    last.iter().filter_map(|block| block["text"].as_str()).collect()
}

fn assessment(identifier: &Value) -> Value {
    let id = identifier.as_str().and_then(|id| id.rsplit('/').next()).unwrap_or_default();
    let words =
        json!({"customWords": [{"match": WORD, "action": "BLOCKED", "detected": true}], "managedWordLists": []});
    json!({"inputAssessment": {id: {"wordPolicy": words}}, "actionReason": "Guardrail blocked."})
}
