//! CountTokens: what Converse and InvokeModel would count of the same request

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::catalogue::{self, Model};
use super::faults::Struck;
use super::operation::Target;
use super::refusal::Refusal;
use super::reply::Reply;
use super::{converse, invoke};

/// Answers a request whose members have been checked one by one.
pub(super) fn answer(target: Target<'_>, request: &Value, struck: &Struck) -> Result<Reply, Refusal> {
    let model = counted(target)?;
    let mut reply = json!({"inputTokens": tokens(model, &request["input"])?});
    if struck.adds_unknown_members() {
        reply["hologram"] = json!({"depth": 3});
    }
    Ok(Reply::json(reply.to_string()))
}

/// The model, by its bare id; the service says the same of a profile, of any ARN and of a model without a counter. That a
/// model is called through a profile only is no obstacle.
fn counted(target: Target<'_>) -> Result<&'static Model, Refusal> {
    match catalogue::listed(target)? {
        Some(model) if model.counts => Ok(model),
        _ => Err(Refusal::validation("The provided model doesn't support counting tokens.")),
    }
}

fn tokens(model: &Model, input: &Value) -> Result<u64, Refusal> {
    let Some(body) = input["invokeModel"]["body"].as_str() else {
        return converse::count(&input["converse"]);
    };
    let body = STANDARD.decode(body).map_err(|error| Refusal::serialization(error.to_string()))?;
    invoke::count(model, &body)
}

#[cfg(test)]
mod tests {
    use super::super::REGION;
    use super::super::operation::Operation;
    use super::*;

    fn count(identifier: &str, input: Value) -> Result<u64, String> {
        let target = Target { operation: Operation::CountTokens, identifier, region: REGION };
        let model = counted(target).map_err(|refusal| refusal.message)?;
        tokens(model, &input).map_err(|refusal| refusal.message)
    }

    fn hello() -> Value {
        json!({"converse": {"messages": [{"role": "user", "content": [{"text": "12345678"}]}]}})
    }

    #[test]
    fn a_model_is_counted_by_its_bare_id_however_it_is_called() {
        assert_eq!(count("anthropic.claude-sonnet-4-6", hello()), Ok(2));
        let no_counter = Err("The provided model doesn't support counting tokens.".to_owned());
        for identifier in [
            "us.anthropic.claude-sonnet-4-6",
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/apsandbox001",
            "arn:aws:bedrock:us-east-1::foundation-model/sandbox.echo-v1:0",
            "amazon.nova-lite-v1:0",
        ] {
            assert_eq!(count(identifier, hello()), no_counter, "{identifier}");
        }
        assert_eq!(count("no.such-model", hello()), Err("The provided model identifier is invalid.".to_owned()));
    }

    #[test]
    fn a_body_counts_for_what_invoke_would_count() {
        let body = |text: &str| json!({"invokeModel": {"body": STANDARD.encode(text)}});
        let talk = r#"{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"user","content":"12345"}]}"#;
        assert_eq!(count("anthropic.claude-sonnet-4-6", body(talk)), Ok(2));
        assert!(count("anthropic.claude-sonnet-4-6", body("{}")).unwrap_err().contains("Field required"));
        assert_eq!(count("sandbox.echo-v1:0", body("12345678")), Ok(2));
    }
}
