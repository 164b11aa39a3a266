//! What can go wrong on demand: how a fault is typed, and which requests it meets

mod answer;
mod kinds;
mod steps;
mod words;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::operation::Operation;
pub use kinds::FAULTS;
use kinds::{Make, Reach};
pub(super) use steps::steps;
pub(super) use words::{
    END_OF_LIFE, INVALID_API_KEY, INVALID_SIGNATURE, LEGACY_MODEL, MISSING_TOKEN, NEEDS_PROFILE,
    STREAMING_UNSUPPORTED, UNKNOWN_MODEL, UNRECOGNIZED_CLIENT, Words,
};

/// A kind of fault, as `--fault` takes it.
pub struct FaultKind {
    /// What is typed before `=`.
    pub name: &'static str,
    /// What may be typed behind it: `N` is a number of requests, after which all goes well again.
    pub arg: Option<&'static str>,
    /// What it does, in one sentence.
    pub about: &'static str,
    reach: Reach,
    make: Make,
}

impl FaultKind {
    /// How it is typed, such as `throttling[=N]` or `drip=MS[,N]`.
    #[must_use]
    pub fn usage(&self) -> String {
        let name = self.name;
        match (self.arg, self.make.takes_argument()) {
            (None, _) => name.to_owned(),
            (Some(arg), None) => format!("{name}[={arg}]"),
            (Some(arg), Some(true)) => format!("{name}={arg}[,N]"),
            (Some(arg), Some(false)) => format!("{name}[={arg}[,N]]"),
        }
    }
}

/// A fault to be had, as it was typed: a kind, its argument, and how many requests it is for.
#[derive(Clone)]
pub struct Fault {
    text: String,
    kind: &'static FaultKind,
    effect: Effect,
    count: Option<u64>,
}

/// What a fault does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Effect {
    Refuse(&'static Words),
    RetryAfter(u64),
    ClockSkew(i64),
    Reset,
    Close,
    Silence,
    Delay(Duration),
    Html(u16),
    NotBedrock(Lie),
    Stop(String),
    ToolUse,
    Reasoning,
    Empty,
    NoUsage,
    UnknownMember,
    NullMembers,
    Deep,
    Big(usize),
    FirstException(Cow<'static, str>),
    StreamException(Cow<'static, str>),
    StreamError,
    CutFrame(Option<usize>),
    CutBetween,
    CutClean,
    CutBody,
    BadCrc,
    BadPreludeCrc,
    HugeFrame,
    Stall,
    Drip(Duration),
    Flood(u64),
}

/// What a server that is not Bedrock says with HTTP 200.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Lie {
    Html,
    Text,
    Json,
    Empty,
}

impl Effect {
    /// Whether it takes the place of an answer, before anything of the request is looked at.
    fn is_transport(&self) -> bool {
        matches!(
            self,
            Self::Reset | Self::Close | Self::Silence | Self::Html(_) | Self::NotBedrock(_)
        )
    }

    fn is_refusal(&self) -> bool {
        matches!(self, Self::Refuse(_) | Self::RetryAfter(_))
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fault").field(&self.text).finish()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Fault {
    type Err = String;

    /// # Errors
    ///
    /// A message that names the part that cannot be meant and lists what can.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, arg) = text
            .split_once('=')
            .map_or((text, None), |(name, arg)| (name, Some(arg)));
        let kind = FAULTS
            .iter()
            .find(|kind| kind.name == name)
            .ok_or_else(|| unknown(name))?;
        let (arg, count) = match kind.make.takes_argument() {
            None => (None, arg),
            Some(_) => arg.map_or((None, None), |arg| {
                arg.rsplit_once(',')
                    .map_or((Some(arg), None), |(arg, count)| (Some(arg), Some(count)))
            }),
        };
        let wrong = |part: &str| {
            format!(
                "`{part}` in `{text}` cannot be meant; it is typed `{}`",
                kind.usage()
            )
        };
        let count = count
            .map(|count| count.parse().map_err(|_| wrong(count)))
            .transpose()?;
        let effect = kind
            .make
            .effect(arg)
            .map_err(|why| format!("{}: {why}", wrong(arg.unwrap_or(""))))?;
        Ok(Self {
            text: text.to_owned(),
            kind,
            effect,
            count,
        })
    }
}

fn unknown(name: &str) -> String {
    let usages: Vec<String> = FAULTS.iter().map(FaultKind::usage).collect();
    format!("`{name}` is no fault; there are: {}", usages.join(", "))
}

/// The faults of a sandbox and how often each may still strike.
pub(super) struct Faults {
    faults: Vec<(Fault, AtomicU64)>,
}

impl Faults {
    pub(super) fn new(faults: Vec<Fault>) -> Self {
        let left = |fault: Fault| {
            let left = AtomicU64::new(fault.count.unwrap_or(u64::MAX));
            (fault, left)
        };
        Self {
            faults: faults.into_iter().map(left).collect(),
        }
    }

    /// What happens before a request is looked at: waits, and then at most one thing in place of an answer.
    pub(super) fn transport(&self, operation: Operation) -> Struck {
        let mut struck = self.strike(
            operation,
            |effect| matches!(effect, Effect::Delay(_)),
            false,
        );
        struck.extend(self.strike(operation, Effect::is_transport, true));
        struck
    }

    /// The one refusal, if any, that a request which came with credentials meets.
    pub(super) fn refusal(&self, operation: Operation) -> Struck {
        self.strike(operation, Effect::is_refusal, true)
    }

    /// Everything that changes an answer.
    pub(super) fn answer(&self, operation: Operation) -> Struck {
        let changes = |effect: &Effect| {
            !effect.is_transport()
                && !effect.is_refusal()
                && !matches!(effect, Effect::Delay(_) | Effect::ClockSkew(_))
        };
        self.strike(operation, changes, false)
    }

    /// By how many seconds the sandbox's clock is off.
    pub(super) fn clock_skew(&self) -> i64 {
        let skew = |(fault, _): &(Fault, AtomicU64)| match fault.effect {
            Effect::ClockSkew(seconds) => Some(seconds),
            _ => None,
        };
        self.faults.iter().find_map(skew).unwrap_or(0)
    }

    fn strike(&self, operation: Operation, wanted: impl Fn(&Effect) -> bool, one: bool) -> Struck {
        let mut struck = Struck::default();
        for (fault, left) in &self.faults {
            if !wanted(&fault.effect) || !fault.kind.reach.covers(operation) {
                continue;
            }
            let taken =
                left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| match left {
                    u64::MAX => Some(left),
                    left => left.checked_sub(1),
                });
            if taken.is_ok() {
                struck.faults.push(fault.clone());
                if one {
                    break;
                }
            }
        }
        struck
    }
}

/// The faults that struck one request.
#[derive(Clone, Debug, Default)]
pub(super) struct Struck {
    faults: Vec<Fault>,
}

impl Struck {
    pub(super) fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.faults.iter().map(|fault| &fault.effect)
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.faults.extend(other.faults);
    }

    /// The faults as they were typed, for a log.
    pub(super) fn names(&self) -> Option<String> {
        let names: Vec<&str> = self
            .faults
            .iter()
            .map(|fault| fault.text.as_str())
            .collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(typed: &[&str]) -> Faults {
        Faults::new(typed.iter().map(|text| text.parse().unwrap()).collect())
    }

    #[test]
    fn an_unknown_kind_is_named_and_the_known_ones_are_listed() {
        let refusal = "throtling".parse::<Fault>().unwrap_err();
        assert!(refusal.starts_with("`throtling` is no fault"), "{refusal}");
        assert!(
            refusal.contains("throttling[=N]") && refusal.contains("drip=MS[,N]"),
            "{refusal}"
        );
    }

    #[test]
    fn a_wrong_argument_is_named() {
        let refusal = "drip=soon".parse::<Fault>().unwrap_err();
        assert_eq!(
            refusal,
            "`soon` in `drip=soon` cannot be meant; it is typed `drip=MS[,N]`: MS is a whole number"
        );
        assert!("drip".parse::<Fault>().is_err());
        assert!("throttling=often".parse::<Fault>().is_err());
    }

    #[test]
    fn a_count_is_used_up_and_the_next_fault_has_its_turn() {
        let faults = faults(&["throttling=2", "internal-server=1"]);
        let names = || faults.refusal(Operation::Converse).names();
        assert_eq!(names().as_deref(), Some("throttling=2"));
        assert_eq!(names().as_deref(), Some("throttling=2"));
        assert_eq!(names().as_deref(), Some("internal-server=1"));
        assert_eq!(names(), None);
    }

    #[test]
    fn a_fault_that_cannot_meet_a_request_is_not_used_up() {
        let faults = faults(&["stream-denied=1"]);
        assert_eq!(faults.refusal(Operation::Converse).names(), None);
        assert!(faults.refusal(Operation::ConverseStream).names().is_some());
    }

    #[test]
    fn a_count_stands_behind_an_argument() {
        let faults = faults(&["first-exception=throttling,1", "drip=5"]);
        assert_eq!(
            faults.answer(Operation::ConverseStream).effects().count(),
            2
        );
        assert_eq!(
            faults.answer(Operation::ConverseStream).effects().count(),
            1
        );
    }
}
