//! How often, for how long and after which pauses a call is sent again

use std::time::{Duration, Instant};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use crate::deadline::Deadline;
use crate::error::{Earlier, Error, Kind};

use super::call::{Failure, Progress};
use super::refusal::Refusal;
use super::seam::find_header;

/// A server that asks for a longer pause than this is not waited for: the error says so instead. `--retry-for` takes
/// its place.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// `--retry-for` may last for hours; an error tells of so many tries at most, the first and the latest.
const MOST_TOLD: usize = 20;

/// What a pause is made of.
#[derive(Clone, Copy, Debug)]
pub struct Pause {
    /// Doubled with every try.
    base: Duration,
    longest: Duration,
    /// Retry-After: how long the service asks to be left alone.
    asked: Option<Duration>,
}

impl Pause {
    /// After something that may be over in an instant: a connection refused, a 500.
    pub fn short() -> Self {
        Pause { base: Duration::from_millis(200), longest: Duration::from_secs(20), asked: None }
    }

    /// No pause: what was wrong is known and mended.
    pub fn none() -> Self {
        Pause { base: Duration::ZERO, ..Self::short() }
    }

    /// After a refusal. Quotas are counted by the minute, so one that throttles is left alone for up to a minute.
    pub fn after(refusal: &Refusal, headers: &[(String, String)]) -> Self {
        Pause { asked: asked_pause(headers), ..Self::of(refusal.kind()) }
    }

    /// After a failure of that kind.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Throttled => Pause { base: Duration::from_secs(1), longest: Duration::from_secs(60), asked: None },
            _ => Self::short(),
        }
    }

    /// Half of it is chance, so that many processes do not come back at once.
    fn length(self, attempt: u32) -> Duration {
        if let Some(asked) = self.asked {
            return asked;
        }
        let full = self.base.saturating_mul(1 << (attempt - 1).min(16)).min(self.longest);
        full.mul_f64(0.5 + 0.5 * fastrand::f64())
    }
}

/// The pause that a reply asks for: Retry-After, or AWS's own header, which counts milliseconds.
fn asked_pause(headers: &[(String, String)]) -> Option<Duration> {
    let of_aws = || find_header(headers, "x-amz-retry-after")?.trim().parse().ok().map(Duration::from_millis);
    find_header(headers, "retry-after").and_then(parse_retry_after).or_else(of_aws)
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

/// How patient a call is, and what it may send again.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// `None` only beside `--retry-for`: time ends it, no count.
    pub attempts: Option<u32>,
    /// `--retry-for`: no try begins later than this after the first.
    pub retry_for: Option<Duration>,
    /// `--retry-timeouts`: also what the service may be working on, and bill.
    pub timeouts: bool,
}

/// The tries of one call.
pub struct Tries {
    number: u32,
    patience: Patience,
    deadline: Deadline,
    began: Instant,
    earlier: Vec<Earlier>,
    /// A clock that is off is mended once.
    clock_mended: bool,
}

impl Tries {
    pub fn new(patience: Patience, deadline: Deadline) -> Self {
        Tries { number: 1, patience, deadline, began: Instant::now(), earlier: Vec::new(), clock_mended: false }
    }

    /// Which try this is, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// How many there may be, if they are counted.
    pub fn allowed(&self) -> Option<u32> {
        self.patience.attempts
    }

    /// Those that failed so far.
    pub fn earlier(&self) -> &[Earlier] {
        &self.earlier
    }

    pub fn exhausted(&self) -> bool {
        let too_late = self.patience.retry_for.is_some_and(|limit| self.began.elapsed() >= limit);
        too_late || self.patience.attempts.is_some_and(|allowed| self.number >= allowed)
    }

    /// Waits for the next try and says so, or gives the failure back as the call's error.
    pub(super) async fn again(&mut self, failure: Failure, watch: &dyn Fn(&Progress)) -> Result<(), Error> {
        let Some(pause) = self.pause(&failure).filter(|_| !self.exhausted()) else {
            return Err(failure.error);
        };
        if let Some(why) = self.why_not(pause) {
            return Err(failure.error.caused_by(why));
        }
        self.number += 1;
        let (attempt, of) = (self.number, self.allowed());
        watch(&Progress::Retrying { why: &failure.error, attempt, of, pause });
        self.keep(failure.error);
        tokio::time::sleep(pause).await;
        Ok(())
    }

    /// How long to wait before this is tried again, if it may be.
    fn pause(&mut self, failure: &Failure) -> Option<Duration> {
        let pause = match failure.retry? {
            Retry::After(pause) => pause,
            Retry::IfPaidTwice if self.patience.timeouts => Pause::short(),
            Retry::ByTheirClock if !self.clock_mended => {
                self.clock_mended = true;
                Pause::none()
            }
            Retry::IfPaidTwice | Retry::ByTheirClock => return None,
        };
        Some(pause.length(self.number))
    }

    /// What leaves no time for that pause.
    fn why_not(&self, pause: Duration) -> Option<String> {
        let seconds = pause.as_secs_f64();
        match self.patience.retry_for {
            Some(limit) if self.began.elapsed() + pause >= limit => {
                let limit = limit.as_secs_f64();
                return Some(format!("`--retry-for` of {limit} s leaves no time to try again in {seconds:.1} s"));
            }
            None if pause > LONGEST_PAUSE => {
                return Some(format!("the service asks for a pause of {seconds:.0} s (Retry-After)"));
            }
            _ => {}
        }
        let late = !self.deadline.allows(pause);
        late.then(|| format!("`--timeout` leaves no time to try again in {seconds:.1} s"))
    }

    fn keep(&mut self, error: Error) {
        if self.earlier.len() == MOST_TOLD {
            self.earlier.remove(MOST_TOLD / 2);
        }
        let Error { message, code, call, .. } = error;
        self.earlier.push(Earlier { attempt: self.number - 1, message, code, request_id: call.request_id });
    }
}

/// Why something may be sent again.
#[derive(Clone, Copy, Debug)]
pub enum Retry {
    /// It cost nothing.
    After(Pause),
    /// The service may be working on it, and bill it: only if `--retry-timeouts` says so.
    IfPaidTwice,
    /// This machine's clock is off. The SDK has read the service's from the reply and signs the next request by it.
    ByTheirClock,
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Patience = Patience { attempts: Some(3), retry_for: None, timeouts: false };

    fn throttled() -> Pause {
        let refusal = Refusal { status: 429, code: Some("ThrottlingException".to_owned()), message: String::new() };
        Pause::after(&refusal, &[])
    }

    #[test]
    fn pauses_double_and_never_pass_their_limit() {
        for attempt in 1..40 {
            let pause = Pause::short().length(attempt);
            let full =
                Duration::from_millis(200).saturating_mul(1 << (attempt - 1).min(16)).min(Duration::from_secs(20));
            assert!(pause >= full / 2 && pause <= full, "try {attempt}: {pause:?}");
        }
    }

    #[test]
    fn a_call_that_stays_throttled_waits_as_long_as_a_quota_of_the_minute_takes() {
        let seconds = |attempt| throttled().length(attempt).as_secs_f64();
        assert!((0.5..=1.0).contains(&seconds(1)) && (4.0..=8.0).contains(&seconds(4)));
        assert!((30.0..=60.0).contains(&seconds(8)) && (30.0..=60.0).contains(&seconds(30)));
    }

    #[test]
    fn reads_retry_after_as_seconds_and_as_a_date() {
        assert_eq!(parse_retry_after("7"), Some(Duration::from_secs(7)));
        assert_eq!(parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(parse_retry_after("soon"), None);
        let header = |name: &str, value: &str| [(name.to_owned(), value.to_owned())];
        assert_eq!(asked_pause(&header("Retry-After", "2")), Some(Duration::from_secs(2)));
        assert_eq!(asked_pause(&header("x-amz-retry-after", "250")), Some(Duration::from_millis(250)));
    }

    #[test]
    fn retry_for_counts_time_and_takes_the_place_of_the_longest_pause() {
        let hour = Patience { attempts: None, retry_for: Some(Duration::from_secs(3600)), ..PATIENCE };
        let mut tries = Tries::new(hour, Deadline::default());
        tries.number = 1_000;
        assert!(!tries.exhausted());
        assert_eq!(tries.why_not(Duration::from_secs(400)), None);
        assert!(tries.why_not(Duration::from_secs(3600)).is_some_and(|why| why.contains("`--retry-for` of 3600 s")));
        let tries = Tries::new(PATIENCE, Deadline::default());
        assert!(tries.why_not(Duration::from_secs(400)).is_some_and(|why| why.contains("Retry-After")));
    }

    #[test]
    fn of_a_thousand_tries_the_first_and_the_latest_are_told() {
        let mut tries = Tries::new(PATIENCE, Deadline::default());
        for number in 2..1_000 {
            tries.number = number;
            tries.keep(Error::usage("x"));
        }
        assert_eq!(tries.earlier.len(), MOST_TOLD);
        assert_eq!((tries.earlier[0].attempt, tries.earlier[MOST_TOLD - 1].attempt), (1, 998));
    }
}
