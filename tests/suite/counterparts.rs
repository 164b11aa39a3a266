//! Who gives out credentials, on loopback: STS, SSO, the sign-in service, container and instance metadata endpoints

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bedr::sandbox::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};
use hmac::{Hmac, KeyInit, Mac};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use sha2::{Digest, Sha256};

/// When what is given out expires: the sandbox's own key, with a token that tells who gave it.
pub const EXPIRY: &str = "2099-01-01T00:00:00Z";

/// A request that came.
#[derive(Clone)]
pub struct Seen {
    /// `GET /path?query`.
    pub line: String,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// A parameter of a form.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let pair = self.body.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")))?;
        Some(percent_encoding::percent_decode_str(pair).decode_utf8_lossy().into_owned())
    }

    /// Whether the request carries a valid signature by this key.
    pub fn is_signed_by(&self, key: &str, secret: &str) -> bool {
        let authorization = self.header("authorization").unwrap_or_default();
        let part = |name: &str| {
            let behind = authorization.split_once(name).map_or("", |(_, behind)| behind);
            behind.split(',').next().unwrap_or_default().to_owned()
        };
        let (credential, signed) = (part("Credential="), part("SignedHeaders="));
        let Some((id, scope)) = credential.split_once('/') else {
            return false;
        };
        let headers: String = signed
            .split(';')
            .map(|name| format!("{name}:{}\n", self.header(name).unwrap_or_default().trim()))
            .collect();
        let (method, path) = self.line.split_once(' ').expect("a method and a path");
        let canonical =
            format!("{method}\n{path}\n\n{headers}\n{signed}\n{}", hex(&Sha256::digest(self.body.as_bytes())));
        let date = self.header("x-amz-date").unwrap_or_default();
        let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(canonical.as_bytes())));
        let key_of_scope = scope.split('/').fold(format!("AWS4{secret}").into_bytes(), |key, part| hmac(&key, part));
        id == key && part("Signature=") == hex(&hmac(&key_of_scope, &text))
    }

    /// Whether the request proves the possession of the key whose public half is this (RFC 9449).
    pub fn is_proved_by(&self, public_key: &[u8]) -> bool {
        let proof = self.header("dpop").unwrap_or_default();
        let Some((message, signature)) = proof.rsplit_once('.') else {
            return false;
        };
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public_key).verify(message.as_bytes(), &signature).is_ok()
    }
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("every length will do");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A status and a body.
pub type Reply = (u16, String);

/// A server on loopback that lives as long as the tests do.
pub struct Counterpart {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Counterpart {
    pub fn new(reply: impl Fn(&Seen) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let log = seen.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                if let Some(request) = read(&connection) {
                    log.lock().expect("no panic").push(request.clone());
                    write(connection, reply(&request));
                }
            }
        });
        Counterpart { url, seen }
    }

    /// The requests that came, in their order.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no panic").clone()
    }
}

fn read(connection: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(connection);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
        match line.trim_end() {
            "" => break,
            line => head.push(line.to_owned()),
        }
    }
    let mut lines = head.iter();
    let line = lines.next()?.rsplit_once(' ')?.0.to_owned();
    let headers: Vec<(String, String)> =
        lines.filter_map(|line| line.split_once(':')).map(|(key, value)| (key.into(), value.trim().into())).collect();
    let mut seen = Seen { line, headers, body: String::new() };
    let length = seen.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    seen.body = String::from_utf8(body).ok()?;
    Some(seen)
}

fn write(mut connection: TcpStream, (status, body): Reply) {
    // The header is instance metadata's: how long its token lasts.
    let head = format!(
        "HTTP/1.1 {status} -\r\ncontent-length: {}\r\nconnection: close\r\n\
         x-aws-ec2-metadata-token-ttl-seconds: 21600\r\n\r\n",
        body.len()
    );
    let _ = connection.write_all(format!("{head}{body}").as_bytes());
}

/// An address where connections are taken and nothing is ever said.
pub fn silent() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || listener.incoming().collect::<Vec<_>>());
    url
}

/// STS, which gives out the sandbox's key with the token `of-sts`.
/// Source: <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
pub fn sts() -> Counterpart {
    Counterpart::new(|request| {
        let action = request.parameter("Action").unwrap_or_default();
        let body = format!(
            "<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{action}Result>\
             <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/ask/me</Arn>\
             <AssumedRoleId>AROAEXAMPLE:me</AssumedRoleId></AssumedRoleUser>\
             <Credentials><AccessKeyId>{ACCESS_KEY_ID}</AccessKeyId>\
             <SecretAccessKey>{SECRET_ACCESS_KEY}</SecretAccessKey><SessionToken>of-sts</SessionToken>\
             <Expiration>{EXPIRY}</Expiration></Credentials></{action}Result></{action}Response>"
        );
        (200, body)
    })
}

/// STS, which says no.
pub fn sts_refusing(status: u16, code: &'static str, message: &'static str) -> Counterpart {
    Counterpart::new(move |_| {
        let body = format!(
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>\
             <Code>{code}</Code><Message>{message}</Message></Error><RequestId>of-sts</RequestId></ErrorResponse>"
        );
        (status, body)
    })
}

/// What container endpoints and instance metadata answer.
pub fn keys(token: &str) -> String {
    format!(
        "{{\"Code\": \"Success\", \"AccessKeyId\": \"{ACCESS_KEY_ID}\", \"SecretAccessKey\": \"{SECRET_ACCESS_KEY}\", \
         \"Token\": \"{token}\", \"Expiration\": \"{EXPIRY}\"}}"
    )
}

/// Instance metadata, version 2: a token by PUT, then the role's name, then its keys.
pub fn instance_metadata() -> Counterpart {
    Counterpart::new(|request| match request.line.as_str() {
        "PUT /latest/api/token" => (200, "of-put".into()),
        _ if request.header("x-aws-ec2-metadata-token") != Some("of-put") => (401, String::new()),
        "GET /latest/meta-data/iam/security-credentials/" => (200, "role".into()),
        "GET /latest/meta-data/iam/security-credentials/role" => (200, keys("of-imds")),
        _ => (404, String::new()),
    })
}
