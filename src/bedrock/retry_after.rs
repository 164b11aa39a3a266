//! Retry-After: how long a reply asks to be left alone

use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use super::seam::find_header;

/// A number larger than this is no pause that anybody waits for, and none that a clock can count with.
pub const NO_PAUSE: Duration = Duration::from_secs(365 * 24 * 3600);

/// The pause that a reply asks for: Retry-After, or AWS's own header, which counts milliseconds.
pub fn asked_pause(headers: &[(String, String)]) -> Option<Duration> {
    let of_aws = || find_header(headers, "x-amz-retry-after").and_then(digits).map(Duration::from_millis);
    // A date is by the clock of whoever says it; this machine's may be off.
    let date = || find_header(headers, "date").and_then(|date| DateTime::from_str(date, Format::HttpDate).ok());
    let now = || date().unwrap_or_else(|| SystemTime::now().into());
    let asked = find_header(headers, "retry-after").and_then(|value| parse_retry_after(value, now));
    asked.or_else(of_aws).map(|pause| pause.min(NO_PAUSE))
}

/// Seconds or a date, as RFC 9110 §10.2.3 has it.
fn parse_retry_after(value: &str, now: impl FnOnce() -> DateTime) -> Option<Duration> {
    if let Some(seconds) = digits(value) {
        return Some(Duration::from_secs(seconds));
    }
    let date = DateTime::from_str(value.trim(), Format::HttpDate).ok()?;
    let wait = date.secs() - now().secs();
    Some(Duration::from_secs(wait.max(0).unsigned_abs()))
}

/// A number, however long: one that no `u64` holds is a very large one.
fn digits(value: &str) -> Option<u64> {
    let value = value.trim();
    let is_number = !value.is_empty() && value.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| value.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_retry_after_as_seconds_and_as_a_date() {
        let header = |name: &str, value: &str| [(name.to_owned(), value.to_owned())];
        assert_eq!(asked_pause(&header("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")), Some(Duration::ZERO));
        for none in ["soon", "", "-1", "1.5"] {
            assert_eq!(asked_pause(&header("retry-after", none)), None);
        }
        assert_eq!(asked_pause(&header("Retry-After", "2")), Some(Duration::from_secs(2)));
        assert_eq!(asked_pause(&header("x-amz-retry-after", "250")), Some(Duration::from_millis(250)));
        let by_their_clock = ["Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:27:55 GMT"];
        let headers = [header("Retry-After", by_their_clock[0]), header("Date", by_their_clock[1])].concat();
        assert_eq!(asked_pause(&headers), Some(Duration::from_secs(5)));
    }
}
