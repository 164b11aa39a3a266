//! A reply that is no answer, or breaks off, as an error with kind, message, request id and hint

use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use crate::error::{CallFacts, Error, Kind};

use super::call::Failure;
use super::credentials::Origin;
use super::hints;
use super::refusal::Refusal;
use super::retry::{Pause, Retry};
use super::seam::find_header;
use super::stream::Broken;
use super::unreached::raise;

/// An error reply: a refusal of the service, or a page of something that is not the service.
pub(super) fn of_error_reply(status: u16, headers: &[(String, String)], body: &[u8], facts: CallFacts) -> Failure {
    let refusal = Refusal::of_reply(status, headers, body);
    let retry = if refusal.is_clock_skew() || (refusal.is_about_the_signature() && is_another_time(headers)) {
        Some(Retry::ByTheirClock)
    } else {
        refusal.is_retryable().then(|| Retry::After(Pause::after(&refusal, headers)))
    };
    let error = if refusal.code.is_some() {
        refused(&refusal, facts)
    } else {
        let content_type = find_header(headers, "content-type").unwrap_or_default();
        not_bedrock(status, content_type, body).of_call(facts)
    };
    Failure { error, retry }
}

impl Failure {
    /// Says of credentials that have expired how these are renewed.
    pub(super) fn with_renewal(mut self, origin: Option<&Origin>) -> Self {
        let has_expired = ["ExpiredTokenException", "ExpiredToken", "TokenRefreshRequired"];
        let is_expired = self.error.code.as_deref().is_some_and(|code| has_expired.contains(&code));
        if let Some(origin) = origin.filter(|_| is_expired) {
            self.error.hint = Some(origin.renewal());
        }
        self
    }
}

/// Whether the service's clock and this machine's differ by so much that a signature can be refused for it.
fn is_another_time(headers: &[(String, String)]) -> bool {
    let theirs = find_header(headers, "date").and_then(|date| DateTime::from_str(date, Format::HttpDate).ok());
    theirs.is_some_and(|theirs| theirs.secs().abs_diff(DateTime::from(SystemTime::now()).secs()) > TOLERATED_SKEW)
}

/// Seconds. The service allows five minutes; the SDK mends its clock from four on.
const TOLERATED_SKEW: u64 = 240;

/// A refusal with its hint.
pub fn refused(refusal: &Refusal, facts: CallFacts) -> Error {
    let kind = refusal.kind();
    let code = refusal.code.clone().unwrap_or_default();
    let message = match refusal.message.trim() {
        "" => code.clone(),
        message => format!("{message} ({code})"),
    };
    let mut error = Error::new(kind, message).code(code);
    error.retryable = refusal.is_retryable();
    let region = facts.region.clone().unwrap_or_default();
    let operation = facts.operation.unwrap_or_default();
    error.hint = hints::hint(refusal, operation, facts.model.as_deref(), &region);
    error.of_call(facts)
}

/// Whether a unary call may succeed where this stream was refused.
pub fn is_streaming_refused(error: &Error) -> bool {
    let refusal = Refusal { status: 400, code: error.code.clone(), message: error.message.clone() };
    refusal.is_streaming_unsupported()
}

/// An answer that is not Bedrock's: a proxy's error page, a login page of the hotel.
pub fn not_bedrock(status: u16, content_type: &str, body: &[u8]) -> Error {
    let refusal = Refusal { status, code: None, message: String::new() };
    let content_type = if content_type.is_empty() { "no content type" } else { content_type };
    let mut error = Error::new(
        if status == 407 { Kind::Network } else { Kind::Service },
        format!("the answer is not from Amazon Bedrock: HTTP {status}, {content_type}"),
    );
    error.retryable = refusal.is_retryable();
    error.hint = hints::hint(&refusal, "", None, "");
    if let Some(line) = first_words(body) {
        error = error.caused_by(format!("it begins: {line}"));
    }
    error
}

/// The first words of a page, without its markup.
fn first_words(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&body[..body.len().min(4096)]);
    let mut words = String::new();
    let mut in_tag = false;
    for letter in text.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                words.push(' ');
            }
            _ if !in_tag => words.push(letter),
            _ => {}
        }
    }
    let words: Vec<&str> = words.split_whitespace().take(20).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A stream that broke before its first frame: nothing of the answer is here, but it is being made.
pub(super) fn before_the_answer(why: &Broken, facts: CallFacts) -> Failure {
    let retry = matches!(why, Broken::Ended(_) | Broken::Silent(_)).then_some(Retry::IfPaidTwice);
    Failure { error: broken(why).of_call(facts), retry }
}

/// A reply that broke off, fell silent or is no stream of frames.
pub fn broken(broken: &Broken) -> Error {
    match broken {
        Broken::Ended(why) => {
            Error::new(Kind::Incomplete, "the answer broke off: the connection ended in the middle of it")
                .caused_by(why)
                .hint("run it again; a proxy or gateway that drops long connections is a usual cause")
        }
        Broken::Silent(limit) => {
            let limit_seconds = limit.as_secs_f64();
            let message =
                format!("nothing came in the middle of the answer for the `--read-timeout` of {limit_seconds} s");
            Error::new(Kind::Network, message)
                .hint(format!("if the model may think for longer, {}", raise("--read-timeout", *limit)))
        }
        Broken::Late(error) => error.clone(),
        Broken::TooLarge(limit) => {
            Error::new(Kind::Service, format!("the answer is larger than {limit} bytes: that is no Bedrock answer"))
        }
        Broken::NotHttp(why) => Error::new(Kind::Service, format!("the answer is damaged: {why}"))
            .hint("something between here and Bedrock changes the bytes: check the proxy"),
        Broken::Frame(bad) => Error::new(Kind::Service, format!("the stream is damaged: {bad}"))
            .hint("something between here and Bedrock changes the bytes: check the proxy"),
    }
}
