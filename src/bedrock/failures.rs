//! The one place where a failed call becomes an error with kind, message, request id and hint

use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use http::Uri;

use crate::deadline::longer;
use crate::error::{CallFacts, Error, Kind};

use super::call::Failure;
use super::connector::{Cause, TransportError, chain};
use super::credentials::Origin;
use super::distrust;
use super::hints;
use super::refusal::Refusal;
use super::retry::{Pause, Retry};
use super::seam::find_header;
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

/// No reply at all: credentials, the network, or one of our limits.
pub(super) fn no_reply(source: BoxError, uri: &str, limits: Limits, facts: CallFacts) -> Failure {
    let source: &(dyn StdError + 'static) = &*source;
    // One that says what it means already: the credentials could not be had, a proxy or a setting stands in the way.
    if let Some(error) = chain(source).find_map(|cause| cause.downcast_ref::<Error>()) {
        // Whoever gives out credentials is asked again in the same way as Bedrock, which is said.
        let retry = error.retryable.then(|| Retry::After(Pause::of(error.kind)));
        return Failure { error: error.clone().of_call(facts), retry };
    }
    if let Some(error) = chain(source).find_map(|cause| cause.downcast_ref::<TransportError>()) {
        let retry = match error.cause {
            Cause::Certificate | Cause::InTheWay | Cause::NotHttp => None,
            cause if cause.never_sent() => Some(Retry::After(Pause::short())),
            _ => Some(Retry::IfPaidTwice),
        };
        return Failure { error: of_transport(error, uri, limits, facts.is_paid()).of_call(facts), retry };
    }
    let mut causes = chain(source).map(ToString::to_string);
    let message = causes.next().unwrap_or_default();
    let mut error = Error::new(Kind::Internal, format!("cannot send the request: {message}"));
    error.causes = causes.collect();
    error.of_call(facts).into()
}

/// No connection; nothing was to be sent.
pub(super) fn of_connection(error: &TransportError, uri: &Uri, limit: Duration) -> Error {
    if let Some(error) = chain(error).find_map(|cause| cause.downcast_ref::<Error>()) {
        return error.clone();
    }
    of_transport(error, &uri.to_string(), Limits { connect: limit, read: limit, sends_again: false }, false)
}

/// Why a provider gave no credentials.
pub(super) fn of_credentials(error: &CredentialsError) -> Error {
    let known = chain(error).find_map(|cause| cause.downcast_ref::<Error>()).cloned();
    known.unwrap_or_else(|| Error::new(Kind::Credentials, "the AWS credentials could not be had").caused_by(error))
}

fn of_transport(error: &TransportError, uri: &str, limits: Limits, is_paid: bool) -> Error {
    let host = host_of(uri);
    let message = match error.cause {
        Cause::Resolve => format!("`{host}` cannot be resolved"),
        Cause::Connect => format!("cannot connect to `{host}`"),
        Cause::ConnectTimeout => {
            format!("no connection to `{host}` within the `--connect-timeout` of {} s", limits.connect.as_secs_f64())
        }
        Cause::Certificate => format!("the certificate of `{host}` is not trusted"),
        Cause::InTheWay => format!("there is no way to `{host}`"),
        Cause::AfterSending => format!("`{host}` closed the connection before it replied"),
        Cause::NotHttp => format!("`{host}` answered with something that is no HTTP reply"),
        Cause::ReadTimeout => format!(
            "`{host}` was silent after the request was sent for longer than the `--read-timeout` of {} s",
            limits.read.as_secs_f64()
        ),
    };
    let hint = match error.cause {
        Cause::Resolve => Some(unresolved_hint(&host).into()),
        Cause::Connect => Some("check the network and `--endpoint-url`".into()),
        Cause::ConnectTimeout => Some(format!("check the network, or {}", raise("--connect-timeout", limits.connect))),
        Cause::Certificate => Some(distrust::hint(error).into()),
        Cause::InTheWay => None,
        Cause::AfterSending if is_paid => Some(limits.uncertain().into()),
        Cause::AfterSending => Some("run it again".into()),
        Cause::NotHttp => {
            Some("is it Amazon Bedrock? check `--endpoint-url`, its `http` or `https`, and the proxy".into())
        }
        Cause::ReadTimeout if is_paid => {
            Some(format!("{}; {}", raise("--read-timeout", limits.read), limits.uncertain()))
        }
        Cause::ReadTimeout => Some(format!("{}, or run it again", raise("--read-timeout", limits.read))),
    };
    let kind = if error.cause == Cause::NotHttp { Kind::Service } else { Kind::Network };
    let mut result = Error::new(kind, message);
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

/// STS, SSO and the sign-in service answer at once or not at all.
const CREDENTIALS_READ_TIMEOUT: Duration = Duration::from_secs(10);

/// The limits of a try.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub connect: Duration,
    pub read: Duration,
    /// `--retry-timeouts`.
    pub sends_again: bool,
}

impl Limits {
    /// For whoever gives out credentials: `--read-timeout` can only be the shorter one.
    pub fn of_credentials(connect: Duration, read: Option<Duration>) -> Self {
        let read = read.map_or(CREDENTIALS_READ_TIMEOUT, |read| read.min(CREDENTIALS_READ_TIMEOUT));
        Limits { connect, read, sends_again: false }
    }

    /// What is to be known of a paid call that was sent and not answered.
    fn uncertain(self) -> &'static str {
        if self.sends_again {
            "the model may have been working on each try, and each may be billed"
        } else {
            "it was not sent again, because the model may have been working on it; `--retry-timeouts` would, and may pay twice"
        }
    }
}

/// How to give more time, as it is typed.
fn raise(flag: &str, limit: Duration) -> String {
    format!("raise the limit, as in `{flag} {}`", longer(limit))
}

fn host_of(uri: &str) -> String {
    let parsed: Option<http::Uri> = uri.parse().ok();
    let authority = parsed.as_ref().and_then(http::Uri::authority);
    let authority = authority.map_or_else(|| uri.to_owned(), ToString::to_string);
    // What stands before the host is a password.
    authority.rsplit('@').next().unwrap_or_default().to_owned()
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

/// Adds why a host could not be reached; asking it once more costs nothing.
pub(super) fn because(mut error: Error, why: &TransportError, limits: Limits) -> Error {
    if why.cause == Cause::ReadTimeout && limits.read == CREDENTIALS_READ_TIMEOUT {
        // No flag raises that.
        error.retryable = false;
        return error.caused_by(format!("`{}` was silent for {} s", why.host, limits.read.as_secs()));
    }
    let Error { message, causes, hint, .. } = of_transport(why, &why.host, limits, false);
    error.causes.push(message);
    error.causes.extend(causes);
    if let Cause::Certificate | Cause::ConnectTimeout | Cause::ReadTimeout = why.cause {
        error.hint = hint;
    }
    // As with Bedrock, one that was silent for so long is not asked again.
    error.retryable = !matches!(why.cause, Cause::Certificate | Cause::ReadTimeout);
    error
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
