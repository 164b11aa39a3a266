//! A refusal of the service, as it stands in an error reply or in an exception frame, and the kind it belongs to

use serde_json::Value;

use crate::error::Kind;

use super::frames::{Frame, MessageType};
use super::seam::find_header;

/// What the service said instead of an answer.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The HTTP status; 200 for an exception in a stream.
    pub status: u16,
    /// The exception's name; `None` if the reply names none, as a proxy's error page does.
    pub code: Option<String>,
    pub message: String,
}

impl Refusal {
    /// Reads an error reply of the rest-json protocol: the name in `x-amzn-errortype`, `__type` or `code`, before a `:`
    /// and after a `#`; the message in `message` or `Message`.
    /// Source: <https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization>
    pub fn of_reply(status: u16, headers: &[(String, String)], body: &[u8]) -> Self {
        let json: Option<Value> = serde_json::from_slice(body).ok();
        let member = |names: &[&str]| {
            let object = json.as_ref()?;
            names.iter().find_map(|name| object.get(name)?.as_str().map(str::to_owned))
        };
        let is_object = json.as_ref().is_some_and(Value::is_object);
        let code = find_header(headers, "x-amzn-errortype")
            .map(str::to_owned)
            .or_else(|| member(&["__type", "code"]))
            .map(|code| bare_name(&code).to_owned());
        let message = member(&["message", "Message", "errorMessage"]);
        Refusal {
            status,
            code: code.or_else(|| code_of_status(status).filter(|_| is_object)),
            message: message.unwrap_or_default(),
        }
    }

    /// Reads an exception frame, whose name is spelled like a member (`throttlingException`), or an error frame, which
    /// has no payload.
    pub fn of_frame(frame: &Frame) -> Self {
        let json: Option<Value> = serde_json::from_slice(frame.payload).ok();
        let message = json.as_ref().and_then(|json| json.get("message").or_else(|| json.get("Message")));
        let message = match frame.message_type {
            MessageType::Error => Some(frame.error_message),
            _ => message.and_then(Value::as_str),
        };
        let mut code = frame.name.to_owned();
        if let Some(first) = code.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Refusal { status: 200, code: Some(code), message: message.unwrap_or_default().to_owned() }
    }

    fn code(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }

    /// Whether the message holds any of these words, in lower case.
    pub fn says(&self, words: &[&str]) -> bool {
        let message = self.message.to_lowercase();
        words.iter().any(|word| message.contains(word))
    }

    /// The row of the exit table.
    pub fn kind(&self) -> Kind {
        match self.code() {
            "" => Kind::Service,
            "AccessDeniedException" | "AccessDenied" if self.says(CREDENTIAL_WORDS) => Kind::Credentials,
            "AccessDeniedException" | "AccessDenied" | "NotAuthorized" => Kind::Denied,
            "ThrottlingException"
            | "Throttling"
            | "TooManyRequestsException"
            | "ServiceQuotaExceededException"
            | "RequestLimitExceeded" => Kind::Throttled,
            "ResourceNotFoundException" if self.says(&["use case details"]) => Kind::Denied,
            "ResourceNotFoundException" if self.says(&["guardrail", "prompt"]) => Kind::Request,
            "ResourceNotFoundException" => Kind::Model,
            "ValidationException" if self.is_about_the_model() => Kind::Model,
            "ValidationException"
            | "SerializationException"
            | "ConflictException"
            | "RequestEntityTooLargeException" => Kind::Request,
            code if CREDENTIAL_CODES.contains(&code) => Kind::Credentials,
            _ if self.status == 413 => Kind::Request,
            _ if self.status == 429 && self.code() != "ModelNotReadyException" => Kind::Throttled,
            _ if matches!(self.status, 400 | 404 | 405) => Kind::Request,
            _ => Kind::Service,
        }
    }

    /// Whether the same request may be sent again: the design's table, by name in a frame and by status in a reply.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.code(),
            "ThrottlingException"
                | "ModelNotReadyException"
                | "ModelTimeoutException"
                | "InternalServerException"
                | "ServiceUnavailableException"
        ) || matches!(self.status, 429 | 500 | 502 | 503 | 504)
    }

    /// Whether the signature was refused for the time it carries.
    pub fn is_clock_skew(&self) -> bool {
        let names = ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"];
        names.contains(&self.code())
            || (self.is_about_the_signature() && self.says(&["signature expired", "not yet current"]))
    }

    /// Whether the signature was refused, for whatever reason.
    pub fn is_about_the_signature(&self) -> bool {
        ["InvalidSignatureException", "SignatureDoesNotMatch"].contains(&self.code())
    }

    /// Whether the model can be called, only not with a stream.
    pub fn is_streaming_unsupported(&self) -> bool {
        let unsupported = self.code() == "ValidationException"
            && self.says(&["unsupported for streaming", "streaming mode", "support streaming"]);
        unsupported || (self.kind() == Kind::Denied && self.says(&["invokemodelwithresponsestream"]))
    }

    fn is_about_the_model(&self) -> bool {
        self.says(&[
            "on-demand throughput",
            "model identifier is invalid",
            "model id is invalid",
            "end of its life",
            "marked by provider as legacy",
            "model is not supported in this region",
            "at 'modelid' failed to satisfy",
            "at 'modelidentifier' failed to satisfy",
        ])
    }
}

const CREDENTIAL_WORDS: &[&str] = &["api key", "bearer token", "security token"];

const CREDENTIAL_CODES: &[&str] = &[
    "ExpiredTokenException",
    "ExpiredToken",
    "TokenRefreshRequired",
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "IncompleteSignatureException",
    "IncompleteSignature",
    "MissingAuthenticationTokenException",
    "MissingAuthenticationToken",
    "RequestTimeTooSkewed",
    "RequestExpired",
    "RequestInTheFuture",
    "UnauthorizedException",
];

/// `ValidationException` out of `com.amazon.coral#ValidationException:http://internal…`.
fn bare_name(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or_default();
    code.rsplit('#').next().unwrap_or_default().trim()
}

/// Bedrock's refusal of an API key is a bare `{"Message": …}` without a name.
fn code_of_status(status: u16) -> Option<String> {
    let code = match status {
        401 => "UnauthorizedException",
        403 => "AccessDeniedException",
        404 => "ResourceNotFoundException",
        413 => "RequestEntityTooLargeException",
        429 => "ThrottlingException",
        500 => "InternalServerException",
        503 => "ServiceUnavailableException",
        400 => "ValidationException",
        _ => return None,
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, errortype: Option<&str>, body: &str) -> Refusal {
        let headers = errortype.map(|value| ("x-amzn-ErrorType".to_owned(), value.to_owned()));
        Refusal::of_reply(status, headers.as_slice(), body.as_bytes())
    }

    #[test]
    fn finds_the_name_in_the_header_and_in_the_body() {
        let header = "ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/";
        assert_eq!(reply(400, Some(header), r#"{"message":"no"}"#).code.as_deref(), Some("ValidationException"));
        let body = r#"{"__type":"com.amazon.coral#ThrottlingException","message":"slow"}"#;
        assert_eq!(reply(400, None, body).kind(), Kind::Throttled);
    }

    #[test]
    fn an_api_key_refused_without_a_name_is_a_matter_of_credentials() {
        let body = r#"{"Message":"Authentication failed: Please make sure your API Key is valid."}"#;
        assert_eq!(reply(403, None, body).kind(), Kind::Credentials);
    }

    #[test]
    fn a_page_of_html_is_no_answer_of_the_service() {
        let refusal = reply(403, None, "<html>Blocked by the company</html>");
        assert_eq!((refusal.kind(), refusal.code), (Kind::Service, None));
    }

    #[test]
    fn a_validation_error_about_the_id_is_about_the_model() {
        let needs_profile = "Invocation of model ID x with on-demand throughput isn\u{2019}t supported.";
        for message in [needs_profile, "The provided model identifier is invalid."] {
            let body = serde_json::json!({ "message": message }).to_string();
            assert_eq!(reply(400, Some("ValidationException"), &body).kind(), Kind::Model);
        }
        let other = reply(400, Some("ValidationException"), r#"{"message":"temperature"}"#);
        assert_eq!(other.kind(), Kind::Request);
    }

    #[test]
    fn frames_have_the_row_of_their_kind() {
        let kind = |name| {
            let payload = br#"{"message":"m"}"#;
            let message_type = MessageType::Exception;
            Refusal::of_frame(&Frame { message_type, name, error_message: "", payload }).kind()
        };
        assert_eq!(kind("throttlingException"), Kind::Throttled);
        assert_eq!(kind("validationException"), Kind::Request);
        assert_eq!(kind("modelStreamErrorException"), Kind::Service);
        assert_eq!(kind("internalServerException"), Kind::Service);
    }
}
