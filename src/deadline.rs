//! `--timeout`: when the whole command must have ended

use std::future::Future;
use std::thread;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::error::{Error, Kind};

/// A blocked read or write cannot be told to end; so much later than the limit, the process ends around it.
const GRACE: Duration = Duration::from_millis(250);

/// A point in time, or never.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deadline(Option<(Instant, Duration)>);

impl Deadline {
    pub fn new(limit: Option<Duration>) -> Self {
        Deadline(limit.map(|limit| (Instant::now() + limit, limit)))
    }

    /// The result of a future that ends in time.
    pub async fn cap<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
        match self.0 {
            None => Ok(future.await),
            Some((at, limit)) => timeout_at(at, future).await.map_err(|_| too_long(limit)),
        }
    }

    /// The limit that comes before the end of a pause.
    pub fn limit_before(&self, pause: Duration) -> Option<Duration> {
        self.0.filter(|(at, _)| Instant::now() + pause >= *at).map(|(_, limit)| limit)
    }

    /// Starts a thread that calls `end` when the deadline has passed and nothing else has noticed.
    pub fn watch(&self, end: impl FnOnce(Error) + Send + 'static) {
        if let Some((_, limit)) = self.0 {
            thread::spawn(move || {
                thread::sleep(limit + GRACE);
                end(too_long(limit));
            });
        }
    }
}

fn too_long(limit: Duration) -> Error {
    let message = format!("the command took longer than its `--timeout` of {} s", limit.as_secs_f64());
    Error::new(Kind::Network, message)
        .hint(format!("raise the limit, as in `--timeout {}`, or leave it out", longer(limit)))
}

/// Twice a limit, as it is typed: `10m`.
pub fn longer(limit: Duration) -> String {
    humantime::format_duration(limit.saturating_mul(2)).to_string().replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_limit_is_written_as_it_is_typed() {
        let seconds = |seconds| longer(Duration::from_secs(seconds));
        assert_eq!((seconds(10), seconds(300), seconds(2700)), ("20s".into(), "10m".into(), "1h30m".into()));
        assert_eq!(longer(Duration::from_millis(200)), "400ms");
    }
}
