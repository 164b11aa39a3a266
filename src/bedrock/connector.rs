//! The connector: TCP, TLS and HTTP/1.1 under both SDK clients, made only when a request needs it
//!
//! The SDK's own parses the system's root certificates even for a plain-http endpoint, has no TCP keepalive, and does
//! not say whether a failed request had been sent, which decides whether it may be sent again. Nor does it know of proxies.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, PROXY_AUTHORIZATION};
use http::{StatusCode, Uri};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::{Connect, capture_connection};
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::TokioExecutor;

use super::distrust;
use super::proxies::{Proxies, Proxy, is_https, place};
use super::roots::Trust;
use super::route::{Route, Timed, tcp};
use super::upload::Upload;
use crate::error::Error;

/// One pool of connections, shared by everything this process calls.
#[derive(Clone)]
pub struct Connector(Arc<Pools>);

struct Pools {
    connect_timeout: Duration,
    proxies: Arc<Proxies>,
    trust: Arc<Trust>,
    http: OnceLock<HttpClientOver<Route>>,
    https: OnceLock<Result<HttpClientOver<HttpsConnector<Route>>, Error>>,
}

type HttpClientOver<C> = Client<Timed<C>, Upload>;

/// Why a request got no reply.
#[derive(Debug)]
pub struct TransportError {
    pub cause: Cause,
    /// `host:port` that was called: Bedrock's, or that of whoever gives out credentials.
    pub host: String,
    /// The proxy on the way there.
    pub proxy: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
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

const FLOOD: &str = "interim replies (`100 Continue` and its like) without an end";

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

impl Connector {
    pub fn new(connect_timeout: Duration, proxies: Proxies, trust: Trust) -> Self {
        let (proxies, trust) = (Arc::new(proxies), Arc::new(trust));
        Connector(Arc::new(Pools { connect_timeout, proxies, trust, http: OnceLock::new(), https: OnceLock::new() }))
    }
}

impl Connector {
    /// The way that new connections take.
    pub(super) fn route(&self) -> Route {
        self.0.route()
    }

    /// Which certificates are believed.
    pub(super) fn trust(&self) -> Result<Arc<rustls::ClientConfig>, Error> {
        self.0.trust.config()
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}

impl HttpClient for Connector {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Timeouts { connector: self.clone(), read: settings.read_timeout() })
    }
}

/// The connector with the read time-out of one client.
#[derive(Debug)]
struct Timeouts {
    connector: Connector,
    read: Option<Duration>,
}

impl HttpConnector for Timeouts {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let pools = self.connector.0.clone();
        let sending = request.extension::<Sending>().cloned();
        let limit = sending.as_ref().map(|sending| sending.read_timeout).or(self.read);
        let body = sending.map(|sending| sending.body);
        HttpConnectorFuture::new(async move {
            pools.send(request, body, limit).await.map_err(|error| match error.cause {
                Cause::ConnectTimeout | Cause::ReadTimeout => ConnectorError::timeout(error.into()),
                // The SDK's clients of STS and SSO do not try these again.
                Cause::Certificate => ConnectorError::other(error.into(), None),
                Cause::InTheWay if !error.is_passing() => ConnectorError::other(error.into(), None),
                _ => ConnectorError::io(error.into()),
            })
        })
    }
}

/// What a request of ours carries for the connector: its body, and how long the service may be silent.
#[derive(Clone)]
pub struct Sending {
    pub body: Bytes,
    pub read_timeout: Duration,
}

impl Pools {
    async fn send(
        &self,
        request: HttpRequest,
        body: Option<Bytes>,
        limit: Option<Duration>,
    ) -> Result<HttpResponse, TransportError> {
        let Ok(request) = request.try_into_http1x() else {
            return Err(TransportError::new(Cause::Connect, "the request's URL is none".into()));
        };
        let uri = request.uri().clone();
        let proxy = self.proxies.of(&uri).map_err(|error| TransportError::in_the_way(error).on_the_way(&uri, None))?;
        let reply = self.exchange(request, body, limit, proxy.as_ref()).await;
        reply.map_err(|error| error.on_the_way(&uri, proxy.as_ref()))
    }

    async fn exchange(
        &self,
        request: http::Request<SdkBody>,
        body: Option<Bytes>,
        limit: Option<Duration>,
        proxy: Option<&Proxy>,
    ) -> Result<HttpResponse, TransportError> {
        let (mut request, progress) = Upload::of(request, body);
        let connected = capture_connection(&mut request);
        let uri = request.uri().clone();
        let reply = if is_https(&uri) {
            let client = self.https.get_or_init(|| self.https_client()).as_ref();
            client.map_err(|error| TransportError::in_the_way(error.clone()))?.request(request)
        } else {
            if let Some(auth) = proxy.and_then(Proxy::auth) {
                request.headers_mut().insert(PROXY_AUTHORIZATION, auth.clone());
            }
            self.http.get_or_init(|| self.client(self.route())).request(request)
        };
        let response = tokio::select! {
            response = reply => response.map_err(TransportError::from)?,
            () = progress.flood() => return Err(TransportError::new(Cause::NotHttp, FLOOD.into())),
            () = progress.silence(connected, limit) => return Err(TransportError { source: progress.interim(), ..TransportError::of(Cause::ReadTimeout) }),
        };
        match proxy {
            Some(proxy) if !is_https(&uri) && is_of_proxy(&response) => {
                Err(TransportError::in_the_way(proxy.refused(&uri, response.status())))
            }
            _ => HttpResponse::try_from(response.map(SdkBody::from_body_1_x))
                .map_err(|error| TransportError::new(Cause::NotHttp, error.into())),
        }
    }

    fn route(&self) -> Route {
        Route { tcp: tcp(), proxies: self.proxies.clone(), trust: self.trust.clone() }
    }

    fn https_client(&self) -> Result<HttpClientOver<HttpsConnector<Route>>, Error> {
        Ok(self.client(HttpsConnector::from((self.route(), self.trust.config()?))))
    }

    fn client<C>(&self, connector: C) -> HttpClientOver<C>
    where
        Timed<C>: Connect + Clone,
    {
        let connector = Timed { inner: connector, limit: self.connect_timeout };
        Client::builder(TokioExecutor::new()).retry_canceled_requests(false).build(connector)
    }
}

/// Whether a proxy that hands requests on has answered itself. Bedrock's refusals are JSON and have an id.
fn is_of_proxy(response: &http::Response<hyper::body::Incoming>) -> bool {
    let headers = response.headers();
    let is_json = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/"));
    match response.status() {
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => true,
        StatusCode::FORBIDDEN
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => !is_json && !headers.contains_key("x-amzn-requestid"),
        _ => false,
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
    fn is_passing(&self) -> bool {
        find::<Error>(self).is_some_and(|error| error.retryable)
    }

    fn on_the_way(self, uri: &Uri, proxy: Option<&Proxy>) -> Self {
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
