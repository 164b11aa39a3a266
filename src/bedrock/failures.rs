//! The one place where a failed call becomes an error with kind, message, request id and hint

use std::error::Error as StdError;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::result::SdkError;

use crate::error::{CallFacts, Error, Kind};

use super::call::Failure;
use super::connector::{Cause, TransportError, chain};
use super::distrust;
use super::hints;
use super::refusal::Refusal;
use super::retry::Pause;
use super::seam::find_header;
use super::settings::CONNECT_TIMEOUT;
use super::stream::Broken;

/// What the SDK said, without its type: which operation it was is known anyway.
pub fn of_sdk<E, R>(error: SdkError<E, R>) -> BoxError
where
    E: StdError + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match error.into_source() {
        Ok(source) => source,
        Err(error) => error.into(),
    }
}

/// An error reply: a refusal of the service, or a page of something that is not the service.
pub(super) fn of_error_reply(
    status: u16,
    headers: &[(String, String)],
    body: &[u8],
    facts: CallFacts,
    first: bool,
) -> Failure {
    let refusal = Refusal::of_reply(status, headers, body);
    let retry_after = find_header(headers, "retry-after");
    let retry = if refusal.is_clock_skew() {
        // The SDK has read the service's clock from the reply and signs the next request by it.
        first.then(Pause::none)
    } else {
        refusal.is_retryable().then(|| Pause::after(&refusal, retry_after))
    };
    let error = if refusal.code.is_some() {
        refused(&refusal, facts)
    } else {
        let content_type = find_header(headers, "content-type").unwrap_or_default();
        not_bedrock(status, content_type, body).of_call(facts)
    };
    Failure { error, retry }
}

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

/// No reply at all: credentials, the network, or one of our limits.
pub(super) fn no_reply(source: BoxError, uri: &str, silence: Duration, facts: CallFacts) -> Failure {
    let source: &(dyn StdError + 'static) = &*source;
    // A proxy or a setting, which stands in the way to Bedrock or to whoever gives out the credentials.
    if let Some(error) = chain(source).find_map(|cause| cause.downcast_ref::<Error>()) {
        // Whoever gives out credentials has been tried again by the SDK.
        let is_of_bedrock = !chain(source).any(|cause| cause.is::<CredentialsError>());
        let retry = (error.retryable && is_of_bedrock).then(Pause::short);
        return Failure { error: error.clone().of_call(facts), retry };
    }
    if let Some(error) = chain(source).find_map(|cause| cause.downcast_ref::<CredentialsError>()) {
        return of_credentials(error, source).of_call(facts).into();
    }
    if let Some(error) = chain(source).find_map(|cause| cause.downcast_ref::<TransportError>()) {
        let retry = match error.cause {
            Cause::Certificate | Cause::InTheWay => None,
            cause => cause.never_sent().then(Pause::short),
        };
        return Failure { error: of_transport(error, uri, silence, facts.is_paid()).of_call(facts), retry };
    }
    let mut causes = chain(source).map(ToString::to_string);
    let message = causes.next().unwrap_or_default();
    let mut error = Error::new(Kind::Internal, format!("cannot send the request: {message}"));
    error.causes = causes.collect();
    error.of_call(facts).into()
}

fn of_transport(error: &TransportError, uri: &str, silence: Duration, is_paid: bool) -> Error {
    let host = host_of(uri);
    let message = match error.cause {
        Cause::Resolve => format!("`{host}` cannot be resolved"),
        Cause::Connect => format!("cannot connect to `{host}`"),
        Cause::ConnectTimeout => format!("no connection to `{host}` within the connect time-out"),
        Cause::Certificate => format!("the certificate of `{host}` is not trusted"),
        Cause::InTheWay => format!("there is no way to `{host}`"),
        Cause::AfterSending => format!("`{host}` closed the connection before it replied"),
        Cause::ReadTimeout => format!("`{host}` was silent for {} s after the request was sent", silence.as_secs_f64()),
    };
    let hint = match error.cause {
        Cause::Resolve => Some(unresolved_hint(&host).into()),
        Cause::Connect => Some("check the network and `--endpoint-url`".into()),
        Cause::ConnectTimeout => {
            Some(format!("check the network, or raise `--connect-timeout` (default {} s)", CONNECT_TIMEOUT.as_secs()))
        }
        Cause::Certificate => Some(distrust::hint(error).into()),
        Cause::InTheWay => None,
        Cause::AfterSending if is_paid => Some(UNCERTAIN.into()),
        Cause::AfterSending => Some("run it again".into()),
        Cause::ReadTimeout if is_paid => Some(format!("raise `--read-timeout`; {UNCERTAIN}")),
        Cause::ReadTimeout => Some("raise `--read-timeout`, or run it again".into()),
    };
    let mut result = Error::new(Kind::Network, message);
    result.code = (error.cause == Cause::Resolve).then(|| "UnknownHost".to_owned());
    result.hint = hint;
    result.retryable = error.cause.never_sent() && error.cause != Cause::Certificate;
    // The layers in between say "client error" and "connection error"; the last one says what happened.
    if error.cause != Cause::ConnectTimeout {
        let last = || chain(error).skip(1).last().map(ToString::to_string);
        result.causes = distrust::words(error).or_else(last).into_iter().collect();
    }
    result.causes.extend(error.proxy.as_ref().map(|proxy| format!("the way there is {proxy}")));
    result
}

/// Not every region has every variant of the endpoints.
fn unresolved_hint(host: &str) -> &'static str {
    match host {
        host if host.contains("-fips.") => "has this region FIPS endpoints? try another, or call without `--fips`",
        host if host.contains(".api.aws") => {
            "has this region such endpoints? try another, or call without `--dual-stack`"
        }
        _ => "is the region right, and is there Bedrock in it? check the network and DNS too",
    }
}

const UNCERTAIN: &str = "it was not sent again, because the model may have been working on it";

fn host_of(uri: &str) -> String {
    let parsed: Option<http::Uri> = uri.parse().ok();
    let authority = parsed.as_ref().and_then(http::Uri::authority);
    let authority = authority.map_or_else(|| uri.to_owned(), ToString::to_string);
    // What stands before the host is a password.
    authority.rsplit('@').next().unwrap_or_default().to_owned()
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
            Error::new(Kind::Network, format!("nothing came for {} s in the middle of the answer", limit.as_secs_f64()))
                .hint("raise `--read-timeout` if the model may think for longer")
        }
        Broken::Late(error) => error.clone(),
        Broken::TooLarge(limit) => {
            Error::new(Kind::Service, format!("the answer is larger than {limit} bytes: that is no Bedrock answer"))
        }
        Broken::Frame(bad) => Error::new(Kind::Service, format!("the stream is damaged: {bad}"))
            .hint("something between here and Bedrock changes the bytes: check the proxy"),
    }
}

/// The service that gives out the credentials got no word through.
fn of_credentials_service(error: &TransportError) -> Error {
    let unreachable = Error::new(Kind::Network, "the service that gives out the credentials cannot be reached");
    because(unreachable.hint("check the network; STS, SSO and Bedrock have hosts of their own"), error)
}

/// Adds why a host could not be reached; asking it once more costs nothing.
pub(super) fn because(mut error: Error, why: &TransportError) -> Error {
    if let Cause::ConnectTimeout | Cause::ReadTimeout = why.cause {
        // Its limits are the SDK's, and no flag raises them.
        return error.caused_by(format!("`{}`: {why}", why.host));
    }
    let Error { message, causes, hint, .. } = of_transport(why, &why.host, Duration::ZERO, false);
    error.causes.push(message);
    error.causes.extend(causes);
    if why.cause == Cause::Certificate {
        error.hint = hint;
    }
    error
}

fn of_credentials(error: &CredentialsError, source: &(dyn StdError + 'static)) -> Error {
    let texts: Vec<String> = chain(source).map(|cause| cause.to_string().replace('\n', " ")).collect();
    let says = |words: &[&str]| words.iter().any(|word| texts.iter().any(|text| text.to_lowercase().contains(word)));
    let last = texts.last().cloned().unwrap_or_default();
    let lost = |message: String| Error::new(Kind::Credentials, message);
    // Nothing was set, or only the metadata service was left to ask and knows nothing.
    if matches!(error, CredentialsError::CredentialsNotLoaded(_)) || says(&["imds"]) {
        return lost("no AWS credentials were found".into()).hint(
            "log in (`aws sso login`, `aws login`), set `AWS_PROFILE`, or set `AWS_ACCESS_KEY_ID` and \
             `AWS_SECRET_ACCESS_KEY`, or an API key in `AWS_BEARER_TOKEN_BEDROCK`; to try without an account: `--sandbox`",
        );
    }
    if let Some(error) = chain(source).find_map(|cause| cause.downcast_ref::<TransportError>()) {
        return of_credentials_service(error);
    }
    if says(&["sso", "expired"]) {
        return lost("the AWS login has expired or is missing".into())
            .caused_by(last)
            .hint("log in again: `aws sso login` (with `--profile NAME` if you use one)");
    }
    lost("the AWS credentials could not be loaded".into())
        .caused_by(last)
        .hint("check the profile in `~/.aws/config`, or run `aws sts get-caller-identity` with it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_cannot_be_resolved_may_be_a_variant_that_the_region_lacks() {
        assert!(unresolved_hint("bedrock-fips.eu-west-1.amazonaws.com").contains("--fips"));
        assert!(unresolved_hint("bedrock.eu-west-1.api.aws").contains("--dual-stack"));
        assert!(unresolved_hint("bedrock.eu-west-0.amazonaws.com").contains("region"));
    }

    #[test]
    fn a_host_is_shown_without_its_password() {
        assert_eq!(host_of("https://me:se@cret@host:1/x"), "host:1");
    }
}
