//! Which blocks a message may hold by its role
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html>. Of tools the words are those of
//! Anthropic's models; of images and documents only the rule is documented, and the words are the service's about other fields.

use serde_json::Value;

use super::super::refusal::Refusal;
use super::conversation::list;

/// Refuses images and documents that a model would have sent, requests for tools by a user and results of tools by a model.
pub(super) fn check(messages: &[Value]) -> Result<(), Refusal> {
    for (at, message) in messages.iter().enumerate() {
        let has = |kind: &&str| list(&message["content"]).iter().any(|block| block[*kind].is_object());
        let is_user = message["role"] == "user";
        if is_user && has(&"toolUse") {
            return misplaced(at, "tool_use", "assistant");
        }
        // What the service runs by itself, it answers in the model's message: such a result has a type.
        if !is_user && list(&message["content"]).iter().any(|block| is_users(&block["toolResult"])) {
            return misplaced(at, "tool_result", "user");
        }
        if let Some(kind) = ["image", "document"].into_iter().find(has).filter(|_| !is_user) {
            return Err(Refusal::validation(format!(
                "This model doesn't support the {kind} field for assistant messages. Remove {kind} and try again."
            )));
        }
    }
    Ok(())
}

fn is_users(result: &Value) -> bool {
    result.is_object() && result["type"].is_null()
}

fn misplaced(at: usize, block: &str, role: &str) -> Result<(), Refusal> {
    Err(Refusal::validation(format!(
        "The model returned the following errors: messages.{at}: `{block}` blocks can only be in `{role}` messages"
    )))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(role: &str, kind: &str) -> String {
        let messages = [json!({"role": role, "content": [{"text": "a"}, {kind: {}}]})];
        check(&messages).map_or_else(|refusal| refusal.message, |()| String::new())
    }

    #[test]
    fn a_model_asks_for_tools_and_a_user_answers_with_files_and_results() {
        for (role, kinds) in
            [("user", ["image", "document", "toolResult"]), ("assistant", ["toolUse", "text", "video"])]
        {
            assert!(kinds.iter().all(|kind| said(role, kind).is_empty()), "{role}");
        }
        assert!(said("user", "toolUse").ends_with("messages.0: `tool_use` blocks can only be in `assistant` messages"));
        let found = json!([{"role": "assistant", "content": [{"toolResult": {"type": "nova_grounding_result"}}]}]);
        assert_eq!(check(list(&found)), Ok(()));
        assert!(said("assistant", "toolResult").ends_with("`tool_result` blocks can only be in `user` messages"));
        assert!(said("assistant", "image").starts_with("This model doesn't support the image field for assistant"));
        assert!(said("assistant", "document").ends_with("Remove document and try again."));
    }
}
