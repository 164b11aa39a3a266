//! How often, for how long and after which pauses a call is sent again

use std::time::{Duration, Instant};

use crate::deadline::{Deadline, longer};
use crate::error::{Earlier, Error, Kind};

use super::call::{Failure, Progress};
use super::refusal::Refusal;
use super::retry_after::{NO_PAUSE, asked_pause};

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
        if let Some(no_time) = self.why_not(pause) {
            return Err(no_time.told_of(failure.error));
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
    fn why_not(&self, pause: Duration) -> Option<NoTime> {
        match self.patience.retry_for {
            Some(limit) if self.began.elapsed() + pause >= limit => Some(NoTime::RetryFor { limit, pause }),
            None if pause > LONGEST_PAUSE => Some(NoTime::TooLong(pause)),
            _ => self.deadline.limit_before(pause).map(|limit| NoTime::Timeout { limit, pause }),
        }
    }

    fn keep(&mut self, error: Error) {
        if self.earlier.len() == MOST_TOLD {
            self.earlier.remove(MOST_TOLD / 2);
        }
        let Error { message, code, call, .. } = error;
        self.earlier.push(Earlier { attempt: self.number - 1, message, code, request_id: call.request_id });
    }
}

/// Why something that may be sent again is not.
#[derive(Clone, Copy, Debug, PartialEq)]
enum NoTime {
    /// Retry-After is for longer than anybody waits unasked.
    TooLong(Duration),
    RetryFor {
        limit: Duration,
        pause: Duration,
    },
    Timeout {
        limit: Duration,
        pause: Duration,
    },
}

impl NoTime {
    /// The failure stays what it is; what would have given it another try is added.
    fn told_of(self, error: Error) -> Error {
        let leaves_none = |flag, limit: Duration, pause: Duration| {
            format!("`{flag}` of {} s leaves no time to try again in {:.1} s", limit.as_secs_f64(), pause.as_secs_f64())
        };
        let more_time = |flag, limit: Duration, pause| {
            let more = format!("give it more time, as in `{flag} {}`", longer(limit.max(pause)));
            // The failure's own hint speaks of minutes and of tries, and neither helps where the pause is an hour.
            let own = error.hint.as_ref().filter(|_| pause <= LONGEST_PAUSE);
            own.map_or(more.clone(), |own| format!("{more}; {own}"))
        };
        let (why, hint) = match self {
            NoTime::TooLong(NO_PAUSE) => (
                "the service asks for a pause of a year or longer (Retry-After)".to_owned(),
                "no try can wait for that: does a proxy answer in Bedrock's place?".to_owned(),
            ),
            NoTime::TooLong(pause) => (
                format!("the service asks for a pause of {:.0} s (Retry-After)", pause.as_secs_f64()),
                format!("run it again after that, or let it wait: `--retry-for {}`", longer(pause)),
            ),
            NoTime::RetryFor { limit, pause } => {
                (leaves_none("--retry-for", limit, pause), more_time("--retry-for", limit, pause))
            }
            NoTime::Timeout { limit, pause } => {
                (leaves_none("--timeout", limit, pause), more_time("--timeout", limit, pause))
            }
        };
        error.caused_by(why).hint(hint)
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
    fn retry_for_counts_time_and_takes_the_place_of_the_longest_pause() {
        let hour = Patience { attempts: None, retry_for: Some(Duration::from_secs(3600)), ..PATIENCE };
        let mut tries = Tries::new(hour, Deadline::default());
        tries.number = 1_000;
        assert!(!tries.exhausted());
        assert_eq!(tries.why_not(Duration::from_secs(400)), None);
        let (limit, pause) = (Duration::from_secs(3600), Duration::from_secs(3600));
        assert_eq!(tries.why_not(pause), Some(NoTime::RetryFor { limit, pause }));
        let tries = Tries::new(PATIENCE, Deadline::default());
        assert_eq!(tries.why_not(Duration::from_secs(400)), Some(NoTime::TooLong(Duration::from_secs(400))));
    }

    #[test]
    fn a_number_that_no_clock_can_count_with_is_too_long() {
        for absurd in ["99999999999999999999", "18446744073709551615"] {
            for name in ["retry-after", "x-amz-retry-after"] {
                let pause = asked_pause(&[(name.to_owned(), absurd.to_owned())]).expect("a pause");
                assert_eq!(pause, NO_PAUSE);
                let hours = Patience { retry_for: Some(Duration::from_secs(7200)), ..PATIENCE };
                for patience in [PATIENCE, hours] {
                    assert!(Tries::new(patience, Deadline::default()).why_not(pause).is_some());
                }
            }
        }
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
