//! Extended thinking: when a model reasons first, and what it refuses then
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html>; the words are those
//! that Anthropic's models answer with.

use serde_json::Value;

use super::super::catalogue::Model;
use super::super::refusal::Refusal;

const LEAST: i64 = 1024;
/// With it a budget is for several thoughts between calls of tools, and may be larger than an answer.
const INTERLEAVED: &str = "interleaved-thinking";
const LEAST_TOP_P: f64 = 0.95;

/// Whether a model is asked to reason first, in Anthropic's way.
pub(super) fn is_asked(request: &Value) -> bool {
    matches!(kind(request), Some("enabled" | "adaptive"))
}

fn kind(request: &Value) -> Option<&str> {
    request["additionalModelRequestFields"]["thinking"]["type"].as_str()
}

/// Refuses a budget that is none, and what does not go with thinking.
pub(super) fn check(model: &Model, request: &Value) -> Result<(), Refusal> {
    if !is_asked(request) || !model.is_as_claude() {
        return Ok(());
    }
    if kind(request) == Some("enabled") {
        check_budget(request)?;
        check_choice(&request["toolConfig"]["toolChoice"])?;
    }
    check_sampling(request)
}

fn check_budget(request: &Value) -> Result<(), Refusal> {
    let fields = &request["additionalModelRequestFields"];
    let budget = &fields["thinking"]["budget_tokens"];
    if budget.is_null() {
        return refused("thinking.enabled.budget_tokens: Field required");
    }
    let Some(budget) = budget.as_i64() else { return Ok(()) };
    if budget < LEAST {
        let problem = format!("thinking.enabled.budget_tokens: Input should be greater than or equal to {LEAST}");
        return refused(&problem);
    }
    let most = request["inferenceConfig"]["maxTokens"].as_i64();
    if most.is_none_or(|most| budget < most) || fields["anthropic_beta"].to_string().contains(INTERLEAVED) {
        return Ok(());
    }
    refused(
        "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at \
         https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size",
    )
}

fn check_choice(choice: &Value) -> Result<(), Refusal> {
    if choice["any"].is_object() || choice["tool"].is_object() {
        return refused("Thinking may not be enabled when tool_choice forces tool use.");
    }
    Ok(())
}

fn check_sampling(request: &Value) -> Result<(), Refusal> {
    let config = &request["inferenceConfig"];
    let rule = if config["temperature"].as_f64().is_some_and(|temperature| temperature < 1.0) {
        "`temperature` may only be set to 1"
    } else if config["topP"].as_f64().is_some_and(|top_p| top_p < LEAST_TOP_P) {
        "`top_p` must be greater than or equal to 0.95 or unset"
    } else if request["additionalModelRequestFields"]["top_k"].is_number() {
        "`top_k` must be unset"
    } else {
        return Ok(());
    };
    refused(&format!("{rule} when thinking is enabled or in adaptive mode."))
}

fn refused(problem: &str) -> Result<(), Refusal> {
    Err(Refusal::validation(format!("The model returned the following errors: {problem}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::operation::{Operation, Target};
    use super::*;
    use crate::sandbox::catalogue;

    fn said(identifier: &str, thinking: &Value, config: Value, more: &Value) -> String {
        let target = Target { operation: Operation::Converse, identifier, region: "us-east-1" };
        let mut request = json!({"additionalModelRequestFields": {"thinking": thinking}, "inferenceConfig": config});
        for (name, value) in more.as_object().unwrap() {
            request[name.as_str()] = value.clone();
        }
        let said = check(catalogue::called(target).unwrap(), &request);
        said.map_or_else(|refusal| refusal.message, |()| String::new())
    }

    const CLAUDE: &str = "us.anthropic.claude-sonnet-4-6";

    #[test]
    fn a_budget_is_at_least_1024_and_less_than_the_answer() {
        let budget = |tokens: Value, config| {
            said(CLAUDE, &json!({"type": "enabled", "budget_tokens": tokens}), config, &json!({}))
        };
        assert_eq!(budget(json!(1024), json!({})), "");
        assert_eq!(budget(json!(1024), json!({"maxTokens": 1025})), "");
        assert!(budget(json!(1023), json!({})).ends_with("Input should be greater than or equal to 1024"));
        assert!(budget(json!(1024), json!({"maxTokens": 1024})).contains("`max_tokens` must be greater than"));
        assert!(budget(Value::Null, json!({})).ends_with("thinking.enabled.budget_tokens: Field required"));
        let interleaved = json!({"additionalModelRequestFields": {
            "thinking": {"type": "enabled", "budget_tokens": 5000},
            "anthropic_beta": ["interleaved-thinking-2025-05-14"],
        }});
        assert_eq!(said(CLAUDE, &Value::Null, json!({"maxTokens": 2000}), &interleaved), "");
    }

    #[test]
    fn sampling_and_forced_tools_do_not_go_with_thinking() {
        let enabled = json!({"type": "enabled", "budget_tokens": 1024});
        let none = json!({});
        assert!(
            said(CLAUDE, &enabled, json!({"temperature": 0.5}), &none).contains("`temperature` may only be set to 1")
        );
        assert!(said(CLAUDE, &json!({"type": "adaptive"}), json!({"topP": 0.9}), &none).contains("`top_p` must be"));
        assert_eq!(said(CLAUDE, &enabled, json!({"temperature": 1.0, "topP": 0.95}), &none), "");
        assert_eq!(said(CLAUDE, &json!({"type": "disabled"}), json!({"temperature": 0.5}), &none), "");
        let choice = |choice: Value| json!({"toolConfig": {"toolChoice": choice}});
        let forced = choice(json!({"any": {}}));
        assert!(said(CLAUDE, &enabled, json!({}), &forced).ends_with("when tool_choice forces tool use."));
        assert_eq!(said(CLAUDE, &enabled, json!({}), &choice(json!({"auto": {}}))), "");
        assert_eq!(said("us.amazon.nova-lite-v1:0", &enabled, json!({"temperature": 0.5}), &forced), "");
    }
}
