//! The connector: TCP, TLS and HTTP/1.1 under both SDK clients, made only when a request needs it
//!
//! The SDK's own parses the system's root certificates even for a plain-http endpoint, has no TCP keepalive, and does
//! not say whether a failed request had been sent, which decides whether it may be sent again.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::Uri;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::{Connect, HttpConnector as TcpConnector, capture_connection};
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::TokioExecutor;
use std::sync::Arc;
use tower_service::Service;

use super::roots;
use super::upload::Upload;

/// NAT gateways and load balancers drop a connection that is silent for 350 seconds.
const KEEPALIVE: Duration = Duration::from_secs(60);

/// One pool of connections, shared by everything this process calls.
#[derive(Clone)]
pub struct Connector(Arc<Pools>);

struct Pools {
    connect_timeout: Duration,
    http: OnceLock<HttpClientOver<TcpConnector>>,
    https: OnceLock<Result<HttpClientOver<HttpsConnector<TcpConnector>>, String>>,
}

type HttpClientOver<C> = Client<Timed<C>, Upload>;

/// Why a request got no reply.
#[derive(Debug)]
pub struct TransportError {
    pub cause: Cause,
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
    pub fn new(connect_timeout: Duration) -> Self {
        Connector(Arc::new(Pools { connect_timeout, http: OnceLock::new(), https: OnceLock::new() }))
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
        let request = request
            .try_into_http1x()
            .map_err(|error| TransportError { cause: Cause::Connect, source: Some(error.into()) })?;
        let (mut request, progress) = Upload::of(request, body);
        let connected = capture_connection(&mut request);
        let reply = if request.uri().scheme_str() == Some("https") {
            match self.https.get_or_init(|| self.https_client()) {
                Ok(client) => client.request(request),
                Err(why) => {
                    return Err(TransportError { cause: Cause::Certificate, source: Some(why.clone().into()) });
                }
            }
        } else {
            self.http.get_or_init(|| client(self.tcp())).request(request)
        };
        let response = tokio::select! {
            response = reply => response.map_err(TransportError::from)?,
            () = progress.silence(connected, limit) => {
                return Err(TransportError { cause: Cause::ReadTimeout, source: None });
            }
        };
        HttpResponse::try_from(response.map(SdkBody::from_body_1_x))
            .map_err(|error| TransportError { cause: Cause::NotHttp, source: Some(error.into()) })
    }

    fn tcp(&self) -> Timed<TcpConnector> {
        Timed { inner: self.raw_tcp(), limit: self.connect_timeout }
    }

    fn raw_tcp(&self) -> TcpConnector {
        let mut tcp = TcpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp
    }

    fn https_client(&self) -> Result<HttpClientOver<HttpsConnector<TcpConnector>>, String> {
        let tls = roots::client_config()?;
        let https = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_only()
            .enable_http1()
            .wrap_connector(self.raw_tcp());
        Ok(client(Timed { inner: https, limit: self.connect_timeout }))
    }
}

fn client<C: Connect + Clone>(connector: C) -> Client<C, Upload> {
    Client::builder(TokioExecutor::new()).retry_canceled_requests(false).build(connector)
}

/// A connector whose look-up, connection and TLS handshake together have a time limit.
#[derive(Clone)]
struct Timed<C> {
    inner: C,
    limit: Duration,
}

impl<C> Service<Uri> for Timed<C>
where
    C: Service<Uri>,
    C::Future: Send + 'static,
    C::Error: Into<Box<dyn StdError + Send + Sync>>,
    C::Response: 'static,
{
    type Response = C::Response;
    type Error = Box<dyn StdError + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = self.inner.call(uri);
        let limit = self.limit;
        Box::pin(async move {
            match tokio::time::timeout(limit, connecting).await {
                Ok(result) => result.map_err(Into::into),
                Err(elapsed) => Err(elapsed.into()),
            }
        })
    }
}

impl From<legacy::Error> for TransportError {
    fn from(error: legacy::Error) -> Self {
        TransportError { cause: cause_of(&error), source: Some(error.into()) }
    }
}

fn cause_of(error: &legacy::Error) -> Cause {
    if !error.is_connect() {
        let is_http = !find::<hyper::Error>(error).is_some_and(hyper::Error::is_parse);
        return if is_http { Cause::AfterSending } else { Cause::NotHttp };
    }
    if find::<tokio::time::error::Elapsed>(error).is_some() {
        return Cause::ConnectTimeout;
    }
    if let Some(rustls::Error::InvalidCertificate(_)) = find_tls(error) {
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

/// rustls hides inside one `io::Error` or two, which do not name their inner error as their source.
fn find_tls<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let outer = chain(error).find_map(|cause| cause.downcast_ref::<io::Error>())?;
    let mut inner = outer.get_ref()?;
    while let Some(deeper) = inner.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        inner = deeper;
    }
    inner.downcast_ref::<rustls::Error>()
}
