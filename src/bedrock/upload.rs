//! The body of a request on its way out, how long nothing has moved since, and replies that are none yet
//!
//! The read time-out means silence. A large body on a slow line is not silence, so the clock starts again with every
//! piece that the connection takes.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::Request;
use http_body::{Body, Frame, SizeHint};
use hyper_util::client::legacy::connect::CaptureConnection;
use tokio::sync::Notify;
use tokio::time::Instant;

/// Small enough to see a slow line move, large enough to cost nothing on a fast one.
const PIECE: usize = 64 * 1024;

/// A body in memory, handed out piece by piece.
pub struct Upload {
    rest: Bytes,
    progress: Progress,
}

/// When a piece was last taken, in milliseconds since the request was made; and how many interim replies came.
#[derive(Clone)]
pub struct Progress {
    since: Instant,
    moved: Arc<AtomicU64>,
    interim: Arc<AtomicU64>,
    too_many: Arc<Notify>,
}

/// `HTTP/1.1 100 Continue` and its like may come before a reply, once or twice. hyper passes over any number of them.
const MOST_INTERIM: u64 = 100;

impl Upload {
    /// Takes over the request's body: `known` already (a copy of 25 MB would be felt), else the SDK's own,
    /// which is in memory for every call that is made here.
    pub fn of(request: Request<SdkBody>, known: Option<Bytes>) -> (Request<Upload>, Progress) {
        let progress = Progress {
            since: Instant::now(),
            moved: Arc::default(),
            interim: Arc::default(),
            too_many: Arc::default(),
        };
        let mut request = request.map(|body| Upload { rest: body_bytes(body, known), progress: progress.clone() });
        let counter = progress.clone();
        hyper::ext::on_informational(&mut request, move |_| counter.count_interim());
        (request, progress)
    }
}

fn body_bytes(body: SdkBody, known: Option<Bytes>) -> Bytes {
    known.unwrap_or_else(|| Bytes::copy_from_slice(body.bytes().unwrap_or_default()))
}

impl Body for Upload {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.progress.note();
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let piece = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

impl Progress {
    fn note(&self) {
        let moved = self.since.elapsed().as_millis() as u64;
        self.moved.store(moved, Ordering::Relaxed);
    }

    fn last(&self) -> Instant {
        self.since + Duration::from_millis(self.moved.load(Ordering::Relaxed))
    }

    fn count_interim(&self) {
        if self.interim.fetch_add(1, Ordering::Relaxed) == MOST_INTERIM {
            self.too_many.notify_one();
        }
    }

    /// What there is to say of a silence that was none to the byte.
    pub fn interim(&self) -> Option<Box<dyn Error + Send + Sync>> {
        let came = self.interim.load(Ordering::Relaxed) > 0;
        came.then(|| "all that came were interim replies (`100 Continue` and its like)".into())
    }

    /// Ends when more interim replies have come than belong to any answer.
    pub async fn flood(&self) {
        self.too_many.notified().await;
    }

    /// Ends when nothing has moved for `limit` after the connection was made; never without a limit.
    pub async fn silence(&self, mut connected: CaptureConnection, limit: Option<Duration>) {
        let Some(limit) = limit else {
            return std::future::pending().await;
        };
        connected.wait_for_connection_metadata().await;
        self.note();
        while Instant::now() < self.last() + limit {
            tokio::time::sleep_until(self.last() + limit).await;
        }
    }
}
