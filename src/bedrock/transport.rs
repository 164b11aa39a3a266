//! Why a request got no reply, and whether it can have reached the service

use std::error::Error as StdError;
use std::fmt;

use http::Uri;
use hyper_util::client::legacy;

use super::distrust;
use super::proxies::{Proxy, place};
use crate::error::Error;

/// Why a request got no reply.
#[derive(Debug)]
pub struct TransportError {
    pub cause: Cause,
    /// `host:port` that was called: Bedrock's, or that of whoever gives out credentials.
    pub host: String,
    /// The proxy on the way there.
    pub proxy: Option<String>,
    pub(super) source: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// No such host.
    Resolve,
    /// Nobody listens there, or the handshake broke off.
    Connect,
    /// `--connect-timeout`.
    ConnectTimeout,
    /// A certificate that is not trusted: trying again cannot help.
    Certificate,
    /// A proxy or a setting stood in the way: the source is an `Error` that says all of it.
    InTheWay,
    /// The connection ended after the request had been sent: the service may be generating, and billing.
    AfterSending,
    /// What came is no HTTP reply, or its head is longer than any.
    NotHttp,
    /// `--read-timeout`.
    ReadTimeout,
}

impl Cause {
    /// Whether the request cannot have reached the service.
    pub fn never_sent(self) -> bool {
        !matches!(self, Cause::AfterSending | Cause::NotHttp | Cause::ReadTimeout)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.cause {
            Cause::Resolve => "the host name cannot be resolved",
            Cause::Connect => "cannot connect",
            Cause::ConnectTimeout => "no connection within the connect time-out",
            Cause::Certificate => "the server's certificate is not trusted",
            Cause::InTheWay => "there is no way to the host",
            Cause::AfterSending => "the connection ended before a reply came",
            Cause::NotHttp => "the reply is not HTTP",
            Cause::ReadTimeout => "no reply within the read time-out",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl TransportError {
    pub(super) fn of(cause: Cause) -> Self {
        TransportError { cause, host: String::new(), proxy: None, source: None }
    }

    pub(super) fn new(cause: Cause, source: Box<dyn StdError + Send + Sync>) -> Self {
        TransportError { source: Some(source), ..Self::of(cause) }
    }

    pub(super) fn in_the_way(error: Error) -> Self {
        Self::new(Cause::InTheWay, error.into())
    }

    pub(super) fn of_connecting(error: Box<dyn StdError + Send + Sync>) -> Self {
        Self::new(cause_of_connecting(&*error), error)
    }

    /// Whether what stands in the way may be gone at the next try.
    pub(super) fn is_passing(&self) -> bool {
        find::<Error>(self).is_some_and(|error| error.retryable)
    }

    pub(super) fn on_the_way(self, uri: &Uri, proxy: Option<&Proxy>) -> Self {
        TransportError { host: place(uri), proxy: proxy.map(ToString::to_string), ..self }
    }
}

impl From<legacy::Error> for TransportError {
    fn from(error: legacy::Error) -> Self {
        TransportError::new(cause_of(&error), error.into())
    }
}

fn cause_of(error: &legacy::Error) -> Cause {
    if error.is_connect() {
        return cause_of_connecting(error);
    }
    let is_http = !find::<hyper::Error>(error).is_some_and(hyper::Error::is_parse);
    if is_http { Cause::AfterSending } else { Cause::NotHttp }
}

/// Why there is no connection.
fn cause_of_connecting(error: &(dyn StdError + 'static)) -> Cause {
    if find::<Error>(error).is_some() {
        return Cause::InTheWay;
    }
    if find::<tokio::time::error::Elapsed>(error).is_some() {
        return Cause::ConnectTimeout;
    }
    if distrust::is_certificate(error) {
        return Cause::Certificate;
    }
    // hyper-util's look-up error is private; its text is all there is to see of it.
    if chain(error).any(|cause| cause.to_string() == "dns error") {
        return Cause::Resolve;
    }
    Cause::Connect
}

/// The errors from the outermost to the first cause.
pub fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| (*error).source())
}

fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    chain(error).find_map(|cause| cause.downcast_ref::<E>())
}
