//! https: a certificate that is trusted, and one that is not

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use bedr::sandbox::{self, Sandbox};
use rustls::pki_types::PrivateKeyDer;

use crate::program::{HI, Run, bedr};

/// A sandbox behind TLS, and the certificate to trust for it.
struct Secure {
    url: String,
    certificate: String,
    _sandbox: Sandbox,
}

fn secure_sandbox() -> Secure {
    let sandbox = Sandbox::start(sandbox::Settings::default()).expect("the sandbox starts");
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a server");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://localhost:{}", listener.local_addr().expect("an address").port());
    let behind = sandbox.endpoint().replace("http://", "");
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let session = rustls::ServerConnection::new(config.clone()).expect("a session");
            serve(rustls::StreamOwned::new(session, connection), &behind);
        }
    });
    Secure { url, certificate: made.cert.pem(), _sandbox: sandbox }
}

/// Hands one request on and its reply back. The request of these tests fits into one read.
fn serve(mut client: rustls::StreamOwned<rustls::ServerConnection, TcpStream>, behind: &str) {
    let mut request = vec![0; 64 * 1024];
    let Ok(length) = client.read(&mut request) else {
        return;
    };
    let mut server = TcpStream::connect(behind).expect("the sandbox listens");
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

fn call(secure: &Secure) -> Run {
    bedr(["converse", "--no-stream", "--endpoint-url", &secure.url, "-m", sandbox::MODEL, "hi"])
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", sandbox::ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", sandbox::SECRET_ACCESS_KEY)
}

#[test]
fn a_certificate_that_the_environment_names_is_trusted() {
    let secure = secure_sandbox();
    for variable in ["AWS_CA_BUNDLE", "SSL_CERT_FILE"] {
        let run = call(&secure).file("ca.pem", &secure.certificate);
        let bundle = run.path("ca.pem").display().to_string();
        run.env(variable, &bundle).stdout(HI).run_alone();
    }
}

#[test]
fn a_certificate_that_nobody_trusts_is_named_and_not_tried_again() {
    let secure = secure_sandbox();
    call(&secure)
        .exit(8)
        .stderr(
            "error: the certificate of `localhost:[..]` is not trusted\n\
             caused by: invalid peer certificate: [..]\n\
             hint: behind a proxy that opens TLS, `export AWS_CA_BUNDLE=` the bundle with its certificate",
        )
        .run_alone();
}

#[test]
fn a_bundle_that_is_not_there_is_an_error_and_no_panic() {
    let secure = secure_sandbox();
    call(&secure)
        .env("SSL_CERT_FILE", "/no/such/bundle.pem")
        .exit(8)
        .stderr("error: the certificate of `localhost:[..]` is not trusted\ncaused by: no root certificates could be read: [..]\nhint: [..]")
        .run_alone();
}
