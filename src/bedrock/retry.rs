//! How often and after which pause a call is sent again

use std::time::Duration;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use crate::deadline::Deadline;
use crate::error::{Error, Kind};

use super::call::{Failure, Progress};
use super::refusal::Refusal;

/// A server that asks for a longer pause than this is not waited for: the error says so instead.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
const LONGEST_BACKOFF: Duration = Duration::from_secs(20);

/// What a pause is made of.
#[derive(Clone, Copy, Debug)]
pub struct Pause {
    /// Doubled with every try.
    base: Duration,
    /// Retry-After: how long the service asks to be left alone.
    asked: Option<Duration>,
}

impl Pause {
    /// After something that may be over in an instant: a connection refused, a 500.
    pub fn short() -> Self {
        Pause { base: Duration::from_millis(200), asked: None }
    }

    /// No pause: what was wrong is known and mended.
    pub fn none() -> Self {
        Pause { base: Duration::ZERO, asked: None }
    }

    /// After a refusal: quotas are per minute, so a throttled call waits longer than one that hit a 500.
    pub fn after(refusal: &Refusal, retry_after: Option<&str>) -> Self {
        let base = match refusal.kind() {
            Kind::Throttled => Duration::from_secs(1),
            _ => Duration::from_millis(200),
        };
        Pause { base, asked: retry_after.and_then(parse_retry_after) }
    }

    /// Half of it is chance, so that many processes do not come back at once.
    fn length(self, attempt: u32) -> Duration {
        if let Some(asked) = self.asked {
            return asked;
        }
        let full = self.base.saturating_mul(1 << (attempt - 1).min(16)).min(LONGEST_BACKOFF);
        full.mul_f64(0.5 + 0.5 * fastrand::f64())
    }
}

/// Seconds or a date, as RFC 9110 §10.2.3 has it.
fn parse_retry_after(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = DateTime::from_str(value.trim(), Format::HttpDate).ok()?;
    let wait = date.secs() - DateTime::from(std::time::SystemTime::now()).secs();
    Some(Duration::from_secs(wait.max(0).unsigned_abs()))
}

/// The tries of one call.
pub struct Tries {
    number: u32,
    allowed: u32,
    deadline: Deadline,
}

impl Tries {
    pub fn new(allowed: u32, deadline: Deadline) -> Self {
        Tries { number: 1, allowed, deadline }
    }

    /// Which try this is, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    pub fn allowed(&self) -> u32 {
        self.allowed
    }

    pub fn exhausted(&self) -> bool {
        self.number >= self.allowed
    }

    /// Waits for the next try and says so, or gives the failure back as the call's error.
    pub(super) async fn again(&mut self, failure: Failure, watch: &dyn Fn(&Progress)) -> Result<(), Error> {
        let Some(pause) = failure.retry.filter(|_| !self.exhausted()) else {
            return Err(failure.error);
        };
        let pause = pause.length(self.number);
        if pause > LONGEST_PAUSE {
            let asked = format!("the service asks for a pause of {} s (Retry-After)", pause.as_secs());
            return Err(failure.error.caused_by(asked));
        }
        if !self.deadline.allows(pause) {
            let short = format!("`--timeout` leaves no time to try again in {:.1} s", pause.as_secs_f64());
            return Err(failure.error.caused_by(short));
        }
        self.number += 1;
        watch(&Progress::Retrying { why: &failure.error, attempt: self.number, of: self.allowed, pause });
        tokio::time::sleep(pause).await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_and_never_pass_their_limit() {
        for attempt in 1..40 {
            let pause = Pause::short().length(attempt);
            let full = Duration::from_millis(200).saturating_mul(1 << (attempt - 1).min(16)).min(LONGEST_BACKOFF);
            assert!(pause >= full / 2 && pause <= full, "try {attempt}: {pause:?}");
        }
    }

    #[test]
    fn reads_retry_after_as_seconds_and_as_a_date() {
        assert_eq!(parse_retry_after("7"), Some(Duration::from_secs(7)));
        assert_eq!(parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(parse_retry_after("soon"), None);
    }
}
