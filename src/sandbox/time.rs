//! Instants as SigV4 writes them, `20260101T120000Z`, and days as the catalogue does

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAY: u64 = 86_400;

/// The instant of a text in ISO 8601's basic format, in UTC, from 1970 on.
pub(super) fn parse_basic(text: &str) -> Option<SystemTime> {
    let bytes = text.as_bytes();
    if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
        return None;
    }
    let number = |from: usize, to: usize| {
        let digits = &bytes[from..to];
        let all = digits.iter().all(u8::is_ascii_digit);
        all.then(|| digits.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
    };
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (number(9, 11)?, number(11, 13)?, number(13, 15)?);
    let valid = year >= 1970 && (1..=12).contains(&month) && (1..=31).contains(&day);
    let seconds = days(year, month, day) * DAY + hour * 3_600 + minute * 60 + second;
    (valid && hour < 24 && minute < 60 && second < 61).then(|| UNIX_EPOCH + Duration::from_secs(seconds))
}

/// A text that [`parse_basic`] takes.
pub(super) fn format_basic(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (year, month, day) = date(seconds / DAY);
    let (hour, minute, second) = (seconds % DAY / 3_600, seconds % 3_600 / 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// The midnight, in UTC, that began the day so many days from an instant: `2026-01-01T00:00:00Z`.
pub(super) fn midnight(now: SystemTime, from_now: i64) -> String {
    let today = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / DAY;
    let (year, month, day) = date(today.saturating_add_signed(from_now));
    format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
}

/// Days from 1970 to a date. Years begin in March, so that a leap day is the last of its year.
fn days(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year.saturating_sub(1) } else { year };
    let months = (month + 9) % 12;
    (year * 365 + year / 4 + year / 400 + (months * 153 + 2) / 5 + day).saturating_sub(year / 100 + 719_469)
}

fn date(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let months = (5 * day + 2) / 153;
    let month = if months < 10 { months + 3 } else { months - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    (year, month, day - (153 * months + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<u64> {
        parse_basic(text).map(|time| time.duration_since(UNIX_EPOCH).unwrap().as_secs())
    }

    #[test]
    fn known_instants_are_read() {
        assert_eq!(seconds("19700101T000000Z"), Some(0));
        assert_eq!(seconds("20150830T123600Z"), Some(1_440_938_160));
        assert_eq!(seconds("20240229T235959Z"), Some(1_709_251_199));
        assert_eq!(seconds("2024-02-29T23:59"), None);
        assert_eq!(seconds("20241301T000000Z"), None);
    }

    #[test]
    fn a_day_begins_at_midnight() {
        let noon = parse_basic("20240228T120000Z").unwrap();
        assert_eq!(midnight(noon, 1), "2024-02-29T00:00:00Z");
        assert_eq!(midnight(noon, -28), "2024-01-31T00:00:00Z");
        assert_eq!(midnight(UNIX_EPOCH, -1), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn what_is_written_is_read_again() {
        for day in (0..80_000).step_by(37) {
            let time = UNIX_EPOCH + Duration::from_secs(day * DAY + 45_296);
            assert_eq!(parse_basic(&format_basic(time)), Some(time));
        }
    }
}
