//! Values as they are typed: durations, numbers that keep their digits, `ID:VERSION`

use std::time::Duration;

use serde_json::Number;

/// A time: `90`, `90s`, `15m`, `1h 30m`, `500ms`. A bare number means seconds.
pub fn duration(text: &str) -> Result<Duration, String> {
    let parsed = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => humantime::parse_duration(text).map_err(|_| "a time is written `90`, `90s` or `15m`".to_owned())?,
    };
    if parsed.is_zero() {
        return Err("a time limit is more than 0; leave the flag out to use the default".to_owned());
    }
    Ok(parsed)
}

/// A number that is sent as it was typed: `1.10` stays `1.10`.
pub fn number(text: &str) -> Result<Number, String> {
    let not_a_number = || "a number is written `0`, `0.7` or `1`".to_owned();
    if let Ok(number) = serde_json::from_str::<Number>(text) {
        return Ok(number);
    }
    // `.5` is no JSON, but everybody writes it.
    let value: f64 = text.parse().map_err(|_| not_a_number())?;
    Number::from_f64(value).ok_or_else(not_a_number)
}

/// Text that can stand in an HTTP header.
pub fn header(text: &str) -> Result<String, String> {
    let is_header_text = !text.is_empty() && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    is_header_text.then(|| text.to_owned()).ok_or_else(|| "it goes into a header: printable ASCII only".to_owned())
}

/// Text that is not empty.
pub fn name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        Err("it is empty; is a variable in your script unset?".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// A key and its value, typed `KEY=VALUE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub key: String,
    pub value: String,
}

pub fn pair(text: &str) -> Result<Pair, String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok(Pair { key: key.to_owned(), value: value.to_owned() }),
        _ => Err("there is no `=` behind a name".to_owned()),
    }
}

/// A JSON pointer to one member; the service refuses the empty one.
/// Source: RFC 6901
pub fn json_pointer(text: &str) -> Result<String, String> {
    let escapes = text.split('~').skip(1).all(|behind| behind.starts_with(['0', '1']));
    if !text.starts_with('/') || !escapes {
        return Err(
            "a JSON pointer is written `/stop_sequence` or `/a/0/b`, with `~1` for a `/` in a name and `~0` for a `~`"
                .into(),
        );
    }
    Ok(text.to_owned())
}

/// A guardrail with its version, typed `ID:VERSION`; the id may be an ARN, which holds colons itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardrailVersion {
    pub id: String,
    pub version: String,
}

/// Without a version it is the working draft, as in GetGuardrail: a call has to name one.
/// Source: <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetGuardrail.html>
pub fn guardrail(text: &str) -> Result<GuardrailVersion, String> {
    let is_version =
        |text: &str| text == "DRAFT" || (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
    let (id, version) = match text.rsplit_once(':') {
        Some((id, version)) if is_version(version) => (id, version),
        _ => (text, "DRAFT"),
    };
    let is_id = if id.starts_with("arn:") {
        id.contains(":guardrail/") && id.split(':').count() == 6
    } else {
        !id.contains(':')
    };
    if id.is_empty() || !is_id {
        return Err("a guardrail is written `ID` or `ID:VERSION`, with a version number or `DRAFT`".to_owned());
    }
    Ok(GuardrailVersion { id: id.to_owned(), version: version.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_times_with_and_without_a_unit() {
        assert_eq!(duration("90"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("15m"), Ok(Duration::from_secs(900)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert!(duration("0").is_err() && duration("-1s").is_err() && duration("soon").is_err());
    }

    #[test]
    fn keeps_the_digits_of_a_number() {
        assert_eq!(number("1.10").map(|number| number.to_string()), Ok("1.10".to_owned()));
        assert_eq!(number(".5").map(|number| number.to_string()), Ok("0.5".to_owned()));
        assert!(number("warm").is_err() && number("NaN").is_err() && number("").is_err());
    }

    #[test]
    fn splits_a_guardrail_at_its_last_colon() {
        let arn = "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc:3";
        assert_eq!(guardrail(arn).map(|found| found.version), Ok("3".to_owned()));
        assert_eq!(guardrail("abc:DRAFT").map(|found| found.id), Ok("abc".to_owned()));
        assert!(guardrail("").is_err() && guardrail(":1").is_err() && guardrail("abc:latest").is_err());
    }

    #[test]
    fn a_guardrail_without_a_version_is_its_draft() {
        for id in ["abc", "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc"] {
            assert_eq!(guardrail(id), Ok(GuardrailVersion { id: id.to_owned(), version: "DRAFT".to_owned() }));
        }
    }

    #[test]
    fn a_json_pointer_begins_with_a_slash() {
        assert!(json_pointer("/a~1b/0").is_ok());
        assert!(json_pointer("").is_err() && json_pointer("a").is_err() && json_pointer("/a~2").is_err());
    }
}
