//! The table of all faults: what each is called, whom it can meet and what it does

use std::borrow::Cow;

use super::super::operation::Operation;
use super::arguments as read;
use super::words::{self, Words};
use super::{Aim, Effect, FaultKind};

/// Which operations a fault can meet.
#[derive(Clone, Copy)]
pub(super) enum Reach {
    All,
    Runtime,
    RuntimeAndGet,
    Catalogue,
    Converse,
    ConverseAndCatalogue,
    Streams,
    Unary,
    UnaryRuntime,
}

impl Reach {
    pub(super) fn covers(self, operation: Operation) -> bool {
        match self {
            Self::All => true,
            Self::Runtime => operation.runs(),
            Self::RuntimeAndGet => operation.names_one(),
            Self::Catalogue => !operation.runs(),
            Self::Converse => operation.converses(),
            Self::ConverseAndCatalogue => operation.converses() || !operation.runs(),
            Self::Streams => operation.streams(),
            Self::Unary => !operation.streams(),
            Self::UnaryRuntime => !operation.streams() && operation.runs(),
        }
    }
}

/// How what was typed becomes an effect.
pub(super) enum Make {
    Refuse(&'static Words),
    Plain(Effect),
    /// An argument of its own; without it the default, if there is one.
    With(Option<&'static str>, Read),
    /// An argument that also says whom it is for.
    Aimed(ReadAim),
}

/// Reads an argument; the error says what it may be.
type Read = fn(&str) -> Result<Effect, String>;
type ReadAim = fn(&str) -> Result<(Aim, Effect), String>;

impl Make {
    /// Whether there is an argument besides the count, and whether it must be given.
    pub(super) fn takes_argument(&self) -> Option<bool> {
        match self {
            Self::Refuse(_) | Self::Plain(_) => None,
            Self::With(default, _) => Some(default.is_none()),
            Self::Aimed(_) => Some(true),
        }
    }

    pub(super) fn effect(&self, arg: Option<&str>) -> Result<(Aim, Effect), String> {
        let effect = match self {
            Self::Refuse(words) => Effect::Refuse(words),
            Self::Plain(effect) => effect.clone(),
            Self::With(default, read) => read(arg.or(*default).unwrap_or(""))?,
            Self::Aimed(read) => return read(arg.unwrap_or("")),
        };
        Ok((Aim::default(), effect))
    }
}

const fn refuse(name: &'static str, reach: Reach, words: &'static Words, about: &'static str) -> FaultKind {
    FaultKind { name, arg: Some("N"), about, reach, make: Make::Refuse(words) }
}

const fn plain(name: &'static str, reach: Reach, effect: Effect, about: &'static str) -> FaultKind {
    FaultKind { name, arg: Some("N"), about, reach, make: Make::Plain(effect) }
}

/// One that must have an argument.
const fn with(name: &'static str, arg: &'static str, reach: Reach, read: Read, about: &'static str) -> FaultKind {
    FaultKind { name, arg: Some(arg), about, reach, make: Make::With(None, read) }
}

/// One that may have an argument, and the argument it has when none was typed.
const fn or(
    name: &'static str,
    (arg, default): (&'static str, &'static str),
    reach: Reach,
    read: Read,
    about: &'static str,
) -> FaultKind {
    FaultKind { name, arg: Some(arg), about, reach, make: Make::With(Some(default), read) }
}

/// One for an operation or a region.
const fn aimed(name: &'static str, arg: &'static str, read: ReadAim, about: &'static str) -> FaultKind {
    FaultKind { name, arg: Some(arg), about, reach: All, make: Make::Aimed(read) }
}

const MODEL_STREAM_ERROR: Effect = Effect::StreamException(Cow::Borrowed("modelStreamErrorException"));

use Reach::{All, Catalogue, Converse, ConverseAndCatalogue, Runtime, RuntimeAndGet, Streams, Unary, UnaryRuntime};

/// Every kind of fault there is, in the order in which help shows them.
///
/// With `N`, a fault is for the first N requests that it can meet; after them all goes well.
// A row is a line, and reads as one.
#[rustfmt::skip]
pub const FAULTS: &[FaultKind] = &[
    // Refusals: who asks.
    refuse("missing-token", All, &words::MISSING_TOKEN, "403: no credentials in the request"),
    refuse("unrecognized-client", All, &words::UNRECOGNIZED_CLIENT, "403: the access key is unknown"),
    refuse("expired-token", All, &words::EXPIRED_TOKEN, "403: the session token has expired"),
    refuse("invalid-signature", All, &words::INVALID_SIGNATURE, "403: the signature does not match"),
    refuse("invalid-api-key", All, &words::INVALID_API_KEY, "403: the bearer token is not valid"),
    or("clock-skew", ("SECONDS", "3600"), All, read::clock_skew, "the service's clock, and its Date, are ahead (negative: behind)"),
    // Refusals: what is allowed.
    refuse("access-denied", All, &words::ACCESS_DENIED, "403: no identity-based policy allows the action"),
    refuse("access-denied-scp", All, &words::ACCESS_DENIED_SCP, "403: a service control policy denies the action"),
    aimed("denied", "OPERATION", read::denied, "403: no identity-based policy allows that operation"),
    aimed("region-denied", "REGION", read::region_denied, "403: a service control policy denies everything in that region"),
    refuse("access-denied-model", Runtime, &words::ACCESS_DENIED_MODEL, "403: the model has not been granted"),
    refuse("stream-denied", Streams, &words::ACCESS_DENIED, "403: bedrock:InvokeModelWithResponseStream is not allowed"),
    refuse("marketplace", Runtime, &words::MARKETPLACE, "403: the Marketplace subscription is missing"),
    refuse("use-case-form", Runtime, &words::USE_CASE_FORM, "404: Anthropic's use case form was not filled out"),
    // Refusals: which model.
    refuse("resource-not-found", RuntimeAndGet, &words::RESOURCE_NOT_FOUND, "404: there is no such model"),
    refuse("unknown-model", Runtime, &words::UNKNOWN_MODEL, "400: the model identifier is invalid"),
    refuse("needs-profile", Runtime, &words::NEEDS_PROFILE, "400: the model needs an inference profile"),
    refuse("legacy-model", Runtime, &words::LEGACY_MODEL, "404: the model is legacy and was not in use"),
    refuse("end-of-life", Runtime, &words::END_OF_LIFE, "404: the model has reached its end of life"),
    refuse("streaming-unsupported", Streams, &words::STREAMING_UNSUPPORTED, "400: the model does not stream"),
    // Refusals: what was asked.
    refuse("validation", All, &words::VALIDATION, "400: the input is malformed"),
    refuse("too-long", Runtime, &words::TOO_LONG, "400: the input is too long for the model"),
    refuse("too-large", Runtime, &words::TOO_LARGE, "413: the request has too many bytes"),
    refuse("unknown-guardrail", Runtime, &words::UNKNOWN_GUARDRAIL, "400: the guardrail does not exist"),
    refuse("service-quota-exceeded", Runtime, &words::SERVICE_QUOTA, "400: a quota of the account is used up"),
    refuse("unknown-exception", All, &words::UNKNOWN_EXCEPTION, "400: an exception that no SDK knows"),
    // Refusals: not now.
    refuse("throttling", All, &words::THROTTLING, "429: too many requests"),
    refuse("throttling-tokens", Runtime, &words::THROTTLING_TOKENS, "429: too many tokens per day"),
    with("throttling-retry-after", "SECONDS", All, read::retry_after, "429 with a Retry-After header"),
    aimed("region-throttled", "REGION", read::region_throttled, "429: too many requests, in that region"),
    refuse("model-not-ready", Runtime, &words::MODEL_NOT_READY, "429: the model is not ready"),
    refuse("model-timeout", Runtime, &words::MODEL_TIMEOUT, "408: the model took too long"),
    refuse("model-error", Runtime, &words::MODEL_ERROR, "424: the model failed"),
    refuse("internal-server", All, &words::INTERNAL_SERVER, "500: the service failed"),
    refuse("service-unavailable", All, &words::SERVICE_UNAVAILABLE, "503: the service cannot take the request"),
    // The connection.
    plain("reset", All, Effect::Reset, "the connection is reset instead of an answer"),
    plain("close", All, Effect::Close, "the connection is closed without an answer"),
    plain("silence", All, Effect::Silence, "the request is taken and never answered"),
    aimed("region-silent", "REGION", read::region_silent, "requests are taken in that region and never answered"),
    aimed("region-delay", "[REGION:]MS", read::region_delay, "the answer begins after a while in that region, or in each region MS later than in the one before"),
    with("delay", "MS", All, read::delay, "the answer begins only after a while"),
    or("html", ("STATUS", "502"), All, read::html, "a proxy's HTML error page"),
    or("not-bedrock", ("html|text|json|empty", "html"), All, read::not_bedrock, "HTTP 200 and a body that is not Bedrock's"),
    // The catalogue.
    with("page-size", "SIZE", Catalogue, read::page_size, "lists come in pages of that size, whatever was asked"),
    // The answer.
    with("stop", "REASON", Converse, read::stop, "the stop reason of Converse, a known one or any other"),
    or("tool-use", ("alone|text|garbled", "alone"), Converse, read::tool_use, "the answer is a toolUse block, or text and two of them, or one whose input is no JSON"),
    or("reasoning", ("text|redacted", "text"), Converse, read::reasoning, "a reasoningContent block comes before the text"),
    plain("off-schema", Converse, Effect::OffSchema, "JSON that does not follow the schema of the request"),
    plain("empty", Converse, Effect::Empty, "the answer has no content"),
    plain("no-usage", Runtime, Effect::NoUsage, "no tokens are counted: no usage, metadata event or count headers"),
    plain("unknown-member", All, Effect::UnknownMember, "members, union members and events that no SDK knows"),
    plain("null-members", ConverseAndCatalogue, Effect::NullMembers, "optional members are there and null"),
    plain("deep", ConverseAndCatalogue, Effect::Deep, "JSON that nests 10,000 deep"),
    with("big", "BYTES", UnaryRuntime, read::big, "a unary answer of exactly that size"),
    or("huge-header", ("BYTES", "10000000"), All, read::huge_header, "the answer's head has a header of that size"),
    plain("cut-body", Unary, Effect::CutBody, "a unary answer is cut in its middle"),
    plain("stall", All, Effect::Stall, "the answer falls silent in its middle"),
    with("drip", "MS", All, read::drip, "a wait before every frame, or every piece of a unary answer"),
    // The stream.
    or("first-exception", ("KIND", "throttling"), Streams, read::first_exception, "the first frame is an exception"),
    or("stream-exception", ("KIND", "model-stream-error"), Streams, read::stream_exception, "an exception comes after some deltas"),
    plain("model-stream-error", Streams, MODEL_STREAM_ERROR, "a modelStreamErrorException comes after some deltas"),
    plain("stream-error", Streams, Effect::StreamError, "a frame with `:message-type: error` comes after some deltas"),
    or("cut-frame", ("BYTES", ""), Streams, read::cut_frame, "the stream is cut in a frame: in its payload, or after BYTES (12: after the prelude)"),
    plain("cut-between", Streams, Effect::CutBetween, "the connection breaks between frames, before the answer is whole"),
    plain("cut-clean", Streams, Effect::CutClean, "the stream ends in good order before the answer is whole"),
    plain("bad-crc", Streams, Effect::BadCrc, "a frame's checksum is wrong"),
    plain("bad-prelude-crc", Streams, Effect::BadPreludeCrc, "the checksum of a frame's prelude is wrong"),
    plain("huge-frame", Streams, Effect::HugeFrame, "a frame says that it is 2 GiB long"),
    with("flood", "DELTAS", Streams, read::flood, "a stream of that many deltas, as fast as they can be taken"),
];

#[cfg(test)]
mod tests {
    use super::super::Fault;
    use super::*;

    #[test]
    fn names_are_kebab_case_and_there_is_one_of_each() {
        for (at, kind) in FAULTS.iter().enumerate() {
            assert!(kind.name.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase()), "{}", kind.name);
            assert!(FAULTS[at + 1..].iter().all(|other| other.name != kind.name), "{} is there twice", kind.name);
        }
    }

    #[test]
    fn each_is_parsed_as_help_shows_it() {
        for kind in FAULTS {
            let argument = match kind.arg {
                Some("MS" | "SECONDS" | "BYTES" | "DELTAS" | "N") => "=100",
                Some("SIZE") => "=2",
                Some("OPERATION") => "=ListInferenceProfiles",
                Some("REGION") => "=eu-west-1",
                Some("[REGION:]MS") => "=eu-west-1:100",
                Some("STATUS") => "=503",
                Some("KIND") => "=validation",
                Some("REASON") => "=tool_use",
                Some(_) => "=text",
                None => "",
            };
            let typed = format!("{}{argument}", kind.name);
            assert_eq!(typed.parse::<Fault>().unwrap().to_string(), typed);
        }
    }

    /// The service model's exceptions, by the names and statuses that `shapes.json` has of them.
    #[test]
    fn every_exception_of_the_service_model_is_a_fault() {
        let table: serde_json::Value = serde_json::from_str(include_str!("../shapes.json")).unwrap();
        for (name, status) in table["exceptions"].as_object().unwrap() {
            let known = FAULTS.iter().any(|kind| match &kind.make {
                Make::Refuse(words) => words.code() == name && words.status() == *status,
                Make::Plain(effect) => *effect == MODEL_STREAM_ERROR && name == "ModelStreamErrorException",
                Make::With(..) | Make::Aimed(_) => false,
            });
            assert!(known, "{name} is no fault");
        }
    }
}
