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

/// A guardrail with its version, typed `ID:VERSION`; the id may be an ARN, which holds colons itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardrailVersion {
    pub id: String,
    pub version: String,
}

pub fn guardrail(text: &str) -> Result<GuardrailVersion, String> {
    let form = || "a guardrail is written `ID:VERSION`, with a version number or `DRAFT`".to_owned();
    let (id, version) = text.rsplit_once(':').ok_or_else(form)?;
    let is_version = version == "DRAFT" || (!version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()));
    if id.is_empty() || !is_version {
        return Err(form());
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
        assert!(guardrail("abc").is_err() && guardrail(":1").is_err() && guardrail("abc:latest").is_err());
    }
}
