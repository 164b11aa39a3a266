//! The connector: TCP, TLS and HTTP/1.1 under both SDK clients, made only when a request needs it
//!
//! The SDK's own parses the system's root certificates even for a plain-http endpoint, has no TCP keepalive, and does
//! not say whether a failed request had been sent, which decides whether it may be sent again. Nor does it know of proxies.

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
use http::StatusCode;
use http::header::{CONTENT_TYPE, PROXY_AUTHORIZATION};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connect, capture_connection};
use hyper_util::rt::TokioExecutor;

use super::proxies::{Proxies, Proxy, is_https};
use super::roots::Trust;
use super::route::{Route, Timed, tcp};
use super::transport::{Cause, TransportError};
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

const FLOOD: &str = "interim replies (`100 Continue` and its like) without an end";

impl Connector {
    pub fn new(connect_timeout: Duration, proxies: Proxies, trust: Trust) -> Self {
        let (proxies, trust) = (Arc::new(proxies), Arc::new(trust));
        Connector(Arc::new(Pools { connect_timeout, proxies, trust, http: OnceLock::new(), https: OnceLock::new() }))
    }

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
