//! The way to a host: straight, or through a proxy; where the host speaks TLS, in a tunnel that the proxy cannot look into

use std::error::Error as StdError;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{StatusCode, Uri};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector as TcpConnector};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tower_service::Service;

use super::proxies::{Proxies, Proxy, is_https, place};
use super::roots::Trust;
use crate::error::Error;

type BoxError = Box<dyn StdError + Send + Sync>;
/// TLS if the proxy itself is called by https.
type Line = MaybeHttpsStream<TokioIo<TcpStream>>;

/// NAT gateways and load balancers drop a connection that is silent for 350 seconds.
const KEEPALIVE: Duration = Duration::from_secs(60);

/// A reply to CONNECT is a line and a few headers.
const LONGEST_HEAD: usize = 16 * 1024;

pub fn tcp() -> TcpConnector {
    let mut tcp = TcpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_keepalive(Some(KEEPALIVE));
    tcp.set_keepalive_interval(Some(KEEPALIVE));
    tcp
}

/// Connects to hosts as the environment's proxies have it.
#[derive(Clone)]
pub struct Route {
    pub tcp: TcpConnector,
    pub proxies: Arc<Proxies>,
    pub trust: Arc<Trust>,
}

impl Service<Uri> for Route {
    type Response = Hop;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Hop, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        match self.proxies.of(&target) {
            Ok(None) => {
                let connecting = self.tcp.call(target);
                Box::pin(async move { Ok(Hop { line: Line::Http(connecting.await?), is_forwarded: false }) })
            }
            Ok(Some(proxy)) => {
                let (tcp, trust) = (self.tcp.clone(), self.trust.clone());
                Box::pin(async move { Ok(through(&proxy, &target, tcp, &trust).await?) })
            }
            Err(error) => Box::pin(async move { Err(error.into()) }),
        }
    }
}

async fn through(proxy: &Proxy, target: &Uri, tcp: TcpConnector, trust: &Trust) -> Result<Hop, Error> {
    let line = reach(proxy, tcp, trust).await?;
    if !is_https(target) {
        return Ok(Hop { line, is_forwarded: true });
    }
    Ok(Hop { line: tunnel(line, proxy, target).await?, is_forwarded: false })
}

async fn reach(proxy: &Proxy, mut tcp: TcpConnector, trust: &Trust) -> Result<Line, Error> {
    let uri = proxy.uri().clone();
    let reached = if is_https(&uri) {
        HttpsConnector::from((tcp, trust.config()?)).call(uri).await
    } else {
        tcp.call(uri).await.map(Line::Http).map_err(Into::into)
    };
    reached.map_err(|error| proxy.unreachable(&*error))
}

/// RFC 9110 §9.3.6. hyper-util's own tunnel does not tell with which status a proxy refused.
async fn tunnel(line: Line, proxy: &Proxy, target: &Uri) -> Result<Line, Error> {
    let place = place(target);
    let mut request = format!("CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n").into_bytes();
    if let Some(auth) = proxy.auth() {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(auth.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    let mut line = TokioIo::new(line);
    match ask(&mut line, &request).await {
        Ok(status) if status.is_success() => Ok(line.into_inner()),
        Ok(status) => Err(proxy.refused(target, status)),
        Err(error) => Err(proxy.broke_off(target, error)),
    }
}

async fn ask(line: &mut TokioIo<Line>, request: &[u8]) -> io::Result<StatusCode> {
    line.write_all(request).await?;
    line.flush().await?;
    let mut head = Vec::with_capacity(1024);
    // In a tunnel for TLS nobody speaks behind the head before we do.
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if head.len() > LONGEST_HEAD {
            return Err(io::Error::other("its reply has no end"));
        }
        if line.read_buf(&mut head).await? == 0 {
            return Err(io::Error::other("it closed the connection without a reply"));
        }
    }
    status_of(&head).ok_or_else(|| io::Error::other("its reply is not HTTP"))
}

/// `HTTP/1.1 200 Connection established`
fn status_of(head: &[u8]) -> Option<StatusCode> {
    let mut words = head.split(|byte| byte.is_ascii_whitespace());
    words.next().filter(|version| version.starts_with(b"HTTP/1."))?;
    StatusCode::from_bytes(words.next()?).ok()
}

/// A connection as far as the host, or as far as the proxy that hands requests on.
pub struct Hop {
    line: Line,
    /// Requests on it name the host: `GET http://host/path`.
    is_forwarded: bool,
}

impl Connection for Hop {
    fn connected(&self) -> Connected {
        self.line.connected().proxy(self.is_forwarded)
    }
}

impl Read for Hop {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_read(cx, buf)
    }
}

impl Write for Hop {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.line).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.line.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.line).poll_write_vectored(cx, bufs)
    }
}

/// A connector whose look-up, connection and TLS handshake together have a time limit.
#[derive(Clone)]
pub struct Timed<C> {
    pub inner: C,
    pub limit: Duration,
}

impl<C> Service<Uri> for Timed<C>
where
    C: Service<Uri>,
    C::Future: Send + 'static,
    C::Error: Into<BoxError>,
    C::Response: 'static,
{
    type Response = C::Response;
    type Error = BoxError;
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

#[cfg(test)]
mod tests {
    use super::*;
    use socket2::SockRef;

    #[test]
    fn connections_are_kept_alive_under_the_limit_of_gateways() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let uri = format!("http://{}", listener.local_addr().expect("an address")).parse().expect("a URL");
        let stream = runtime.block_on(async { tcp().call(uri).await }).expect("a connection");
        let socket = SockRef::from(stream.inner());
        assert!(socket.keepalive().expect("readable") && socket.tcp_nodelay().expect("readable"));
        #[cfg(target_os = "linux")]
        assert_eq!(
            (socket.tcp_keepalive_time().ok(), socket.tcp_keepalive_interval().ok()),
            (Some(KEEPALIVE), Some(KEEPALIVE))
        );
    }
}
