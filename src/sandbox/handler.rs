//! One request from its first byte to its answer

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{Response, request};
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::body::Steps;
use super::converse::Cache;
use super::faults::{self, Effect, Faults, Struck};
use super::line::Signals;
use super::operation::{Operation, Target};
use super::recorder::{Exchange, Recorder, Request};
use super::refusal::Refusal;
use super::reply::Reply;
use super::service::{self, Call};
use super::{OnExchange, Settings, auth, catalogue};

const LARGEST_BODY: usize = 64 * 1024 * 1024;
const LARGEST_READ: usize = 4 * LARGEST_BODY;

/// What all connections share.
pub(super) struct Handler {
    faults: Faults,
    /// Where a request is that does not say: one with a bearer token.
    region: String,
    on_exchange: Option<OnExchange>,
    recorder: Arc<Recorder>,
    served: AtomicU64,
    cache: Cache,
    seed: RandomState,
}

/// How a request ends.
enum Outcome {
    Reply(Reply),
    /// The connection breaks; nothing is said.
    Broken,
    Silence,
}

impl Handler {
    pub(super) fn new(settings: Settings, region: String, recorder: Arc<Recorder>) -> Self {
        Self {
            faults: Faults::new(settings.faults),
            region,
            on_exchange: settings.on_exchange,
            recorder,
            served: AtomicU64::new(0),
            cache: Cache::default(),
            seed: RandomState::new(),
        }
    }

    /// Answers a request; an error is a connection that breaks.
    pub(super) async fn answer(
        &self,
        request: http::Request<Incoming>,
        signals: Arc<Signals>,
    ) -> io::Result<Response<Steps>> {
        let request_id = self.request_id();
        let (head, body) = request.into_parts();
        let route = Operation::route(&head.method, head.uri.path());
        let mut struck = Struck::default();
        let outcome = match collected(body).await {
            Ok(Some(body)) => self.outcome(&head, route.as_ref(), body, &mut struck, &signals).await,
            Ok(None) => Outcome::Reply(too_large().into()),
            Err(_) => Outcome::Broken,
        };
        let status = if let Outcome::Reply(reply) = &outcome { reply.status } else { 0 };
        self.report(Exchange {
            method: head.method.to_string(),
            path: head.uri.to_string(),
            operation: route.map(|(operation, _)| operation.name()),
            status,
            fault: struck.names(),
            request_id: request_id.clone(),
        });
        match outcome {
            Outcome::Reply(reply) => respond(reply, &struck, &request_id, signals),
            Outcome::Broken => Err(io::Error::other("broken on purpose")),
            Outcome::Silence => std::future::pending().await,
        }
    }

    async fn outcome(
        &self,
        head: &request::Parts,
        route: Option<&(Operation, String)>,
        body: Bytes,
        struck: &mut Struck,
        signals: &Signals,
    ) -> Outcome {
        // Before anything is kept, or done at a fault's word.
        if let Err(refusal) = auth::check_host(head) {
            return Outcome::Reply(refusal.into());
        }
        self.recorder.record(recorded(head, body.clone()));
        let Some((operation, identifier)) = route else {
            return Outcome::Reply(service::unknown_operation());
        };
        let region = auth::region(head).unwrap_or(&self.region);
        let target = Target { operation: *operation, identifier, region };
        *struck = self.faults.transport(target);
        for effect in struck.effects() {
            match effect {
                Effect::Delay(time) => tokio::time::sleep(*time).await,
                Effect::RegionDelay(time) => tokio::time::sleep(in_turn(*time, region)).await,
                Effect::Reset => {
                    signals.reset();
                    return Outcome::Broken;
                }
                Effect::Close => return Outcome::Broken,
                Effect::Silence => return Outcome::Silence,
                Effect::Html(status) => return Outcome::Reply(service::error_page(*status)),
                Effect::NotBedrock(lie) => return Outcome::Reply(service::lie(*lie)),
                _ => {}
            }
        }
        let call = Call { target, head, body: &body, cache: &self.cache, now: now(struck) };
        Outcome::Reply(service::answer(&call, &self.faults, struck).unwrap_or_else(Reply::from))
    }

    fn report(&self, exchange: Exchange) {
        if let Some(on_exchange) = &self.on_exchange {
            on_exchange(&exchange);
        }
    }

    /// A version 4 UUID; two sandboxes never give the same.
    fn request_id(&self) -> String {
        let number = self.served.fetch_add(1, Ordering::Relaxed);
        let half = |salt: u64| {
            let mut hasher = self.seed.build_hasher();
            hasher.write_u64(number);
            hasher.write_u64(salt);
            hasher.finish()
        };
        let id = (u128::from(half(1)) << 64) | u128::from(half(2));
        let id = (id & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
        let hex = format!("{id:032x}");
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

/// A request's body; none when it is too large.
///
/// It is read to its end all the same: closing on unread bytes is a reset, which takes the refusal with it.
async fn collected(mut body: Incoming) -> hyper::Result<Option<Bytes>> {
    let mut bytes = BytesMut::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        length += data.len();
        if length > LARGEST_READ {
            break;
        }
        if length <= LARGEST_BODY {
            bytes.extend_from_slice(&data);
        } else {
            bytes = BytesMut::new();
        }
    }
    Ok((length <= LARGEST_BODY).then(|| bytes.freeze()))
}

fn respond(reply: Reply, struck: &Struck, request_id: &str, signals: Arc<Signals>) -> io::Result<Response<Steps>> {
    let mut response = Response::builder().status(reply.status).header("date", httpdate::fmt_http_date(now(struck)));
    if !reply.foreign {
        response = response.header("x-amzn-requestid", request_id);
    }
    for (name, value) in &reply.headers {
        response = response.header(*name, value);
    }
    let (steps, length) = faults::steps(reply.content, struck);
    response.body(Steps::new(steps, length, signals)).map_err(io::Error::other)
}

/// The time by the sandbox's clock, which may be off on purpose.
fn now(struck: &Struck) -> SystemTime {
    let skew = struck.clock_skew();
    let off = Duration::from_secs(skew.unsigned_abs());
    let now = SystemTime::now();
    let skewed = if skew < 0 { now.checked_sub(off) } else { now.checked_add(off) };
    skewed.unwrap_or(now)
}

/// How long the first region takes, twice as long for the second, and so on.
fn in_turn(time: Duration, region: &str) -> Duration {
    let place = catalogue::enabled().iter().position(|known| *known == region).unwrap_or(0);
    time.saturating_mul(u32::try_from(place).unwrap_or(0).saturating_add(1))
}

fn too_large() -> Refusal {
    Refusal::new("RequestEntityTooLargeException", 413, "Request size exceeded the limit.")
}

fn recorded(head: &request::Parts, body: Bytes) -> Request {
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Request {
        method: head.method.to_string(),
        path: head.uri.to_string(),
        headers: head.headers.iter().map(header).collect(),
        body,
    }
}
