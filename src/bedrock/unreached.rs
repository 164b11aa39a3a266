//! No reply at all: what the network, a proxy, a certificate or one of our limits did, as an error that says what to type

use std::error::Error as StdError;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::result::SdkError;
use http::Uri;

use super::call::Failure;
use super::distrust;
use super::retry::{Pause, Retry};
use super::transport::{Cause, TransportError, chain};
use crate::deadline::longer;
use crate::error::{CallFacts, Error, Kind};

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
pub(super) fn raise(flag: &str, limit: Duration) -> String {
    format!("raise the limit, as in `{flag} {}`", longer(limit))
}

fn host_of(uri: &str) -> String {
    let parsed: Option<http::Uri> = uri.parse().ok();
    let authority = parsed.as_ref().and_then(http::Uri::authority);
    let authority = authority.map_or_else(|| uri.to_owned(), ToString::to_string);
    // What stands before the host is a password.
    authority.rsplit('@').next().unwrap_or_default().to_owned()
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
