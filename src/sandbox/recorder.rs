//! What reached the sandbox: requests for tests, exchanges for the log

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

const REQUESTS: usize = 1_000;
const BODY: usize = 1024 * 1024;
const BODIES: usize = 16 * 1024 * 1024;
/// hyper takes heads of 400 KB; a client's that means well has some kilobytes, most of them a session token.
const HEAD: usize = 16 * 1024;

/// A request as it reached the sandbox: it holds prompts and credentials, so it does not print.
#[derive(Clone)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// Path and query, still percent-encoded; empty when it was over 16 KiB.
    pub path: String,
    /// The headers, names in lower case, in the order in which they came; none when they were over 16 KiB.
    pub headers: Vec<(String, String)>,
    /// The body; empty when it was over 1 MiB, or pushed out by later ones.
    pub body: Bytes,
}

/// One line of a log: who asked for what and how it ended, without bodies or secrets.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The HTTP method.
    pub method: String,
    /// Path and query, still percent-encoded.
    pub path: String,
    /// The operation that the path names, if it names one.
    pub operation: Option<&'static str>,
    /// The HTTP status; 0 when the connection ended without one.
    pub status: u16,
    /// The faults that had a part in the answer, comma-separated.
    pub fault: Option<String>,
    /// The answer's `x-amzn-RequestId`.
    pub request_id: String,
}

/// Keeps the last requests, within bounds of number and size.
#[derive(Default)]
pub(super) struct Recorder {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    requests: VecDeque<Request>,
    bytes: usize,
}

impl Recorder {
    pub(super) fn requests(&self) -> Vec<Request> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).requests.iter().cloned().collect()
    }

    pub(super) fn record(&self, mut request: Request) {
        if request.body.len() > BODY {
            request.body = Bytes::new();
        }
        if request.path.len() > HEAD {
            request.path = String::new();
        }
        if request.headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > HEAD {
            request.headers = Vec::new();
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += request.body.len();
        kept.requests.push_back(request);
        kept.shrink();
    }
}

impl Kept {
    fn shrink(&mut self) {
        while self.requests.len() > REQUESTS {
            if let Some(oldest) = self.requests.pop_front() {
                self.bytes -= oldest.body.len();
            }
        }
        for request in &mut self.requests {
            if self.bytes <= BODIES {
                break;
            }
            self.bytes -= std::mem::take(&mut request.body).len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(size: usize) -> Request {
        Request { method: "POST".into(), path: "/".into(), headers: Vec::new(), body: vec![b'x'; size].into() }
    }

    #[test]
    fn keeps_the_last_thousand() {
        let recorder = Recorder::default();
        for size in 0..1_500 {
            recorder.record(request(size));
        }
        let kept = recorder.requests();
        assert_eq!(kept.len(), 1_000);
        assert_eq!(kept[0].body.len(), 500);
    }

    #[test]
    fn keeps_no_head_that_is_absurd() {
        let recorder = Recorder::default();
        let headers = vec![("x".to_owned(), "y".repeat(HEAD))];
        recorder.record(Request { path: "/".repeat(HEAD + 1), headers, ..request(0) });
        let kept = recorder.requests();
        assert!(kept[0].path.is_empty() && kept[0].headers.is_empty());
    }

    #[test]
    fn lets_go_of_old_and_of_large_bodies() {
        let recorder = Recorder::default();
        for _ in 0..20 {
            recorder.record(request(BODY));
        }
        recorder.record(request(BODY + 1));
        let sizes: Vec<usize> = recorder.requests().iter().map(|request| request.body.len()).collect();
        assert_eq!(sizes.iter().sum::<usize>(), BODIES);
        assert_eq!((sizes[0], sizes[20]), (0, 0));
    }
}
