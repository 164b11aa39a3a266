//! The way to an endpoint, one step after the other, each with its time: look-up, connection, TLS handshake

use std::future::Future;
use std::time::{Duration, Instant};

use http::Uri;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::net::lookup_host;
use tokio_rustls::TlsConnector;
use tower_service::Service as _;

use super::connector::Connector;
use super::proxies::is_https;
use super::route::Hop;
use super::settings::Settings;
use super::transport::{Cause, TransportError};
use super::unreached;
use crate::error::Error;

/// One step of the way.
pub struct Step {
    pub what: &'static str,
    pub took: Duration,
    /// What was found, or why it goes no further.
    pub outcome: Result<String, Error>,
}

impl Settings {
    /// Whether the authorities to trust can be read; calls read them only where there is TLS. They are read once, since
    /// a pipe gives them once.
    pub fn check_authorities(&self) -> Result<(), Error> {
        self.connector.trust().map(drop)
    }
}

/// Goes as far as it can, by the proxies and with the authorities that calls have; sends no request.
pub async fn reach(connector: &Connector, uri: &Uri, limit: Duration) -> Vec<Step> {
    let mut way = Way { uri, limit, steps: Vec::new() };
    way.go(connector).await;
    way.steps
}

struct Way<'a> {
    uri: &'a Uri,
    limit: Duration,
    steps: Vec<Step>,
}

impl Way<'_> {
    /// `None` where a step failed; the steps say which.
    async fn go(&mut self, connector: &Connector) -> Option<()> {
        let mut route = connector.route();
        let proxy =
            self.step("connect", async { route.proxies.of(self.uri).map_err(TransportError::in_the_way) }).await?;
        // It is no step of its own where it succeeds.
        self.steps.clear();
        let nearest = proxy.as_ref().map_or(self.uri, |proxy| proxy.uri()).clone();
        let addresses = self.step("resolve", look_up(&nearest)).await?;
        self.found(addresses);
        let hop =
            self.step("connect", async { route.call(self.uri.clone()).await.map_err(TransportError::of_connecting) });
        let hop = hop.await?;
        self.found(proxy.map_or_else(String::new, |proxy| format!("through {proxy}")));
        if is_https(self.uri) {
            let config = connector.trust();
            let version = self.step("handshake", shake_hands(hop, self.uri, config)).await?;
            self.found(version);
        }
        Some(())
    }

    async fn step<T>(
        &mut self,
        what: &'static str,
        work: impl Future<Output = Result<T, TransportError>>,
    ) -> Option<T> {
        let start = Instant::now();
        let done = tokio::time::timeout(self.limit, work).await;
        let done = done.unwrap_or_else(|_| Err(TransportError::of(Cause::ConnectTimeout)));
        let took = start.elapsed();
        let (outcome, found) = match done {
            Ok(found) => (Ok(String::new()), Some(found)),
            Err(error) => (Err(unreached::of_connection(&error, self.uri, self.limit)), None),
        };
        self.steps.push(Step { what, took, outcome });
        found
    }

    fn found(&mut self, what: String) {
        if let Some(last) = self.steps.last_mut() {
            last.outcome = Ok(what);
        }
    }
}

async fn look_up(uri: &Uri) -> Result<String, TransportError> {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let port = uri.port_u16().unwrap_or(if is_https(uri) { 443 } else { 80 });
    let found = lookup_host((host, port)).await.map_err(|error| TransportError::new(Cause::Resolve, error.into()))?;
    let mut addresses: Vec<String> = found.map(|address| address.ip().to_string()).collect();
    addresses.dedup();
    Ok(addresses.join(", "))
}

async fn shake_hands(
    hop: Hop,
    uri: &Uri,
    config: Result<std::sync::Arc<rustls::ClientConfig>, Error>,
) -> Result<String, TransportError> {
    let config = config.map_err(TransportError::in_the_way)?;
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let name = ServerName::try_from(host).map_err(|error| TransportError::new(Cause::Connect, error.into()))?;
    let stream = TlsConnector::from(config).connect(name, TokioIo::new(hop)).await;
    let stream = stream.map_err(|error| TransportError::of_connecting(error.into()))?;
    let version = stream.get_ref().1.protocol_version();
    Ok(version.map_or_else(String::new, |version| format!("{version:?}").replace("TLSv1_", "TLS 1.")))
}
