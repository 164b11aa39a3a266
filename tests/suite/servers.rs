//! Servers on loopback for tests: TLS before the sandbox, a service that says one thing, a proxy that writes down what it saw

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bedr::sandbox::{self, Sandbox};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The heads of the requests that a server has seen.
type Log = Arc<Mutex<Vec<String>>>;

/// A sandbox behind TLS, and the certificate to trust for it.
pub struct Secure {
    pub url: String,
    pub certificate: String,
    pub sandbox: Sandbox,
}

pub fn secure_sandbox() -> Secure {
    secure_sandbox_with(rcgen::CertificateParams::new(["localhost".to_owned()]).expect("a name"))
}

pub fn secure_sandbox_with(params: rcgen::CertificateParams) -> Secure {
    let sandbox = Sandbox::start(sandbox::Settings::default()).expect("the sandbox starts");
    let (url, certificate) = secure(&sandbox.endpoint(), params);
    Secure { url, certificate, sandbox }
}

/// A server with TLS before one without: its URL and its certificate.
pub fn secure(behind: &str, params: rcgen::CertificateParams) -> (String, String) {
    let (config, certificate) = certified(params);
    let behind = behind.replace("http://", "");
    let port = listen(move |connection| {
        let session = ServerConnection::new(config.clone()).expect("a session");
        exchange(StreamOwned::new(session, connection), &behind);
    });
    (format!("https://localhost:{port}"), certificate)
}

fn certified(mut params: rcgen::CertificateParams) -> (Arc<ServerConfig>, String) {
    // Authorities are told apart by their names.
    params.distinguished_name.push(rcgen::DnType::CommonName, fastrand::u64(..).to_string());
    let key_pair = rcgen::KeyPair::generate().expect("a key");
    let certificate = params.self_signed(&key_pair).expect("a certificate");
    let key = PrivateKeyDer::try_from(key_pair.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a server");
    (Arc::new(config), certificate.pem())
}

/// Takes each connection on a thread of its own.
fn listen(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let serve = Arc::new(serve);
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let serve = serve.clone();
            std::thread::spawn(move || serve(connection));
        }
    });
    port
}

/// Hands one request on and its reply back. The request of these tests fits into one read.
fn exchange(mut client: StreamOwned<ServerConnection, TcpStream>, behind: &str) {
    let mut request = vec![0; 64 * 1024];
    let Ok(length) = client.read(&mut request) else {
        return;
    };
    let mut server = TcpStream::connect(behind).expect("the server behind listens");
    // The reply ends when the connection does.
    let head_end = request.windows(2).position(|pair| pair == b"\r\n").expect("a request line") + 2;
    server.write_all(&request[..head_end]).expect("written");
    server.write_all(b"connection: close\r\n").expect("written");
    server.write_all(&request[head_end..length]).expect("written");
    let mut reply = Vec::new();
    server.read_to_end(&mut reply).expect("a reply");
    let _ = client.write_all(&reply);
    client.conn.send_close_notify();
    let _ = client.flush();
}

/// A service that gives out credentials, without TLS: its answer to each request line, and what it was asked.
pub struct Answering {
    pub url: String,
    log: Log,
}

pub fn answering(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Answering {
    let log = Log::default();
    let seen = log.clone();
    let port = listen(move |mut connection| {
        let Some((head, _)) = read_head(&mut connection) else {
            return;
        };
        let body = answer(head.lines().next().unwrap_or_default());
        seen.lock().expect("the log").push(head);
        let length = body.len();
        let _ = write!(
            connection,
            "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\
             x-aws-ec2-metadata-token-ttl-seconds: 60\r\n\r\n{body}"
        );
    });
    Answering { url: format!("http://127.0.0.1:{port}"), log }
}

impl Answering {
    pub fn seen(&self) -> Vec<String> {
        self.log.lock().expect("the log").clone()
    }
}

/// A runtime that answers every call with this stream of events.
pub fn streaming(events: &[(&str, Vec<u8>)]) -> String {
    let mut body = Vec::new();
    for (name, payload) in events {
        let text = |text: &str| HeaderValue::String(text.to_owned().into());
        let message = Message::new(payload.clone())
            .add_header(Header::new(":message-type", text("event")))
            .add_header(Header::new(":event-type", text(name)))
            .add_header(Header::new(":content-type", text("application/json")));
        write_message_to(&message, &mut body).expect("a frame");
    }
    let port = listen(move |mut connection| {
        if read_head(&mut connection).is_none() {
            return;
        }
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/vnd.amazon.eventstream\r\nx-amzn-requestid: test\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        let _ = connection.write_all(&[head.as_bytes(), &body].concat());
        // What the client still writes is taken, so that its answer is not reset.
        limit_reads(&connection);
        let _ = io::copy(&mut connection, &mut io::sink());
    });
    format!("http://127.0.0.1:{port}")
}

/// What a proxy does with requests.
#[derive(Clone, Copy)]
pub enum Manner {
    Serve,
    /// Only with this `Proxy-Authorization`.
    Want(&'static str),
    /// This status line, always.
    Say(&'static str),
    /// Ends the connection without a word.
    Close,
}

/// A proxy that knows CONNECT and the absolute form of requests.
pub struct Proxy {
    pub port: u16,
    log: Log,
}

pub fn proxy(manner: Manner) -> Proxy {
    let log = Log::default();
    let seen = log.clone();
    let port = listen(move |connection| {
        limit_reads(&connection);
        pass(connection, manner, &seen);
    });
    Proxy { port, log }
}

/// The same, called by https; and its certificate.
pub fn secure_proxy() -> (Proxy, String) {
    let log = Log::default();
    let seen = log.clone();
    let (config, certificate) = certified(rcgen::CertificateParams::new(["localhost".to_owned()]).expect("a name"));
    let port = listen(move |connection| {
        limit_reads(&connection);
        let session = ServerConnection::new(config.clone()).expect("a session");
        pass(StreamOwned::new(session, connection), Manner::Serve, &seen);
    });
    (Proxy { port, log }, certificate)
}

impl Proxy {
    /// The heads of the requests that it was sent.
    pub fn seen(&self) -> Vec<String> {
        self.log.lock().expect("the log").clone()
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

fn pass(mut client: impl Read + Write, manner: Manner, log: &Log) {
    let Some((head, rest)) = read_head(&mut client) else {
        return;
    };
    log.lock().expect("the log").push(head.clone());
    let refusal = match manner {
        Manner::Serve => None,
        Manner::Close => return,
        Manner::Say(status) => Some(status),
        Manner::Want(auth) if head.to_lowercase().contains(&format!("proxy-authorization: {auth}").to_lowercase()) => {
            None
        }
        Manner::Want(_) => Some("407 Proxy Authentication Required"),
    };
    if let Some(status) = refusal {
        let _ = write!(client, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let _ = client.flush();
        return;
    }
    let mut words = head.splitn(3, ' ');
    let (method, target, behind) = (words.next(), words.next().expect("a target"), words.next().expect("a version"));
    if method == Some("CONNECT") {
        let server = TcpStream::connect(target).expect("the host listens");
        client.write_all(b"HTTP/1.1 200 Connection established\r\nvia: test\r\n\r\n").expect("written");
        client.flush().expect("written");
        relay(client, server);
    } else {
        let target = target.strip_prefix("http://").expect("the absolute form");
        let (host, path) = target.split_once('/').expect("a path");
        let mut server = TcpStream::connect(host).expect("the host listens");
        write!(server, "{} /{path} {behind}", method.unwrap_or_default()).expect("written");
        server.write_all(&rest).expect("written");
        relay(client, server);
    }
}

/// Hands bytes on both ways until one side ends.
fn relay(mut client: impl Read + Write, mut server: TcpStream) {
    limit_reads(&server);
    while let (Ok(true), Ok(true)) = (pump(&mut client, &mut server), pump(&mut server, &mut client)) {}
}

/// Whether there may be more: false at the end.
fn pump(from: &mut impl Read, to: &mut impl Write) -> io::Result<bool> {
    let mut bytes = [0; 16 * 1024];
    match from.read(&mut bytes) {
        Ok(0) => Ok(false),
        Ok(length) => to.write_all(&bytes[..length]).and_then(|()| to.flush()).map(|()| true),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Ok(true),
        Err(error) => Err(error),
    }
}

/// So that one thread can look at both sides in turn.
fn limit_reads(connection: &TcpStream) {
    connection.set_read_timeout(Some(Duration::from_millis(2))).expect("a time-out");
}

/// The head of a request, and what came behind it already.
fn read_head(from: &mut impl Read) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|end| end == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            return Some((String::from_utf8(bytes).expect("UTF-8"), rest));
        }
        if !pump(from, &mut bytes).ok()? {
            return None;
        }
    }
}
