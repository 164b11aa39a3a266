//! What CountTokens is asked: the part of a Converse request that it takes, or a body in base64
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value;

use super::Request;

/// The members of a Converse request that can be counted. They are lent: attachments make them large.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Countable<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    messages: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_config: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_model_request_fields: Option<&'a Value>,
}

/// The body that counts a Converse request. What CountTokens does not take is left out.
pub fn count_request(request: &Request) -> Vec<u8> {
    let countable = Countable {
        messages: request.member("messages"),
        system: request.member("system"),
        tool_config: request.member("toolConfig"),
        additional_model_request_fields: request.member("additionalModelRequestFields"),
    };
    let mut body = br#"{"input":{"converse":"#.to_vec();
    // Values are always JSON, and writing into memory does not fail.
    let _ = serde_json::to_writer(&mut body, &countable);
    body.extend_from_slice(b"}}");
    body
}

/// The body that counts one in the provider's own format.
pub fn count_body(body: &[u8]) -> Vec<u8> {
    let mut text = r#"{"input":{"invokeModel":{"body":""#.to_owned();
    STANDARD.encode_string(body, &mut text);
    text.push_str(r#""}}}"#);
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_can_be_counted_and_leaves_the_rest_out() {
        let request = r#"{"inferenceConfig":{"maxTokens":1},"toolConfig":{"tools":[]},"modelId":"m","messages":[{"n":1.10}],
            "system":[],"additionalModelRequestFields":{"top_k":5},"requestMetadata":{"a":"b"},"new":1}"#;
        let request = Request::parse(request, "r").expect("parses");
        let expected = r#"{"input":{"converse":{"messages":[{"n":1.10}],"system":[],"toolConfig":{"tools":[]},"additionalModelRequestFields":{"top_k":5}}}}"#;
        assert_eq!(String::from_utf8(count_request(&request)).expect("UTF-8"), expected);
    }

    #[test]
    fn a_body_is_counted_in_base64() {
        assert_eq!(count_body(b"\xff{}"), br#"{"input":{"invokeModel":{"body":"/3t9"}}}"#);
    }
}
