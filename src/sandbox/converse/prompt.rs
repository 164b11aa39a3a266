//! Prompts of Prompt management: called by their ARN, their variables filled in

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::super::catalogue;
use super::super::operation::Target;
use super::super::refusal::Refusal;
use super::conversation::list;

/// What a prompt has itself, and no request may say.
/// Source: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html>
const OWN: [&str; 4] = ["additionalModelRequestFields", "inferenceConfig", "system", "toolConfig"];

/// The model that a request is for, and the request as the model sees it.
pub(super) fn opened<'a>(target: Target<'a>, request: &'a Value) -> Result<(Target<'a>, Cow<'a, Value>), Refusal> {
    if !target.identifier.contains(":prompt/") {
        return Ok((target, Cow::Borrowed(request)));
    }
    let prompt = catalogue::prompt(target).ok_or_else(|| Refusal::not_found("The requested prompt does not exist."))?;
    let said: Vec<&str> = OWN.into_iter().filter(|member| request.get(member).is_some()).collect();
    if !said.is_empty() {
        return Err(Refusal::validation(format!(
            "A prompt from Prompt management can't be used with the following fields in the request: {}. Define them \
             through Prompt management.",
            said.join(", ")
        )));
    }
    let mut whole = filled(&prompt["request"], &request["promptVariables"])?;
    for (name, value) in request.as_object().into_iter().flatten() {
        match (whole[name.as_str()].as_array_mut(), value.as_array()) {
            (Some(messages), Some(more)) if name == "messages" => append(messages, more),
            _ => whole[name.as_str()] = value.clone(),
        }
    }
    let identifier = prompt["calls"].as_str().unwrap_or_default();
    Ok((Target { identifier, ..target }, Cow::Owned(whole)))
}

/// Puts messages after those of the prompt. Whether two of a user may meet there is not documented, while adding messages to
/// any prompt is; so the two are one turn, as they are to Anthropic's models.
fn append(messages: &mut Vec<Value>, more: &[Value]) {
    let joins = |last: &Value, first: &Value| last["role"] == first["role"] && !list(&first["content"]).is_empty();
    let meet = messages.last().zip(more.first()).is_some_and(|(last, first)| joins(last, first));
    let (joined, rest) = more.split_at(usize::from(meet));
    let content = messages.last_mut().and_then(|last| last["content"].as_array_mut());
    if let Some(content) = content {
        content.extend(joined.iter().flat_map(|message| list(&message["content"])).cloned());
    }
    messages.extend_from_slice(rest);
}

/// Every `{{name}}` with its value in its place.
fn filled(template: &Value, variables: &Value) -> Result<Value, Refusal> {
    Ok(match template {
        Value::String(text) => filled_text(text, variables)?.into(),
        Value::Array(values) => values.iter().map(|value| filled(value, variables)).collect::<Result<_, _>>()?,
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| Ok((name.clone(), filled(value, variables)?)));
            members.collect::<Result<Map<_, _>, Refusal>>()?.into()
        }
        _ => template.clone(),
    })
}

fn filled_text(text: &str, variables: &Value) -> Result<String, Refusal> {
    let mut parts = text.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").unwrap_or((part, ""));
        let value = variables[name]["text"].as_str();
        let value = value.ok_or_else(|| {
            Refusal::validation(format!("The prompt variable {name} must have a value in the promptVariables field."))
        })?;
        filled.push_str(value);
        filled.push_str(rest);
    }
    Ok(filled)
}
