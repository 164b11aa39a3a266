//! Which faults strike which request

use std::sync::atomic::{AtomicU64, Ordering};

use super::super::operation::Target;
use super::{Effect, Fault};

/// The faults of a sandbox and how often each may still strike.
pub(in crate::sandbox) struct Faults {
    faults: Vec<(Fault, AtomicU64)>,
}

impl Faults {
    pub(in crate::sandbox) fn new(faults: Vec<Fault>) -> Self {
        let left = |fault: Fault| {
            let left = AtomicU64::new(fault.count.unwrap_or(u64::MAX));
            (fault, left)
        };
        Self { faults: faults.into_iter().map(left).collect() }
    }

    /// What happens before a request is looked at: waits, and then at most one thing in place of an answer.
    pub(in crate::sandbox) fn transport(&self, target: Target<'_>) -> Struck {
        let mut struck = self.strike(target, Effect::is_first, false);
        struck.extend(self.strike(target, Effect::is_transport, true));
        struck
    }

    /// The one refusal, if any, that a request which came with credentials meets.
    pub(in crate::sandbox) fn refusal(&self, target: Target<'_>) -> Struck {
        self.strike(target, Effect::is_refusal, true)
    }

    /// Everything that changes an answer.
    pub(in crate::sandbox) fn answer(&self, target: Target<'_>) -> Struck {
        let changes = |effect: &Effect| !effect.is_transport() && !effect.is_refusal() && !effect.is_first();
        self.strike(target, changes, false)
    }

    fn strike(&self, target: Target<'_>, wanted: impl Fn(&Effect) -> bool, one: bool) -> Struck {
        let mut struck = Struck::default();
        for (fault, left) in &self.faults {
            if !wanted(&fault.effect) || !fault.meets(target) {
                continue;
            }
            let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| match left {
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
pub(in crate::sandbox) struct Struck {
    faults: Vec<Fault>,
}

impl Struck {
    pub(in crate::sandbox) fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.faults.iter().map(|fault| &fault.effect)
    }

    pub(in crate::sandbox) fn extend(&mut self, other: Self) {
        self.faults.extend(other.faults);
    }

    /// By how many seconds the sandbox's clock is off.
    pub(in crate::sandbox) fn clock_skew(&self) -> i64 {
        let skew = |effect: &Effect| match effect {
            Effect::ClockSkew(seconds) => Some(*seconds),
            _ => None,
        };
        self.effects().find_map(skew).unwrap_or(0)
    }

    /// The faults as they were typed, for a log.
    pub(in crate::sandbox) fn names(&self) -> Option<String> {
        let names: Vec<&str> = self.faults.iter().map(|fault| fault.text.as_str()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}

impl Effect {
    /// Whether it comes before everything else, and lets it follow.
    fn is_first(&self) -> bool {
        matches!(self, Self::Delay(_) | Self::RegionDelay(_) | Self::ClockSkew(_))
    }

    /// Whether it takes the place of an answer, before anything of the request is looked at.
    fn is_transport(&self) -> bool {
        matches!(self, Self::Reset | Self::Close | Self::Silence | Self::Html(_) | Self::NotBedrock(_))
    }

    fn is_refusal(&self) -> bool {
        matches!(self, Self::Refuse(_) | Self::RetryAfter(_))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::operation::Operation;
    use super::*;

    fn target(operation: Operation) -> Target<'static> {
        Target { operation, identifier: "", region: "eu-west-1" }
    }

    fn faults(typed: &[&str]) -> Faults {
        Faults::new(typed.iter().map(|text| text.parse().unwrap()).collect())
    }

    #[test]
    fn a_count_is_used_up_and_the_next_fault_has_its_turn() {
        let faults = faults(&["throttling=2", "internal-server=1"]);
        let names = || faults.refusal(target(Operation::Converse)).names();
        assert_eq!(names().as_deref(), Some("throttling=2"));
        assert_eq!(names().as_deref(), Some("throttling=2"));
        assert_eq!(names().as_deref(), Some("internal-server=1"));
        assert_eq!(names(), None);
    }

    #[test]
    fn a_fault_that_cannot_meet_a_request_is_not_used_up() {
        let faults = faults(&["stream-denied=1"]);
        assert_eq!(faults.refusal(target(Operation::Converse)).names(), None);
        assert!(faults.refusal(target(Operation::ConverseStream)).names().is_some());
    }

    #[test]
    fn a_fault_of_one_operation_or_region_meets_no_other() {
        let faults = faults(&["denied=ListPromptRouters", "region-throttled=eu-west-1", "region-silent=us-east-1"]);
        let elsewhere = Target { region: "eu-west-3", ..target(Operation::ListPromptRouters) };
        assert_eq!(faults.refusal(elsewhere).names().as_deref(), Some("denied=ListPromptRouters"));
        assert_eq!(faults.refusal(target(Operation::Converse)).names().as_deref(), Some("region-throttled=eu-west-1"));
        assert_eq!(faults.transport(target(Operation::Converse)).names(), None);
    }

    #[test]
    fn a_count_stands_behind_an_argument() {
        let faults = faults(&["first-exception=throttling,1", "drip=5"]);
        assert_eq!(faults.answer(target(Operation::ConverseStream)).effects().count(), 2);
        assert_eq!(faults.answer(target(Operation::ConverseStream)).effects().count(), 1);
    }
}
