//! What can go wrong on demand: how a fault is typed, and which requests it meets

mod answer;
mod arguments;
mod kinds;
mod steps;
mod strikes;
mod words;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::operation::{Operation, Target};
pub use kinds::FAULTS;
use kinds::{Make, Reach};
pub(super) use steps::steps;
pub(super) use strikes::{Faults, Struck};
pub(super) use words::{
    END_OF_LIFE, INVALID_API_KEY, INVALID_SIGNATURE, LEGACY_MODEL, MISSING_TOKEN, MODEL_NOT_READY, NEEDS_PROFILE,
    STREAMING_UNSUPPORTED, UNKNOWN_MODEL, UNRECOGNIZED_CLIENT, Words,
};

/// A name that AWS has not given to anything.
pub(super) const UNKNOWN_MEMBER: &str = "hologram";

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
    aim: Aim,
    effect: Effect,
    count: Option<u64>,
}

/// Whom a fault is for, within the reach of its kind.
#[derive(Clone, Debug, Default, PartialEq)]
struct Aim {
    operation: Option<Operation>,
    region: Option<String>,
}

impl Fault {
    fn meets(&self, target: Target<'_>) -> bool {
        self.kind.reach.covers(target.operation)
            && self.aim.operation.is_none_or(|operation| operation == target.operation)
            && self.aim.region.as_ref().is_none_or(|region| region == target.region)
    }
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
    /// The next region of the table is so much slower than the one before.
    RegionDelay(Duration),
    Html(u16),
    NotBedrock(Lie),
    PageSize(usize),
    Stop(String),
    ToolUse(Wish),
    Reasoning {
        redacted: bool,
    },
    OffSchema,
    Empty,
    NoUsage,
    UnknownMember,
    NullMembers,
    Deep,
    Big(usize),
    HugeHeader(usize),
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

/// How a model asks for tools.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Wish {
    Alone,
    BehindText,
    Garbled,
}

/// What a server that is not Bedrock says with HTTP 200.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Lie {
    Html,
    Text,
    Json,
    Empty,
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
        let (name, arg) = text.split_once('=').map_or((text, None), |(name, arg)| (name, Some(arg)));
        let kind = FAULTS.iter().find(|kind| kind.name == name).ok_or_else(|| unknown(name))?;
        let (arg, count) = match kind.make.takes_argument() {
            None => (None, arg),
            Some(_) => arg.map_or((None, None), |arg| {
                arg.rsplit_once(',').map_or((Some(arg), None), |(arg, count)| (Some(arg), Some(count)))
            }),
        };
        let wrong = |part: &str| format!("`{part}` in `{text}` cannot be meant; it is typed `{}`", kind.usage());
        let count = count.map(|count| count.parse().map_err(|_| wrong(count))).transpose()?;
        let (aim, effect) = kind.make.effect(arg).map_err(|why| format!("{}: {why}", wrong(arg.unwrap_or(""))))?;
        Ok(Self { text: text.to_owned(), kind, aim, effect, count })
    }
}

fn unknown(name: &str) -> String {
    let usages: Vec<String> = FAULTS.iter().map(FaultKind::usage).collect();
    format!("`{name}` is no fault; there are: {}", usages.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_kind_is_named_and_the_known_ones_are_listed() {
        let refusal = "throtling".parse::<Fault>().unwrap_err();
        assert!(refusal.starts_with("`throtling` is no fault"), "{refusal}");
        assert!(refusal.contains("throttling[=N]") && refusal.contains("drip=MS[,N]"), "{refusal}");
    }

    #[test]
    fn a_wrong_argument_is_named() {
        let refusal = "drip=soon".parse::<Fault>().unwrap_err();
        assert_eq!(refusal, "`soon` in `drip=soon` cannot be meant; it is typed `drip=MS[,N]`: MS is a whole number");
        assert!("drip".parse::<Fault>().is_err());
        assert!("throttling=often".parse::<Fault>().is_err());
    }
}
