//! What CountTokens is asked: the part of a Converse request that it takes, or a body in base64
//!
//! Source: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html>

use serde_json::{Map, Value};

use super::{Request, in_place, large};

/// The members of a Converse request that can be counted.
const COUNTABLE: [&str; 4] = ["messages", "system", "toolConfig", "additionalModelRequestFields"];

/// What stands around a Converse request that is counted, and around a body.
const OF_REQUEST: [&str; 2] = [r#"{"input":{"converse":"#, "}}"];
const OF_BODY: [&str; 2] = [r#"{"input":{"invokeModel":{"body":""#, r#""}}}"#];

fn wrapped(mut inner: Vec<u8>, [before, after]: [&str; 2]) -> Vec<u8> {
    inner.splice(..0, before.bytes());
    inner.extend_from_slice(after.as_bytes());
    inner
}

fn unwrapped(mut body: Vec<u8>, [before, after]: [&str; 2]) -> Vec<u8> {
    body.truncate(body.len() - after.len());
    body.drain(..before.len());
    body
}

/// The body that counts a Converse request; what CountTokens does not take is left out.
///
/// The request lends its members to it, since attachments make them large: `after_count` gives them back.
pub fn count_request(request: &mut Request) -> Vec<u8> {
    let lent = COUNTABLE.into_iter().filter_map(|name| {
        let value = request.0.get_mut(name)?;
        Some((name.to_owned(), value.take()))
    });
    wrapped(large::written(Map::from_iter(lent).into()), OF_REQUEST)
}

/// Gives a request back what `count_request` took for this body.
pub fn after_count(request: &mut Request, body: Vec<u8>) {
    let lent = String::from_utf8(unwrapped(body, OF_REQUEST)).expect("JSON is UTF-8");
    // Read without what is around it, which would take two of the levels that may be nested.
    if let Value::Object(lent) = large::read(lent).expect("written here") {
        request.0.extend(lent);
    }
}

/// The body that counts one in the provider's own format; `after_count_body` has that again.
pub fn count_body(body: Vec<u8>) -> Vec<u8> {
    wrapped(in_place::base64(body).into_bytes(), OF_BODY)
}

/// What `count_body` was given.
pub fn after_count_body(counted: Vec<u8>) -> Vec<u8> {
    in_place::from_base64(unwrapped(counted, OF_BODY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_can_be_counted_and_leaves_the_rest_out() {
        let request = r#"{"inferenceConfig":{"maxTokens":1},"toolConfig":{"tools":[]},"modelId":"m","messages":[{"n":1.10}],
            "system":[],"additionalModelRequestFields":{"top_k":5},"requestMetadata":{"a":"b"},"new":1}"#;
        let mut request = Request::parse(request, "r").expect("parses");
        let before = request.clone();
        let expected = r#"{"input":{"converse":{"messages":[{"n":1.10}],"system":[],"toolConfig":{"tools":[]},"additionalModelRequestFields":{"top_k":5}}}}"#;
        let body = count_request(&mut request);
        assert_eq!(String::from_utf8(body.clone()).expect("UTF-8"), expected);
        after_count(&mut request, body);
        assert!(request.into_json() == before.into_json());
    }

    #[test]
    fn a_request_as_deep_as_can_be_read_comes_back() {
        let deep = format!(r#"{{"messages":[{}1{}]}}"#, "[".repeat(125), "]".repeat(125));
        let mut request = Request::parse(deep.as_str(), "r").expect("parses");
        let body = count_request(&mut request);
        after_count(&mut request, body);
        assert_eq!(String::from_utf8(request.into_json()).expect("UTF-8"), deep);
    }

    #[test]
    fn a_body_is_counted_in_base64() {
        let counted = count_body(b"\xff{}".to_vec());
        assert_eq!(counted, br#"{"input":{"invokeModel":{"body":"/3t9"}}}"#);
        assert_eq!(after_count_body(counted), b"\xff{}");
    }
}
