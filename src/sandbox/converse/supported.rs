//! What a model cannot be sent at all: a system prompt, tools, cache points among them, files, files in S3, a prefilled answer
//!
//! Which model lacks what: models.json, after
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html>. The words are
//! those that the service has been seen to use, but for S3 with models that are not Anthropic's: there they are ours.

use serde_json::Value;

use super::super::catalogue::Model;
use super::super::operation::Operation;
use super::super::refusal::Refusal;
use super::conversation::list;

/// Refuses what this model does not support, wherever it stands in the request.
pub(super) fn check(operation: Operation, model: &Model, request: &Value) -> Result<(), Refusal> {
    if model.lacks("system") && !list(&request["system"]).is_empty() {
        return refused(
            "This model doesn't support system messages. Try again without a system message or use a model that \
             supports system messages.",
        );
    }
    if request["toolConfig"].is_object() {
        check_tools(operation, model)?;
        check_marks(model, list(&request["toolConfig"]["tools"]))?;
    }
    let messages = list(&request["messages"]);
    if model.lacks("prefill") && messages.last().is_some_and(|last| last["role"] == "assistant") {
        return refused(
            "The model returned the following errors: This model does not support assistant message prefill. The \
             conversation must end with a user message.",
        );
    }
    for (at, message) in messages.iter().enumerate() {
        for (block_at, block) in list(&message["content"]).iter().enumerate() {
            check_file(model, &format!("messages.{at}.content.{block_at}"), block)?;
        }
    }
    Ok(())
}

/// In a stream the service says the same of a model that can have its tools in one reply, and of one that has none.
fn check_tools(operation: Operation, model: &Model) -> Result<(), Refusal> {
    let lacks = model.lacks("tools");
    if operation.streams() && (lacks || model.lacks("streamed-tools")) {
        return refused("This model doesn't support tool use in streaming mode.");
    }
    if lacks { refused("This model doesn't support tool use.") } else { Ok(()) }
}

fn check_marks(model: &Model, tools: &[Value]) -> Result<(), Refusal> {
    match tools.iter().position(|tool| tool["cachePoint"].is_object()) {
        Some(at) if model.lacks("marked-tools") => refused(format!(
            "The model returned the following errors: Malformed input request: #/toolConfig/tools/{at}: extraneous key \
             [cachePoint] is not permitted, please reformat your input and try again."
        )),
        _ => Ok(()),
    }
}

fn check_file(model: &Model, path: &str, block: &Value) -> Result<(), Refusal> {
    if block["document"].is_object() && model.lacks("documents") {
        return refused("This model doesn't support documents.");
    }
    for (kind, modality) in [("image", "IMAGE"), ("video", "VIDEO")] {
        if block[kind].is_object() && !model.takes(modality) {
            return refused(format!(
                "This model doesn't support the {kind} content block that you provided. Update the content block and \
                 try again."
            ));
        }
    }
    let in_s3 = |kind: &&str| block[*kind]["source"]["s3Location"].is_object();
    match ["image", "document"].into_iter().find(in_s3) {
        Some(kind) if model.lacks("s3") => refused(not_from_s3(model, path, kind)),
        _ => Ok(()),
    }
}

/// Anthropic's models are left with a source that has lost its only member.
fn not_from_s3(model: &Model, path: &str, kind: &str) -> String {
    if model.is_as_claude() {
        return format!("The model returned the following errors: {path}.{kind}.source.type: Field required");
    }
    let field = format!("{kind}.source.s3Location");
    format!("This model doesn't support the {field} field. Remove {field} and try again.")
}

fn refused<T>(message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::validation(message))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::operation::Target;
    use super::*;
    use crate::sandbox::catalogue;

    fn words(operation: Operation, identifier: &str, request: &Value) -> String {
        let target = Target { operation, identifier, region: "us-east-1" };
        let model = catalogue::called(target).unwrap();
        check(operation, model, request).map_or_else(|refusal| refusal.message, |()| String::new())
    }

    fn said(identifier: &str, block: Value) -> String {
        words(Operation::Converse, identifier, &json!({"messages": [{"role": "user", "content": [block]}]}))
    }

    const CLAUDE: &str = "us.anthropic.claude-sonnet-4-6";

    #[test]
    fn a_file_goes_to_a_model_that_takes_its_kind() {
        let image = json!({"image": {"format": "png", "source": {"bytes": "YQ=="}}});
        let video = json!({"video": {"format": "mp4", "source": {"bytes": "YQ=="}}});
        let document = json!({"document": {"format": "txt", "name": "a", "source": {"text": "a"}}});
        let arn = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-micro-v1:0";
        for identifier in ["us.amazon.nova-micro-v1:0", arn] {
            assert!(said(identifier, image.clone()).starts_with("This model doesn't support the image content block"));
            assert_eq!(said(identifier, document.clone()), "This model doesn't support documents.");
        }
        assert!(said(CLAUDE, video.clone()).starts_with("This model doesn't support the video content block that you"));
        for (identifier, block) in [
            (CLAUDE, &image),
            (CLAUDE, &document),
            ("us.amazon.nova-lite-v1:0", &video),
            ("amazon.titan-text-express-v1", &document),
            ("sandbox.echo-v1:0", &video),
        ] {
            assert_eq!(said(identifier, block.clone()), "", "{identifier}");
        }
    }

    #[test]
    fn a_place_in_s3_is_for_models_that_fetch() {
        let image = json!({"image": {"format": "png", "source": {"s3Location": {"uri": "s3://bucket/a.png"}}}});
        assert_eq!(
            said(CLAUDE, image.clone()),
            "The model returned the following errors: messages.0.content.0.image.source.type: Field required"
        );
        assert_eq!(said("us.amazon.nova-pro-v1:0", image), "");
        let document = json!({"document": {"source": {"s3Location": {"uri": "s3://bucket/a.pdf"}}}});
        assert!(said("amazon.titan-text-express-v1", document).contains("the document.source.s3Location field."));
    }

    #[test]
    fn tools_and_a_system_prompt_are_for_some_and_tools_in_a_stream_for_fewer() {
        let tools = json!({"toolConfig": {"tools": []}});
        let streamed = |identifier| words(Operation::ConverseStream, identifier, &tools);
        let whole = |identifier| words(Operation::Converse, identifier, &tools);
        for identifier in ["mistral.mistral-7b-instruct-v0:2", "us.deepseek.r1-v1:0"] {
            assert_eq!(whole(identifier), "This model doesn't support tool use.", "{identifier}");
            assert_eq!(streamed(identifier), "This model doesn't support tool use in streaming mode.");
        }
        assert_eq!(
            streamed("meta.llama3-1-8b-instruct-v1:0"),
            "This model doesn't support tool use in streaming mode."
        );
        assert_eq!(whole("meta.llama3-1-8b-instruct-v1:0"), "");
        assert_eq!(streamed(CLAUDE), "");
        let system = json!({"system": [{"text": "be brief"}]});
        let said = |identifier| words(Operation::Converse, identifier, &system);
        assert!(said("amazon.titan-text-express-v1").starts_with("This model doesn't support system messages."));
        assert_eq!(said("us.deepseek.r1-v1:0"), "");
    }
}
