//! The arguments of faults, from what was typed

use std::borrow::Cow;
use std::str::FromStr;
use std::time::Duration;

use super::super::operation::Operation;
use super::words::{ACCESS_DENIED, ACCESS_DENIED_SCP, THROTTLING};
use super::{Aim, Effect, Lie, Wish};

fn number<T: FromStr>(text: &str, what: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{what} is a whole number"))
}

pub(super) fn clock_skew(text: &str) -> Result<Effect, String> {
    // Some thirty years: further back there is a time before 1970, which no Date can say.
    match number(text, "SECONDS")? {
        seconds @ -1_000_000_000..=1_000_000_000 => Ok(Effect::ClockSkew(seconds)),
        _ => Err("SECONDS is at most 1000000000".to_owned()),
    }
}

pub(super) fn retry_after(text: &str) -> Result<Effect, String> {
    number(text, "SECONDS").map(Effect::RetryAfter)
}

pub(super) fn delay(text: &str) -> Result<Effect, String> {
    number(text, "MS").map(Duration::from_millis).map(Effect::Delay)
}

pub(super) fn page_size(text: &str) -> Result<Effect, String> {
    match number(text, "SIZE")? {
        0 => Err("SIZE is at least 1".to_owned()),
        size => Ok(Effect::PageSize(size)),
    }
}

pub(super) fn denied(text: &str) -> Result<(Aim, Effect), String> {
    let operation =
        Operation::named(text).ok_or("OPERATION is the API's name of one, such as ListInferenceProfiles")?;
    Ok((Aim { operation: Some(operation), region: None }, Effect::Refuse(&ACCESS_DENIED)))
}

pub(super) fn region_denied(text: &str) -> Result<(Aim, Effect), String> {
    Ok((region(text)?, Effect::Refuse(&ACCESS_DENIED_SCP)))
}

pub(super) fn region_throttled(text: &str) -> Result<(Aim, Effect), String> {
    Ok((region(text)?, Effect::Refuse(&THROTTLING)))
}

pub(super) fn region_silent(text: &str) -> Result<(Aim, Effect), String> {
    Ok((region(text)?, Effect::Silence))
}

pub(super) fn region_delay(text: &str) -> Result<(Aim, Effect), String> {
    match text.split_once(':') {
        Some((name, wait)) => Ok((region(name)?, delay(wait)?)),
        None => Ok((Aim::default(), number(text, "MS").map(Duration::from_millis).map(Effect::RegionDelay)?)),
    }
}

/// Any region: those that the sandbox does not know can fail as well.
fn region(text: &str) -> Result<Aim, String> {
    let known = |byte: u8| byte == b'-' || byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if text.contains('-') && text.bytes().all(known) {
        return Ok(Aim { operation: None, region: Some(text.to_owned()) });
    }
    Err("REGION is a region such as eu-west-1".to_owned())
}

pub(super) fn drip(text: &str) -> Result<Effect, String> {
    number(text, "MS").map(Duration::from_millis).map(Effect::Drip)
}

pub(super) fn flood(text: &str) -> Result<Effect, String> {
    number(text, "DELTAS").map(Effect::Flood)
}

pub(super) fn big(text: &str) -> Result<Effect, String> {
    // The answer is made in memory.
    match number(text, "BYTES")? {
        bytes @ 0..=1_000_000_000 => Ok(Effect::Big(bytes)),
        _ => Err("BYTES is at most 1000000000".to_owned()),
    }
}

pub(super) fn huge_header(text: &str) -> Result<Effect, String> {
    match number(text, "BYTES")? {
        bytes @ 0..=100_000_000 => Ok(Effect::HugeHeader(bytes)),
        _ => Err("BYTES is at most 100000000".to_owned()),
    }
}

pub(super) fn cut_frame(text: &str) -> Result<Effect, String> {
    match text {
        "" => Ok(Effect::CutFrame(None)),
        _ => number(text, "BYTES").map(|bytes| Effect::CutFrame(Some(bytes))),
    }
}

pub(super) fn html(text: &str) -> Result<Effect, String> {
    match number(text, "STATUS")? {
        status @ 400..=599 => Ok(Effect::Html(status)),
        _ => Err("STATUS is between 400 and 599".to_owned()),
    }
}

pub(super) fn not_bedrock(text: &str) -> Result<Effect, String> {
    let lie = match text {
        "html" => Lie::Html,
        "text" => Lie::Text,
        "json" => Lie::Json,
        "empty" => Lie::Empty,
        _ => return Err("it is one of html, text, json, empty".to_owned()),
    };
    Ok(Effect::NotBedrock(lie))
}

pub(super) fn stop(text: &str) -> Result<Effect, String> {
    match text {
        "" => Err("REASON is a word such as content_filtered".to_owned()),
        _ => Ok(Effect::Stop(text.to_owned())),
    }
}

pub(super) fn tool_use(text: &str) -> Result<Effect, String> {
    match text {
        "alone" => Ok(Effect::ToolUse(Wish::Alone)),
        "text" => Ok(Effect::ToolUse(Wish::BehindText)),
        "garbled" => Ok(Effect::ToolUse(Wish::Garbled)),
        _ => Err("it is one of alone, text, garbled".to_owned()),
    }
}

pub(super) fn reasoning(text: &str) -> Result<Effect, String> {
    match text {
        "text" => Ok(Effect::Reasoning { redacted: false }),
        "redacted" => Ok(Effect::Reasoning { redacted: true }),
        _ => Err("it is one of text, redacted".to_owned()),
    }
}

pub(super) fn first_exception(text: &str) -> Result<Effect, String> {
    exception(text).map(Cow::Owned).map(Effect::FirstException)
}

pub(super) fn stream_exception(text: &str) -> Result<Effect, String> {
    exception(text).map(Cow::Owned).map(Effect::StreamException)
}

/// An exception's name in a stream, typed as the fault of that name or as the stream itself spells it.
fn exception(text: &str) -> Result<String, String> {
    const KNOWN: [&str; 6] =
        ["throttling", "validation", "internal-server", "service-unavailable", "model-timeout", "model-stream-error"];
    if KNOWN.contains(&text) {
        return Ok(camel(text) + "Exception");
    }
    if text.ends_with("Exception") && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Ok(text.to_owned());
    }
    Err(format!("KIND is one of {}, or any name that ends in Exception", KNOWN.join(", ")))
}

fn camel(kebab: &str) -> String {
    let mut parts = kebab.split('-');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |name, part| {
        let (initial, rest) = part.split_at(part.len().min(1));
        name + &initial.to_uppercase() + rest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_is_for_one_region_or_grows_from_one_to_the_next() {
        let (aim, effect) = region_delay("eu-west-1:250").unwrap();
        assert_eq!((aim.region.as_deref(), effect), (Some("eu-west-1"), Effect::Delay(Duration::from_millis(250))));
        let (aim, effect) = region_delay("20").unwrap();
        assert_eq!((aim, effect), (Aim::default(), Effect::RegionDelay(Duration::from_millis(20))));
        assert!(region_delay("soon").is_err() && region_delay("EU:1").is_err());
        assert!(denied("ListEverything").unwrap_err().contains("ListInferenceProfiles"));
    }

    #[test]
    fn an_exception_is_typed_in_either_spelling() {
        assert_eq!(exception("model-stream-error").unwrap(), "modelStreamErrorException");
        assert_eq!(exception("unheardOfException").unwrap(), "unheardOfException");
        assert!(exception("nonsense").unwrap_err().contains("throttling"));
    }
}
