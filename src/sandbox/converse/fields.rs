//! The model's own format past Converse: what goes in, and what `additionalModelResponseFieldPaths` asks for of the answer

use serde_json::{Value, json};

use super::super::echo::Stop;
use super::super::refusal::Refusal;
use super::Answer;
use super::conversation::list;

/// Refuses fields that are no object, what is no JSON pointer, and the empty one.
pub(super) fn check(request: &Value) -> Result<(), Refusal> {
    let fields = &request["additionalModelRequestFields"];
    if !fields.is_null() && !fields.is_object() {
        return Err(Refusal::validation(
            "The format of the additionalModelRequestFields field is invalid. Provide a json object for \
             additionalModelRequestFields and try again.",
        ));
    }
    let is_pointer =
        |path: &str| path.starts_with('/') && path.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    match paths(request).find(|path| !is_pointer(path)) {
        None => Ok(()),
        Some(path) => Err(Refusal::validation(format!(
            "The value {path} at additionalModelResponseFieldPaths is not a valid JSON Pointer."
        ))),
    }
}

fn paths(request: &Value) -> impl Iterator<Item = &str> {
    list(&request["additionalModelResponseFieldPaths"]).iter().filter_map(Value::as_str)
}

/// Has the model's own reason be the one that it ended for after all.
pub(super) fn agree(answer: &mut Answer) {
    if let Some(reason) = answer.fields.as_mut().and_then(|fields| fields.get_mut("stop_reason")) {
        *reason = answer.stop_reason.as_str().into();
    }
}

/// The fields that were asked for and are there, where they are there; the others are left out.
pub(super) fn found(request: &Value, stop: &Stop) -> Option<Value> {
    let sequence = if let Stop::Sequence(sequence) = stop { json!(sequence) } else { Value::Null };
    let own = json!({"type": "message", "role": "assistant", "stop_reason": stop.reason(), "stop_sequence": sequence});
    let found = paths(request).filter_map(|path| Some((path, own.pointer(path)?)));
    let mut fields = Value::Null;
    for (path, value) in found {
        fields[&path[1..]] = value.clone();
    }
    (!fields.is_null()).then_some(fields)
}
